"""Where terms occur in an opened version, over all its segments.

What is read of one whole segment are views of its files; nothing is copied that need not be.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from archive_tui.index.cache import ByteCache
from archive_tui.index.opening import OpenSegment
from archive_tui.index.sections import DamagedSections
from archive_tui.index.segments import is_ascending
from archive_tui.index.store import damage_is_outdated

Docs: TypeAlias = NDArray[np.integer[Any]]
"""Document numbers, ascending, each once; shape (n,)."""
Mask: TypeAlias = NDArray[np.bool_]
"""Whether each document is one of some; shape (size,)."""

_NO_DOCS: Final[NDArray[np.uint32]] = np.empty(0, dtype=np.uint32)
_NO_COUNTS: Final[NDArray[np.uint8]] = np.empty(0, dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How often something occurs in one text."""

    docs: Docs
    """Documents it occurs in, shape (n,)."""
    counts: NDArray[np.integer[Any]]
    """How often in each, 1 or more, shape (n,)."""

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return int(self.docs.nbytes + self.counts.nbytes)


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a term occurs in one text."""

    docs: Docs
    """Documents it occurs in, shape (n,)."""
    counts: NDArray[np.integer[Any]]
    """How often in each, 1 or more, shape (n,)."""
    ends: NDArray[np.intp]
    """Where the positions of each document end, shape (n,)."""
    positions: NDArray[np.unsignedinteger[Any]]
    """Word positions, by document, ascending in each; shape (sum of counts,)."""

    @classmethod
    def of(
        cls,
        docs: Docs,
        counts: NDArray[np.integer[Any]],
        positions: NDArray[np.unsignedinteger[Any]],
    ) -> "Postings":
        """Return postings whose positions lie one document after the other."""
        return cls(docs, counts, np.cumsum(counts, dtype=np.intp), positions)

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        arrays = (self.docs, self.counts, self.ends, self.positions)
        return sum(int(array.nbytes) for array in arrays)


class PostingsReader:
    """Reads the postings of texts.

    Args:
        segments: The segments of the version.
        bases: The first document of each.
        live: Which documents are not deleted.
        limit: Bytes that may be kept for the next question.
    """

    def __init__(
        self, segments: Sequence[OpenSegment], bases: Sequence[int], live: Mask, limit: int
    ) -> None:
        self._parts = list(zip(bases, segments, strict=True))
        self._live = live
        self._has_deletions = any(len(part.deleted) for part in segments)
        self._postings = ByteCache[tuple[str, str], Postings](limit // 2)
        self._frequencies = ByteCache[tuple[str, tuple[str, ...]], Frequencies](limit // 2)

    def postings(self, field: str, term: str, check: Callable[[], None]) -> Postings:
        """Return where a term occurs in a text field.

        Args:
            field: A text field in one form, such as ``body_folded``.
            term: A word in that form.
            check: Called before anything is read; raises to stop.
        """
        key = (field, term)
        kept = self._postings.get(key)
        if kept is not None:
            return kept
        check()
        with damage_is_outdated():
            return self._postings.keep(key, self._read_postings(field, term))

    def frequencies(
        self, field: str, terms: tuple[str, ...], check: Callable[[], None]
    ) -> Frequencies:
        """Return which documents have any of some terms, and how often all together.

        Args:
            field: A text field in one form, such as ``body_folded``.
            terms: Words in that form, ascending.
            check: Called now and then; raises to stop the reading.
        """
        key = (field, terms)
        kept = self._frequencies.get(key)
        if kept is not None:
            return kept
        with damage_is_outdated():
            return self._frequencies.keep(key, self._read_frequencies(field, terms, check))

    def amount(self, field: str, term: str) -> tuple[int, int]:
        """Return in how many documents a term is and how often in all, deleted ones counted."""
        documents = occurrences = 0
        with damage_is_outdated():
            for _base, part in self._parts:
                place = part.segment.terms(field).find(term)
                if place is not None:
                    more = part.segment.amount(field, place)
                    documents, occurrences = documents + more[0], occurrences + more[1]
        return documents, occurrences

    def _read_frequencies(
        self, field: str, terms: tuple[str, ...], check: Callable[[], None]
    ) -> Frequencies:
        docs, counts = [], []
        for base, part in self._parts:
            places = part.segment.terms(field).places(terms)
            for own_docs, own_counts in part.segment.frequencies(field, places):
                check()
                docs.append(_moved(own_docs, base))
                counts.append(own_counts)
        found = Frequencies(_joined(docs, _NO_DOCS), _joined(counts, _NO_COUNTS))
        if len(terms) > 1:
            found = self._added(found)
        elif not is_ascending(found.docs) or not found.counts.all():
            raise DamagedSections(field)
        if self._has_deletions:
            stays = np.flatnonzero(self._live[found.docs])
            return Frequencies(found.docs[stays], found.counts[stays])
        return found

    def _added(self, found: Frequencies) -> Frequencies:
        """Return the frequencies of several terms, one after the other, as those of one."""
        sums = np.bincount(found.docs, found.counts, minlength=len(self._live))
        docs = np.flatnonzero(sums)
        return Frequencies(docs.astype(np.uint32), sums[docs].astype(np.uint32))

    def _read_postings(self, field: str, term: str) -> Postings:
        """Return the postings from all segments, those of deleted documents left out."""
        found = list(self._own_postings(field, term))
        return Postings.of(
            _joined([own.docs for own in found], _NO_DOCS),
            _joined([own.counts for own in found], _NO_COUNTS),
            _joined([own.positions for own in found], _NO_DOCS),
        )

    def _own_postings(self, field: str, term: str) -> Iterator[Postings]:
        """Yield the postings of each segment that has the term."""
        for base, part in self._parts:
            place = part.segment.terms(field).find(term)
            if place is None:
                continue
            found = part.segment.postings(field, place)
            own = Postings.of(_moved(found.docs, base), found.frequencies, found.positions)
            if not _is_in_order(own):
                raise DamagedSections(field)
            yield self._living(own) if len(part.deleted) else own

    def _living(self, found: Postings) -> Postings:
        stays = self._live[found.docs]
        there = np.repeat(stays, found.counts)
        return Postings.of(found.docs[stays], found.counts[stays], found.positions[there])


def _is_in_order(found: Postings) -> bool:
    """Return whether records ascend, and in each of them the positions, of which there are some."""
    if not is_ascending(found.docs) or not found.counts.all():
        return False
    ascends = found.positions[:-1] < found.positions[1:]
    ascends[found.ends[:-1] - 1] = True  # from one record to the next
    return bool(ascends.all())


def _moved(docs: NDArray[np.uint32], base: int) -> NDArray[np.uint32]:
    """Return the documents of a segment as those of the version."""
    return docs + np.uint32(base) if base else docs


def _joined(arrays: "list[NDArray[Any]]", nothing: NDArray[Any]) -> NDArray[Any]:
    if len(arrays) < 2:  # noqa: PLR2004 - there is nothing to join
        return arrays[0] if arrays else nothing
    return np.concatenate(arrays)
