"""Whether a word of a text is one that a query asks for, without asking the index.

The index knows which documents match; a text shown to a reader has to be looked through
word by word, by the same rules.
"""

from collections.abc import Callable
from dataclasses import dataclass

from archive_tui.model import Accents
from archive_tui.query import Form, sought
from archive_tui.text.edits import is_near
from archive_tui.text.vietnamese import pattern_forms
from archive_tui.text.wildcards import wildcard


@dataclass(frozen=True, slots=True)
class WordTest:
    """What a word of a text is held against."""

    form: Form
    """The form of the word that is looked at."""
    fits: Callable[[str], bool]
    """Tells of a word in that form whether it is one that is asked for."""
    is_exact: Callable[[str], bool]
    """Tells of the exact form of a word that fits whether it is written as it was typed."""


def word_test(text: str, accents: Accents) -> WordTest:
    """Return the test for a typed word."""
    word = sought(text, accents)
    return WordTest(word.form, word.term.__eq__, word.exact.__eq__)


def pattern_test(text: str, accents: Accents) -> WordTest:
    """Return the test for a word with stars in it."""
    word = sought(text, accents)
    forms = [wildcard(form) for form in pattern_forms(text)]

    def is_exact(exact: str) -> bool:
        return any(form.fullmatch(exact) for form in forms)

    if not word.is_loose:
        return WordTest(word.form, is_exact, is_exact)
    loose = wildcard(word.term)
    return WordTest(word.form, lambda folded: loose.fullmatch(folded) is not None, is_exact)


def fuzzy_test(text: str, accents: Accents) -> WordTest:
    """Return the test for a word of which one letter may differ."""
    word = sought(text, accents)
    return WordTest(word.form, lambda found: within_one_edit(word.term, found), word.exact.__eq__)


def within_one_edit(first: str, second: str) -> bool:
    """Return whether two words begin alike and differ in one letter at most."""
    return first[:1] == second[:1] and is_near(first, second, 1)
