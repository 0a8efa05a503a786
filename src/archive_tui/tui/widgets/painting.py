"""Drawing a line of foreign text with its marks, as segments for the line API.

Text goes into segments as it is: no markup is ever read from it. Where a text has to be cut,
it is cut by terminal cells.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from archive_tui.model import Mark
from archive_tui.text.layout import fit


@dataclass(frozen=True, slots=True)
class Paint:
    """The styles of one line of text."""

    plain: Style
    """What is not marked."""
    exact: Style
    """A match written as in the query."""
    folded: Style
    """A match without regard to accent marks."""
    current: Style | None = None
    """The match the reader stands on."""


def one_line(text: str) -> str:
    """Return a text with line ends and tabs as blanks; positions stay the same."""
    return text.replace("\n", " ").replace("\t", " ")


def painted(
    text: str, marks: Iterable[Mark], paint: Paint, current: Mark | None = None
) -> list[Segment]:
    """Return a text as segments, its marks in their own styles.

    Args:
        text: One line, clean.
        marks: Marks in it, in order; they may reach beyond its ends.
        paint: The styles.
        current: The mark that is drawn as the one the reader stands on.
    """
    segments: list[Segment] = []
    at = 0
    for mark in marks:
        start, end = max(mark.start, at), min(mark.end, len(text))
        if start >= end:
            continue
        if start > at:
            segments.append(Segment(text[at:start], paint.plain))
        segments.append(Segment(text[start:end], _style(mark, paint, current)))
        at = end
    if at < len(text):
        segments.append(Segment(text[at:], paint.plain))
    return segments


def _style(mark: Mark, paint: Paint, current: Mark | None) -> Style:
    if mark is current and paint.current is not None:
        return paint.current
    return paint.exact if mark.exact else paint.folded


def cut(text: str, width: int) -> str:
    """Return a text cut to a number of terminal cells."""
    return fit(one_line(text), width, cell_len)


def padded(text: str, width: int) -> str:
    """Return a text cut or filled up to a number of terminal cells."""
    shown = cut(text, width)
    return shown + " " * max(width - cell_len(shown), 0)
