"""Which form a foreign file has: told by its first bytes, its name only as a hint."""

import re
from pathlib import Path
from typing import Final

from archive_tui.errors import SourceUnreadable
from archive_tui.i18n import _
from archive_tui.ingest.files import opened
from archive_tui.model import ImportFormat

_LOOKED_AT: Final = 4096
_HTML: Final = re.compile(rb"<(?:!doctype|html|\?xml|rss|feed|head|body)\b", re.IGNORECASE)
_RECORD: Final = re.compile(rb'\{[ \t]*"')
_BINARY: Final = re.compile(rb"%PDF-|PK\x03\x04|WARC/|\x89PNG|\xff\xd8\xff|GIF8|RIFF|\{\\rtf")
_TEXT_ENDINGS: Final = ("", ".txt", ".text")


def detect(file: Path) -> ImportFormat:
    """Return the form of a file.

    Args:
        file: A regular file, possibly compressed.

    Returns:
        ``JSONL`` for a file whose first line begins a JSON object, ``PAGE`` for other text.

    Raises:
        SourceUnreadable: It cannot be read, or is in a form that is not known.
    """
    with opened(file) as stream:
        start = stream.read(_LOOKED_AT).removeprefix(b"\xef\xbb\xbf").lstrip()
    if _RECORD.match(start):
        return ImportFormat.JSONL
    if _HTML.match(start) or _BINARY.match(start) or file.suffix.lower() not in _TEXT_ENDINGS:
        raise SourceUnreadable(
            _("The form is not known; page texts (.txt) and JSON lines can be imported.")
        )
    return ImportFormat.PAGE
