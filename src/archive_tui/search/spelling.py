"""Other spellings of a word, out of what the archive really holds.

A word that finds little was mostly meant otherwise: other marks, keys of an input method that
was off, a letter too many, two words without a space. Each way a word may have gone wrong has
a cost, and so has a rare word; the cheapest come first (the noisy channel of Kernighan, Church
and Gale, "A spelling correction program based on a noisy channel model", 1990). Marks and keys
cost less than letters, so that another letter comes before other marks only where it makes a
far commoner word.

Only words of the archive are suggested, so that each of them finds something. There is no
list of words here and must be none: the archive is the dictionary.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from heapq import nsmallest
from itertools import pairwise
from string import ascii_lowercase
from typing import Final

from archive_tui.model import Typing
from archive_tui.search.vocabulary import Vocabulary
from archive_tui.text.syllable import ACUTE, DOT, GRAVE, HOOK, TILDE
from archive_tui.text.telex import composed
from archive_tui.text.vietnamese import exact_form, folded_form

# What each slip costs, as the natural logarithm of how rare it is, beside which a rare word costs
# how many times rarer it is than the commonest; chosen on slips made by chance in real news.
_MARK_LEFT_OUT: Final = 2.5
_WRONG_MARK: Final = 3.5
_HOOK_FOR_TILDE: Final = 2.5
"""Hỏi and ngã sound alike to most speakers."""
_ALL_MARKS_LEFT_OUT: Final = 1.2
"""Somebody who types no marks at all."""
_KEYS_LEFT_IN: Final = 1.5
_KEY_TOO_MANY: Final = 4.5
_SOUNDS_ALIKE: Final = 4.0
_SWAPPED: Final = 4.0
_DOUBLED: Final = 4.0
_LEFT_OUT: Final = 4.5
_NEIGHBOURING_KEY: Final = 5.0
_OTHER_LETTER: Final = 7.0
_TWO_LETTERS: Final = 10.0
_GLUED: Final = 6.0
_GLUED_LETTER: Final = 10.0
"""A word of one letter, such as ``ở``; it may as well be a letter too many."""

_SHORTEST_EDITED: Final = 2
"""Letters from which on one may be wrong."""
_SHORTEST_EDITED_TWICE: Final = 7
"""Letters from which on two may be wrong."""
_LONGEST: Final = 40
"""Letters of the longest word that is looked at; what is longer is an address or a number."""

_TONES: Final = frozenset((GRAVE, ACUTE, TILDE, HOOK, DOT))
_VOWELS: Final = frozenset("aeiouy")
_TONE_KEYS: Final = {Typing.TELEX: frozenset("sfrxjzw"), Typing.VNI: frozenset("0123456789")}
"""The keys that do nothing but put marks; pressed too often, they spoil what was typed."""

_ALIKE_AT_THE_BEGINNING: Final = (
    ("s", "x"), ("ch", "tr"), ("d", "gi", "r", "v"), ("l", "n"),
    ("c", "k", "q"), ("ng", "ngh"), ("g", "gh"),
)  # fmt: skip
"""Consonants that one region or another does not tell apart: the north ``s`` from ``x``, ``ch``
from ``tr``, ``d`` from ``gi`` and ``r``; villages of the Red River delta ``l`` from ``n``; the
south ``d`` from ``v``. The others sound alike everywhere and differ by the vowel that follows."""
_ALIKE_AT_THE_END: Final = (("n", "ng", "nh"), ("c", "ch", "t"))
"""Consonants that the south does not tell apart."""
_BEGINNING: Final = re.compile(r"gi(?=[aeouy])|[^aeiouy]*")
_END: Final = re.compile(r"[^aeiouy]*$")

_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS: Final = frozenset(
    frozenset(pair)
    for upper, lower in pairwise((*_ROWS, ""))
    for pair in (
        *pairwise(upper),
        *zip(upper, lower, strict=False),
        *zip(upper[1:], lower, strict=False),
    )
)
"""Each two letters whose keys touch on a keyboard."""


class Reason(StrEnum):
    """What may have gone wrong with a word."""

    ACCENTS = "accents"
    """It has the same letters with other marks."""
    TYPING = "typing"
    """Keys of Telex or VNI were left in it."""
    LETTERS = "letters"
    """A letter is wrong, missing, too many or in the wrong place, or two of a long word."""
    KEYBOARD = "keyboard"
    """The key beside the right one was hit."""
    SPLIT = "split"
    """It is two words without a space."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another spelling of a word."""

    word: str
    """The word in its exact form; two of them with a space in between where one was split."""
    frequency: int
    """Documents it is in; of two words the rarer counts, in all spellings where it has no marks."""
    reason: Reason
    """What was wrong."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the keys of a word may stand for."""

    text: str
    """An exact form."""
    cost: float
    """How unlikely it is."""
    reason: Reason
    """What was wrong if it is the right word."""
    is_whole: bool = True
    """Whether all keys count."""


