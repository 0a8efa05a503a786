"""How a query was understood and what would find more, as text and as values for JSON.

Pure: nothing here prints.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from archive_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from archive_tui.model import Advice, Way
    from archive_tui.query.explanation import ExplainedLine

_OPTIONS: Final = {
    "dates": "--since, --until",
    "kind": "--kind",
    "sections": "--section",
    "sources": "--source",
    "tags": "--tag",
}
"""The filters of a request, as the command line calls them."""


def explanation_lines(lines: Sequence[ExplainedLine], advice: Advice) -> list[str]:
    """Return an explanation, then how often each part is found by itself."""
    said = [f"{'  ' * line.depth}{line.text}" for line in lines]
    counts = [f"  {each.text}: {each.count}" for each in advice.words]
    if len(counts) > 1:
        said += [_("By itself, whatever the filters:"), *counts]
    return said


def advice_lines(advice: Advice) -> list[str]:
    """Return what would find more, a line each."""
    return list(map(_way_text, advice.ways))


def explanation_values(lines: Sequence[ExplainedLine], advice: Advice) -> dict[str, object]:
    """Return an explanation and advice as values for JSON."""
    return {
        "explanation": [[line.depth, line.text] for line in lines],
        "words": [[each.text, each.count] for each in advice.words],
        "ways": [
            {
                "kind": way.kind.value,
                "query": way.request.text,
                "count": way.count,
                "without": way.typed,
                "instead": way.instead,
            }
            for way in advice.ways
        ],
    }


def _way_text(way: Way) -> str:
    from archive_tui.model import WayKind  # noqa: PLC0415 - most searches find much

    count = ngettext("{count} result", "{count} results", way.count).format(count=way.count)
    match way.kind:
        case WayKind.SPELLING:
            said = _("Did you mean “{query}”? {results}.")
        case WayKind.ACCENTS:
            said = _("With --accents ignore: {results}.")
        case WayKind.ANY_WORD:
            said = _("With --match any, so that one of the words is enough: {results}.")
        case WayKind.FILTER if way.typed:
            said = _("Without {filter}: {results}.")
        case WayKind.FILTER:
            said = _("Without any filter: {results}.")
    name = _OPTIONS.get(way.typed, way.typed)
    return said.format(query=way.request.text, results=count, filter=name)
