"""Words side by side: where the postings of several words meet.

Documents that lack one of the words are left out before positions are compared. What is left
is laid out in one row, document after document, so that a place in it is one number; then a
phrase is where the numbers of its words, each moved by its place in the phrase, are the same.
"""

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Final

import numpy as np
from numpy.typing import NDArray

from archive_tui.index.postings import Frequencies, Postings
from archive_tui.search.arrays import as_places, contained_ascending, intersect, mask_of

_KEY_BITS: Final = 32
"""Bits of a position, where it shares a number with its document."""
_AT_ONCE: Final = 1 << 15
"""Documents looked at before somebody is asked whether to go on; some milliseconds' work."""
_MOST: Final = 4
"""One part in so many is enough for all to be looked through instead of picked out."""


def meeting(words: Sequence[Postings]) -> NDArray[np.intp]:
    """Return the documents that have all of some words, ascending."""
    return as_places(reduce(intersect, sorted((word.docs for word in words), key=len)))


def phrase(
    words: Sequence[Postings], common: NDArray[np.intp], slop: int, check: Callable[[], None]
) -> Frequencies:
    """Return where words stand side by side, in their order.

    Args:
        words: The postings of each, two or more.
        common: Documents that have all of them, ascending; only these are looked at.
        slop: Other words that may stand in between.
        check: Called now and then; raises to stop.

    Returns:
        The documents, and how many times the first word begins such a phrase in each.
    """
    found = [Frequencies(common[:0], np.empty(0, dtype=np.uint32))]
    for begin in range(0, len(common), _AT_ONCE):
        check()
        some = common[begin : begin + _AT_ONCE]
        own = [_between(word, some[0], some[-1]) for word in words]
        found.append(_phrase(own, some, slop))
    return Frequencies(
        np.concatenate([part.docs for part in found]),
        np.concatenate([part.counts for part in found]),
    )


def _between(word: Postings, first: np.intp, last: np.intp) -> Postings:
    """Return the postings from one document to another."""
    begin = int(np.searchsorted(word.docs, first.astype(word.docs.dtype)))
    end = int(np.searchsorted(word.docs, last.astype(word.docs.dtype), side="right"))
    passed = int(word.ends[begin - 1]) if begin else 0
    return Postings(
        word.docs[begin:end],
        word.counts[begin:end],
        word.ends[begin:end] - passed,
        word.positions[passed : int(word.ends[end - 1])],
    )


def _phrase(words: Sequence[Postings], common: NDArray[np.intp], slop: int) -> Frequencies:
    is_common = mask_of(common - common[0], int(common[-1] - common[0]) + 1)
    kept = [_kept(word, is_common, common[0]) for word in words]
    last = [word.positions.take(word.ends - 1) for word in kept]
    # One document is farther from the next than the words of a phrase may be.
    room = reduce(np.maximum, last).astype(np.intp) + 2 * len(words) + slop
    begins = np.cumsum(room) - room
    places = [np.repeat(begins, word.counts) + word.positions for word in kept]
    is_begin = _near(places, slop) if slop else _side_by_side(places)
    until = np.cumsum(is_begin, dtype=np.uint32).take(kept[0].ends - 1)
    counts = np.diff(until, prepend=np.uint32(0))
    found = np.flatnonzero(counts)
    return Frequencies(common[found], counts[found])


def _kept(word: Postings, is_common: NDArray[np.bool_], first: np.intp) -> Postings:
    """Return the postings in some documents, whose flags begin with those of the first."""
    is_kept = is_common.take(as_places(word.docs) - first)
    rows = np.flatnonzero(is_kept)
    if len(rows) == len(word.docs):
        return word
    counts = word.counts.take(rows)
    ends = np.cumsum(counts, dtype=np.intp)
    if len(rows) * _MOST > len(word.docs):
        places = np.flatnonzero(np.repeat(is_kept, word.counts))
    else:
        places = np.repeat(word.ends.take(rows) - ends, counts)
        places += np.arange(len(places))
    return Postings(word.docs.take(rows), counts, ends, word.positions.take(places))


def _side_by_side(places: Sequence[NDArray[np.intp]]) -> NDArray[np.bool_]:
    """Tell for each place of the first word whether the others follow at once."""
    first, *others = places
    found = contained_ascending(first + 1, others[0])
    for offset, other in enumerate(others[1:], start=2):
        likely = np.flatnonzero(found)
        found[likely] = contained_ascending(first[likely] + offset, other)
    return found


def _near(places: Sequence[NDArray[np.intp]], slop: int) -> NDArray[np.bool_]:
    """Tell for each place of the first word whether the others follow soon.

    From each place the nearest place of the next word is taken, and so on; no other choice
    could end sooner, so the gaps are the smallest there are.
    """
    first, *others = places
    found = np.zeros(len(first), dtype=np.bool_)
    begins, ends = np.arange(len(first)), first
    for other in others:
        following = np.searchsorted(other, ends, side="right")
        there = np.flatnonzero(following < len(other))
        begins, ends = begins[there], other[following[there]]
    found[begins[ends - first[begins] <= len(others) + slop]] = True
    return found


def merged(lists: Sequence[Postings]) -> Postings:
    """Return the postings of several words, any of which will do, as if they were one."""
    filled = [item for item in lists if len(item.docs)]
    if len(filled) < 2:  # noqa: PLR2004 - there is nothing to put together
        return filled[0] if filled else lists[0]
    keys = np.sort(np.concatenate([_keys(item) for item in filled]))
    owners = keys >> _KEY_BITS
    starts = np.flatnonzero(np.append(True, owners[1:] != owners[:-1]))
    counts = np.diff(np.append(starts, len(keys)))
    return Postings.of(owners[starts], counts, (keys & ((1 << _KEY_BITS) - 1)).astype(np.uint32))


def _keys(word: Postings) -> NDArray[np.int64]:
    """Return the positions, each with its document in the upper half."""
    owners = np.repeat(word.docs.astype(np.int64) << _KEY_BITS, word.counts)
    return np.asarray(owners | word.positions)
