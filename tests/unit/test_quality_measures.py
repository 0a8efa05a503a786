"""The pure parts of the retrieval evaluation: measures, the bootstrap, BM25, free text."""

import importlib.util
import math
import random
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from archive_tui.analysis import words
from archive_tui.query import parse
from archive_tui.query.tree import And, Everything, Node, Phrase, Word
from archive_tui.text.clean import clean_line

if TYPE_CHECKING:
    import quality_bm25
    import quality_measures
    import quality_ours
else:  # the benchmarks are programs, not a package that tests could import

    def _loaded(name: str) -> object:
        file = Path(__file__).parents[2] / "benchmarks" / f"{name}.py"
        spec = importlib.util.spec_from_file_location(name, file)
        module = sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    quality_bm25 = _loaded("quality_bm25")
    quality_measures = _loaded("quality_measures")
    for below in ("quality_sets", "quality_engine"):
        _loaded(below)
    quality_ours = _loaded("quality_ours")

RANKINGS = st.lists(st.sampled_from("abcdefgh"), unique=True)
GRADES = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 3))
BAGS = st.lists(st.lists(st.sampled_from(["tàu", "bến", "ga", "xe"])), min_size=1, max_size=8)
USUAL = quality_bm25.Constants(k1=1.2, b=0.75)


@pytest.mark.parametrize(
    ("ranking", "relevant", "expected"),
    [
        ("abc", {"a": 1}, 1.0),
        ("bac", {"a": 1}, 1 / math.log2(3)),
        ("xya", {"a": 1}, 0.5),
        ("abx", {"a": 1, "b": 1}, 1.0),
        ("ax", {"a": 1, "b": 1}, 1 / (1 + 1 / math.log2(3))),
        ("ba", {"a": 3, "b": 1}, (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))),
        ("xy", {"a": 1}, 0.0),
        ("", {"a": 1}, 0.0),
        ("ab", {}, 0.0),
        ("ab", {"a": 0}, 0.0),
    ],
)
def test_ndcg_of_rankings_worked_out_by_hand(
    ranking: str, relevant: dict[str, int], expected: float
) -> None:
    assert quality_measures.ndcg(list(ranking), relevant) == pytest.approx(expected)


def test_ndcg_asks_for_no_more_than_fits_into_its_depth() -> None:
    relevant = dict.fromkeys(map(str, range(20)), 1)
    assert quality_measures.ndcg([str(number) for number in range(10)], relevant) == 1.0


@pytest.mark.parametrize(
    ("ranking", "relevant", "rank", "expected"),
    [
        ("abc", {"a": 1}, 1, 1.0),
        ("abc", {"c": 1, "b": 2}, 2, 0.5),
        ("abcdefghijk", {"j": 1}, 10, 0.1),
        ("abcdefghijk", {"k": 1}, 11, 0.0),
        ("abc", {"a": 0, "c": 1}, 3, 1 / 3),
        ("abc", {"z": 1}, None, 0.0),
    ],
)
def test_the_reciprocal_rank_counts_to_the_tenth_place(
    ranking: str, relevant: dict[str, int], rank: int | None, expected: float
) -> None:
    assert quality_measures.first_rank(list(ranking), relevant) == rank
    assert quality_measures.reciprocal_rank(list(ranking), relevant) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("place", "expected"), [(1, 0.5), (100, 0.5), (101, 0.0)], ids=["first", "last", "beyond"]
)
def test_recall_is_the_share_among_the_first_hundred(place: int, expected: float) -> None:
    ranking = [f"x{number}" for number in range(200)]
    ranking[place - 1] = "a"
    assert quality_measures.recall(ranking, {"a": 1, "missing": 2, "no": 0}) == expected


@given(RANKINGS, GRADES)
def test_every_measure_lies_between_nothing_and_all(
    ranking: list[str], relevant: dict[str, int]
) -> None:
    measures = (quality_measures.ndcg, quality_measures.reciprocal_rank, quality_measures.recall)
    for measure in measures:
        assert 0.0 <= measure(ranking, relevant) <= 1.0 + 1e-12


