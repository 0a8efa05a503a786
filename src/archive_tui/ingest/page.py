"""The text of a web page, as a person copies it: one line a paragraph.

The headline is the first line, a date line may follow, then often the headline again; the
site's own footer ends the page. What is left is text and captions. Nothing here guesses an
encoding: a page is UTF-8 or it is refused.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from archive_tui.errors import SourceUnreadable
from archive_tui.i18n import _
from archive_tui.ingest.captions import separate
from archive_tui.ingest.dateline import find_day, read_day, read_note
from archive_tui.ingest.document import DOCUMENT_LIMIT, Document, check_header, too_large
from archive_tui.ingest.files import opened
from archive_tui.model import Article, Header, Original
from archive_tui.text.clean import clean, clean_line
from archive_tui.text.vietnamese import strip_marks

CONVERTER: Final = "page-text 1"
"""Name and version of this reader, kept with every article it made."""

_HEAD: Final = (1, 2, 3, 0)
"""Where the date line may be; above the headline only if it is nowhere below."""

_TITLE_LIMIT: Final = 300
"""Code points; a longer first line is a paragraph of a page without a headline."""

_FOOTER: Final = re.compile(
    r"(?:(?:video hoạt động|hình ảnh hoạt động|website liên kết|liên kết website"
    r"|thư viện ảnh|thư viện video|tin liên quan|tin cùng chuyên mục|các tin khác"
    r"|số lượt truy cập|lượt truy cập|đang truy cập)[\s:|•-]*)+",
    re.IGNORECASE,
)
_FOOTER_ENTRY: Final = 12
"""Most words of a line under a footer's label, such as the name of a linked site."""


def read(file: Path) -> Iterator[Document]:
    """Read a page.

    Args:
        file: A UTF-8 text file; byte order mark, decomposed letters and any line ends are
            taken.

    Yields:
        The one document it is.

    Raises:
        SourceUnreadable: It cannot be opened, is too large, is no UTF-8 text, or is empty.
    """
    with opened(file) as stream:
        data = stream.read(DOCUMENT_LIMIT + 1)
    if len(data) > DOCUMENT_LIMIT:
        raise too_large()
    article = parse(decode(data), hashlib.sha256(data).hexdigest())
    check_header(article.header)
    yield Document(article, data, "txt")


def decode(data: bytes) -> str:
    """Return the text of a page, cleaned.

    Raises:
        SourceUnreadable: It is no UTF-8 text.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise SourceUnreadable(
            _("The encoding of the document is not understood; save it as UTF-8 text.")
        )
    return clean(text)


def parse(text: str, digest: str) -> Article:
    """Read an article from the text of a page.

    Args:
        text: The whole page, cleaned.
        digest: SHA-256 of its bytes, in hex.

    Raises:
        SourceUnreadable: There is nothing in it.
    """
    lines = [stripped for line in text.split("\n") if (stripped := line.strip())]
    dated = next((n for n in _HEAD if n < len(lines) > 1 and find_day(lines[n])), None)
    dateline = None if dated is None else clean_line(lines.pop(dated))
    if not lines:
        raise SourceUnreadable(_("The document is empty."))
    title, rest = _split_title(lines)
    repeated = bool(rest) and _fold(rest[0]) == _fold(title)
    text_lines, footer = _split_footer(rest[1:] if repeated else rest)
    body = separate(text_lines)
    span = read_day(dateline) if dateline else None
    losses = (("repeated title", repeated), ("site footer", footer))
    header = Header(
        id="",
        title=title,
        date=span,
        date_note=read_note(dateline or "") if span else dateline,
        photos=body.photos,
        original=Original(
            sha256=digest,
            media_type="text/plain",
            encoding="utf-8",
            converter=CONVERTER,
            losses=tuple(name for name, lost in losses if lost),
        ),
    )
    return Article(header, body.paragraphs)


def _split_title(lines: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return headline and rest; a page that begins with a paragraph is called by its start."""
    first = clean_line(lines[0])
    if len(first) <= _TITLE_LIMIT:
        return first, lines[1:]
    start = first[: _TITLE_LIMIT // 2].rpartition(" ")[0] or first[: _TITLE_LIMIT // 2]
    return f"{start.rstrip(' ,;:-–')}…", lines


def _split_footer(lines: Sequence[str]) -> tuple[Sequence[str], bool]:
    """Cut off the footer: a line of nothing but labels, and only short lines after it."""
    end = len(lines)
    for number in range(len(lines) - 1, -1, -1):
        if _FOOTER.fullmatch(lines[number]):
            end = number
        elif len(lines[number].split()) > _FOOTER_ENTRY:
            break
    return lines[:end], end < len(lines)


def _fold(text: str) -> str:
    return " ".join(strip_marks(text).lower().split())
