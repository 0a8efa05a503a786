"""The program's own evaluator against the formula of its ranking, worked out in plain Python.

What occurs where, how often and in how long a text is taken from an index that Whoosh wrote
with its own codec; so neither the files nor the arrays of ours are asked. The formula is
the one `archive_tui.search.ranking` describes: BM25F over three texts, with neighbours, whole
titles and words typed without marks counted again.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.reading import IndexReader

from archive_tui.analysis import Form
from archive_tui.index import Snapshot
from archive_tui.index.schema import TEXT_FIELDS
from archive_tui.model import Accents, SearchRequest
from archive_tui.query import And, Node, Or, Phrase, TextField, Word
from archive_tui.search import occurrences
from archive_tui.search.answering import Answerer
from archive_tui.search.opened import OpenedIndex
from archive_tui.search.ranking import CHOSEN
from archive_tui.text.vietnamese import has_marks
from twins import COMMITS, FEW, WORDS, Commit, Twins, in_form, twins

_fields: Final = st.none() | st.sampled_from(list(TextField))
_typed: Final = st.sampled_from(WORDS)
_leaves: Final = st.builds(Word, _typed, st.none()) | st.builds(Word, _typed, _fields)
_phrases: Final = st.builds(Phrase, st.lists(_typed, min_size=2, max_size=3).map(tuple), _fields)
_texts: Final = _leaves | _phrases


def _several(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[tuple[Node, ...]]:
    return st.lists(parts, min_size=2, max_size=3).map(tuple)


_ands: Final = st.builds(And, _several(_texts | st.builds(Or, _several(_texts))))
_ors: Final = st.builds(Or, _several(_texts | st.builds(And, _several(_texts))))
_neighbours: Final = st.builds(And, _several(st.builds(Word, _typed)))
NODES: Final = _texts | _neighbours | _ands | _ors

_WEIGHTS: Final = {"title": CHOSEN.title, "caption": CHOSEN.caption, "body": 1.0}


@dataclass(frozen=True)
class Counted:
    """Something that counts: words side by side, each in its form."""

    words: tuple[tuple[Form, str], ...]
    field: TextField | None
    weight: float
    alone: bool = False
    is_pair: bool = False


class PlainScorer:
    """Finds and scores with what a reader of Whoosh tells.

    Args:
        reader: The reader.
        accents: How marks are taken.
    """

    def __init__(self, reader: IndexReader, accents: Accents) -> None:
        self._reader = reader
        self._accents = accents

    def found(self, node: Node) -> set[int]:
        """Return the records that match."""
        match node:
            case Word(_text, field) | Phrase(_text, field):
                counts = self._counts(self._words(node), field)
                return {doc for by_doc in counts.values() for doc in by_doc}
            case And(parts):
                return set.intersection(*map(self.found, parts))
            case Or(parts):
                return set.union(*map(self.found, parts))
            case _:
                raise AssertionError(node)

    def score(self, node: Node, doc: int, pairs_in: int | None = None) -> float:
        """Return how well a record answers, where neighbours are in so many; None as it is."""
        counted = [*self._counted(node), *self._whole_title(node)]
        return math.fsum(self._term(each, doc, pairs_in) for each in counted)

    def _counted(self, node: Node) -> Iterator[Counted]:
        match node:
            case Word(text, field):
                words = self._words(node)
                yield Counted(words, field, 1.0)
                if words[0][0] is Form.FOLDED:
                    exact = ((Form.EXACT, in_form(text, Form.EXACT)),)
                    yield Counted(exact, field, CHOSEN.as_typed)
            case Phrase(texts, field):
                yield Counted(self._words(node), field, float(len(texts)))
            case And(parts) | Or(parts):
                for part in parts:
                    yield from self._counted(part)
                if isinstance(node, And):
                    yield from self._pairs(parts)

    def _pairs(self, parts: Sequence[Node]) -> Iterator[Counted]:
        for first, second in pairwise(parts):
            if not (isinstance(first, Word) and isinstance(second, Word)):
                continue
            if first.field == second.field:
                words = self._words(first) + self._words(second)
                yield Counted(words, first.field, CHOSEN.pair, is_pair=True)

    def _whole_title(self, node: Node) -> Iterator[Counted]:
        parts = node.parts if isinstance(node, And) else (node,)
        texts = [part for part in parts if isinstance(part, Word | Phrase)]
        in_title = all(part.field in {None, TextField.TITLE} for part in texts)
        if in_title and len(texts) == len(parts):
            words = tuple(word for part in texts for word in self._words(part))
            yield Counted(words, TextField.TITLE, CHOSEN.whole_title, alone=True)

    def _words(self, node: Word | Phrase) -> tuple[tuple[Form, str], ...]:
        texts = node.words if isinstance(node, Phrase) else (node.text,)
        forms = (Form.FOLDED if self._loose(text) else Form.EXACT for text in texts)
        return tuple((form, in_form(text, form)) for form, text in zip(forms, texts, strict=True))

    def _loose(self, text: str) -> bool:
        smart = self._accents is Accents.SMART and not has_marks(text)
        return self._accents is Accents.IGNORE or smart

    def _term(self, term: Counted, doc: int, pairs_in: int | None) -> float:
        counts = self._counts(term.words, term.field)
        if term.alone:
            counts = {
                name: {d: n for d, n in by_doc.items() if self._length(name, d) == len(term.words)}
                for name, by_doc in counts.items()
            }
        frequency = 0.0
        for name, by_doc in counts.items():
            relative = self._length(name, doc) / self._mean(name)
            norm = 1 - CHOSEN.length_share + CHOSEN.length_share * relative
            frequency += _WEIGHTS[name] * by_doc.get(doc, 0) / norm
        count = len({d for by_doc in counts.values() for d in by_doc})
        if term.is_pair and pairs_in is not None:
            count = pairs_in
        rarity = math.log1p((self._reader.doc_count() - count + 0.5) / (count + 0.5))
        saturated = frequency * (CHOSEN.saturation + 1) / (frequency + CHOSEN.saturation)
        return term.weight * saturated * rarity

    def _counts(
        self, words: Sequence[tuple[Form, str]], field: TextField | None
    ) -> dict[str, dict[int, int]]:
        """Return how often words stand side by side, by text and record."""
        names = (field.value,) if field else TEXT_FIELDS
        return {name: self._in_text(words, name) for name in names}

    def _in_text(self, words: Sequence[tuple[Form, str]], name: str) -> dict[int, int]:
        places = [self._positions(f"{name}_{form}", word) for form, word in words]
        counts = {}
        for doc, firsts in places[0].items():
            count = sum(
                all(first + shift in each.get(doc, ()) for shift, each in enumerate(places))
                for first in firsts
            )
            if count:
                counts[doc] = count
        return counts

    def _positions(self, name: str, word: str) -> dict[int, set[int]]:
        if (name, word) not in self._reader:
            return {}
        matcher = self._reader.postings(name, word)
        positions = {}
        while matcher.is_active():
            positions[matcher.id()] = set(matcher.value_as("positions"))
            matcher.next()
        return positions

    def _length(self, name: str, doc: int) -> int:
        return self._reader.doc_field_length(doc, f"{name}_{Form.FOLDED}") or 0

    def _mean(self, name: str) -> float:
        """Return the mean length of a text where it is, deleted records left out."""
        lengths = (self._length(name, doc) for doc in self._reader.all_doc_ids())
        present = [length for length in lengths if length]
        return sum(present) / len(present) if present else 1.0


def check_query(both: Twins, opened: OpenedIndex, node: Node, accents: Accents) -> None:
    request = SearchRequest(accents=accents, expand=False)
    answer = Answerer(opened, request, lambda: None).answer(node)
    with both.stock.reader() as reader:
        plain = PlainScorer(reader, accents)
        assert set(answer.docs.tolist()) == plain.found(node)
        expected = [plain.score(node, doc) for doc in answer.docs.tolist()]
    # Lengths are single floats in the program, so a few of their last bits may differ.
    assert answer.scores.tolist() == pytest.approx(expected, rel=1e-5)
    shown = answer.scores[answer.page(0, len(expected))].tolist()
    assert shown == sorted(answer.scores.tolist(), reverse=True)
    assert answer.scores[answer.page(1, 2)].tolist() == shown[1:3]


@FEW
@given(COMMITS, st.lists(NODES, min_size=6, max_size=12), st.sampled_from(list(Accents)))
def test_the_evaluator_finds_and_scores_as_the_formula_says(
    commits: list[Commit], nodes: list[Node], accents: Accents
) -> None:
    with twins(commits) as both:
        opened = OpenedIndex(Snapshot(both.store.open(both.version)))
        try:
            for node in nodes:
                check_query(both, opened, node, accents)
        finally:
            opened.close()


@FEW
@given(COMMITS, st.lists(NODES, min_size=6, max_size=12), st.sampled_from(list(Accents)))
def test_a_sample_changes_only_how_rare_neighbours_are(
    commits: list[Commit], nodes: list[Node], accents: Accents
) -> None:
    request = SearchRequest(accents=accents, expand=False)
    with twins(commits) as both, pytest.MonkeyPatch.context() as patch:
        patch.setattr(occurrences, "_SAMPLE", 1)
        opened = OpenedIndex(Snapshot(both.store.open(both.version)))
        with both.stock.reader() as reader, closing(opened):
            plain = PlainScorer(reader, accents)
            for node in nodes:
                answer = Answerer(opened, request, lambda: None).answer(node)
                assert set(answer.docs.tolist()) == plain.found(node)
                for doc, score in zip(answer.docs.tolist(), answer.scores.tolist(), strict=True):
                    least = plain.score(node, doc, reader.doc_count())
                    most = plain.score(node, doc, 0)
                    assert least * (1 - 1e-5) <= score <= most * (1 + 1e-5)
