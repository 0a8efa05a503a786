"""Progress at a pace people can read.

A job may report thousands of times a second; each message costs the event loop time that the
user's keys should have.
"""

from collections.abc import Callable
from time import monotonic
from typing import Final

from archive_tui.model import Progress

_SECONDS_BETWEEN_REPORTS: Final = 0.1


class Reporter:
    """Passes progress on, but not more often than somebody can read it.

    Args:
        tell: Who is told.
    """

    def __init__(self, tell: Callable[[Progress], object]) -> None:
        self._tell = tell
        self._told = 0.0

    def __call__(self, progress: Progress) -> None:
        """Hear of progress; the last report of a stage always passes."""
        now = monotonic()
        if now - self._told >= _SECONDS_BETWEEN_REPORTS or progress.done == progress.total:
            self._told = now
            self._tell(progress)
