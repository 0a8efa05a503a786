"""Numbers for words: a word is looked at once, however often it occurs.

Texts are cut many at a time. Each letter of the Vietnamese alphabet, in both cases, and each
digit is one byte here; a word of at most eight of them is one 64-bit number, which is looked
up in a table for all words at once. Longer words and other letters, few in this language, go
by way of a dictionary. The words are exactly those of `analysis.words`, and a word keeps its
number and its exact and folded form as long as the lexicon lives.
"""

from array import array
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from archive_tui.analysis import MARKS, Form, find_words
from archive_tui.text.vietnamese import exact_form, strip_marks

_LONGEST: Final = 8
"""Letters of a word that fit into one number."""
_OTHER: Final = 255
"""The byte of letters that have none of their own."""
_MARK: Final = 254
"""The byte of marks, which continue a word but never begin one."""
_PLANE: Final = 1 << 16
_MASKS: Final = np.array([(1 << 8 * length) - 1 for length in range(_LONGEST + 1)], dtype=np.uint64)
_TABLE_BITS: Final = 18
_MULTIPLIERS: Final = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)
"""Odd numbers with well mixed bits; a word has one place in a table under each."""


def _letters() -> str:
    """Return the letters that have a byte of their own."""
    vowels = "aăâeêioôơuưy"
    tones = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
    marked = (exact_form(vowel + tone) for vowel in vowels for tone in tones)
    lower = "abcdefghijklmnopqrstuvwxyzđ" + "".join(marked)
    return "".join(dict.fromkeys("0123456789" + lower + lower.upper()))


def _bytes() -> NDArray[np.uint8]:
    """Return the byte of each code point of the first plane, 0 for what is in no word."""
    plane = "".join(map(chr, range(_PLANE)))
    table = np.zeros(_PLANE, dtype=np.uint8)
    table[[ord(char) for char in plane if find_words(char)]] = _OTHER
    table[[ord(char) for char in MARKS]] = _MARK
    for byte, letter in enumerate(_letters(), start=1):
        table[ord(letter)] = byte
    return table


class Lexicon(dict[str, int]):
    """Words as they are written, with consecutive numbers: ``lexicon[word]`` gives one out."""

    _BYTES: NDArray[np.uint8] | None = None

    def __init__(self) -> None:
        super().__init__()
        self._forms: dict[Form, dict[str, int]] = {form: {} for form in Form}
        self._numbers = {form: array("I") for form in Form}
        self._tables = [_Table(multiplier) for multiplier in _MULTIPLIERS]
        if Lexicon._BYTES is None:
            Lexicon._BYTES = _bytes()
        self._byte_of = Lexicon._BYTES

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        exact = exact_form(word)
        for form, text in ((Form.EXACT, exact), (Form.FOLDED, strip_marks(exact))):
            known = self._forms[form]
            self._numbers[form].append(known.setdefault(text, len(known)))
        return number

    def forms(self, form: Form) -> Sequence[str]:
        """Return all words in a form, each once, in the order of their numbers."""
        return list(self._forms[form])

    def numbers(self, form: Form) -> NDArray[np.uint32]:
        """Return for each word as written the number of its form, shape (len(self),)."""
        return np.array(self._numbers[form], dtype=np.uint32)

    def cut(self, texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """Cut texts into words.

        Args:
            texts: Cleaned texts (NFC), any number of any length.

        Returns:
            The numbers of all words in order, and how many of them each text has.
        """
        whole = "\n".join((*texts, ""))
        units = np.frombuffer(f"\n{whole}".encode("utf-16-le", "surrogatepass"), dtype="<u2")
        if len(units) > len(whole) + 1:  # some letters take two
            return self._cut_slowly(texts)
        letters = self._byte_of[units]
        letters = self._without_loose_marks(letters)
        inside = letters != 0
        edges = np.flatnonzero(inside[1:] != inside[:-1])
        begins, ends = edges[0::2] + 1, edges[1::2] + 1
        ends_of_texts = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1) + 1
        counts = np.diff(np.searchsorted(begins, ends_of_texts), prepend=0)
        return self._looked_up(whole, letters, begins, ends), counts

    def _cut_slowly(self, texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """Cut texts that have letters outside of the first plane, one by one."""
        if len(texts) > 1:
            cut = [self.cut([text]) for text in texts]
            numbers, counts = zip(*cut, strict=True)
            return np.concatenate(numbers), np.concatenate(counts)
        found = [self[word] for word in find_words(texts[0])]
        return np.array(found, dtype=np.uint32), np.array([len(found)], dtype=np.int64)

    def _without_loose_marks(self, letters: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return the bytes with marks that follow no letter taken out."""
        marks = letters == _MARK
        if not marks.any():
            return letters
        places = np.arange(len(letters))
        carriers = np.maximum.accumulate(np.where(marks, 0, places))
        return np.where(marks & (letters[carriers] == 0), 0, letters).astype(np.uint8)

    def _looked_up(
        self,
        whole: str,
        letters: NDArray[np.uint8],
        begins: NDArray[np.int64],
        ends: NDArray[np.int64],
    ) -> NDArray[np.uint32]:
        """Return the numbers of words given by where they stand, one place further on."""
        lengths = ends - begins
        unusual = lengths > _LONGEST
        others = np.flatnonzero(letters >= _MARK)
        unusual[np.searchsorted(begins, others, side="right") - 1] = True
        windows = _windows(letters)
        keys = windows[begins] & _MASKS[np.minimum(lengths, _LONGEST)]
        keys[unusual] = 0
        numbers = np.empty(len(keys), dtype=np.uint32)
        left = np.arange(len(keys))
        for table in self._tables:
            found, at = table.find(keys[left])
            numbers[left[found]] = at
            left = left[~found]
        new: dict[int, int] = {}
        for place in left.tolist():
            word = whole[begins[place] - 1 : ends[place] - 1]
            numbers[place] = number = self[word]
            new[int(keys[place])] = number
        new.pop(0, None)
        for key, number in new.items():
            for table in self._tables:
                if table.keep(key, number):
                    break
        return numbers


class _Table:
    """Numbers of words by their letters as one number; each key has one place, or none."""

    def __init__(self, multiplier: int) -> None:
        self._multiplier = multiplier
        self._keys = np.zeros(1 << _TABLE_BITS, dtype=np.uint64)
        self._numbers = np.zeros(1 << _TABLE_BITS, dtype=np.uint32)

    def find(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.bool_], NDArray[np.uint32]]:
        """Tell which keys are here, and the numbers of those."""
        slots = (keys * np.uint64(self._multiplier)) >> np.uint64(64 - _TABLE_BITS)
        here = (self._keys[slots] == keys) & (keys != 0)
        return here, self._numbers[slots[here]]

    def keep(self, key: int, number: int) -> bool:
        """Keep a number where the place of its key is free; tell whether it was."""
        slot = (key * self._multiplier & ((1 << 64) - 1)) >> (64 - _TABLE_BITS)
        if self._keys[slot]:
            return False
        self._keys[slot], self._numbers[slot] = key, number
        return True


def _windows(letters: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Return for each place the eight bytes from there on as one number."""
    padded = np.concatenate((letters, np.zeros(_LONGEST, dtype=np.uint8)))
    rows = np.lib.stride_tricks.as_strided(padded, (len(letters), _LONGEST), (1, 1))
    return rows.view("<u8")[:, 0]
