"""How fast the index is built and answers, next to other engines on the same texts.

Run it with ``make bench``. All engines get the same articles, without marks and each body as
one paragraph, so that their counts can be compared; they read them one at a time from disk. Each
is built in a process of its own, whose memory is watched, then each answers in one, and all are
asked the same questions in turn. Counts are compared before any time is taken. Absolute times on
a shared machine mean little: quote the ratios.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import corpus
import speed_updates
import speed_work
from corpus import Corpus
from speed_engines import ENGINES, OURS
from speed_plot import growth, plot
from speed_questions import Ask, Engine, questions
from speed_report import Measured, figures, report
from speed_work import Built

ROOT: Final = Path(__file__).resolve().parents[1]
NEWS: Final = ROOT.parent / "shared" / "data" / "news" / "full-100k.jsonl.xz"
RESULTS: Final = ROOT / "benchmarks" / "results"


def main() -> int:
    """Measure and print; return the exit code."""
    options = _options()
    if not options.news.is_file():
        print(f"{options.news.name} is not here; name a JSONL file of articles with --news.")
        return 0
    engines = _present(options.engines)
    sizes = sorted(set(options.articles))
    measured = []
    with tempfile.TemporaryDirectory(dir=options.work) as name:
        texts = corpus.make(options.news, sizes[-1], Path(name) / "corpus")
        asks = questions(texts.first(sizes[0]))
        for size in sizes:
            folder = Path(name) / str(size)
            folder.mkdir()
            measured.append(_measured(engines, texts.first(size), asks, folder, options))
            shutil.rmtree(folder)
            print(report(measured[-1]), flush=True)
            _keep(measured, options)
    if len(sizes) > 1:
        print(growth([figures(each) for each in measured]))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    add = parser.add_argument
    add("--news", type=Path, default=NEWS, help="JSONL file of articles, packed by xz")
    add("--articles", type=int, nargs="+", default=[10_000], help="how many of them; several")
    add("--engines", nargs="*", choices=ENGINES, default=list(ENGINES), help="next to ours")
    add("--rounds", type=int, default=3, help="rounds, all is asked twice in each (%(default)s)")
    add("--only-engines", action="store_true", help="leave updates and cancelling out")
    add("--work", type=Path, help="where indexes are built, as large as ten times the texts")
    add("--results", default="index-speed", help="name of the file of figures (%(default)s)")
    add("--picture", type=Path, help="SVG file to draw the growth of several sizes in")
    return parser.parse_args()


def _present(names: Sequence[str]) -> list[Engine]:
    """Return ours, and the others that are wanted and installed; say which are not."""
    wanted = [engine for engine in ENGINES.values() if engine.key in {OURS, *names}]
    for engine in wanted:
        if engine.missing:
            print(f"{engine.name} is left out: {engine.missing}", file=sys.stderr)
    return [engine for engine in wanted if not engine.missing]


def _measured(
    every: Sequence[Engine],
    texts: Corpus,
    asks: Sequence[Ask],
    folder: Path,
    options: argparse.Namespace,
) -> Measured:
    """Measure one size."""
    built = _built([engine for engine in every if engine.fits(len(texts))], texts, folder)
    engines = [ENGINES[key] for key in built]
    print(f"{len(texts):,}: all are asked", file=sys.stderr)
    counts = speed_work.counts(engines, asks, folder)
    timed = [engine for engine in engines if engine.timed]
    for engine in engines:
        if engine not in timed:  # leave the memory of the system to the others
            shutil.rmtree(folder / engine.key)
    answered = speed_work.answer(timed, asks, folder, options.rounds)
    more = not options.only_engines
    cancelled = speed_work.cancel(asks, folder / OURS, options.rounds) if more else {}
    updated = {}
    if more and len(texts) <= speed_updates.MOST:
        print(f"{len(texts):,}: files are written and updated", file=sys.stderr)
        updated = speed_work.update(texts, folder / "archive")
    return Measured(
        articles=len(texts),
        repeated=texts.repeated,
        rounds=options.rounds,
        asks=asks,
        built=built,
        counts=counts,
        answered=answered,
        cancelled=cancelled,
        updated=updated,
    )


def _built(engines: Sequence[Engine], texts: Corpus, folder: Path) -> dict[str, Built]:
    """Build all indexes; a peer that fails is named, rather than losing what the others took."""
    built = {}
    for engine in engines:
        print(f"{len(texts):,}: {engine.name} is built", file=sys.stderr)
        try:
            built[engine.key] = speed_work.build(engine, texts, folder / engine.key)
        except subprocess.CalledProcessError as error:
            if engine.key == OURS:
                raise
            print(f"{len(texts):,}: {engine.name} failed: {error}", file=sys.stderr)
            shutil.rmtree(folder / engine.key)
    return built


def _keep(measured: Sequence[Measured], options: argparse.Namespace) -> None:
    """Write all figures where a program can read them, and draw how they grow."""
    found = [figures(each) for each in measured]
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{options.results}.json").write_text(json.dumps(found, indent=1))
    if options.picture and len(found) > 1:
        options.picture.write_text(plot(found), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
