"""One version of an index, opened for reading, its parts as arrays.

Document numbers run over all segments without gaps, as Whoosh counts them. Everything is read
on first use and kept; posting lists in a cache with a limit. A snapshot belongs to one thread
at a time. It answers with arrays and listings and must not know what a query is.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Generic, Protocol, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from archive_tui.index.opening import OpenSegment
from archive_tui.index.records import Listing
from archive_tui.index.schema import TERM_FIELDS
from archive_tui.index.store import damage_is_outdated
from archive_tui.text.clean import clean_line

Docs: TypeAlias = NDArray[np.int32]
"""Document numbers, ascending, each once; shape (n,)."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a term occurs in one field."""

    docs: Docs
    """Documents it occurs in, shape (n,)."""
    starts: NDArray[np.int64]
    """Where each document's positions begin in ``positions``, shape (n + 1,)."""
    positions: NDArray[np.unsignedinteger[Any]]
    """Word positions, by document, ascending in each."""

    @property
    def frequencies(self) -> NDArray[np.int64]:
        """How often it occurs in each document, shape (n,)."""
        return np.diff(self.starts)

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return int(self.docs.nbytes + self.starts.nbytes + self.positions.nbytes)


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How often any of some terms occurs in one field."""

    docs: Docs
    """Documents they occur in, shape (n,)."""
    counts: NDArray[np.int64]
    """How often in each, all terms together, shape (n,)."""

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return int(self.docs.nbytes + self.counts.nbytes)


@dataclass(frozen=True, slots=True)
class TermColumn:
    """A property whose values are terms, turned round: by document."""

    values: tuple[str, ...]
    """The values that occur, in order of code."""
    docs: NDArray[np.int32]
    """A document for each pair of document and value, shape (p,)."""
    codes: NDArray[np.int32]
    """The value of each pair, as a number into ``values``, shape (p,)."""


class _Sized(Protocol):
    """Something that takes memory."""

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        ...


_Key = TypeVar("_Key")
_Value = TypeVar("_Value", bound=_Sized)


class _Cache(Generic[_Key, _Value]):
    """What was read last, up to a number of bytes; at least the newest is kept."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._bytes = 0
        self._kept: OrderedDict[_Key, _Value] = OrderedDict()

    def __contains__(self, key: _Key) -> bool:
        return key in self._kept

    def __getitem__(self, key: _Key) -> _Value:
        self._kept.move_to_end(key)
        return self._kept[key]

    def keep(self, key: _Key, value: _Value) -> None:
        """Keep something, and let go of what was not asked for for longest."""
        self._kept[key] = value
        self._bytes += value.nbytes
        while self._bytes > self._limit and len(self._kept) > 1:
            self._bytes -= self._kept.popitem(last=False)[1].nbytes


