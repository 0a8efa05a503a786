"""The values that pass between the floors: frozen, typed, without behaviour of their own.

This module knows nothing of files, engines or screens, and must not. It is longer than a
module should be because it is one vocabulary: every floor imports from here, and a reader
who looks for a value has one place to look.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

_NOTHING: Final[Mapping[str, object]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, order=True)
class DateSpan:
    """A closed span of days; one day is a span whose ends are equal."""

    first: date
    """The first day of the span."""
    last: date
    """The last day of the span, not before ``first``."""

    def __post_init__(self) -> None:
        if self.last < self.first:
            msg = f"a span cannot end ({self.last}) before it begins ({self.first})"
            raise ValueError(msg)

    @classmethod
    def of_year(cls, year: int) -> "DateSpan":
        """Return the span of a whole year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def of_month(cls, year: int, month: int) -> "DateSpan":
        """Return the span of a whole month."""
        return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))

    @classmethod
    def of_day(cls, day: date) -> "DateSpan":
        """Return the span of one day."""
        return cls(day, day)

    @property
    def is_day(self) -> bool:
        """Whether the span is a single day."""
        return self.first == self.last

    def overlaps(self, other: "DateSpan") -> bool:
        """Return whether the two spans have a day in common."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        """Return the shortest ISO form: ``1975``, ``1975-04``, ``1975-04-30`` or ``1954/1975``."""
        if self.is_day:
            return self.first.isoformat()
        begins_year = (self.first.month, self.first.day) == (1, 1)
        ends_year = (self.last.month, self.last.day) == (12, 31)
        if begins_year and ends_year:
            years = f"{self.first.year:04}", f"{self.last.year:04}"
            return years[0] if years[0] == years[1] else "/".join(years)
        months = f"{self.first:%Y-%m}".zfill(7), f"{self.last:%Y-%m}".zfill(7)
        if self.first.day == 1 and self.last.day == monthrange(self.last.year, self.last.month)[1]:
            return months[0] if months[0] == months[1] else "/".join(months)
        return f"{self.first.isoformat()}/{self.last.isoformat()}"


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of an article, known by its caption; the picture file itself is optional."""

    caption: str
    """What the picture shows, as printed."""
    credit: str | None = None
    """Who took it."""
    file: str | None = None
    """Path of the picture file inside the archive, with ``/``."""
    after: int = 0
    """Number of the paragraph it follows, from 1; 0 stands before the first."""
    guessed: bool = False
    """Whether an importer recognised the caption by its form alone."""


@dataclass(frozen=True, slots=True)
class Original:
    """Provenance: the bytes an article was made from, and what was lost on the way."""

    sha256: str
    """SHA-256 of the bytes as they came in, in hex."""
    path: str | None = None
    """Path of the kept bytes inside the archive, with ``/``."""
    media_type: str | None = None
    """IANA media type of the bytes."""
    encoding: str | None = None
    """Character encoding they were read in."""
    captured: str | None = None
    """ISO date and time of the capture."""
    converter: str | None = None
    """Name and version of the converter that read them."""
    losses: tuple[str, ...] = ()
    """What the conversion dropped."""


@dataclass(frozen=True, slots=True)
class Header:
    """All of an article but its text: what the front matter of its file says."""

    id: str
    """Stable name, unique in the archive, equal to the file's name without its ending."""
    title: str
    """Headline, one line."""
    date: DateSpan | None = None
    """When it was published or happened; a longer span where that is uncertain."""
    date_note: str | None = None
    """How the date is to be taken, such as ``khoảng``."""
    updated: str | None = None
    """ISO date of the last change at the source."""
    section: str | None = None
    """Section of the paper or site."""
    source: str | None = None
    """Who published it."""
    author: str | None = None
    """Who wrote it."""
    url: str | None = None
    """Where it was found."""
    language: str | None = None
    """BCP 47 language tag; the archive's own when absent."""
    tags: tuple[str, ...] = ()
    """Subject terms."""
    photos: tuple[Photo, ...] = ()
    """Its pictures, in the order they stand."""
    original: Original | None = None
    """Where it came from."""
    extra: Mapping[str, object] = field(default_factory=lambda: _NOTHING, hash=False)
    """Front-matter keys this version does not know, kept when the file is rewritten."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it is read: header and paragraphs, every string clean."""

    header: Header
    """What is known about it."""
    paragraphs: tuple[str, ...]
    """The text, one paragraph an item, without empty ones."""

    @property
    def id(self) -> str:
        """The article's stable name."""
        return self.header.id

    @property
    def title(self) -> str:
        """The headline."""
        return self.header.title


