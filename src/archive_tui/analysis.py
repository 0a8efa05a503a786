"""The one analyser: text to words, for the index, for queries, and for marks in the reader.

Because all three ask here, a word can never be folded one way when stored and another way
when looked for. No stop words, no minimum length, no stemming. This module must not know
what its words are used for.
"""

import re
import unicodedata
from enum import StrEnum
from typing import Final

ANALYSIS_VERSION: Final = 1
"""Raised whenever the same text would give other words; an index keeps it."""


class Form(StrEnum):
    """A form in which the index holds every text."""

    EXACT = "exact"
    """As written, apart from case and the place of the tone mark."""
    FOLDED = "folded"
    """Without marks."""


def _combining_marks() -> str:
    """Return the marks of all living scripts, which continue a word but never begin one."""
    blocks = (range(0x300, 0x3100), range(0xA660, 0xAC00), range(0xFE20, 0xFE30))
    codes = (chr(code) for block in blocks for code in block)
    return "".join(char for char in codes if unicodedata.category(char)[0] == "M")


MARKS: Final = _combining_marks()
"""The marks that continue a word."""
_WORD: Final = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}])*")


def word_matches(text: str) -> list[re.Match[str]]:
    """Cut a text into words, runs of letters, marks and digits, with where they stand.

    ``Covid-19`` gives ``Covid`` and ``19``, ``30/4`` gives ``30`` and ``4``. The matches are
    bare, since marks are looked for in thousands of words of which few are needed.

    Args:
        text: A cleaned text (NFC).

    Returns:
        The words in order; offsets are code points of ``text``.
    """
    return list(_WORD.finditer(text))


find_words: Final = _WORD.findall
"""The same as `words`, without a Python call in between, for whole archives."""


def words(text: str) -> list[str]:
    """Return the words of a text as written, in order, without positions in the text."""
    return _WORD.findall(text)
