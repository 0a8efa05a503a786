"""An article turned into the records of the index: one for itself, one for each caption."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final, TypeAlias

from archive_tui.analysis import words
from archive_tui.archive.places import is_plain
from archive_tui.errors import DateSyntaxError
from archive_tui.index.schema import ARTICLE, PHOTO, UNDATED
from archive_tui.model import Article, DateSpan, Header, Photo
from archive_tui.text.clean import clean_line
from archive_tui.text.dates import parse_iso
from archive_tui.text.vietnamese import exact_form, folded_form, strip_marks

Record: TypeAlias = Mapping[str, Any]  # values are of whatever type their field takes
"""Field names and values, as the index writer takes them."""

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
    """The article's title."""
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

    def pack(self) -> str:
        """Return the listing as a text."""
        values = (
            self.record_id, self.path, self.title, self.date and str(self.date),
            self.section, self.source, self.caption,
        )  # fmt: skip
        return json.dumps(values, ensure_ascii=False)

    @classmethod
    def unpack(cls, text: str) -> "Listing":
        """Return the listing a text holds, every string clean.

        Raises:
            ValueError: It holds none; the index may have been made by somebody else.
        """
        values = json.loads(text)
        if not isinstance(values, list) or len(values) != len(fields(cls)):
            raise ValueError(text)
        if not all(isinstance(value, str | None) for value in values) or None in values[:3]:
            raise ValueError(text)
        record_id, path, title, date, *rest = (value and clean_line(value) for value in values)
        try:
            listing = cls(record_id, path, title, parse_iso(date) if date else None, *rest)
        except DateSyntaxError as error:
            raise ValueError(text) from error
        if not all(map(is_plain, listing.path.split("/"))) or not is_plain(listing.article_id):
            raise ValueError(text)
        return listing


def records(article: Article, path: str, default_source: str | None) -> Iterator[Record]:
    """Yield the records of an article.

    Args:
        article: The article.
        path: Its file, relative to the archive.
        default_source: Publisher of an article that names none.
    """
    header = article.header
    source = header.source or default_source
    listing = Listing(header.id, path, header.title, header.date, header.section, source, None)
    common = {"article": [header.id], **_dates(header.date), **_terms(header, source)}
    captions = [text for photo in header.photos for text in _caption_texts(photo)]
    yield {
        **common,
        **_texts("title", [header.title]),
        **_texts("body", article.paragraphs),
        **_texts("caption", captions),
        **_own(listing, ARTICLE),
        "photos": min(len(header.photos), 0xFFFF),
    }
    for number, photo in enumerate(header.photos, start=1):
        if photo.caption:
            record_id = f"{header.id}#{number}"
            own = replace(listing, record_id=record_id, caption=photo.caption)
            yield {**common, **_texts("caption", _caption_texts(photo)), **_own(own, PHOTO)}


def title_key(title: str) -> str:
    """Return what titles are sorted by: letters without marks first, then with them."""
    bare = strip_marks(title).casefold()[:_KEY_LENGTH]
    return f"{bare}\0{exact_form(title)[:_KEY_LENGTH]}"  # the shorter of two titles first


def _caption_texts(photo: Photo) -> list[str]:
    return [photo.caption, photo.credit] if photo.credit else [photo.caption]


def _texts(name: str, paragraphs: Iterable[str]) -> dict[str, list[tuple[str, ...]]]:
    exact, folded = [], []
    for paragraph in paragraphs:
        found = words(paragraph)
        exact.append(tuple(map(exact_form, found)))
        folded.append(tuple(map(folded_form, found)))
    return {f"{name}_exact": exact, f"{name}_folded": folded}


def _terms(header: Header, source: str | None) -> dict[str, list[str]]:
    single = {"section": header.section, "source": source, "author": header.author}
    terms = {name: [value] for name, value in single.items() if value}
    return {**terms, "tag": list(header.tags)} if header.tags else terms


def _dates(span: DateSpan | None) -> dict[str, int]:
    if span is None:
        return {"date_first": UNDATED, "date_last": UNDATED}
    return {"date_first": span.first.toordinal(), "date_last": span.last.toordinal()}


def _own(listing: Listing, kind: int) -> dict[str, object]:
    """Return what tells a record from the others of its article."""
    return {
        "record": [listing.record_id],
        "record_key": listing.record_id.encode(),
        "title_key": title_key(listing.title).encode(),
        "kind": kind,
        "listing": listing.pack(),
    }
