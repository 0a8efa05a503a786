"""One version of an index, opened for reading, its parts as arrays.

Document numbers run over all segments without gaps, as Whoosh counts them. Everything is read
on first use and kept; posting lists in a cache with a limit. A snapshot belongs to one thread
at a time. It answers with arrays and listings and must not know what a query is.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from archive_tui.index.records import Listing
from archive_tui.index.schema import TERM_FIELDS
from archive_tui.index.store import damage_is_outdated
from archive_tui.index.whoosh_types import WhooshIndex
from archive_tui.text.clean import clean_line

Docs: TypeAlias = NDArray[np.int32]
"""Document numbers, ascending, each once; shape (n,)."""

_CHECK_EVERY: Final = 4096
"""Postings read between two questions whether to go on."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a term occurs in one field."""

    docs: Docs
    """Documents it occurs in, shape (n,)."""
    starts: NDArray[np.int64]
    """Where each document's positions begin in ``positions``, shape (n + 1,)."""
    positions: NDArray[np.uint32]
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
class TermColumn:
    """A property whose values are terms, turned round: by document."""

    values: tuple[str, ...]
    """The values that occur, in order of code."""
    docs: NDArray[np.int32]
    """A document for each pair of document and value, shape (p,)."""
    codes: NDArray[np.int32]
    """The value of each pair, as a number into ``values``, shape (p,)."""


class Snapshot:
    """An opened version of an index.

    Args:
        index: The Whoosh index.
    """

    CACHE_BYTES: ClassVar[int] = 96 << 20
    """Postings kept for the next search; whoever asks thousands of queries may allow more."""

    def __init__(self, index: WhooshIndex) -> None:
        with damage_is_outdated():
            self._reader = index.reader()
        self._cache: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._cached_bytes = 0
        self._terms: dict[str, TermColumn] = {}
        self._lengths: dict[str, NDArray[np.float32]] = {}
        self._relative_lengths: dict[str, NDArray[np.float32]] = {}

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()

    @property
    def size(self) -> int:
        """One more than the highest document number."""
        return int(self._reader.doc_count_all())

    @cached_property
    def live(self) -> Docs:
        """All documents that are not deleted."""
        with damage_is_outdated():
            return np.fromiter(self._reader.all_doc_ids(), dtype=np.int32)

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
        return self._ranks("record_key")

    def listing(self, doc: int) -> Listing:
        """Return what a list of hits shows of a document."""
        with damage_is_outdated():
            return Listing.unpack(self._reader.stored_fields(doc)["listing"])

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
            return self._ids(field, value.encode())

    def lengths(self, field: str) -> NDArray[np.float32]:
        """Return how many words each document has in a text field; shape (size,)."""
        if field not in self._lengths:
            with damage_is_outdated():
                counts = (
                    leaf.doc_field_length(doc, field)
                    for leaf, _offset in self._reader.leaf_readers()
                    for doc in range(leaf.doc_count_all())
                )
                self._lengths[field] = np.fromiter(counts, dtype=np.float32, count=self.size)
        return self._lengths[field]

    def relative_lengths(self, field: str) -> NDArray[np.float32]:
        """Return the lengths against the mean of those that have the text; shape (size,)."""
        if field not in self._relative_lengths:
            lengths = self.lengths(field)
            present = lengths[lengths > 0]
            mean = present.mean() if len(present) else np.float32(1)
            self._relative_lengths[field] = lengths / mean
        return self._relative_lengths[field]

    def postings(self, field: str, term: str, check: Callable[[], None]) -> Postings:
        """Return where a term occurs in a text field.

        Args:
            field: A text field in one form, such as ``body_folded``.
            term: A word in that form.
            check: Called now and then; raises to stop the reading.
        """
        key = (field, term)
        if key in self._cache:
            self._cache.move_to_end(key)
            return self._cache[key]
        with damage_is_outdated():
            found = self._read_postings(field, term.encode(), check)
        self._remember(key, found)
        return found

    def frequency(self, field: str, term: str) -> int:
        """Return how many documents a term is in, without reading where."""
        with damage_is_outdated():
            return int(self._reader.doc_frequency(field, term.encode()))

    def words(self, field: str) -> Iterator[tuple[str, int]]:
        """Yield the words of a text field, with how many documents each is in."""
        with damage_is_outdated():
            for term in self._reader.lexicon(field):
                yield term.decode(), int(self._reader.doc_frequency(field, term))

    def _remember(self, key: tuple[str, str], found: Postings) -> None:
        self._cache[key] = found
        self._cached_bytes += found.nbytes
        while self._cached_bytes > self.CACHE_BYTES and len(self._cache) > 1:
            _key, dropped = self._cache.popitem(last=False)
            self._cached_bytes -= dropped.nbytes

    def _read_postings(self, field: str, term: bytes, check: Callable[[], None]) -> Postings:
        docs: list[int] = []
        values: list[bytes] = []
        if (field, term) in self._reader:
            matcher = self._reader.postings(field, term)
            while matcher.is_active():
                docs.append(matcher.id())
                values.append(matcher.value())
                matcher.next()
                if len(docs) % _CHECK_EVERY == 0:
                    check()
        starts = np.zeros(len(docs) + 1, dtype=np.int64)
        np.cumsum([len(value) // 4 for value in values], out=starts[1:])
        positions = np.frombuffer(b"".join(values), dtype=np.uint32)
        return Postings(np.array(docs, dtype=np.int32), starts, positions)

    def _ids(self, field: str, term: bytes) -> Docs:
        if (field, term) not in self._reader:
            return np.empty(0, dtype=np.int32)
        return np.fromiter(self._reader.postings(field, term).all_ids(), dtype=np.int32)

    def _read_terms(self, name: str) -> TermColumn:
        values: list[str] = []
        docs: list[Docs] = [np.empty(0, dtype=np.int32)]
        for term in self._reader.lexicon(name):
            found = self._ids(name, term)
            if len(found):
                values.append(clean_line(term.decode()))
                docs.append(found)
        codes = np.repeat(np.arange(len(values), dtype=np.int32), [len(d) for d in docs[1:]])
        return TermColumn(tuple(values), np.concatenate(docs), codes)

    def _numbers(self, field: str) -> NDArray[np.int64]:
        with damage_is_outdated():
            return np.fromiter(self._column(field), dtype=np.int64, count=self.size)

    def _ranks(self, field: str) -> NDArray[np.int64]:
        with damage_is_outdated():
            keys = list(self._column(field))
        order = {key: rank for rank, key in enumerate(sorted(set(keys)))}
        return np.fromiter((order[key] for key in keys), dtype=np.int64, count=self.size)

    def _column(self, field: str) -> Iterator[int | bytes]:
        for leaf, _offset in self._reader.leaf_readers():
            if not leaf.doc_count_all():  # an empty index has no columns to read
                continue
            column = leaf.column_reader(field, translate=False)
            yield from (column[doc] for doc in range(leaf.doc_count_all()))