class Snapshot:
    """An opened version of an index.

    Args:
        segments: Its segments.
    """

    CACHE_BYTES: ClassVar[int] = 96 << 20
    """Postings kept for the next search; whoever asks thousands of queries may allow more."""

    def __init__(self, segments: Sequence[OpenSegment]) -> None:
        self._segments = segments
        sizes = [part.segment.size for part in segments]
        self._bases = [sum(sizes[:place]) for place in range(len(sizes))]
        self.size = sum(sizes)
        """One more than the highest document number."""
        self._postings = _Cache[tuple[str, str], Postings](self.CACHE_BYTES // 2)
        self._frequencies = _Cache[tuple[str, tuple[str, ...]], Frequencies](self.CACHE_BYTES // 2)
        self._terms: dict[str, TermColumn] = {}
        self._lengths: dict[str, NDArray[np.float32]] = {}
        self._relative_lengths: dict[str, NDArray[np.float32]] = {}

    def close(self) -> None:
        """Let go of the files."""
        for part in self._segments:
            part.segment.close()

    @cached_property
    def live(self) -> Docs:
        """All documents that are not deleted."""
        return np.flatnonzero(self._is_live).astype(np.int32)

    @cached_property
    def kinds(self) -> NDArray[np.int64]:
        """What each document stands for, by number; shape (size,)."""
        return self._numbers("kind")

    @cached_property
    def photo_counts(self) -> NDArray[np.int64]:
        """How many photos each article has, by number; shape (size,)."""
        return self._numbers("photos")

    @cached_property
    def first_days(self) -> NDArray[np.int64]:
        """First day of each document's date as an ordinal, 0 where undated; shape (size,)."""
        return self._numbers("date_first")

    @cached_property
    def last_days(self) -> NDArray[np.int64]:
        """Last day of each document's date as an ordinal, 0 where undated; shape (size,)."""
        return self._numbers("date_last")

    @cached_property
    def title_ranks(self) -> NDArray[np.int64]:
        """Place of each document in the order of titles; equal titles share one."""
        return self._ranks("title_key")

    @cached_property
    def id_ranks(self) -> NDArray[np.int64]:
        """Place of each document in the order of ids."""
        return self._ranks("record")

    def listing(self, doc: int) -> Listing:
        """Return what a list of hits shows of a document."""
        with damage_is_outdated():
            place = int(np.searchsorted(self._bases, doc, side="right")) - 1
            segment = self._segments[place].segment
            return Listing.unpack(segment.listing(doc - self._bases[place]))

    def term_column(self, name: str) -> TermColumn:
        """Return a property by document.

        Args:
            name: One of `TERM_FIELDS`.
        """
        if name not in TERM_FIELDS:
            raise KeyError(name)
        if name not in self._terms:
            with damage_is_outdated():
                self._terms[name] = self._read_terms(name)
        return self._terms[name]

    def record(self, field: str, value: str) -> Docs:
        """Return the documents of one ``record`` or ``article`` id."""
        with damage_is_outdated():
            parts = [
                (segment_docs + base).astype(np.int32)
                for base, segment_docs in self._docs_of(field, value)
            ]
        docs = np.concatenate(parts) if parts else np.empty(0, dtype=np.int32)
        return docs[self._is_live[docs]]

    def lengths(self, field: str) -> NDArray[np.float32]:
        """Return how many words each document has in a text field; shape (size,)."""
        name = field.partition("_")[0]
        if name not in self._lengths:
            self._lengths[name] = self._numbers(f"length_{name}").astype(np.float32)
        return self._lengths[name]

    def relative_lengths(self, field: str) -> NDArray[np.float32]:
        """Return the lengths against the mean of those that have the text; shape (size,)."""
        if field not in self._relative_lengths:
            lengths = self.lengths(field)
            present = lengths[self._is_live & (lengths > 0)]
            mean = present.mean() if len(present) else np.float32(1)
            self._relative_lengths[field] = lengths / mean
        return self._relative_lengths[field]

    def postings(self, field: str, term: str, check: Callable[[], None]) -> Postings:
        """Return where a term occurs in a text field.

        Args:
            field: A text field in one form, such as ``body_folded``.
            term: A word in that form.
            check: Called before anything is read; raises to stop.
        """
        key = (field, term)
        if key not in self._postings:
            check()
            with damage_is_outdated():
                self._postings.keep(key, self._read_postings(field, term))
        return self._postings[key]

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
        if key not in self._frequencies:
            with damage_is_outdated():
                self._frequencies.keep(key, self._read_frequencies(field, terms, check))
        return self._frequencies[key]

    def frequency(self, field: str, term: str) -> int:
        """Return how many documents a term is in, deleted ones counted, without reading where."""
        with damage_is_outdated():
            return sum(len(docs) for _base, docs in self._docs_of(field, term))

    def words(self, field: str) -> Iterator[tuple[str, int]]:
        """Yield the words of a text field, with how many documents each is in."""
        with damage_is_outdated():
            lists = [part.segment.terms(field) for part in self._segments]
            for terms in lists:
                yield from zip(terms.texts(), terms.counts().tolist(), strict=True)

    @property
    def _has_deletions(self) -> bool:
        return any(len(part.deleted) for part in self._segments)

    @cached_property
    def _is_live(self) -> NDArray[np.bool_]:
        live = np.ones(self.size, dtype=np.bool_)
        for base, part in zip(self._bases, self._segments, strict=True):
            live[part.deleted.astype(np.int64) + base] = False
        return live

    def _read_frequencies(
        self, field: str, terms: tuple[str, ...], check: Callable[[], None]
    ) -> Frequencies:
        docs = [np.empty(0, dtype=np.int32)]
        counts: list[NDArray[Any]] = [np.empty(0, dtype=np.int64)]
        for base, part in zip(self._bases, self._segments, strict=True):
            places = part.segment.terms(field).places(terms)
            for own_docs, own_counts in part.segment.frequencies(field, places):
                check()
                docs.append(own_docs.astype(np.int32) + np.int32(base))
                counts.append(own_counts)
        found = Frequencies(np.concatenate(docs), np.concatenate(counts).astype(np.int64))
        if len(terms) > 1:
            sums = np.bincount(found.docs, found.counts, minlength=self.size)
            together = np.flatnonzero(sums).astype(np.int32)
            found = Frequencies(together, sums[together].astype(np.int64))
        if self._has_deletions:
            stays = self._is_live[found.docs]
            return Frequencies(found.docs[stays], found.counts[stays])
        return found

    def _read_postings(self, field: str, term: str) -> Postings:
        """Return the postings from all segments, those of deleted documents left out."""
        docs, frequencies, positions = [], [], []
        for base, part in zip(self._bases, self._segments, strict=True):
            place = part.segment.terms(field).find(term)
            if place is None:
                continue
            found = part.segment.postings(field, place)
            own_docs, own_frequencies, own_positions = (
                found.docs,
                found.frequencies,
                found.positions,
            )
            if len(part.deleted):
                stays = self._is_live[own_docs.astype(np.int64) + base]
                own_positions = own_positions[np.repeat(stays, own_frequencies)]
                own_docs, own_frequencies = own_docs[stays], own_frequencies[stays]
            docs.append(own_docs.astype(np.int32) + np.int32(base))
            frequencies.append(own_frequencies)
            positions.append(own_positions)
        if not docs:
            return Postings(
                np.empty(0, dtype=np.int32),
                np.zeros(1, dtype=np.int64),
                np.empty(0, dtype=np.uint32),
            )
        starts = np.append(0, np.cumsum(np.concatenate(frequencies), dtype=np.int64))
        return Postings(np.concatenate(docs), starts, np.concatenate(positions))

    def _docs_of(self, field: str, term: str) -> Iterator[tuple[int, NDArray[np.uint32]]]:
        """Yield the records of a term in each segment that has it, with its first document."""
        for base, part in zip(self._bases, self._segments, strict=True):
            place = part.segment.terms(field).find(term)
            if place is not None:
                yield base, part.segment.docs(field, place)

    def _pairs(self, field: str) -> tuple[list[str], NDArray[np.int32], NDArray[np.int64]]:
        """Return the terms of a field in order, and each pair of a document and its term."""
        lists = [part.segment.terms(field).texts() for part in self._segments]
        terms = lists[0] if len(lists) == 1 else sorted({term for own in lists for term in own})
        places = {} if len(lists) == 1 else {term: place for place, term in enumerate(terms)}
        docs, codes = [np.empty(0, dtype=np.int32)], [np.empty(0, dtype=np.int64)]
        for base, part, own in zip(self._bases, self._segments, lists, strict=True):
            numbers = np.array(
                [places[term] for term in own] if places else range(len(own)), dtype=np.int64
            )
            codes.append(np.repeat(numbers, part.segment.terms(field).counts()))
            docs.append(part.segment.docs(field, 0, len(own)).astype(np.int32) + np.int32(base))
        return terms, np.concatenate(docs), np.concatenate(codes)

    def _read_terms(self, name: str) -> TermColumn:
        terms, docs, codes = self._pairs(name)
        stays = self._is_live[docs]
        docs, codes = docs[stays], codes[stays]
        used = np.unique(codes)
        return TermColumn(
            tuple(clean_line(terms[code]) for code in used.tolist()),
            docs,
            np.searchsorted(used, codes).astype(np.int32),
        )

    def _numbers(self, field: str) -> NDArray[np.int64]:
        with damage_is_outdated():
            parts = [part.segment.numbers(field).astype(np.int64) for part in self._segments]
            return np.concatenate([np.empty(0, dtype=np.int64), *parts])

    def _ranks(self, field: str) -> NDArray[np.int64]:
        with damage_is_outdated():
            _terms, docs, codes = self._pairs(field)
            ranks = np.zeros(self.size, dtype=np.int64)
            ranks[docs] = codes
            return ranks
