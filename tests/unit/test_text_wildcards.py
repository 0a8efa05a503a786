"""Patterns with stars mean what they say, and never take long."""

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tui.text.wildcards import wildcard

LETTERS = st.text(alphabet="abđ", max_size=8)


@given(st.text(alphabet="abđ*", max_size=8), LETTERS)
def test_a_star_is_any_run_of_letters(pattern: str, word: str) -> None:
    assert bool(wildcard(pattern).fullmatch(word)) == fnmatchcase(word, pattern)


@pytest.mark.timeout(5)
def test_many_stars_take_no_longer_than_one() -> None:
    assert not wildcard("*a" * 30 + "*b").fullmatch("a" * 500)
    assert wildcard("*a" * 30 + "*").fullmatch("a" * 500)
