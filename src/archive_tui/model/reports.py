"""How long jobs go and end, and what the archive and its index hold."""

from dataclasses import dataclass

from archive_tui.model.answers import FacetCount
from archive_tui.model.dates import DateSpan


@dataclass(frozen=True, slots=True)
class Problem:
    """One item that was skipped, and why."""

    path: str
    """The file, relative to the archive, or the source that was read."""
    message: str
    """What is wrong with it, in one sentence."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long job has come."""

    stage: str
    """What is being done, in the interface language."""
    done: int
    """Items finished."""
    total: int | None
    """Items in all, where that is known."""
    waiting: bool = False
    """Whether the job stands still until another program has finished."""


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What the index holds and whether it still mirrors the archive."""

    ready: bool
    """Whether it can answer."""
    articles: int = 0
    """Articles it holds."""
    photos: int = 0
    """Captions it holds."""
    size: int = 0
    """Bytes on disk."""
    added: int = 0
    """Files of the archive it does not know yet."""
    changed: int = 0
    """Files that changed since it read them."""
    removed: int = 0
    """Files it knows that are gone."""
    problems: tuple[Problem, ...] = ()
    """Files it skipped."""
    reason: str = ""
    """Why it is not ready, in one sentence."""

    @property
    def current(self) -> bool:
        """Whether the index is ready and nothing in the archive changed since."""
        return self.ready and not (self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What one run of indexing did."""

    added: int
    """Articles new to the index."""
    changed: int
    """Articles read again."""
    removed: int
    """Articles taken out."""
    unchanged: int
    """Articles that did not have to be opened."""
    problems: tuple[Problem, ...]
    """Files that were skipped."""
    rebuilt: bool
    """Whether the index was built anew."""
    seconds: float
    """Wall time."""


@dataclass(frozen=True, slots=True)
class ArchiveStats:
    """The archive in numbers."""

    articles: int
    """Articles in the index."""
    photos: int
    """Captions in the index."""
    undated: int
    """Articles without a date."""
    years: tuple[FacetCount, ...]
    """Articles by year."""
    sections: tuple[FacetCount, ...]
    """Articles by section."""
    sources: tuple[FacetCount, ...]
    """Articles by source."""
    gaps: tuple[DateSpan, ...]
    """Spans of whole years between the first and the last in which there is nothing."""
