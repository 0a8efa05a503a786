"""``export``: articles as text that can be cited, to a file or to standard output."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from archive_tui.cli.arguments import (
    Commands,
    Parser,
    add_filters,
    choice,
    count,
    has_filters,
    request_for,
)
from archive_tui.cli.console import stoppable
from archive_tui.cli.reading import article_ids, exit_code
from archive_tui.cli.session import Session
from archive_tui.errors import ExitCode, NothingFound, UsageError
from archive_tui.i18n import _, ngettext
from archive_tui.model import ExportFormat, ExportOptions, ExportReport
from archive_tui.text.clean import clean_line

if TYPE_CHECKING:
    from archive_tui.engine import ShouldStop


def add_parser(commands: Commands, common: Parser) -> None:
    """Add the command to the command line."""
    words = _("write articles as text, Markdown, JSONL or CSV")
    parser = commands.add_parser("export", parents=[common], help=words, description=words)
    parser.add_argument("ids", nargs="*", metavar="ID", help=_("ids, as a search gives them"))
    parser.add_argument("--query", metavar=_("QUERY"), help=_("all results of a search"))
    parser.add_argument("--collection", metavar="NAME", help=_("all articles of a collection"))
    add_filters(parser)
    _add_form(parser)
    parser.set_defaults(run=_export)


def _add_form(parser: Parser) -> None:
    group = parser.add_argument_group(_("what to write"))
    group.add_argument(
        "--format",
        type=choice("--format", ExportFormat),
        default=ExportFormat.TEXT,
        metavar="|".join(ExportFormat),
        help=_("form of the export (default: text)"),
    )
    group.add_argument(
        "--output", metavar="PATH", help=_("file or folder to write (default: standard output)")
    )
    files = group.add_mutually_exclusive_group()
    files.add_argument("--one-file", action="store_true", help=_("all in one file (the default)"))
    files.add_argument("--split", action="store_true", help=_("a folder with a file an article"))
    group.add_argument(
        "--width", type=count("--width"), metavar="N", help=_("cells a line of text; 0 is no limit")
    )
    group.add_argument("--overwrite", action="store_true", help=_("replace files that are there"))


def _export(arguments: Namespace, session: Session) -> ExitCode:
    width = session.settings.export_width if arguments.width is None else arguments.width
    options = ExportOptions(arguments.format, width, arguments.split, arguments.overwrite)
    to_output = arguments.output in (None, "-")
    if options.split and to_output:
        raise UsageError(_("--split needs a folder."), _("Name one with --output PATH."))
    _check_source(arguments)
    with stoppable() as should_stop:
        ids = _chosen(arguments, session, should_stop)
        if to_output:
            return _to_output(ids, options, session, should_stop)
        with session.console.progress() as on_progress:
            report = session.library.export(
                ids, Path(arguments.output), options, should_stop, on_progress
            )
    session.console.report(report.problems)
    session.console.say(_summary(report, arguments.output))
    return ExitCode.SOME_FAILED if report.problems else ExitCode.DONE


def _check_source(arguments: Namespace) -> None:
    """Refuse a command line that does not say clearly what to export."""
    searched = arguments.query is not None or has_filters(arguments)
    given = sum((bool(arguments.ids), searched, arguments.collection is not None))
    if given == 0:
        raise UsageError(
            _("It is not said what to export."), _("Name ids, a --query or a --collection.")
        )
    if given > 1:
        raise UsageError(
            _("Ids, a query and a collection exclude each other."), _("Give only one of them.")
        )


def _chosen(arguments: Namespace, session: Session, should_stop: "ShouldStop") -> tuple[str, ...]:
    """Return the ids of the articles to export.

    Raises:
        NothingFound: There are none.
    """
    if arguments.ids:
        return article_ids(arguments.ids)
    if arguments.collection is not None:
        return article_ids(_collected(arguments.collection, session))
    settings = session.settings
    request = request_for(arguments.query or "", arguments, settings.sort, settings.accents)
    if ids := session.library.article_ids(request, should_stop):
        return ids
    raise NothingFound(_("Nothing was found to export."), _("Try fewer words or fewer filters."))


def _collected(name: str, session: Session) -> tuple[str, ...]:
    if ids := session.library.collections.get(name).ids:
        return ids
    raise NothingFound(
        _("There is nothing in a collection “{name}”.").format(name=clean_line(name)),
        _("See all with “archive-tui collection list”."),
    )


def _to_output(
    ids: tuple[str, ...], options: ExportOptions, session: Session, should_stop: "ShouldStop"
) -> ExitCode:
    from archive_tui.export import render  # noqa: PLC0415 - --help does without

    reading = session.library.read(ids, should_stop)
    if reading.articles:
        session.console.write(render(reading.articles, options))
        session.console.flush()
    for each in reading.unread:
        session.console.warn(str(each.error))
    return exit_code(reading)


def _summary(report: ExportReport, target: str) -> str:
    return ngettext(
        "Wrote {count} article to “{path}” ({size} bytes).",
        "Wrote {count} articles to “{path}” ({size} bytes).",
        report.articles,
    ).format(count=report.articles, path=clean_line(target), size=report.size)
