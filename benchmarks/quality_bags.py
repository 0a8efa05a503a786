"""Plain BM25 on bags of terms as a peer: on syllables, and on words that a segmenter cuts.

Title, captions and body of a document are one bag. Every word of a query is wished for and
none required.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from archive_tui.analysis import words
from archive_tui.text.vietnamese import exact_form, folded_form
from quality_bm25 import Constants, Postings
from quality_engine import DEPTH
from quality_sets import Corpus
from quality_words import Segmenter, cut

USUAL: Final = Constants(k1=1.2, b=0.75)
"""As most engines have them."""
ANSERINI: Final = Constants(k1=0.9, b=0.4)
"""As Anserini sets Lucene, found on news."""


@dataclass(frozen=True, slots=True)
class Syllables:
    """BM25 on syllables, one bag a document; queries without marks ask an index without."""

    constants: Constants
    """The numbers of the formula."""
    missing: str = ""
    """Always there."""

    @property
    def key(self) -> str:
        """What it is called on the command line."""
        return f"syllables{_suffix(self.constants)}"

    @property
    def name(self) -> str:
        """What it is called in the tables."""
        return f"BM25 on syllables, {self.constants}"

    @property
    def release(self) -> str:
        """Name and version of what adds the numbers up."""
        return f"numpy {np.__version__}"

    def rankings(self, corpus: Corpus, texts: Sequence[str], *, bare: bool) -> list[list[str]]:
        """Search a corpus; see `Engine`."""
        bags = (_syllables(text, bare=bare) for text in texts)
        return _best(corpus, _syllable_postings(corpus, bare=bare), bags, self.constants)


def _syllables(text: str, *, bare: bool) -> list[str]:
    return list(map(folded_form if bare else exact_form, words(text)))


@lru_cache(maxsize=2)
def _syllable_postings(corpus: Corpus, *, bare: bool) -> Postings:
    return Postings.of(_syllables(document.text, bare=bare) for document in corpus.documents)


@dataclass(frozen=True, slots=True)
class Words:
    """BM25 on words of one or more syllables, as a segmenter cuts them.

    Documents are cut as they are written; for queries without marks the marks are taken off
    afterwards. Queries are cut as they are typed, since nobody knows more when they come in.
    """

    constants: Constants
    """The numbers of the formula."""
    segmenter: Segmenter
    """Who says where a word ends."""
    cache: Path
    """Folder where words once cut are kept."""

    @property
    def key(self) -> str:
        """What it is called on the command line."""
        return f"{self.segmenter}{_suffix(self.constants)}"

    @property
    def name(self) -> str:
        """What it is called in the tables."""
        return f"BM25 on words of {self.segmenter}, {self.constants}"

    @property
    def missing(self) -> str:
        """The package that is not installed; empty where it can run."""
        return "" if self.segmenter.installed else self.segmenter.value

    @property
    def release(self) -> str:
        """Name and version of the segmenter."""
        return f"{self.segmenter} {self.segmenter.version}"

    def rankings(self, corpus: Corpus, texts: Sequence[str], *, bare: bool) -> list[list[str]]:
        """Search a corpus; see `Engine`."""
        postings = _word_postings(corpus, self.segmenter, self.cache, bare=bare)
        bags = (_words(text, bare=bare) for text in cut(self.segmenter, texts, self.cache))
        return _best(corpus, postings, bags, self.constants)


def _words(segmented: str, *, bare: bool) -> list[str]:
    form = folded_form if bare else exact_form
    return [form(word) for word in segmented.split() if any(map(str.isalnum, word))]


@lru_cache(maxsize=2)
def _word_postings(corpus: Corpus, segmenter: Segmenter, cache: Path, *, bare: bool) -> Postings:
    titles = [document.title for document in corpus.documents]
    rests = ["\n".join((*each.captions, each.body)) for each in corpus.documents]
    whole = cut(segmenter, [*titles, *rests], cache)
    pairs = zip(whole[: len(titles)], whole[len(titles) :], strict=True)
    return Postings.of(_words(f"{title}\n{rest}", bare=bare) for title, rest in pairs)


def _suffix(constants: Constants) -> str:
    return "" if constants == USUAL else "-anserini"


def _best(
    corpus: Corpus, postings: Postings, bags: Iterable[Sequence[str]], constants: Constants
) -> list[list[str]]:
    ids = [document.id for document in corpus.documents]
    return [[ids[number] for number in postings.best(bag, constants, DEPTH)] for bag in bags]