@dataclass(frozen=True, slots=True)
class _Edit:
    """One wrong letter."""

    cost: float
    """How unlikely it is."""
    reason: Reason = Reason.LETTERS
    """Its name."""
    has_vowel: bool = False
    """Whether a vowel got lost, and its marks with it."""


_NO_EDIT: Final = _Edit(0.0, Reason.ACCENTS)
_SOUND: Final = _Edit(_SOUNDS_ALIKE)
_SWAP: Final = _Edit(_SWAPPED)
_DOUBLE: Final = _Edit(_DOUBLED)
_EXTRA: Final = _Edit(_OTHER_LETTER)
_TWO_EDITS: Final = _Edit(_TWO_LETTERS)


@dataclass(frozen=True, slots=True)
class _Guess:
    """A suggestion that may be made."""

    suggestion: Suggestion
    """The suggestion."""
    cost: float
    """How unlikely it is, the rarity of the word counted in."""


def suggest(word: str, vocabulary: Vocabulary, limit: int = 3) -> tuple[Suggestion, ...]:
    """Return how else a word may have been meant.

    Args:
        word: A word in NFC as typed, in the archive or not.
        vocabulary: The words of the archive.
        limit: Most suggestions to return.

    Returns:
        The likeliest first; never the word itself.
    """
    typed = exact_form(word)
    if len(typed) > _LONGEST or not any(map(str.isalpha, typed)):
        return ()
    cheapest: dict[str, _Guess] = {}
    for guess in _guesses(typed, vocabulary):
        found = guess.suggestion.word
        if found != typed and (found not in cheapest or guess.cost < cheapest[found].cost):
            cheapest[found] = guess
    best = nsmallest(limit, cheapest.items(), key=lambda item: (item[1].cost, item[0]))
    return tuple(guess.suggestion for _word, guess in best)


def _guesses(typed: str, vocabulary: Vocabulary) -> Iterator[_Guess]:
    """Yield all that may have been meant, some of it several times."""
    for reading in _readings(typed):
        yield from _spelt(folded_form(reading.text), reading, _NO_EDIT, vocabulary)
        if reading.is_whole:
            yield from _edited(reading, vocabulary)
    yield from _split(typed, vocabulary)


def _readings(typed: str) -> Iterator[_Reading]:
    """Yield a word as it is, and what its keys make; a key that spoils it may be one too many."""
    yield _Reading(typed, 0.0, Reason.ACCENTS)
    for typing, keys in _TONE_KEYS.items():
        made = exact_form(composed(typed, typing))
        if folded_form(made) != folded_form(typed):  # else marks were moved, and no key was used
            yield _Reading(made, _KEYS_LEFT_IN, Reason.TYPING)
        spoilt = [place for place, key in enumerate(typed) if key in keys and made != typed]
        for place in spoilt:
            made = exact_form(composed(typed[:place] + typed[place + 1 :], typing))
            yield _Reading(made, _KEY_TOO_MANY, Reason.TYPING, is_whole=False)


def _edited(reading: _Reading, vocabulary: Vocabulary) -> Iterator[_Guess]:
    """Yield the words that differ from a reading by a letter; by two where it is long."""
    folded = folded_form(reading.text)
    if len(folded) < _SHORTEST_EDITED:
        return
    for text, edit in _edits(folded).items():
        yield from _spelt(text, reading, edit, vocabulary)
    if len(folded) >= _SHORTEST_EDITED_TWICE:
        for text in vocabulary.within_two_edits(folded, folded=True):
            yield from _spelt(text, reading, _TWO_EDITS, vocabulary)


def _spelt(folded: str, reading: _Reading, edit: _Edit, vocabulary: Vocabulary) -> Iterator[_Guess]:
    """Yield the spellings of a folded form that may have become a reading."""
    reason = edit.reason if reading.reason is Reason.ACCENTS else reading.reason
    for word, frequency in vocabulary.spellings(folded):
        marks = _mark_cost(reading.text, word, lost_vowel=edit.has_vowel)
        cost = reading.cost + edit.cost + marks + _rarity(frequency, vocabulary)
        yield _Guess(Suggestion(word, frequency, reason), cost)


def _split(typed: str, vocabulary: Vocabulary) -> Iterator[_Guess]:
    """Yield a word as two words that both are known and can be spoken."""
    for place in range(1, len(typed)):
        parts = typed[:place], typed[place:]
        known = [_found_by(part, vocabulary) for part in parts]
        if all(known) and all(not _VOWELS.isdisjoint(folded_form(part)) for part in parts):
            glued = _GLUED_LETTER if 1 in map(len, parts) else _GLUED
            cost = glued + sum(_rarity(count, vocabulary) for count in known)
            yield _Guess(Suggestion(" ".join(parts), min(known), Reason.SPLIT), cost)


