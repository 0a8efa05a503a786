"""How fast the index is built and answers, next to other engines on the same texts.

Run it with ``make bench``. All engines get the same articles, without marks and each body as
one paragraph, so that their counts can be compared; each is built in a process of its own,
whose memory is watched, and then all are asked the same questions in turn. Counts are compared
before any time is shown. Absolute times on a shared machine mean little: quote the ratios.
"""

import argparse
import contextlib
import json
import lzma
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import IO, Final, cast

import psutil

from archive_tui.analysis import words
from archive_tui.text.vietnamese import strip_marks
from speed_engines import ENGINES, Ask, AskKind, Document, Engine

ROOT: Final = Path(__file__).resolve().parents[1]
NEWS: Final = ROOT.parent / "shared" / "data" / "news" / "full-100k.jsonl.xz"
RESULTS: Final = ROOT / "benchmarks" / "results" / "index-speed.json"
_ROUNDS: Final = 5
_QUESTIONS: Final = 12
_WATCHED: Final = 0.05
"""Seconds between two looks at the memory of a build."""


@dataclass(frozen=True, slots=True)
class Built:
    """What building cost."""

    seconds: float
    """From the first article to the last byte, measured inside of the process."""
    megabytes: float
    """Most memory that was the process's own."""
    size: int
    """Bytes on disk."""


def main() -> int:
    """Measure and print; return the exit code."""
    options = _options()
    if options.build:
        return _build(options.build, options.news, options.articles, options.folder)
    if not options.news.is_file():
        print(f"{options.news.name} is not here; name a JSONL file of articles with --news.")
        return 0
    chosen = [ENGINES[name] for name in options.engines if ENGINES[name].fits(options.articles)]
    with tempfile.TemporaryDirectory() as name:
        built = {}
        for engine in chosen:
            if engine.missing:
                print(f"{engine.name} is left out: {engine.missing}", file=sys.stderr)
            else:
                built[engine] = _watched(engine, options, Path(name) / engine.key)
        asks = questions(list(islice(documents(options.news), options.articles)))
        times, counts = _asked(list(built), asks, Path(name))
    _show_building(built, options.articles)
    _show_counts(asks, counts)
    _show_times(times)
    _keep(options.articles, built, times)
    return 0


