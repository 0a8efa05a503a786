"""Dates as people write them become spans of days, or errors that help."""

import time
from collections import defaultdict
from datetime import date
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tui.errors import DateSyntaxError
from archive_tui.model import DateSpan
from archive_tui.text import date_words
from archive_tui.text.dates import LONGEST, display_date, parse_dates, parse_iso, parse_printed
from archive_tui.text.vietnamese import folded_form

TODAY: Final = date(2026, 11, 25)  # a Wednesday
SPELLINGS: Final = tuple(date_words._entries())


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


NUMBERS: Final = ("0", "1", "4", "10", "30", "60", "99", "1975", "2024", "9999", "0001", "00000")
SIGNS: Final = (*"/-–.,?~'()[]_%²½…Ⅳ１", "..", " - ", "\ud800", "\u202e", "\u0301")
PIECES: Final = st.sampled_from([spelling for spelling, _sense in SPELLINGS])
PHRASES: Final = st.lists(
    PIECES | st.sampled_from(NUMBERS + SIGNS) | st.text(st.characters(), max_size=4), max_size=12
).flatmap(lambda pieces: st.sampled_from([" ".join(pieces), "".join(pieces)]))


@given(PHRASES, st.sampled_from([TODAY, date.min, date.max, date(2024, 2, 29)]))
def test_nothing_but_its_own_error_is_ever_raised(text: str, today: date) -> None:
    try:
        span = parse_dates(text, today)
    except DateSyntaxError as error:
        assert error.message
        assert error.hint
    else:
        assert span.first <= span.last


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        " ",
        "- ",
        "1-",
        "1/",
        "1 – ",
        "..",
        "năm ",
        "từ đến ",
        "tháng 4 đến ",
        "trước ",
        "\u0301",
        "ﷺ",
    ],
)
def test_a_long_text_is_answered_at_once(piece: str) -> None:
    begun = time.perf_counter()
    for length in (LONGEST, 10_000):
        with pytest.raises(DateSyntaxError):
            parse_dates((piece * length)[:length], TODAY)
    assert time.perf_counter() - begun < 2


def test_a_text_that_is_too_long_for_a_date_says_so() -> None:
    blanks = " " * 10_000
    assert parse_dates(f"{blanks}tháng{blanks}4/1975{blanks}") == DateSpan.of_month(1975, 4)
    with pytest.raises(DateSyntaxError, match="at most 200 characters"):
        parse_dates("năm 1975 " * 30)


def test_the_day_of_the_system_is_the_present_day() -> None:
    assert date.today() in {parse_dates("hôm nay").first, parse_dates("hôm nay").last}  # noqa: DTZ011


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("tháng sau", date(2026, 12, 1), date(2026, 12, 31)),
        ("thang sau", date(2026, 12, 1), date(2026, 12, 31)),
        ("hôm kìa", date(2026, 11, 22), date(2026, 11, 22)),
        ("ngày kìa", date(2026, 11, 28), date(2026, 11, 28)),
        ("năm kìa", date(2023, 1, 1), date(2023, 12, 31)),
        ("tối nay", date(2026, 11, 25), date(2026, 11, 25)),
        ("toi nay", date.min, date(2026, 11, 25)),
        ("sáu tháng tư 1975", date(1975, 4, 6), date(1975, 4, 6)),
        ("sau tháng tư 1975", date(1975, 5, 1), date.max),
        ("thap niên 60", date(1960, 1, 1), date(1969, 12, 31)),
    ],
)
def test_marks_count_only_where_they_tell_two_words_apart(
    typed: str, first: date, last: date
) -> None:
    assert parse_dates(typed, TODAY) == DateSpan(first, last)


@pytest.mark.parametrize(
    "typed",
    [
        "tháng sáu", "thế 1975", "năm quá", "thạng 4/1975", "thứ hai này", "thu hai nay",
        "tháng 4/1975 hội", "2024 trong", "tháng 4/1975 của", "2024 khoảng",
    ],
)  # fmt: skip
def test_a_word_that_means_something_else_is_never_passed_over(typed: str) -> None:
    with pytest.raises(DateSyntaxError):
        parse_dates(typed, TODAY)


