"""The words of an archive, to be looked up by beginning, by pattern and by likeness.

An archive has a few hundred thousand different words. They are kept sorted, so that a
beginning is a slice, and each has a signature in an array, so that nearly all words unlike
a given one are passed over without being looked at. All that takes long is made when it is
first asked for. Nothing here may know what the words are looked up for.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from archive_tui.text.clean import clean_line
from archive_tui.text.edits import is_near
from archive_tui.text.vietnamese import strip_marks
from archive_tui.text.wildcards import wildcard

_SIGNATURE_BITS: Final = 64
_RARE: Final = 3
"""Letters in a row that most words do not have, so that it is quick to search for them."""


def real_words(words: Collection[str]) -> Collection[str]:
    """Return those of some terms that are words, which all are but in an index made by others.

    Words are shown, so that no control character may pass; and they stand in lines of words.
    """
    joined = "".join(words)
    if joined.isprintable() and " " not in joined and "" not in words:
        return words
    return [word for word in words if word.split() == [word] and clean_line(word) == word]


class Vocabulary:
    """The words of an archive, in their exact and in their folded form.

    Args:
        pairs: Each word once, in its exact form, with the number of documents it is in, 1 or more.
            Words are what the analyser makes: not empty, without white space.
    """

    def __init__(self, pairs: Iterable[tuple[str, int]]) -> None:
        self._counts = dict(pairs)

    def frequency(self, word: str) -> int:
        """Return in how many documents an exact form is; 0 for a word that is in none."""
        return self._counts.get(word, 0)

    def folded_frequency(self, folded: str) -> int:
        """Return the frequencies of all spellings of a folded form, added up."""
        return sum(self._counts[word] for word in self._spelt(folded))

    @cached_property
    def highest_frequency(self) -> int:
        """The number of documents the commonest word is in; 0 where there are no words."""
        return max(self._counts.values(), default=0)

    def spellings(self, folded: str) -> Sequence[tuple[str, int]]:
        """Return the exact forms that have a folded form, with their frequencies.

        Args:
            folded: A word in its folded form.

        Returns:
            The commonest first, words that are equally common in alphabetical order.
        """
        words = self._spelt(folded)
        if not words:  # which is so for nearly all that are asked for
            return ()
        found = [(word, self._counts[word]) for word in words]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def starting(self, prefix: str, *, folded: bool) -> Sequence[str]:
        """Return the words that begin with some letters, in alphabetical order.

        Args:
            prefix: The letters, in the form that is asked for; none begin every word.
            folded: Whether to look in the folded forms.
        """
        return self._column(folded=folded).starting(prefix)

    def within_two_edits(self, word: str, *, folded: bool) -> Sequence[str]:
        """Return the words that begin like one and differ from it by two letters at most.

        A letter may be put in, left out or replaced, or two neighbours be swapped, but none be
        changed twice: this is the distance of optimal string alignment (Boytsov, "Indexing
        methods for approximate dictionary searching", 2011).

        Args:
            word: A word in the form that is asked for.
            folded: Whether to look in the folded forms.

        Returns:
            The words in alphabetical order; the word itself is one of them if the archive has it.
        """
        return self._column(folded=folded).near(word, 2)

    def _spelt(self, folded: str) -> Sequence[str]:
        """Return the words that have a folded form; one of ASCII may be a word itself."""
        spelt = self._accented.get(folded, ())
        return (folded, *spelt) if folded.isascii() and folded in self._counts else spelt

    @cached_property
    def _accented(self) -> dict[str, list[str]]:
        """The words with letters beyond ASCII, by their folded form."""
        accented: dict[str, list[str]] = {}
        words = [word for word in self._counts if not word.isascii()]
        if not words:  # an empty text would be cut into one empty word
            return accented
        for folded, word in zip(strip_marks("\n".join(words)).split("\n"), words, strict=True):
            accented.setdefault(folded, []).append(word)
        return accented

    def _column(self, *, folded: bool) -> "WordColumn":
        return self._folded if folded else self._exact

    @cached_property
    def _exact(self) -> "WordColumn":
        return WordColumn(self._counts)

    @cached_property
    def _folded(self) -> "WordColumn":
        plain = [word for word in self._counts if word.isascii()]
        others = [
            folded
            for folded in self._accented
            if not folded.isascii() or folded not in self._counts  # else it is a plain word too
        ]
        return WordColumn([*plain, *sorted(others)])


@dataclass(frozen=True, slots=True)
class _Block:
    """Words that begin with the same letter, and what is quick to compare of them."""

    words: Sequence[str]
    """The words."""
    lengths: NDArray[np.int32]
    """How many letters each has, shape (n,)."""
    signatures: NDArray[np.uint64]
    """Which letters are in each, shape (n,)."""

    @classmethod
    def of(cls, words: Sequence[str]) -> "_Block":
        """Return the block of some words."""
        lengths = np.fromiter(map(len, words), dtype=np.int32, count=len(words))
        return cls(words, lengths, _signatures(words, lengths))


class WordColumn:
    """Different words of one form in alphabetical order.

    Args:
        words: The words in any order, best in runs of that order, as an index has them.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(words)
        self._blocks: dict[str, _Block] = {}

    def starting(self, prefix: str) -> Sequence[str]:
        """Return the words that begin with some letters."""
        size = len(prefix)
        first = bisect_left(self._words, prefix)
        last = bisect_right(self._words, prefix, first, key=lambda word: word[:size])
        return self._words[first:last]

    def matching(self, pattern: str) -> Sequence[str]:
        """Return the words that fit a pattern with stars."""
        head, *rest = pattern.split("*")
        if rest == [""]:
            return self.starting(head)
        longest = max(rest, key=len, default="")
        if head or len(longest) < _RARE:
            found: Iterable[str] = (word for word in self.starting(head) if longest in word)
        else:
            found = self._holding(longest)
        return list(filter(wildcard(pattern).fullmatch, found))

    def _holding(self, part: str) -> Iterator[str]:
        """Yield the words that have some letters in them, by one search through all words."""
        place = self._text.find(part)
        while place >= 0:
            begin, end = self._text.rfind("\n", 0, place) + 1, self._text.find("\n", place)
            yield self._text[begin:end]
            place = self._text.find(part, end)

    def near(self, word: str, edits: int) -> Sequence[str]:
        """Return the words that begin like one and are at most some edits away from it."""
        if not word:
            return ()
        block, wanted = self._block(word[0]), _Block.of([word]).signatures
        likely = np.abs(block.lengths - len(word)) <= edits
        likely &= _has_at_most(edits, wanted & ~block.signatures)
        likely &= _has_at_most(edits, block.signatures & ~wanted)
        found = (block.words[place] for place in np.flatnonzero(likely).tolist())
        return [near for near in found if is_near(word, near, edits)]

    @cached_property
    def _text(self) -> str:
        """All words, each with the end of a line."""
        return "".join(f"{word}\n" for word in self._words)

    def _block(self, initial: str) -> _Block:
        """Return the words that begin with a letter; made once for each letter."""
        if initial not in self._blocks:
            self._blocks[initial] = _Block.of(self.starting(initial))
        return self._blocks[initial]


def _signatures(words: Sequence[str], lengths: NDArray[np.int32]) -> NDArray[np.uint64]:
    """Return which letters are in words, shape (n,), a bit for each letter.

    Letters share bits. One edit takes one bit away at most, and sets one at most, so that two
    words whose signatures differ by more are not near each other.
    """
    letters = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    bits = np.uint64(1) << (letters % _SIGNATURE_BITS).astype(np.uint64)
    return np.bitwise_or.reduceat(bits, np.cumsum(lengths) - lengths)


def _has_at_most(count: int, bits: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Tell for each number whether no more than some of its bits are set, shape (n,)."""
    for _ in range(count):
        bits = bits & (bits - np.uint64(1))  # without its lowest bit
    return np.asarray(bits == 0)
