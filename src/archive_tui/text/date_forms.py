"""The forms of a single date: a day, a month, a quarter, a decade, or a part of one.

A form is a pattern over the senses of words, and most end in a rest that is itself a date:
``ngày 30`` of ``tháng 4`` of ``năm 1975``, ``cuối`` of ``những năm 60`` of ``thế kỷ 20``. So
each form is said once and all of them go together. What is counted from the present day has
a table of its own, since a printed text does not say on which day it was written. Spans from
one date to another, and dates that are not exact, are not known here.

Decisions:

- The day comes before the month. A weekday before a date is passed over, even a wrong one:
  the number is what people copy with care.
- Two digits for a decade are the twentieth century's: ``thập niên 20`` is 1920 to 1929.
- ``tuần trước`` and ``năm sau`` are whole units of the calendar, and so are ``2 năm trước``
  and ``cách đây 3 tháng``: the year or month that lies so many back.
- ``7 ngày qua``, ``tuần qua``, ``past 3 months`` run up to the present day and include it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final, TypeAlias

from archive_tui.text.date_periods import (
    Period,
    Unit,
    beginning,
    containing,
    cut,
    ending,
    moved,
    outermost,
)
from archive_tui.text.date_words import MONTH_NAMES

_Found: TypeAlias = re.Match[str]
_Builder: TypeAlias = Callable[[_Found, Period], Period | None]


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing a date."""

    pattern: str
    """What the senses of its words match as a whole, as a regular expression."""
    build: _Builder
    """Makes the period of what matched and of what the rest means, where there is one, else of
    the present day; ValueError or OverflowError where there is no such date."""
    of: frozenset[Unit]
    """What the group ``rest`` may mean; empty where the form has none."""

    def match(self, meaning: str) -> re.Match[str] | None:
        """Return what the senses of some words match."""
        return _compiled(self.pattern).fullmatch(meaning)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a form when the first date is read: most runs of the program read none."""
    return re.compile(pattern, re.ASCII)


def _form(pattern: str, build: _Builder, *of: Unit) -> Form:
    return Form(pattern, build, frozenset(of))


_NUMBER_WORDS: Final = {"from": 4, "year": 5, "after": 6}
"""``tu`` and ``sau`` without their marks, and ``năm``, where a number has to stand."""

_WORDED: Final = rf"\d\d?|{'|'.join(_NUMBER_WORDS)}"
_NUMBER: Final = rf"(?P<number>{_WORDED})"
_COUNT: Final = r"(?P<count>\d{1,3}|year|after)"
_SIGN: Final = "[/.–-]"
_REST: Final = rf"(?: {_SIGN})? (?P<rest>.+)"
_NAME: Final = rf"(?P<name>{'|'.join(MONTH_NAMES)})"
_MONTH: Final = rf"(?:(?:month|t) (?:{_WORDED})|{'|'.join(MONTH_NAMES)})"
_NO_NOW: Final = "(?! now)"
"""Behind a weekday: ``thứ hai nay`` is Monday, and not this day."""
_LONG_UNIT: Final = "week|month|quarter|year|decade|century"
_UNIT: Final = f"(?P<unit>day|{_LONG_UNIT})"
_PARTED: Final = (Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.YEAR, Unit.DECADE, Unit.CENTURY)


def _int(found: _Found, group: str) -> int:
    text = found[group]
    return _NUMBER_WORDS.get(text) or int(text)


def _year(found: _Found, _today: Period) -> Period:
    return beginning(date(int(found["year"]), 1, 1), Unit.YEAR)


def _iso(found: _Found, _today: Period) -> Period:
    first = date(int(found["year"]), int(found["month"]), int(found["day"] or 1))
    return beginning(first, Unit.DAY if found["day"] else Unit.MONTH)


def _month(found: _Found, year: Period) -> Period:
    return beginning(date(year.first.year, _int(found, "number"), 1), Unit.MONTH)


def _named_month(found: _Found, year: Period) -> Period:
    month = MONTH_NAMES.index(found["name"]) + 1
    return beginning(date(year.first.year, month, 1), Unit.MONTH)


def _day(found: _Found, month: Period) -> Period:
    return beginning(month.first.replace(day=_int(found, "number")), Unit.DAY)


def _named_month_day(found: _Found, year: Period) -> Period:
    return _day(found, _named_month(found, year))


def _numeric_day(found: _Found, year: Period) -> Period | None:
    """Read ``30/4`` of a year; ``2-9/1945`` may be two months, unless it is called a day."""
    day, month = int(found["number"]), int(found["month"])
    dash = found["first"] if found["second"] not in (None, found["first"]) else ""
    if not found["day"] and (dash == "–" or (dash == "-" and day <= 12)):  # noqa: PLR2004
        return None
    return beginning(date(year.first.year, month, day), Unit.DAY)


def _quarter(found: _Found, year: Period) -> Period:
    month = 3 * _int(found, "number") - 2
    return beginning(date(year.first.year, month, 1), Unit.QUARTER)


def _quarter_after_year(found: _Found, today: Period) -> Period:
    return _quarter(found, _year(found, today))


def _decade(found: _Found, _today: Period) -> Period:
    year = int(f"{found['century'] or 19}{found['decade']}")
    return beginning(date(year, 1, 1), Unit.DECADE)


def _decade_of_century(found: _Found, century: Period) -> Period:
    return beginning(date(century.first.year - 1 + int(found["decade"]), 1, 1), Unit.DECADE)


def _century(found: _Found, _today: Period) -> Period:
    return beginning(date(100 * int(found["number"]) - 99, 1, 1), Unit.CENTURY)


def _third(found: _Found, whole: Period) -> Period | None:
    return cut(whole, ("early", "mid", "late").index(found["part"]) + 1, 3)


def _half(found: _Found, whole: Period) -> Period | None:
    return cut(whole, int(found["number"]), 2)


def _outermost(found: _Found, whole: Period) -> Period:
    count = _int(found, "count") if found["count"] else 1
    late = found["side"] in {"late", "last"}
    return outermost(whole, count, Unit(found["unit"]), late=late)


def _weekday(found: _Found, whole: Period) -> Period:
    """Pass a weekday over that stands before a day; choose it from a week."""
    if whole.unit is Unit.DAY:
        return whole
    return beginning(whole.first + timedelta(days=int(found["number"]) - 1), Unit.DAY)


def _numbered_weekday(found: _Found, whole: Period) -> Period:
    """The same for ``thứ 2`` to ``thứ 7``: Vietnamese counts from Sunday."""
    if whole.unit is Unit.DAY:
        return whole
    return beginning(whole.first + timedelta(days=_int(found, "number") - 2), Unit.DAY)


def _thursday(_found: _Found, day: Period) -> Period:
    return day


CALENDAR_FORMS: Final = (
    _form(r"(?:year )?(?P<year>\d{4})", _year),
    _form(
        rf"(?P<year>\d{{4}}) (?P<sign>{_SIGN}) (?P<month>\d\d?)(?: (?P=sign) (?P<day>\d\d?))?",
        _iso,
    ),
    _form(rf"(?:month|t) {_NUMBER}{_REST}", _month, Unit.YEAR),
    _form(rf"(?P<number>\d\d?) {_SIGN} (?P<rest>.+)", _month, Unit.YEAR),
    _form(rf"{_NAME}{_REST}", _named_month, Unit.YEAR),
    _form(rf"{_NAME} (?P<number>\d\d?) (?P<rest>.+)", _named_month_day, Unit.YEAR),
    _form(rf"day {_NUMBER}(?: {_SIGN})? (?P<rest>[a-z].*)", _day, Unit.MONTH),
    _form(rf"(?P<number>\d\d?)(?: {_SIGN})? (?P<rest>{_MONTH} .+)", _day, Unit.MONTH),
    _form(
        rf"(?:(?P<day>day) )?(?P<number>\d\d?) (?P<first>{_SIGN}) (?P<month>\d\d?)"
        rf"(?: (?P<second>{_SIGN}))? (?P<rest>.+)",
        _numeric_day,
        Unit.YEAR,
    ),
    _form(rf"quarter {_NUMBER}{_REST}", _quarter, Unit.YEAR),
    _form(r"(?P<number>\d) quarter (?P<rest>.+)", _quarter, Unit.YEAR),
    _form(rf"(?P<year>\d{{4}})(?: {_SIGN})? quarter (?P<number>\d)", _quarter_after_year),
    _form(r"(?:decade|years) (?P<century>\d\d)?(?P<decade>\d0)(?: s)?", _decade),
    _form(r"(?P<century>\d\d)?(?P<decade>\d0) s", _decade),
    _form(r"years (?P<year>\d{4})", _year),
    _form(r"(?:decade|years) (?P<decade>\d0) (?P<rest>.+)", _decade_of_century, Unit.CENTURY),
    _form(r"(?P<decade>\d0) s (?P<rest>.+)", _decade_of_century, Unit.CENTURY),
    _form(r"century (?P<number>\d\d?)", _century),
    _form(r"(?P<number>\d\d?) century", _century),
    _form(r"(?P<part>early|mid|late)(?: [-–])? (?P<rest>.+)", _third, *_PARTED),
    _form(rf"half (?P<number>\d){_REST}", _half, *_PARTED),
    _form(r"(?P<number>\d) half (?P<rest>.+)", _half, *_PARTED),
    _form(rf"(?:{_COUNT} )?{_UNIT} (?P<side>early|late) (?P<rest>.+)", _outermost, *_PARTED),
    _form(rf"(?P<side>1|last) (?:{_COUNT} )?{_UNIT} (?P<rest>.+)", _outermost, *_PARTED),
    _form(rf"weekday (?P<number>\d){_NO_NOW}{_REST}", _weekday, Unit.DAY, Unit.WEEK),
    _form(
        rf"(?:thu|t) (?P<number>[2-7]|year|from|after){_NO_NOW}{_REST}",
        _numbered_weekday,
        Unit.DAY,
        Unit.WEEK,
    ),
    _form(r"thu (?P<rest>.+)", _thursday, Unit.DAY),
)
"""The forms that mean the same on every day; the first that reads a date is taken."""

_SHIFTS: Final = {
    "now": 0, "this": 0, "before": -1, "last": -1, "last2": -2, "last3": -3,
    "after": 1, "next": 1, "to": 1,
}  # fmt: skip
"""``to`` is ``tới``: the next one, where it follows a unit."""


def _counted_day(found: _Found, today: Period) -> Period:
    return beginning(today.first + timedelta(days=int(found["days"])), Unit.DAY)


def _today(_found: _Found, today: Period) -> Period:
    return today


def _shifted(found: _Found, today: Period) -> Period:
    unit = Unit(found["unit"])
    return containing(moved(today.first, _SHIFTS[found["shift"]], unit), unit)


def _ago(found: _Found, today: Period) -> Period:
    unit = Unit(found["unit"])
    return containing(moved(today.first, -_int(found, "count"), unit), unit)


def _past(found: _Found, today: Period) -> Period:
    count = _int(found, "count") if found["count"] else 1
    return ending(today.first, Unit(found["unit"]), count)


RELATIVE_FORMS: Final = (
    _form(r"(?:day )?today(?P<days>[+-]\d)", _counted_day),
    _form(r"now", _today),
    _form(rf"(?P<unit>{_LONG_UNIT}) (?P<shift>{'|'.join(_SHIFTS)})", _shifted),
    _form(rf"(?P<shift>this|last|next) (?P<unit>{_LONG_UNIT})", _shifted),
    _form(rf"{_COUNT} {_UNIT} (?:past|onwards)", _past),
    _form(rf"(?P<count>)(?P<unit>{_LONG_UNIT}) past", _past),
    _form(rf"(?:past|last) {_COUNT} {_UNIT}", _past),
    _form(rf"past (?P<count>)(?P<unit>{_LONG_UNIT})", _past),
    _form(rf"(?P<count>\d{{1,3}}|year) {_UNIT} (?:before|ago)", _ago),
    _form(rf"ago (?P<count>\d{{1,3}}|year) {_UNIT}", _ago),
)
"""The forms that are counted from the present day."""
