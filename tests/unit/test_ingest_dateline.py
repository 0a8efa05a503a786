"""Dates as pages print them."""

from datetime import date

import pytest

from archive_tui.ingest.dateline import find_day, read_day, read_note
from archive_tui.model import DateSpan


@pytest.mark.parametrize(
    "line",
    [
        "Thứ 4, Ngày 10 / 01 / 2024",
        "Thứ Tư, ngày 10/1/2024",
        "thứ tư 10-01-2024",
        "10/01/2024 08:30",
        "10/01/2024, 8h30",
        "08:30 10/01/2024",
        "08:30 | 10.01.2024",
        "Ngày 10 tháng 1 năm 2024",
        "Thứ Tư, 10/01/2024, 09:15 (GMT+7)",
        "Cập nhật: 10/01/2024 09:15",
        "Ngày đăng: 10/01/2024",
        "Hoà Thuận, ngày 10 tháng 01 năm 2024",
        "2024-01-10T08:30:00+07:00",
        "2024-01-10 08:30",
        "(10/1/2024)",
    ],
)
def test_a_date_line_is_read_in_all_its_forms(line: str) -> None:
    assert find_day(line)
    assert read_day(line) == DateSpan.of_day(date(2024, 1, 10))


def test_sunday_is_a_weekday_too() -> None:
    assert read_day("Chủ nhật, 07/01/2024, 09:15 (GMT+7)") == DateSpan.of_day(date(2024, 1, 7))


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Sáng 10/01/2024, Đảng ủy xã tổ chức hội nghị.",
        "Kỷ niệm ngày 30/4/1975",
        "Thứ tư",
        "10/01",
        "2024",
        "Thứ 4, Ngày 10 / 01 / 2024" + " " * 100 + "và nhiều chữ nữa ở sau",
    ],
)
def test_a_line_that_says_more_or_less_is_no_date_line(line: str) -> None:
    assert find_day(line) is None


@pytest.mark.parametrize("line", ["Thứ 6, Ngày 31 / 02 / 2024", "45/13/2024"])
def test_a_day_that_never_was_is_a_date_line_without_a_day(line: str) -> None:
    assert find_day(line)
    assert read_day(line) is None


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("1975", "1975"),
        ("1975-04", "1975-04"),
        ("1954/1975", "1954/1975"),
        ("tháng 4/1975", "1975-04"),
        ("2024-01-10", "2024-01-10"),
    ],
)
def test_a_field_may_hold_an_uncertain_date(text: str, span: str) -> None:
    assert str(read_day(text)) == span


@pytest.mark.parametrize("text", ["trước 1975", "1975..", "hôm qua", "32"])
def test_what_has_no_first_and_last_day_is_no_date(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize(
    ("text", "span", "note"),
    [
        ("khoảng 1975", "1974/1976", "khoảng"),
        ("Vào khoảng năm 1975", "1974/1976", "Vào khoảng"),
        ("khoang thang 4/1975", "1975-03/1975-05", "khoang"),
        ("circa 1975", "1974/1976", "circa"),
        ("1975?", "1974/1976", "khoảng"),
        ("~1975", "1974/1976", "khoảng"),
        ("1975", "1975", None),
        ("quý I/2024", "2024-01/2024-03", None),
    ],
)
def test_a_date_that_is_not_sure_keeps_the_word_that_says_so(
    text: str, span: str, note: str | None
) -> None:
    assert str(read_day(text)) == span
    assert read_note(text) == note
