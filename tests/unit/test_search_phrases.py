"""Phrases put together from postings, against a reader of texts."""

from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tui.index.postings import Postings
from archive_tui.search import phrases
from archive_tui.search.phrases import meeting, merged, phrase

_texts = st.lists(st.lists(st.sampled_from("abc"), max_size=12), min_size=1, max_size=8)


def postings(texts: Sequence[Sequence[str]], word: str) -> Postings:
    places = [[place for place, own in enumerate(text) if own == word] for text in texts]
    docs = np.array([doc for doc, own in enumerate(places) if own], dtype="u4")
    counts = np.array([len(own) for own in places if own], dtype="u1")
    return Postings.of(docs, counts, np.array(list(chain(*places)), dtype="u2"))


def naive(texts: Sequence[Sequence[str]], words: Sequence[str], slop: int) -> Mapping[int, int]:
    """Count the first words that have the others behind them, each as soon as it comes."""
    found: dict[int, int] = {}
    for doc, text in enumerate(texts):
        for begin, own in enumerate(text):
            end, left = begin, list(words[1:])
            while own == words[0] and left and end + 1 < len(text):
                end += 1
                left = left[1:] if text[end] == left[0] else left
            if own == words[0] and not left and end - begin < len(words) + slop:
                found[doc] = found.get(doc, 0) + 1
    return found


@given(_texts, st.lists(st.sampled_from("abc"), min_size=2, max_size=4), st.integers(0, 3))
def test_a_phrase_is_found_where_a_reader_finds_it(
    texts: list[list[str]], words: list[str], slop: int
) -> None:
    lists = [postings(texts, word) for word in words]
    found = phrase(lists, meeting(lists), slop, lambda: None)
    have = dict(zip(found.docs.tolist(), found.counts.tolist(), strict=True))
    assert have == naive(texts, words, slop)


@given(_texts)
def test_words_that_stand_for_one_have_the_postings_of_both(texts: list[list[str]]) -> None:
    alike = [["a" if word == "b" else word for word in text] for text in texts]
    both = merged([postings(texts, "a"), postings(texts, "b")])
    expected = postings(alike, "a")
    for name in ("docs", "counts", "positions"):
        assert getattr(both, name).tolist() == getattr(expected, name).tolist()


def test_documents_are_looked_at_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [["a", "b", "a"], ["b"], ["a", "c"], ["c", "a", "b"], ["a"], ["a", "b", "a", "b"]] * 9
    lists = [postings(texts, word) for word in "ab"]
    whole = phrase(lists, meeting(lists), 0, lambda: None)
    asked: list[None] = []
    monkeypatch.setattr(phrases, "_AT_ONCE", 2)
    parts = phrase(lists, meeting(lists), 0, lambda: asked.append(None))
    assert parts.docs.tolist() == whole.docs.tolist()
    assert parts.counts.tolist() == whole.counts.tolist()
    assert len(asked) == -(-len(meeting(lists)) // 2)
