"""Other spellings of a word, out of what the archive really holds.

A word that finds little was mostly meant otherwise: other marks, keys of an input method that
was off, a letter too many, two words without a space. Each way a word may have gone wrong has
a cost; what is cheap and common in the archive comes first (the noisy channel of Kernighan,
Church and Gale, "A spelling correction program based on a noisy channel model", 1990).

Only words of the archive are suggested, so that each of them finds something. There is no
list of words here and must be none: the archive is the dictionary.
"""

import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from string import ascii_lowercase
from typing import Final

from archive_tui.model import Typing
from archive_tui.search.vocabulary import Vocabulary
from archive_tui.text.syllable import ACUTE, DOT, GRAVE, HOOK, TILDE
from archive_tui.text.telex import composed
from archive_tui.text.vietnamese import exact_form, folded_form

_LONGEST: Final = 40
"""Letters of a word for which spellings are looked for; what is longer is no word."""
_LONG: Final = 7
"""Letters from which on a word may have two wrong ones."""
_SHORT: Final = 2
"""Letters up to which... """

RARITY = 1.0
KEYS = 1.0
KEY_TOO_MANY = 1.6
LETTERS = 3.0
CONFUSION, SWAP, DOUBLE, NEIGHBOUR, EXTRA, REPLACE, OMIT = 1.4, 0.8, 1.6, 2.3, 3.3, 3.3, 1.7
MISSING, WRONG, HOOKTILDE = 1.3, 2.6, 1.6
SPLITCOST = 9.0
FIRST = 0.3
BARE = 0.7
_VOWEL = re.compile("[aeiouy]")


class Reason(StrEnum):
    ACCENTS = "accents"
    TYPING = "typing"
    LETTERS = "letters"
    KEYBOARD = "keyboard"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Suggestion:
    word: str
    frequency: int
    reason: Reason

@dataclass(frozen=True, slots=True)
class _Guess:
    word: str
    cost: float
    reason: Reason


STRICT = False
CLASS = {Reason.ACCENTS: 0, Reason.TYPING: 0}

def suggest(word: str, vocabulary: Vocabulary, limit: int = 3) -> tuple[Suggestion, ...]:
    return tuple(s for s, _ in scored(word, vocabulary)[:limit])

def scored(word, vocabulary):
    typed = exact_form(word)
    if len(typed) > _LONGEST or not any(map(str.isalpha, typed)):
        return ()
    best: dict[str, _Guess] = {}
    for guess in _guesses(typed, vocabulary):
        if guess.word != typed and (guess.word not in best or guess.cost < best[guess.word].cost):
            best[guess.word] = guess
    out = []
    for g in best.values():
        if g.reason is Reason.SPLIT:
            f = [vocabulary.folded_frequency(p) if p == folded_form(p) else vocabulary.frequency(p) for p in g.word.split()]
            rar = sum(math.log((vocabulary.highest_frequency+1) / x) for x in f)
            f = min(f)
        else:
            f = vocabulary.frequency(g.word)
            rar = math.log((vocabulary.highest_frequency+1) / f)
        out.append((Suggestion(g.word, f, g.reason), g.cost + RARITY * rar))
    out.sort(key=lambda x: ((CLASS.get(x[0].reason, 1) if STRICT else 0), x[1], x[0].word))
    return out


def _guesses(typed, vocabulary):
    for reading, cost, keys in _readings(typed):
        folded = folded_form(reading)
        for spelling, _ in vocabulary.spellings(folded):
            yield _Guess(spelling, cost + _mark_cost(reading, spelling), Reason.TYPING if keys else Reason.ACCENTS)
        if cost <= KEYS:
            for variant, (edit, reason, carries) in _edits(folded).items():
                for spelling, _ in vocabulary.spellings(variant):
                    yield _Guess(spelling, LETTERS + cost + edit + _mark_cost(reading, spelling, carries), Reason.TYPING if keys else reason)
    folded = folded_form(typed)
    if len(typed) >= _LONG:
        for variant in vocabulary.within_two_edits(folded, folded=True):
            for spelling, _ in vocabulary.spellings(variant):
                yield _Guess(spelling, LETTERS + 2 * REPLACE + _mark_cost(typed, spelling), Reason.LETTERS)
    for place in range(1, len(typed)):
        parts = typed[:place], typed[place:]
        if all(map(_VOWEL.search, map(folded_form, parts))) and all(vocabulary.frequency(p) or (p == folded_form(p) and vocabulary.folded_frequency(p)) for p in parts):
            yield _Guess(" ".join(parts), SPLITCOST, Reason.SPLIT)

