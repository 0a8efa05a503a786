"""Numbers for words: a word is looked at once, however often it occurs.

Texts are cut many at a time. Each letter of the Vietnamese alphabet, in both cases, and each
digit is one byte here; a word of at most eight of them is one 64-bit number, which is looked
up in a table for all words at once. Longer words and other letters, few in this language, go
by way of a dictionary. The words are exactly those of `analysis.words`, and a word keeps its
number and its exact and folded form as long as the lexicon lives.
"""

from array import array
from collections.abc import Sequence
from itertools import islice
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
_NO_KEY: Final = np.uint64(2**64 - 1)
"""The letters of no word, as one number; words with unusual letters have 0."""
_MASKS: Final = np.array([(1 << 8 * length) - 1 for length in range(_LONGEST + 1)], dtype=np.uint64)
_TABLE_BITS: Final = 18
_MULTIPLIERS: Final = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)
"""Odd numbers with well mixed bits; a word has one place in a table under each."""


_exact_lines: Final = exact_form.__wrapped__
"""The same as `exact_form`, which would keep what it was given."""


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
    table[list(map(ord, "".join(find_words(plane))))] = _OTHER
    table[[ord(char) for char in MARKS]] = _MARK
    for byte, letter in enumerate(_letters(), start=1):
        table[ord(letter)] = byte
    return table


class Lexicon(dict[str, int]):
    """Words as they are written, with consecutive numbers: ``lexicon[word]`` gives one out."""

    _BYTES: NDArray[np.uint8] | None = None

    def __init__(self) -> None:
        super().__init__()
        self.letters = 0
        """Letters of all words."""
        self._forms: dict[Form, dict[str, int]] = {form: {} for form in Form}
        self._numbers = {form: array("I") for form in Form}
        self._tables = [_Table(multiplier) for multiplier in _MULTIPLIERS]
        if Lexicon._BYTES is None:
            Lexicon._BYTES = _bytes()
        self._byte_of = Lexicon._BYTES

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        self.letters += len(word)
        return number

    def forms(self, form: Form) -> Sequence[str]:
        """Return all words in a form, each once, in the order of their numbers."""
        self._add_forms()
        return list(self._forms[form])

    def numbers(self, form: Form) -> NDArray[np.uint32]:
        """Return for each word as written the number of its form, shape (len(self),)."""
        self._add_forms()
        return np.array(self._numbers[form], dtype=np.uint32)

    def _add_forms(self) -> None:
        """Give the words that are new since the last time their forms, all at once.

        A line end is a letter of no word and joins with none, so that lines of words have
        the forms that the words have by themselves.
        """
        new = list(islice(self, len(self._numbers[Form.EXACT]), None))
        if not new:
            return
        exact = _exact_lines("\n".join(new)).split("\n")
        marked = [word for word in exact if not word.isascii()]
        bare = dict(zip(marked, strip_marks("\n".join(marked)).split("\n"), strict=False))
        folded = [bare.get(word, word) for word in exact]
        for form, texts in ((Form.EXACT, exact), (Form.FOLDED, folded)):
            known, numbers = self._forms[form], self._numbers[form]
            numbers.extend([known.setdefault(text, len(known)) for text in texts])

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
        first, second = self._tables
        numbers, left = first.find(keys)
        numbers[left], still_left = second.find(keys[left])
        left = left[still_left]
        spans = zip((begins[left] - 1).tolist(), (ends[left] - 1).tolist(), strict=True)
        numbers[left] = [self[whole[begin:end]] for begin, end in spans]
        self._keep(keys[left], numbers[left])
        return numbers

    def _keep(self, keys: NDArray[np.uint64], numbers: NDArray[np.uint32]) -> None:
        """Keep numbers of words in the tables, as far as there is room."""
        for table in self._tables:
            numbers, keys = numbers[keys != 0], keys[keys != 0]
            kept = table.keep(keys, numbers)
            keys, numbers = keys[~kept], numbers[~kept]


class _Table:
    """Numbers of words by their letters as one number; each key has one place, or none."""

    def __init__(self, multiplier: int) -> None:
        self._multiplier = np.uint64(multiplier)
        self._keys = np.full(1 << _TABLE_BITS, _NO_KEY, dtype=np.uint64)
        self._numbers = np.zeros(1 << _TABLE_BITS, dtype=np.uint32)

    def find(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """Return a number for each key, and the places of those that are not here."""
        slots = self._slots(keys)
        return self._numbers[slots], np.flatnonzero(self._keys[slots] != keys)

    def keep(self, keys: NDArray[np.uint64], numbers: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Keep numbers where the place of their key is free; tell for which it was."""
        slots = self._slots(keys)
        free = self._keys[slots] == _NO_KEY
        self._keys[slots[free]] = keys[free]  # of two for one place the last is kept
        kept: NDArray[np.bool_] = self._keys[slots] == keys
        self._numbers[slots[kept]] = numbers[kept]
        return kept

    def _slots(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        mixed = keys * self._multiplier
        mixed >>= np.uint64(64 - _TABLE_BITS)
        return mixed.view(np.int64)


def _windows(letters: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Return for each place the eight bytes from there on as one number."""
    padded = np.concatenate((letters, np.zeros(_LONGEST, dtype=np.uint8)))
    rows = np.lib.stride_tricks.as_strided(padded, (len(letters), _LONGEST), (1, 1))
    return rows.view("<u8")[:, 0]
