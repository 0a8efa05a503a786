"""Other engines over the same articles, for comparison: SQLite FTS5 and Whoosh as it comes."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from whoosh import fields, index, qparser

from archive_tui.model import Article


class Peer(Protocol):
    """An engine that can be built and asked."""

    name: str
    """What it is called in the table."""

    def build(self, articles: Sequence[Article]) -> None:
        """Index articles."""
        ...

    def count(self, words: str) -> int:
        """Return how many articles have all words, after fetching the best twenty."""
        ...

    def size(self) -> int:
        """Return the bytes on disk."""
        ...


class Fts5:
    """SQLite's full-text table, told to leave marks aside.

    Args:
        folder: Where its file goes.
    """

    name = "SQLite FTS5"

    def __init__(self, folder: Path) -> None:
        self._file = folder / "fts5.db"
        self._connection = sqlite3.connect(self._file)

    def build(self, articles: Sequence[Article]) -> None:
        """Index articles in one transaction."""
        self._connection.execute(
            "create virtual table news using fts5(title, body, caption, "
            'tokenize = "unicode61 remove_diacritics 2")'
        )
        rows = ((a.title, "\n".join(a.paragraphs), _captions(a)) for a in articles)
        self._connection.executemany("insert into news values (?, ?, ?)", rows)
        self._connection.commit()

    def count(self, words: str) -> int:
        """Return how many articles have all words, after fetching the best twenty."""
        query = " ".join(f'"{word}"' for word in words.split())
        best = "select rowid from news where news match ? order by bm25(news) limit 20"
        self._connection.execute(best, (query,)).fetchall()
        count = "select count(*) from news where news match ?"
        return int(self._connection.execute(count, (query,)).fetchone()[0])

    def size(self) -> int:
        """Return the bytes on disk."""
        return self._file.stat().st_size


class StockWhoosh:
    """Whoosh with its own text fields, its own codec and its own searcher.

    Args:
        folder: Where its files go.
    """

    name = "stock Whoosh"

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "whoosh"
        self._folder.mkdir()
        text = fields.TEXT(stored=False)
        self._schema = fields.Schema(title=text, body=text, caption=text)
        self._searcher: Any = None  # Whoosh ships no types
        self._parser = qparser.MultifieldParser(("title", "body", "caption"), self._schema)

    def build(self, articles: Sequence[Article]) -> None:
        """Index articles in one commit."""
        opened = index.create_in(str(self._folder), self._schema)
        writer = opened.writer(limitmb=256)
        for article in articles:
            writer.add_document(
                title=article.title,
                body="\n".join(article.paragraphs),
                caption=_captions(article),
            )
        writer.commit()
        self._searcher = opened.searcher()

    def count(self, words: str) -> int:
        """Return how many articles have all words, after fetching the best twenty."""
        return len(self._searcher.search(self._parser.parse(words), limit=20))

    def size(self) -> int:
        """Return the bytes on disk."""
        return sum(file.stat().st_size for file in self._folder.iterdir())


def _captions(article: Article) -> str:
    return "\n".join(photo.caption for photo in article.header.photos)
