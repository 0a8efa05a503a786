"""The one analyser: text to words, for the index, for queries, and for marks in the reader.

Because all three ask here, a word can never be folded one way when stored and another way
when looked for. No stop words, no minimum length, no stemming. This module must not know
what its words are used for.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from archive_tui.text.vietnamese import exact_form, folded_form

ANALYSIS_VERSION: Final = 1
"""Raised whenever the same text would give other words; an index keeps it."""


def _combining_marks() -> str:
    """Return the marks of all living scripts, which continue a word but never begin one."""
    blocks = (range(0x300, 0x3100), range(0xA660, 0xAC00), range(0xFE20, 0xFE30))
    codes = (chr(code) for block in blocks for code in block)
    return "".join(char for char in codes if unicodedata.category(char)[0] == "M")


_WORD: Final = re.compile(rf"[^\W_](?:[^\W_]|[{_combining_marks()}])*")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text, with where it stands."""

    surface: str
    """The word as written."""
    start: int
    """Its first code point in the text."""
    end: int
    """The code point after its last."""

    @property
    def exact(self) -> str:
        """Case-folded, tone mark on the modern place."""
        return exact_form(self.surface)

    @property
    def folded(self) -> str:
        """The exact form without marks."""
        return folded_form(self.surface)


def tokens(text: str) -> Iterator[Token]:
    """Cut a text into words: runs of letters, marks and digits.

    ``Covid-19`` gives ``Covid`` and ``19``, ``30/4`` gives ``30`` and ``4``.

    Args:
        text: A cleaned text (NFC).

    Yields:
        The words in order; offsets are code points of ``text``.
    """
    for match in word_matches(text):
        yield Token(match.group(), match.start(), match.end())


def word_matches(text: str) -> list[re.Match[str]]:
    """Return the same words as bare matches, for a caller that looks at many and needs few."""
    return list(_WORD.finditer(text))


def words(text: str) -> list[str]:
    """Return the words of a text as written, in order, without positions in the text."""
    return _WORD.findall(text)


def folded_words(text: str) -> tuple[str, ...]:
    """Return the folded forms of the words of a text, in order."""
    return tuple(map(folded_form, words(text)))


def exact_words(text: str) -> tuple[str, ...]:
    """Return the exact forms of the words of a text, in order."""
    return tuple(map(exact_form, words(text)))
