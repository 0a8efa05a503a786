"""Words for values: the one place that says how a count, a kind or an order is called."""

from collections.abc import Mapping
from typing import Final

from archive_tui.errors import ArchiveTuiError
from archive_tui.i18n import N_, _, current, ngettext
from archive_tui.model import (
    Accents,
    DateSpan,
    ExportFormat,
    FacetName,
    Kind,
    Progress,
    ResultPage,
    SearchRequest,
    Sort,
    Way,
    WayKind,
)
from archive_tui.text.dates import display_date

SELECTION: Final = "selection"
"""Name of the collection that is filled when the user chose no other."""

_SORTS: Final[Mapping[Sort, str]] = {
    Sort.RELEVANCE: N_("by relevance"),
    Sort.NEWEST: N_("newest first"),
    Sort.OLDEST: N_("oldest first"),
    Sort.TITLE: N_("by title"),
}
_ACCENTS: Final[Mapping[Accents, str]] = {
    Accents.SMART: N_("accents: smart"),
    Accents.STRICT: N_("accents: strict"),
    Accents.IGNORE: N_("accents: ignored"),
}
_FACETS: Final[Mapping[FacetName, str]] = {
    FacetName.YEAR: N_("Year"),
    FacetName.MONTH: N_("Month"),
    FacetName.DAY: N_("Day"),
    FacetName.SECTION: N_("Section"),
    FacetName.SOURCE: N_("Source"),
    FacetName.TAG: N_("Tag"),
    FacetName.KIND: N_("Kind"),
    FacetName.HAS: N_("Holds"),
}
_KINDS: Final[Mapping[Kind, str]] = {Kind.ARTICLE: N_("articles"), Kind.PHOTO: N_("photos")}
_FILTERS: Final[Mapping[str, str]] = {
    "dates": N_("the dates"),
    "kind": N_("the kind"),
    "sections": N_("the sections"),
    "sources": N_("the sources"),
    "tags": N_("the tags"),
}
_FORMATS: Final[Mapping[ExportFormat, str]] = {
    ExportFormat.TEXT: N_("Plain text"),
    ExportFormat.MARKDOWN: N_("Markdown"),
    ExportFormat.JSONL: N_("JSON lines"),
    ExportFormat.CSV: N_("Table (CSV)"),
}


def sort_name(sort: Sort) -> str:
    """Return what an order of hits is called."""
    return _(_SORTS[sort])


def accents_name(accents: Accents) -> str:
    """Return what a way of taking accent marks is called."""
    return _(_ACCENTS[accents])


def facet_name(name: FacetName) -> str:
    """Return what a property to count by is called."""
    return _(_FACETS[name])


def kind_name(kind: Kind) -> str:
    """Return what records of a kind are called."""
    return _(_KINDS[kind])


def format_name(form: ExportFormat) -> str:
    """Return what a form of export is called."""
    return _(_FORMATS[form])


def collection_name(name: str) -> str:
    """Return what a collection is called; the first one is named by the program."""
    return _("selection") if name == SELECTION else name


def number(value: int) -> str:
    """Return a count with its thousands parted as the interface language does."""
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if current() == "vi" else grouped


def date_text(dates: DateSpan | None) -> str:
    """Return a date as the interface language writes it."""
    return display_date(dates, current()) if dates else _("undated")


def error_text(error: ArchiveTuiError) -> str:
    """Return an error and what to do about it, on one line."""
    return f"{error.message} {error.hint}".strip()


def results_text(count: int) -> str:
    """Return how many results there are."""
    return ngettext("{count} result", "{count} results", count).format(count=number(count))


def articles_text(count: int) -> str:
    """Return how many articles there are."""
    return ngettext("{count} article", "{count} articles", count).format(count=number(count))


def answer_text(page: ResultPage) -> str:
    """Return an answer in figures: how many hits, how many of them exact, how fast."""
    parts = [results_text(page.total)]
    if page.total and not _wordless(page.request):
        exact = ngettext("{count} exact", "{count} exact", page.exact)
        folded = ngettext("{count} otherwise", "{count} otherwise", page.folded)
        parts.append(exact.format(count=number(page.exact)))
        parts.append(folded.format(count=number(page.folded)))
    parts.append(_("{ms} ms").format(ms=number(round(page.took_ms))))
    return " · ".join(parts)


def way_text(way: Way) -> str:
    """Return what another question does otherwise, and how much it finds."""
    match way.kind:
        case WayKind.SPELLING:
            said = _("spelt “{instead}”: {results}")
        case WayKind.ACCENTS:
            said = _("whatever the accent marks: {results}")
        case WayKind.ANY_WORD:
            said = _("with any of the words: {results}")
        case WayKind.FILTER if way.typed:
            said = _("without {filter}: {results}")
        case WayKind.FILTER:
            said = _("without any filter: {results}")
    name = _(_FILTERS[way.typed]) if way.typed in _FILTERS else way.typed
    return said.format(instead=way.instead, filter=name, results=results_text(way.count))


def _wordless(request: SearchRequest) -> bool:
    return request.text in {"", "*"}


def progress_text(progress: Progress) -> str:
    """Return how far a long job has come."""
    if progress.waiting:
        return f"{progress.stage}…"
    if progress.total is None:
        return f"{progress.stage} {number(progress.done)}"
    share = 100 * progress.done // max(progress.total, 1)
    return f"{progress.stage} {number(progress.done)}/{number(progress.total)} · {share} %"
