"""The syntax tree of a query: frozen values that any engine can walk.

A tree says what was asked, not how it is found; nothing here may know an index.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from archive_tui.model import DateSpan


class TextField(StrEnum):
    """A text of an article that a word can be looked for in."""

    TITLE = "title"
    """The headline."""
    BODY = "body"
    """The paragraphs."""
    CAPTION = "caption"
    """The captions and credits."""


class FilterName(StrEnum):
    """A property an item can be asked to have."""

    SECTION = "section"
    """Its section holds these words."""
    SOURCE = "source"
    """Its source holds these words."""
    AUTHOR = "author"
    """Its author holds these words."""
    TAG = "tag"
    """One of its tags holds these words."""
    ID = "id"
    """Its id, or its article's, is this."""
    KIND = "kind"
    """``article`` or ``photo``."""
    HAS = "has"
    """``photo``: it has at least one."""
    IN = "in"
    """It is in the user's collection of this name."""


@dataclass(frozen=True, slots=True)
class Everything:
    """All items."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word."""

    text: str
    """The word as typed."""
    field: TextField | None = None
    """Where to look; None looks in all texts."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand side by side, or nearly so, in their order."""

    words: tuple[str, ...]
    """Two words or more, as typed."""
    field: TextField | None = None
    """Where to look; None looks in each text for itself."""
    slop: int = 0
    """Other words that may stand in between, all gaps together."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words of a certain make."""

    text: str
    """Letters and digits as typed, with one ``*`` or more, each for any run of them."""
    field: TextField | None = None
    """Where to look; None looks in all texts."""


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word, or one that differs from it by one letter but begins alike."""

    text: str
    """The word as typed."""
    field: TextField | None = None
    """Where to look; None looks in all texts."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A property with a value."""

    name: FilterName
    """The property."""
    value: str
    """What was typed after the colon."""


@dataclass(frozen=True, slots=True)
class Dated:
    """Items whose date has a day in a span."""

    span: DateSpan
    """The span."""


@dataclass(frozen=True, slots=True)
class And:
    """Items that match every part."""

    parts: "tuple[Node, ...]"
    """Two parts or more."""


@dataclass(frozen=True, slots=True)
class Or:
    """Items that match one of the parts."""

    parts: "tuple[Node, ...]"
    """Two parts or more."""


@dataclass(frozen=True, slots=True)
class Not:
    """Items that do not match."""

    part: "Node"
    """What they must not match."""


@dataclass(frozen=True, slots=True)
class Expanded:
    """What was typed, or another name of the same; only the thesaurus makes these."""

    part: "Node"
    """What was typed: a word, a phrase, or words side by side."""
    others: "tuple[Word | Phrase, ...]"
    """The other names, looked for in the same text."""


Text: TypeAlias = Word | Phrase | Pattern | Fuzzy
"""A node that is looked for in the texts."""

Node: TypeAlias = Everything | Text | Filter | Dated | And | Or | Not | Expanded
"""Any node of the tree."""


def collection_names(node: Node) -> tuple[str, ...]:
    """Return the names of the collections a tree asks for, each once."""
    match node:
        case Filter(FilterName.IN, value):
            return (value,)
        case And(parts) | Or(parts):
            names = (name for part in parts for name in collection_names(part))
            return tuple(dict.fromkeys(names))
        case Not(part) | Expanded(part):
            return collection_names(part)
        case _:
            return ()
