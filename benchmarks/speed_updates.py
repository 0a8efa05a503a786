"""What it takes to bring an index up to date, measured on files in folders."""

import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median
from typing import Final

from archive_tui.archive import Archive, Settled
from archive_tui.archive.article_file import render
from archive_tui.archive.folder import path_for
from archive_tui.search import WhooshEngine
from corpus import Corpus
from speed_ours import article

MOST: Final = 100_000
"""Files that are written at most."""
_ROUNDS: Final = 7


def updated(corpus: Corpus, folder: Path) -> Mapping[str, float]:
    """Write an archive, index it, and return what was measured then, in seconds.

    Args:
        corpus: What becomes of its articles are files.
        folder: Where they go; not there yet.
    """
    archive = Archive.create(folder, Settled(name=folder.name))
    paths = [_write(folder, corpus, number) for number in range(len(corpus))]
    engine = WhooshEngine(archive, folder / ".index")
    figures = {"articles": float(len(paths)), "build": _seconds(engine.update)}
    figures["nothing changed"] = median(_seconds(engine.update) for _round in range(_ROUNDS))
    named = []
    for number in range(0, len(paths), max(1, len(paths) // _ROUNDS)):
        path = paths[number]
        with (folder / path).open("a", encoding="utf-8") as file:
            file.write("\nThem mot doan.\n")
        named.append(_seconds(partial(engine.update, only=[path])))
    figures["one named article"] = median(named)
    figures["one named article, slowest"] = max(named)
    return figures


def _write(folder: Path, corpus: Corpus, number: int) -> str:
    """Write the file of an article; return its path in the archive."""
    written = article(corpus[number])
    path = path_for(written.header.id, written.header.date)
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(render(written))
    return path


def _seconds(job: Callable[[], object]) -> float:
    begun = time.perf_counter()
    job()
    return time.perf_counter() - begun
