"""User text to a syntax tree.

::

    query   = and { ( "OR" | "HOẶC" ) and }
    and     = not { [ "AND" | "VÀ" ] not }
    not     = ( "-" | "NOT" | "KHÔNG" ) not | item
    item    = "(" query ")" | prefix item | phrase | chunk

Words stand side by side for AND. Free text with odd punctuation is simply searched: what is
no word falls away, a colon after an unknown name is a colon, a bracket that closes nothing is
ignored. The parser is pure and raises nothing but its own errors, whatever it is given.
"""

from dataclasses import replace
from datetime import date
from typing import Final

from archive_tui.analysis import words
from archive_tui.errors import DateSyntaxError, QuerySyntaxError
from archive_tui.i18n import _
from archive_tui.model import Kind
from archive_tui.query.lexer import Piece, PieceKind, pieces
from archive_tui.query.tree import (
    And,
    Dated,
    Everything,
    Filter,
    FilterName,
    Node,
    Not,
    Or,
    Phrase,
    TextField,
    Word,
)
from archive_tui.text.clean import clean_line
from archive_tui.text.dates import parse_dates

_DEPTH_LIMIT: Final = 40
_WORD_LIMIT: Final = 400

_DATE_NAMES: Final = ("date", "since", "until")
_NAMES: Final = frozenset([*TextField, *FilterName, *_DATE_NAMES])
_ALLOWED: Final = {
    FilterName.KIND: tuple(str(kind) for kind in Kind),
    FilterName.HAS: ("photo",),
}
"""The filters that take only certain values."""


def parse(text: str) -> Node:
    """Read a query.

    Args:
        text: What was typed, in any state.

    Returns:
        Its tree; `Everything` for an empty query and for ``*``.

    Raises:
        QuerySyntaxError: It cannot be read; carries the position.
        DateSyntaxError: A date in it cannot be read.
    """
    return _Parser(clean_line(text)).parse()


