"""How well each matching document answers, and the order that follows.

BM25F (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond",
2009): the frequencies of a word in the texts of a record are weighted, normalised by length,
added, and only then saturated. Three things are added. Neighbouring query words count as terms
of their own where they are neighbours in the text, because most Vietnamese words are two
syllables. A word typed without marks counts again where it is written so. And other names the
thesaurus knows count less than the name that was typed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from archive_tui.index import Snapshot
from archive_tui.index.snapshot import Docs
from archive_tui.model import Accents, Sort
from archive_tui.query import (
    And,
    Expanded,
    Form,
    Fuzzy,
    Node,
    Or,
    Pattern,
    Phrase,
    Word,
    sought,
)
from archive_tui.search.occurrences import OccurrenceFinder, Occurrences, documents
from archive_tui.search.resolving import Resolver, Slot, SoughtText


@dataclass(frozen=True, slots=True)
class Weights:
    """The parameters of the ranking, chosen on queries with known answers."""

    saturation: float = 1.1
    """k1 of BM25: how soon further occurrences stop to count."""
    length_share: float = 0.65
    """b of BM25: how much a long text is held against its words."""
    title: float = 3.0
    """What an occurrence in the title counts, against one in the body."""
    caption: float = 2.5
    """What an occurrence in a caption counts, against one in the body."""
    pair: float = 0.6
    """What neighbours count that are neighbours in the query, against a single word."""
    as_typed: float = 0.5
    """What a word typed without marks counts again where it is written without."""
    other_name: float = 0.5
    """What another name counts, against the one that was typed."""


CHOSEN: Final = Weights()
"""The weights in force; ``docs/search-quality.md`` has the table that chose them."""


@dataclass(frozen=True, slots=True)
class WeightedText:
    """Something that counts in a ranking."""

    text: SoughtText
    """What is looked up."""
    weight: float
    """What it counts."""


class Ranker:
    """Scores the documents of one snapshot.

    Args:
        snapshot: The documents.
        finder: Looks words up in it.
        resolver: Says what words are looked up.
        accents: How marks in the words are taken.
        weights: What counts how much.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        finder: OccurrenceFinder,
        resolver: Resolver,
        accents: Accents,
        weights: Weights = CHOSEN,
    ) -> None:
        self._snapshot = snapshot
        self._finder = finder
        self._resolver = resolver
        self._accents = accents
        self._weights = weights
        self._fields = {"title": weights.title, "caption": weights.caption, "body": 1.0}

    def scores(self, node: Node, docs: Docs) -> NDArray[np.float64]:
        """Return how well documents answer a tree.

        Args:
            node: The tree; what it excludes or filters by counts nothing.
            docs: Documents that match, shape (n,).

        Returns:
            Shape (n,), 0 or more.
        """
        return self.weigh(self._terms(node, 1.0), docs)

    def weigh(self, terms: Iterable[WeightedText], docs: Docs) -> NDArray[np.float64]:
        """Return how much of some terms is in documents; arguments and result as `scores`."""
        rows = np.full(self._snapshot.size, -1, dtype=np.int32)
        rows[docs] = np.arange(len(docs), dtype=np.int32)
        total = np.zeros(len(docs))
        for term in terms:
            if term.weight and (found := self._finder.find(term.text)):
                total += term.weight * self._bm25f(found, rows, len(docs))
        return total

    def _terms(self, node: Node, weight: float) -> Iterator[WeightedText]:
        """Yield what counts in a tree: words, phrases, neighbours, exact spellings."""
        match node:
            case Word():
                yield from self._word_terms(node, weight)
            case Phrase(texts):
                yield WeightedText(self._resolver.resolve(node), weight * len(texts))
            case Pattern() | Fuzzy():
                yield WeightedText(self._resolver.resolve(node), weight)
            case Expanded(part, others):
                yield from self._terms(part, weight)
                for other in others:
                    text = self._resolver.resolve_name(other)
                    share = self._weights.other_name * len(text.slots)
                    yield WeightedText(text, weight * share)
            case And(parts) | Or(parts):
                for part in parts:
                    yield from self._terms(part, weight)
                if isinstance(node, And):
                    yield from self._pairs(parts, weight)

    def _word_terms(self, node: Word, weight: float) -> Iterator[WeightedText]:
        yield WeightedText(self._resolver.resolve(node), weight)
        word = sought(node.text, self._accents)
        if word.is_loose:
            again = SoughtText((Slot(Form.EXACT, (word.exact,)),), node.field)
            yield WeightedText(again, weight * self._weights.as_typed)

    def _pairs(self, parts: Sequence[Node], weight: float) -> Iterator[WeightedText]:
        for before, after in pairwise(parts):
            first, second = _edge_word(before, -1), _edge_word(after, 0)
            if first and second and first.field == second.field:
                slots = self._slot(first), self._slot(second)
                yield WeightedText(SoughtText(slots, first.field), weight * self._weights.pair)

    def _slot(self, word: Word) -> Slot:
        return self._resolver.resolve(word).slots[0]

    def _bm25f(
        self, found: Sequence[Occurrences], rows: NDArray[np.int32], count: int
    ) -> NDArray[np.float64]:
        """Return what one term counts in each matching document, shape (count,)."""
        frequency = np.zeros(count)
        share = self._weights.length_share
        for item in found:
            places = rows[item.docs]
            wanted = places >= 0
            lengths = self._snapshot.relative_lengths(f"{item.field}_{Form.FOLDED}")
            norm = 1 - share + share * lengths[item.docs[wanted]]
            frequency[places[wanted]] += self._fields[item.field] * item.frequencies[wanted] / norm
        saturated = frequency * (self._weights.saturation + 1)
        saturated /= frequency + self._weights.saturation
        return saturated * self._rarity(len(documents(found)))

    def _rarity(self, count: int) -> float:
        """Return the inverse document frequency, never negative."""
        return float(np.log1p((len(self._snapshot.live) - count + 0.5) / (count + 0.5)))


def _edge_word(node: Node, place: int) -> Word | None:
    """Return the word at the beginning (0) or the end (-1) of a part; None where there is none."""
    if isinstance(node, Expanded):
        node = node.part
    if isinstance(node, And):
        node = node.parts[place]
    return node if isinstance(node, Word) else None


def order(
    snapshot: Snapshot,
    docs: Docs,
    sort: Sort,
    scores: NDArray[np.float64],
    named: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Return in which order documents are shown, ties by newer date, then by id.

    By relevance, what is found by other names only comes behind all that is found as named.

    Args:
        snapshot: The documents.
        docs: Those to order, shape (n,).
        sort: By what.
        scores: Their scores, shape (n,); used for relevance only.
        named: Whether they match by the names that were typed, shape (n,); likewise.

    Returns:
        Places in ``docs``, shape (n,).
    """
    first = snapshot.first_days[docs]
    newest = -first
    ids = snapshot.id_ranks[docs]
    match sort:
        case Sort.RELEVANCE:
            keys: tuple[NDArray[np.number], ...] = (ids, newest, -scores, (~named).astype(np.int8))
        case Sort.NEWEST:
            keys = (ids, newest)
        case Sort.OLDEST:
            keys = (ids, np.where(first == 0, np.iinfo(np.int64).max, first))
        case Sort.TITLE:
            keys = (ids, newest, snapshot.title_ranks[docs])
    return np.lexsort(keys)
