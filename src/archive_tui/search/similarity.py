"""Articles that speak of the same: found by the words that tell an article from the others.

The words of an article are weighed by how often they stand in it and how rare they are in
the archive (tf-idf; Salton and Buckley, "Term-weighting approaches in automatic text
retrieval", 1988). The weightiest become a question of weighted words and neighbours, ranked
as any other.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from archive_tui.analysis import words
from archive_tui.index.postings import Docs
from archive_tui.index.schema import ARTICLE
from archive_tui.model import Accents, Article
from archive_tui.query import Form
from archive_tui.search.occurrences import OccurrenceFinder
from archive_tui.search.opened import OpenedIndex
from archive_tui.search.ordering import Key, Order
from archive_tui.search.ranking import Ranker, WeightedText
from archive_tui.search.resolving import Resolver, Slot, SoughtText
from archive_tui.text.vietnamese import exact_form

TERMS: Final = 40
"""Words and pairs of words that stand for an article."""
_CANDIDATES: Final = 3 * TERMS
"""Words and pairs whose rarity is looked up."""
_TITLE_COUNTS: Final = 3
"""What an occurrence in the title counts, against one elsewhere."""
_SATURATION: Final = 1.5
"""How soon further occurrences in the article stop to count."""
_SHARED: Final = 5
"""Most words that are named as common to two articles."""

_Gram = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """A document and how much it is like the article."""

    doc: int
    """The document."""
    score: float
    """Comparable inside one answer only."""
    shared: tuple[str, ...]
    """The most telling words they have in common."""


class LikenessFinder:
    """Finds articles like one.

    Args:
        opened: Where to look.
        check: Called now and then; raises to stop.
    """

    def __init__(self, opened: OpenedIndex, check: Callable[[], None]) -> None:
        self._snapshot = opened.snapshot
        self._check = check
        self._finder = OccurrenceFinder(opened.snapshot, check)
        resolver = Resolver(Accents.STRICT, opened.words)
        self._ranker = Ranker(opened.snapshot, self._finder, resolver, Accents.STRICT)

    def find(self, article: Article, limit: int) -> tuple[Likeness, ...]:
        """Return the articles most like one, most like it first; the article itself is left out.

        Args:
            article: The article; it need not be in the index.
            limit: Most articles to return.
        """
        terms = self._significant(article)
        docs = self._others(article.id)
        scores = self._ranker.weigh(terms, docs)
        alike = np.flatnonzero(scores > 0)
        docs, scores = docs[alike], scores[alike]
        by_score: Key = lambda places, _check: -scores[places]  # noqa: E731 - as its neighbour
        by_id: Key = lambda places, check: self._snapshot.id_ranks(docs[places], check)  # noqa: E731
        best = Order(len(docs), [by_score, by_id]).first(limit, self._check).tolist()
        found = {int(docs[place]): float(scores[place]) for place in best}
        shared = self._shared(terms, np.array(sorted(found), dtype=np.intp))
        return tuple(Likeness(doc, score, tuple(shared[doc])) for doc, score in found.items())

    def _others(self, article_id: str) -> Docs:
        snapshot = self._snapshot
        articles = snapshot.live & (snapshot.kinds == ARTICLE)
        articles[snapshot.record("article", article_id)] = False
        return np.flatnonzero(articles)

    def _significant(self, article: Article) -> list[WeightedText]:
        """Return the terms that tell the article from the others, the most telling first."""
        counts = _grams(article)
        likely = sorted(counts, key=lambda gram: (-self._promise(gram, counts[gram]), gram))
        found = []
        for gram in likely[:_CANDIDATES]:
            text = SoughtText(tuple(Slot(Form.EXACT, (word,)) for word in gram))
            count = self._finder.find(text).count
            if count > 1:  # a word nobody else has finds nobody
                found.append(WeightedText(text, self._worth(counts[gram], count)))
        return sorted(found, key=lambda term: -term.weight)[:TERMS]

    def _promise(self, gram: _Gram, count: int) -> float:
        """Guess what a gram is worth from the rarity of its words."""
        rarest = min(self._snapshot.texts.amount(f"body_{Form.EXACT}", word)[0] for word in gram)
        return self._worth(count, max(rarest, 1))

    def _worth(self, count: int, in_documents: int) -> float:
        rarity = math.log1p(self._snapshot.live_count / in_documents)
        return rarity * count / (count + _SATURATION)

    def _shared(self, terms: Sequence[WeightedText], docs: Docs) -> dict[int, list[str]]:
        shared: dict[int, list[str]] = {int(doc): [] for doc in docs}
        for term in terms:
            name = " ".join(slot.terms[0] for slot in term.text.slots)
            for doc in docs[self._finder.find(term.text).mask[docs]].tolist():
                said = shared[doc]
                if len(said) < _SHARED and not any(name in other for other in said):
                    said.append(name)
        return shared


def _grams(article: Article) -> Counter[_Gram]:
    """Count the words and the neighbours of an article, those of its title several times."""
    counts: Counter[_Gram] = Counter()
    for text, weight in _weighted_texts(article):
        forms = [exact_form(word) for word in words(text)]
        for gram in (*((form,) for form in forms), *pairwise(forms)):
            counts[gram] += weight
    return counts


def _weighted_texts(article: Article) -> Iterator[tuple[str, int]]:
    yield article.title, _TITLE_COUNTS
    yield from ((paragraph, 1) for paragraph in article.paragraphs)
    yield from ((photo.caption, 1) for photo in article.header.photos)
