"""Typing Vietnamese with the keys of any keyboard, in the ways of Telex and VNI.

There is no hidden memory of keys: the word as it is seen and one more key give the next word,
so a word can be left, come back to, and mended in the middle. Nothing here may know the box
that is typed into.

The rules, after the example of the input methods UniKey and Bamboo:

- A key puts a mark only where the word may yet become a Vietnamese syllable, marks that are
  still left out allowed, and where it still may afterwards; else the key is a letter. So
  ``facebook`` stays, and ``duongdwf`` becomes ``đường``.
- The same key once more takes its mark back and stays as a letter: ``ass`` gives ``as``.
- A letter with which the word can be no syllable any more turns a mark into its key again,
  where there is no doubt about the keys: a mark on the one vowel right before it (``soft``,
  ``ASEAN``), or a ``w`` as in ``windows``. In ``Canada`` there is doubt, since ``cân`` can be
  typed in several orders; doubling the key helps.
- In a word of capitals that is no syllable, ``DD`` and ``UW`` are letters of an abbreviation:
  ``HDDND`` gives ``HĐND``, while ``hddt`` stays.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from archive_tui.model import Typing
from archive_tui.text.syllable import ACUTE, DOT, GRAVE, HOOK, SHAPED, TILDE, UNSHAPED, Spelling


@dataclass(frozen=True, slots=True)
class _Method:
    """The keys of a way of typing; everything else is a letter like any other."""

    tones: Mapping[str, str]
    """Each key that sets a tone, with its mark; an empty one removes the tone."""
    shapes: Mapping[str, Mapping[str, str]]
    """Each key that reshapes vowels, with what it makes of which."""
    bar: str
    """The key that makes ``đ`` of ``d``."""
    horn: str
    """The key that reshapes ``u`` and ``o``, and the two of them at once."""
    vowel: str
    """The key that is ``ư`` by itself where a vowel may begin; empty where there is none."""

    def has(self, key: str) -> bool:
        """Return whether a key can put a mark."""
        return key in self.tones or key in self.shapes or key == self.bar


_METHODS: Final = {
    Typing.TELEX: _Method(
        {"z": "", "s": ACUTE, "f": GRAVE, "r": HOOK, "x": TILDE, "j": DOT},
        {"a": {"a": "â"}, "e": {"e": "ê"}, "o": {"o": "ô"}, "w": {"u": "ư", "o": "ơ", "a": "ă"}},
        bar="d",
        horn="w",
        vowel="w",
    ),
    Typing.VNI: _Method(
        {"0": "", "1": ACUTE, "2": GRAVE, "3": HOOK, "4": TILDE, "5": DOT},
        {"6": {"a": "â", "e": "ê", "o": "ô"}, "7": {"u": "ư", "o": "ơ"}, "8": {"a": "ă"}},
        bar="9",
        horn="7",
        vowel="",
    ),
}

_OPEN_HORN: Final = frozenset(("h", "kh", "th"))
"""The onsets after which an open ``uo`` gets one horn: ``thuở``, ``huơ``."""
_FOREIGN_W: Final = re.compile(
    rf"ư(ơ?[aeiouy]*[{ACUTE}{GRAVE}{HOOK}{TILDE}{DOT}]|ơ?[a-z]*)[a-z]|[ts]ư(e|i[a-z])"
)
"""What only ``w`` as a letter begins, as in ``windows``, ``Washington``, ``twin``, ``Sweden``;
the tone stands last but one."""


def typed_key(word: str, key: str, typing: Typing) -> str:
    """Return how a word reads after one more key.

    Args:
        word: The letters and digits right before the cursor, in NFC; may be empty.
        key: The character of the key.
        typing: The way of typing.

    Returns:
        The word with the key's mark, or with the key added to it.
    """
    method = _METHODS.get(typing)
    if method is None or len(key) != 1 or not key.isalnum():
        return word + key
    return _marked(word, key, method) or _appended(word, key, method)


def composed(keys: str, typing: Typing) -> str:
    """Return a text typed key by key; whatever is no letter or digit ends a word.

    Args:
        keys: The keys, as a keyboard without an input method writes them.
        typing: The way of typing.
    """
    done, word = [], ""
    for key in keys:
        if key.isalnum():
            word = typed_key(word, key, typing)
        else:
            done.append(word + key)
            word = ""
    return "".join(done) + word


def _marked(word: str, key: str, method: _Method) -> str | None:
    """Return the word with the key's mark put, or taken back; None where it is only a letter."""
    name, before = key.lower(), Spelling.of(word)
    if name in method.tones:
        return _toned(before, key, method)
    if not method.has(name):
        return None
    if not before.has_place:
        return _abbreviated(word, key, method)
    return (_barred if name == method.bar else _shaped)(before, key, method)


