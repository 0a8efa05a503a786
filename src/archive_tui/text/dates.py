"""Dates as people write them, turned into closed spans of days, and back.

The language of dates is read in steps, each in a module of its own: ``date_words`` turns what
was typed into a small vocabulary, ``date_forms`` knows how words make a date, ``date_spans``
what stands around dates and between them, and ``date_mistakes`` what to say of the rest. Every
phrase gives exactly one span or an error that says what was understood; nothing is silently
empty. The module must not know what the spans select.
"""

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Final

from archive_tui.errors import DateSyntaxError
from archive_tui.i18n import Language, _
from archive_tui.model import DateSpan
from archive_tui.text.clean import clean_line

LONGEST: Final = 200
"""Most characters a date may have; with every word written out it has less than half."""

_MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


def parse_dates(text: str, today: date | None = None) -> DateSpan:
    """Read a date, or a span of dates, as a person types it, in Vietnamese or English.

    - Days, months, years: ``30/4/1975``, ``1975-04-30``, ``ngày 30 tháng 4 năm 1975``,
      ``thứ Tư, 10/1/2024``, ``tháng 4/1975``, ``2024``, ``30 April 1975``, ``Apr 1975``.
    - Parts of a year: ``quý I/2024``, ``6 tháng đầu năm 2024``, ``nửa đầu năm 2024``, and
      thirds: ``đầu``, ``giữa``, ``cuối`` are four months of a year, ten days of a month.
    - More than a year: ``thập niên 60``, ``những năm 1960``, ``1960s``, ``thế kỷ 20``.
    - Spans: ``1954..1975``, ``từ 1/2023 đến 6/2024``, ``10-15/1/2024``; open ones: ``1975..``,
      ``trước 1975``, ``sau 2020``, ``từ 1975 đến nay``.
    - From the present day: ``hôm qua``, ``tuần trước``, ``năm ngoái``, ``7 ngày qua``,
      ``3 tháng trước``; also inside of a date: ``tháng 4 năm ngoái``.
    - Not exact: ``khoảng 1975``, ``circa 1975``, ``1975?`` take in the year before and after;
      a month its neighbours, a day a week on either side, a decade five years.

    Day comes before month. Marks, case and blanks make no difference, except that a word typed
    with its marks is not taken for another one. Lunar dates are not understood.

    Args:
        text: What was typed.
        today: The day that relative dates are counted from; the system's when left out.

    Returns:
        The span from the first day meant to the last.

    Raises:
        DateSyntaxError: It is no date, or no such day exists.
    """
    return _read(text, today or date.today())  # noqa: DTZ011 - the user's own day


def parse_printed(text: str) -> DateSpan:
    """Read a date, or a span of dates, as a document prints it.

    What is counted from the present day is refused, since it was another day when the document
    was written.

    Args:
        text: The date.

    Returns:
        The span from the first day meant to the last.

    Raises:
        DateSyntaxError: It is no date, no such day exists, or it depends on the present day.
    """
    return _read(text, None)


def _read(text: str, today: date | None) -> DateSpan:
    line = " ".join(text.split())
    if len(line) > LONGEST:
        raise DateSyntaxError(
            _("A date has at most {limit} characters.").format(limit=LONGEST),
            _("Leave out what does not belong to the date."),
        )
    if _ISO_SPAN.fullmatch(line):
        return parse_iso(line)
    return _read_words(clean_line(unicodedata.normalize("NFKC", line)), today)


def _read_words(line: str, today: date | None) -> DateSpan:
    # Every program reads and shows ISO dates; what it takes to read others is not small.
    from archive_tui.text.date_mistakes import explained, not_understood  # noqa: PLC0415
    from archive_tui.text.date_spans import SpanReader  # noqa: PLC0415
    from archive_tui.text.date_words import words_of  # noqa: PLC0415

    words = words_of(line)
    if not words:
        raise not_understood(line)
    reader = SpanReader(today)
    span = reader.read(words)
    if span is None:
        raise explained(words, reader, today)
    return span


@lru_cache(maxsize=4096)
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


_ISO: Final = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?", re.ASCII)
_ISO_SPAN: Final = re.compile(rf"{_ISO.pattern}/{_ISO.pattern}", re.ASCII)


def _read_iso(text: str) -> DateSpan | None:
    match = _ISO.fullmatch(text)
    if not match:
        return None
    year, month, day = match.groups()
    try:
        if day:
            return DateSpan.of_day(date(int(year), int(month), int(day)))
        return DateSpan.of_month(int(year), int(month)) if month else DateSpan.of_year(int(year))
    except ValueError as error:
        raise DateSyntaxError(
            _("There is no such date as “{text}”.").format(text=text),
            _("Days come before months: {example}.").format(example="30/4/1975"),
        ) from error


def _join(begin: DateSpan, end: DateSpan, text: str) -> DateSpan:
    if end.last < begin.first:
        raise DateSyntaxError(
            _("The span “{text}” ends before it begins.").format(text=text),
            _("Write the earlier date first, and each date with its year."),
        )
    return DateSpan(begin.first, end.last)
