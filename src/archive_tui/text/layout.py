"""Text on a grid of terminal cells: how wide it is, where its lines break, what to excerpt.

Positions are code points of the text given, so that marks found in a text can be drawn on
its wrapped lines. Nothing here draws anything.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from archive_tui.model import Mark

Measure: TypeAlias = Callable[[str], int]
"""Gives the width of a text in terminal cells."""

_WORD: Final = re.compile(r"\S+")
_ELLIPSIS: Final = "…"
_HEAD_PER_CELL: Final = 8
"""Code points of a text that are looked at for each cell there is room for."""
_MARKS_COMPARED: Final = 400
"""Marks among which the best passage is looked for."""


def cell_width(text: str) -> int:
    """Return how many terminal cells a text takes.

    Combining marks take none, East Asian wide and full-width characters two (Unicode
    Standard Annex 11), everything else one.

    Args:
        text: A cleaned text without line ends.
    """
    if text.isascii():
        return len(text)
    return sum(map(_char_width, text))


def _char_width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a wrapped text: a slice of it, without the blanks at its ends."""

    start: int
    """Its first code point in the text."""
    end: int
    """The code point after its last."""


def wrap(text: str, width: int, measure: Measure = cell_width) -> list[Line]:
    """Break a text at blanks and line ends so that no line is wider than asked.

    A word wider than a line is broken between characters.

    Args:
        text: A cleaned text; line ends in it are kept as breaks.
        width: Most cells a line may take, at least 2.
        measure: How to measure; the same that will draw it.

    Returns:
        The lines in order; an empty text has one empty line.
    """
    lines: list[Line] = []
    start = 0
    for paragraph in text.split("\n"):
        lines.extend(_wrap_paragraph(text, start, start + len(paragraph), max(width, 2), measure))
        start += len(paragraph) + 1
    return lines


def _wrap_paragraph(
    text: str, start: int, end: int, width: int, measure: Measure
) -> Iterator[Line]:
    line_start = line_end = -1
    used = 0
    for match in _WORD.finditer(text, start, end):
        for word_start, word_end in _pieces(text, match.start(), match.end(), width, measure):
            size = measure(text[word_start:word_end])
            gap = measure(text[line_end:word_start]) if line_start >= 0 else 0
            if line_start >= 0 and used + gap + size > width:
                yield Line(line_start, line_end)
                line_start, used, gap = -1, 0, 0
            line_start = word_start if line_start < 0 else line_start
            line_end = word_end
            used += gap + size
    yield Line(line_start, line_end) if line_start >= 0 else Line(start, start)


def _pieces(
    text: str, start: int, end: int, width: int, measure: Measure
) -> Iterator[tuple[int, int]]:
    """Cut a word into pieces that fit a line; nearly every word is one piece."""
    if measure(text[start:end]) <= width:
        yield start, end
        return
    piece, used = start, 0
    for position in range(start, end):
        size = measure(text[position])
        if used + size > width:
            yield piece, position
            piece, used = position, 0
        used += size
    yield piece, end


def fit(text: str, width: int, measure: Measure = cell_width) -> str:
    """Return a text cut to a width, with an ellipsis where something was cut."""
    if width <= 0:
        return ""
    head = text[: _HEAD_PER_CELL * width + _HEAD_PER_CELL]  # a title may be a megabyte long
    if len(head) == len(text) and measure(text) <= width:
        return text
    kept, used = [], 1
    for char in head:
        used += measure(char)
        if used > width:
            break
        kept.append(char)
    return "".join(kept).rstrip() + _ELLIPSIS


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage of a longer text, with its marks moved along."""

    text: str
    """The passage on one line, with an ellipsis at each end that was cut."""
    marks: tuple[Mark, ...]
    """The marks that lie in it, in code points of ``text``."""


def excerpt(text: str, marks: Sequence[Mark], length: int = 160) -> Excerpt:
    """Choose the passage of a text that shows most of its marks.

    Different marked words count before repeated ones; of equally good passages the first
    is taken. Line ends become spaces.

    Args:
        text: A cleaned text.
        marks: Its marks, in order.
        length: Most code points to return, ellipses not counted.

    Returns:
        The passage; the beginning of the text where there is no mark.
    """
    best = _densest(text, marks, length)
    start = _back_to_blank(text, max(0, best - length // 4)) if best + length // 2 > length else 0
    end = _on_to_blank(text, start, min(len(text), start + length))
    head = _ELLIPSIS if start > 0 else ""
    tail = _ELLIPSIS if end < len(text) else ""
    shift = len(head) - start
    inside = (mark for mark in marks if mark.start >= start and mark.end <= end)
    return Excerpt(
        head + text[start:end].replace("\n", " ").replace("\t", " ") + tail,
        tuple(Mark(mark.start + shift, mark.end + shift, mark.exact) for mark in inside),
    )


def _densest(text: str, marks: Sequence[Mark], length: int) -> int:
    """Return where the mark stands from which most different marks are in reach."""
    best, best_score = 0, 0
    reach = length - length // 4
    for index, mark in enumerate(marks[:_MARKS_COMPARED]):
        near = [m for m in marks[index : index + 40] if m.end <= mark.start + reach]
        different = {text[m.start : m.end].lower() for m in near}
        score = 100 * len(different) + len(near)
        if score > best_score:
            best, best_score = mark.start, score
    return best


def _back_to_blank(text: str, position: int) -> int:
    """Return the nearest beginning of a word at or before a position, not far back."""
    for candidate in range(position, max(-1, position - 20), -1):
        if candidate == 0 or text[candidate - 1].isspace():
            return candidate
    return position


def _on_to_blank(text: str, start: int, position: int) -> int:
    """Return an end of a word at or before a position, not far back."""
    if position >= len(text):
        return len(text)
    for candidate in range(position, max(start, position - 20), -1):
        if text[candidate].isspace():
            return candidate
    return position
