"""The syntax tree of a query: frozen values that any engine can walk."""

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
    """Words that stand side by side."""

    words: tuple[str, ...]
    """Two words or more, as typed."""
    field: TextField | None = None
    """Where to look; None looks in each text for itself."""


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


Node: TypeAlias = Everything | Word | Phrase | Filter | Dated | And | Or | Not
"""Any node of the tree."""