def _toned(before: Spelling, key: str, method: _Method) -> str | None:
    """Give the word a tone, instead of the one it has; the same tone again takes it away."""
    tone, toneless = method.tones[key.lower()], replace(before, tone="")
    if not tone:
        return str(toneless) if before.tone else None
    if before.rhyme and before.tone == tone:
        return _appended(str(toneless), key, method)
    after = replace(before, tone=tone)
    return str(after) if after.is_possible else None


def _barred(before: Spelling, key: str, method: _Method) -> str | None:
    """Make the first letter ``đ``, or ``d`` again, whatever has come behind it."""
    rest = before.letters[1:]
    if before.letters.startswith("đ"):
        return _appended(str(replace(before, letters=f"d{rest}")), key, method)
    after = replace(before, letters=f"đ{rest}")
    return str(after) if before.letters.startswith("d") and after.is_possible else None


def _shaped(before: Spelling, key: str, method: _Method) -> str | None:
    """Reshape the vowels where a syllable allows it; else give them their plain shape again."""
    name = key.lower()
    if name == method.vowel and before.rhyme == "ư" and not before.tone:
        return str(before)[:-1] + ("W" if before.capitals[-1] else "w")
    for rhyme in _reshaped(before, name, method):
        after = before.with_rhyme(rhyme)
        if after.is_possible:
            return str(after)
    begun = Spelling.of(str(before) + ("Ư" if key.isupper() else "ư"))
    if name == method.vowel and begun.is_possible:
        return str(begun)
    plain = {ord(mark): vowel for vowel, mark in method.shapes[name].items()}
    bare = before.with_rhyme(before.rhyme.translate(plain))
    return _appended(str(bare), key, method) if bare != before else None


def _reshaped(before: Spelling, name: str, method: _Method) -> Iterator[str]:
    """Yield the rhymes that a key may mean, each with its mark on another vowel."""
    rhyme, plain = before.rhyme, before.rhyme.translate(UNSHAPED)
    if name == method.horn and plain.startswith("uo"):
        is_open = plain == "uo" and before.onset in _OPEN_HORN
        both = ("uơ" if is_open else "ươ") + rhyme[2:]
        yield from () if both == rhyme else (both,)
        return
    for index, vowel in enumerate(plain):
        mark = method.shapes[name].get(vowel, rhyme[index])
        if mark != rhyme[index]:
            yield rhyme[:index] + mark + rhyme[index + 1 :]
            yield plain[:index] + mark + plain[index + 1 :]  # instead of a mark on another vowel


def _abbreviated(word: str, key: str, method: _Method) -> str | None:
    """Mark the last letter of an abbreviation, a word of capitals that is no syllable."""
    letter = {method.bar: "D", method.horn: "U"}.get(key.lower())
    if letter is None or not word.isupper() or key.islower():
        return None
    mark = {"D": "Đ", "U": "Ư"}[letter]
    if word.endswith(mark):
        return word[:-1] + letter + key
    stays = key == letter and word[-2:-1] in "AEIOUYD"  # as in “ADD”, or the mark was taken back
    return word[:-1] + mark if word.endswith(letter) and not stays else None


def _appended(word: str, key: str, method: _Method) -> str:
    """Return the word with a letter more, its marks where they belong now."""
    before, after = Spelling.of(word), Spelling.of(word + key)
    if after.is_possible:
        return str(_with_both_horns(after))
    if before.is_possible and key.isascii() and (key.isalpha() or method.has(key)):
        word = _keys_again(before, key, method)
    return word + key


def _with_both_horns(spelling: Spelling) -> Spelling:
    """Complete ``ưo`` and ``uơ``, which nothing can follow, to ``ươ`` once something does."""
    head, rest = spelling.rhyme[:2], spelling.rhyme[2:]
    both = spelling.with_rhyme(f"ươ{rest}")
    return both if rest and head in {"ưo", "uơ"} and both.is_possible else spelling


def _keys_again(before: Spelling, key: str, method: _Method) -> str:
    """Return a word with its mark as a key again, where there is no doubt about the keys.

    Args:
        before: The word.
        key: The letter that does not fit; the key that comes back is in its case.
        method: The way of typing.
    """
    letters, last = before.letters, before.letters[-1:]
    tone = "".join(name for name, mark in method.tones.items() if mark and mark == before.tone)
    shape = "".join(name for name, made in method.shapes.items() if last in made.values())
    marks = len(tone) + sum(letter in f"đ{SHAPED}" for letter in letters)
    if method.vowel and _FOREIGN_W.fullmatch(f"{letters}{before.tone}{key.lower()}"):
        letters, back = letters.replace("ư", method.vowel), tone
    elif marks == len(before.rhyme) == 1 and not (method.vowel and last == "ư"):
        back = tone or shape
    else:
        return str(before)
    plain = replace(before, letters=letters.translate(UNSHAPED), tone="")
    return str(plain) + (back.upper() if key.isupper() else back)
