"""A typed query cut into pieces: brackets, operators, quoted phrases, plain chunks.

Pure, and lenient: only a quotation mark that is not closed is a mistake here. What a piece
means where it stands is for the parser to say.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from archive_tui.errors import QuerySyntaxError
from archive_tui.i18n import _
from archive_tui.query.names import prefix_name
from archive_tui.query.tree import TextField

_QUOTES: Final = {'"': '"', "“": "”", "„": "“", "«": "»"}
"""Each opening quotation mark with the one that closes it; ``"`` closes all of them too."""

_BLANK: Final = re.compile(r"\s*")
_PREFIX: Final = re.compile(r"([^\W\d_]+):")
_CHUNK: Final = re.compile(r"[^\s()]+")
_SLOP: Final = re.compile(r"~([0-9]+)(?=[\s()]|$)")
_SLOP_DIGITS: Final = 4
"""Digits of a slop that are read; more are too many anyway."""


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
    """The name of a field or filter in its English form, without its colon."""
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
    slop: int = 0
    """The number behind ``~`` after a closing quotation mark."""
    typed: str = ""
    """Of a name, how it was typed."""


_OPERATORS: Final = {
    "OR": PieceKind.OR,
    "HOẶC": PieceKind.OR,
    "NOT": PieceKind.NOT,
    "KHÔNG": PieceKind.NOT,
}
_AND: Final = ("AND", "VÀ")
"""Said by standing side by side already; the words are dropped."""


def is_operator(word: str) -> bool:
    """Return whether a word would be read as an operator unless it is quoted."""
    return word in _OPERATORS or word in _AND


def pieces(text: str) -> list[Piece]:
    """Cut a query into pieces, without the brackets that close nothing.

    Args:
        text: The query, cleaned.

    Returns:
        The pieces in order, the last of kind `PieceKind.END`.

    Raises:
        QuerySyntaxError: A quotation mark is not closed.
    """
    kept, opened = [], 0
    for piece in _all_pieces(text):
        opened += (piece.kind is PieceKind.OPEN) - (piece.kind is PieceKind.CLOSE)
        if opened < 0:
            opened = 0
        else:
            kept.append(piece)
    return kept


def _all_pieces(text: str) -> Iterator[Piece]:
    position, valued = 0, False
    while True:
        blank = _BLANK.match(text, position)
        position = blank.end() if blank else position
        if position >= len(text):
            yield Piece(PieceKind.END, "", position)
            return
        piece, position = _value(text, position) if valued else _next(text, position)
        if piece:
            valued = piece.kind is PieceKind.PREFIX and piece.text not in tuple(TextField)
            yield piece


def _value(text: str, position: int) -> tuple[Piece | None, int]:
    """Return what stands behind the name of a filter, where no operator can be meant."""
    if text[position] in _QUOTES:
        return _quoted(text, position)
    chunk = _CHUNK.match(text, position)
    if chunk is None:
        return _next(text, position)
    return Piece(PieceKind.CHUNK, chunk.group(), position), chunk.end()


def _next(text: str, position: int) -> tuple[Piece | None, int]:
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
    if prefix and (name := prefix_name(prefix[1], text[prefix.end() : prefix.end() + 1])):
        return Piece(PieceKind.PREFIX, name, position, typed=prefix[1]), prefix.end()
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
    slop = _SLOP.match(text, end + 1)
    piece = Piece(
        PieceKind.QUOTED,
        text[position + 1 : end],
        position,
        int(slop[1][:_SLOP_DIGITS]) if slop else 0,
    )
    return piece, slop.end() if slop else end + 1
