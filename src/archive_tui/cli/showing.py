"""``show``: articles on the screen."""

from argparse import Namespace
from enum import StrEnum
from typing import Final

from archive_tui.cli.arguments import Commands, Parser, choice
from archive_tui.cli.console import stoppable
from archive_tui.cli.reading import article_ids, exit_code
from archive_tui.cli.session import Session
from archive_tui.errors import ExitCode
from archive_tui.i18n import _
from archive_tui.model import ExportFormat, ExportOptions


class _Format(StrEnum):
    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


_EXPORTS: Final = {
    _Format.TEXT: ExportFormat.TEXT,
    _Format.MARKDOWN: ExportFormat.MARKDOWN,
    _Format.JSON: ExportFormat.JSONL,
}


def add_parser(commands: Commands, common: Parser) -> None:
    """Add the command to the command line."""
    words = _("print articles")
    parser = commands.add_parser("show", parents=[common], help=words, description=words)
    parser.add_argument("ids", nargs="+", metavar="ID", help=_("ids, as a search gives them"))
    parser.add_argument(
        "--format",
        type=choice("--format", _Format),
        default=_Format.TEXT,
        metavar="|".join(_Format),
        help=_("form of the articles (default: text)"),
    )
    parser.set_defaults(run=_show)


def _show(arguments: Namespace, session: Session) -> ExitCode:
    from archive_tui.export import render  # noqa: PLC0415 - --help does without

    console = session.console
    with stoppable() as should_stop:
        reading = session.library.read(article_ids(arguments.ids), should_stop)
    width = session.settings.export_width
    if console.width:
        width = min(width or console.width, console.width)
    if reading.articles:
        options = ExportOptions(_EXPORTS[arguments.format], width=width)
        console.write(render(reading.articles, options))
        console.flush()
    for each in reading.unread:
        console.warn(str(each.error))
    return exit_code(reading)
