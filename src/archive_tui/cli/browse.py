"""``browse``: the terminal browser, which is also what opens without any command."""

from argparse import Namespace

from archive_tui.cli.arguments import Commands, Parser
from archive_tui.cli.session import Session
from archive_tui.errors import UsageError
from archive_tui.i18n import _
from archive_tui.text.clean import clean_line


def add_parser(commands: Commands, common: Parser) -> None:
    """Add the command to the command line."""
    words = _("open the archive in the terminal browser")
    parser = commands.add_parser("browse", parents=[common], help=words, description=words)
    parser.add_argument("query", nargs="*", metavar=_("QUERY"), help=_("what to look for first"))
    parser.set_defaults(run=_browse)


def _browse(arguments: Namespace, session: Session) -> int:
    if not session.console.interactive:
        raise UsageError(
            _("The browser needs a terminal."),
            _("For use in scripts there is “archive-tui search”."),
        )
    library = session.library
    from archive_tui import tui  # noqa: PLC0415 - heavy, and only a screen needs it

    return tui.browse(library, session.settings, clean_line(" ".join(arguments.query)))
