"""Our segments as a codec of Whoosh, for reading.

With it Whoosh's own reader, and so its searchers and queries, work on the files of `segments`.
It must not write: records come in through `writing` only. Damage that is found while reading
is raised as it is, a `DamagedSections`.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import columns
from whoosh.codec import base

from archive_tui.index.opening import OpenSegment
from archive_tui.index.schema import POSITIONED_FIELDS
from archive_tui.index.whoosh_schema import COLUMNS, LISTING
from archive_tui.index.whoosh_terms import SegmentTerms


class NativeSegment(base.Segment):  # type: ignore[misc] # Whoosh ships no types
    """A segment at one generation, as Whoosh counts it.

    Args:
        opened: The segment and what is deleted in it.
        indexname: What Whoosh calls the index.
    """

    def __init__(self, opened: OpenSegment, indexname: str) -> None:
        super().__init__(indexname)
        self.segid = opened.segment.name
        self.opened = opened

    @cached_property
    def deleted(self) -> frozenset[int]:
        """The deleted records."""
        return frozenset(self.opened.deleted.tolist())

    def codec(self) -> "NativeCodec":
        """Return the codec that reads it."""
        return NativeCodec()

    def doc_count_all(self) -> int:
        """Return how many records it has, deleted ones counted."""
        return self.opened.segment.size

    def deleted_count(self) -> int:
        """Return how many records are deleted."""
        return len(self.opened.deleted)

    def deleted_docs(self) -> list[int]:
        """Return the deleted records, ascending."""
        docs: list[int] = self.opened.deleted.tolist()
        return docs

    def is_deleted(self, docnum: int) -> bool:
        """Return whether a record is deleted."""
        return docnum in self.deleted


class NativeCodec(base.Codec):  # type: ignore[misc] # Whoosh ships no types
    """Opens the readers of a segment; there are no writers."""

    def terms_reader(self, _storage: object, segment: NativeSegment) -> SegmentTerms:
        """Return a reader of the terms of a segment."""
        lengths = SegmentDocuments(segment).lengths
        return SegmentTerms(segment.opened.segment, lengths)

    def per_document_reader(self, _storage: object, segment: NativeSegment) -> "SegmentDocuments":
        """Return a reader of the records of a segment."""
        return SegmentDocuments(segment)


class SegmentDocuments(base.PerDocumentReader):  # type: ignore[misc] # Whoosh ships no types
    """The records of a segment: lengths, columns, listings, and which are deleted.

    Args:
        segment: The segment.
    """

    def __init__(self, segment: NativeSegment) -> None:
        self._whoosh_segment = segment
        self._segment = segment.opened.segment
        self._lengths: dict[str, NDArray[np.int64]] = {}

    def doc_count(self) -> int:
        """Return how many records are not deleted."""
        return self.doc_count_all() - self._whoosh_segment.deleted_count()

    def doc_count_all(self) -> int:
        """Return how many records there are, deleted ones counted."""
        return self._segment.size

    def has_deletions(self) -> bool:
        """Return whether any record is deleted."""
        return self._whoosh_segment.deleted_count() > 0

    def is_deleted(self, docnum: int) -> bool:
        """Return whether a record is deleted."""
        return self._whoosh_segment.is_deleted(docnum)

    def deleted_docs(self) -> list[int]:
        """Return the deleted records, ascending."""
        return self._whoosh_segment.deleted_docs()

    def all_doc_ids(self) -> Iterator[int]:
        """Return the records that are not deleted, ascending."""
        deleted = self._whoosh_segment.deleted
        return (doc for doc in range(self.doc_count_all()) if doc not in deleted)

    def supports_columns(self) -> bool:
        """Return whether there are columns."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Return whether a field is a column."""
        return fieldname in COLUMNS

    def list_columns(self) -> list[str]:
        """Return the fields that are columns."""
        return list(COLUMNS)

    def column_reader(self, fieldname: str, _column: object) -> "NumberColumnReader":
        """Return the numbers of a field.

        Raises:
            KeyError: It is no column.
        """
        if fieldname not in COLUMNS:
            raise KeyError(fieldname)
        return NumberColumnReader(self._segment.numbers(fieldname))

    def lengths(self, fieldname: str) -> NDArray[np.int64]:
        """Return how many words a field has by record; zeros where it is not a text."""
        if fieldname not in self._lengths:
            text, _, _form = fieldname.partition("_")
            self._lengths[fieldname] = (
                self._segment.numbers(f"length_{text}").astype(np.int64)
                if fieldname in POSITIONED_FIELDS
                else np.zeros(self._segment.size, dtype=np.int64)
            )
        return self._lengths[fieldname]

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return how many words a field of a record has, the default where it has none."""
        return int(self.lengths(fieldname)[docnum]) or default

    def field_length(self, fieldname: str) -> int:
        """Return how many words a field has in all records, deleted ones too."""
        return int(self.lengths(fieldname).sum())

    def min_field_length(self, fieldname: str) -> int:
        """Return how many words the shortest has; 0 where a record lacks the field."""
        return min(self.lengths(fieldname).tolist(), default=0)

    def max_field_length(self, fieldname: str) -> int:
        """Return how many words the longest has."""
        return int(self.lengths(fieldname).max(initial=0))

    def stored_fields(self, docnum: int) -> dict[str, str]:
        """Return what is stored of a record: its listing as a text."""
        return {LISTING: self._segment.listing(docnum).decode("utf-8", "surrogatepass")}


class NumberColumnReader(columns.ColumnReader):  # type: ignore[misc] # Whoosh ships no types
    """A number for each record.

    Args:
        numbers: The numbers.
    """

    def __init__(self, numbers: NDArray[Any]) -> None:
        self._numbers = numbers
        self._sign = 1

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, docnum: int) -> int:
        return int(self._numbers[docnum])

    def __iter__(self) -> Iterator[int]:
        return iter(self.load())

    def load(self) -> list[int]:
        """Return all numbers."""
        numbers: list[int] = self._numbers.tolist()
        return numbers

    def sort_key(self, docnum: int) -> int:
        """Return what a record is sorted by."""
        return self._sign * self[docnum]

    def set_reverse(self) -> None:
        """Sort the greatest first from now on."""
        self._sign = -1
