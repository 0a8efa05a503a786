"""What a search answers: hits, counts, and the page they stand on."""

from dataclasses import dataclass

from archive_tui.model.dates import DateSpan
from archive_tui.model.requests import FacetName, Kind, SearchRequest


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text that matches the query."""

    start: int
    """Its first code point."""
    end: int
    """The code point after its last."""
    exact: bool = True
    """Whether it is written as in the query; otherwise only without marks."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that matches."""

    id: str
    """The article's id, or ``<article id>#<n>`` for its n-th photo."""
    kind: Kind
    """What the record stands for."""
    article_id: str
    """The article to open."""
    title: str
    """The article's title."""
    date: DateSpan | None
    """The article's date."""
    section: str | None
    """The article's section."""
    source: str | None
    """The article's source."""
    score: float
    """Relevance, comparable inside one answer only; 0 when not sorted by it."""
    exact: bool
    """Whether the record matches as the query is written, not only without marks."""
    snippet: str = ""
    """An excerpt around the best marks; a photo's caption."""
    marks: tuple[Mark, ...] = ()
    """The marks in ``snippet``."""


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many hits have one value."""

    value: str
    """The value; a year is written with four digits."""
    count: int
    """Hits that have it."""


@dataclass(frozen=True, slots=True)
class Facet:
    """The hits counted by one property, most frequent first; years in order of time."""

    name: FacetName
    """The property."""
    counts: tuple[FacetCount, ...]
    """One item a value that occurs."""


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Part of the answer to a request, with what is known of the whole."""

    request: SearchRequest
    """The question this answers."""
    total: int
    """All records that match, exactly counted."""
    exact: int
    """Those that match as the query is written."""
    took_ms: float
    """Wall time of the search, in milliseconds."""
    hits: tuple[Hit, ...] = ()
    """The hits from rank ``request.offset`` on."""
    facets: tuple[Facet, ...] = ()
    """The counts asked for, over all matches."""

    @property
    def folded(self) -> int:
        """Records that match only when marks are left aside."""
        return self.total - self.exact
