"""Hits counted by date, section, source, tag, kind and photos."""

from collections.abc import Callable, Iterator, Sequence
from datetime import MAXYEAR, date
from itertools import takewhile
from typing import Final

import numpy as np
from numpy.typing import NDArray

from archive_tui.index import Snapshot
from archive_tui.index.postings import Docs
from archive_tui.index.schema import FACET_FIELDS, PHOTO, UNDATED
from archive_tui.model import Facet, FacetCount, FacetName, Kind
from archive_tui.search.arrays import mask_of

WITH_PHOTO: Final = "photo"
"""What articles with photos are called in `FacetName.HAS`, and photos themselves."""

_DATES: Final = {FacetName.YEAR: 4, FacetName.MONTH: 7, FacetName.DAY: 10}
"""The facets of dates, with the letters of an ISO date that tell their values apart."""
_LONGEST: Final = {FacetName.MONTH: 31, FacetName.DAY: 1}
"""Days a date may take to be known well enough."""


def facets(
    snapshot: Snapshot, docs: Docs, names: Sequence[FacetName], check: Callable[[], None]
) -> tuple[Facet, ...]:
    """Count documents by some properties.

    Args:
        snapshot: Where they are from.
        docs: The documents, in any order.
        names: The properties.
        check: Called now and then; raises to stop.

    Returns:
        A facet for each name, in the same order.
    """
    return tuple(Facet(name, _counts(snapshot, docs, name, check)) for name in names)


def _counts(
    snapshot: Snapshot, docs: Docs, name: FacetName, check: Callable[[], None]
) -> tuple[FacetCount, ...]:
    check()
    if name in _DATES:
        return _by_date(snapshot, docs, name)
    if name is FacetName.KIND:
        photos = int(np.count_nonzero(snapshot.kinds.take(docs) == PHOTO))
        return _commonest({Kind.ARTICLE.value: len(docs) - photos, Kind.PHOTO.value: photos})
    if name is FacetName.HAS:
        has_photo = (snapshot.kinds.take(docs) == PHOTO) | (snapshot.photo_counts.take(docs) > 0)
        return _commonest({WITH_PHOTO: int(np.count_nonzero(has_photo))})
    column = snapshot.term_column(FACET_FIELDS[name], check)
    hit = mask_of(docs, snapshot.size).take(column.docs)
    counts = np.bincount(column.codes[np.flatnonzero(hit)], minlength=len(column.values))
    return _commonest(dict(zip(column.values, counts.tolist(), strict=True)))


def _by_date(snapshot: Snapshot, docs: Docs, name: FacetName) -> tuple[FacetCount, ...]:
    """Count by the first day of each date; what is not known well enough is not counted."""
    days = snapshot.first_days.take(docs)
    known = days != UNDATED
    if name in _LONGEST:
        known &= snapshot.last_days.take(docs) - days < _LONGEST[name]
    days = days[np.flatnonzero(known)]
    if not len(days):
        return ()
    first, last = int(days.min()), int(days.max())
    by_day = np.bincount(days - first, minlength=last - first + 1)
    return tuple(_added(by_day, first, last, name))


def _added(
    by_day: NDArray[np.intp], first: int, last: int, name: FacetName
) -> Iterator[FacetCount]:
    """Yield the counts of days, added up to months or years; the empty ones are left out."""
    if name is FacetName.DAY:
        begins = (np.flatnonzero(by_day) + first).tolist()
    else:
        begins = [first, *(_years if name is FacetName.YEAR else _months)(first, last)]
    counts = np.add.reduceat(by_day, np.array(begins) - first)
    for begin, count in zip(begins, counts.tolist(), strict=True):
        if count:
            yield FacetCount(date.fromordinal(begin).isoformat()[: _DATES[name]], count)


def _years(first: int, last: int) -> Iterator[int]:
    """Yield the ordinals of all first days of a year after one day, up to another."""
    years = range(date.fromordinal(first).year + 1, MAXYEAR + 1)
    begins = (date(year, 1, 1).toordinal() for year in years)
    return takewhile(lambda begin: begin <= last, begins)


def _months(first: int, last: int) -> Iterator[int]:
    """Yield the ordinals of all first days of a month after one day, up to another."""
    years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
    begins = (date(year, month, 1).toordinal() for year in years for month in range(1, 13))
    return (begin for begin in begins if first < begin <= last)


def _commonest(counts: dict[str, int]) -> tuple[FacetCount, ...]:
    present = [(value, count) for value, count in counts.items() if count]
    present.sort(key=lambda pair: (-pair[1], pair[0]))
    return tuple(FacetCount(value, count) for value, count in present)
