"""Hits counted by year, section, source, tag and kind."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from archive_tui.index import Snapshot
from archive_tui.index.postings import Docs
from archive_tui.index.schema import FACET_FIELDS, PHOTO, UNDATED
from archive_tui.model import Facet, FacetCount, FacetName, Kind
from archive_tui.search.arrays import mask_of

_EPOCH = np.datetime64("1970-01-01").astype(object).toordinal()


def facets(snapshot: Snapshot, docs: Docs, names: Sequence[FacetName]) -> tuple[Facet, ...]:
    """Count documents by some properties.

    Args:
        snapshot: Where they are from.
        docs: The documents, in any order.
        names: The properties.

    Returns:
        A facet for each name, in the same order.
    """
    return tuple(Facet(name, _counts(snapshot, docs, name)) for name in names)


def _counts(snapshot: Snapshot, docs: Docs, name: FacetName) -> tuple[FacetCount, ...]:
    if name is FacetName.YEAR:
        return _by_year(snapshot.first_days[docs])
    if name is FacetName.KIND:
        photos = int(np.count_nonzero(snapshot.kinds[docs] == PHOTO))
        return _commonest({Kind.ARTICLE.value: len(docs) - photos, Kind.PHOTO.value: photos})
    column = snapshot.term_column(FACET_FIELDS[name])
    hit = mask_of(docs, snapshot.size)
    counts = np.bincount(column.codes[hit[column.docs]], minlength=len(column.values))
    return _commonest(dict(zip(column.values, counts.tolist(), strict=True)))


def _by_year(days: NDArray[np.int32]) -> tuple[FacetCount, ...]:
    dated = days[days != UNDATED] - _EPOCH
    years = dated.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    counts = np.bincount(years)
    return tuple(
        FacetCount(f"{year:04}", int(counts[year])) for year in np.flatnonzero(counts).tolist()
    )


def _commonest(counts: dict[str, int]) -> tuple[FacetCount, ...]:
    present = [(value, count) for value, count in counts.items() if count]
    present.sort(key=lambda pair: (-pair[1], pair[0]))
    return tuple(FacetCount(value, count) for value, count in present)