class Kind(StrEnum):
    """What a record of the index stands for."""

    ARTICLE = "article"
    """A whole article."""
    PHOTO = "photo"
    """One caption of an article."""


class Sort(StrEnum):
    """Order of the hits; ties are broken by newer date, then by id."""

    RELEVANCE = "relevance"
    """Best match first."""
    NEWEST = "newest"
    """Latest date first; undated last."""
    OLDEST = "oldest"
    """Earliest date first; undated last."""
    TITLE = "title"
    """By title, as Vietnamese reads without marks."""


class Accents(StrEnum):
    """How marks in a query are taken."""

    SMART = "smart"
    """A word without marks matches any marks; a word with marks only itself."""
    STRICT = "strict"
    """Every word matches only as it is written."""
    IGNORE = "ignore"
    """Marks count for nothing."""


class Matching(StrEnum):
    """How many of a query's loose words an item needs."""

    ALL = "all"
    """Every word: words side by side are joined by AND."""
    ANY = "any"
    """One word at least; the more and the rarer, the better."""


class Typing(StrEnum):
    """How marks are typed into the search box."""

    OFF = "off"
    """As the keys send them: an input method elsewhere makes the letters, or none is wanted."""
    TELEX = "telex"
    """``dduowngf`` makes ``đường``."""
    VNI = "vni"
    """``d9u7o7ng2`` makes ``đường``."""


class FacetName(StrEnum):
    """What hits can be counted by."""

    YEAR = "year"
    """Year of the first day of the date; an uncertain date counts once."""
    MONTH = "month"
    """Month of the date, as ``1975-04``; dates known only to the year are not counted."""
    DAY = "day"
    """Day of the date; dates known only to the month or the year are not counted."""
    SECTION = "section"
    """Section of the paper or site."""
    SOURCE = "source"
    """Publisher."""
    TAG = "tag"
    """Subject term; an article with several counts for each."""
    KIND = "kind"
    """Article or photo."""
    HAS = "has"
    """Articles with photos, and photos, as ``photo``."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One question to the archive; two equal requests have equal answers."""

    text: str = ""
    """The query as typed; empty, or ``*``, asks for everything."""
    dates: DateSpan | None = None
    """Only items whose date has a day in this span."""
    kind: Kind | None = None
    """Only records of this kind."""
    sections: tuple[str, ...] = ()
    """Only items of one of these sections, written exactly so."""
    sources: tuple[str, ...] = ()
    """Only items of one of these sources, written exactly so."""
    tags: tuple[str, ...] = ()
    """Only items with one of these tags, written exactly so."""
    sort: Sort = Sort.RELEVANCE
    """Order of the hits."""
    accents: Accents = Accents.SMART
    """How marks in the query are taken."""
    matching: Matching = Matching.ALL
    """How many of the words an item needs."""
    expand: bool = True
    """Whether the thesaurus adds abbreviations, long forms and other names."""
    collections: "tuple[Collection, ...]" = ()
    """The user's collections that the query names with ``in:``; the library puts them here."""
    offset: int = 0
    """Rank of the first hit to return, from 0."""
    limit: int = 20
    """Most hits to return."""
    facets: tuple[FacetName, ...] = ()
    """What to count all hits by."""
    snippets: bool = True
    """Whether hits come with an excerpt; a listing of ids does not need one."""


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
class VocabularyWord:
    """One word of the archive's own vocabulary."""

    word: str
    """The word in its exact form."""
    frequency: int
    """Records it occurs in, summed over the fields."""


