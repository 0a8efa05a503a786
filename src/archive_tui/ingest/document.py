"""What every reader gives: an article, and the bytes it was made from.

The values live here so that readers need not know each other, nor whoever adds what they read.
"""

from dataclasses import dataclass
from operator import gt
from typing import Final

from archive_tui.archive.front_matter import write_header
from archive_tui.archive.limits import PHOTO_LIMIT, TAG_LIMIT, TITLE_LIMIT
from archive_tui.archive.limits import SIZE_LIMIT as HEADER_LIMIT
from archive_tui.errors import SourceUnreadable
from archive_tui.i18n import _
from archive_tui.model import Article, Header

DOCUMENT_LIMIT: Final = 1 << 24
"""Most bytes one document may have: 16 MiB, some thirty long novels."""

_SAFE_SHARE: Final = 16


@dataclass(frozen=True, slots=True)
class Document:
    """A foreign document that was read."""

    article: Article
    """What it says; the id is empty until the archive gives one."""
    original: bytes
    """The bytes it was read from."""
    ending: str
    """Ending of a file that keeps these bytes, such as ``txt``."""


def too_large() -> SourceUnreadable:
    """Return the error for a document that is larger than `DOCUMENT_LIMIT`."""
    limit = DOCUMENT_LIMIT >> 20
    return SourceUnreadable(
        _("The document is larger than {limit} MiB; divide it.").format(limit=limit)
    )


def check_header(header: Header) -> None:
    """Refuse a header the archive could write but would not read back.

    The exact size is measured only where a rough count comes near the limit, since writing
    YAML costs more than reading the rest of the document.

    Raises:
        SourceUnreadable: Title, captions and the like are too long, or too many.
    """
    counts = (len(header.title), len(header.tags), len(header.photos))
    if any(map(gt, counts, (TITLE_LIMIT, TAG_LIMIT, PHOTO_LIMIT))):
        raise _too_long()
    texts = (header.title, header.url, header.section, header.source, header.author)
    rough = sum(len(text or "") for text in (*texts, header.date_note))
    rough += sum(len(str(value)) for value in header.extra.values())
    rough += sum(map(len, header.tags))
    rough += sum(len(photo.caption) + len(photo.credit or "") + 64 for photo in header.photos)
    if rough > HEADER_LIMIT // _SAFE_SHARE and len(write_header(header)) > HEADER_LIMIT:
        raise _too_long()


def _too_long() -> SourceUnreadable:
    return SourceUnreadable(_("Title, captions and tags are longer than an article file can hold."))
