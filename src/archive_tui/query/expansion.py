"""A query widened by the other names of what it speaks of: abbreviations, renamed places.

A tree goes in and a tree comes out; what was typed stays in it as it was, the other names
stand beside it. Pure: which names there are is for the caller to say, and nothing here may
read a file or know what is in an index.

Names are compared word by word, as words are looked for (`archive_tui.query.forms`): a word
typed with marks means itself, one without any means every spelling. One rule keeps ordinary
words out of it. A name that reads as a single Vietnamese syllable, such as ``CA`` or ``TU``,
is taken for the name only where it is typed just as it is written, capitals included, and is
never added to another, since ``ca`` in a text is nearly always something else.
"""

import operator
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final, TypeGuard

from archive_tui.analysis import words
from archive_tui.model import Accents, ThesaurusEntry
from archive_tui.query.forms import sought
from archive_tui.query.tree import And, Expanded, Node, Or, Phrase, TextField, Word
from archive_tui.text.syllable import Spelling
from archive_tui.text.vietnamese import exact_form, folded_form, folded_forms

OTHERS_LIMIT: Final = 12
"""Most other names that stand beside one; each of them is looked up."""

_NO_SYLLABLES: Final = frozenset({"eu"})
"""What is built as a syllable and is none: ``êu`` never stands without a consonant before it."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A name, cut into words; what a query seldom asks of it is worked out when it does."""

    texts: tuple[str, ...]
    """Its words as written; one or more."""
    folded: tuple[str, ...]
    """Their folded forms."""

    @property
    def is_ordinary(self) -> bool:
        """Whether it reads as a single syllable, so that in a text it may be any word."""
        return len(self.texts) == 1 and _reads_as_syllable(self.folded[0])

    def is_meant(self, typed: Sequence[str], accents: Accents) -> bool:
        """Return whether typed words mean this name."""
        if _folded(typed) != self.folded:
            return False
        strictly = Accents.STRICT if self.is_ordinary else accents
        pairs = ((sought(text, strictly), own) for text, own in zip(typed, self.texts, strict=True))
        if not all(word.is_loose or word.exact == exact_form(own) for word, own in pairs):
            return False
        return not self.is_ordinary or _capitals(typed[0]) == _capitals(self.texts[0])

    def terms(self, accents: Accents) -> tuple[str, ...]:
        """Return what is looked up for it; names with equal terms find the same."""
        return tuple(sought(text, accents).term for text in self.texts)

    def node(self, field: TextField | None) -> Word | Phrase:
        """Return the node that looks for it."""
        return Phrase(self.texts, field) if len(self.texts) > 1 else Word(self.texts[0], field)


def _cut(name: str) -> _Name | None:
    """Cut a name into words; None where there are none in it."""
    texts = tuple(words(name))
    return _Name(texts, _folded(texts)) if texts else None


def _capitals(text: str) -> tuple[bool, ...]:
    return tuple(map(str.isupper, text))


def _folded(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(folded_form, texts))


@lru_cache(maxsize=1 << 10)
def _reads_as_syllable(folded: str) -> bool:
    """Return whether a word without marks is built as a Vietnamese syllable.

    The build is the one of `archive_tui.text.syllable`. What may yet become a syllable counts
    as one, which errs towards leaving a name out.
    """
    return folded not in _NO_SYLLABLES and bool(Spelling.of(folded).rhyme)


@dataclass(frozen=True, slots=True)
class _Meaning:
    """One of the things that a name stands for."""

    name: _Name
    """The name."""
    names: tuple[_Name, ...]
    """All names of the thing, this one too."""


def _meanings(entry: ThesaurusEntry) -> Iterator[_Meaning]:
    names = tuple(name for text in entry.names if (name := _cut(text)))
    return (_Meaning(name, names) for name in names)