@dataclass(frozen=True, slots=True)
class ThesaurusEntry:
    """Names that mean the same, each as it is written."""

    names: tuple[str, ...]
    """Two names or more; any of them, in a query, finds the others too."""
    source: str = ""
    """Where it is known from."""


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


class ImportFormat(StrEnum):
    """Form of the documents to import."""

    AUTO = "auto"
    """Told by the name and the first bytes of each file."""
    PAGE = "page"
    """The text of a web page: title, date line, paragraphs, captions on lines of their own."""
    JSONL = "jsonl"
    """One JSON object a line with id, title, date, section, source, url, body, captions."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to read documents, and what to put where they say nothing."""

    format: ImportFormat = ImportFormat.AUTO
    """Form of the documents."""
    section: str | None = None
    """Section of an article that names none."""
    source: str | None = None
    """Source of an article that names none."""
    keep_originals: bool = True
    """Whether the bytes as they came in are kept in the archive."""
    dry_run: bool = False
    """Whether to change nothing and only tell what would be done."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What one import did."""

    added: tuple[str, ...]
    """Ids of the new articles."""
    known: tuple[str, ...]
    """Ids of articles that were in the archive already."""
    problems: tuple[Problem, ...]
    """Documents that were skipped."""


class ExportFormat(StrEnum):
    """Form of an export."""

    TEXT = "text"
    """Plain text with a citation header, for people."""
    MARKDOWN = "markdown"
    """Text with light mark-up."""
    JSONL = "jsonl"
    """One JSON object a line, in the form the import reads."""
    CSV = "csv"
    """One row an article, for spreadsheets."""

    @property
    def ending(self) -> str:
        """Ending of a file in this form, with its dot."""
        return {"text": ".txt", "markdown": ".md"}.get(self.value, f".{self.value}")


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How to write an export."""

    format: ExportFormat = ExportFormat.TEXT
    """Its form."""
    width: int = 78
    """Cells a line of plain text may take; 0 leaves paragraphs on one line."""
    split: bool = False
    """Whether each article becomes a file of its own in a folder."""
    overwrite: bool = False
    """Whether files that are there may be replaced."""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What one export wrote."""

    articles: int
    """Articles written."""
    files: tuple[str, ...]
    """Paths of the files."""
    size: int
    """Bytes in all."""
    problems: tuple[Problem, ...] = ()
    """Articles that could not be read, left out of the export."""


@dataclass(frozen=True, slots=True)
class CollectionItem:
    """An article in a collection."""

    id: str
    """The article's id; it is kept even when the article is gone from the archive."""
    note: str = ""
    """What the user wrote about it."""


@dataclass(frozen=True, slots=True)
class Collection:
    """A named selection of articles, in the user's order."""

    name: str
    """What the user calls it."""
    items: tuple[CollectionItem, ...] = ()
    """Its articles."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its articles, in order."""
        return tuple(item.id for item in self.items)


@dataclass(frozen=True, slots=True)
class ArticleMarks:
    """Where a query matches in an article."""

    title: tuple[Mark, ...]
    """Marks in the title."""
    paragraphs: tuple[tuple[Mark, ...], ...]
    """Marks in each paragraph, in the article's order."""
    captions: tuple[tuple[Mark, ...], ...]
    """Marks in each photo's caption, in the header's order."""
    credits: tuple[tuple[Mark, ...], ...] = ()
    """Marks in each photo's credit, in the header's order; empty where none was looked at."""

    @property
    def count(self) -> int:
        """How many marks there are."""
        many = (*self.paragraphs, *self.captions, *self.credits)
        return len(self.title) + sum(map(len, many))
