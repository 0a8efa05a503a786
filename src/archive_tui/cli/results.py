"""The answer to a search in each form it can be printed in.

The JSON object is a contract (``docs/search-result.schema.json``); the table is for people
and may change. Pure: nothing here prints.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from archive_tui import i18n
from archive_tui.i18n import _
from archive_tui.model import Facet, Hit, Kind, Mark, ResultPage
from archive_tui.text.dates import display_date
from archive_tui.text.layout import cell_width, fit

COLUMNS: Final = (
    "id", "kind", "title", "date", "section", "source", "score", "snippet", "article_id",
)  # fmt: skip
"""The columns of hits as CSV."""

_NOTHING: Final[Mapping[str, object]] = MappingProxyType({})

_BOLD: Final = "\x1b[1m"
_MARKED: Final = "\x1b[1;33m"
_DIM: Final = "\x1b[2m"
_PLAIN: Final = "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Style:
    """How a table may look."""

    width: int | None = None
    """Columns to fit it in; None cuts nothing."""
    colourful: bool = False
    """Whether marks and titles are drawn with colours."""

    def paint(self, code: str, text: str) -> str:
        """Return a text in a colour where there are colours."""
        return f"{code}{text}{_PLAIN}" if self.colourful and text else text


def to_json(page: ResultPage, explanation: Mapping[str, object] = _NOTHING) -> str:
    """Return a page as one JSON object on a line of its own.

    Args:
        page: The page.
        explanation: Further values, about how the query was understood.
    """
    values = {
        "query": page.request.text,
        "total": page.total,
        "exact": page.exact,
        "folded": page.folded,
        "took_ms": round(page.took_ms, 3),
        "hits": list(map(hit_values, page.hits)),
        "facets": {
            facet.name.value: [[each.value, each.count] for each in facet.counts]
            for facet in page.facets
        },
        **explanation,
    }
    return f"{json.dumps(values, ensure_ascii=False)}\n"


def to_json_error(query: str, sentence: str) -> str:
    """Return what stands in the place of an answer that could not be given."""
    return f"{json.dumps({'query': query, 'error': sentence}, ensure_ascii=False)}\n"


def to_json_lines(hits: Sequence[Hit]) -> str:
    """Return hits as JSON objects, each on a line of its own."""
    return "".join(f"{json.dumps(hit_values(hit), ensure_ascii=False)}\n" for hit in hits)


def to_csv(hits: Sequence[Hit]) -> str:
    """Return hits as CSV for spreadsheets; see `archive_tui.export.spreadsheet`."""
    from archive_tui.export.spreadsheet import table  # noqa: PLC0415 - seldom needed

    return table(COLUMNS, map(_row, hits))


def to_ids(hits: Sequence[Hit]) -> str:
    """Return the ids of hits, one a line."""
    return "".join(f"{hit.id}\n" for hit in hits)


def to_table(page: ResultPage, style: Style) -> str:
    """Return a page for people: date and title, the excerpt, the id, and then the counts."""
    dates = [_date(hit) for hit in page.hits]
    indent = max(map(cell_width, dates), default=0) + 2
    entries = (_entry(hit, date, indent, style) for hit, date in zip(page.hits, dates, strict=True))
    return "".join([*entries, *(_counts(facet, style) for facet in page.facets)])


def hit_values(hit: Hit) -> dict[str, object]:
    """Return a hit as values for JSON, under the names of the contract."""
    return {
        "id": hit.id,
        "kind": hit.kind.value,
        "title": hit.title,
        "date": str(hit.date) if hit.date else None,
        "section": hit.section,
        "source": hit.source,
        "score": round(hit.score, 6),
        "snippet": hit.snippet,
        "marks": [[mark.start, mark.end] for mark in hit.marks],
        "article_id": hit.article_id,
    }


def _row(hit: Hit) -> Sequence[str]:
    return (
        hit.id,
        hit.kind.value,
        hit.title,
        str(hit.date or ""),
        hit.section or "",
        hit.source or "",
        f"{hit.score:.6g}",
        hit.snippet,
        hit.article_id,
    )


def _date(hit: Hit) -> str:
    return display_date(hit.date, i18n.current()) if hit.date else "—"


def _entry(hit: Hit, date: str, indent: int, style: Style) -> str:
    room = None if style.width is None else max(style.width - indent, 20)
    photo = _("photo")
    label = f"[{photo}] " if hit.kind is Kind.PHOTO else ""
    about = " · ".join(part for part in (hit.id, hit.section, hit.source) if part)
    lines = [
        style.paint(_BOLD, _cut(label + hit.title, room)),
        _marked(_cut(hit.snippet, room), hit.marks, style),
        style.paint(_DIM, _cut(about, room)),
    ]
    heads = [date + " " * (indent - cell_width(date)), *[" " * indent] * 2]
    return "".join(f"{head}{line}\n" for head, line in zip(heads, lines, strict=True) if line)


def _cut(text: str, room: int | None) -> str:
    line = text.replace("\n", " ")
    return line if room is None else fit(line, room)


def _marked(text: str, marks: Sequence[Mark], style: Style) -> str:
    """Return a snippet, perhaps cut, with the marks that are left in it painted."""
    painted, last = "", 0
    for mark in marks:
        if last <= mark.start and mark.end <= len(text):
            painted += text[last : mark.start]
            painted += style.paint(_MARKED, text[mark.start : mark.end])
            last = mark.end
    return painted + text[last:]


def _counts(facet: Facet, style: Style) -> str:
    width = max((len(str(each.count)) for each in facet.counts), default=0)
    lines = (f"  {each.count:>{width}}  {each.value}\n" for each in facet.counts)
    return f"\n{style.paint(_BOLD, facet.name.value)}\n{''.join(lines)}"
