"""From texts to postings: the words of many records, sorted by word instead of by record.

Sorting is one sort of one array: word, record and position of an occurrence make one number,
the word in its highest bits. No occurrence is ever an object.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from archive_tui.analysis import Form
from archive_tui.index.schema import PARAGRAPH_GAP

if TYPE_CHECKING:
    from archive_tui.index.lexicon import Lexicon

_NUMBER_BITS: Final = 64
_BATCH: Final = 200_000
"""Letters that are cut into words at once; more would not stay near the processor."""


@dataclass(frozen=True, slots=True)
class Inverted:
    """The postings of one field, term after term, in the order of the terms."""

    terms: Sequence[str]
    """The terms that occur, ascending by code point."""
    starts: NDArray[np.int64]
    """Where the postings of each term begin, shape (terms + 1,)."""
    docs: NDArray[np.uint32]
    """The record of each posting, ascending within a term."""
    frequencies: NDArray[np.uint32]
    """How often the term occurs in it."""
    positions: NDArray[np.unsignedinteger[Any]]
    """Where it occurs, ascending within a posting, one posting after the other."""

    def words(self) -> NDArray[np.int64]:
        """Return how many positions each term has, shape (terms,)."""
        if not len(self.frequencies):
            return np.zeros(len(self.starts) - 1, dtype=np.int64)
        until = np.append(0, np.cumsum(self.frequencies, dtype=np.int64))
        words: NDArray[np.int64] = np.diff(until[self.starts])
        return words


class TextCollector:
    """Collects one text of many records.

    Args:
        lexicon: Gives the words their numbers; shared by the texts of a run.
    """

    def __init__(self, lexicon: "Lexicon") -> None:
        self._lexicon = lexicon
        self._waiting: list[str] = []
        self._waiting_letters = 0
        self._words: list[NDArray[np.uint32]] = []
        self._docs = array("I")
        self._counts: list[NDArray[np.int64]] = []

    def add(self, doc: int, paragraphs: Sequence[str]) -> int:
        """Add a text of a record; records come in ascending order, each once.

        Returns:
            How many words and paragraphs there are more; it cuts many texts at once.
        """
        self._waiting += paragraphs
        self._docs.extend([doc] * len(paragraphs))
        self._waiting_letters += sum(map(len, paragraphs))
        return self._cut() if self._waiting_letters > _BATCH else 0

    def _cut(self) -> int:
        """Cut the texts that wait into words; return how many words and paragraphs those are."""
        if not self._waiting:
            return 0
        words, counts = self._lexicon.cut(self._waiting)
        self._words.append(words)
        self._counts.append(counts)
        self._waiting.clear()
        self._waiting_letters = 0
        return len(words) + len(counts)

    def collected(self) -> "CollectedText":
        """Return what was collected."""
        self._cut()
        return CollectedText(
            self._lexicon, _joined(self._words), _numbers(self._docs), _joined(self._counts)
        )


@dataclass(frozen=True, slots=True)
class CollectedText:
    """One text of many records as numbers of words."""

    lexicon: "Lexicon"
    """What the numbers mean."""
    words: NDArray[np.uint32]
    """All words in order."""
    paragraph_docs: NDArray[np.uint32]
    """The record of each paragraph."""
    paragraph_lengths: NDArray[np.int64]
    """How many words each paragraph has."""

    def lengths(self, count: int) -> NDArray[np.uint32]:
        """Return how many words each of ``count`` records has, shape (count,)."""
        lengths = np.bincount(self.paragraph_docs, self.paragraph_lengths, minlength=count)
        return lengths.astype(np.uint32)

    def inverted(self) -> Iterator[tuple[Form, Inverted]]:
        """Yield the postings of all words in each form."""
        occurs = np.flatnonzero(np.bincount(self.words, minlength=len(self.lexicon)))
        places = self._places()
        sorted_by, found = places.numbers, None
        for form in Form:
            terms, ranks = _ranked(self.lexicon.forms(form), self.lexicon.numbers(form), occurs)
            if found and np.array_equal(ranks, sorted_by):  # texts without marks
                found = replace(found, terms=terms)
            else:
                sorted_by, found = ranks, _inverted(terms, ranks, self.words, places)
            yield form, found

    def _places(self) -> "_Places":
        """Return where each word stands, paragraphs of a text held apart by gaps."""
        docs, lengths = self.paragraph_docs.astype(np.int64), self.paragraph_lengths
        if not len(self.words):
            return _Places(np.empty(0, dtype=np.uint64), 0, 0)
        begins = np.cumsum(lengths) - lengths
        first = np.flatnonzero(np.append(True, docs[1:] != docs[:-1]))  # paragraph of each record
        paragraphs = np.diff(np.append(first, len(docs)))
        before = np.arange(len(docs)) - np.repeat(first, paragraphs)
        positions = begins + PARAGRAPH_GAP * before - np.repeat(begins[first], paragraphs)
        bits = int((positions + lengths).max()).bit_length()
        numbers = np.repeat((docs << bits) + positions - begins, lengths)
        numbers += np.arange(len(numbers))
        return _Places(numbers.view(np.uint64), int(docs[-1]).bit_length(), bits)


class ValueCollector:
    """Collects a property of many records whose whole values are terms."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._docs = array("I")
        self._values = array("I")

    def add(self, doc: int, values: Sequence[str]) -> int:
        """Add the values of a record; records come in ascending order.

        Returns:
            How many letters those values have that are new.
        """
        letters = 0
        for value in values if len(values) == 1 else dict.fromkeys(values):
            number = self._numbers.get(value)
            if number is None:
                self._numbers[value] = number = len(self._numbers)
                letters += len(value)
            self._docs.append(doc)
            self._values.append(number)
        return letters

    def invert(self) -> Inverted:
        """Return which records have each value; there are no positions."""
        everything = np.arange(len(self._numbers))
        terms, ranks = _ranked(list(self._numbers), everything, everything)
        keys = ranks[_numbers(self._values)]
        order = np.argsort(keys, kind="stable")
        starts = np.append(0, np.cumsum(np.bincount(keys, minlength=len(terms))))
        nothing = np.empty(0, dtype=np.uint32)
        return Inverted(terms, starts, _numbers(self._docs)[order], nothing, nothing)


