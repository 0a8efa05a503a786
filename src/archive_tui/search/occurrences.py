"""Where a word, a pattern or a phrase occurs, field by field, with how often.

Matching asks for the documents, ranking for the frequencies; both come from here, so that a
phrase is put together once.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

import numpy as np
from numpy.typing import NDArray

from archive_tui.index import Postings, Snapshot
from archive_tui.index.schema import TEXT_FIELDS
from archive_tui.index.snapshot import Docs
from archive_tui.search.arrays import intersect, union
from archive_tui.search.resolving import Slot, SoughtText

_POSITION_BITS: Final = 32
_KEPT: Final = 512
"""Answers kept for the ranking, which asks again what the matching asked."""


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
        self._found: OrderedDict[SoughtText, list[Occurrences]] = OrderedDict()
        self._documents: dict[SoughtText, Docs] = {}

    def find(self, text: SoughtText) -> list[Occurrences]:
        """Return where words stand side by side; a single word stands by itself.

        Returns:
            One item a text field in which there is something.
        """
        if text in self._found:
            return self._found[text]
        names = (text.field.value,) if text.field else TEXT_FIELDS
        found = [item for name in names if len((item := self._in_field(text, name)).docs)]
        self._found[text] = found
        if len(self._found) > _KEPT:
            self._found.popitem(last=False)
        return found

    def documents(self, text: SoughtText) -> Docs:
        """Return the documents that hold words side by side in any of their texts, ascending."""
        if text not in self._documents:
            if len(self._documents) > _KEPT:
                self._documents.clear()
            self._documents[text] = documents(self.find(text))
        return self._documents[text]

    def _in_field(self, text: SoughtText, name: str) -> Occurrences:
        if len(text.slots) == 1:
            [slot] = text.slots
            found = self._snapshot.frequencies(f"{name}_{slot.form}", slot.terms, self._check)
            return Occurrences(name, found.docs, found.counts)
        lists = []
        for slot in text.slots:
            lists.append(self._postings(name, slot))
            if not len(lists[-1].docs):
                return Occurrences(name, lists[-1].docs, np.empty(0, dtype=np.int64))
        keys = _near(lists, text.slop) if text.slop else _side_by_side(lists)
        owners = (keys >> _POSITION_BITS).astype(np.int32)
        begins = np.flatnonzero(np.append(True, owners[1:] != owners[:-1])[: len(owners)])
        return Occurrences(name, owners[begins], np.diff(np.append(begins, len(owners))))

    def _postings(self, name: str, slot: Slot) -> Postings:
        """Return where any of the words of a slot stands."""
        lists = []
        for term in slot.terms:
            self._check()
            found = self._snapshot.postings(f"{name}_{slot.form}", term, self._check)
            if len(found.docs):
                lists.append(found)
        return lists[0] if len(lists) == 1 else _merged(lists)


def documents(found: Sequence[Occurrences]) -> Docs:
    """Return the documents of all fields together."""
    if not found:
        return np.empty(0, dtype=np.int32)
    return union([item.docs for item in found])


def _merged(lists: Sequence[Postings]) -> Postings:
    """Return the postings of several words as if they were one."""
    if not lists:
        nothing = np.empty(0, dtype=np.int32)
        return Postings(nothing, np.zeros(1, dtype=np.int64), nothing.astype(np.uint32))
    keys = np.sort(np.concatenate([_keys(item, item.docs) for item in lists]))
    owners = (keys >> _POSITION_BITS).astype(np.int32)
    docs, starts = np.unique(owners, return_index=True)
    return Postings(
        docs,
        np.append(starts, len(keys)).astype(np.int64),
        (keys & ((1 << _POSITION_BITS) - 1)).astype(np.uint32),
    )


def _side_by_side(lists: Sequence[Postings]) -> NDArray[np.int64]:
    """Return where the first word of a phrase stands: document and position in one number.

    Documents that lack one of the words are left out before positions are compared, and the
    rarest word is compared first.
    """
    common = reduce(intersect, sorted((item.docs for item in lists), key=len))
    last = len(lists) - 1
    keys = (_keys(item, common) + (last - offset) for offset, item in enumerate(lists))
    together: NDArray[np.int64] = reduce(intersect, sorted(keys, key=len))
    return together - last  # moved to the place of the last word, so that none is negative


def _near(lists: Sequence[Postings], slop: int) -> NDArray[np.int64]:
    """Return where the first word of a loose phrase stands, as `_side_by_side` does.

    From each place of the first word the nearest place of the next is taken, and so on; no
    other choice could end sooner, so the gaps are the smallest there are.
    """
    common = reduce(intersect, sorted((item.docs for item in lists), key=len))
    first, *others = (_keys(item, common) for item in lists)
    begins = ends = first
    for keys in others:
        places = np.searchsorted(keys, ends, side="right")
        there = places < len(keys)
        begins, ends = begins[there], keys[places[there]]
    near = ends - begins <= len(lists) - 1 + slop  # another document is far off
    return np.asarray(begins[near])


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
