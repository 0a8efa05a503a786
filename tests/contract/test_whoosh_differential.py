"""Whoosh's own searcher and queries on our segments, against the same on Whoosh's segments.

Whoosh's codec is the oracle: what it says of records and terms, and what its searchers find
and score, ours has to say too. `AndNot`, `AndMaybe` and `DisjunctionMax` are left out, because
what Whoosh answers to them is wrong on any codec.
"""

import subprocess
import sys
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query, scoring
from whoosh.formats import Existence
from whoosh.index import Index
from whoosh.matching import ReadTooFar
from whoosh.reading import IndexReader, TermNotFound

from archive_tui.index.known_files import KnownFiles
from archive_tui.index.schema import POSITIONED_FIELDS, VALUE_FIELDS
from archive_tui.index.whoosh_index import WhooshIndex
from archive_tui.index.whoosh_matcher import PostingMatcher, TermPostings
from archive_tui.index.whoosh_schema import COLUMNS, RawPositions
from twins import COMMITS, FEW, WORDS, Commit, in_form, record_id, twins

WEIGHTINGS: Final = (scoring.BM25F, scoring.TF_IDF)
ABSENT: Final = "khôngcó"

_fields: Final = st.sampled_from(POSITIONED_FIELDS)
_words: Final = st.sampled_from((*WORDS, ABSENT))


def _terms() -> st.SearchStrategy[query.Query]:
    text = st.builds(lambda name, word: query.Term(name, in_form(word, name)), _fields, _words)
    value = st.builds(query.Term, st.sampled_from(["section", "tag"]), st.just("Xã hội"))
    return text | text | value


def _phrases() -> st.SearchStrategy[query.Query]:
    return st.builds(
        lambda name, words, slop: query.Phrase(name, [in_form(w, name) for w in words], slop),
        _fields,
        st.lists(st.sampled_from(WORDS), min_size=2, max_size=3),
        st.integers(1, 18),
    )


def _multiterms() -> st.SearchStrategy[query.Query]:
    prefix = st.builds(query.Prefix, _fields, st.sampled_from(["h", "d", "đư", "z", "ho"]))
    pattern = st.sampled_from(["h*", "*ng", "d*g", "?a", "ho?", "*", "m?"])
    fuzzy = st.builds(
        lambda name, word, distance, prefix: query.FuzzyTerm(
            name, in_form(word, name), maxdist=distance, prefixlength=prefix
        ),
        _fields,
        _words,
        st.integers(1, 2),
        st.integers(0, 1),
    )
    every = st.builds(query.Every, st.none() | _fields)
    return prefix | st.builds(query.Wildcard, _fields, pattern) | fuzzy | every


def _combined(parts: st.SearchStrategy[query.Query]) -> st.SearchStrategy[query.Query]:
    several = st.lists(parts, min_size=2, max_size=3)
    return (
        several.map(query.And)
        | several.map(query.Or)
        | st.builds(lambda part, other: query.And([part, query.Not(other)]), parts, parts)
    )


_SINGLE: Final = _terms() | _phrases() | _multiterms()
QUERIES: Final = st.tuples(
    st.lists(_phrases(), min_size=2, max_size=4),
    st.lists(_multiterms(), min_size=3, max_size=5),
    st.lists(st.recursive(_SINGLE, _combined, max_leaves=5), min_size=4, max_size=7),
).map(lambda kinds: [sought for kind in kinds for sought in kind])
"""Some queries of each kind, which chance alone would not give."""
PLAIN: Final = st.recursive(
    _terms(), lambda parts: st.lists(parts, min_size=2, max_size=3).map(query.Or), max_leaves=4
)


def hits(
    index: Index,
    sought: query.Query,
    weighting: Callable[[], Any],
    limit: int | None = None,
) -> list[tuple[str, float]]:
    """Return the ids of the records that are found, in order, and their scores."""
    with index.searcher(weighting=weighting()) as searcher:
        found = searcher.search(sought, limit=limit)
        return [(record_id(hit.fields()), hit.score) for hit in found]


def same_hits(ours: list[tuple[str, float]], stock: list[tuple[str, float]]) -> bool:
    scores = [score for _id, score in stock]
    return [name for name, _score in ours] == [name for name, _score in stock] and [
        score for _id, score in ours
    ] == pytest.approx(scores, rel=1e-6)


@FEW
@given(COMMITS, QUERIES)
def test_whoosh_finds_and_scores_the_same(
    commits: list[Commit], queries: list[query.Query]
) -> None:
    with twins(commits) as both:
        for sought in queries:
            for weighting in WEIGHTINGS:
                found = hits(both.ours, sought, weighting)
                assert same_hits(found, hits(both.stock, sought, weighting)), sought