def _joined(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.uint32)


def _numbers(values: "array[int]") -> NDArray[np.uint32]:
    return np.array(values, dtype=np.uint32)


def _ranked(
    texts: Sequence[str], numbers: NDArray[np.integer[Any]], occurs: NDArray[np.int64]
) -> tuple[Sequence[str], NDArray[np.uint64]]:
    """Put the texts of words in order.

    Args:
        texts: Texts by number.
        numbers: The number of each word's text.
        occurs: The words that occur.

    Returns:
        The texts that occur, in order, and for each word the place of its text among them;
        0 for words that do not occur.
    """
    used = sorted(np.unique(numbers[occurs]).tolist(), key=texts.__getitem__)
    places = np.zeros(len(texts), dtype=np.uint64)
    places[used] = np.arange(len(used), dtype=np.uint64)
    ranks = np.zeros(len(numbers), dtype=np.uint64)
    ranks[occurs] = places[numbers[occurs]]
    return [texts[number] for number in used], ranks


@dataclass(frozen=True, slots=True)
class _Places:
    """Where words stand: for each its record and its position in one number."""

    numbers: NDArray[np.uint64]
    """The record in the higher bits, the position in the lower ones."""
    doc_bits: int
    """Bits of the largest record."""
    position_bits: int
    """Bits of the largest position."""


def _inverted(
    terms: Sequence[str], ranks: NDArray[np.uint64], words: NDArray[np.uint32], places: _Places
) -> Inverted:
    """Sort occurrences given by their words, the place of each word's term, and where they are."""
    doc_bits, position_bits = places.doc_bits, places.position_bits
    if position_bits + doc_bits + len(terms).bit_length() > _NUMBER_BITS:
        raise OverflowError  # a run is far too small for that
    keys = (ranks << np.uint64(position_bits + doc_bits))[words]
    keys |= places.numbers
    keys.sort()
    positions = _lowest(keys, position_bits)
    keys >>= np.uint64(position_bits)
    begins = np.flatnonzero(keys[1:] != keys[:-1]) + 1
    begins = np.concatenate(([0], begins, [len(keys)])) if len(keys) else np.zeros(1, np.int64)
    postings = keys[begins[:-1]]
    bounds = np.arange(len(terms) + 1, dtype=np.uint64) << np.uint64(doc_bits)
    return Inverted(
        terms,
        np.searchsorted(postings, bounds).astype(np.int64),
        _lowest(postings, doc_bits).astype(np.uint32),
        np.diff(begins).astype(np.uint32),
        positions,
    )


def _lowest(values: NDArray[np.uint64], bits: int) -> NDArray[np.unsignedinteger[Any]]:
    """Return the lowest bits of numbers, in no more bytes than they take."""
    kind = np.uint16 if bits <= 16 else np.uint32 if bits <= 32 else np.uint64  # noqa: PLR2004 - bits of types
    lowest: NDArray[np.unsignedinteger[Any]] = values.astype(kind)
    lowest &= kind((1 << bits) - 1)
    return lowest
