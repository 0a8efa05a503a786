"""One version of an index, opened for reading, its parts as arrays.

Document numbers run over all segments without gaps, as Whoosh counts them. Everything is read
on first use and kept; posting lists in a cache with a limit. A snapshot belongs to one thread
at a time. It answers with arrays and listings and must not know what a query is.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from archive_tui.index.opening import OpenSegment
from archive_tui.index.postings import Docs, Mask, PostingsReader
from archive_tui.index.ranks import Ranks, terms_of, unchecked
from archive_tui.index.records import Listing
from archive_tui.index.schema import TERM_FIELDS, UNDATED
from archive_tui.index.sections import DamagedSections
from archive_tui.index.store import damage_is_outdated
from archive_tui.text.clean import clean_line

_LISTINGS_KEPT: Final = 512
"""Listings kept for the next page that shows them."""
_BEYOND: Final = b"\xff"
"""A byte that is greater than all of UTF-8."""
_DAYS: Final = frozenset({"date_first", "date_last"})
"""The numbers that are days."""


@dataclass(frozen=True, slots=True)
class TermColumn:
    """A property whose values are terms, turned round: by document."""

    values: tuple[str, ...]
    """The values that occur, in order of code."""
    docs: NDArray[np.integer[Any]]
    """A document for each pair of document and value, shape (p,)."""
    codes: NDArray[np.intp]
    """The value of each pair, as a number into ``values``, shape (p,)."""


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
        self._terms: dict[str, TermColumn] = {}
        self._listings: dict[int, Listing] = {}
        self._numbers_read: dict[str, NDArray[Any]] = {}
        self._relative_lengths: dict[str, NDArray[np.float32]] = {}
        self._ranks = Ranks([part.segment for part in segments], self._bases)

    def close(self) -> None:
        """Let go of the files."""
        for part in self._segments:
            part.segment.close()

    @cached_property
    def texts(self) -> PostingsReader:
        """The postings of the texts."""
        return PostingsReader(self._segments, self._bases, self.live, self.CACHE_BYTES)

    @cached_property
    def live(self) -> Mask:
        """Which documents are not deleted, shape (size,)."""
        live = np.ones(self.size, dtype=np.bool_)
        for base, part in zip(self._bases, self._segments, strict=True):
            live[part.deleted.astype(np.intp) + base] = False
        return live

    @cached_property
    def live_count(self) -> int:
        """How many documents are not deleted."""
        return int(np.count_nonzero(self.live))

    @property
    def kinds(self) -> NDArray[np.uint8]:
        """What each document stands for, by number; shape (size,)."""
        return self._numbers("kind")

    @property
    def photo_counts(self) -> NDArray[np.uint16]:
        """How many photos each article has, by number; shape (size,)."""
        return self._numbers("photos")

    @property
    def first_days(self) -> NDArray[np.int32]:
        """First day of each document's date as an ordinal, 0 where undated; shape (size,)."""
        return self._numbers("date_first")

    @property
    def last_days(self) -> NDArray[np.int32]:
        """Last day of each document's date as an ordinal, 0 where undated; shape (size,)."""
        return self._numbers("date_last")

    def title_ranks(
        self, docs: NDArray[np.integer[Any]], check: Callable[[], None] = unchecked
    ) -> NDArray[np.uint32]:
        """Return numbers that order documents by title, equal where titles are; shape (n,).

        Args:
            docs: Documents in any order, shape (n,).
            check: Called now and then; raises to stop.
        """
        with damage_is_outdated():
            return self._ranks.of("title_key", docs, check)

    def id_ranks(
        self, docs: NDArray[np.integer[Any]], check: Callable[[], None] = unchecked
    ) -> NDArray[np.uint32]:
        """Return numbers that order documents by id; arguments and result as `title_ranks`."""
        with damage_is_outdated():
            return self._ranks.of("record", docs, check)

    def listings(self, docs: NDArray[np.integer[Any]]) -> list[Listing]:
        """Return what a list of hits shows of some documents, in their order."""
        with damage_is_outdated():
            return [self._listing(doc) for doc in docs.tolist()]

    def _listing(self, doc: int) -> Listing:
        """Return a listing; those shown last are kept, since who types on sees them again."""
        if doc not in self._listings:
            if len(self._listings) >= _LISTINGS_KEPT:
                self._listings.clear()
            number, own = self._segment_of(doc)
            self._listings[doc] = Listing.unpack(self._segments[number].segment.listing(own))
        return self._listings[doc]

    def term_column(self, name: str, check: Callable[[], None]) -> TermColumn:
        """Return a property by document.

        Args:
            name: One of `TERM_FIELDS`.
            check: Called now and then; raises to stop.
        """
        if name not in TERM_FIELDS:
            raise KeyError(name)
        if name not in self._terms:
            with damage_is_outdated():
                self._terms[name] = self._read_terms(name, check)
        return self._terms[name]

    def record(self, field: str, value: str) -> Docs:
        """Return the documents of one ``record`` or ``article`` id."""
        with damage_is_outdated():
            parts = [own.astype(np.intp) + base for base, own in self._docs_of(field, value)]
        docs = np.concatenate([np.empty(0, dtype=np.intp), *parts])
        return docs[np.flatnonzero(self.live[docs])]

    def lengths(self, text: str) -> NDArray[np.uint32]:
        """Return how many words each document has in a text; shape (size,)."""
        return self._numbers(f"length_{text}")

    def relative_lengths(self, text: str) -> NDArray[np.float32]:
        """Return the lengths against the mean of those that have the text; shape (size,)."""
        if text not in self._relative_lengths:
            lengths = self.lengths(text)
            present = np.count_nonzero(self.live & (lengths > 0))
            total = lengths.sum(where=self.live, dtype=np.float64)
            mean = total / present if present else 1
            self._relative_lengths[text] = (lengths / mean).astype(np.float32)
        return self._relative_lengths[text]

    def terms(self, field: str, head: str) -> Iterator[list[str]]:
        """Yield the terms of a field that begin with some letters, segment by segment."""
        begin = head.encode("utf-8", "surrogatepass")
        with damage_is_outdated():
            for part in self._segments:
                terms = part.segment.terms(field)
                last = terms.place(begin + _BEYOND) if head else len(terms)
                yield terms.texts(terms.place(begin), last)

    def words(self, field: str) -> Iterator[Iterator[tuple[str, int]]]:
        """Yield the words of a text field, segment by segment.

        Returns:
            Each word once a segment, with how many documents it is in there.
        """
        with damage_is_outdated():
            for part in self._segments:
                terms = part.segment.terms(field)
                yield zip(terms.texts(), terms.counts().tolist(), strict=True)

    def _docs_of(self, field: str, term: str) -> Iterator[tuple[int, NDArray[np.uint32]]]:
        """Yield the records of a term in each segment that has it, with its first document."""
        for base, part in zip(self._bases, self._segments, strict=True):
            place = part.segment.terms(field).find(term)
            if place is not None:
                yield base, part.segment.docs(field, place)

    def _read_terms(self, name: str, check: Callable[[], None]) -> TermColumn:
        lists = [
            [clean_line(value) for value in terms_of(part.segment.terms(name), check)]
            for part in self._segments
        ]
        values = sorted({value for own in lists for value in own})
        places = {value: place for place, value in enumerate(values)}
        docs, codes = [np.empty(0, dtype=np.intp)], [np.empty(0, dtype=np.intp)]
        for base, part, own in zip(self._bases, self._segments, lists, strict=True):
            check()
            numbers = np.array([places[value] for value in own], dtype=np.intp)
            own_docs, places_of_docs = part.segment.pairs(name)
            codes.append(numbers[places_of_docs])
            docs.append(own_docs.astype(np.intp) + base)
        all_docs, all_codes = np.concatenate(docs), np.concatenate(codes)
        stays = self.live[all_docs]
        return TermColumn(tuple(values), all_docs[stays], all_codes[stays])

    def _numbers(self, name: str) -> NDArray[Any]:
        if name not in self._numbers_read:
            with damage_is_outdated():
                parts = [part.segment.numbers(name) for part in self._segments]
                if name in _DAYS and not all(map(_are_days, parts)):
                    raise DamagedSections(name)
            self._numbers_read[name] = parts[0] if len(parts) == 1 else _joined(parts)
        return self._numbers_read[name]

    def _segment_of(self, doc: int) -> tuple[int, int]:
        """Return the segment of a document, and its number there."""
        number = bisect_right(self._bases, doc) - 1
        return number, doc - self._bases[number]


def _are_days(numbers: NDArray[np.int32]) -> bool:
    """Return whether numbers are ordinals of days, or `UNDATED`."""
    if not len(numbers):
        return True
    return int(numbers.min()) >= UNDATED and int(numbers.max()) <= date.max.toordinal()


def _joined(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int32)
