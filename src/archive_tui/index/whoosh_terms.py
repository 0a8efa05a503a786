"""The terms of a segment as Whoosh's readers ask for them.

Terms are bytes here, as in Whoosh, and fields come in the order of their names, so that the
terms of several segments can be merged. What is said of a term counts deleted records too, as
Whoosh counts them. Nothing is kept but the lengths of texts.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from whoosh.codec import base
from whoosh.reading import TermInfo, TermNotFound

from archive_tui.index.schema import POSITIONED_FIELDS, VALUE_FIELDS
from archive_tui.index.segments import Segment, TermList
from archive_tui.index.whoosh_matcher import PostingMatcher, TermPostings

_FIELDS: Final = tuple(sorted((*POSITIONED_FIELDS, *VALUE_FIELDS)))
_BATCH: Final = 512
"""Terms read at once when many are asked for."""

Term: TypeAlias = tuple[str, bytes]
"""Field and term."""


def encoded(term: str) -> bytes:
    """Return a term as it lies in the files."""
    return term.encode("utf-8", "surrogatepass")


class SegmentTerms(base.TermsReader):  # type: ignore[misc] # Whoosh ships no types
    """The terms of a segment and their postings.

    Args:
        segment: The segment.
        lengths: Gives the lengths of a field by record, zeros where they do not count.
    """

    def __init__(self, segment: Segment, lengths: Callable[[str], NDArray[np.int64]]) -> None:
        self._segment = segment
        self._lengths = lengths

    def __contains__(self, term: Term) -> bool:
        field, text = term
        return field in _FIELDS and self._find(field, text) is not None

    def indexed_field_names(self) -> list[str]:
        """Return the fields that have terms."""
        return [field for field in _FIELDS if len(self._segment.terms(field))]

    def cursor(self, fieldname: str, fieldobj: Any) -> "TermCursor":  # noqa: ANN401 - no types
        """Return a cursor over the terms of a field."""
        return TermCursor(self, self._segment.terms(fieldname), fieldname, fieldobj)

    def terms(self) -> Iterator[Term]:
        """Yield all terms, by field."""
        for field in _FIELDS:
            yield from self._terms(field, 0)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        """Yield the terms from one on, and after them those of the fields that follow."""
        if fieldname in _FIELDS:
            yield from self._terms(fieldname, self._segment.terms(fieldname).place(prefix))
        for field in _FIELDS:
            if field > fieldname:
                yield from self._terms(field, 0)

    def items(self) -> Iterator[tuple[Term, TermInfo]]:
        """Yield all terms with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, TermInfo]]:
        """Yield the terms from one on, as `terms_from`, with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Return what is known of a term.

        Raises:
            TermNotFound: It is not there.
        """
        found = self._postings(fieldname, text)
        return TermInfo(
            weight=float(found.frequencies.sum()),
            df=len(found.docs),
            minlength=int(found.lengths.min()),
            maxlength=int(found.lengths.max()),
            maxweight=float(found.frequencies.max()),
            minid=int(found.docs[0]),
            maxid=int(found.docs[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Return how often a term occurs; raises `KeyError` where it is not there."""
        place, terms = self._known(fieldname, text), self._segment.terms(fieldname)
        positioned = fieldname in POSITIONED_FIELDS
        starts = terms.position_starts if positioned else terms.starts
        begin, end = starts(place, place + 1).tolist()
        return float(end - begin)

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return in how many records a term is; raises `KeyError` where it is not there."""
        place = self._known(fieldname, text)
        begin, end = self._segment.terms(fieldname).starts(place, place + 1).tolist()
        return int(end - begin)

    def matcher(
        self,
        fieldname: str,
        text: bytes,
        format_: Any,  # noqa: ANN401 - Whoosh ships no types
        scorer: Any = None,  # noqa: ANN401 - Whoosh ships no types
    ) -> PostingMatcher:
        """Return a matcher over the postings of a term, deleted records among them.

        Raises:
            TermNotFound: It is not there.
        """
        return PostingMatcher(
            self._postings(fieldname, text), format_, (fieldname, text), scorer=scorer
        )

    def _find(self, field: str, text: bytes) -> int | None:
        terms = self._segment.terms(field)
        place = terms.place(text)
        return place if place < len(terms) and terms.line(place) == text else None

    def _known(self, field: str, text: bytes) -> int:
        place = self._find(field, text) if field in _FIELDS else None
        if place is None:
            raise KeyError((field, text))
        return place

    def _terms(self, field: str, begin: int) -> Iterator[Term]:
        terms = self._segment.terms(field)
        for first in range(begin, len(terms), _BATCH):
            for text in terms.texts(first, min(first + _BATCH, len(terms))):
                yield field, encoded(text)

    def _postings(self, field: str, text: bytes) -> TermPostings:
        try:
            place = self._known(field, text)
        except KeyError as error:
            raise TermNotFound((field, text)) from error
        if field not in POSITIONED_FIELDS:
            docs = self._segment.docs(field, place).astype(np.int64)
            return TermPostings(docs, np.ones_like(docs), self._lengths(field)[docs], _no_positions)
        found, frequencies = next(self._segment.frequencies(field, [place]))
        docs = found.astype(np.int64)
        return TermPostings(
            docs,
            frequencies.astype(np.int64),
            self._lengths(field)[docs],
            lambda: self._segment.postings(field, place).positions,
        )


def _no_positions() -> NDArray[np.uint32]:
    return np.empty(0, dtype=np.uint32)


class TermCursor(base.FieldCursor):  # type: ignore[misc] # Whoosh ships no types
    """Stands at one of the terms of a field, or behind the last.

    Args:
        reader: Says what is known of a term.
        terms: The terms.
        fieldname: The field.
        fieldobj: Whoosh's description of it.
    """

    def __init__(
        self,
        reader: SegmentTerms,
        terms: TermList,
        fieldname: str,
        fieldobj: Any,  # noqa: ANN401 - Whoosh ships no types
    ) -> None:
        self._reader = reader
        self._terms = terms
        self._fieldname = fieldname
        self._fieldobj = fieldobj
        self._place = 0

    def first(self) -> str | None:
        """Go to the first term and return it."""
        self._place = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        """Go to the first term that is not less than one and return it."""
        self._place = self._terms.place(self._fieldobj.to_bytes(string))
        return self.text()

    def next(self) -> str | None:
        """Go to the next term and return it; None behind the last."""
        self._place = min(self._place + 1, len(self._terms))
        return self.text()

    def text(self) -> str | None:
        """Return the term; None behind the last."""
        if not self.is_valid():
            return None
        text: str = self._fieldobj.from_bytes(self._terms.line(self._place))
        return text

    def term(self) -> str | None:
        """Return the same as `text`: Whoosh calls it by both names."""
        return self.text()

    def term_info(self) -> TermInfo | None:
        """Return what is known of the term; None behind the last."""
        if not self.is_valid():
            return None
        return self._reader.term_info(self._fieldname, self._terms.line(self._place))

    def is_valid(self) -> bool:
        """Return whether it stands at a term."""
        return self._place < len(self._terms)
