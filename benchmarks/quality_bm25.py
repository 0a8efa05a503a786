"""BM25 over bags of terms, written for the evaluation: plain, whole, and quick enough.

It is the yardstick: the formula that search engines have by default, with nothing of our own
engine in it. What a term is, a syllable or a word, is the caller's business.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Constants:
    """The two numbers of the formula."""

    k1: float
    """How much a second occurrence of a term still adds."""
    b: float
    """How much the length of a document counts against it, from 0 to 1."""

    def __str__(self) -> str:
        """Return how tables name them."""
        return f"k1 {self.k1}, b {self.b}"


@dataclass(frozen=True, slots=True)
class Postings:
    """How often each term occurs in each document, ordered by term, then by document."""

    terms: dict[str, int]
    """The number of each term."""
    starts: NDArray[np.int64]
    """Where the postings of a term begin; one more than there are terms."""
    documents: NDArray[np.int32]
    """The document of each posting."""
    counts: NDArray[np.float32]
    """How often the term occurs in it."""
    lengths: NDArray[np.float32]
    """Terms in each document."""

    @classmethod
    def of(cls, bags: Iterable[Sequence[str]]) -> "Postings":
        """Index documents.

        Args:
            bags: The terms of each document.
        """
        terms: dict[str, int] = {}
        term_parts, lengths = [], []
        for bag in bags:
            numbered = [terms.setdefault(term, len(terms)) for term in bag]
            term_parts.append(np.asarray(numbered, dtype=np.int64))
            lengths.append(len(bag))
        owners = np.repeat(np.arange(len(lengths)), lengths)
        whole = np.concatenate([np.empty(0, np.int64), *term_parts])
        pairs, counts = np.unique(whole * max(1, len(lengths)) + owners, return_counts=True)
        numbers, documents = np.divmod(pairs, max(1, len(lengths)))
        starts = np.searchsorted(numbers, np.arange(len(terms) + 1))
        return cls(
            terms,
            starts.astype(np.int64),
            documents.astype(np.int32),
            counts.astype(np.float32),
            np.asarray(lengths, dtype=np.float32),
        )

    def best(self, query: Sequence[str], constants: Constants, depth: int) -> list[int]:
        """Rank the documents that have any term of a query.

        The formula is that of Robertson and Zaragoza (The Probabilistic Relevance Framework,
        2009) with the inverse document frequency that Lucene uses, which is never negative. A
        term that is asked for twice counts twice. Ties stand in the order of the documents.

        Args:
            query: Terms; those no document has are passed over.
            constants: The numbers of the formula.
            depth: Most documents to return.

        Returns:
            Numbers of documents, best first.
        """
        total = len(self.lengths)
        scores = np.zeros(total, dtype=np.float32)
        average = (float(self.lengths.mean()) if total else 0.0) or 1.0
        norms = constants.k1 * (1 - constants.b + constants.b * self.lengths / average)
        for term, times in Counter(query).items():
            number = self.terms.get(term)
            if number is None:
                continue
            own = slice(self.starts[number], self.starts[number + 1])
            found, counts = self.documents[own], self.counts[own]
            rarity = np.log1p((total - len(found) + 0.5) / (len(found) + 0.5))
            scores[found] += times * rarity * counts * (constants.k1 + 1) / (counts + norms[found])
        order = np.argsort(-scores, kind="stable")[:depth]
        return [int(number) for number in order if scores[number] > 0]
