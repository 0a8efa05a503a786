"""Where a word or a phrase occurs, field by field, with how often.

Matching asks for the documents, ranking for the frequencies; both come from here, so that a
phrase is put together once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

import numpy as np
from numpy.typing import NDArray

from archive_tui.index import Postings, Snapshot
from archive_tui.index.schema import TEXT_FIELDS
from archive_tui.index.snapshot import Docs
from archive_tui.query import TextField
from archive_tui.search.arrays import intersect, union
from archive_tui.search.forms import SoughtWord

_POSITION_BITS: Final = 32


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Where something occurs in one text field."""

    field: str
    """Name of the text, such as ``body``."""
    docs: Docs
    """Documents, ascending, shape (n,)."""
    frequencies: NDArray[np.int64]
    """How often in each, shape (n,)."""


class OccurrenceFinder:
    """Looks words and phrases up in a snapshot.

    Args:
        snapshot: Where to look.
        check: Called now and then; raises to stop.
    """

    def __init__(self, snapshot: Snapshot, check: Callable[[], None]) -> None:
        self._snapshot = snapshot
        self._check = check

    def find(self, words: Sequence[SoughtWord], field: TextField | None) -> list[Occurrences]:
        """Return where words stand side by side; a single word stands by itself.

        Args:
            words: One word or more.
            field: The text to look in; None looks in each.

        Returns:
            One item a text in which there is something.
        """
        names = (field.value,) if field else TEXT_FIELDS
        found = (self._in_field(words, name) for name in names)
        return [item for item in found if len(item.docs)]

    def _in_field(self, words: Sequence[SoughtWord], name: str) -> Occurrences:
        lists = []
        for word in words:
            self._check()
            lists.append(self._snapshot.postings(f"{name}_{word.form}", word.term, self._check))
            if not len(lists[-1].docs):
                return Occurrences(name, lists[-1].docs, np.empty(0, dtype=np.int64))
        if len(lists) == 1:
            return Occurrences(name, lists[0].docs, lists[0].frequencies)
        keys = _side_by_side(lists)
        docs, counts = np.unique(keys >> _POSITION_BITS, return_counts=True)
        return Occurrences(name, docs.astype(np.int32), counts)


def documents(found: Sequence[Occurrences]) -> Docs:
    """Return the documents of all fields together."""
    if not found:
        return np.empty(0, dtype=np.int32)
    return union([item.docs for item in found])


def _side_by_side(lists: Sequence[Postings]) -> NDArray[np.int64]:
    """Return where the first word of a phrase stands: document and position in one number.

    Documents that lack one of the words are left out before positions are compared, and the
    rarest word is compared first.
    """
    common = reduce(intersect, sorted((item.docs for item in lists), key=len))
    keys = (_keys(item, common) - offset for offset, item in enumerate(lists))
    together: NDArray[np.int64] = reduce(intersect, sorted(keys, key=len))
    return together


def _keys(postings: Postings, docs: Docs) -> NDArray[np.int64]:
    """Return the positions in some documents, each with its document in the upper half."""
    rows = np.searchsorted(postings.docs, docs)
    begins, ends = postings.starts[rows], postings.starts[rows + 1]
    counts = ends - begins
    shifts = np.repeat(begins - np.concatenate(([0], np.cumsum(counts)[:-1])), counts)
    places = postings.positions[np.arange(int(counts.sum())) + shifts].astype(np.int64)
    upper: NDArray[np.int64] = np.repeat(docs.astype(np.int64), counts) << _POSITION_BITS
    keys: NDArray[np.int64] = upper | places
    return keys
