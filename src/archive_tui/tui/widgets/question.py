"""Changing the question: every filter, order and mode as a function of a request.

A request is a value; choosing a filter gives another request. Nothing here draws or asks.
"""

from dataclasses import replace
from typing import Final

from archive_tui.model import Accents, DateSpan, FacetName, Kind, Matching, SearchRequest, Sort

PAGE_SIZE: Final = 50
"""Hits fetched at a time."""

FACETS: Final = (
    FacetName.KIND,
    FacetName.SECTION,
    FacetName.SOURCE,
    FacetName.TAG,
    FacetName.YEAR,
)
"""What the hits are counted by, in the order shown."""

_SORTS: Final = (Sort.RELEVANCE, Sort.NEWEST, Sort.OLDEST, Sort.TITLE)
_ACCENTS: Final = (Accents.SMART, Accents.STRICT, Accents.IGNORE)


def asks_everything(request: SearchRequest) -> bool:
    """Return whether a request has no words, so that nothing can be ranked."""
    return request.text in {"", "*"}


def asked(request: SearchRequest) -> SearchRequest:
    """Return a request as it is put to the archive: newest first where nothing ranks."""
    if asks_everything(request) and request.sort is Sort.RELEVANCE:
        return replace(request, sort=Sort.NEWEST)
    return request


def next_sort(request: SearchRequest) -> SearchRequest:
    """Return the request in the next order; relevance is left out where nothing ranks."""
    order = _SORTS[1:] if asks_everything(request) else _SORTS
    position = order.index(asked(request).sort)
    return replace(request, sort=order[(position + 1) % len(order)])


def next_accents(request: SearchRequest) -> SearchRequest:
    """Return the request with accent marks taken in the next way."""
    position = _ACCENTS.index(request.accents)
    return replace(request, accents=_ACCENTS[(position + 1) % len(_ACCENTS)])


def toggle_matching(request: SearchRequest) -> SearchRequest:
    """Return the request for all of the words, or for any where it was for all."""
    everyone = request.matching is Matching.ANY
    return replace(request, matching=Matching.ALL if everyone else Matching.ANY)


def toggle_other_names(request: SearchRequest) -> SearchRequest:
    """Return the request with the thesaurus, or without it where it was with it."""
    return replace(request, expand=not request.expand)


def toggle_kind(request: SearchRequest, kind: Kind) -> SearchRequest:
    """Return the request for this kind only, or for all where it was that."""
    return replace(request, kind=None if request.kind is kind else kind)


def without_filters(request: SearchRequest) -> SearchRequest:
    """Return the request without any filter; words, order and accents stay."""
    return replace(request, dates=None, kind=None, sections=(), sources=(), tags=())


def has_filters(request: SearchRequest) -> bool:
    """Return whether anything narrows the request but its words."""
    return without_filters(request) != request


def is_on(request: SearchRequest, name: FacetName, value: str) -> bool:
    """Return whether a facet's value is one of the request's filters."""
    if name is FacetName.YEAR:
        return request.dates == DateSpan.of_year(int(value))
    if name is FacetName.KIND:
        return request.kind == value
    return value in _values(request, name)


def toggle(request: SearchRequest, name: FacetName, value: str) -> SearchRequest:
    """Return the request with a facet's value put on, or taken off where it was on."""
    if name is FacetName.YEAR:
        year = DateSpan.of_year(int(value))
        return replace(request, dates=None if request.dates == year else year)
    if name is FacetName.KIND:
        return toggle_kind(request, Kind(value))
    values = _values(request, name)
    changed = tuple(v for v in values if v != value) if value in values else (*values, value)
    if name is FacetName.SECTION:
        return replace(request, sections=changed)
    if name is FacetName.SOURCE:
        return replace(request, sources=changed)
    return replace(request, tags=changed)


def _values(request: SearchRequest, name: FacetName) -> tuple[str, ...]:
    if name is FacetName.SECTION:
        return request.sections
    return request.sources if name is FacetName.SOURCE else request.tags
