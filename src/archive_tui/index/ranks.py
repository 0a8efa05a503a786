"""The order of documents by their one term of a field, such as titles, over all segments.

Each segment has its terms in order already. The lists are merged a stretch at a time, so that
somebody can be asked in between whether to go on.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from archive_tui.index.segments import Segment, TermList

_FEW: Final = 2_000
"""Documents whose terms are rather read one by one than put in order with all others."""
_LINES_BETWEEN: Final = 100
"""Terms read one by one between two questions whether to go on."""
_AT_ONCE: Final = 1 << 11
"""Terms read, or merged of each list, between two such questions; a few milliseconds' work."""


def unchecked() -> None:
    """Stop nothing."""


class Ranks:
    """Orders the documents of some segments.

    Args:
        segments: The segments.
        bases: The first document of each.
    """

    def __init__(self, segments: Sequence[Segment], bases: Sequence[int]) -> None:
        self._segments = segments
        self._bases = bases
        self._places: dict[tuple[str, int], NDArray[np.uint32]] = {}
        self._ranks: dict[str, NDArray[np.uint32]] = {}

    def of(
        self, field: str, docs: NDArray[np.integer[Any]], check: Callable[[], None]
    ) -> NDArray[np.uint32]:
        """Return numbers that order documents as their terms do, equal where those are.

        Args:
            field: A field of which each document has one term.
            docs: Documents in any order, shape (n,).
            check: Called now and then; raises to stop.

        Returns:
            Shape (n,).
        """
        if len(self._segments) == 1:
            return self._places_in(field, 0).take(docs)
        if field not in self._ranks and len(docs) <= _FEW:
            return self._ranks_of_few(field, docs.tolist(), check)
        if field not in self._ranks:
            self._ranks[field] = self._ranks_of_all(field, check)
        return self._ranks[field].take(docs)

    def _ranks_of_few(
        self, field: str, docs: Sequence[int], check: Callable[[], None]
    ) -> NDArray[np.uint32]:
        terms = []
        for count, doc in enumerate(docs):
            if count % _LINES_BETWEEN == 0:
                check()
            terms.append(self._term_of(field, doc))
        places = {term: place for place, term in enumerate(sorted(set(terms)))}
        return np.fromiter((places[term] for term in terms), np.uint32, len(terms))

    def _ranks_of_all(self, field: str, check: Callable[[], None]) -> NDArray[np.uint32]:
        lists = [list(terms_of(own.terms(field), check)) for own in self._segments]
        found = [np.empty(0, dtype=np.uint32)]
        for number, ranks in enumerate(merged_ranks(lists, check)):
            check()
            found.append(ranks[self._places_in(field, number)])
        return np.concatenate(found)

    def _term_of(self, field: str, doc: int) -> bytes:
        number = bisect_right(self._bases, doc) - 1
        place = int(self._places_in(field, number)[doc - self._bases[number]])
        return self._segments[number].terms(field).line(place)

    def _places_in(self, field: str, number: int) -> NDArray[np.uint32]:
        """Return for each document of a segment the place of its one term in a field."""
        key = (field, number)
        if key not in self._places:
            segment = self._segments[number]
            places = np.zeros(segment.size, dtype=np.uint32)
            docs, numbers = segment.pairs(field)
            places[docs] = numbers
            self._places[key] = places
        return self._places[key]


def terms_of(terms: TermList, check: Callable[[], None]) -> Iterator[str]:
    """Yield all terms of a list, read some at a time."""
    for begin in range(0, len(terms), _AT_ONCE):
        check()
        yield from terms.texts(begin, min(begin + _AT_ONCE, len(terms)))


def merged_ranks(
    lists: Sequence[Sequence[str]], check: Callable[[], None]
) -> list[NDArray[np.uint32]]:
    """Return for each term of several lists its place among all different terms.

    Args:
        lists: The lists, each ascending.
        check: Called now and then; raises to stop.

    Returns:
        The places of each list's terms.
    """
    ranks = [np.zeros(len(own), dtype=np.uint32) for own in lists]
    begins, rank = [0] * len(lists), 0
    limits = sorted({term for own in lists for term in own[_AT_ONCE::_AT_ONCE]})
    for limit in (*limits, None):
        check()
        ends = [len(own) if limit is None else bisect_left(own, limit) for own in lists]
        some = [own[a:b] for own, a, b in zip(lists, begins, ends, strict=True)]
        # Sorting is quick, as each list is in order already.
        places = {term: rank + n for n, term in enumerate(dict.fromkeys(sorted(chain(*some))))}
        for own, terms, begin, end in zip(ranks, some, begins, ends, strict=True):
            own[begin:end] = np.fromiter(map(places.__getitem__, terms), np.uint32, len(terms))
        begins, rank = ends, rank + len(places)
    return ranks
