"""User text to a syntax tree; pure, and knowing no engine."""

from archive_tui.query.parser import parse
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

__all__ = [
    "And",
    "Dated",
    "Everything",
    "Filter",
    "FilterName",
    "Node",
    "Not",
    "Or",
    "Phrase",
    "TextField",
    "Word",
    "parse",
]