@FEW
@given(COMMITS, st.lists(PLAIN, min_size=5, max_size=10), st.integers(1, 4))
def test_passing_over_blocks_loses_no_best_hit(
    commits: list[Commit], queries: list[query.Query], limit: int
) -> None:
    with twins(commits) as both, pytest.MonkeyPatch.context() as patch:
        patch.setattr(PostingMatcher, "BLOCK", 2)
        for sought in queries:
            for weighting in WEIGHTINGS:
                best = hits(both.stock, sought, weighting)
                found = hits(both.ours, sought, weighting, limit)
                scores = dict(best)
                assert [score for _id, score in found] == pytest.approx(
                    [score for _id, score in best[:limit]], rel=1e-6
                ), sought
                assert all(scores[name] == pytest.approx(score) for name, score in found)


@FEW
@given(COMMITS)
def test_whoosh_is_told_the_same_of_records_and_terms(commits: list[Commit]) -> None:
    with twins(commits) as both:
        assert both.ours.doc_count() == both.stock.doc_count()
        assert both.ours.doc_count_all() == both.stock.doc_count_all()
        assert not both.ours.is_empty()
        with both.ours.reader() as ours, both.stock.reader() as stock:
            check_records(ours, stock)
            assert set(ours.indexed_field_names()) == set(stock.indexed_field_names())
            for name in (*POSITIONED_FIELDS, *VALUE_FIELDS):
                check_lengths(ours, stock, name)
                check_terms(ours, stock, name)


def check_records(ours: IndexReader, stock: IndexReader) -> None:
    assert list(ours.all_doc_ids()) == list(stock.all_doc_ids())
    assert ours.has_deletions() == stock.has_deletions()
    assert list(ours.iter_docs()) == list(stock.iter_docs())
    everything = range(stock.doc_count_all())
    assert [ours.is_deleted(doc) for doc in everything] == [
        stock.is_deleted(doc) for doc in everything
    ]
    for name in COLUMNS:
        assert ours.has_column(name)
        column, stock_column = ours.column_reader(name), stock.column_reader(name)
        assert [column[doc] for doc in everything] == [stock_column[doc] for doc in everything]


def check_lengths(ours: IndexReader, stock: IndexReader, name: str) -> None:
    # Whoosh says None where a text has no words, and fails where no record has the field.
    docs = range(stock.doc_count_all())
    lengths = [ours.doc_field_length(doc, name) for doc in docs]
    assert lengths == [stock.doc_field_length(doc, name) or 0 for doc in docs]
    assert ours.field_length(name) == stock.field_length(name) == sum(lengths)
    if all(leaf.field_length(name) for leaf, _offset in leaves(stock)):
        assert ours.min_field_length(name) == min(lengths) == stock.min_field_length(name)
        assert ours.max_field_length(name) == max(lengths) == stock.max_field_length(name)


def check_terms(ours: IndexReader, stock: IndexReader, name: str) -> None:
    lexicon = [text for leaf, _offset in leaves(stock) for text in leaf.lexicon(name)]
    assert list(ours.lexicon(name)) == sorted(set(lexicon))
    for text in set(lexicon):
        assert (name, text) in ours
        assert ours.frequency(name, text) == stock.frequency(name, text)
        assert ours.doc_frequency(name, text) == stock.doc_frequency(name, text)
        assert term_facts(ours, name, text) == term_facts(stock, name, text)
        assert postings(ours, name, text) == postings(stock, name, text)
    assert (name, ABSENT) not in ours
    assert ours.frequency(name, ABSENT) == ours.doc_frequency(name, ABSENT) == 0
    with pytest.raises(TermNotFound):
        ours.term_info(name, ABSENT)


def leaves(reader: IndexReader) -> list[tuple[IndexReader, int]]:
    return [(reader, 0)] if reader.is_atomic() else list(reader.leaf_readers())


def term_facts(reader: IndexReader, name: str, text: bytes) -> tuple[float, ...]:
    info = reader.term_info(name, text)
    return (
        info.weight(), info.doc_frequency(), info.min_length(), info.max_length(),
        info.max_weight(), info.min_id(), info.max_id(),
    )  # fmt: skip


def postings(reader: IndexReader, name: str, text: bytes) -> list[tuple[object, ...]]:
    found = []
    matcher = reader.postings(name, text)
    while matcher.is_active():
        kinds = [kind for kind in ("frequency", "weight", "positions") if matcher.supports(kind)]
        values = [matcher.value_as(kind) for kind in kinds]
        found.append((matcher.id(), matcher.weight(), matcher.value() or b"", *values))
        matcher.next()
    return found


@settings(FEW, max_examples=8)
@given(COMMITS)
def test_terms_come_in_order_over_all_fields(commits: list[Commit]) -> None:
    with twins(commits) as both, both.ours.reader() as reader:
        for leaf, _offset in leaves(reader):
            every = list(leaf.all_terms())
            assert every == sorted(set(every))
            assert [term for term, _info in leaf] == every
            for name in POSITIONED_FIELDS:
                after = [term for term, _info in leaf.iter_from(name, "h")]
                assert after == [term for term in every if term >= (name, b"h")]
                cursor = leaf.cursor(name)
                walked = []
                while cursor.is_valid():
                    walked.append(cursor.text())
                    assert cursor.term_info().doc_frequency() > 0
                    cursor.next()
                assert walked == list(leaf.field_terms(name))
                assert cursor.find("\U0010ffff") is None
                assert cursor.term_info() is None
                assert cursor.first() == (walked[0] if walked else None)


