"""Articles on disk that every engine reads one at a time, so that no engine's memory holds them.

::

    texts           all titles and bodies, UTF-8, a line each
    offsets         where each article begins among the texts, and where the last one ends
    days            date of each article as an ordinal
    articles.json   how many there are, and how many of them are real

Where more are wanted than there are, the real ones are repeated: with other digits in their
numbers, so that the vocabulary grows on, and with their sentences shuffled. The same number is
always the same article.
"""

import json
import lzma
import mmap
import random
import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import numpy as np

from archive_tui.text.vietnamese import strip_marks

_TEXTS: Final = "texts"
_OFFSETS: Final = "offsets"
_DAYS: Final = "days"
_COUNTS: Final = "articles.json"
_FIRST_DAY: Final = 719_000
_MOST_DAYS: Final = 9_000
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…]) ")
_NUMBER: Final = re.compile(r"[0-9]+")
_HELD: Final = 10_000
"""Offsets kept before they are written."""


@dataclass(frozen=True, slots=True)
class Document:
    """An article as every engine gets it."""

    number: int
    """Its number, from 0."""
    title: str
    """Without marks."""
    body: str
    """Without marks, one paragraph."""
    day: int
    """Its date as an ordinal."""


class Corpus:
    """The articles of a folder, or the first of them; sent to a process as the folder's path.

    Args:
        folder: What `make` filled.
        count: How many of them; all when left out.
    """

    def __init__(self, folder: Path, count: int | None = None) -> None:
        self.folder = folder
        counts = json.loads((folder / _COUNTS).read_text())
        there, real = int(counts["articles"]), int(counts["real"])
        self._count = there if count is None else min(count, there)
        self._real = min(real, self._count)
        self._offsets = np.memmap(folder / _OFFSETS, np.int64, "r")
        self._days = np.memmap(folder / _DAYS, np.int32, "r")
        with (folder / _TEXTS).open("rb") as file:
            self._texts = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    @property
    def repeated(self) -> int:
        """How many are real ones repeated."""
        return self._count - self._real

    def first(self, count: int) -> "Corpus":
        """Return the first articles, or all where there are no more."""
        return Corpus(self.folder, min(count, self._count))

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> Document:
        if not 0 <= number < self._count:
            raise IndexError(number)
        begin, end = self._offsets[number : number + 2].tolist()
        title, body, _end = self._texts[begin:end].decode().split("\n")
        return Document(number, title, body, int(self._days[number]))

    def __iter__(self) -> Iterator[Document]:
        return map(self.__getitem__, range(self._count))

    def __reduce__(self) -> tuple[type["Corpus"], tuple[Path, int]]:
        return Corpus, (self.folder, self._count)


def make(news: Path, count: int, folder: Path) -> Corpus:
    """Fill a new folder with as many articles as are wanted.

    Args:
        news: JSONL file of articles, packed by xz.
        count: How many.
        folder: Is not there yet.
    """
    folder.mkdir()
    with _Writer(folder) as writer:
        writer.add_all(islice(_articles(news), count))
    real = Corpus(folder)
    if len(real) < count:
        with _Writer(folder, len(real)) as writer:
            writer.add_all(_again(real[n % len(real)], n) for n in range(len(real), count))
    return Corpus(folder)


def _articles(news: Path) -> Iterator[tuple[str, str]]:
    """Yield title and body of the articles of a file, without marks, each in one line."""
    with lzma.open(news, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            title, body = (strip_marks(record[name] or "") for name in ("title", "body"))
            yield " ".join(title.split()) or "-", " ".join(body.split())


def _again(document: Document, number: int) -> tuple[str, str]:
    """Return title and body of an article made of another."""
    chance = random.Random(number)

    def other(found: re.Match[str]) -> str:
        digits = found.group()
        return f"{chance.randrange(10 ** len(digits)):0{len(digits)}}"

    sentences = _SENTENCE_END.split(document.body)
    chance.shuffle(sentences)
    return _NUMBER.sub(other, document.title), _NUMBER.sub(other, " ".join(sentences))


class _Writer:
    """Writes articles behind those a folder has, and at the end how many there are.

    Args:
        folder: Where to.
        real: How many are there, all of them real; what is added to them is not.
    """

    def __init__(self, folder: Path, real: int = 0) -> None:
        self._folder = folder
        self._real = self._count = real
        self._texts = (folder / _TEXTS).open("ab")
        self._offsets = (folder / _OFFSETS).open("ab")
        self._days = (folder / _DAYS).open("ab")
        self._place = self._texts.tell()
        self._waiting: array[Any] = array("q", [] if real else [0])

    def add_all(self, articles: Iterable[tuple[str, str]]) -> None:
        """Write titles and bodies."""
        for title, body in articles:
            self._place += self._texts.write(f"{title}\n{body}\n".encode())
            self._waiting.append(self._place)
            day = _FIRST_DAY + self._count % _MOST_DAYS
            self._days.write(day.to_bytes(4, "little"))
            self._count += 1
            if len(self._waiting) >= _HELD:
                self._flush()

    def _flush(self) -> None:
        self._offsets.write(self._waiting.tobytes())
        del self._waiting[:]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._flush()
        for file in (self._texts, self._offsets, self._days):
            file.close()
        counts = {"articles": self._count, "real": self._real or self._count}
        (self._folder / _COUNTS).write_text(json.dumps(counts))