def test_two_spellings_are_alike_without_marks_only_where_the_grammar_knows() -> None:
    senses = defaultdict(set)
    for spelling, sense in (*SPELLINGS, *date_words._MARKED.items()):
        senses[" ".join(map(folded_form, spelling.split()))].add(sense)
    assert max(spelling.count(" ") for spelling in senses) < date_words._LONGEST
    shared = {spelling for spelling, several in senses.items() if len(several) > 1}
    assert shared == {"tu", "sau", "nay", "kia", "hom kia", "ngay kia"}


@pytest.mark.parametrize(
    ("typed", "today", "iso"),
    [
        ("hôm qua", date(2024, 3, 1), "2024-02-29"),
        ("tháng trước", date(2024, 3, 31), "2024-02"),
        ("1 tháng trước", date(2024, 3, 31), "2024-02"),
        ("1 tháng qua", date(2024, 3, 31), "2024-03-01/2024-03-31"),
        ("1 năm qua", date(2024, 2, 29), "2023-03-01/2024-02-29"),
        ("tuần này", date(2024, 12, 31), "2024-12-30/2025-01-05"),
        ("tuần này", date(2026, 11, 29), "2026-11-23/2026-11-29"),
        ("tuần này", date(2026, 11, 30), "2026-11-30/2026-12-06"),
        ("quý trước", date(2024, 1, 1), "2023-10/2023-12"),
        ("thế kỷ này", date(2000, 12, 31), "1901/2000"),
        ("thập niên này", date(2000, 1, 1), "2000/2009"),
    ],
)
def test_relative_dates_cross_the_ends_of_months_and_years(
    typed: str, today: date, iso: str
) -> None:
    assert parse_dates(typed, today) == parse_iso(iso)


@pytest.mark.parametrize(
    ("typed", "today"),
    [
        ("hôm qua", date.min),
        ("năm ngoái", date.min),
        ("ngày mai", date.max),
        ("năm sau", date.max),
        ("thập niên này", date(5, 1, 1)),
        ("999 thế kỷ trước", TODAY),
        ("trước hôm nay", date.min),
        ("sau hôm nay", date.max),
    ],
)
def test_there_is_no_day_outside_of_the_calendar(typed: str, today: date) -> None:
    with pytest.raises(DateSyntaxError, match=r"no such date|no day"):
        parse_dates(typed, today)


def test_about_stops_at_the_ends_of_the_calendar() -> None:
    assert parse_dates("khoảng năm 0001") == parse_iso("0001/0002")
    assert parse_dates("khoảng năm 9999") == parse_iso("9998/9999")


@pytest.mark.parametrize("text", ["khoảng 1975", "tháng 4/1975", "cuối những năm 60", "1954-1975"])
def test_a_printed_date_means_what_a_typed_one_means(text: str) -> None:
    assert parse_printed(text) == parse_dates(text, TODAY)


@pytest.mark.parametrize(
    "text", ["hôm qua", "năm ngoái", "tháng 4 năm ngoái", "từ 1975 đến nay", "3 ngày trước", "nay"]
)
def test_a_printed_date_that_depends_on_the_present_day_is_refused(text: str) -> None:
    with pytest.raises(DateSyntaxError):
        parse_printed(text)


@given(st.dates(), st.dates())
def test_the_iso_form_of_a_span_reads_back(one: date, other: date) -> None:
    span = DateSpan(min(one, other), max(one, other))
    assert parse_iso(str(span)) == span
    assert parse_dates(str(span)) == span


@given(st.dates())
def test_a_day_reads_back_in_every_order_of_its_parts(day: date) -> None:
    span = DateSpan.of_day(day)
    year, month = f"{day.year:04}", date_words.MONTH_NAMES[day.month - 1]
    for text in (
        f"{day.day}/{day.month}/{year}",
        f"ngày {day.day} tháng {day.month} năm {year}",
        f"{day.day} {month} {year}",
        f"{month} {day.day}, {year}",
        day.isoformat(),
    ):
        assert parse_dates(text) == span


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


@pytest.mark.parametrize(
    "text", ["10/1/2024", "yesterday", "2024-13", "1975/1954/1953", "١٩٧٥", ""]
)
def test_files_hold_iso_dates_only(text: str) -> None:
    with pytest.raises(DateSyntaxError):
        parse_iso(text)
