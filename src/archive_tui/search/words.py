"""The words of an archive that patterns and fuzzy words stand for.

Nearly all of these begin with a letter that is given, so only the words with that letter are
read, from the terms of the texts, and kept for the next question.
"""

from functools import lru_cache
from typing import Final

from archive_tui.index import Snapshot
from archive_tui.index.schema import TEXT_FIELDS
from archive_tui.query import Form
from archive_tui.search.vocabulary import WordColumn, real_words

_LETTERS_KEPT: Final = 64
"""Letters, in one form or the other, whose words are kept."""


class ArchiveWords:
    """The words of all texts of a snapshot.

    Args:
        snapshot: The snapshot.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._column = lru_cache(_LETTERS_KEPT)(self._read)

    def matching(self, pattern: str, form: Form) -> list[str]:
        """Return the words of a certain make, in alphabetical order.

        Args:
            pattern: Letters in that form, and ``*`` for any run of letters.
            form: The form.
        """
        head = pattern.partition("*")[0]
        return list(self._column(head[:1], form).matching(pattern))

    def within_one_edit(self, word: str, form: Form) -> list[str]:
        """Return the words that begin like one and differ from it by one letter at most.

        Args:
            word: A word in that form.
            form: The form.

        Returns:
            The words in alphabetical order; the word itself is one of them if it is there.
        """
        return list(self._column(word[:1], form).near(word, 1))

    def _read(self, initial: str, form: Form) -> WordColumn:
        """Return the words that begin with a letter, or all where none is given."""
        fields = (f"{name}_{form}" for name in TEXT_FIELDS)
        lists = (words for field in fields for words in self._snapshot.terms(field, initial))
        return WordColumn(real_words({word for words in lists for word in words}))
