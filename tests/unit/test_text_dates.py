"""Dates as people write them become spans of days, or errors that help."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tui.errors import DateSyntaxError
from archive_tui.model import DateSpan
from archive_tui.text.dates import display_date, parse_dates, parse_iso


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("2024", "2024"),
        ("năm 2024", "2024"),
        ("1/2024", "2024-01"),
        ("01-2024", "2024-01"),
        ("2024-01", "2024-01"),
        ("tháng 1/2024", "2024-01"),
        ("tháng 1 năm 2024", "2024-01"),
        ("thang 4/1975", "1975-04"),
        ("10/1/2024", "2024-01-10"),
        ("10 / 01 / 2024", "2024-01-10"),
        ("10.1.2024", "2024-01-10"),
        ("10-1-2024", "2024-01-10"),
        ("2024-01-10", "2024-01-10"),
        ("2024/1/10", "2024-01-10"),
        ("30/4/1975", "1975-04-30"),
        ("ngày 30/4/1975", "1975-04-30"),
        ("ngày 30 tháng 4 năm 1975", "1975-04-30"),
        ("ngay 30 thang 4 nam 1975", "1975-04-30"),
        ("29/2/2024", "2024-02-29"),
        ("1954..1975", "1954/1975"),
        ("1954-1975", "1954/1975"),
        ("1954–1975", "1954/1975"),
        ("1954/1975", "1954/1975"),
        ("1954 - 1975", "1954/1975"),
        ("2024-01-01..2024-03-31", "2024-01/2024-03"),
        ("2024-01/2024-03", "2024-01/2024-03"),
        ("từ 1/2023 đến 6/2024", "2023-01/2024-06"),
        ("from 2020 to 2021", "2020/2021"),
        ("10/1/2024..12/1/2024", "2024-01-10/2024-01-12"),
    ],
)
def test_a_typed_date_is_one_span(typed: str, iso: str) -> None:
    assert parse_dates(typed) == parse_iso(iso)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("1975..", date(1975, 1, 1), date.max),
        ("..1975", date.min, date(1975, 12, 31)),
        ("trước 1975", date.min, date(1974, 12, 31)),
        ("sau 30/4/1975", date(1975, 5, 1), date.max),
        ("từ 2020", date(2020, 1, 1), date.max),
        ("đến 2020", date.min, date(2020, 12, 31)),
    ],
)
def test_an_open_span_reaches_to_the_end_of_the_calendar(
    typed: str, first: date, last: date
) -> None:
    assert parse_dates(typed) == DateSpan(first, last)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("30/4", "four digits"),
        ("30/4/75", "four digits"),
        ("31/2/2024", "Days come before months"),
        ("13/2024", "Days come before months"),
        ("hội nghị", "is not a date"),
        ("", "is not a date"),
        ("..", "is not a date"),
        ("1975..1954", "ends before it begins"),
        ("sau 9999", "no day"),
        ("trước 0001", "no day"),
        ("0000", "no such date"),
    ],
)
def test_an_unreadable_date_says_what_to_do(typed: str, said: str) -> None:
    with pytest.raises(DateSyntaxError, match=said):
        parse_dates(typed)


@given(st.text(alphabet="0123456789/-.. tuđếnngàythángnăm", max_size=30))
def test_nothing_but_its_own_error_is_ever_raised(text: str) -> None:
    try:
        span = parse_dates(text)
    except DateSyntaxError as error:
        assert error.message
    else:
        assert span.first <= span.last


@given(st.dates(), st.dates())
def test_the_iso_form_of_a_span_reads_back(one: date, other: date) -> None:
    span = DateSpan(min(one, other), max(one, other))
    assert parse_iso(str(span)) == span


@pytest.mark.parametrize(
    ("iso", "vietnamese", "english"),
    [
        ("2024-01-10", "10/01/2024", "10 Jan 2024"),
        ("1975-04", "04/1975", "Apr 1975"),
        ("1975", "1975", "1975"),
        ("1954/1975", "1954–1975", "1954–1975"),
        ("2023-01/2024-06", "01/2023–06/2024", "Jan 2023–Jun 2024"),
    ],
)
def test_a_date_is_shown_as_the_language_writes_it(iso: str, vietnamese: str, english: str) -> None:
    assert display_date(parse_iso(iso), "vi") == vietnamese
    assert display_date(parse_iso(iso), "en") == english


def test_an_open_end_is_shown_as_an_ellipsis() -> None:
    assert display_date(parse_dates("1975.."), "vi") == "1975–…"
    assert display_date(parse_dates("..1975"), "vi") == "…–1975"


@pytest.mark.parametrize("text", ["10/1/2024", "yesterday", "2024-13", "1975/1954/1953", ""])
def test_files_hold_iso_dates_only(text: str) -> None:
    with pytest.raises(DateSyntaxError):
        parse_iso(text)
