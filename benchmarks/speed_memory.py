"""How much memory processes have for themselves, and how much of files they have mapped."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

_WATCHED: Final = 0.05
"""Seconds between two looks at the memory of a process."""
_LOOKS: Final = 10
"""Looks at memory until children are counted anew, which takes longer than looking."""
_STATUS: Final = Path("/proc")


@dataclass(frozen=True, slots=True)
class Memory:
    """Memory of one process, in bytes."""

    own: int
    """What is its own: the system can take it back only by swapping."""
    mapped: int
    """Pages of files it has looked at: the system keeps them for all, and drops them at will."""

    def above(self, before: "Memory") -> "Memory":
        """Return what was added to an earlier state."""
        return Memory(self.own - before.own, self.mapped - before.mapped)


def memory(process: int) -> Memory:
    """Return the memory of a process.

    Raises:
        OSError: It has ended.
        psutil.Error: The same.
    """
    status = _STATUS / str(process) / "status"
    if not _STATUS.is_dir():  # other systems know no such difference
        full = psutil.Process(process).memory_full_info()
        return Memory(full.uss, full.rss - full.uss)
    lines = (line.partition(":") for line in status.read_text().splitlines())
    kilobytes = {name: value.split()[0] for name, _colon, value in lines if name.startswith("Rss")}
    if not kilobytes:  # it has ended, and waits for its end to be seen
        raise ProcessLookupError(process)
    return Memory(int(kilobytes["RssAnon"]) * 1024, int(kilobytes["RssFile"]) * 1024)


@dataclass(slots=True)
class Peak:
    """Most own memory that was seen, in bytes."""

    alone: int = 0
    """Of the process."""
    together: int = 0
    """Of the process and those it began."""


@contextmanager
def watched(process: int) -> Iterator[Peak]:
    """Watch the memory of a process and those it begins."""
    peak, stop = Peak(), threading.Event()

    def watch() -> None:
        children: list[int] = []
        looks = 0
        while not stop.wait(_WATCHED):
            if looks % _LOOKS == 0:
                children = _children(process)
            looks += 1
            alone = _own(process)
            peak.alone = max(peak.alone, alone)
            peak.together = max(peak.together, alone + sum(map(_own, children)))

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield peak
    finally:
        stop.set()
        watching.join()


def _children(process: int) -> list[int]:
    with suppress(psutil.Error):  # it has just ended
        return [child.pid for child in psutil.Process(process).children(recursive=True)]
    return []


def _own(process: int) -> int:
    with suppress(OSError, psutil.Error):
        return memory(process).own
    return 0
