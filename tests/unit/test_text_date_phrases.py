"""Every phrase of the date language, in every spelling, and every mistake with its answer.

The expected days were worked out by hand from a calendar, never taken from the program.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from archive_tui.errors import DateSyntaxError
from archive_tui.model import DateSpan
from archive_tui.text.dates import parse_dates
from archive_tui.text.vietnamese import strip_marks

TODAY: Final = date(2026, 11, 25)  # a Wednesday


def rows(name: str) -> list[list[str]]:
    """Return the rows of a table, without its heading and comments."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines if not line.startswith("#")]


PHRASES: Final = rows("date_phrases.tsv")
MISTAKES: Final = rows("date_mistakes.tsv")


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def wide_digits(text: str) -> str:
    return text.translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)})


def stretched(text: str) -> str:
    return f"  {text} ".replace(" ", " \u00a0\t")


def days(first: str, last: str) -> DateSpan:
    """Return a span as the table writes it."""
    begin = date.min if first == "-" else date.fromisoformat(first)
    return DateSpan(begin, date.max if last == "-" else date.fromisoformat(last))


def read(phrase: str) -> DateSpan | str:
    """Return what a phrase means, or what is said of it."""
    try:
        return parse_dates(phrase, TODAY)
    except DateSyntaxError as error:
        return str(error)


@pytest.mark.parametrize(
    "respelt",
    [str, strip_marks, decomposed, str.upper, str.title, wide_digits, stretched],
    ids=["as written", "without marks", "decomposed", "capitals", "titles", "wide", "blanks"],
)
def test_every_phrase_means_the_same_days_however_it_is_spelt(
    respelt: Callable[[str], str],
) -> None:
    meant = {
        phrase: (days(first, last), read(respelt(phrase))) for phrase, first, last, _ in PHRASES
    }
    wrong = {phrase: got for phrase, (wanted, got) in meant.items() if got != wanted}
    assert wrong == {}


@pytest.mark.parametrize(
    ("phrase", "said"), MISTAKES, ids=[row[0] or "(nothing)" for row in MISTAKES]
)
def test_what_cannot_be_read_is_answered_with_what_was_understood(phrase: str, said: str) -> None:
    with pytest.raises(DateSyntaxError) as caught:
        parse_dates(phrase, TODAY)
    assert said in str(caught.value)
    assert caught.value.hint


def test_both_languages_are_held_by_the_table() -> None:
    counts = Counter(language for *_row, language in PHRASES)
    assert set(counts) == {"vi", "en", "any"}
    assert len({phrase for phrase, *_row in PHRASES}) == len(PHRASES)
