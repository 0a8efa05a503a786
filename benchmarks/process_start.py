"""How long a search from a shell takes, from the start of the program to its end.

Run it with ``make bench``. Every program gets the same articles, without marks, in the form it
knows: ours an archive, Recoll HTML files, notmuch messages. Then all are asked the same
questions in turn, round after round, the first round being for what the system keeps in memory.
Processor time says what a run costs; time on the clock depends on what else the machine does.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

import corpus
from index_speed import NEWS, ROOT
from programs import PROGRAMS, Program, run
from speed_questions import Ask, AskKind, questions

RESULTS: Final = ROOT / "benchmarks" / "results" / "process-start.json"
_KINDS: Final = (AskKind.TERM, AskKind.AND2, AskKind.OR3, AskKind.PHRASE2)


@dataclass(slots=True)
class Taken:
    """What the runs of a program took, in milliseconds."""

    clock: list[float] = field(default_factory=list)
    """Time on the clock."""
    processor: list[float] = field(default_factory=list)
    """Processor time, in the program and in the system for it."""


def main() -> int:
    """Measure and print; return the exit code."""
    options = _options()
    if not options.news.is_file():
        print(f"{options.news.name} is not here; name a JSONL file of articles with --news.")
        return 0
    with tempfile.TemporaryDirectory() as name:
        found = corpus.make(options.news, options.articles, Path(name) / "corpus")
        asks = _asks(questions(found), options.questions)
        places: dict[Program, Path] = {}
        for program in (PROGRAMS[key] for key in options.programs):
            if program.missing:
                print(f"{program.key} is left out: {program.missing}", file=sys.stderr)
                continue
            places[program] = Path(name) / program.key.replace(" ", "-")
            places[program].mkdir()
            program.prepare(found, places[program])
        taken = _timed(places, asks, options.rounds)
    _show(taken, len(found), options.rounds)
    _keep(taken, len(found))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    add = parser.add_argument
    add("--news", type=Path, default=NEWS, help="JSONL file of articles, packed by xz")
    add("--articles", type=int, default=10_000, help="how many of them (%(default)s)")
    add("--questions", type=int, default=3, help="how many of each kind (%(default)s)")
    add("--rounds", type=int, default=5, help="how often each is asked (%(default)s)")
    add("--programs", nargs="*", choices=PROGRAMS, default=list(PROGRAMS), help="which ones")
    return parser.parse_args()


def _asks(every: Sequence[Ask], count: int) -> list[Ask]:
    """Return some questions of each kind that all programs know."""
    kinds = {kind: [ask for ask in every if ask.kind is kind] for kind in _KINDS}
    return [ask for asks in kinds.values() for ask in asks[:count]]


def _timed(
    places: dict[Program, Path], asks: Sequence[Ask], rounds: int
) -> dict[AskKind, dict[str, Taken]]:
    """Ask all programs everything, in turn; the first round does not count."""
    taken = {kind: {program.key: Taken() for program in places} for kind in _KINDS}
    for number in range(rounds + 1):
        for ask in asks:
            for program, folder in places.items():
                clock, processor = _once(program, ask, folder)
                if number:
                    taken[ask.kind][program.key].clock.append(clock)
                    taken[ask.kind][program.key].processor.append(processor)
    return taken


def _once(program: Program, ask: Ask, folder: Path) -> tuple[float, float]:
    """Run a program once; return milliseconds on the clock and of the processor."""
    command = program.command(ask, folder)
    used, begun = _used(), time.perf_counter()
    run(program, command, folder)
    return (time.perf_counter() - begun) * 1e3, (_used() - used) * 1e3


def _used() -> float:
    """Return the processor seconds of all processes that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _show(taken: dict[AskKind, dict[str, Taken]], articles: int, rounds: int) -> None:
    ours, *others = next(iter(taken.values()))
    print(f"\n### A whole run, {articles:,} articles, medians of {rounds} rounds\n")
    print(f"{ours}: ms of the processor, ms on the clock; the others as shares of these\n")
    print(f"| question | {' | '.join((ours, *others))} |\n| --- |{' ---: |' * (len(others) + 1)}")
    for kind, programs in taken.items():
        mine = programs[ours]
        cells = [f"{median(mine.processor):.0f}, {median(mine.clock):.0f}"]
        cells += [
            f"{median(programs[key].processor) / median(mine.processor):.2f}, "
            f"{median(programs[key].clock) / median(mine.clock):.2f}"
            for key in others
        ]
        print(f"| {kind} | {' | '.join(cells)} |")


def _keep(taken: dict[AskKind, dict[str, Taken]], articles: int) -> None:
    """Write all figures where a program can read them."""
    figures = {
        kind: {
            key: {"processor ms": median(each.processor), "clock ms": median(each.clock)}
            for key, each in programs.items()
        }
        for kind, programs in taken.items()
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({"articles": articles, "questions": figures}, indent=1))


if __name__ == "__main__":
    sys.exit(main())