@given(GRADES)
def test_the_order_of_the_grades_is_the_best_order(relevant: dict[str, int]) -> None:
    best = sorted(relevant, key=lambda each: -relevant[each])
    expected = 1.0 if any(relevant.values()) else 0.0
    assert quality_measures.ndcg(best, relevant) == pytest.approx(expected)


def test_a_lead_over_itself_is_nothing() -> None:
    found = quality_measures.lead([0.2, 0.7, 1.0], [0.2, 0.7, 1.0])
    assert (found.mean, found.low, found.high, found.certain) == (0.0, 0.0, 0.0, False)


def test_a_lead_on_most_queries_is_certain_and_repeats() -> None:
    ours, theirs = [1.0] * 80 + [0.0] * 20, [0.5] * 100
    found = quality_measures.lead(ours, theirs)
    assert found.mean == pytest.approx(0.3)
    assert 0.2 < found.low < 0.3 < found.high < 0.4
    assert found.certain
    assert found == quality_measures.lead(ours, theirs)


def test_a_lead_that_chance_explains_is_not_certain() -> None:
    chance = random.Random(5)
    ours, theirs = ([chance.random() for _query in range(50)] for _engine in range(2))
    found = quality_measures.lead(ours, theirs)
    assert found.low < 0 < found.high
    assert not found.certain


@pytest.mark.parametrize(("ours", "theirs"), [([], []), ([1.0], [1.0, 0.5])])
def test_figures_that_cannot_be_paired_are_refused(ours: list[float], theirs: list[float]) -> None:
    with pytest.raises(ValueError, match="cannot be paired"):
        quality_measures.lead(ours, theirs)


def slow_bm25(bags: list[list[str]], query: list[str]) -> list[float]:
    """Return the score of each document, term by term, as the formula is printed."""
    average = sum(map(len, bags)) / len(bags)
    scores = []
    for bag in bags:
        score = 0.0
        for term in query:
            holders = sum(term in each for each in bags)
            times = Counter(bag)[term]
            norm = USUAL.k1 * (1 - USUAL.b + USUAL.b * (len(bag) / average if average else 0))
            rarity = math.log(1 + (len(bags) - holders + 0.5) / (holders + 0.5))
            score += rarity * times * (USUAL.k1 + 1) / (times + norm) if times else 0.0
        scores.append(score)
    return scores


@given(BAGS, st.lists(st.sampled_from(["tàu", "bến", "ga", "lạ"]), max_size=5))
def test_bm25_ranks_as_its_formula_says(bags: list[list[str]], query: list[str]) -> None:
    found = quality_bm25.Postings.of(bags).best(query, USUAL, depth=100)
    expected = slow_bm25(bags, query)
    assert set(found) == {number for number, score in enumerate(expected) if score > 0}
    scores = [expected[number] for number in found]
    assert all(one >= other - 1e-5 for one, other in pairwise(scores))


def test_bm25_keeps_the_order_of_the_documents_where_scores_are_equal() -> None:
    postings = quality_bm25.Postings.of([["ga", "tàu"], ["xe"], ["ga", "xe"], ["ga", "bến"]])
    assert postings.best(["ga"], USUAL, depth=2) == [0, 2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vụ “cá chết”: vì sao?", "Vụ cá chết vì sao?"),
        ("(ảnh) KHÔNG PHẢI VÀ hoặc OR", "ảnh không PHẢI và hoặc or"),
        ("title:tàu -ga *bến* xe~", "title tàu ga bến xe"),
        ("“chưa đóng", "chưa đóng"),
        ("* - ()", ""),
    ],
)
def test_free_text_has_no_syntax_left(text: str, expected: str) -> None:
    assert quality_ours.as_free_text(text) == expected


SYNTAX = st.sampled_from([*'"“”„«»()-*~:', " ", "OR", "KHÔNG", "title", "tàu", "ngày", "2024"])


def leaves(node: Node) -> list[Node]:
    """Return the parts of a tree that is joined by AND."""
    return list(node.parts) if isinstance(node, And) else [node]


@given(st.lists(SYNTAX | st.text(max_size=3)).map("".join).map(clean_line))
def test_free_text_is_read_as_words_only(text: str) -> None:
    assume(words(text))
    for leaf in leaves(parse(quality_ours.as_free_text(text))):
        assert isinstance(leaf, Word | Phrase | Everything)
