"""Days, weeks, months and longer units of the calendar, and the parts of them.

Weeks begin on Monday (ISO 8601), a decade with its round year (1960 to 1969), a century with
its year one (1901 to 2000). The calendar is the Gregorian one, carried on to the year 1 as
Python does. Nothing here reads text. Where a period would reach past the calendar's ends,
every function raises ValueError or OverflowError, unless it says otherwise.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from archive_tui.model import DateSpan


class Unit(StrEnum):
    """What a period is one of."""

    DAY = "day"
    """A day."""
    WEEK = "week"
    """Monday to Sunday."""
    MONTH = "month"
    """A calendar month."""
    QUARTER = "quarter"
    """Three months from January, April, July or October on."""
    YEAR = "year"
    """A calendar year."""
    DECADE = "decade"
    """Ten years from a round one on."""
    CENTURY = "century"
    """A hundred years from a year ending in 01 on."""
    PART = "part"
    """Anything else, such as the middle of a year."""


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days that has a name in the calendar."""

    first: date
    """Its first day."""
    last: date
    """Its last day."""
    unit: Unit
    """What it is one of."""

    @property
    def span(self) -> DateSpan:
        """The same days as a span."""
        return DateSpan(self.first, self.last)


_DAYS: Final[Mapping[Unit, int]] = {Unit.DAY: 1, Unit.WEEK: 7}
_MONTHS: Final[Mapping[Unit, int]] = {
    Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12, Unit.DECADE: 120, Unit.CENTURY: 1200,
}  # fmt: skip

_CUTS: Final[Mapping[tuple[Unit, int], tuple[Unit, tuple[int, ...]]]] = {
    (Unit.WEEK, 3): (Unit.DAY, (0, 2, 5, 7)),
    (Unit.MONTH, 2): (Unit.DAY, (0, 15, 31)),
    (Unit.MONTH, 3): (Unit.DAY, (0, 10, 20, 31)),
    (Unit.QUARTER, 3): (Unit.MONTH, (0, 1, 2, 3)),
    (Unit.YEAR, 2): (Unit.MONTH, (0, 6, 12)),
    (Unit.YEAR, 3): (Unit.MONTH, (0, 4, 8, 12)),
    (Unit.DECADE, 2): (Unit.YEAR, (0, 5, 10)),
    (Unit.DECADE, 3): (Unit.YEAR, (0, 3, 7, 10)),
    (Unit.CENTURY, 2): (Unit.YEAR, (0, 50, 100)),
    (Unit.CENTURY, 3): (Unit.YEAR, (0, 33, 67, 100)),
}
"""Where a unit is cut into halves or thirds, counted in a smaller unit from its beginning."""

_MARGINS: Final[Mapping[Unit, tuple[int, Unit]]] = {
    Unit.DAY: (1, Unit.WEEK),
    Unit.WEEK: (1, Unit.WEEK),
    Unit.MONTH: (1, Unit.MONTH),
    Unit.QUARTER: (1, Unit.QUARTER),
    Unit.YEAR: (1, Unit.YEAR),
    Unit.DECADE: (5, Unit.YEAR),
    Unit.CENTURY: (25, Unit.YEAR),
}
"""How far “about” may be off on either side."""


def beginning(first: date, unit: Unit, count: int = 1) -> Period:
    """Return the period that begins on the first day of a unit.

    Args:
        first: A day that begins one.
        unit: The unit.
        count: How many of them; more than one are a part of something.
    """
    if unit in _DAYS:
        last = first + timedelta(days=count * _DAYS[unit] - 1)
    else:
        year, month = _month(first, count * _MONTHS[unit] - 1)
        last = date(year, month, monthrange(year, month)[1])
    return Period(first, last, unit if count == 1 else Unit.PART)


def containing(day: date, unit: Unit) -> Period:
    """Return the unit of the calendar that a day lies in."""
    match unit:
        case Unit.WEEK:
            first = day - timedelta(days=day.weekday())
        case Unit.MONTH:
            first = day.replace(day=1)
        case Unit.QUARTER:
            first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        case Unit.YEAR:
            first = date(day.year, 1, 1)
        case Unit.DECADE:
            first = date(day.year // 10 * 10, 1, 1)
        case Unit.CENTURY:
            first = date((day.year - 1) // 100 * 100 + 1, 1, 1)
        case _:
            first = day
    return beginning(first, unit)


def moved(day: date, count: int, unit: Unit) -> date:
    """Return the day that lies a number of units later, or earlier where it is negative.

    The 31st becomes the last day of a month that is shorter.
    """
    if unit in _DAYS:
        return day + timedelta(days=count * _DAYS[unit])
    year, month = _month(day, count * _MONTHS[unit])
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def ending(last: date, unit: Unit, count: int) -> Period:
    """Return the last so many units up to a day and with it: seven days, three months."""
    if count < 1:
        raise ValueError(count)
    return Period(moved(last, -count, unit) + timedelta(days=1), last, Unit.PART)


def cut(whole: Period, number: int, count: int) -> Period | None:
    """Return a half or a third of a period.

    Thirds of a month end on the 10th and the 20th, of a year with April and August, of a
    decade with the years 2 and 6, of a century with the years 33 and 67; a week's are Monday
    and Tuesday, the middle, and the weekend. A half of a month ends on the 15th.

    Args:
        whole: The period.
        number: Which part, from 1.
        count: How many parts there are, 2 or 3.

    Returns:
        The part; None where such a period is not parted so.
    """
    if (whole.unit, count) not in _CUTS or not 1 <= number <= count:
        return None
    unit, places = _CUTS[whole.unit, count]
    first = moved(whole.first, places[number - 1], unit)
    if number == count:
        return Period(first, whole.last, Unit.PART)
    return Period(first, moved(whole.first, places[number], unit) - timedelta(days=1), Unit.PART)


def outermost(whole: Period, count: int, unit: Unit, *, late: bool) -> Period:
    """Return the first or the last so many units of a period, such as nine months of a year.

    Raises:
        ValueError: The period has not so many of them.
    """
    if not late:
        part = beginning(whole.first, unit, count)
    elif unit in _DAYS:
        part = ending(whole.last, unit, count)
    else:
        month = whole.last.replace(day=1)
        part = beginning(moved(month, 1 - count * _MONTHS[unit], Unit.MONTH), unit, count)
    if count < 1 or part.first < whole.first or part.last > whole.last:
        raise ValueError(count)
    named = count == 1 and unit is not Unit.WEEK  # such a week need not begin on a Monday
    return Period(part.first, part.last, unit if named else Unit.PART)


def about(period: Period) -> Period:
    """Return a period with what “about” adds on either side.

    One of the same unit; a week for a day, five years for a decade, 25 for a century. A part
    of something is vague as it is, and gets nothing. The calendar's ends are not passed.
    """
    if period.unit not in _MARGINS:
        return period
    count, unit = _MARGINS[period.unit]
    try:
        first = moved(period.first, -count, unit)
    except (ValueError, OverflowError):
        first = date.min
    try:
        last = moved(period.last + timedelta(days=1), count, unit) - timedelta(days=1)
    except (ValueError, OverflowError):
        last = date.max
    return Period(first, last, Unit.PART)


def _month(day: date, count: int) -> tuple[int, int]:
    """Return year and month that lie a number of months after a day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return year, month + 1
