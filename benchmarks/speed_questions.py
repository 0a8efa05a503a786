"""The questions engines are timed with, and what an engine has to be able to do."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Final, TypeAlias

from archive_tui.analysis import words
from archive_tui.model import DateSpan
from corpus import Corpus

TOP: Final = 20
"""Hits that are shown."""
SPAN: Final = DateSpan(date.fromordinal(721_000), date.fromordinal(724_000))
"""What a dated question asks for."""
_A_KIND: Final = 12
"""Questions of each kind; together many more than an engine keeps answers of."""
_ASKED_OF: Final = 10_000
"""Articles whose titles questions are made of, so that larger sizes get the same questions."""


class AskKind(StrEnum):
    """The kinds of questions."""

    TERM = "term"
    AND2 = "two words"
    AND4 = "four words"
    OR3 = "any of three"
    PHRASE2 = "phrase of two"
    PHRASE3 = "phrase of three"
    PREFIX = "prefix of two letters"
    WILDCARD = "star inside"
    FUZZY = "one letter off"
    DATED = "two words, dated"
    NEWEST = "word, newest first"
    YEARS = "word, hits by year"

    @property
    def words(self) -> int:
        """How many words of a title a question takes."""
        many = {
            AskKind.AND2: 2, AskKind.AND4: 4, AskKind.OR3: 3, AskKind.PHRASE2: 2,
            AskKind.PHRASE3: 3, AskKind.DATED: 2,
        }  # fmt: skip
        return many.get(self, 1)


KNOWN_TO_SOME: Final = frozenset({AskKind.WILDCARD, AskKind.FUZZY})
"""Kinds that not all engines know."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question."""

    kind: AskKind
    """What is done with the words."""
    words: tuple[str, ...]
    """The words, in small letters, without marks."""


FIRST_ASK: Final = Ask(AskKind.NEWEST, ("khong",))
"""What is asked while an engine is opened: some read only then what all questions need."""


@dataclass(frozen=True, slots=True)
class Found:
    """An answer."""

    count: int
    """How many hits there are, exactly."""
    shown: Sequence[tuple[str, int]]
    """Title and day of the first of them."""


Answerer: TypeAlias = Callable[[Ask], Found | None]
"""Answers a question; None where the engine knows no such questions."""


@dataclass(frozen=True)
class Engine:
    """An engine that can be timed."""

    key: str
    """What it is called on the command line."""
    name: str
    """What it is called in tables."""
    build: Callable[[Corpus, Path], None]
    """Builds the index in an empty folder."""
    opened: Callable[[Path], Answerer]
    """Opens it."""
    module: str = ""
    """What has to be installed."""
    limit: int = 1 << 40
    """Articles beyond which it takes too long to wait for."""
    timed: bool = True
    """Whether its answers are timed; those of the same index built otherwise are not."""

    @property
    def missing(self) -> str:
        """Why it cannot be timed; empty where it can."""
        there = not self.module or find_spec(self.module)
        return "" if there else f"{self.module} is not installed"

    def fits(self, articles: int) -> bool:
        """Return whether it can be waited for."""
        return articles <= self.limit


def questions(corpus: Corpus) -> list[Ask]:
    """Return questions of every kind, made of pieces of titles."""
    chance = random.Random(5)
    found = corpus.first(_ASKED_OF)
    asks: list[Ask] = []
    for kind in AskKind:
        seen: set[tuple[str, ...]] = set()
        while len(seen) < _A_KIND:
            title = [word.lower() for word in words(chance.choice(found).title) if word.isascii()]
            piece = _piece(kind, title, chance)
            if piece and piece not in seen:
                seen.add(piece)
                asks.append(Ask(kind, piece))
    return asks


def _piece(kind: AskKind, title: Sequence[str], chance: random.Random) -> tuple[str, ...]:
    """Return the words of a question; empty where the title does not do."""
    count = kind.words
    if len(title) < count:
        return ()
    place = chance.randrange(len(title) - count + 1)
    piece = tuple(title[place : place + count])
    if len(set(piece)) < count or any(word in {"and", "or", "not"} for word in piece):
        return ()
    if kind in {AskKind.PREFIX, AskKind.WILDCARD, AskKind.FUZZY}:
        word = piece[0]
        if not word.isalpha() or len(word) < 4:  # noqa: PLR2004 - where they make sense
            return ()
        shaped = {AskKind.PREFIX: word[:2], AskKind.WILDCARD: f"{word[:2]}*{word[-1]}"}
        return (shaped.get(kind, word),)
    return piece
