"""The part of Whoosh's interface this program relies on, since Whoosh ships no types."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol


class PostingMatcher(Protocol):
    """Walks over the postings of one term."""

    def is_active(self) -> bool:
        """Return whether there is a posting here."""
        ...

    def id(self) -> int:
        """Return the posting's document."""
        ...

    def value(self) -> bytes:
        """Return the posting's encoded positions."""
        ...

    def next(self) -> object:
        """Go to the next posting."""
        ...

    def all_ids(self) -> Iterator[int]:
        """Yield the documents of all postings."""
        ...


class Column(Protocol):
    """Values by document of one segment."""

    def __getitem__(self, doc: int) -> int | bytes: ...


class WhooshReader(Protocol):
    """An opened version of an index, or one segment of it."""

    def __contains__(self, term: tuple[str, bytes]) -> bool: ...

    def close(self) -> None:
        """Let go of the files."""
        ...

    def doc_count_all(self) -> int:
        """Return how many documents there are, deleted ones counted."""
        ...

    def all_doc_ids(self) -> Iterator[int]:
        """Yield the documents that are not deleted."""
        ...

    def stored_fields(self, docnum: int) -> Mapping[str, str]:
        """Return what was stored for a document."""
        ...

    def leaf_readers(self) -> Iterable[tuple["WhooshReader", int]]:
        """Return the segments, each with the number of its first document."""
        ...

    def doc_field_length(self, docnum: int, fieldname: str) -> int:
        """Return how many words a document has in a field."""
        ...

    def column_reader(self, fieldname: str, *, translate: bool) -> Column:
        """Return the values of a column."""
        ...

    def postings(self, fieldname: str, text: bytes) -> PostingMatcher:
        """Return the postings of a term."""
        ...

    def lexicon(self, fieldname: str) -> Iterator[bytes]:
        """Yield the terms of a field in order."""
        ...

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return how many documents have a term."""
        ...


class WhooshWriter(Protocol):
    """Adds to an index, all at once at the end."""

    generation: int
    """Number the commit will have."""

    def add_document(self, **fields: object) -> None:
        """Add a record."""
        ...

    def delete_by_term(self, fieldname: str, text: str) -> int:
        """Delete the committed records that have a term."""
        ...

    def commit(self) -> None:
        """Put everything in force."""
        ...

    def cancel(self) -> None:
        """Leave everything as it was."""
        ...


class WhooshIndex(Protocol):
    """An index on disk."""

    def reader(self) -> WhooshReader:
        """Open the newest version."""
        ...

    def writer(self, *, limitmb: int, timeout: float) -> WhooshWriter:
        """Begin to write."""
        ...
