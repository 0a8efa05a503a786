"""What is wrong with a date that cannot be read, and what of it was understood.

Whoever typed it is told the one thing to change: the year that is missing, the end that means
nothing, the word after a date. Nothing here reads a date in a way of its own: a phrase lacks
its year when it can be read with one.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from archive_tui.errors import DateSyntaxError
from archive_tui.i18n import _
from archive_tui.text.date_periods import Unit
from archive_tui.text.date_spans import JOINTS, LEADS, MOST_WORDS, SpanReader, divisions
from archive_tui.text.date_words import MONTH_NAMES, Word, Words, quoted, senses, unwritten

_EXAMPLE: Final = "30/4/1975"
_THIS_CENTURY: Final = 30
"""Two digits below which the example of a year is one of this century."""
_ANY_YEAR: Final = unwritten("2000")
"""What a phrase is tried with that may lack its year: a leap year, which has every day."""
_ANY_MONTH: Final = unwritten("month 1 2000")
"""The same for a month, one with 31 days."""
_LAST_DAY: Final = 31
_TIMES: Final = frozenset((*Unit, *MONTH_NAMES))
_NUMERIC: Final = re.compile(
    r"(?:(?P<month>\d\d?) [/.–-] )?(?P<day>\d\d?) [/.–-] (?P<year>\d{4})|\d{4} [/.–-] .+", re.ASCII
)


def explained(words: Words, reader: SpanReader, today: date | None) -> DateSyntaxError:
    """Return what to say about a phrase that means nothing.

    Args:
        words: The phrase.
        reader: What could not read it.
        today: The day that relative dates are counted from.

    Returns:
        An error whose message says what is wrong or what was understood, and whose hint says
        what to write.
    """
    case = _Case(words, reader, today)
    checks: tuple[Callable[[], DateSyntaxError | None], ...] = (
        case.of_whole_spans,
        case.unfinished,
        case.without_year,
        case.short_year,
        case.impossible,
        case.incomplete,
        case.one_end,
        case.beginning,
    )
    if len(words) > MOST_WORDS:
        checks = checks[-1:]
    return next((error for check in checks if (error := check())), case.nothing())


class _Case:
    """A phrase, what it failed at, and a reader to try out what it lacks."""

    def __init__(self, words: Words, reader: SpanReader, today: date | None) -> None:
        self._words = words
        self._failed = reader
        self._trial = SpanReader(today)

    def of_whole_spans(self) -> DateSyntaxError | None:
        """Return what is wrong where all was understood."""
        text = quoted(self._words)
        if any(word.sense == "lunar" for word in self._words):
            return DateSyntaxError(
                _("“{text}” is a date of the lunar calendar, which is not understood.").format(
                    text=text
                ),
                _("Write the solar date with numbers: {example}.").format(example=_EXAMPLE),
            )
        if self._failed.inverted:
            return DateSyntaxError(
                _("The span “{text}” ends before it begins.").format(text=text),
                _("Write the earlier date first, and each date with its year."),
            )
        if self._failed.beyond:
            return DateSyntaxError(
                _("There is no day in “{text}”.").format(text=text),
                _("The calendar reaches from the year 0001 to the year 9999."),
            )
        if self._failed.two_ways:
            return DateSyntaxError(
                _("“{text}” can be a day, or a span of months.").format(text=text),
                _("Write 1/3/2024 for a day, and 1/2024 - 3/2024 for months."),
            )
        return None

    def unfinished(self) -> DateSyntaxError | None:
        """Return what is wrong with a span whose second end is not there."""
        *begin, last = self._words
        if last.sense not in JOINTS:
            return None
        known = tuple(begin[int(begin[0].sense in LEADS) :]) if begin else ()
        if self._trial.read(known) is None:
            return None
        return DateSyntaxError(
            _("“{known}” was understood as the beginning, but nothing follows “{joint}”.").format(
                known=quoted(known), joint=last.text.strip()
            ),
            _("Add the date it ends with, or leave the end open: 1975.."),
        )

    def without_year(self) -> DateSyntaxError | None:
        """Return that a year is missing, where the phrase could be read with one."""
        return self._no_year(self._words) if self._says_when() else None

    def short_year(self) -> DateSyntaxError | None:
        """Return what is wrong with a year of two digits that can be no day."""
        for part in self._parts():
            if _last_number(part) > _LAST_DAY and (error := self._short(part)):
                return error
        return None

    def incomplete(self) -> DateSyntaxError | None:
        """Return what is wrong with an end without its year, or without its month."""
        for part in self._parts():
            if error := self._no_year(part) or self._short(part) or self._no_month(part):
                return error
        return None

    def _no_year(self, part: Words) -> DateSyntaxError | None:
        if self._trial.read(part + _ANY_YEAR) is None:
            return None
        message = _("There is no year in “{text}”.").format(text=quoted(part))
        return DateSyntaxError(message, _four_digits(_EXAMPLE))

    def _no_month(self, part: Words) -> DateSyntaxError | None:
        if self._trial.read(part + _ANY_MONTH) is None:
            return None
        message = _("There is no month in “{text}”.").format(text=quoted(part))
        return DateSyntaxError(message, _four_digits(_EXAMPLE))

    def _short(self, part: Words) -> DateSyntaxError | None:
        *rest, last = part
        number = last.sense
        if not number.isdecimal() or not 2 <= len(number) <= 3:  # noqa: PLR2004
            return None
        century = "20" if int(number) < _THIS_CENTURY else "19"
        year = f"{number:0>4}" if len(number) > 2 else f"{century}{number}"  # noqa: PLR2004
        typed = last.text.replace(number, year) if number in last.text else f" {year}"
        full = (*rest, Word(year, typed))
        if self._trial.read(full) is None:
            return None
        return DateSyntaxError(
            _("The year of “{text}” does not have four digits.").format(text=quoted(part)),
            _four_digits(quoted(full)),
        )

    def impossible(self) -> DateSyntaxError | None:
        """Return what is wrong with a date that has the right form."""
        found = max(self._failed.impossible, key=len, default=None)
        if found is None:
            return None
        text = quoted(found)
        return DateSyntaxError(
            _("There is no such date as “{text}”.").format(text=text), self._order(found)
        )

    def _order(self, words: Words) -> str:
        """Return a hint about days and months; with the date itself, where it is turned."""
        numeric = _NUMERIC.fullmatch(senses(words))
        if not numeric:
            return _general_hint()
        example = _EXAMPLE
        if numeric["month"]:
            turned = f"{numeric['day']} / {numeric['month']} / {numeric['year']}"
            if self._trial.read(unwritten(turned)):
                example = turned.replace(" ", "")
        return _("Days come before months: {example}.").format(example=example)

    def one_end(self) -> DateSyntaxError | None:
        """Return which end of a span was understood."""
        for left, _joint, right in divisions(self._words):
            if not left or not right:
                continue
            begins, ends = self._trial.read(left), self._trial.read(right)
            if begins and not ends:
                message = _(
                    "“{known}” was understood as the beginning, but not “{unknown}” as the end."
                )
                return _partly(message, left, right)
            if ends and not begins:
                message = _(
                    "“{known}” was understood as the end, but not “{unknown}” as the beginning."
                )
                return _partly(message, right, left)
        return None

    def beginning(self) -> DateSyntaxError | None:
        """Return how much of the phrase is a date, or would be one with a year."""
        for end in range(min(len(self._words) - 1, MOST_WORDS), 0, -1):
            known = self._words[:end]
            if self._trial.read(known) or self._trial.read(known + _ANY_YEAR):
                message = _("“{known}” was understood, but not “{unknown}” after it.")
                return _partly(message, known, self._words[end:])
        return None

    def nothing(self) -> DateSyntaxError:
        """Return that nothing was understood."""
        return not_understood(quoted(self._words))

    def _says_when(self) -> bool:
        return any(word.sense.isdecimal() or word.sense in _TIMES for word in self._words)

    def _parts(self) -> Iterator[Words]:
        """Yield the phrase, then the ends that cannot be read by themselves."""
        if self._says_when():
            yield self._words
        for left, _joint, right in divisions(self._words):
            if self._trial.read(left) or self._trial.read(right):
                yield from (end for end in (left, right) if end and not self._trial.read(end))


def not_understood(text: str) -> DateSyntaxError:
    """Return that nothing of a text was understood."""
    return DateSyntaxError(
        _("“{text}” is not a date that can be understood.").format(text=text), _general_hint()
    )


def _last_number(words: Words) -> int:
    last = words[-1].sense
    return int(last) if last.isdecimal() else 0


def _partly(message: str, known: Words, unknown: Words) -> DateSyntaxError:
    text = message.format(known=quoted(known), unknown=quoted(unknown))
    return DateSyntaxError(text, _general_hint())


def _four_digits(example: str) -> str:
    return _("Write the year with four digits: {example}.").format(example=example)


def _general_hint() -> str:
    return _("Write a date as 2024, 1/2024, 10/1/2024, 2024-01-10 or 1954..1975.")
