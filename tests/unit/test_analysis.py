"""The one analyser cuts text into the same words everywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tui.analysis import word_matches, words
from archive_tui.text.clean import clean


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Covid-19", ["Covid", "19"]),
        ("ngày 30/4", ["ngày", "30", "4"]),
        ("HĐND tỉnh", ["HĐND", "tỉnh"]),
        ("“tự diễn biến”", ["tự", "diễn", "biến"]),
        ("a_b", ["a", "b"]),
        ("8.500", ["8", "500"]),
        ("ก็", ["ก็"]),
        ("C++", ["C"]),
        ("...", []),
        ("", []),
    ],
)
def test_words_are_runs_of_letters_marks_and_digits(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text().map(clean))
def test_offsets_point_at_the_words(text: str) -> None:
    found = word_matches(text)
    assert [text[match.start() : match.end()] for match in found] == words(text)
