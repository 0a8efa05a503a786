"""Reading and analysing articles in several processes, each writing segments of its own.

The processes share nothing but the folder: each writes whole segments under names nobody else
uses and hands back what it wrote. They are begun anew rather than copied, since the browser has
threads, and they leave by themselves when the one who began them is gone.
"""

import multiprocessing
import os
import secrets
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import count
from math import ceil
from multiprocessing.synchronize import Event
from pathlib import Path
from threading import Thread
from typing import Any, Final

from archive_tui.engine import Entry
from archive_tui.index.contents import SegmentEntry
from archive_tui.index.known_files import KnownFile
from archive_tui.index.reading import ARTICLES_A_JOB, Reader, ReadersLost
from archive_tui.index.runs import RunSeries

_LOOK: Final = 0.1
"""Seconds between two looks at how far the processes are."""
_NAMES: Final = 100
"""Processes whose segments are named alike, more than there ever are."""
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
        self._processes = processes
        context = multiprocessing.get_context("spawn")
        self._stop = context.Event()
        self._done = context.Value("q", 0)
        names = context.Value("q", secrets.randbelow(10**6) * _NAMES)
        shared = (reader, folder, names, self._stop, self._done)
        self._pool = ProcessPoolExecutor(processes, context, _begin, shared)

    def shares(
        self, jobs: Sequence[Sequence[Entry]], look: Callable[[int], None]
    ) -> Iterator[tuple[int, Share]]:
        """Read articles and yield what was made of each job, in no order.

        Args:
            jobs: The articles, each job for one process.
            look: Told again and again how many articles were read; raises to stop.

        Yields:
            The number of a job, and what was made of it.

        Raises:
            ReadersLost: A process ended before its work did, or none could be begun.
        """
        try:
            waiting: dict[Future[Share], int] = {
                self._pool.submit(_share, job): number for number, job in enumerate(jobs)
            }
            while waiting:
                ended, _others = wait(waiting, _LOOK, FIRST_COMPLETED)
                look(self._done.value)
                for each in ended:
                    yield waiting.pop(each), each.result()
        except BrokenProcessPool as error:
            raise ReadersLost from error
        finally:
            self._stop.set()
            self._pool.shutdown(cancel_futures=True)


def share_out(entries: Sequence[Entry], processes: int) -> Iterator[Sequence[Entry]]:
    """Share articles out in jobs of one size, as many for each process."""
    rounds = ceil(len(entries) / (ARTICLES_A_JOB * processes))
    size = max(1, ceil(len(entries) / (rounds * processes or 1)))
    for begin in range(0, len(entries), size):
        yield entries[begin : begin + size]


class _Stopped(Exception):  # noqa: N818 - says what happened
    """The work is not wanted any more."""


@dataclass(frozen=True, slots=True)
class _Worker:
    """What a process was begun with, and what it keeps from job to job."""

    reader: Reader
    """Reads the articles."""
    runs: RunSeries
    """Writes the segments; it knows the words of the jobs before."""
    stop: Event
    """Set when the work is not wanted any more."""
    done: Any
    """How many articles all processes have read; a shared number has no public type."""

    def count(self, articles: int) -> None:
        """Tell that some more articles were read; raises `_Stopped` when told to stop."""
        with self.done.get_lock():
            self.done.value += articles
        if self.stop.is_set():
            raise _Stopped


_worker: list[_Worker] = []
"""The one of this process, once it has begun."""


def _begin(reader: Reader, folder: Path, names: Any, stop: Event, done: Any) -> None:  # noqa: ANN401 - see `_Worker`
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who began us says when to stop
    Thread(target=_leave_when_alone, daemon=True).start()
    with names.get_lock():
        own = names.value
        names.value += 1
    segments = (f"r{own:08}{number:04}" for number in count())
    _worker.append(_Worker(reader, RunSeries(folder, segments.__next__), stop, done))


def _leave_when_alone() -> None:
    """End this process at once when the one who began it is gone; nobody would use its work."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _share(entries: Sequence[Entry]) -> Share:
    """Read some articles and write them as segments."""
    (worker,) = _worker
    files: dict[str, KnownFile] = {}
    written: list[SegmentEntry | None] = []
    for number, entry in enumerate(entries, start=1):
        if number % _TOLD == 0:
            worker.count(_TOLD)
        files[entry.path], records = worker.reader.read(entry)
        written.extend(map(worker.runs.add, records))
    worker.count(len(entries) % _TOLD)
    written.append(worker.runs.flush())
    return Share(tuple(filter(None, written)), files)
