"""Texts cut into words of several syllables, as other programs do it, kept once cut.

Vietnamese writes a blank between all syllables, so where a word ends has to be guessed, and
guessing takes minutes for the news of the test sets. What was cut is kept in the cache under
a digest of the text; a run that is stopped goes on where it was.
"""

import hashlib
import importlib
import importlib.metadata
import importlib.util
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from enum import StrEnum
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

PROCESSES: Final = 2
_CHUNK: Final = 32
_COMMIT: Final = 1024
"""Texts between two commits."""


class Segmenter(StrEnum):
    """A program that joins syllables to words; its name on the package index."""

    PYVI = "pyvi"
    """A conditional random field, the usual choice with Lucene-like engines."""
    UNDERTHESEA = "underthesea"
    """A conditional random field of another training, which also moves tone marks."""

    @property
    def installed(self) -> bool:
        """Whether it can be used here."""
        return importlib.util.find_spec(self.value) is not None

    @property
    def version(self) -> str:
        """Its release."""
        return importlib.metadata.version(self.value)


def cut(segmenter: Segmenter, texts: Sequence[str], cache: Path) -> list[str]:
    """Cut texts into words.

    Args:
        segmenter: Who says where a word ends.
        texts: What to cut.
        cache: Folder where the outcome is kept.

    Returns:
        Each text with blanks between words and ``_`` between the syllables of one.
    """
    cache.mkdir(parents=True, exist_ok=True)
    file = cache / f"words-{segmenter}-{segmenter.version}.db"
    with closing(sqlite3.connect(file)) as kept:
        kept.execute("create table if not exists words (key blob primary key, words text)")
        missing = [text for text in dict.fromkeys(texts) if _find(kept, text) is None]
        rows = ((_key(text), words) for text, words in _cut_anew(segmenter, missing))
        while batch := list(islice(rows, _COMMIT)):
            kept.executemany("insert or replace into words values (?, ?)", batch)
            kept.commit()
        return [_find(kept, text) or "" for text in texts]


def _cut_anew(segmenter: Segmenter, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    if len(texts) <= _CHUNK:
        yield from zip(texts, map(_function(segmenter), texts), strict=True)
        return
    with ProcessPoolExecutor(PROCESSES) as pool:
        outcome = pool.map(partial(_cut_one, segmenter), texts, chunksize=_CHUNK)
        yield from zip(texts, outcome, strict=True)


def _cut_one(segmenter: Segmenter, text: str) -> str:
    return _function(segmenter)(text)


def _function(segmenter: Segmenter) -> Callable[[str], str]:
    if segmenter is Segmenter.PYVI:
        tokenizer = importlib.import_module("pyvi.ViTokenizer")
        return lambda text: str(tokenizer.tokenize(text)) if text.strip() else ""
    word_tokenize = importlib.import_module("underthesea").word_tokenize
    return lambda text: str(word_tokenize(text, format="text"))


def _find(kept: sqlite3.Connection, text: str) -> str | None:
    row = kept.execute("select words from words where key = ?", (_key(text),)).fetchone()
    return row[0] if row else None


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
