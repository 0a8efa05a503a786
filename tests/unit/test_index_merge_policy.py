"""Segments stay few, and small commits stay small."""

import random
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tui.index.merge_policy import to_merge

BUDGET: Final = 1_000
"""Records that any commit may merge."""
A_TIER: Final = 8
PART: Final = 16
"""One such part of all records may be merged by a commit that has time."""
MOST: Final = 48
"""Segments from which on every commit has time."""
SHARE: Final = 16
"""Records a commit may merge for each one it wrote."""


class Shelf:
    """Segments as the writer keeps them, as sizes only."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.deleted: list[int] = []
        self.most = 0

    def commit(self, written: int, *, at_once: bool = False) -> int:
        """Write a segment and merge as the policy says; return the records that were merged."""
        self.sizes.append(written)
        self.deleted.append(0)
        chosen = to_merge(self.sizes, self.deleted, written, at_once=at_once)
        cost = sum(self.sizes[place] for place in chosen)
        if chosen:
            rest = [place for place in range(len(self.sizes)) if place not in chosen]
            self.deleted = [*(self.deleted[place] for place in rest), 0]
            self.sizes = [*(self.sizes[place] for place in rest), cost]
        self.most = max(self.most, len(self.sizes))
        return cost

    def delete(self, place: int, count: int) -> None:
        count = min(count, self.sizes[place] - 1)
        self.sizes[place] -= count
        self.deleted[place] += count


def test_commits_of_one_record_merge_no_more_than_the_budget_and_leave_few_segments() -> None:
    shelf = Shelf()
    costs = [shelf.commit(1) for _number in range(20_000)]
    assert max(costs) <= max(BUDGET, 20_000 // PART)
    assert sum(costs) / len(costs) < 60, "records merged for each one written"
    assert shelf.most <= 4 * A_TIER
    assert sum(shelf.sizes) == 20_000


def test_thousands_of_single_changes_to_a_large_archive_never_wait_for_a_merge() -> None:
    shelf = Shelf()
    shelf.commit(100_000)
    for _number in range(5_000):
        shelf.delete(0, 1)
        assert shelf.commit(1, at_once=True) <= BUDGET
    assert shelf.most <= 3 * A_TIER


def test_single_changes_without_end_leave_no_more_segments_than_there_may_be() -> None:
    shelf = Shelf()
    shelf.commit(100_000)
    costs = [shelf.commit(1, at_once=True) for _number in range(60_000)]
    assert max(costs) <= 160_000 // PART
    assert sum(cost > BUDGET for cost in costs) < 10
    assert shelf.most <= MOST + 1


@pytest.mark.parametrize("written", [10, 300, 2_000, 10_000])
def test_an_archive_that_grows_evenly_keeps_a_number_of_segments_a_tier(written: int) -> None:
    shelf = Shelf()
    for _number in range(150):
        cost = shelf.commit(written)
        assert cost <= max(BUDGET, SHARE * written, sum(shelf.sizes) // PART)
    tiers = 4  # that commits of one size go through
    assert shelf.most <= tiers * A_TIER


def test_a_large_commit_pays_for_a_large_merge() -> None:
    shelf = Shelf()
    for _number in range(7):
        assert shelf.commit(20_000) == 0
    assert shelf.commit(30_000) == 7 * 20_000 + 30_000
    assert len(shelf.sizes) == 1


def test_a_small_commit_leaves_large_segments_alone() -> None:
    sizes = [20_000] * 8
    assert to_merge([*sizes, 1], [0] * 9, 1) == ()
    assert to_merge([*sizes, *[1] * 8], [0] * 16, 1) == tuple(range(8, 16))


def test_what_a_whole_tier_would_cost_too_much_is_merged_in_part() -> None:
    assert to_merge([100_000, *[200] * 8], [0] * 9, 1, at_once=True) == (1, 2, 3, 4, 5)
    assert to_merge([100_000, *[200] * 8], [0] * 9, 1) == tuple(range(1, 9))
    assert to_merge([100_000, *[400] * 8], [0] * 9, 1, at_once=True) == ()


def test_a_segment_most_of_which_is_deleted_is_written_anew() -> None:
    assert to_merge([100, 900], [0, 901], 1) == (1,)
    assert to_merge([100, 900], [0, 900], 1) == ()
    assert to_merge([100, 9_000], [0, 90_000], 1) == ()
    assert to_merge([100, 9_000], [0, 90_000], 1_000) == (1,)


def test_many_mostly_deleted_segments_are_written_anew_a_few_at_a_time() -> None:
    shelf = Shelf()
    shelf.sizes, shelf.deleted = [300] * 6, [301] * 6
    for _number in range(40):
        assert shelf.commit(1) <= BUDGET
    assert not any(shelf.deleted)
    assert shelf.most <= 6 + 2 * A_TIER


def test_updates_that_replace_what_is_there_keep_segments_few() -> None:
    chance = random.Random(5)
    shelf = Shelf()
    for _number in range(3_000):
        if shelf.sizes and sum(shelf.sizes) > 5_000:
            shelf.delete(chance.choices(range(len(shelf.sizes)), shelf.sizes)[0], 10)
        assert shelf.commit(chance.randint(1, 20)) <= BUDGET
    assert shelf.most <= 4 * A_TIER


@given(
    st.lists(st.tuples(st.integers(1, 100_000), st.integers(0, 100_000)), max_size=40),
    st.integers(0, 50_000),
)
def test_places_are_ascending_and_what_they_cost_is_allowed(
    segments: list[tuple[int, int]], written: int
) -> None:
    sizes, deleted = [size for size, _gone in segments], [gone for _size, gone in segments]
    chosen = to_merge(sizes, deleted, written)
    assert list(chosen) == sorted(set(chosen))
    assert all(0 <= place < len(sizes) for place in chosen)
    assert sum(sizes[place] for place in chosen) <= max(BUDGET, SHARE * written, sum(sizes) // PART)
