"""One article as a text file: front matter between ``---`` lines, then paragraphs.

Pure functions between bytes and values; no folder is touched here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from archive_tui.archive.limits import FILE_LIMIT
from archive_tui.errors import DamagedFile
from archive_tui.i18n import _
from archive_tui.text.clean import clean

if TYPE_CHECKING:
    from archive_tui.model import Article

_FENCE: Final = re.compile(r"^---[ \t]*$", re.MULTILINE)
_GAP: Final = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def decode(data: bytes, path: str) -> str:
    """Return a file's text, cleaned.

    Raises:
        DamagedFile: It is no UTF-8, or larger than an article can be.
    """
    if len(data) > FILE_LIMIT:
        raise DamagedFile(path, _("The file is larger than an article can be."))
    try:
        return clean(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DamagedFile(path, _("The file is not UTF-8 text."), line=line) from error


def parse(text: str, path: str, article_id: str) -> Article:
    """Read an article from its file's text.

    Args:
        text: The whole file, cleaned.
        path: The file, for messages.
        article_id: The name the file gives the article.

    Raises:
        DamagedFile: It has no front matter, or one that cannot be read.
    """
    from archive_tui.archive.front_matter import read_header  # noqa: PLC0415 - YAML is slow
    from archive_tui.model import Article  # noqa: PLC0415 - as slow, and a search asks neither

    front, body = split(text, path)
    return Article(read_header(front, path, article_id), tuple(paragraphs(body)))


def split(text: str, path: str) -> tuple[str, str]:
    """Return front matter and body of a file's text.

    Raises:
        DamagedFile: There are no ``---`` lines around a front matter.
    """
    opening = _FENCE.match(text)
    closing = _FENCE.search(text, opening.end()) if opening else None
    if not opening or not closing:
        message = _("There is no front matter between “---” lines.")
        raise DamagedFile(path, message, line=1)
    return text[opening.end() + 1 : closing.start()], text[closing.end() + 1 :]


def id_of(path: str) -> str:
    """Return the id an article file's path gives."""
    return path.rpartition("/")[2].removesuffix(".md")


def paragraphs(body: str) -> Iterator[str]:
    """Yield the paragraphs of a body: what empty lines part, without empty ones."""
    for paragraph in _GAP.split(body):
        if stripped := paragraph.strip():
            yield stripped


def render(article: Article) -> bytes:
    """Return an article as the bytes of its file; reading them gives an equal article."""
    from archive_tui.archive.front_matter import write_header  # noqa: PLC0415 - as above

    body = "\n\n".join(article.paragraphs)
    return f"---\n{write_header(article.header)}---\n\n{body}\n".encode()
