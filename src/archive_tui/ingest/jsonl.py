"""News as JSON lines: one object a line with title, date, body, captions and the like.

Lines are read one by one, so a file may be as long as it likes; a line that cannot be read
is a problem of its own, and the next one follows. Captions are given here, so nothing is
recognised by its form.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Final

from archive_tui.errors import SourceUnreadable
from archive_tui.i18n import _
from archive_tui.ingest.captions import photo_of
from archive_tui.ingest.dateline import read_day, read_note
from archive_tui.ingest.document import DOCUMENT_LIMIT, Document, check_header, too_large
from archive_tui.ingest.files import opened
from archive_tui.model import Article, Header, Original, Photo
from archive_tui.text.clean import clean, clean_line
from archive_tui.text.layout import fit

CONVERTER: Final = "jsonl 1"
"""Name and version of this reader, kept with every article it made."""

SOURCE_ID: Final = "source_id"
"""Front-matter key that keeps the id a record had where it came from."""


_NO_TITLE: Final = "no title: the beginning of the text stands for it"
_TITLE_WIDTH: Final = 100


def read(file: Path) -> Iterator[Document | tuple[int, SourceUnreadable]]:
    """Read a file of JSON lines, packed as xz or gzip or not.

    Args:
        file: The file; empty lines in it are passed over.

    Yields:
        A document a line, or the line's number and what is wrong with it.

    Raises:
        SourceUnreadable: The file as a whole cannot be read on.
    """
    with opened(file) as stream:
        for number, line in enumerate(_lines(stream), start=1):
            if not line.strip():
                continue
            try:
                yield parse(line)
            except SourceUnreadable as error:
                yield number, error


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield lines; of one that is too long only the beginning, longer than the limit."""
    while line := stream.readline(DOCUMENT_LIMIT + 1):
        end = line
        while len(end) > DOCUMENT_LIMIT and not end.endswith(b"\n"):
            end = stream.readline(DOCUMENT_LIMIT + 1)
        yield line


def parse(line: bytes) -> Document:
    """Read one record.

    Args:
        line: A JSON object in UTF-8: ``title`` or ``body`` is required; ``id``, ``date``,
            ``date_note``, ``section``, ``source``, ``author``, ``url``, ``tags``, ``body``,
            ``captions`` and ``photos`` may be there or null; other keys are passed over.

    Raises:
        SourceUnreadable: It is too long, no JSON object, has neither title nor body,
            or a value has the wrong shape.
    """
    if len(line) > DOCUMENT_LIMIT:
        raise too_large()
    original = line.removesuffix(b"\n").removesuffix(b"\r")
    record = _Record(_object(original))
    date_text = record.line("date")
    span = read_day(date_text) if date_text else None
    source_id = record.line("id")
    paragraphs, photos = _place(record.body(), record.captions())
    photos = record.photos(len(paragraphs)) or photos
    header = Header(
        id="",
        title=record.line("title") or _beginning(paragraphs),
        date=span,
        date_note=record.line("date_note") or (read_note(date_text or "") if span else date_text),
        section=record.line("section"),
        source=record.line("source"),
        author=record.line("author"),
        url=record.line("url"),
        tags=record.lines("tags"),
        photos=photos,
        original=Original(
            sha256=hashlib.sha256(original).hexdigest(),
            media_type="application/json",
            encoding="utf-8",
            converter=CONVERTER,
            losses=() if record.line("title") else (_NO_TITLE,),
        ),
        extra={SOURCE_ID: source_id} if source_id else {},
    )
    check_header(header)
    return Document(Article(header, paragraphs), original, "json")


def _beginning(paragraphs: Sequence[str]) -> str:
    """Return a title for a record that has none: how its text begins."""
    if not paragraphs:
        raise SourceUnreadable(_("The record has neither title nor text."))
    return fit(clean_line(paragraphs[0]), _TITLE_WIDTH)


def _object(line: bytes) -> Mapping[str, object]:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SourceUnreadable(_("The line is not UTF-8 text.")) from error
    except (ValueError, RecursionError) as error:
        raise SourceUnreadable(_("The line is not valid JSON.")) from error
    if not isinstance(value, dict):
        raise SourceUnreadable(_("The line is not a JSON object."))
    return value


class _Record:
    """A JSON object, its values cleaned as they are taken."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values

    def line(self, key: str) -> str | None:
        """Return a text or number on one line; None where it is absent or empty."""
        value = self._values.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is not None and not isinstance(value, str):
            raise _wrong(key)
        return clean_line(value) or None if value else None

    def body(self) -> list[str]:
        """Return the paragraphs of the body."""
        value = self._values.get("body")
        if value is not None and not isinstance(value, str):
            raise _wrong("body")
        return [text for item in clean(value or "").split("\n") if (text := item.strip())]

    def captions(self) -> tuple[str, ...]:
        """Return the captions in which there is anything to read."""
        return tuple(text for text in self.lines("captions") if any(map(str.isalnum, text)))

    def photos(self, paragraphs: int) -> tuple[Photo, ...]:
        """Return the captions with credit and place, as this program's own export has them.

        Args:
            paragraphs: How many there are; no photo is placed after more.
        """
        items = self._values.get("photos") or []
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise _wrong("photos")
        return tuple(photo for item in items if (photo := _Record(item).photo(paragraphs)))

    def photo(self, paragraphs: int) -> Photo | None:
        """Return the photo this object describes; None where it has no caption."""
        caption, after = self.line("caption"), self._values.get("after") or 0
        if not isinstance(after, int) or isinstance(after, bool):
            raise _wrong("after")
        if not caption:
            return None
        place = min(max(after, 0), paragraphs)
        return Photo(caption, credit=self.line("credit"), after=place)

    def lines(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, each on one line, without empty ones."""
        value = self._values.get(key)
        items = [] if value is None else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise _wrong(key)
        return tuple(text for item in items if (text := clean_line(item)))


def _wrong(key: str) -> SourceUnreadable:
    return SourceUnreadable(_("“{key}” has the wrong form.").format(key=key))


def _place(
    body: Sequence[str], captions: Sequence[str]
) -> tuple[tuple[str, ...], tuple[Photo, ...]]:
    """Take the captions out of the body and give each its place.

    A caption that stands in the body as a line of its own is placed there. Another one
    stands with the caption before it in the list, which keeps the order of the page; where
    no caption of the article has a place, all stand after the last paragraph.
    """
    waiting: dict[str, list[int]] = {}
    for number, caption in enumerate(captions):
        waiting.setdefault(caption, []).append(number)
    places: dict[int, int] = {}
    paragraphs: list[str] = []
    for paragraph in body:
        if numbers := waiting.get(clean_line(paragraph)):
            places[numbers.pop(0)] = len(paragraphs)
        else:
            paragraphs.append(paragraph)
    photos = []
    after = 0 if places else len(paragraphs)
    for number, caption in enumerate(captions):
        after = places.get(number, after)
        photos.append(photo_of(caption, after=after))
    return tuple(paragraphs), tuple(sorted(photos, key=lambda photo: photo.after))
