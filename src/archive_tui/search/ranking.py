"""How well each matching document answers, and the order that follows.

BM25F (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond",
2009): the frequencies of a word in the texts of a record are weighted, normalised by length,
added, and only then saturated. Four things are added. Neighbouring query words count as terms
of their own where they are neighbours in the text, because most Vietnamese words are two
syllables. A query that is a whole title counts once more there, because who types all of a
headline has that article in mind. A word typed without marks counts again where it is written
so. And other names the thesaurus knows count less than the name that was typed.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from archive_tui.index import Snapshot
from archive_tui.index.postings import Docs
from archive_tui.model import Accents
from archive_tui.query import (
    And,
    Dated,
    Expanded,
    Filter,
    Form,
    Fuzzy,
    Node,
    Or,
    Pattern,
    Phrase,
    TextField,
    Word,
    sought,
)
from archive_tui.search.arrays import mask_of, values_at
from archive_tui.search.occurrences import Found, OccurrenceFinder, Occurrences
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
    whole_title: float = 2.0
    """What a query counts once more where it is all of the title, against a single word."""
    as_typed: float = 0.5
    """What a word typed without marks counts again where it is written without."""
    other_name: float = 0.5
    """What another name counts, against the one that was typed."""


CHOSEN: Final = Weights()
"""The weights in force; ``docs/search-quality.md`` has the table that chose them."""
_LIKELY: Final = 1 << 15
"""Hits, the best by their words alone, in which neighbours are looked for.

