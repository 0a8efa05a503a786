"""The whole path on real news, measured: import, index, search, and the first painted results.

Run it with ``make bench``. It works in a temporary folder on the dated news of the shared data,
or on made-up articles where that is absent, and compares with SQLite FTS5 and stock Whoosh on
the same articles and queries in the same run. Absolute times on a shared machine mean little:
quote the ratios.
"""

import argparse
import os
import platform
import pty
import random
import resource
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Final, TypeVar

import psutil

from archive_tui.analysis import words
from archive_tui.archive import Archive
from archive_tui.config import load
from archive_tui.library import Library
from archive_tui.model import Article, FacetName, ImportOptions, Kind, SearchRequest
from archive_tui.text.vietnamese import strip_marks
from peers import Fts5, Peer, StockWhoosh

ROOT: Final = Path(__file__).resolve().parents[1]
NEWS: Final = ROOT.parent / "shared" / "data" / "news" / "full-dated-5k.jsonl.xz"
Result = TypeVar("Result")
FACETS: Final = (FacetName.YEAR, FacetName.SECTION, FacetName.SOURCE, FacetName.KIND)
BROWSER_PATIENCE: Final = 60.0
"""Seconds to wait for the browser's first results."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report."""

    what: str
    """What was measured."""
    value: str
    """How it came out."""


def main() -> int:
    """Measure and print; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--news", type=Path, default=NEWS, help="JSONL file of articles")
    parser.add_argument("--made-up", type=int, default=2000, help="articles to invent without it")
    parser.add_argument("--no-peers", action="store_true", help="leave the comparison out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["ARCHIVE_TUI_HOME"] = str(folder / "home")
        rows = list(whole_path(folder, options.news, options.made_up))
        show("The whole path", rows)
        if not options.no_peers:
            show("Against other engines", list(comparison(folder)))
    return 0


def whole_path(folder: Path, news: Path, made_up: int) -> Iterator[Row]:
    """Measure import, index, update, search, start and memory."""
    yield Row("machine", f"{os.cpu_count()} cores, Python {platform.python_version()}")
    library = Library.create(folder / "archive", load(), name="bench")
    if not news.is_file():
        print(f"{news.name} is not here: measuring on made-up articles", file=sys.stderr)
        maker = ROOT / "scripts" / "make_sample_archive.py"
        (folder / "archive").rename(folder / "empty")
        subprocess.run([sys.executable, maker, str(made_up), folder / "archive"], check=True)
        library = Library.at(folder / "archive", load())
    else:
        seconds, report = timed(partial(library.import_from, [news], ImportOptions()))
        yield Row("imported", f"{len(report.added):,} articles, {len(report.problems)} problems")
        yield Row("import", f"{len(report.added) / seconds:,.0f} articles/s")
    before = peak_memory()
    seconds, built = timed(library.update)
    yield Row("index built", f"{built.added / seconds:,.0f} articles/s, {seconds:.1f} s in all")
    yield Row("peak memory while indexing", f"{peak_memory():.0f} MB (before: {before:.0f} MB)")
    status = library.status()
    size = sum(file.stat().st_size for file in (folder / "archive").rglob("*.md"))
    yield Row("index size", f"{status.size / 1e6:.1f} MB, {status.size / size:.2f} of the articles")
    seconds, _report = timed(library.update)
    yield Row("update with nothing changed", f"{seconds * 1000:.0f} ms")
    yield from searches(library)
    yield from first_paint(folder)


def searches(library: Library) -> Iterator[Row]:
    """Measure searching, each query once unseen and once again."""
    requests = [SearchRequest(text, limit=50, facets=FACETS) for text in queries(library)]
    first = sorted(timed(partial(library.search, request))[0] * 1000 for request in requests)
    again = sorted(timed(partial(library.search, request))[0] * 1000 for request in requests)
    for name, times in (
        ("search, 50 hits with snippets and facets", first),
        ("the same, repeated", again),
    ):
        yield Row(name, f"p50 {median(times):.1f} ms, p95 {quantiles(times, n=20)[-1]:.1f} ms")
    yield Row("queries", f"{len(requests)}, half of them without marks")


def first_paint(folder: Path) -> Iterator[Row]:
    """Measure the browser in a real terminal: from start to the first painted results."""
    times, memory = [], 0.0
    for _run in range(5):
        with browser(folder / "archive") as (process, terminal):
            begun = time.perf_counter()
            wait_for_results(terminal)
            times.append(time.perf_counter() - begun)
            memory = psutil.Process(process.pid).memory_info().rss / 1e6
    yield Row("start to first painted results", f"median {median(times):.2f} s of {len(times)}")
    yield Row("memory of the browser then", f"{memory:.0f} MB")


@contextmanager
def browser(archive: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Run the browser in a terminal of its own."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "archive_tui", "--archive", str(archive), "--lang", "en"]
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "120", "LINES": "40"}
    with subprocess.Popen(
        command, stdin=follower, stdout=follower, stderr=follower, env=environment, close_fds=True
    ) as process:
        os.close(follower)
        try:
            yield process, leader
        finally:
            process.kill()
            os.close(leader)


def wait_for_results(terminal: int) -> None:
    """Read what is painted until the number of results is there."""
    seen = b""
    deadline = time.perf_counter() + BROWSER_PATIENCE
    while b" results" not in seen:
        ready, _write, _error = select.select([terminal], [], [], 0.5)
        if ready:
            seen = seen[-4096:] + os.read(terminal, 65536)
        if time.perf_counter() > deadline:
            raise TimeoutError("the browser painted no results")


def comparison(folder: Path) -> Iterator[Row]:
    """Build and ask the peers on the same articles, in turn with our own search."""
    library = Library.at(folder / "archive", load())
    archive = Archive(folder / "archive")
    articles = list(read_all(archive, library))
    texts = queries(library)[:60]
    seconds, _report = timed(library.rebuild)
    ours = {text: timed(partial(ask, library, text)) for text in texts}
    yield Row(
        "archive-tui",
        line(len(articles) / seconds, library.status().size, [s for s, _n in ours.values()]),
    )
    for peer in (Fts5(folder), StockWhoosh(folder)):
        yield Row(peer.name, against(peer, articles, texts, ours, seconds))


def read_all(archive: Archive, library: Library) -> Iterator[Article]:
    """Yield the articles the index holds."""
    broken = {problem.path for problem in library.status().problems}
    for entry in archive.entries():
        if entry.path not in broken:
            yield archive.read(entry.path)


def ask(library: Library, text: str) -> int:
    """Return how many articles match, without excerpts."""
    return library.search(SearchRequest(text, kind=Kind.ARTICLE, snippets=False)).total


def against(
    peer: Peer,
    articles: Sequence[Article],
    texts: Sequence[str],
    ours: dict[str, tuple[float, int]],
    built: float,
) -> str:
    """Return a peer's figures, with ratios to ours and how often it finds fewer."""
    seconds, _none = timed(partial(peer.build, articles))
    theirs = {text: timed(partial(peer.count, text)) for text in texts}
    fewer = sum(theirs[text][1] < ours[text][1] for text in texts)
    figures = line(len(articles) / seconds, peer.size(), [s for s, _n in theirs.values()])
    ratio = median([s for s, _n in theirs.values()]) / median([s for s, _n in ours.values()])
    return (
        f"{figures}; our build takes {built / seconds:.1f} times its, "
        f"its search {ratio:.1f} times ours; finds fewer for {fewer} of {len(texts)}"
    )


