"""One date read from words: the first form that fits them, its rest read in the same way.

Nothing here knows any form, or what may stand around a date.
"""

import re
from datetime import date

from archive_tui.text.date_forms import CALENDAR_FORMS, RELATIVE_FORMS, Form
from archive_tui.text.date_periods import Period, Unit
from archive_tui.text.date_words import Words, senses


class PeriodReader:
    """Reads single dates.

    Args:
        today: The present day; without one, nothing is read that is counted from it.
    """

    def __init__(self, today: date | None) -> None:
        self._today = Period(today or date.min, today or date.min, Unit.DAY)
        self._forms = CALENDAR_FORMS if today is None else CALENDAR_FORMS + RELATIVE_FORMS
        self._read: dict[str, Period | None] = {}
        self.impossible: list[Words] = []
        """What has the form of a date but is none, such as the 31st of February."""

    def read(self, words: Words) -> Period | None:
        """Return the period that words name; None where they name none."""
        meaning = senses(words)
        if meaning not in self._read:  # many ways of cutting a phrase end in the same words
            self._read[meaning] = self._first(words, meaning)
        return self._read[meaning]

    def _first(self, words: Words, meaning: str) -> Period | None:
        for form in self._forms:
            found = form.match(meaning)
            if found and (period := self._built(form, found, words)):
                return period
        return None

    def _built(self, form: Form, found: re.Match[str], words: Words) -> Period | None:
        whole = self._today
        if form.of:
            rest = self.read(words[-1 - found["rest"].count(" ") :])
            if rest is None or rest.unit not in form.of:
                return None
            whole = rest
        try:
            return form.build(found, whole)
        except (ValueError, OverflowError):
            self.impossible.append(words)
            return None
