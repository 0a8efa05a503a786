"""How well each matching document answers, and the order that follows.

BM25F (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond",
2009): the frequencies of a word in the texts of a record are weighted, normalised by length,
added, and only then saturated. Two things are added. Neighbouring query words count as terms
of their own where they are neighbours in the text, because most Vietnamese words are two
syllables. And a word typed without marks counts again where it is written so.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from archive_tui.index import Snapshot
from archive_tui.index.snapshot import Docs
from archive_tui.model import Accents, Sort
from archive_tui.query import And, Node, Or, Phrase, TextField, Word
from archive_tui.search.forms import Form, SoughtWord, sought
from archive_tui.search.occurrences import OccurrenceFinder, Occurrences, documents

SATURATION: Final = 1.2
"""k1 of BM25: how soon further occurrences stop to count."""
LENGTH_SHARE: Final = 0.75
"""b of BM25: how much a long text is held against its words."""
FIELD_WEIGHTS: Final = {"title": 4.0, "caption": 1.5, "body": 1.0}
"""What an occurrence counts in each text."""
PAIR_WEIGHT: Final = 0.8
"""What two neighbours count that are neighbours in the query, against a single word."""
EXACT_WEIGHT: Final = 0.5
"""What a word without marks counts again where it is written without."""


class Ranker:
    """Scores the documents of one snapshot.

    Args:
        snapshot: The documents.
        accents: How marks in the words are taken.
        check: Called now and then; raises to stop.
    """

    def __init__(self, snapshot: Snapshot, accents: Accents, check: Callable[[], None]) -> None:
        self._snapshot = snapshot
        self._accents = accents
        self._finder = OccurrenceFinder(snapshot, check)

    def scores(self, node: Node, docs: Docs) -> NDArray[np.float64]:
        """Return how well documents answer a tree.

        Args:
            node: The tree; what it excludes or filters by counts nothing.
            docs: Documents that match, shape (n,).

        Returns:
            Shape (n,), 0 or more.
        """
        total = np.zeros(self._snapshot.size)
        for words, field, weight in self._terms(node):
            found = self._finder.find(words, field)
            if found:
                total += weight * self._bm25f(found)
        return np.asarray(total[docs])

    def _terms(self, node: Node) -> Iterator[tuple[Sequence[SoughtWord], TextField | None, float]]:
        """Yield what counts in a tree: words, phrases, neighbours, exact spellings."""
        match node:
            case Word(text, field):
                word = sought(text, self._accents)
                yield [word], field, 1.0
                if word.is_loose:
                    yield [SoughtWord(Form.EXACT, word.exact, word.exact)], field, EXACT_WEIGHT
            case Phrase(texts, field):
                yield [sought(text, self._accents) for text in texts], field, float(len(texts))
            case And(parts) | Or(parts):
                for part in parts:
                    yield from self._terms(part)
                if isinstance(node, And):
                    yield from self._neighbours(parts)

    def _neighbours(
        self, parts: Sequence[Node]
    ) -> Iterator[tuple[Sequence[SoughtWord], TextField | None, float]]:
        for first, second in pairwise(parts):
            if isinstance(first, Word) and isinstance(second, Word) and first.field == second.field:
                pair = [sought(word.text, self._accents) for word in (first, second)]
                yield pair, first.field, PAIR_WEIGHT

    def _bm25f(self, found: Sequence[Occurrences]) -> NDArray[np.float64]:
        frequency = np.zeros(self._snapshot.size)
        for item in found:
            lengths = self._snapshot.lengths(f"{item.field}_{Form.FOLDED}")
            mean = self._mean(lengths)
            norm = 1 - LENGTH_SHARE + LENGTH_SHARE * lengths[item.docs] / mean
            frequency[item.docs] += FIELD_WEIGHTS[item.field] * item.frequencies / norm
        saturated = frequency * (SATURATION + 1) / (frequency + SATURATION)
        return saturated * self._rarity(len(documents(found)))

    @staticmethod
    def _mean(lengths: NDArray[np.float32]) -> float:
        """Return the mean length of the records that have the text at all."""
        present = lengths[lengths > 0]
        return float(present.mean()) if len(present) else 1.0

    def _rarity(self, count: int) -> float:
        """Return the inverse document frequency, never negative."""
        return float(np.log1p((len(self._snapshot.live) - count + 0.5) / (count + 0.5)))


def order(
    snapshot: Snapshot, docs: Docs, sort: Sort, scores: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return in which order documents are shown, ties by newer date, then by id.

    Args:
        snapshot: The documents.
        docs: Those to order, shape (n,).
        sort: By what.
        scores: Their scores, shape (n,); used for relevance only.

    Returns:
        Places in ``docs``, shape (n,).
    """
    first = snapshot.first_days[docs]
    newest = -first
    ids = snapshot.id_ranks[docs]
    match sort:
        case Sort.RELEVANCE:
            keys: tuple[NDArray[np.number], ...] = (ids, newest, -scores)
        case Sort.NEWEST:
            keys = (ids, newest)
        case Sort.OLDEST:
            keys = (ids, np.where(first == 0, np.iinfo(np.int64).max, first))
        case Sort.TITLE:
            keys = (ids, newest, snapshot.title_ranks[docs])
    return np.lexsort(keys)
