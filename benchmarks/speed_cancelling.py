"""How soon a search ends that nobody waits for any more.

Each question is asked once for its time and then, of an engine that has not seen it, again, in a
thread that is told to stop at a random moment of that time.
"""

import random
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, TypeAlias

from archive_tui.errors import Interrupted
from archive_tui.model import SearchRequest
from archive_tui.search import WhooshEngine
from speed_ours import engine, request
from speed_questions import FIRST_ASK, Ask, AskKind

Late: TypeAlias = tuple[float, bool]
"""How many seconds after it was told to stop a search ended, and whether it was stopped."""
_SEED: Final = 11


def cancelled(asks: Sequence[Ask], folder: Path, rounds: int) -> Mapping[AskKind, Sequence[Late]]:
    """Ask, stop, and return what was seen of the searches that were still running."""
    chance = random.Random(_SEED)
    late: dict[AskKind, list[Late]] = {kind: [] for kind in AskKind}
    with ThreadPoolExecutor(1) as thread:
        for _round in range(rounds):
            whole, stopped = _fresh(folder), _fresh(folder)
            for ask in asks:
                needed = thread.submit(_whole, whole, request(ask)).result()
                delay = chance.uniform(0, needed)
                seen = thread.submit(_stopped, stopped, request(ask), delay).result()
                if seen:
                    late[ask.kind].append(seen)
            whole.close()
            stopped.close()
    return late


def _fresh(folder: Path) -> WhooshEngine:
    """Return an engine that has read what all questions need, and nothing else."""
    fresh = engine(folder)
    fresh.search(request(FIRST_ASK))
    return fresh


def _whole(searching: WhooshEngine, asked: SearchRequest) -> float:
    """Return how many seconds a search takes."""
    begun = time.perf_counter()
    searching.search(asked)
    return time.perf_counter() - begun


def _stopped(searching: WhooshEngine, asked: SearchRequest, delay: float) -> Late | None:
    """Search until told to stop after some seconds; nothing where it ended before."""
    told = time.perf_counter() + delay
    try:
        searching.search(asked, lambda: time.perf_counter() >= told)
        stopped = False
    except Interrupted:
        stopped = True
    late = time.perf_counter() - told
    return (late, stopped) if late > 0 else None