class Expander:
    """Adds to queries the other names of what they speak of.

    Entries are independent: a name with two meanings stands in two of them, and that does not
    make the meanings one.

    Args:
        entries: Names that mean the same.
    """

    def __init__(self, entries: Sequence[ThesaurusEntry]) -> None:
        # Most entries are never asked for; what they are made of is worked out when they are.
        cut = [(entry, words(name)) for entry in entries for name in entry.names]
        folded = iter(folded_forms([text for _entry, texts in cut for text in texts]))
        named: dict[tuple[str, ...], list[ThesaurusEntry]] = defaultdict(list)
        lengths: dict[str, set[int]] = defaultdict(set)
        for entry, texts in cut:
            if key := tuple(islice(folded, len(texts))):
                named[key].append(entry)
                lengths[key[0]].add(len(key))
        self._named = {key: tuple(dict.fromkeys(found)) for key, found in named.items()}
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def expand(self, node: Node, accents: Accents) -> Node:
        """Return a tree with the other names of what it speaks of.

        A word or phrase that is a name becomes `Expanded`, and so do words side by side that
        spell one: from left to right, the longest first. What is excluded stays as it is,
        since leaving out more than was said would hide items; so do patterns, loose phrases
        and filters.

        Args:
            node: The tree of a query.
            accents: How marks in its words are taken.

        Returns:
            The same object where there is nothing to add.
        """
        match node:
            case And(parts):
                found = tuple(self._side_by_side(parts, accents))
                if len(found) == 1 < len(parts):
                    return found[0]
                return node if _are_same(found, parts) else And(found)
            case Or(parts):
                found = tuple(self.expand(part, accents) for part in parts)
                return node if _are_same(found, parts) else Or(found)
            case Word() | Phrase():
                return next(self._side_by_side((node,), accents))
            case _:
                return node

    def _side_by_side(self, parts: Sequence[Node], accents: Accents) -> Iterator[Node]:
        """Yield the parts of an AND, those that spell a name together as one."""
        place = 0
        while place < len(parts):
            part = parts[place]
            if _is_plain(part):
                run, others = self._longest_name(part, parts[place:], accents)
                whole = And(run) if len(run) > 1 else part
                yield from (Expanded(whole, others),) if others else run
                place += len(run)
            else:
                yield part if isinstance(part, Phrase) else self.expand(part, accents)
                place += 1

    def _longest_name(
        self, first: Word | Phrase, parts: Sequence[Node], accents: Accents
    ) -> tuple[tuple[Word | Phrase, ...], tuple[Word | Phrase, ...]]:
        """Return the parts that spell the longest name, and its other names.

        A long name keeps the shorter ones in it from being taken, even where it has no other
        that can be added.

        Args:
            first: The first of the parts.
            parts: The parts a name may be spelt by, from its first on.
            accents: How marks are taken.
        """
        for length in self._lengths.get(folded_form(_texts(first)[0]), ()):
            run = _run(parts, length)
            typed = tuple(text for part in run for text in _texts(part))
            if meanings := self._meant(typed, accents):
                return run, _others(meanings, typed, first.field, accents)
        return (first,), ()

    def _meant(self, typed: tuple[str, ...], accents: Accents) -> list[_Meaning]:
        """Return what typed words may mean."""
        entries = self._named.get(_folded(typed), ())
        meanings = (meaning for entry in entries for meaning in _meanings(entry))
        return [meaning for meaning in meanings if meaning.name.is_meant(typed, accents)]


def _others(
    meanings: Sequence[_Meaning],
    typed: tuple[str, ...],
    field: TextField | None,
    accents: Accents,
) -> tuple[Word | Phrase, ...]:
    """Return what looks for the names that are not found as it was typed, each once."""
    names = (name for meaning in meanings for name in meaning.names if not name.is_ordinary)
    others = {name.terms(accents): name for name in names if not name.is_meant(typed, accents)}
    return tuple(name.node(field) for name in others.values())[:OTHERS_LIMIT]


def _are_same(found: Sequence[Node], parts: Sequence[Node]) -> bool:
    """Return whether parts are the very ones there were."""
    return len(found) == len(parts) and all(map(operator.is_, found, parts))


def _is_plain(node: Node) -> TypeGuard[Word | Phrase]:
    """Return whether a node is a word, or words that stand side by side."""
    return isinstance(node, Word) or (
        isinstance(node, Phrase) and not node.slop and any(node.words)
    )


def _texts(node: Word | Phrase) -> tuple[str, ...]:
    return node.words if isinstance(node, Phrase) else (node.text,)


def _run(parts: Sequence[Node], length: int) -> tuple[Word | Phrase, ...]:
    """Return the first parts, where they are so many words of one text; else nothing."""
    run: list[Word | Phrase] = []
    count = 0
    for part in parts[:length]:
        if not _is_plain(part) or (run and part.field != run[0].field):
            break
        run.append(part)
        count += len(_texts(part))
        if count >= length:
            break
    return tuple(run) if count == length else ()
