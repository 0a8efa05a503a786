"""An article as it is read: header, text and pictures, and where a query matches in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from archive_tui.model.answers import Mark
from archive_tui.model.dates import DateSpan

_NOTHING: Final[Mapping[str, object]] = MappingProxyType({})


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
