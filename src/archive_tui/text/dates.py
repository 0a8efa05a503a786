"""Dates as people write them, turned into closed spans of days, and back.

Day comes before month. Every phrase gives exactly one span or an error that says what was
understood; nothing is silently empty. The module must not know what the spans select.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, TypeAlias

from archive_tui.errors import DateSyntaxError
from archive_tui.i18n import Language, _
from archive_tui.model import DateSpan
from archive_tui.text.vietnamese import strip_marks

_Reader: TypeAlias = Callable[[re.Match[str]], DateSpan]

_MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


def parse_dates(text: str) -> DateSpan:
    """Read a date, or a span of dates, as a person types it.

    ``2024``, ``1/2024``, ``2024-01``, ``10/1/2024``, ``2024-01-10``, ``tháng 4/1975``,
    ``ngày 30 tháng 4 năm 1975``; spans as ``1954..1975``, ``1954-1975``, ``1/2023 - 6/2024``,
    ``từ 1/2023 đến 6/2024``; open ones as ``1975..``, ``..1975``, ``trước 1975``, ``sau 2020``.
    Marks may be left out.

    Args:
        text: What was typed.

    Returns:
        The span from the first day meant to the last.

    Raises:
        DateSyntaxError: It is no date, or no such day exists.
    """
    plain = " ".join(strip_marks(text).lower().split())
    span = _read_range(plain) or _read_single(plain)
    if span is None:
        raise DateSyntaxError(
            _("“{text}” is not a date that can be understood.").format(text=text.strip()),
            _hint(plain),
        )
    return span


def parse_iso(text: str) -> DateSpan:
    """Read a date as article files hold it: ``1975``, ``1975-04``, ``1975-04-30``, ``1954/1975``.

    Raises:
        DateSyntaxError: It is written in another way, or no such day exists.
    """
    first, slash, last = text.strip().partition("/")
    spans = [_read_iso(part) for part in ((first, last) if slash else (first,))]
    if None in spans:
        raise DateSyntaxError(
            _("“{text}” is not an ISO date.").format(text=text.strip()),
            _("Write it as 1975, 1975-04, 1975-04-30 or 1954/1975."),
        )
    known = [span for span in spans if span is not None]
    return _join(known[0], known[-1], text)


def display_date(span: DateSpan, language: Language) -> str:
    """Return a date as the interface language writes it.

    ``10/01/2024`` or ``10 Jan 2024``; ``04/1975`` or ``Apr 1975``; ``1975``; ends of a
    longer span are joined by an en dash, an open end is an ellipsis.
    """
    first, slash, last = str(span).partition("/")
    if slash:
        begin = "…" if span.first == date.min else display_date(parse_iso(first), language)
        end = "…" if span.last == date.max else display_date(parse_iso(last), language)
        return f"{begin}–{end}"
    year, *rest = first.split("-")
    if language == "vi":
        return "/".join([*reversed(rest), year])
    named = [_MONTHS[int(rest[0]) - 1], year] if rest else [year]
    return " ".join([str(int(rest[1])), *named] if len(rest) > 1 else named)


def _day(year: str, month: str = "", day: str = "") -> DateSpan:
    """Return the span of a year, a month or a day; ValueError where there is none such."""
    if not month:
        return DateSpan.of_year(int(year))
    if not day:
        if not 1 <= int(month) <= 12:  # noqa: PLR2004 - months of a year
            raise ValueError(month)
        return DateSpan.of_month(int(year), int(month))
    return DateSpan.of_day(date(int(year), int(month), int(day)))


_ISO: Final = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?")

_SINGLE: Final[tuple[tuple[re.Pattern[str], _Reader], ...]] = (
    (_ISO, lambda m: _day(m[1], m[2] or "", m[3] or "")),
    (re.compile(r"(\d{4})/(\d\d?)/(\d\d?)"), lambda m: _day(m[1], m[2], m[3])),
    (
        re.compile(r"(?:ngay )?(\d\d?) ?[/.-] ?(\d\d?) ?[/.-] ?(\d{4})"),
        lambda m: _day(m[3], m[2], m[1]),
    ),
    (
        re.compile(r"(?:ngay )?(\d\d?) thang (\d\d?)(?:,? nam| ?/)? ?(\d{4})"),
        lambda m: _day(m[3], m[2], m[1]),
    ),
    (
        re.compile(r"(?:thang )?(\d\d?) ?(?:[/.-]|,? nam) ?(\d{4})"),
        lambda m: _day(m[2], m[1]),
    ),
    (re.compile(r"(?:nam|year) (\d{4})"), lambda m: _day(m[1])),
)


def _read_iso(text: str) -> DateSpan | None:
    match = _ISO.fullmatch(text)
    return _existing(_SINGLE[0][1], match, text) if match else None


def _read_single(text: str) -> DateSpan | None:
    for pattern, reader in _SINGLE:
        if match := pattern.fullmatch(text):
            return _existing(reader, match, text)
    return None


def _existing(reader: _Reader, match: re.Match[str], text: str) -> DateSpan:
    try:
        return reader(match)
    except ValueError as error:
        raise DateSyntaxError(
            _("There is no such date as “{text}”.").format(text=text),
            _("Days come before months: 30/4/1975."),
        ) from error


_RANGES: Final = (
    re.compile(r"(.*?)\s*\.\.+\s*(.*)"),
    re.compile(r"(?:tu|from)\s+(.+?)\s+(?:den|to|until)\s+(.+)"),
    re.compile(r"(\S.*?)\s+[-–]\s+(.+)"),
    re.compile(r"(\d{4})\s*[-–/]\s*(\d{4})"),
    re.compile(r"(\d{4}-\d\d?(?:-\d\d?)?)/(\d{4}-\d\d?(?:-\d\d?)?)"),
)
_BEFORE: Final = re.compile(r"(?:truoc|before)\s+(.+)")
_AFTER: Final = re.compile(r"(?:sau|after)\s+(.+)")
_SINCE: Final = re.compile(r"(?:tu|from|since)\s+(.+)")
_UNTIL: Final = re.compile(r"(?:den|until|to)\s+(.+)")


def _read_range(text: str) -> DateSpan | None:
    for pattern in _RANGES:
        if match := pattern.fullmatch(text):
            return _closed(match[1], match[2], text)
    return _read_open(text)


def _read_open(text: str) -> DateSpan | None:
    if match := _BEFORE.fullmatch(text):
        end = _read_single(match[1])
        return end and _beyond(text, lambda: DateSpan(date.min, end.first - timedelta(days=1)))
    if match := _AFTER.fullmatch(text):
        begin = _read_single(match[1])
        return begin and _beyond(text, lambda: DateSpan(begin.last + timedelta(days=1), date.max))
    if match := _SINCE.fullmatch(text):
        return _closed(match[1], "", text)
    if match := _UNTIL.fullmatch(text):
        return _closed("", match[1], text)
    return None


def _beyond(text: str, make: Callable[[], DateSpan]) -> DateSpan:
    """Make a span that may reach past the calendar's end; such a span has no days."""
    try:
        return make()
    except (OverflowError, ValueError) as error:
        raise DateSyntaxError(_("There is no day in “{text}”.").format(text=text)) from error


def _closed(first: str, last: str, text: str) -> DateSpan | None:
    """Join the two ends of a range; an empty end is open, but not both."""
    if not first and not last:
        return None
    begin = _read_single(first) if first else DateSpan.of_day(date.min)
    end = _read_single(last) if last else DateSpan.of_day(date.max)
    return _join(begin, end, text) if begin and end else None


def _join(begin: DateSpan, end: DateSpan, text: str) -> DateSpan:
    if end.last < begin.first:
        raise DateSyntaxError(
            _("The span “{text}” ends before it begins.").format(text=text),
            _("Write the earlier date first."),
        )
    return DateSpan(begin.first, end.last)


def _hint(plain: str) -> str:
    if re.fullmatch(r"(?:ngay )?\d\d?[/.-]\d\d?(?:[/.-]\d\d)?", plain):
        return _("Write the year with four digits: 30/4/1975.")
    return _("Write a date as 2024, 1/2024, 10/1/2024, 2024-01-10 or 1954..1975.")
