"""What can be asked of an archive: a question and the choices beside it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from archive_tui.model.dates import DateSpan

if TYPE_CHECKING:
    from archive_tui.model.collected import Collection


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
