"""Documents put in order by their terms over all segments, and stopped in the middle of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tui.index import ranks
from archive_tui.index.ranks import merged_ranks

_lists = st.lists(st.sets(st.text("abế\0", max_size=3)).map(sorted), max_size=4)


@given(_lists, st.integers(1, 5))
def test_terms_have_their_places_among_all(lists: list[list[str]], at_once: int) -> None:
    places = {term: n for n, term in enumerate(sorted({term for own in lists for term in own}))}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranks, "_AT_ONCE", at_once)
        found = merged_ranks(lists, lambda: None)
    assert [own.tolist() for own in found] == [[places[term] for term in own] for own in lists]


def test_long_lists_are_merged_a_stretch_at_a_time() -> None:
    lists = [[f"{number:06}" for number in range(begin, 200_000, 3)] for begin in range(3)]
    asked: list[None] = []
    found = merged_ranks(lists, lambda: asked.append(None))
    assert np.array_equal(found[1], np.arange(1, 200_000, 3))
    assert len(asked) > 0.9 * 200_000 / ranks._AT_ONCE
