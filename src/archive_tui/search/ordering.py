"""In which order hits are shown, worked out as far down as somebody looks.

A page of twenty out of ninety thousand hits needs the twenty best, not an order of all. What
is equally good is ordered by newer date, then by id, so that every order is the only one.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from archive_tui.index import Snapshot
from archive_tui.index.postings import Docs
from archive_tui.index.ranks import unchecked
from archive_tui.index.schema import UNDATED
from archive_tui.model import Sort

_AHEAD: Final = 4
"""How much farther than asked for an order is worked out, for the pages that follow."""
_LAST: Final = np.iinfo(np.int32).max

Places: TypeAlias = NDArray[np.intp]
"""Numbers into the array of hits; shape (n,)."""
Check: TypeAlias = Callable[[], None]
"""Called now and then; raises to stop."""
Key: TypeAlias = Callable[[Places | slice, Check], NDArray[Any]]
"""Gives what hits at some places are ordered by, ascending; shape (n,)."""


class Order:
    """The order of some hits.

    Args:
        size: How many there are.
        keys: What they are ordered by, the most important first; no two hits have the same of
            all. The later ones are asked for few hits only.
    """

    def __init__(self, size: int, keys: Sequence[Key]) -> None:
        self._size = size
        self._keys = keys
        self._best = np.empty(0, dtype=np.intp)

    def first(self, count: int, check: Check = unchecked) -> Places:
        """Return the places of the ``count`` first hits, or of all if there are fewer.

        Args:
            count: How many.
            check: Called now and then; raises to stop.
        """
        if len(self._best) < min(count, self._size):
            self._best = self._worked_out(min(count * _AHEAD, self._size), check)
        return self._best[:count]

    def _worked_out(self, count: int, check: Check) -> Places:
        """Return the first hits in order; only those that may be among them are sorted."""
        likely: list[Places] = []
        undecided: Places | slice = slice(None)
        left, wanted = self._size, count
        for key in self._keys:
            if left <= _AHEAD * wanted:
                break
            check()
            values = key(undecided, check)
            limit = np.partition(values, wanted - 1)[wanted - 1]
            likely.append(_chosen(undecided, values < limit))
            undecided = _chosen(undecided, values == limit)
            left, wanted = len(undecided), wanted - len(likely[-1])
        candidates = np.concatenate([*likely, np.arange(self._size)[undecided]])
        check()
        ranks = np.lexsort([key(candidates, check) for key in reversed(self._keys)])
        return candidates[ranks[:count]]


def _chosen(places: Places | slice, which: NDArray[np.bool_]) -> Places:
    chosen = np.flatnonzero(which)
    return chosen if isinstance(places, slice) else places[chosen]


def order(
    snapshot: Snapshot,
    docs: Docs,
    sort: Sort,
    scores: NDArray[np.floating[Any]],
    named: NDArray[np.bool_] | None,
) -> Order:
    """Return in which order documents are shown, ties by newer date, then by id.

    By relevance, what is found by other names only comes behind all that is found as named.

    Args:
        snapshot: The documents.
        docs: Those to order, shape (n,).
        sort: By what.
        scores: Their scores, shape (n,); used for relevance only.
        named: Whether they match by the names that were typed, shape (n,); None where all do.
    """

    def scored(places: Places | slice, _check: Check) -> NDArray[np.floating[Any]]:
        return -scores[places]

    def first_days(places: Places | slice) -> NDArray[np.int32]:
        return snapshot.first_days.take(docs[places])

    def newest(places: Places | slice, _check: Check) -> NDArray[np.int32]:
        return -first_days(places)

    def oldest(places: Places | slice, _check: Check) -> NDArray[np.int32]:
        days = first_days(places)
        return np.where(days == UNDATED, _LAST, days)

    def titles(places: Places | slice, check: Check) -> NDArray[np.uint32]:
        return snapshot.title_ranks(docs[places], check)

    def ids(places: Places | slice, check: Check) -> NDArray[np.uint32]:
        return snapshot.id_ranks(docs[places], check)

    keys: dict[Sort, list[Key]] = {
        Sort.RELEVANCE: [scored, newest],
        Sort.NEWEST: [newest],
        Sort.OLDEST: [oldest],
        Sort.TITLE: [titles, newest],
    }
    by_name: list[Key] = [] if named is None else [lambda places, _check: ~named[places]]
    return Order(len(docs), [*by_name, *keys[sort], ids])