def _found_by(word: str, vocabulary: Vocabulary) -> int:
    """Return in how many documents a word is; one without marks stands for every spelling."""
    if word == folded_form(word):
        return vocabulary.folded_frequency(word)
    return vocabulary.frequency(word)


def _rarity(frequency: int, vocabulary: Vocabulary) -> float:
    return math.log(vocabulary.highest_frequency / frequency)


def _mark_cost(typed: str, meant: str, *, lost_vowel: bool) -> float:
    """Return what the difference of the marks of two words costs.

    Args:
        typed: A word in its exact form.
        meant: What may have been meant.
        lost_vowel: Whether a vowel of it was not typed, which had a tone and a shape of its own.
    """
    (tone, shapes), (meant_tone, meant_shapes) = _marks(typed), _marks(meant)
    if not tone and not shapes:
        return _ALL_MARKS_LEFT_OUT if meant_tone or meant_shapes else 0.0
    return _tone_cost(tone, meant_tone, lost_vowel) + _shape_cost(shapes, meant_shapes, lost_vowel)


def _tone_cost(typed: str, meant: str, lost_vowel: bool) -> float:
    if typed == meant or (not typed and lost_vowel):
        return 0.0
    if not typed:
        return _MARK_LEFT_OUT
    return _HOOK_FOR_TILDE if {typed, meant} == {HOOK, TILDE} else _WRONG_MARK


@lru_cache(maxsize=1 << 12)
def _shape_cost(typed: str, meant: str, lost_vowel: bool) -> float:
    wrong = (Counter(typed) - Counter(meant)).total()
    left_out = (Counter(meant) - Counter(typed)).total() - wrong - lost_vowel
    return wrong * _WRONG_MARK + max(0, left_out) * _MARK_LEFT_OUT


@lru_cache(maxsize=1 << 14)
def _marks(word: str) -> tuple[str, str]:
    """Return the tone marks of a word, and all other marks in it, ``đ`` for its bar."""
    marks = [char for char in unicodedata.normalize("NFD", word) if not char.isascii()]
    tones = "".join(mark for mark in marks if mark in _TONES)
    return tones, "".join(mark for mark in marks if mark not in _TONES)


def _edits(folded: str) -> dict[str, _Edit]:
    """Return what a folded form may have been before one slip, each with the likeliest slip."""
    likeliest: dict[str, _Edit] = dict.fromkeys(_sounding_alike(folded), _SOUND)
    for text, edit in _slips(folded):
        if text not in likeliest or edit.cost < likeliest[text].cost:
            likeliest[text] = edit
    likeliest.pop(folded, None)
    return likeliest


def _slips(folded: str) -> Iterator[tuple[str, _Edit]]:
    """Yield what a folded form may have been before a slip of the fingers, and the slip."""
    for place, letter in enumerate(folded):
        head, tail = folded[:place], folded[place + 1 :]
        yield head + tail, _DOUBLE if head.endswith(letter) else _EXTRA
        yield head + tail[:1] + letter + tail[1:], _SWAP
        for other in ascii_lowercase:
            yield head + other + tail, _replaced(letter, other)
            yield head + other + letter + tail, _left_out(other, letter)
    for other in ascii_lowercase:
        yield folded + other, _left_out(other, folded[-1])


@lru_cache(maxsize=1 << 11)
def _replaced(typed: str, meant: str) -> _Edit:
    if {typed, meant} in _NEIGHBOURS:
        return _Edit(_NEIGHBOURING_KEY, Reason.KEYBOARD, meant in _VOWELS)
    return _Edit(_OTHER_LETTER, has_vowel=meant in _VOWELS)


@lru_cache(maxsize=1 << 11)
def _left_out(letter: str, beside: str) -> _Edit:
    return _Edit(_DOUBLED if letter == beside else _LEFT_OUT, has_vowel=letter in _VOWELS)


def _sounding_alike(folded: str) -> Iterator[str]:
    """Yield what some people do not tell from a folded form when they speak."""
    beginning, end = _BEGINNING.match(folded), _END.search(folded)
    if beginning and end:
        rest, stem = folded[beginning.end() :], folded[: end.start()]
        yield from (other + rest for other in _others(beginning.group(), _ALIKE_AT_THE_BEGINNING))
        yield from (stem + other for other in _others(end.group(), _ALIKE_AT_THE_END))
    for place, letter in enumerate(folded):
        if letter in "iy":
            yield f"{folded[:place]}{'y' if letter == 'i' else 'i'}{folded[place + 1 :]}"


def _others(part: str, groups: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    """Yield what stands beside a part in a group."""
    for group in groups:
        if part in group:
            yield from (other for other in group if other != part)