def line(rate: float, size: int, times: Sequence[float]) -> str:
    """Return the figures of one engine."""
    slow = quantiles(times, n=20)[-1] * 1000
    return (
        f"{rate:,.0f} articles/s, {size / 1e6:.0f} MB, "
        f"search p50 {median(times) * 1000:.1f} ms, p95 {slow:.1f} ms"
    )


def queries(library: Library) -> list[str]:
    """Return queries as archivists type them: pieces of titles, every other without marks."""
    hits = library.search(SearchRequest("", kind=Kind.ARTICLE, limit=1 << 30, snippets=False)).hits
    chance = random.Random(3)
    chosen = chance.sample(hits, min(200, len(hits)))
    pieces = []
    for number, hit in enumerate(chosen):
        found = words(hit.title)
        length = chance.choice((1, 2, 2, 3, 4))
        start = chance.randrange(max(1, len(found) - length + 1))
        piece = " ".join(found[start : start + length])
        pieces.append(strip_marks(piece) if number % 2 else piece)
    return [piece for piece in pieces if piece]


def timed(job: Callable[[], Result]) -> tuple[float, Result]:
    """Return how long a job took, in seconds, and what it gave."""
    begun = time.perf_counter()
    result = job()
    return time.perf_counter() - begun, result


def peak_memory() -> float:
    """Return the most memory this process ever held, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def show(title: str, rows: Sequence[Row]) -> None:
    """Print a Markdown table."""
    print(f"\n### {title}\n\n| what | figure |\n| --- | --- |")
    for row in rows:
        print(f"| {row.what} | {row.value} |")


if __name__ == "__main__":
    sys.exit(main())
