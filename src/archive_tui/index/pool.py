"""Reading and analysing articles in several processes, each writing segments of its own.

The processes share nothing but the folder: each writes whole segments under names nobody else
uses and hands back what it wrote. They are begun anew rather than copied, since the browser has
threads, and they leave by themselves when the one who began them is gone.
"""

import multiprocessing
import secrets
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any, Final

from archive_tui.engine import Entry
from archive_tui.index.contents import SegmentEntry
from archive_tui.index.known_files import KnownFile
from archive_tui.index.reading import ARTICLES_A_JOB, Reader, ReadersLost
from archive_tui.index.runs import RunSeries

_LOOK: Final = 0.1
"""Seconds between two looks at how far the processes are."""
_TOLD: Final = 20
"""Articles a process reads before it tells how far it is."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a process made of its articles."""

    segments: tuple[SegmentEntry, ...]
    """The segments it wrote."""
    files: dict[str, KnownFile] = field(default_factory=dict)
    """What is known of each file, by path."""


class ReadingPool:
    """Processes that read articles and write segments.

    Args:
        reader: Reads the articles; has to be something that can be sent to a process.
        folder: Where the segments are written.
        processes: How many.
    """

    def __init__(self, reader: Reader, folder: Path, processes: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._stop = context.Event()
        self._done = context.Value("q", 0)
        shared = (reader, folder, secrets.randbelow(10**6), self._stop, self._done)
        self._pool = ProcessPoolExecutor(processes, context, _begin, shared)

    def shares(self, entries: Sequence[Entry], look: Callable[[int], None]) -> Iterator[Share]:
        """Read articles and yield what was made of them, in no order.

        Args:
            entries: The articles.
            look: Told again and again how many articles were read; raises to stop.

        Raises:
            ReadersLost: A process ended before its work did, or none could be begun.
        """
        try:
            begins = range(0, len(entries), ARTICLES_A_JOB)
            waiting: set[Future[Share]] = {
                self._pool.submit(_share, number, entries[begin : begin + ARTICLES_A_JOB])
                for number, begin in enumerate(begins)
            }
            while waiting:
                ended, waiting = wait(waiting, _LOOK, FIRST_COMPLETED)
                look(self._done.value)
                for each in ended:
                    yield each.result()
        except BrokenProcessPool as error:
            raise ReadersLost from error
        finally:
            self._stop.set()
            self._pool.shutdown(cancel_futures=True)


class _Stopped(Exception):  # noqa: N818 - says what happened
    """The work is not wanted any more."""


_process: dict[str, Any] = {}
"""What a process was begun with."""


def _begin(reader: Reader, folder: Path, token: int, stop: Event, done: Any) -> None:  # noqa: ANN401 - a shared number has no public type
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who began us says when to stop
    _process.update(reader=reader, folder=folder, token=token, stop=stop, done=done)


def _share(job: int, entries: Sequence[Entry]) -> Share:
    """Read some articles and write them as segments."""
    numbers = count()
    runs = RunSeries(
        _process["folder"], lambda: f"r{_process['token']:06}{job:04}{next(numbers):02}"
    )
    files: dict[str, KnownFile] = {}
    written: list[SegmentEntry | None] = []
    for number, entry in enumerate(entries, start=1):
        if _process["stop"].is_set():
            raise _Stopped
        files[entry.path], records = _process["reader"].read(entry)
        written.extend(runs.add(record) for record in records)
        if number % _TOLD == 0 or number == len(entries):
            with _process["done"].get_lock():
                _process["done"].value += (number - 1) % _TOLD + 1
    written.append(runs.flush())
    return Share(tuple(filter(None, written)), files)
