"""User text to a syntax tree, and back to text and into words; pure, and knowing no engine."""

from archive_tui.analysis import Form
from archive_tui.query.expansion import Expander
from archive_tui.query.forms import SoughtWord, sought, written
from archive_tui.query.loosening import any_word, is_loose_part
from archive_tui.query.parser import parse
from archive_tui.query.printing import to_text
from archive_tui.query.reading import QueryReader, matched
from archive_tui.query.tree import (
    And,
    Dated,
    Everything,
    Expanded,
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
    collection_names,
)

__all__ = [
    "And",
    "Dated",
    "Everything",
    "Expanded",
    "Expander",
    "Filter",
    "FilterName",
    "Form",
    "Fuzzy",
    "Node",
    "Not",
    "Or",
    "Pattern",
    "Phrase",
    "QueryReader",
    "SoughtWord",
    "Text",
    "TextField",
    "Word",
    "any_word",
    "collection_names",
    "is_loose_part",
    "matched",
    "parse",
    "sought",
    "to_text",
    "written",
]
