"""From texts to postings: the words of many records, sorted by word instead of by record.

Sorting is one sort of one array: word, record and position of an occurrence make one number,
the word in its highest bits. No occurrence is ever an object.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from archive_tui.analysis import Form
from archive_tui.index.lexicon import Lexicon
from archive_tui.index.schema import PARAGRAPH_GAP

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
    positions: NDArray[np.uint32]
    """Where it occurs, ascending within a posting, one posting after the other."""


class TextCollector:
    """Collects one text of many records.

    Args:
        lexicon: Gives the words their numbers; shared by the texts of a run.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._waiting: list[str] = []
        self._waiting_letters = 0
        self._words: list[NDArray[np.uint32]] = []
        self._docs = array("I")
        self._counts: list[NDArray[np.int64]] = []
        self.size = 0

    def add(self, doc: int, paragraphs: Sequence[str]) -> None:
        """Add a text of a record; records come in ascending order, each once."""
        self._waiting += paragraphs
        self._docs.extend([doc] * len(paragraphs))
        self._waiting_letters += sum(map(len, paragraphs))
        if self._waiting_letters > _BATCH:
            self._cut()

    def _cut(self) -> None:
        """Cut the texts that wait into words."""
        if self._waiting:
            words, counts = self._lexicon.cut(self._waiting)
            self._words.append(words)
            self._counts.append(counts)
            self.size += len(words)
            self._waiting.clear()
            self._waiting_letters = 0

    def collected(self) -> "CollectedText":
        """Return what was collected."""
        self._cut()
        return CollectedText(
            self._lexicon, _joined(self._words), _numbers(self._docs), _joined(self._counts)
        )


@dataclass(frozen=True, slots=True)
class CollectedText:
    """One text of many records as numbers of words."""

    lexicon: Lexicon
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

    def invert(self, form: Form) -> Inverted:
        """Return the postings of all words in a form."""
        numbers = self.lexicon.numbers(form)[self.words]
        terms, ranks = _ranked(self.lexicon.forms(form), numbers)
        docs = np.repeat(self.paragraph_docs, self.paragraph_lengths)
        return _inverted(terms, ranks[numbers], docs, self._positions())

    def _positions(self) -> NDArray[np.uint32]:
        """Return the position of each word in its text, paragraphs held apart by gaps."""
        docs, lengths = self.paragraph_docs, self.paragraph_lengths
        if not len(docs):
            return np.empty(0, dtype=np.uint32)
        ends = np.cumsum(lengths)
        first = np.flatnonzero(np.append(True, docs[1:] != docs[:-1]))  # paragraph of each record
        paragraphs = np.diff(np.append(first, len(docs)))
        before = np.arange(len(docs)) - np.repeat(first, paragraphs)
        shift = PARAGRAPH_GAP * before - np.repeat((ends - lengths)[first], paragraphs)
        return (np.arange(len(self.words)) + np.repeat(shift, lengths)).astype(np.uint32)


class ValueCollector:
    """Collects a property of many records whose whole values are terms."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._docs = array("I")
        self._values = array("I")

    def add(self, doc: int, values: Iterable[str]) -> None:
        """Add the values of a record; records come in ascending order."""
        for value in dict.fromkeys(values):
            self._docs.append(doc)
            self._values.append(self._numbers.setdefault(value, len(self._numbers)))

    def invert(self) -> Inverted:
        """Return which records have each value; there are no positions."""
        numbers = _numbers(self._values)
        terms, ranks = _ranked(list(self._numbers), numbers)
        keys = ranks[numbers]
        order = np.argsort(keys, kind="stable")
        starts = np.append(0, np.cumsum(np.bincount(keys, minlength=len(terms))))
        nothing = np.empty(0, dtype=np.uint32)
        return Inverted(terms, starts, _numbers(self._docs)[order], nothing, nothing)


def _joined(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.uint32)


def _numbers(values: "array[int]") -> NDArray[np.uint32]:
    return np.array(values, dtype=np.uint32)


def _ranked(
    texts: Sequence[str], numbers: NDArray[np.uint32]
) -> tuple[Sequence[str], NDArray[np.uint32]]:
    """Return those texts that occur, in order, and for each text its place among them."""
    occurs = np.zeros(len(texts), dtype=np.bool_)
    occurs[numbers] = True
    used = sorted(np.flatnonzero(occurs).tolist(), key=texts.__getitem__)
    ranks = np.zeros(len(texts), dtype=np.uint32)
    ranks[used] = np.arange(len(used), dtype=np.uint32)
    return [texts[number] for number in used], ranks


def _inverted(
    terms: Sequence[str],
    ranks: NDArray[np.uint32],
    docs: NDArray[np.uint32],
    positions: NDArray[np.uint32],
) -> Inverted:
    """Sort occurrences given by the place of their term, their record and their position."""
    if not len(ranks):
        empty = np.empty(0, dtype=np.uint32)
        return Inverted(terms, np.zeros(1, dtype=np.int64), empty, empty, empty)
    place_bits, doc_bits = _bits(positions), _bits(docs)
    if place_bits + doc_bits + _bits(ranks) > _NUMBER_BITS:
        raise OverflowError  # a run is far too small for that
    keys = ranks.astype(np.uint64) << np.uint64(place_bits + doc_bits)
    keys |= docs.astype(np.uint64) << np.uint64(place_bits)
    keys |= positions
    keys.sort()
    places = (keys & np.uint64((1 << place_bits) - 1)).astype(np.uint32)
    keys >>= np.uint64(place_bits)
    begins = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    postings = keys[begins]
    owners = (postings >> np.uint64(doc_bits)).astype(np.int64)
    return Inverted(
        terms,
        np.append(0, np.cumsum(np.bincount(owners, minlength=len(terms)))),
        (postings & np.uint64((1 << doc_bits) - 1)).astype(np.uint32),
        np.diff(np.append(begins, len(keys))).astype(np.uint32),
        places,
    )


def _bits(values: NDArray[Any]) -> int:
    return int(values.max()).bit_length()
