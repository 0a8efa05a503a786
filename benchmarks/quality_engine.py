"""The contract between the retrieval evaluation and whatever it asks, and kept answers.

Answers of other engines do not change from run to run, so they are kept: a run after a change
to our ranking then costs our searches only. Ours are never kept.
"""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final, Protocol

from archive_tui.analysis import ANALYSIS_VERSION
from quality_sets import Corpus

DEPTH: Final = 101
"""Documents a ranking needs: a hundred, and one more that may be the query's own source."""

_SOURCES: Final = ("quality_bags.py", "quality_bm25.py", "quality_peers.py", "quality_words.py")


class Engine(Protocol):
    """A way to search."""

    @property
    def key(self) -> str:
        """What it is called on the command line."""
        ...

    @property
    def name(self) -> str:
        """What it is called in the tables."""
        ...

    @property
    def missing(self) -> str:
        """The package that is not installed; empty where it can run."""
        ...

    @property
    def release(self) -> str:
        """Name and version of what searches."""
        ...

    def rankings(self, corpus: Corpus, texts: Sequence[str], *, bare: bool) -> list[list[str]]:
        """Search a corpus.

        Args:
            corpus: The documents.
            texts: What to ask for.
            bare: Whether the texts are written without marks.

        Returns:
            For each text the ids of the best documents, each once, at most `DEPTH`.
        """
        ...


def kept_rankings(
    engine: Engine, corpus: Corpus, texts: Sequence[str], cache: Path, *, bare: bool
) -> list[list[str]]:
    """Return what `Engine.rankings` does, asking only for texts that were not asked before.

    What was kept is left aside when the release of the engine, the documents, or the code of
    the peers is another.
    """
    cache.mkdir(parents=True, exist_ok=True)
    place = (engine.key, engine.release, corpus.digest, bare, _code())
    with closing(sqlite3.connect(cache / "rankings.db")) as kept:
        kept.execute("create table if not exists rankings (key blob primary key, ids blob)")
        missing = [text for text in dict.fromkeys(texts) if _find(kept, place, text) is None]
        if missing:
            found = engine.rankings(corpus, missing, bare=bare)
            rows = ((_key(place, t), _packed(r)) for t, r in zip(missing, found, strict=True))
            kept.executemany("insert or replace into rankings values (?, ?)", rows)
            kept.commit()
        return [_find(kept, place, text) or [] for text in texts]


def _find(kept: sqlite3.Connection, place: tuple[object, ...], text: str) -> list[str] | None:
    query = "select ids from rankings where key = ?"
    row = kept.execute(query, (_key(place, text),)).fetchone()
    return list(json.loads(zlib.decompress(row[0]))) if row else None


def _packed(ids: Sequence[str]) -> bytes:
    return zlib.compress(json.dumps(ids).encode())


def _key(place: tuple[object, ...], text: str) -> bytes:
    return hashlib.sha256(repr((place, text)).encode()).digest()


def _code() -> str:
    folder = Path(__file__).parent
    digest = hashlib.sha256(b"%d" % ANALYSIS_VERSION)
    for name in _SOURCES:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()
