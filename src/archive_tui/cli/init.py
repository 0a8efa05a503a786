"""``init``: a new archive."""

from argparse import Namespace
from pathlib import Path

from archive_tui.cli.arguments import Commands, Parser
from archive_tui.cli.console import Console
from archive_tui.cli.session import Session
from archive_tui.errors import ExitCode
from archive_tui.i18n import _
from archive_tui.text.clean import clean_line


def add_parser(commands: Commands, common: Parser) -> None:
    """Add the command to the command line."""
    words = _("make an empty archive")
    parser = commands.add_parser("init", parents=[common], help=words, description=words)
    parser.add_argument(
        "folder",
        nargs="?",
        metavar="DIR",
        help=_("a folder that is empty or not there yet (default: archive)"),
    )
    parser.add_argument(
        "--name", default="", help=_("what to call it (default: the folder's name)")
    )
    parser.set_defaults(run=_init)


def tell_made(console: Console, folder: Path) -> None:
    """Say that an archive was made."""
    name = clean_line(str(folder))
    console.say(_("Made an empty archive in “{folder}”.").format(folder=name))


def _init(arguments: Namespace, session: Session) -> ExitCode:
    from archive_tui.library import Library  # noqa: PLC0415 - heavy; --help does without

    named = Path(arguments.folder) if arguments.folder else session.settings.archive
    folder = named or Path("archive")
    Library.create(folder, session.settings, clean_line(arguments.name)).close()
    tell_made(session.console, folder)
    return ExitCode.DONE
