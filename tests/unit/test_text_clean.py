"""The text gate lets nothing through that could move a terminal or hide in a word."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tui.text.clean import clean, clean_line
from support import HOSTILE


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Đường", "Đường"),
        (unicodedata.normalize("NFD", "Đường Hòa"), "Đường Hòa"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x9b31m", "31m"),
        ("\x1b]0;title\x07x", "]0;titlex"),
        ("a\u202eb\u2066c\u200bd\ufeff", "abcd"),
        ("xã\u00adhội", "xãhội"),
        ("e\u200b\u0301", "é"),
        ("tab\tstays\n", "tab\tstays\n"),
        ("\ud800", "\ufffd"),
        ("😀 中文", "😀 中文"),
    ],
)
def test_cleaning_keeps_what_is_read_and_drops_what_is_not(given_text: str, expected: str) -> None:
    assert clean(given_text) == expected


@given(st.text())
def test_cleaned_text_is_nfc_and_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert clean(cleaned) == cleaned
    assert not any(
        unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t" for char in cleaned
    )
    cleaned.encode("utf-8")


def test_hostile_text_loses_its_escapes_and_keeps_its_letters() -> None:
    cleaned = clean(HOSTILE)
    assert "\x1b" not in cleaned
    assert "\x9b" not in cleaned
    assert "\u202e" not in cleaned
    assert "[/foo [bold]x[/]" in cleaned


def test_a_line_has_no_line_ends_and_single_blanks() -> None:
    assert clean_line("  a\n\tb \u00a0 c  ") == "a b c"
