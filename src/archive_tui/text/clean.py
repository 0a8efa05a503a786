"""The text gate: what every foreign string passes once, on its way in.

An archive was collected from the outside world. Escape codes in a title could rewrite the
reader's terminal, bidi overrides could make a sentence read backwards, and a decomposed
letter would never match a composed one. After this gate none of that is left. It must not
change anything a reader can see.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final

_DROPPED: Final = (
    *(code for code in range(0x20) if code not in (0x09, 0x0A)),  # C0: ESC, BEL, …
    *range(0x7F, 0xA0),  # DEL and C1, where one byte can begin an escape sequence
    0x00AD,  # soft hyphen: invisible, and splits words for a search
    0x061C,  # Arabic letter mark
    *range(0x200B, 0x2010),  # zero-width space and joiners, direction marks
    *range(0x202A, 0x202F),  # bidi embeddings and overrides
    *range(0x2060, 0x2070),  # word joiner, invisible operators, bidi isolates
    0xFEFF,  # byte order mark
    *range(0xFFF9, 0xFFFC),  # interlinear annotation
    *range(0xE0000, 0xE0080),  # tag characters
)
_LINE_ENDS: Final = re.compile("\r\n?|[\u2028\u2029]")
_SURROGATES: Final = range(0xD800, 0xE000)
_SUSPECT: Final = (
    "[^\t\n -~\u00a0-\u00ac\u00ae-\u061b\u061d-\u200a\u2010-\u2027\u202f-\u205f\u2070-\ud7ff"
    "\ue000-\ufefe\uff00-\ufff8\ufffc-\U000dffff\U000e0080-\U0010ffff]"
)
_BLANKS: Final = re.compile(r"\s+")


@cache
def _suspect() -> re.Pattern[str]:
    """Return what finds a character that may not pass, or a line end to be mended."""
    return re.compile(_SUSPECT)


@cache
def _gate() -> dict[int, str | None]:
    """Return what becomes of each character that may not pass; most texts hold none."""
    return {**dict.fromkeys(_DROPPED), **dict.fromkeys(_SURROGATES, "\ufffd")}


def clean(text: str) -> str:
    """Return a text in NFC, without control and direction characters, with LF line ends.

    Lone surrogates, which no encoding can write, become U+FFFD. Cleaning twice changes
    nothing more.

    Args:
        text: Any string.

    Returns:
        The same text as a reader sees it, safe to send to a terminal.
    """
    # What can be printed is in order, and so are line ends; to ask for that first spares making
    # the pattern, which takes longer than to read a page of hits.
    if not text.replace("\n", "").isprintable() and _suspect().search(text):
        text = _LINE_ENDS.sub("\n", text).translate(_gate())
    return unicodedata.normalize("NFC", text)


def clean_lines(texts: Sequence[str | None]) -> list[str | None]:
    """Return several texts as `clean_line` does, those that are none left as they are.

    Nearly all texts that were cleaned before pass as they are, by one look at all together.
    """
    joined = " ".join(filter(None, texts))
    is_even = " ".join(joined.split()) == joined
    if is_even and joined.isprintable() and unicodedata.is_normalized("NFC", joined):
        return list(texts)
    return [text and clean_line(text) for text in texts]


def clean_line(text: str) -> str:
    """Return a cleaned text on one line: runs of blanks become one space, ends are bare."""
    return _BLANKS.sub(" ", clean(text)).strip()