def _readings(typed):
    yield typed, 0.0, False
    seen = {typed}
    for typing, keys in ((Typing.TELEX, "sfrxjwzaeod"), (Typing.VNI, "0123456789")):
        places = [i for i, ch in enumerate(typed) if ch in keys]
        if not places: continue
        done = exact_form(composed(typed, typing))
        if done not in seen:
            seen.add(done)
            yield done, KEYS, True
        for i in places:
            if typed[i] in "aeod": continue
            without = typed[:i] + typed[i+1:]
            done = exact_form(composed(without, typing))
            if done != without and done not in seen:
                seen.add(done)
                yield done, KEYS + KEY_TOO_MANY, True

_TONES = (GRAVE, ACUTE, TILDE, HOOK, DOT)

@lru_cache(1<<14)
def _marks(word):
    nfd = [c for c in unicodedata.normalize("NFD", word) if not c.isascii()]
    return "".join(c for c in nfd if c in _TONES), Counter(c for c in nfd if c not in _TONES)

def _mark_cost(typed, meant, carries=False):
    t, s = _marks(typed)
    u, v = _marks(meant)
    if not t and not s:
        return BARE if u or v else 0.0
    cost = 0.0
    if t != u:
        cost = (0 if carries else MISSING) if not t else HOOKTILDE if {t, u} == {HOOK, TILDE} else WRONG
    extra, missing = (s - v).total(), (v - s).total()
    return cost + WRONG * extra + MISSING * max(0, missing - extra - carries)

_ONSETS = (("s", "x"), ("ch", "tr"), ("d", "gi", "r", "v"), ("l", "n"), ("c", "k", "q"), ("ng", "ngh"), ("g", "gh"))
_CODAS = (("n", "ng", "nh"), ("c", "ch", "t"), ("i", "y"))
_PARTS = re.compile(r"(gi(?=[aeouy])|[^aeiouy]*)(.*?)([^aeouy]?[^aeiouy]*)")

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
def _nb():
    out = set()
    for r, row in enumerate(_ROWS):
        for i, ch in enumerate(row):
            if i + 1 < len(row): out.add(ch + row[i+1])
            if r + 1 < len(_ROWS):
                for j in (i - 1, i):
                    if 0 <= j < len(_ROWS[r+1]): out.add(ch + _ROWS[r+1][j])
    return frozenset(out | {p[::-1] for p in out})
_NEIGHBOURS = _nb()

def _edits(folded):
    found = {}
    def add(v, c, r=Reason.LETTERS, carries=False):
        if v[:1] != folded[:1] and c > CONFUSION: c += FIRST
        if v not in found or c < found[v][0]:
            found[v] = c, r, carries
    n = len(folded)
    if n < 2: return found
    onset = re.match(r"gi(?=[aeouy])|[^aeiouy]*", folded).group()
    for group in _ONSETS:
        if onset in group:
            for o in group: add(o + folded[len(onset):], CONFUSION)
    coda = re.search(r"[^aeiouy]*$", folded).group()
    for group in _CODAS:
        if coda in group:
            for o in group: add(folded[:n-len(coda)] + o, CONFUSION)
    for i in range(n):
        if folded[i] in "iy": add(folded[:i] + ("y" if folded[i]=="i" else "i") + folded[i+1:], CONFUSION)
    for i in range(n):
        head, tail = folded[:i], folded[i+1:]
        add(head + tail, DOUBLE if head[-1:] == folded[i] else EXTRA)
        if tail: add(head + tail[0] + folded[i] + tail[1:], SWAP)
        for ch in ascii_lowercase:
            near = folded[i] + ch in _NEIGHBOURS
            add(head + ch + tail, NEIGHBOUR if near else REPLACE, Reason.KEYBOARD if near else Reason.LETTERS, ch in 'aeiouy')
            add(head + ch + folded[i:], DOUBLE if folded[i] == ch else OMIT, carries=ch in 'aeiouy')
    for ch in ascii_lowercase: add(folded + ch, OMIT, carries=ch in 'aeiouy')
    found.pop(folded, None)
    return found
