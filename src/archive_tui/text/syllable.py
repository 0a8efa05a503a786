"""The build of a Vietnamese syllable: which letters may follow which, and who carries the tone.

Whoever helps to type has to tell a word that may yet become Vietnamese from one that cannot,
and where its tone mark belongs meanwhile. The tables say what can be written, not what means
something; nothing here may depend on a list of words.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import product
from typing import Final

GRAVE: Final = "\u0300"
"""Huyền."""
ACUTE: Final = "\u0301"
"""Sắc."""
TILDE: Final = "\u0303"
"""Ngã."""
HOOK: Final = "\u0309"
"""Hỏi."""
DOT: Final = "\u0323"
"""Nặng."""

SHAPED: Final = "ăâêôơư"
"""The vowels with a shape mark: breve, circumflex or horn."""
UNSHAPED: Final = str.maketrans(SHAPED, "aaeoou")
"""Takes the shape marks away."""

_TONES: Final = frozenset((GRAVE, ACUTE, TILDE, HOOK, DOT))
_SLOW_TONES: Final = frozenset((GRAVE, TILDE, HOOK))
"""The tones a syllable cannot have that ends in a stop."""
_STOPS: Final = ("c", "ch", "k", "p", "t")
_VOWELS: Final = frozenset("aăâeêioôơuưy")

_ONSETS: Final = (
    "ngh", "ch", "gh", "gi", "kh", "kr", "ng", "nh", "ph", "qu", "th", "tr", "đr",
    "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "q", "r", "s", "t", "v", "x", "",
)  # fmt: skip
"""What may stand before the vowels, the longer first; ``kr`` and ``đr`` for names of the Highlands
(``Krông``, ``Đrắk``)."""

_NUCLEI: Final = {
    "a": "- i y o u m n ng nh p t c ch",
    "ă": "m n ng p t c k",
    "â": "u y m n ng p t c",
    "e": "- o m n ng p t c ch",
    "ê": "- u m n ng nh p t c ch",
    "i": "- a u m n nh p t c ch",
    "iê": "u m n ng p t c",
    "o": "- i m n ng p t c",
    "oo": "ng c",
    "ô": "- i m n ng p t c",
    "ơ": "- i m n p t",
    "oa": "- i y o m n ng nh p t c ch",
    "oă": "m n ng t c",
    "oâ": "y",
    "oe": "- o m n ng p t c",
    "u": "- a i m n ng p t c k",
    "uô": "i m n ng p t c",
    "uơ": "-",
    "uâ": "y n ng t",
    "uê": "- u nh ch",
    "uy": "- a u n nh p t ch",
    "uyê": "n nh t",
    "ư": "- a i u m n ng t c",
    "ươ": "i u m n ng p t c",
    "y": "-",
    "yê": "u m n ng t",
}
"""Each vowel, or group of them, with what may follow it; a hyphen is nothing. ``ăk`` and ``uk``
are for names of the Highlands (``Đắk Lắk``, ``Krông Búk``), ``oong`` and ``ooc`` for loans."""

_BACK: Final = "aăâoôơuư"
_FIRST_VOWELS: Final = {
    "c": _BACK,
    "g": _BACK,
    "gh": "eêi",
    "gi": f"{_BACK}eê",
    "k": "aăâeêioôơuy",
    "ng": _BACK,
    "ngh": "eêi",
    "q": "",
    "qu": "aăâeêiơ",
}
"""The vowels that may stand right behind an onset, where not every one may."""
_ALSO: Final = {
    "g": ("i", "im", "in", "inh", "ip", "it", "ich"),  # the i is of the onset, and the vowel
    "q": ("u",),  # so long as the vowel is missing
    "qu": ("ôc", "y", "ya", "yu", "yn", "ynh", "yp", "yt", "ych", "yên", "yênh", "yêt"),
}
"""What else may follow an onset."""


def _rhymes() -> Iterator[str]:
    """Yield the vowels with what may follow them."""
    for nucleus, codas in _NUCLEI.items():
        yield from (nucleus + coda.strip("-") for coda in codas.split())


def _endings(onset: str) -> Iterator[str]:
    """Yield what may follow an onset, as Vietnamese spelling writes it."""
    yield from _ALSO.get(onset, ())
    for rhyme in _rhymes():
        if not onset:
            fits = rhyme != "ưi"  # no word, and “Wi-Fi” has to stay
        else:
            fits = rhyme[0] in _FIRST_VOWELS.get(onset, _VOWELS) and rhyme[:2] != "yê"
        if fits:
            yield rhyme


@cache
def _unfinished(onset: str) -> frozenset[str]:
    """Return all that may become an ending of an onset: beginnings, marks still left out."""
    made: set[str] = set()
    for rhyme in _endings(onset):
        choices = [{letter, letter.translate(UNSHAPED)} for letter in rhyme]
        for end in range(1, len(rhyme) + 1):
            made.update(map("".join, product(*choices[:end])))
    return frozenset(made)


_BEGINNINGS: Final = frozenset(onset[:end] for onset in _ONSETS for end in range(len(onset) + 1))


@lru_cache(maxsize=1 << 12)
def _parted(letters: str) -> tuple[str, str] | None:
    """Part lower-case letters into onset and rhyme; None where they can begin no syllable."""
    for onset in _ONSETS:
        rhyme = letters.removeprefix(onset)
        if letters.startswith(onset) and rhyme in _unfinished(onset):
            return onset, rhyme
    return (letters, "") if letters in _BEGINNINGS else None


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word taken apart: what is written, which tone, where capitals stand."""

    letters: str
    """Its letters in lower case, without the tone mark."""
    tone: str
    """The tone mark as a combining character; empty where there is none."""
    capitals: tuple[bool, ...]
    """For each letter whether it is a capital."""

    @classmethod
    def of(cls, word: str) -> "Spelling":
        """Take a word apart.

        Args:
            word: A word in NFC. One with several tone marks keeps them in its letters, which
                then begin no syllable.
        """
        bare = [_without_tone(letter) for letter in word]
        tones = [tone for _letter, tone in bare if tone]
        kept = "".join(letter for letter, _tone in bare) if len(tones) == 1 else word
        lower = [_lower(letter) for letter in kept]
        capitals = tuple(small != letter for small, letter in zip(lower, kept, strict=True))
        return cls("".join(lower), tones[0] if len(tones) == 1 else "", capitals)

    def __str__(self) -> str:
        """Return the word as it is written, its tone mark on the right place."""
        letters = list(self.letters)
        if self.tone:
            place = self._tone_place
            letters[place] = unicodedata.normalize("NFC", letters[place] + self.tone)
        pairs = zip(letters, self.capitals, strict=True)
        return "".join(letter.upper() if capital else letter for letter, capital in pairs)

    @property
    def _parts(self) -> tuple[str, str] | None:
        return _parted(self.letters)

    @property
    def onset(self) -> str:
        """The consonants before the vowels, with the ``u`` of ``qu`` and the ``i`` of ``gi``."""
        return self._parts[0] if self._parts else self.letters

    @property
    def rhyme(self) -> str:
        """The vowels and what follows them; empty where the word is none or has none yet."""
        return self._parts[1] if self._parts else ""

    @property
    def vowels(self) -> str:
        """The vowels of the rhyme."""
        return "".join(letter for letter in self.rhyme if letter in _VOWELS)

    @property
    def has_place(self) -> bool:
        """Whether its letters may yet become a Vietnamese syllable, whatever the tone."""
        return self._parts is not None

    @property
    def is_possible(self) -> bool:
        """Whether it may yet become a Vietnamese syllable.

        A syllable that ends in a stop has the tone sắc or nặng, or is still without one.
        """
        coda = self.rhyme[len(self.vowels) :]
        slow = self.tone in _SLOW_TONES and coda in _STOPS
        return self.has_place and not slow and (not self.tone or bool(self.rhyme))

    @property
    def _tone_place(self) -> int:
        """Where the tone mark stands: on the main vowel.

        The rule of the Ministry of Education's list of 1984. A letter with a shape mark is the
        main vowel, the last of two; else the middle one of three; else of two the second one,
        before a consonant and in ``oa oe uy``, and the first one elsewhere.
        """
        vowels = self.vowels
        shaped = max(map(vowels.rfind, SHAPED))
        last = len(vowels) - 1
        if shaped >= 0:
            index = shaped
        elif len(vowels) < len(self.rhyme) or vowels in {"oa", "oe", "uy"}:
            index = last
        else:
            index = last // 2
        return len(self.onset) + index

    def with_rhyme(self, rhyme: str) -> "Spelling":
        """Return the word with another rhyme of the same length."""
        return replace(self, letters=self.onset + rhyme)


def _without_tone(letter: str) -> tuple[str, str]:
    """Part a letter from its tone mark; only a vowel of the alphabet has one."""
    decomposed = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in decomposed[1:] if mark in _TONES), "")
    bare = unicodedata.normalize("NFC", decomposed.replace(tone, "", 1)) if tone else letter
    return (bare, tone) if bare.lower() in _VOWELS else (letter, "")


def _lower(letter: str) -> str:
    """Return a letter in lower case, where that can be undone."""
    small = letter.lower()
    return small if len(small) == 1 and small.upper() == letter else letter
