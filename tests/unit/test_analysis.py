"""The one analyser cuts text into the same words everywhere."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tui.analysis import MARKS, word_matches, word_parts, words
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


def test_the_marks_are_those_of_all_living_scripts() -> None:
    blocks = (range(0x300, 0x3100), range(0xA660, 0xAC00), range(0xFE20, 0xFE30))
    chars = [chr(code) for block in blocks for code in block]
    scanned = {char for char in chars if unicodedata.category(char)[0] == "M"}
    assert list(MARKS) == sorted(set(MARKS))
    assert scanned <= set(MARKS)
    newer = set(MARKS) - scanned  # an older Python does not know the youngest yet
    assert all(unicodedata.category(char) == "Cn" for char in newer)


@given(st.text(st.one_of(st.sampled_from(f"ađ9_ -{MARKS[:3]}{MARKS[-3:]}"), st.characters())))
def test_a_word_begins_with_a_letter_or_digit_and_goes_on_with_marks_too(text: str) -> None:
    assert words(text) == re.findall(rf"[^\W_](?:[^\W_]|[{MARKS}])*", text)


@given(st.text())
def test_parts_are_the_words_and_what_is_between_them(text: str) -> None:
    parts = word_parts(text)
    assert parts[1::2] == words(text)
    assert "".join(parts) == text
    assert not any(words(between) for between in parts[0::2])
