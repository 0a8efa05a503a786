"""The one analyser cuts text into the same words everywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tui.analysis import exact_words, folded_words, tokens, words
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
    for token in tokens(text):
        assert text[token.start : token.end] == token.surface
    assert [token.surface for token in tokens(text)] == words(text)


def test_both_forms_have_a_word_at_every_place() -> None:
    text = clean("Đường Hòa Bình")
    assert exact_words(text) == ("đường", "hoà", "bình")
    assert folded_words(text) == ("duong", "hoa", "binh")
