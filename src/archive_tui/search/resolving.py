"""From what was typed to the terms of the index it stands for.

A word is one term; a pattern or a fuzzy word is every word of the archive that fits. What is
found here is looked up in the postings; nothing here may know how they are read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from archive_tui.errors import QueryTooWide
from archive_tui.i18n import _
from archive_tui.model import Accents
from archive_tui.query import Form, Fuzzy, Pattern, Phrase, Text, TextField, Word, sought, written
from archive_tui.search.words import ArchiveWords
from archive_tui.text.vietnamese import pattern_forms

TERM_LIMIT: Final = 10_000
"""Different words one pattern may stand for."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What may stand in one place of a text."""

    form: Form
    """The form whose postings are looked up."""
    terms: tuple[str, ...]
    """The words in that form, any of which will do."""


@dataclass(frozen=True, slots=True)
class SoughtText:
    """Words to find side by side; a single word stands by itself."""

    slots: tuple[Slot, ...]
    """One or more places, in order."""
    field: TextField | None = None
    """The text to look in; None looks in each."""
    slop: int = 0
    """Other words that may stand in between."""


class Resolver:
    """Turns the words of a query into terms.

    Args:
        accents: How accent marks are taken.
        words: The words of the archive.
        literal: Whether to find only what stands there as it was typed, to tell exact hits
            from others: no other marks, no other letters.
    """

    def __init__(self, accents: Accents, words: ArchiveWords, *, literal: bool = False) -> None:
        self._accents = Accents.STRICT if literal else accents
        self._words = words
        self._literal = literal

    def resolve(self, node: Text) -> SoughtText:
        """Return what a node of the query stands for.

        Raises:
            QueryTooWide: It stands for too many words.
        """
        match node:
            case Word(text):
                return SoughtText((self._word(text),), node.field)
            case Phrase(texts, _field, slop):
                return SoughtText(tuple(map(self._word, texts)), node.field, slop)
            case Pattern(text):
                return SoughtText((self._pattern(text),), node.field)
            case Fuzzy(text):
                return SoughtText((self._fuzzy(text),), node.field)

    def resolve_name(self, node: Word | Phrase) -> SoughtText:
        """Return what a name the thesaurus added stands for."""
        texts = node.words if isinstance(node, Phrase) else (node.text,)
        accents = written(self._accents)
        return SoughtText(tuple(_slot_of(text, accents) for text in texts), node.field)

    def _word(self, text: str) -> Slot:
        return _slot_of(text, self._accents)

    def _pattern(self, text: str) -> Slot:
        word = sought(text, self._accents)
        if word.is_loose:
            return _slot(word.form, self._words.matching(word.term, Form.FOLDED), text)
        found = dict.fromkeys(
            term for form in pattern_forms(text) for term in self._words.matching(form, Form.EXACT)
        )
        return _slot(word.form, found, text)

    def _fuzzy(self, text: str) -> Slot:
        if self._literal:
            return self._word(text)
        word = sought(text, self._accents)
        found = self._words.within_one_edit(word.term, word.form)
        return _slot(word.form, dict.fromkeys((word.term, *found)), text)


def _slot_of(text: str, accents: Accents) -> Slot:
    word = sought(text, accents)
    return Slot(word.form, (word.term,))


def _slot(form: Form, found: Iterable[str], typed: str) -> Slot:
    terms = tuple(found)
    if len(terms) > TERM_LIMIT:
        raise QueryTooWide(
            _("“{text}” stands for more than {limit} different words.").format(
                text=typed, limit=TERM_LIMIT
            ),
            _("Add a letter or two."),
        )
    return Slot(form, terms)
