"""What every export for people has in common: the citation, and the photos in their places.

The words are fixed (see the package). This module must not know any format.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from archive_tui.model import Article, Header, Photo
from archive_tui.text.dates import display_date

PHOTO_LABEL: Final = "Ảnh"
"""What marks a caption, and stands before a credit."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One line of a citation."""

    label: str
    """What it tells."""
    value: str
    """The thing itself."""
    unbroken: bool = False
    """Whether it must stay on one line, as a link must that will be copied."""


def details(header: Header) -> Iterator[Detail]:
    """Yield what is known of an article, its title excepted, in the order it is cited."""
    if date := written_date(header):
        yield Detail("Ngày", date)
    if header.source:
        yield Detail("Nguồn", header.source)
    if header.section:
        yield Detail("Chuyên mục", header.section)
    if header.author:
        yield Detail("Tác giả", header.author)
    yield Detail("Mã", header.id, unbroken=True)
    if header.url:
        yield Detail("Địa chỉ", header.url, unbroken=True)


def written_date(header: Header) -> str:
    """Return an article's date as it is read and as it is sorted: ``10/01/2024 (2024-01-10)``."""
    if header.date is None:
        return ""
    shown, iso = display_date(header.date, "vi"), str(header.date)
    date = shown if shown == iso else f"{shown} ({iso})"
    return f"{header.date_note} {date}" if header.date_note else date


def blocks(article: Article) -> Iterator[str | Photo]:
    """Yield the paragraphs of an article with its photos where they stood.

    A photo that claims to follow a paragraph there is not comes last.
    """
    last = len(article.paragraphs)
    photos = [(min(photo.after, last), photo) for photo in article.header.photos]
    for number in range(last + 1):
        if number:
            yield article.paragraphs[number - 1]
        yield from (photo for after, photo in photos if after == number)


def captioned(photo: Photo) -> str:
    """Return a photo's caption with its credit; its file's name where it has no caption."""
    caption = photo.caption or photo.file or "?"
    return f"{caption} ({PHOTO_LABEL}: {photo.credit})" if photo.credit else caption
