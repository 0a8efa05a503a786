"""Sets of numbers as arrays, against sets of Python."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from archive_tui.search.arrays import (
    contained,
    contained_ascending,
    intersect,
    mask_of,
    values_at,
)

_near = st.integers(0, 60)
_far = st.integers(0, 3_000_000)
_sets = st.frozensets(_near, max_size=40) | st.frozensets(_far, max_size=40)


def ascending(numbers: frozenset[int], kind: str = "i8") -> np.ndarray:
    return np.array(sorted(numbers), dtype=kind)


@given(_sets, _sets, st.sampled_from(["u4", "i4", "i8"]))
def test_membership_and_intersection_are_those_of_sets(
    first: frozenset[int], second: frozenset[int], kind: str
) -> None:
    needles, hay = ascending(first, kind), ascending(second, kind)
    assert contained(needles, hay).tolist() == [number in second for number in sorted(first)]
    assert intersect(needles, hay).tolist() == sorted(first & second)


@given(_sets, _sets)
def test_membership_a_stretch_at_a_time_is_the_same(
    first: frozenset[int], second: frozenset[int]
) -> None:
    found = contained_ascending(ascending(first), ascending(second))
    assert found.tolist() == [number in second for number in sorted(first)]


def test_many_numbers_over_many_stretches() -> None:
    chance = np.random.default_rng(7)
    hay, needles = (np.unique(chance.integers(0, 4_000_000, 90_000)) for _ in range(2))
    assert (contained_ascending(needles, hay) == np.isin(needles, hay)).all()


@given(_sets)
def test_a_mask_holds_its_numbers(numbers: frozenset[int]) -> None:
    size = max(numbers, default=0) + 1
    assert np.flatnonzero(mask_of(ascending(numbers), size)).tolist() == sorted(numbers)


@given(st.dictionaries(_near, st.integers(1, 200), max_size=60), st.frozensets(_near, max_size=60))
def test_values_are_found_by_number(values: dict[int, int], wanted: frozenset[int]) -> None:
    own = ascending(frozenset(values), "u4")
    counts = np.array([values[number] for number in sorted(values)], dtype="u1")
    found = values_at(ascending(wanted), own, counts, 61)
    assert found.tolist() == [values.get(number, 0) for number in sorted(wanted)]


def test_values_are_found_when_one_side_is_much_larger() -> None:
    many, few = np.arange(0, 2_000, 2), np.array([3, 4, 1_998, 2_500])
    counts = (many % 200 + 1).astype("u1")
    assert values_at(few, many, counts, 3_000).tolist() == [0, 5, 199, 0]
    sparse = values_at(many, few, np.array([7, 8, 9, 10], dtype="u1"), 3_000)
    assert {place: int(sparse[place]) for place in np.flatnonzero(sparse)} == {2: 8, 999: 9}
