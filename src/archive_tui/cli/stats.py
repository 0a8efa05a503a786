"""``stats``: the archive in numbers."""

import json
from argparse import Namespace
from collections.abc import Iterator, Sequence
from enum import StrEnum

from archive_tui import i18n
from archive_tui.cli.arguments import Commands, Parser, choice
from archive_tui.cli.session import Session
from archive_tui.errors import ExitCode
from archive_tui.i18n import _
from archive_tui.model import ArchiveStats, FacetCount
from archive_tui.text.dates import display_date


class _Format(StrEnum):
    TABLE = "table"
    JSON = "json"


def add_parser(commands: Commands, common: Parser) -> None:
    """Add the command to the command line."""
    words = _("count the archive by year, section and source")
    parser = commands.add_parser("stats", parents=[common], help=words, description=words)
    parser.add_argument(
        "--format",
        type=choice("--format", _Format),
        default=_Format.TABLE,
        metavar="|".join(_Format),
        help=_("form of the answer (default: table)"),
    )
    parser.set_defaults(run=_stats)


def _stats(arguments: Namespace, session: Session) -> ExitCode:
    stats = session.library.stats()
    is_json = arguments.format is _Format.JSON
    session.console.write(_to_json(stats) if is_json else "".join(_to_table(stats)))
    return ExitCode.DONE


def _to_json(stats: ArchiveStats) -> str:
    values = {
        "articles": stats.articles,
        "photos": stats.photos,
        "undated": stats.undated,
        "years": _pairs(stats.years),
        "sections": _pairs(stats.sections),
        "sources": _pairs(stats.sources),
        "gaps": list(map(str, stats.gaps)),
    }
    return f"{json.dumps(values, ensure_ascii=False)}\n"


def _pairs(counts: Sequence[FacetCount]) -> list[tuple[str, int]]:
    return [(each.value, each.count) for each in counts]


def _to_table(stats: ArchiveStats) -> Iterator[str]:
    rows = (
        (stats.articles, _("articles")),
        (stats.photos, _("photo captions")),
        (stats.undated, _("articles without a date")),
    )
    yield from _lines(rows)
    for title, counts in (
        (_("Years"), stats.years),
        (_("Sections"), stats.sections),
        (_("Sources"), stats.sources),
    ):
        if counts:
            yield f"\n{title}\n"
            yield from _lines([(each.count, each.value) for each in counts])
    if stats.gaps:
        gaps = ", ".join(display_date(gap, i18n.current()) for gap in stats.gaps)
        sentence = _("Years without any article: {gaps}").format(gaps=gaps)
        yield f"\n{sentence}\n"


def _lines(rows: Sequence[tuple[int, str]]) -> Iterator[str]:
    """Yield counts with their numbers one under the other."""
    width = max(len(str(count)) for count, _name in rows)
    yield from (f"{count:>{width}}  {name}\n" for count, name in rows)
