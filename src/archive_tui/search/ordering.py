"""In which order hits are shown, worked out as far down as somebody looks.

A page of twenty out of ninety thousand hits needs the twenty best, not an order of all. What
is equally good is ordered by newer date, then by id, so that every order is the only one.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from archive_tui.index import Snapshot
from archive_tui.index.snapshot import Docs
from archive_tui.model import Sort

_AHEAD: Final = 4
"""How much farther than asked for an order is worked out, for the pages that follow."""


class Order:
    """The order of some documents.

    Args:
        keys: What they are ordered by, each of shape (n,), ascending, the most important first;
            no two documents have the same of all.
    """

    def __init__(self, keys: Sequence[NDArray[Any]]) -> None:
        self._keys = keys
        self._size = len(keys[0])
        self._best = np.empty(0, dtype=np.int64)

    def first(self, count: int) -> NDArray[np.int64]:
        """Return the places of the ``count`` first documents, or of all if there are fewer."""
        if len(self._best) < min(count, self._size):
            self._best = self._worked_out(min(count * _AHEAD, self._size))
        return self._best[:count]

    def _worked_out(self, count: int) -> NDArray[np.int64]:
        """Return the first documents in order; only those that may be among them are sorted."""
        likely, undecided, wanted = [], np.arange(self._size), count
        for key in self._keys:
            if len(undecided) <= _AHEAD * wanted:
                break
            values = key[undecided]
            limit = np.partition(values, wanted - 1)[wanted - 1]
            better = undecided[values < limit]
            likely.append(better)
            undecided = undecided[values == limit]
            wanted -= len(better)
        candidates = np.concatenate([*likely, undecided])
        ranks = np.lexsort([key[candidates] for key in reversed(self._keys)])
        return candidates[ranks][:count]


def order(
    snapshot: Snapshot,
    docs: Docs,
    sort: Sort,
    scores: NDArray[np.float64],
    named: NDArray[np.bool_],
) -> Order:
    """Return in which order documents are shown, ties by newer date, then by id.

    By relevance, what is found by other names only comes behind all that is found as named.

    Args:
        snapshot: The documents.
        docs: Those to order, shape (n,).
        sort: By what.
        scores: Their scores, shape (n,); used for relevance only.
        named: Whether they match by the names that were typed, shape (n,); likewise.
    """
    first = snapshot.first_days[docs]
    newest = -first
    ids = snapshot.id_ranks[docs]
    match sort:
        case Sort.RELEVANCE:
            return Order([(~named).astype(np.int8), -scores, newest, ids])
        case Sort.NEWEST:
            return Order([newest, ids])
        case Sort.OLDEST:
            return Order([np.where(first == 0, np.iinfo(np.int64).max, first), ids])
        case Sort.TITLE:
            return Order([snapshot.title_ranks[docs], newest, ids])
