"""A typed query cut into pieces: brackets, operators, quoted phrases, plain chunks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from archive_tui.errors import QuerySyntaxError
from archive_tui.i18n import _

_QUOTES: Final = {'"': '"', "“": "”", "„": "“", "«": "»"}
"""Each opening quotation mark with the one that closes it; ``"`` closes all of them too."""

_BLANK: Final = re.compile(r"\s*")
_PREFIX: Final = re.compile(r"([^\W\d_]+):")
_CHUNK: Final = re.compile(r"[^\s()]+")


class PieceKind(Enum):
    """What a piece of a query is."""

    OPEN = auto()
    """An opening bracket."""
    CLOSE = auto()
    """A closing bracket."""
    OR = auto()
    """The word ``OR`` or ``HOẶC``."""
    NOT = auto()
    """The word ``NOT`` or ``KHÔNG``, or a leading minus."""
    PREFIX = auto()
    """The name of a field or filter, without its colon."""
    QUOTED = auto()
    """What stands in quotation marks."""
    CHUNK = auto()
    """Anything else up to the next blank or bracket."""
    END = auto()
    """The end of the query."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a query."""

    kind: PieceKind
    """What it is."""
    text: str
    """What it says."""
    position: int
    """Its first code point in the query."""


_OPERATORS: Final = {
    "OR": PieceKind.OR,
    "HOẶC": PieceKind.OR,
    "NOT": PieceKind.NOT,
    "KHÔNG": PieceKind.NOT,
}
_AND: Final = ("AND", "VÀ")
"""Said by standing side by side already; the words are dropped."""


def pieces(text: str, names: frozenset[str]) -> Iterator[Piece]:
    """Cut a query into pieces.

    Args:
        text: The query, cleaned.
        names: The names that make a prefix when a colon follows; others are plain text.

    Yields:
        The pieces, the last of kind `PieceKind.END`.

    Raises:
        QuerySyntaxError: A quotation mark is not closed.
    """
    position = 0
    while True:
        blank = _BLANK.match(text, position)
        position = blank.end() if blank else position
        if position >= len(text):
            yield Piece(PieceKind.END, "", position)
            return
        piece, position = _next(text, position, names)
        if piece:
            yield piece


def _next(text: str, position: int, names: frozenset[str]) -> tuple[Piece | None, int]:
    """Return the piece at a position, and the position after it."""
    char = text[position]
    if char in "()":
        kind = PieceKind.OPEN if char == "(" else PieceKind.CLOSE
        return Piece(kind, char, position), position + 1
    if char in _QUOTES:
        return _quoted(text, position)
    if char == "-" and text[position + 1 : position + 2].strip():
        return Piece(PieceKind.NOT, char, position), position + 1
    prefix = _PREFIX.match(text, position)
    if prefix and prefix[1].lower() in names:
        return Piece(PieceKind.PREFIX, prefix[1].lower(), position), prefix.end()
    chunk = _CHUNK.match(text, position)
    end = chunk.end() if chunk else position + 1
    word = text[position:end]
    if word in _AND:
        return None, end
    return Piece(_OPERATORS.get(word, PieceKind.CHUNK), word, position), end


def _quoted(text: str, position: int) -> tuple[Piece, int]:
    closing = _QUOTES[text[position]]
    ends = [end for mark in {closing, '"'} if (end := text.find(mark, position + 1)) >= 0]
    if not ends:
        raise QuerySyntaxError(
            _("A quotation mark is not closed."),
            _("Add a closing quotation mark."),
            position=position,
        )
    end = min(ends)
    return Piece(PieceKind.QUOTED, text[position + 1 : end], position), end + 1
