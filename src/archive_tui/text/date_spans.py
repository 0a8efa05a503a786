"""Dates and spans between them: what a whole phrase means.

A single date is read by the forms. Here it is given a margin (``khoảng``), an open end
(``trước``, ``từ … đến nay``), or joined to another one. An end that lacks its year, its month
or its unit borrows the other end's words and is read again: in ``từ 10 đến 15/1/2024`` the
first end is read as ``10/1/2024``, in ``quý I-III/2024`` the second one as ``quý III/2024``.
Nothing here says what is wrong with a phrase; it keeps what that takes.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from archive_tui.model import DateSpan
from archive_tui.text.date_periods import Period, Unit, about, beginning
from archive_tui.text.date_reading import PeriodReader
from archive_tui.text.date_words import (
    MONTH_NAMES,
    UNKNOWN,
    Word,
    Words,
    senses,
    unwritten,
)

_DAY: Final = timedelta(days=1)
_OPENINGS: Final[Mapping[str, Callable[[Period], DateSpan]]] = {
    "before": lambda period: DateSpan(date.min, period.first - _DAY),
    "after": lambda period: DateSpan(period.last + _DAY, date.max),
    "from": lambda period: DateSpan(period.first, date.max),
    "to": lambda period: DateSpan(date.min, period.last),
}
_CLOSINGS: Final = {"onwards": "from", "backwards": "to"}

JOINTS: Final = ("..", "to", "and", "–", "-", "/")
"""What may stand between two dates, the clearest first."""
LEADS: Final = ("from", "between", "mid")
"""What may stand before two dates; ``mid`` is ``giữa``."""

MOST_WORDS: Final = 24
"""Words a span may have; with a weekday and blanks around each slash it has less than twenty."""
_YEAR_DIGITS: Final = 4
_SHARED: Final = frozenset(("day", "month", "t", "quarter", "years", "decade", "century"))
_NOW: Final = ("now", "today+0")
_TWO_WAYS: Final = re.compile(r"(?:0?\d|1[012]) - (?:0?\d|1[012]) [/.] \d{4}", re.ASCII)
"""``1-3/2024``: the first of March, or January to March."""


class SpanReader:
    """Reads a phrase.

    Args:
        today: The present day; without one, nothing is read that is counted from it.
    """

    def __init__(self, today: date | None) -> None:
        self._periods = PeriodReader(today)
        self.inverted = False
        """Whether a span was read that ends before it begins."""
        self.beyond = False
        """Whether a span was read that lies outside of the calendar."""
        self.two_ways = False
        """Whether something was read that may be a day or two months."""

    @property
    def impossible(self) -> list[Words]:
        """What had the form of a date but is none."""
        return self._periods.impossible

    def read(self, words: Words) -> DateSpan | None:
        """Return the span that words mean; None where they mean none, or are too many."""
        if len(words) > MOST_WORDS or any(word.sense == UNKNOWN for word in words):
            return None
        if period := self._date(words):
            return period.span
        return self._open(words) or self._joined(words)

    def _date(self, words: Words) -> Period | None:
        exact = _exact(words)
        period = self._periods.read(exact) if exact else None
        return about(period) if period and len(exact) < len(words) else period

    def _open(self, words: Words) -> DateSpan | None:
        """Read a span with one end; how exactly it is known matters not before or after it."""
        if not words:
            return None
        opening, rest = words[0].sense, words[1:]
        if words[-1].sense in _CLOSINGS:
            rest = words[int(opening == "from") : -1]
            opening = _CLOSINGS[words[-1].sense]
        elif opening in {"before", "after"}:
            rest = _exact(rest)
        period = self._date(rest) if opening in _OPENINGS else None
        try:
            return _OPENINGS[opening](period) if period else None
        except (OverflowError, ValueError):
            self.beyond = True
            return None

    def _joined(self, words: Words) -> DateSpan | None:
        vague = bool(words) and words[0].sense in {"about", "~"}
        for left, joint, right in divisions(words[1:] if vague else words):
            if _TWO_WAYS.fullmatch(senses((*left, joint, *right))):
                self.two_ways = True
            elif span := self._between(left, right, vague=vague):
                return span
        return None

    def _between(self, left: Words, right: Words, *, vague: bool) -> DateSpan | None:
        """Join two ends: the first pair of readings that is in order."""
        for end in self._ends(left, right):
            for begin in self._beginnings(left, right):
                first, last = (about(begin), about(end)) if vague else (begin, end)
                if first.first <= last.last:
                    return DateSpan(first.first, last.last)
                self.inverted = True
        return None

    def _beginnings(self, left: Words, right: Words) -> Iterator[Period]:
        """Yield what the first end may mean: by itself, or with what the other one lends."""
        if not left:
            yield beginning(date.min, Unit.DAY)
        for loan in ((), *_loans(right)):
            if left and (period := self._date(left + loan)):
                yield period

    def _ends(self, left: Words, right: Words) -> Iterator[Period]:
        """Yield what the second end may mean; it may lack the unit as well."""
        if not right:
            yield beginning(date.max, Unit.DAY)
        forms = (left[:1] + right, right) if _lacks_unit(left, right) else (right,)
        for loan in ((), *_loans(left)):
            for form in forms:
                if right and (period := self._date(form + loan)):
                    yield period


def divisions(words: Words) -> Iterator[tuple[Words, Word, Words]]:
    """Yield the ways of parting a phrase into two ends, without ``từ`` or ``giữa`` before them.

    Only dots may have nothing on one side; a slash parts only what begins with two years.
    """
    lead = words[0].sense if words else ""
    for joint in JOINTS:
        for at, word in enumerate(words):
            if word.sense != joint:
                continue
            led = lead in (LEADS[1:] if joint == "and" else LEADS[:2])
            left, right = words[int(led) : at], words[at + 1 :]
            if joint == "and" and not led:
                continue
            if joint == "/" and not (_is_year(left[:1]) and _is_year(right[:1])):
                continue
            if (left and right) or (joint == ".." and (left or right)):
                yield left, word, right


def _exact(words: Words) -> Words:
    """Return words without those that say a date is not exact."""
    first, last = 0, len(words)
    while first < last and words[first].sense in {"about", "~"}:
        first += 1
    while first < last and words[last - 1].sense in {"?", "~"}:
        last -= 1
    return words[first:last]


def _is_year(words: Words) -> bool:
    return bool(words) and words[0].sense.isdecimal() and len(words[0].sense) == _YEAR_DIGITS


def _lacks_unit(left: Words, right: Words) -> bool:
    """Return whether the second end is a number that the first end names the unit of."""
    if not left or not right or not right[0].sense.isdecimal():
        return False
    unit = left[0].sense
    short = len(right[0].sense) < _YEAR_DIGITS and (unit in _SHARED or unit in MONTH_NAMES)
    return short or unit == "decade"


def _loans(words: Words) -> Iterator[Words]:
    """Yield what one end may lend the other: its own end, the longest first.

    It never begins with a bare day or month, whose place the other end's own number has. The
    present day lends its month and its year.
    """
    if senses(words) in _NOW:
        yield from map(unwritten, ("now", "month now", "year now"))
        return
    for at in range(1, len(words)):
        number = words[at].sense
        if not number.isdecimal() or len(number) == _YEAR_DIGITS:
            yield words[at:]
