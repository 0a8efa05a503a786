"""``search``: one question, or a file of them."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from archive_tui.cli import explaining, results
from archive_tui.cli.arguments import (
    Commands,
    Parser,
    add_filters,
    choice,
    count,
    facet_names,
    has_filters,
    request_for,
)
from archive_tui.cli.console import stoppable
from archive_tui.cli.session import Session
from archive_tui.engine import ShouldStop
from archive_tui.errors import ExitCode, NothingFound, UsageError
from archive_tui.i18n import _, ngettext
from archive_tui.model import FacetName, ResultPage, SearchRequest
from archive_tui.text.clean import clean_line

if TYPE_CHECKING:
    from archive_tui.model import Advice
    from archive_tui.query.explanation import ExplainedLine

_LITTLE: Final = 2
"""Results up to which it is said what would find more."""


class _Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    IDS = "ids"


def add_parser(commands: Commands, common: Parser) -> None:
    """Add the command to the command line."""
    words = _("search the archive")
    parser = commands.add_parser("search", parents=[common], help=words, description=words)
    parser.add_argument(
        "query", nargs="*", metavar=_("QUERY"), help=_("what to look for; “*” is everything")
    )
    add_filters(parser)
    group = parser.add_argument_group(_("what to print"))
    group.add_argument(
        "--format",
        type=choice("--format", _Format),
        default=_Format.TABLE,
        metavar="|".join(_Format),
        help=_("form of the answer (default: table)"),
    )
    group.add_argument(
        "--limit", type=count("--limit"), default=20, metavar="N", help=_("most results to print")
    )
    group.add_argument(
        "--offset", type=count("--offset"), default=0, metavar="N", help=_("results to skip")
    )
    group.add_argument(
        "--facets",
        type=facet_names,
        default=(),
        metavar=",".join(FacetName),
        help=_("count all results by these"),
    )
    group.add_argument(
        "--batch",
        metavar="FILE",
        help=_("answer one query a line with one JSON object a line; “-” is standard input"),
    )
    group.add_argument(
        "--explain",
        action="store_true",
        help=_("say how the query is understood, and what would find more"),
    )
    parser.set_defaults(run=_search)


def _search(arguments: Namespace, session: Session) -> ExitCode:
    request = replace(
        request_for(
            " ".join(arguments.query), arguments, session.settings.sort, session.settings.accents
        ),
        limit=arguments.limit,
        offset=arguments.offset,
        facets=arguments.facets,
        snippets=arguments.format is not _Format.IDS or arguments.batch is not None,
    )
    if arguments.batch is not None:
        return _answer_all(arguments, request, session)
    if not (request.text or has_filters(arguments) or request.facets):
        raise UsageError(
            _("There is no query."), _("Write what to look for, or “*” for everything.")
        )
    with stoppable() as should_stop:
        page = session.library.search(request, should_stop)
        told = _explained(request, page, session, should_stop) if arguments.explain else None
        advice = told.advice if told else _advice(page, session, should_stop)
    if told and arguments.format is not _Format.JSON:
        session.console.say_lines(explaining.explanation_lines(told.lines, told.advice))
    _print(page, arguments.format, session, told)
    if not page.total:
        return _say_nothing(request, advice, session)
    if advice and arguments.format is _Format.TABLE:
        _say_advice(advice, session)
    return ExitCode.DONE


@dataclass(frozen=True, slots=True)
class _Told:
    """What is said about a query that was asked to be explained."""

    lines: tuple[ExplainedLine, ...]
    """How it is understood."""
    advice: Advice
    """What would find more."""


def _explained(
    request: SearchRequest, page: ResultPage, session: Session, should_stop: ShouldStop
) -> _Told:
    advice = session.library.advise(request, should_stop)
    if page.total > _LITTLE:
        advice = replace(advice, ways=())
    return _Told(session.library.explain(request), advice)


def _advice(page: ResultPage, session: Session, should_stop: ShouldStop) -> Advice | None:
    """Return what would find more, where little was found and there is something to change."""
    if page.total > _LITTLE or page.request.text in ("", "*"):
        return None
    return session.library.advise(page.request, should_stop)


def _say_advice(advice: Advice, session: Session) -> None:
    """Say which other spellings find more; little may be all there is."""
    from archive_tui.model import WayKind  # noqa: PLC0415 - most searches find much

    spellings = tuple(way for way in advice.ways if way.kind is WayKind.SPELLING)
    session.console.say_lines(explaining.advice_lines(replace(advice, ways=spellings)))


def _answer_all(arguments: Namespace, request: SearchRequest, session: Session) -> ExitCode:
    """Answer every line of a file; a query that cannot be read gives an object that says so."""
    if arguments.query:
        raise UsageError(_("--batch and a query exclude each other."), _("Give only one of them."))
    code = ExitCode.DONE
    console, library = session.console, session.library
    with stoppable() as should_stop:
        for query in _queries(arguments.batch):
            try:
                asked = replace(request, text=query)
                page = library.search(asked, should_stop)
                told = None
                if arguments.explain:
                    told = _explained(asked, page, session, should_stop)
                console.write(results.to_json(page, _values(told)))
            except UsageError as error:
                console.write(results.to_json_error(query, str(error)))
                code = ExitCode.SOME_FAILED
            console.flush()  # whoever asks line by line waits for the answer
    return code


def _queries(name: str) -> Iterator[str]:
    """Yield the lines of a file that are not empty, cleaned.

    Raises:
        UsageError: It cannot be read.
    """
    try:
        with sys.stdin.buffer if name == "-" else Path(name).open("rb") as file:
            for line in file:
                if query := clean_line(line.decode("utf-8", errors="replace")):
                    yield query
    except OSError as error:
        raise UsageError(
            _("“{path}” cannot be read ({reason}).").format(
                path=clean_line(name), reason=clean_line(error.strerror or "?")
            ),
            _("Name a text file with one query a line."),
        ) from error


def _values(told: _Told | None) -> dict[str, object]:
    return explaining.explanation_values(told.lines, told.advice) if told else {}


def _print(page: ResultPage, form: _Format, session: Session, told: _Told | None) -> None:
    console = session.console
    match form:
        case _Format.JSON:
            console.write(results.to_json(page, _values(told)))
        case _Format.JSONL:
            console.write(results.to_json_lines(page.hits))
        case _Format.CSV:
            console.write(results.to_csv(page.hits))
        case _Format.IDS:
            console.write(results.to_ids(page.hits))
        case _Format.TABLE if page.total:
            style = results.Style(console.width, console.colourful)
            console.write(results.to_table(page, style))
            console.flush()
            console.say(_summary(page))


def _summary(page: ResultPage) -> str:
    shown = ""
    if 0 < len(page.hits) < page.total:
        first = page.request.offset + 1
        shown = _("Shown: {first} to {last}.").format(first=first, last=first + len(page.hits) - 1)
    counts = ngettext(
        "{total} result · {exact} exact · {folded} otherwise · {time} ms.",
        "{total} results · {exact} exact · {folded} otherwise · {time} ms.",
        page.total,
    ).format(
        total=page.total, exact=page.exact, folded=page.folded, time=max(1, round(page.took_ms))
    )
    return f"{counts} {shown}".strip()


def _say_nothing(request: SearchRequest, advice: Advice | None, session: Session) -> ExitCode:
    """Say that nothing was found, and line by line what would find more.

    Raises:
        NothingFound: There is nothing to say but that.
    """
    if advice is None or not advice.ways:
        raise _nothing(request)
    session.console.warn(_nothing(request).message)
    session.console.say_lines(explaining.advice_lines(advice))
    return ExitCode.NOTHING_FOUND


def _nothing(request: SearchRequest) -> NothingFound:
    filters = (request.dates, request.kind, request.sections, request.sources, request.tags)
    if request.text in ("", "*") and not any(filters):
        return NothingFound(
            _("The archive is empty."), _("Read documents into it with “archive-tui import PATH”.")
        )
    if request.text in ("", "*"):
        return NothingFound(
            _("Nothing was found."), _("Try again with fewer filters, such as a longer time.")
        )
    return NothingFound(
        _("Nothing was found for “{query}”.").format(query=request.text),
        _("Try fewer words, or fewer filters."),
    )