def documents(news: Path) -> Iterator[Document]:
    """Yield the articles of a file as every engine gets them."""
    with lzma.open(news, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            record = json.loads(line)
            title, body = (strip_marks(record[name] or "") for name in ("title", "body"))
            yield Document(number, title or "-", " ".join(body.split()), 719_000 + number % 9_000)


def questions(found: Sequence[Document]) -> list[Ask]:
    """Return questions of every kind, made of pieces of titles."""
    chance = random.Random(5)
    asks: list[Ask] = []
    for kind in AskKind:
        seen: set[tuple[str, ...]] = set()
        while len(seen) < _QUESTIONS:
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


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    add = parser.add_argument
    add("--news", type=Path, default=NEWS, help="JSONL file of articles, packed by xz")
    add("--articles", type=int, default=10_000, help="how many of them (%(default)s)")
    add("--engines", nargs="*", choices=ENGINES, default=list(ENGINES), help="which ones")
    add("--build", choices=ENGINES, help=argparse.SUPPRESS)
    add("--folder", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _build(name: str, news: Path, count: int, folder: Path) -> int:
    """Build one engine's index in this process; print the seconds."""
    found = list(islice(documents(news), count))
    before = psutil.Process().memory_full_info().uss
    print(before, flush=True)
    begun = time.perf_counter()
    ENGINES[name].build(found, folder)
    print(time.perf_counter() - begun, flush=True)
    return 0


def _watched(engine: Engine, options: argparse.Namespace, folder: Path) -> Built:
    """Build an engine's index in a process of its own."""
    folder.mkdir()
    command = [sys.executable, __file__, "--build", engine.key, "--folder", str(folder)]
    command += ["--articles", str(options.articles), "--news", str(options.news)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        output = cast(IO[str], process.stdout)
        before = int(output.readline())
        peak, watched = before, psutil.Process(process.pid)
        while process.poll() is None:
            peak = max(peak, _own_memory(watched))
            time.sleep(_WATCHED)
        seconds = float(output.read())
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return Built(seconds, (peak - before) / 1e6, size)


def _own_memory(process: psutil.Process) -> int:
    """Return the bytes a process and those it began have for themselves."""
    total = 0
    with contextlib.suppress(psutil.Error):  # one has just ended
        for each in (process, *process.children(recursive=True)):
            total += each.memory_full_info().uss
    return total


def _asked(
    engines: Sequence[Engine], asks: Sequence[Ask], folder: Path
) -> tuple[dict[str, dict[AskKind, list[float]]], dict[str, list[int]]]:
    """Ask all engines everything, in turn, round after round; return seconds and counts."""
    times: dict[str, dict[AskKind, list[float]]] = {
        engine.key: {kind: [] for kind in AskKind} for engine in engines
    }
    counts: dict[str, list[int]] = {}
    for _round in range(_ROUNDS):
        opened = {engine.key: engine.opened(folder / engine.key) for engine in engines}
        counts = {key: [] for key in opened}
        for ask in asks:
            for key, answer in opened.items():
                begun = time.perf_counter()
                count = answer(ask)
                if count is not None:
                    times[key][ask.kind].append(time.perf_counter() - begun)
                counts[key].append(-1 if count is None else count)
    return times, counts


def _show_building(built: dict[Engine, Built], articles: int) -> None:
    print(f"\n### Building, {articles:,} articles\n")
    print("| engine | articles/s | of ours | index | peak memory |")
    print("| --- | ---: | ---: | ---: | ---: |")
    ours = next(iter(built.values()))
    for engine, cost in built.items():
        print(
            f"| {engine.name} | {articles / cost.seconds:,.0f} "
            f"| {ours.seconds / cost.seconds:.2f} "
            f"| {cost.size / 1e6:.0f} MB | {cost.megabytes:.0f} MB |"
        )


def _show_counts(asks: Sequence[Ask], counts: dict[str, list[int]]) -> None:
    """Say for how many questions an engine counts other hits than the first."""
    first, *others = counts.values()
    for key, theirs in zip(list(counts)[1:], others, strict=True):
        differing = [
            f"{ask.kind}:{' '.join(ask.words)} {ours} {other}"
            for ask, ours, other in zip(asks, first, theirs, strict=True)
            if other not in {-1, ours}
        ]
        print(f"\n{key} counts otherwise for {len(differing)} of {len(asks)}: {differing[:4]}")


def _show_times(times: dict[str, dict[AskKind, list[float]]]) -> None:
    ours, *others = times
    print(f"\n### Answering: median and p95 in ms of {ours}; the others as shares of the median\n")
    print(f"| question | {' | '.join(times)} |\n| --- |{' ---: |' * len(times)}")
    for kind in AskKind:
        mine = sorted(times[ours][kind])
        middle = median(mine)
        cells = [f"{middle * 1e3:.2f}, {quantiles(mine, n=20)[-1] * 1e3:.2f}"]
        cells += [
            f"{median(times[key][kind]) / middle:.2f}" if times[key][kind] else "–"
            for key in others
        ]
        print(f"| {kind} | {' | '.join(cells)} |")


def _keep(
    articles: int, built: dict[Engine, Built], times: dict[str, dict[AskKind, list[float]]]
) -> None:
    """Write all figures where a program can read them."""
    figures = {
        engine.key: {
            "articles/s": articles / cost.seconds,
            "bytes": cost.size,
            "peak MB": cost.megabytes,
            "median s": {kind: median(taken) for kind, taken in times[engine.key].items() if taken},
        }
        for engine, cost in built.items()
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({"articles": articles, "engines": figures}, indent=1))


if __name__ == "__main__":
    sys.exit(main())
