"""User text to a syntax tree.

::

    query   = and { ( "OR" | "HOẶC" ) and }
    and     = not { [ "AND" | "VÀ" ] not }
    not     = ( "-" | "NOT" | "KHÔNG" ) not | item
    item    = "(" query ")" | prefix item | phrase [ "~" number ] | chunk
    chunk   = "*" | word "~" | words with "*" in them | anything else

Words stand side by side for AND. Free text with odd punctuation is simply searched: what is
no word falls away, a colon after an unknown name is a colon, a bracket that closes nothing is
ignored. The parser is pure and raises nothing but its own errors, whatever it is given.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from archive_tui.analysis import word_matches, words
from archive_tui.errors import DateSyntaxError, QuerySyntaxError
from archive_tui.i18n import _
from archive_tui.model import DateSpan
from archive_tui.query.lexer import Piece, PieceKind, pieces
from archive_tui.query.names import ALLOWED, DATE_NAMES, allowed_values
from archive_tui.query.tree import (
    And,
    Dated,
    Everything,
    Filter,
    FilterName,
    Fuzzy,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Text,
    TextField,
    Word,
)
from archive_tui.text.clean import clean_line
from archive_tui.text.dates import parse_dates

DEPTH_LIMIT: Final = 40
"""How deep brackets, fields and exclusions may nest."""
WORD_LIMIT: Final = 400
"""Words a query may have."""
SLOP_LIMIT: Final = 15
"""Other words that may stand inside a loose phrase; the gap between paragraphs is wider."""
FUZZY_LENGTH: Final = 4
"""Letters a word needs before one of them may differ."""
_DATE_CHUNKS: Final = 12
"""Chunks behind ``date:`` that are tried as one date, such as ``tháng 4 năm 1975``."""

_FUZZY: Final = re.compile(r"([^\W\d].*)~([0-9]*)")
_WHOLE_DATE: Final = re.compile(r"[0-9]{4}$|[0-9]{1,4}[-/.][0-9]")
_WORDY: Final = (FilterName.SECTION, FilterName.SOURCE, FilterName.AUTHOR, FilterName.TAG)
"""The filters that are compared word by word."""
_STARS: Final = re.compile(r"\*{2,}")


def parse(text: str, today: date | None = None) -> Node:
    """Read a query.

    Args:
        text: What was typed, in any state.
        today: The day that ``hôm nay`` in a date means; the system's when left out.

    Returns:
        Its tree; `Everything` for an empty query and for ``*``.

    Raises:
        QuerySyntaxError: It cannot be read; carries the position.
    """
    return _Parser(clean_line(text), today or date.today()).parse()  # noqa: DTZ011 - the user's own day


class _Parser:
    """Recursive descent over the pieces of one query."""

    def __init__(self, text: str, today: date) -> None:
        self._pieces = pieces(text)
        self._today = today
        self._next = 0
        self._depth = 0
        self._count = 0

    def parse(self) -> Node:
        found = self._or(None)
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
        match piece.kind:
            case PieceKind.OPEN:
                return self._bracket(piece, field)
            case PieceKind.PREFIX:
                return self._prefixed(piece)
            case PieceKind.QUOTED:
                return self._phrase(piece, field)
            case _:
                return self._chunk(piece, field)

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
        if prefix.text in DATE_NAMES:
            return self._dated(prefix)
        name, value = FilterName(prefix.text), self._value(prefix)
        if name not in ALLOWED:
            if name in _WORDY and not words(value):
                raise _empty(prefix)
            return Filter(name, value)
        if known := ALLOWED[name].get(value.lower()):
            return Filter(name, known)
        allowed = allowed_values(name, prefix.typed)
        raise QuerySyntaxError(
            _("“{name}:” cannot be “{value}”.").format(name=prefix.typed, value=value),
            _("It can be: {allowed}.").format(allowed=", ".join(allowed)),
            position=prefix.position,
        )

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

    def _dated(self, prefix: Piece) -> Dated:
        """Read as many chunks as make one date; a quoted date says itself how far it goes."""
        first = self._value(prefix)
        candidates = [first]
        if self._pieces[self._next - 1].kind is PieceKind.CHUNK:
            candidates = [" ".join(chunks) for chunks in _beginnings(first, self._chunks(first))]
        mistakes = []
        for extra in range(len(candidates) - 1, -1, -1):
            try:
                span = parse_dates(candidates[extra].rstrip(",;"), self._today)
            except DateSyntaxError as error:
                mistakes.append(error)
            else:
                self._next += extra
                return Dated(_bounded(prefix, span))
        # A whole date was meant alone; its parts were meant with what follows them.
        said = mistakes[-1 if _WHOLE_DATE.match(first) else 0]
        raise QuerySyntaxError(said.message, said.hint, position=prefix.position)

    def _chunks(self, first: str) -> list[str]:
        """Return what may go on a date: chunks up to a bracket, an operator or a name.

        A number behind a whole date is a word to look for: nobody writes ``2024-01-10 2025``
        for a span.
        """
        if _WHOLE_DATE.match(first) and self._piece.text[:1].isdigit():
            return []
        following = self._pieces[self._next : self._next + _DATE_CHUNKS]
        plain = [piece.kind is PieceKind.CHUNK for piece in following]
        end = plain.index(False) if False in plain else len(plain)
        return [piece.text for piece in following[:end]]

    def _phrase(self, piece: Piece, field: TextField | None) -> Text | None:
        if piece.slop > SLOP_LIMIT:
            raise QuerySyntaxError(
                _("“~{number}” lets too many words stand inside a phrase.").format(
                    number=piece.slop
                ),
                _("Write a number up to {limit}.").format(limit=SLOP_LIMIT),
                position=piece.position,
            )
        return _side_by_side(self._words(piece, piece.text), field, piece.slop)

    def _chunk(self, piece: Piece, field: TextField | None) -> Node | None:
        text = piece.text
        if not text.strip("*"):
            return Everything()
        if "*" in text and words(text):
            return self._patterns(piece, field)
        fuzzy = _FUZZY.fullmatch(text)
        if fuzzy and words(fuzzy[1]) == [fuzzy[1]]:
            if fuzzy[2] not in ("", "1"):
                raise QuerySyntaxError(
                    _("Only one letter of a word may differ."),
                    _("Write {example}.").format(example=f"{fuzzy[1]}~"),
                    position=piece.position,
                )
            (word,) = self._words(piece, fuzzy[1])
            return Fuzzy(word, field) if len(word) >= FUZZY_LENGTH else Word(word, field)
        return _side_by_side(self._words(piece, text), field)

    def _patterns(self, piece: Piece, field: TextField | None) -> Node | None:
        """Read a chunk with stars: runs of letters and stars, anything else parts them."""
        parts: list[Node] = []
        for run in _starred(piece.text):
            if "*" in run and run.strip("*"):
                self._words(piece, run)
                parts.append(Pattern(run, field))
            elif node := _side_by_side(self._words(piece, run), field):
                parts.append(node)
        return _joined(And, parts)

    def _words(self, piece: Piece, text: str) -> tuple[str, ...]:
        """Return the words of a text, counted against the limit."""
        found = tuple(words(text))
        self._count += len(found)
        if self._count > WORD_LIMIT:
            raise QuerySyntaxError(
                _("The query has more than {limit} words.").format(limit=WORD_LIMIT),
                _("Leave the less important ones out."),
                position=piece.position,
            )
        return found

    def _deepen(self, piece: Piece) -> None:
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise QuerySyntaxError(
                _("The query is nested too deeply."),
                _("Use fewer brackets."),
                position=piece.position,
            )


def _joined(kind: type[And] | type[Or], parts: list[Node]) -> Node | None:
    if len(parts) < 2:  # noqa: PLR2004 - a join takes two
        return parts[0] if parts else None
    return kind(tuple(parts))


def _side_by_side(
    found: tuple[str, ...], field: TextField | None, slop: int = 0
) -> Word | Phrase | None:
    if len(found) > 1:
        return Phrase(found, field, slop)
    return Word(found[0], field) if found else None


def _starred(text: str) -> list[str]:
    """Cut a chunk into runs of word letters and stars; marks belong to their letter."""
    letters = {place for word in word_matches(text) for place in range(*word.span())}
    kept = (char if at in letters or char == "*" else " " for at, char in enumerate(text))
    return [_STARS.sub("*", run) for run in "".join(kept).split()]


def _beginnings(first: str, rest: Sequence[str]) -> list[list[str]]:
    """Return the first item alone, with the next, with the next two, and so on."""
    return [[first, *rest[:count]] for count in range(len(rest) + 1)]


def _bounded(prefix: Piece, span: DateSpan) -> DateSpan:
    """Return the span that a date means behind ``since:``, ``until:`` or ``date:``.

    Raises:
        QuerySyntaxError: The end that is asked for is open, so that every date would do.
    """
    if prefix.text == "date":
        return span
    since = prefix.text == "since"
    if (span.first == date.min) if since else (span.last == date.max):
        raise QuerySyntaxError(
            _("The date behind “{name}” has no beginning.").format(name=f"{prefix.typed}:")
            if since
            else _("The date behind “{name}” has no end.").format(name=f"{prefix.typed}:"),
            _("Write “date:” before it."),
            position=prefix.position,
        )
    return replace(span, last=date.max) if since else replace(span, first=date.min)


def _empty(prefix: Piece) -> QuerySyntaxError:
    return QuerySyntaxError(
        _("Nothing to look for follows “{name}:”.").format(name=prefix.typed),
        _("Write it right behind, such as {example}; quote what has blanks or brackets.").format(
            example=_example(prefix)
        ),
        position=prefix.position,
    )


def _example(prefix: Piece) -> str:
    if prefix.text in DATE_NAMES:
        return f"{prefix.typed}:1/2024"
    is_filter = prefix.text in tuple(FilterName)
    allowed = allowed_values(FilterName(prefix.text), prefix.typed) if is_filter else ()
    return f"{prefix.typed}:{allowed[0]}" if allowed else f"{prefix.typed}:văn"
