"""Dates as web pages print them: a line of its own under the headline, or a time stamp.

What a person types into a search box is read by ``text.dates``; here are the weekday, the
clock and the words around a date on a page. Nothing here decides what is done with a date.
"""

import re
from datetime import date
from typing import Final

from archive_tui.errors import DateSyntaxError
from archive_tui.model import DateSpan
from archive_tui.text.dates import parse_printed
from archive_tui.text.vietnamese import strip_marks

_LABEL: Final = r"(?:(?:cap nhat(?: luc)?|ngay dang|dang (?:ngay|luc)|xuat ban)\W*)?"
_WEEKDAY: Final = r"(?:(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn)\W+)?"
_PLACE: Final = r"(?:[^\W\d]+(?: [^\W\d]+){0,3}, (?=ngay ))?"
_CLOCK: Final = r"\d\d?(?:[:h]\d\d(?::\d\d)?| gio(?: \d\d)?(?: phut)?)(?: ?[ap]m)?"
_ZONE: Final = r"(?:\.\d{1,9})?(?:z|\W*(?:gmt|utc)? ?(?:[+-]\d\d?(?::?\d\d)?)?)"
_DAY: Final = (
    r"(?P<day>(?:ngay )?\d\d? ?[/.-] ?\d\d? ?[/.-] ?\d{4}"
    r"|(?:ngay )?\d\d? thang \d\d?,? nam \d{4}"
    r"|\d{4}-\d\d-\d\d)"
)
_LINE: Final = re.compile(
    rf"\W*{_LABEL}{_WEEKDAY}(?:{_CLOCK}\W+)?{_PLACE}{_DAY}(?:(?:\W+|t){_CLOCK})?{_ZONE}\W*"
)
_ABOUT: Final = re.compile(
    r"(?:(?:vao )?khoang(?: chung)?|chung|quang|about|around|circa|approximately)\b"
    r"|(?:ca?|approx)\."
)
_UNSURE: Final = "khoảng"
"""The note of a date that says by a sign that it is not sure: ``~1975``, ``1975?``."""
_LONGEST: Final = 80
"""Most code points a date line has; anything longer is a sentence with a date in it."""


def find_day(line: str) -> str | None:
    """Return the date in a line that consists of nothing but a date and its surroundings.

    ``Thứ 4, Ngày 10 / 01 / 2024``, ``10/01/2024 08:30``, ``Ngày 10 tháng 1 năm 2024``,
    ``Chủ nhật, 07/01/2024, 09:15 (GMT+7)``.

    Args:
        line: A cleaned line.

    Returns:
        The part that names the day, without marks; None where the line says more, or less.
    """
    if len(line) > _LONGEST:
        return None
    match = _LINE.fullmatch(" ".join(strip_marks(line).lower().split()))
    return match["day"] if match else None


def read_day(text: str) -> DateSpan | None:
    """Return the day, or the span of days, that a line or a field of a document names.

    Besides date lines this takes what a person may type as a date, and ISO time stamps; not
    what is counted from today, since the document was written on another day.

    Args:
        text: A cleaned line.

    Returns:
        The span; None where it is no date, where no such day exists, and where an end is
        open, since an item cannot be filed under a date without one.
    """
    try:
        span = parse_printed(find_day(text) or text)
    except DateSyntaxError:
        return None
    return None if span.first == date.min or span.last == date.max else span


def read_note(text: str) -> str | None:
    """Return how a date that was read is to be taken: the word that says it is not sure.

    The span of such a date is wider already; the word tells the reader why.

    Args:
        text: A cleaned line that names a date.

    Returns:
        The word as written; None where the date is sure.
    """
    match = _ABOUT.match(strip_marks(text).lower())
    if match:
        return text[: match.end()]
    return _UNSURE if text.startswith(("~", "≈")) or text.endswith("?") else None
