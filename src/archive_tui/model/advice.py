"""What helps whoever found little, or seeks more of the same."""

from dataclasses import dataclass
from enum import StrEnum

from archive_tui.model.answers import Hit
from archive_tui.model.requests import SearchRequest


@dataclass(frozen=True, slots=True)
class WordCount:
    """How often one part of a query is found by itself."""

    text: str
    """The part, as a query."""
    count: int
    """Records it is in, whatever the filters say."""


class WayKind(StrEnum):
    """How another question differs from the one that found little."""

    SPELLING = "spelling"
    """A word is spelt otherwise."""
    FILTER = "filter"
    """A filter is left out."""
    ACCENTS = "accents"
    """Marks count for nothing."""
    ANY_WORD = "any-word"
    """One of the words is enough."""


@dataclass(frozen=True, slots=True)
class Way:
    """Another question, near the one that found little, that finds more."""

    kind: WayKind
    """What is different."""
    request: SearchRequest
    """The question to ask instead."""
    count: int
    """Records that match it; never 0."""
    typed: str = ""
    """The word or filter it does without, as typed; empty for all of the filters."""
    instead: str = ""
    """The spelling it has instead."""


@dataclass(frozen=True, slots=True)
class Advice:
    """Why a question found little, and what would find more."""

    words: tuple[WordCount, ...]
    """Each part of the query by itself."""
    ways: tuple[Way, ...]
    """Questions that find more, the likeliest first."""


@dataclass(frozen=True, slots=True)
class SimilarArticle:
    """An article that speaks of the same as another."""

    hit: Hit
    """The article; its score says how similar it is."""
    shared: tuple[str, ...]
    """The most telling words they have in common."""


@dataclass(frozen=True, slots=True)
class VocabularyWord:
    """One word of the archive's own vocabulary."""

    word: str
    """The word in its exact form."""
    frequency: int
    """Records it occurs in, summed over the fields."""
