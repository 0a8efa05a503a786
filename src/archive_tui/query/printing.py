"""A syntax tree as text again, so that a query can be kept, shown and put together.

What is printed, parsed again, gives the same tree. Relative dates come out as the days they
meant. Pure, as the parser is.
"""

from datetime import date

from archive_tui.model import DateSpan
from archive_tui.query.lexer import is_operator
from archive_tui.query.tree import (
    And,
    Dated,
    Everything,
    Expanded,
    Filter,
    Fuzzy,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    TextField,
    Word,
)


def to_text(node: Node) -> str:  # noqa: PLR0911 - one return for each kind of node
    """Return the text of a tree.

    Args:
        node: A tree the parser made, or one made of such trees.

    Returns:
        A query that parses to the same tree; of what the thesaurus added nothing is left.
    """
    match node:
        case Everything():
            return "*"
        case Filter(name, value):
            return f"{name}:{_quoted(value)}"
        case Dated(span):
            return _dated(span)
        case And(parts):
            return " ".join(_bracketed(part, And | Or) for part in parts)
        case Or(parts):
            return " OR ".join(_bracketed(part, Or) for part in parts)
        case Not(part):
            return f"-{_bracketed(part, And | Or)}"
        case Expanded(part):
            return to_text(part)
        case Word() | Phrase() | Pattern() | Fuzzy():
            return _fielded(node)


def _fielded(node: Word | Phrase | Pattern | Fuzzy) -> str:
    text = _bare(node)
    return text if node.field is None else f"{TextField(node.field)}:{text}"


def _bare(node: Word | Phrase | Pattern | Fuzzy) -> str:
    match node:
        case Word(text):
            return f'"{text}"' if is_operator(text) else text
        case Phrase(texts, _field, slop):
            quoted = '"' + " ".join(texts) + '"'
            return f"{quoted}~{slop}" if slop else quoted
        case Pattern(text):
            return text
        case Fuzzy(text):
            return f"{text}~"


def _bracketed(node: Node, loose: object) -> str:
    """Return the text of a part, in brackets where it would fall apart without them."""
    part = node.part if isinstance(node, Expanded) else node
    text = to_text(part)
    return f"({text})" if isinstance(part, loose) else text  # type: ignore[arg-type] # a union of classes


def _quoted(value: str) -> str:
    """Return a value so that it stays in one piece; one with a quotation mark is in one."""
    return value if '"' in value else f'"{value}"'


def _dated(span: DateSpan) -> str:
    if span.last == date.max:
        return f'since:"{span.first.isoformat()}"'
    if span.first == date.min:
        return f'until:"{span.last.isoformat()}"'
    return f'date:"{span}"'
