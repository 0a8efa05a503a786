"""Spans of days, which are the dates of articles and the limits of questions."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class DateSpan:
    """A closed span of days; one day is a span whose ends are equal."""

    first: date
    """The first day of the span."""
    last: date
    """The last day of the span, not before ``first``."""

    def __post_init__(self) -> None:
        if self.last < self.first:
            msg = f"a span cannot end ({self.last}) before it begins ({self.first})"
            raise ValueError(msg)

    @classmethod
    def of_year(cls, year: int) -> "DateSpan":
        """Return the span of a whole year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def of_month(cls, year: int, month: int) -> "DateSpan":
        """Return the span of a whole month."""
        return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))

    @classmethod
    def of_day(cls, day: date) -> "DateSpan":
        """Return the span of one day."""
        return cls(day, day)

    @property
    def is_day(self) -> bool:
        """Whether the span is a single day."""
        return self.first == self.last

    def overlaps(self, other: "DateSpan") -> bool:
        """Return whether the two spans have a day in common."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        """Return the shortest ISO form: ``1975``, ``1975-04``, ``1975-04-30`` or ``1954/1975``."""
        if self.is_day:
            return self.first.isoformat()
        begins_year = (self.first.month, self.first.day) == (1, 1)
        ends_year = (self.last.month, self.last.day) == (12, 31)
        if begins_year and ends_year:
            years = f"{self.first.year:04}", f"{self.last.year:04}"
            return years[0] if years[0] == years[1] else "/".join(years)
        months = f"{self.first:%Y-%m}".zfill(7), f"{self.last:%Y-%m}".zfill(7)
        if self.first.day == 1 and self.last.day == monthrange(self.last.year, self.last.month)[1]:
            return months[0] if months[0] == months[1] else "/".join(months)
        return f"{self.first.isoformat()}/{self.last.isoformat()}"
