"""An article turned into the records of the index: one for itself, one for each caption."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from archive_tui.archive.places import is_plain, is_plain_path
from archive_tui.errors import DateSyntaxError
from archive_tui.index.schema import ARTICLE, PHOTO, UNDATED
from archive_tui.model import DateSpan
from archive_tui.text.clean import clean_lines
from archive_tui.text.dates import parse_iso
from archive_tui.text.vietnamese import exact_forms, strip_marks

if TYPE_CHECKING:
    from archive_tui.model import Article, Header, Photo

_SHOWN: Final = 1_000
"""Most letters of a title, section or source that are listed; each photo repeats them."""
_KEY_LENGTH: Final = 80
"""Most letters of a title that count for sorting."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list of hits shows of a record, kept in the index so that no file is opened."""

    record_id: str
    """The article's id, with ``#<n>`` for its n-th photo."""
    path: str
    """The article's file."""
    title: str
    """The article's title, cut where it is very long."""
    date: DateSpan | None
    """The article's date."""
    section: str | None
    """The article's section."""
    source: str | None
    """The article's source."""
    caption: str | None
    """The caption, for a photo."""

    @property
    def article_id(self) -> str:
        """The article to open."""
        return self.record_id.partition("#")[0]

    def pack(self) -> bytes:
        """Return the listing as a line, without its end."""
        values = (
            self.record_id, self.path, self.title, self.date and str(self.date),
            self.section, self.source, self.caption,
        )  # fmt: skip
        line = ", ".join(["null" if value is None else _quoted(value) for value in values])
        return f"[{line}]".encode("utf-8", "surrogatepass")

    @classmethod
    def unpack(cls, line: bytes) -> Listing:
        """Return the listing a line holds, every string clean.

        Raises:
            ValueError: It holds none; the index may have been made by somebody else.
        """
        values = json.loads(line.decode("utf-8", "surrogatepass"))
        if not isinstance(values, list) or len(values) != _VALUES:
            raise ValueError(line)
        if not _KINDS_OF_VALUES.issuperset(map(type, values)):
            raise ValueError(line)
        record_id, path, title, date, section, source, caption = clean_lines(values)
        try:
            day = parse_iso(date) if date else None
        except DateSyntaxError as error:
            raise ValueError(line) from error
        if not (record_id and path and title and is_plain_path(path)):
            raise ValueError(line)
        if not is_plain(record_id.partition("#")[0]):
            raise ValueError(line)
        return cls(record_id, path, title, day, section, source, caption)


_quoted: Final = json.JSONEncoder(ensure_ascii=False).encode
"""A string as JSON; lists are put together here, since it sets itself up anew for each."""
_VALUES: Final = len(fields(Listing))
_KINDS_OF_VALUES: Final = frozenset({str, type(None)})


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it goes into the index."""

    listing: Listing
    """What a list of hits shows of it."""
    kind: int
    """`ARTICLE` or `PHOTO`."""
    photos: int
    """Photos of an article."""
    days: tuple[int, int]
    """First and last day as ordinals, or `UNDATED`."""
    texts: Mapping[str, Sequence[str]]
    """The paragraphs of each text that it has; keys of `TEXT_FIELDS`."""
    values: Mapping[str, Sequence[str]]
    """The values of each of `VALUE_FIELDS` that it has."""


def records(article: Article, path: str, default_source: str | None) -> Iterator[Record]:
    """Yield the records of an article.

    Args:
        article: The article.
        path: Its file, relative to the archive.
        default_source: Publisher of an article that names none.
    """
    header = article.header
    source = header.source or default_source
    section, publisher = header.section and _shown(header.section), source and _shown(source)
    shown = path, _shown(header.title), header.date, section, publisher
    days = _days(header.date)
    values = {
        "article": (header.id,),
        "title_key": (title_key(header.title),),
        **_terms(header, source),
    }
    yield Record(
        Listing(header.id, *shown, caption=None),
        ARTICLE,
        min(len(header.photos), 0xFFFF),
        days,
        {
            "title": (header.title,),
            "body": article.paragraphs,
            "caption": [text for photo in header.photos for text in _caption_texts(photo)],
        },
        {**values, "record": (header.id,)},
    )
    for number, photo in enumerate(header.photos, start=1):
        if photo.caption:
            record_id = f"{header.id}#{number}"
            own = Listing(record_id, *shown, caption=photo.caption)
            texts = {"caption": _caption_texts(photo)}
            yield Record(own, PHOTO, 0, days, texts, {**values, "record": (record_id,)})


def title_key(title: str) -> str:
    """Return what titles are sorted by: letters without marks first, then with them."""
    bare = strip_marks(title).casefold()[:_KEY_LENGTH]
    [exact] = exact_forms([title])  # which keeps no titles, as `exact_form` would
    return f"{bare}\0{exact[:_KEY_LENGTH]}"  # the shorter of two titles first


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"


def _caption_texts(photo: Photo) -> list[str]:
    return [photo.caption, photo.credit] if photo.credit else [photo.caption]


def _terms(header: Header, source: str | None) -> dict[str, Sequence[str]]:
    single = {"section": header.section, "source": source, "author": header.author}
    terms = {name: (value,) for name, value in single.items() if value}
    return {**terms, "tag": header.tags} if header.tags else {**terms}


def _days(span: DateSpan | None) -> tuple[int, int]:
    return (span.first.toordinal(), span.last.toordinal()) if span else (UNDATED, UNDATED)