Among fewer hits all are looked at. To be brought to the top by its neighbours, a document would
have to lie behind so many others by its words."""
_FEW: Final = 8
"""How many times fewer documents have to be so that they are weighed one by one."""
_NONE: Final = np.empty(0, dtype=np.intp)


@dataclass(frozen=True, slots=True)
class WeightedText:
    """Something that counts in a ranking."""

    text: SoughtText
    """What is looked up."""
    weight: float
    """What it counts."""
    alone: bool = False
    """Whether it counts only where it is all there is of a text."""
    is_pair: bool = False
    """Whether it is but two neighbours of the query, which need not be neighbours in a text."""


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

    def scores(self, node: Node, docs: Docs) -> NDArray[np.floating[Any]]:
        """Return how well documents answer a tree.

        Args:
            node: The tree; what it excludes or filters by counts nothing.
            docs: Documents that match, ascending, shape (n,).

        Returns:
            Shape (n,), 0 or more.
        """
        return self.weigh(chain(self._terms(node, 1.0), self._whole_title(node)), docs)

    def weigh(self, terms: Iterable[WeightedText], docs: Docs) -> NDArray[np.floating[Any]]:
        """Return how much of some terms is in documents; arguments and result as `scores`."""
        pairs: dict[SoughtText, float] = defaultdict(float)
        weights: dict[int, float] = defaultdict(float)
        found: dict[int, Found] = {}
        for term in terms:
            if term.is_pair:
                pairs[term.text] += term.weight
            elif term.weight:
                own = self._find(term)
                found[id(own)] = own  # what two terms share is worked out once
                weights[id(own)] += term.weight
        weighing = _Weighing(self._snapshot, docs, self._weights)
        for key, own in found.items():
            self._finder.check()
            weighing.add(own, weights[key])
        self._add_pairs(weighing, docs, pairs)
        return weighing.total

    def _add_pairs(
        self, weighing: "_Weighing", docs: Docs, pairs: Mapping[SoughtText, float]
    ) -> None:
        """Add what neighbours count, where that may bring a document to the top."""
        if not any(pairs.values()):
            return
        likely = weighing.best(_LIKELY)
        among = mask_of(docs if likely is None else docs[likely], self._snapshot.size)
        for text, weight in pairs.items():
            weighing.add(self._finder.near(text, among), weight, likely)

    def _find(self, term: WeightedText) -> Found:
        found = self._finder.find(term.text)
        return self._where_alone(found, len(term.text.slots)) if term.alone else found

    def _where_alone(self, found: Found, length: int) -> Found:
        """Return where something is all there is of a text."""
        fields = []
        for item in found.fields:
            lengths = self._snapshot.lengths(item.field).take(item.docs)
            alone = np.flatnonzero(lengths == length)
            if len(alone):
                fields.append(Occurrences(item.field, item.docs[alone], item.frequencies[alone]))
        mask = mask_of(np.concatenate([_NONE, *(item.docs for item in fields)]), len(found.mask))
        return Found(tuple(fields), mask, int(np.count_nonzero(mask)))

    def _whole_title(self, node: Node) -> Iterator[WeightedText]:
        """Yield the words of a query as a title, where it is nothing but words."""
        words = tuple(_plain_words(node))
        if words and all(word is not None for word in words):
            slots = tuple(self._slot(word) for word in words if word)
            text = SoughtText(slots, TextField.TITLE)
            yield WeightedText(text, self._weights.whole_title, alone=True)

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
                text = SoughtText((self._slot(first), self._slot(second)), first.field)
                yield WeightedText(text, weight * self._weights.pair, is_pair=True)

    def _slot(self, word: Word) -> Slot:
        return self._resolver.resolve(word).slots[0]


class _Weighing:
    """BM25F for some documents of a snapshot.

    Args:
        snapshot: All documents.
        docs: Those that are weighed, ascending, shape (n,).
        weights: What counts how much.
    """

    def __init__(self, snapshot: Snapshot, docs: Docs, weights: Weights) -> None:
        self._snapshot = snapshot
        self._docs = docs
        self._weights = weights
        self._fields = {"title": weights.title, "caption": weights.caption, "body": 1.0}
        self._worths: dict[str, NDArray[np.float32]] = {}
        self.total = np.zeros(len(docs), dtype=np.float32)
        """What all terms so far count in each document, shape (n,)."""

    def best(self, count: int) -> NDArray[np.intp] | None:
        """Return which documents have most so far, ascending; None where they are no more."""
        if len(self._docs) <= count:
            return None
        return np.sort(np.argpartition(self.total, len(self._docs) - count)[-count:])

    def add(self, found: Found, weight: float, likely: NDArray[np.intp] | None = None) -> None:
        """Add what one term counts in each document.

        Args:
            found: Where the term occurs.
            weight: What it counts.
            likely: Which of the documents it is added for; all when left out.
        """
        weight *= (self._weights.saturation + 1) * self._rarity(found.count)
        places = likely
        if likely is not None:
            places = likely[np.flatnonzero(found.mask.take(self._docs[likely]))]
        elif found.count * _FEW < len(self._docs):
            places = np.flatnonzero(found.mask.take(self._docs))
        if places is None:
            self.total += self._saturated(found.fields, None) * weight
        else:
            self.total[places] += self._saturated(found.fields, places) * weight

    def _saturated(
        self, fields: Sequence[Occurrences], places: NDArray[np.intp] | None
    ) -> NDArray[np.float32]:
        """Return how often a term is in documents, as far as that counts, from 0 to 1.

        Args:
            fields: Where it occurs.
            places: Which of the documents, shape (m,); None for all.
        """
        docs = self._docs if places is None else self._docs[places]
        frequency = np.zeros(len(docs), dtype=np.float32)
        for item in fields:
            worth = self._worth(item.field)
            counts = values_at(docs, item.docs, item.frequencies, self._snapshot.size)
            frequency += counts * (worth if places is None else worth[places])
        return frequency / (frequency + np.float32(self._weights.saturation))

    def _worth(self, field: str) -> NDArray[np.float32]:
        """Return what one occurrence in a text counts in each document, shape (n,)."""
        if field not in self._worths:
            share = np.float32(self._weights.length_share)
            norm = self._snapshot.relative_lengths(field).take(self._docs)
            norm *= share
            norm += 1 - share
            self._worths[field] = np.float32(self._fields[field]) / norm
        return self._worths[field]

    def _rarity(self, count: int) -> float:
        """Return the inverse document frequency, never negative."""
        others = max(0, self._snapshot.live_count - count)
        return math.log1p((others + 0.5) / (count + 0.5))


def _plain_words(node: Node) -> Iterator[Word | None]:
    """Yield the words a title would have to be; None for what is not just words."""
    match node:
        case Word(_text, None | TextField.TITLE):
            yield node
        case Phrase(texts, None | TextField.TITLE):
            yield from map(Word, texts)
        case Expanded(part):
            yield from _plain_words(part)
        case And(parts):
            for part in parts:
                yield from _plain_words(part)
        case Filter() | Dated():
            pass
        case _:
            yield None


def _edge_word(node: Node, place: int) -> Word | None:
    """Return the word at the beginning (0) or the end (-1) of a part; None where there is none."""
    if isinstance(node, Expanded):
        node = node.part
    if isinstance(node, And):
        node = node.parts[place]
    return node if isinstance(node, Word) else None
