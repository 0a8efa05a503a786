"""How fast a long job goes and when it will be done, in a few words beside its progress."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from archive_tui.i18n import _

if TYPE_CHECKING:
    from archive_tui.model import Progress

_SOON: Final = 1.0
"""Seconds before which nothing is said, since it would be wrong."""
_FEW: Final = 10
"""Items a second below which a decimal is shown."""


class Pace:
    """Watches the progress of a job, stage by stage.

    Args:
        clock: Tells the time in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._stage = ""
        self._begun = 0.0
        self._first = 0

    def tell(self, progress: Progress) -> str:
        """Return items a second and time left; empty while that cannot be told.

        What was done when a stage was first heard of does not count: a job may go on where
        another had stopped.
        """
        now = self._clock()
        if progress.stage != self._stage or progress.done < self._first:
            self._stage, self._begun, self._first = progress.stage, now, progress.done
        done, seconds = progress.done - self._first, now - self._begun
        if done <= 0 or seconds < _SOON:
            return ""
        rate = done / seconds
        shown = f"{rate:.0f}" if rate >= _FEW else f"{rate:.1f}"
        if progress.total is None:
            return _("{rate}/s").format(rate=shown)
        left = timedelta(seconds=round(max(progress.total - progress.done, 0) / rate))
        return _("{rate}/s, {time} left").format(rate=shown, time=left)
