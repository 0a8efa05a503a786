"""Orders worked out as far as they are looked at."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from archive_tui.search.ordering import Order

_rows = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=120)


def order_of(rows: Sequence[tuple[int, int]]) -> Order:
    first, second = (np.array(column) for column in zip(*rows, strict=True))
    last = np.arange(len(rows))[::-1]
    return Order(
        len(rows),
        [lambda at, _: first[at], lambda at, _: second[at], lambda at, _: last[at]],
    )


@given(_rows, st.lists(st.integers(0, 130), max_size=4))
def test_the_first_hits_are_those_of_the_whole_order(
    rows: list[tuple[int, int]], counts: list[int]
) -> None:
    whole = sorted(range(len(rows)), key=lambda at: (*rows[at], -at))
    order = order_of(rows)
    for count in counts:
        assert order.first(count).tolist() == whole[:count]


def test_later_keys_are_asked_for_few_hits() -> None:
    asked: list[int] = []

    def last(places: np.ndarray | slice, _check: object) -> np.ndarray:
        found = np.arange(10_000)[places]
        asked.append(len(found))
        return found

    order = Order(10_000, [lambda at, _: np.arange(10_000)[at] // 10, last])
    assert order.first(20).tolist() == list(range(20))
    assert max(asked) < 200
