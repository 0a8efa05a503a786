"""Building and asking engines, each in a process of its own, and what was measured."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final, Self, cast

from corpus import Corpus
from speed_memory import Memory, memory, watched
from speed_questions import Ask, AskKind, Engine

_WORKER: Final = Path(__file__).with_name("speed_worker.py")


@dataclass(frozen=True, slots=True)
class Built:
    """What building cost."""

    seconds: float
    """From the first article to the last byte, measured inside of the process."""
    together: int
    """Most memory the process and those it began added to what it had before, in bytes."""
    alone: int
    """The same of the process alone."""
    size: int
    """Bytes on disk."""


@dataclass(slots=True)
class Answered:
    """What answering cost an engine."""

    opening: list[float] = field(default_factory=list)
    """Seconds until it had opened its index and answered one question, round by round."""
    first: dict[AskKind, list[float]] = field(default_factory=lambda: {k: [] for k in AskKind})
    """Seconds of answers to questions that it had not heard before."""
    again: dict[AskKind, list[float]] = field(default_factory=lambda: {k: [] for k in AskKind})
    """Seconds of answers to the same questions, asked once more."""
    memory: Memory = field(default_factory=lambda: Memory(0, 0))
    """What all that added to its memory."""


class Worker:
    """A process that does one job, begun and ready.

    Args:
        job: What it is to do.
        arguments: What it has to know, as options.
    """

    def __init__(self, job: str, **arguments: object) -> None:
        options = [word for name, value in arguments.items() for word in (f"--{name}", str(value))]
        self._process = subprocess.Popen(
            [sys.executable, _WORKER, job, *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pid = self._process.pid
        self.hear()
        self.before = memory(self.pid)

    def begin(self, asks: Sequence[Ask] = ()) -> None:
        """Let it begin, with these questions; it says something when it is done."""
        self.tell([(ask.kind, ask.words) for ask in asks])

    def tell(self, what: object) -> None:
        """Send a line."""
        stdin = cast(IO[str], self._process.stdin)
        stdin.write(f"{json.dumps(what)}\n")
        stdin.flush()

    def hear(self) -> Any:  # noqa: ANN401 - each job says other things
        """Return what it says next.

        Raises:
            subprocess.CalledProcessError: It ended without saying anything.
        """
        line = cast(IO[str], self._process.stdout).readline()
        if not line:
            raise subprocess.CalledProcessError(self._process.wait(), self._process.args)
        return json.loads(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.communicate()


def build(engine: Engine, corpus: Corpus, folder: Path) -> Built:
    """Build an engine's index in an empty folder."""
    folder.mkdir()
    with _reading("build", corpus, folder, engine=engine.key) as worker:
        with watched(worker.pid) as peak:
            worker.begin()
            seconds = worker.hear()
        own = worker.before.own
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return Built(seconds, max(0, peak.together - own), max(0, peak.alone - own), size)


def counts(engines: Sequence[Engine], asks: Sequence[Ask], folder: Path) -> dict[str, list[int]]:
    """Return how many hits each engine has for each question, -1 where it cannot answer.

    Their files are in the memory of the system then.

    Raises:
        ValueError: An engine does not show the hits it counts.
    """
    found = {}
    for engine in engines:
        with _answering(engine, folder) as worker:
            worker.begin()
            worker.hear()
            found[engine.key] = [_count(engine, ask, _ask(worker, ask)) for ask in asks]
    return found


def _count(engine: Engine, ask: Ask, answer: tuple[float, int, int] | None) -> int:
    if answer is None:
        return -1
    _seconds, count, shown = answer
    if bool(count) != bool(shown):
        raise ValueError(engine.key, ask, count, shown)
    return count


def answer(
    engines: Sequence[Engine], asks: Sequence[Ask], folder: Path, rounds: int
) -> dict[str, Answered]:
    """Ask all engines everything, in turn, twice after each opening."""
    answered = {engine.key: Answered() for engine in engines}
    for _round in range(rounds):
        with ExitStack() as stack:
            workers = {
                engine.key: stack.enter_context(_answering(engine, folder)) for engine in engines
            }
            for key, worker in workers.items():
                worker.begin()
                answered[key].opening.append(worker.hear())
            _asked(workers, asks, {key: each.first for key, each in answered.items()})
            _asked(workers, asks, {key: each.again for key, each in answered.items()})
            for key, worker in workers.items():
                answered[key].memory = memory(worker.pid).above(worker.before)
    return answered


def _asked(
    workers: Mapping[str, Worker],
    asks: Sequence[Ask],
    times: Mapping[str, dict[AskKind, list[float]]],
) -> None:
    for ask in asks:
        for key, worker in workers.items():
            found = _ask(worker, ask)
            if found:
                times[key][ask.kind].append(found[0])


def update(corpus: Corpus, folder: Path) -> dict[str, float]:
    """Return what bringing the index of real files up to date took, in seconds."""
    with _reading("update", corpus, folder) as worker:
        worker.begin()
        return cast(dict[str, float], worker.hear())


def cancel(asks: Sequence[Ask], folder: Path, rounds: int) -> dict[str, list[tuple[float, bool]]]:
    """Return how late searches ended that were told to stop, by kind of question."""
    with Worker("cancel", folder=folder, rounds=rounds) as worker:
        worker.begin(asks)
        return cast(dict[str, list[tuple[float, bool]]], worker.hear())


def _reading(job: str, corpus: Corpus, folder: Path, **more: object) -> Worker:
    return Worker(job, corpus=corpus.folder, articles=len(corpus), folder=folder, **more)


def _answering(engine: Engine, folder: Path) -> Worker:
    return Worker("answer", engine=engine.key, folder=folder / engine.key)


def _ask(worker: Worker, ask: Ask) -> tuple[float, int, int] | None:
    worker.tell((ask.kind, ask.words))
    return cast(tuple[float, int, int] | None, worker.hear())
