"""How fast a job goes is told when it is known, and begins anew with each stage."""

import pytest

from archive_tui.cli.pace import Pace
from archive_tui.model import Progress


class Clock:
    """A clock the test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def told(pace: Pace, clock: Clock, *steps: tuple[float, Progress]) -> list[str]:
    """Return what is told at some seconds."""
    found = []
    for seconds, progress in steps:
        clock.now = 100.0 + seconds
        found.append(pace.tell(progress))
    return found


def indexing(done: int, total: int | None = 1000, stage: str = "Indexing") -> Progress:
    return Progress(stage, done, total)


def test_rate_and_time_left_are_told_after_a_second(clock: Clock) -> None:
    steps = [(0, indexing(0)), (0.5, indexing(50)), (2, indexing(200)), (10, indexing(1000))]
    assert told(Pace(clock), clock, *steps) == [
        "",
        "",
        "100/s, 0:00:08 left",
        "100/s, 0:00:00 left",
    ]


def test_slow_jobs_are_told_with_a_decimal(clock: Clock) -> None:
    steps = [(0, indexing(0)), (10, indexing(5))]
    assert told(Pace(clock), clock, *steps) == ["", "0.5/s, 0:33:10 left"]


def test_without_a_total_only_the_rate_is_told(clock: Clock) -> None:
    steps = [(0, indexing(0, None)), (2, indexing(50, None))]
    assert told(Pace(clock), clock, *steps) == ["", "25/s"]


def test_what_an_earlier_job_did_does_not_count(clock: Clock) -> None:
    steps = [(0, indexing(900)), (2, indexing(920))]
    assert told(Pace(clock), clock, *steps) == ["", "10/s, 0:00:08 left"]


def test_each_stage_is_timed_by_itself(clock: Clock) -> None:
    writing = indexing(1000, stage="Writing")
    steps = [(0, indexing(0)), (2, indexing(1000)), (60, writing), (70, writing)]
    assert told(Pace(clock), clock, *steps)[2:] == ["", ""]