class PlainScorer:
    """Scores a posting by its weight against the length of its text."""

    def supports_block_quality(self) -> bool:
        return True

    def score(self, matcher: PostingMatcher) -> float:
        return matcher.weight()

    def max_quality(self) -> float:
        return 9.0

    def block_quality(self, matcher: PostingMatcher) -> float:
        return matcher.block_max_weight()


def some_postings(frequencies: list[int]) -> TermPostings:
    counts = np.array(frequencies, dtype=np.int64)
    docs = np.arange(len(counts), dtype=np.int64) * 3
    positions = np.arange(counts.sum(), dtype=np.uint32)
    return TermPostings(docs, counts, counts + 1, lambda: positions)


@FEW
@given(st.lists(st.integers(1, 9), min_size=1, max_size=20), st.integers(0, 70), st.integers(0, 9))
def test_a_matcher_skips_to_where_it_would_walk(
    frequencies: list[int], doc: int, quality: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PostingMatcher, "BLOCK", 4)
        made = some_postings(frequencies)
        matcher = PostingMatcher(made, RawPositions(), ("body_exact", b"a"), PlainScorer())
        walker = matcher.copy()
        ids = walker.all_ids()
        assert ids == made.docs.tolist()
        matcher.skip_to(doc)
        while walker.is_active() and walker.id() < doc:
            walker.next()
        assert matcher.is_active() == walker.is_active()
        if matcher.is_active():
            assert matcher.id() == walker.id()
            assert matcher.value_as("positions") == walker.value_as("positions")
            assert matcher.value_as("frequency") == matcher.weight() == matcher.score()
            assert matcher.block_min_id() <= matcher.id() <= matcher.block_max_id()
            assert matcher.block_min_length() <= matcher.weight() + 1 <= matcher.block_max_length()
        else:
            assert matcher.block_quality() == max(frequencies[-1 - (len(frequencies) - 1) % 4 :])
            with pytest.raises(ReadTooFar):
                matcher.next()
            with pytest.raises(ReadTooFar):
                matcher.skip_to(doc)
        matcher.reset()
        assert matcher.all_ids() == ids
        passed = matcher.skip_to_quality(quality)
        begin = matcher.id() // 3 if matcher.is_active() else len(frequencies)
        assert passed == -(-begin // 4)
        assert all(count <= quality for count in frequencies[:begin])
        assert not matcher.is_active() or matcher.block_quality() > quality


def test_values_without_positions_have_none() -> None:
    nothing = np.empty(0, dtype=np.uint32)
    ones = np.ones(2, dtype=np.int64)
    made = TermPostings(np.array([1, 5]), ones, ones * 0, lambda: nothing)
    matcher = PostingMatcher(made, Existence(), ("tag", b"a"))
    assert not matcher.supports("positions")
    assert not matcher.supports_block_quality()
    assert matcher.value() == b""
    assert (matcher.value_as("frequency"), matcher.weight()) == (1, 1.0)


def test_an_index_without_segments_is_empty() -> None:
    index = WhooshIndex([])
    assert index.is_empty()
    assert index.doc_count() == index.doc_count_all() == 0
    assert hits(index, query.Every(), scoring.BM25F) == []
    assert index.refresh() is index


@settings(FEW, max_examples=3)
@given(COMMITS)
def test_an_index_stays_as_it_is_and_refreshes(commits: list[Commit]) -> None:
    with twins(commits) as both:
        assert both.ours.latest_generation() == both.version.generation
        assert both.ours.up_to_date()
        assert both.ours.refresh() is both.ours
        before = both.ours.doc_count()
        writer = both.store.writer(both.version, lambda: None)
        writer.delete("article", "a0-0")
        writer.commit(KnownFiles())
        assert both.ours.doc_count() == before
        assert not both.ours.up_to_date()
        newer = both.ours.refresh()
        assert newer.latest_generation() == both.version.generation + 1
        newer.close()


@settings(FEW, max_examples=8)
@given(COMMITS, st.sampled_from(["date_first", "kind"]), st.booleans())
def test_records_are_sorted_by_columns(commits: list[Commit], name: str, reverse: bool) -> None:
    with twins(commits) as both:
        orders = []
        for index in (both.ours, both.stock):
            with index.searcher() as searcher:
                found = searcher.search(query.Every(), limit=None, sortedby=name, reverse=reverse)
                orders.append([record_id(hit.fields()) for hit in found])
        assert orders[0] == orders[1]


def test_the_program_starts_without_whoosh() -> None:
    code = (
        "import sys, archive_tui.cli.main, archive_tui.search, archive_tui.tui.app;"
        "sys.exit('whoosh' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