class _Parser:
    """Recursive descent over the pieces of one query."""

    def __init__(self, text: str) -> None:
        self._pieces = list(pieces(text, _NAMES))
        self._next = 0
        self._depth = 0
        self._words = 0

    def parse(self) -> Node:
        parts = []
        while self._piece.kind is not PieceKind.END:
            if node := self._or(None):
                parts.append(node)
            if self._piece.kind is PieceKind.CLOSE:  # it closes nothing: punctuation
                self._take()
        found = _joined(And, parts)
        if found is None and len(self._pieces) > 1:
            raise QuerySyntaxError(
                _("There is no word in the query."),
                _("Type a word to look for, or * for everything."),
            )
        return found or Everything()

    @property
    def _piece(self) -> Piece:
        return self._pieces[self._next]

    def _take(self) -> Piece:
        piece = self._piece
        self._next += 1
        return piece

    def _or(self, field: TextField | None) -> Node | None:
        parts = [self._and(field)]
        while self._piece.kind is PieceKind.OR:
            operator = self._take()
            parts.append(self._and(field))
            if parts[-1] is None or parts[-2] is None:
                raise QuerySyntaxError(
                    _("Something has to stand on both sides of OR."),
                    _("Add a word, or put OR in quotation marks to search for it."),
                    position=operator.position,
                )
        return _joined(Or, [part for part in parts if part])

    def _and(self, field: TextField | None) -> Node | None:
        parts = []
        while self._piece.kind not in (PieceKind.OR, PieceKind.CLOSE, PieceKind.END):
            if part := self._not(field):
                parts.append(part)
        return _joined(And, parts)

    def _not(self, field: TextField | None) -> Node | None:
        if self._piece.kind is not PieceKind.NOT:
            return self._item(field)
        operator = self._take()
        self._deepen(operator)
        part = None
        if self._piece.kind not in (PieceKind.OR, PieceKind.CLOSE, PieceKind.END):
            part = self._not(field)
        elif operator.text != "-":
            raise QuerySyntaxError(
                _("Something has to follow NOT."),
                _("Add the word that must not occur."),
                position=operator.position,
            )
        self._depth -= 1
        return Not(part) if part else None

    def _item(self, field: TextField | None) -> Node | None:
        piece = self._take()
        if piece.kind is PieceKind.OPEN:
            return self._bracket(piece, field)
        if piece.kind is PieceKind.PREFIX:
            return self._prefixed(piece)
        if piece.text == "*":
            return Everything()
        return self._text(piece, field)

    def _bracket(self, opening: Piece, field: TextField | None) -> Node | None:
        self._deepen(opening)
        node = self._or(field)
        if self._piece.kind is not PieceKind.CLOSE:
            raise QuerySyntaxError(
                _("A bracket is not closed."),
                _("Add a closing bracket."),
                position=opening.position,
            )
        self._take()
        self._depth -= 1
        return node

    def _prefixed(self, prefix: Piece) -> Node | None:
        if prefix.text in tuple(TextField):
            return self._fielded(prefix)
        value = self._value(prefix)
        if prefix.text in _DATE_NAMES:
            return _dated(prefix, value)
        name = FilterName(prefix.text)
        allowed = _ALLOWED.get(name)
        if allowed and value.lower() not in allowed:
            raise QuerySyntaxError(
                _("“{name}:” cannot be “{value}”.").format(name=name, value=value),
                _("It can be: {allowed}.").format(allowed=", ".join(allowed)),
                position=prefix.position,
            )
        return Filter(name, value.lower() if allowed else value)

    def _fielded(self, prefix: Piece) -> Node | None:
        if self._piece.kind in (PieceKind.CLOSE, PieceKind.END, PieceKind.OR):
            raise _empty(prefix)
        self._deepen(prefix)
        node = self._not(TextField(prefix.text))
        self._depth -= 1
        return node

    def _value(self, prefix: Piece) -> str:
        piece = self._piece
        if piece.kind not in (PieceKind.CHUNK, PieceKind.QUOTED) or not piece.text.strip():
            raise _empty(prefix)
        return self._take().text.strip()

    def _text(self, piece: Piece, field: TextField | None) -> Node | None:
        found = tuple(words(piece.text))
        self._words += len(found)
        if self._words > _WORD_LIMIT:
            raise QuerySyntaxError(
                _("The query has more than {limit} words.").format(limit=_WORD_LIMIT),
                _("Leave the less important ones out."),
                position=piece.position,
            )
        if len(found) > 1:
            return Phrase(found, field)
        return Word(found[0], field) if found else None

    def _deepen(self, piece: Piece) -> None:
        self._depth += 1
        if self._depth > _DEPTH_LIMIT:
            raise QuerySyntaxError(
                _("The query is nested too deeply."),
                _("Use fewer brackets."),
                position=piece.position,
            )


def _joined(kind: type[And] | type[Or], parts: list[Node]) -> Node | None:
    if len(parts) < 2:  # noqa: PLR2004 - a join takes two
        return parts[0] if parts else None
    return kind(tuple(parts))


def _empty(prefix: Piece) -> QuerySyntaxError:
    return QuerySyntaxError(
        _("Nothing follows “{name}:”.").format(name=prefix.text),
        _("Add what to look for, such as {example}.").format(example=_example(prefix.text)),
        position=prefix.position,
    )


def _example(name: str) -> str:
    allowed = _ALLOWED.get(FilterName(name)) if name in tuple(FilterName) else None
    if allowed:
        return f"{name}:{allowed[0]}"
    return f"{name}:1/2024" if name in _DATE_NAMES else f"{name}:văn"


def _dated(prefix: Piece, value: str) -> Dated:
    try:
        span = parse_dates(value)
    except DateSyntaxError as error:
        raise QuerySyntaxError(error.message, error.hint, position=prefix.position) from error
    if prefix.text == "since":
        return Dated(replace(span, last=date.max))
    if prefix.text == "until":
        return Dated(replace(span, first=date.min))
    return Dated(span)
