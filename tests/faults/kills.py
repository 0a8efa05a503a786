"""Kills updates, rebuilds and merges at random moments, and asks the index what it found.

After each kill, searches have to find the archive as it was before or as it is now, every file
has to be whole, and the next update has to catch up without building anew, or by going on with
a rebuild that was saved until then. Processes that read for the one that is killed have to
leave too. Run as ``python tests/faults/kills.py [kills] [seed] [job]``, all jobs in turn where
none is named; it ends with status 1 where one did not hold.
"""

import logging
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from archive_tui.archive import Archive, Settled, adding
from archive_tui.errors import ArchiveTuiError
from archive_tui.index import IndexStore
from archive_tui.model import Article, Header, Photo, SearchRequest
from archive_tui.search import WhooshEngine

KILLS: Final = 200
JOBS: Final = ("update", "rebuild", "merge", "saved rebuild", "shared rebuild")
ARTICLES: Final = 200
"""So many that together they are no small segment."""
SEGMENTS: Final = 7
"""Small segments before a merge; one more, and they become one."""
SMALL: Final = 64
"""Records of a small segment."""
WORDS: Final = "xã hội nghị tổng kết đường mới chợ huyện ruộng mạ mùa xuân năm ấy"
EVERYTHING: Final = 100_000
LEAVING: Final = 10.0
"""Most seconds until processes have left that read for one that is gone."""

CHILD: Final = """
import sys
from pathlib import Path
from archive_tui.archive import Archive
from archive_tui.index import passes, pool
from archive_tui.search import WhooshEngine
if sys.argv[3] in ("saved rebuild", "shared rebuild"):
    passes.SAVE_SECONDS = 0.02
    passes.SAVING_SHARE = 0
if sys.argv[3] == "shared rebuild":
    passes.process_count = lambda articles: 2
    pool.ARTICLES_A_JOB = 20
engine = WhooshEngine(Archive(Path(sys.argv[1])), Path(sys.argv[2]))
print("go", flush=True)
engine.rebuild() if "rebuild" in sys.argv[3] else engine.update()
print("done", flush=True)
"""

_out = logging.getLogger("kills")


class NotHeld(Exception):  # noqa: N818 - says what happened
    """An index was not what it had to be."""


@dataclass
class Trial:
    """An archive that goes on changing while those who index it are killed."""

    folder: Path
    """Where it lies, with its index."""
    chance: random.Random
    """What changes, and when it is killed."""
    took: dict[str, float] = field(default_factory=dict)
    """Seconds each job took when nobody killed it."""
    seen: Counter[str] = field(default_factory=Counter)
    """How the kills ended."""
    made: int = 0
    """Articles made so far."""
    gone_on: int = 0
    """Rebuilds that were gone on with."""

    def __post_init__(self) -> None:
        self.archive = Archive.create(self.folder / "archive", Settled(name="Kho", identity="test"))
        self.index = self.folder / "index"
        self.engine = WhooshEngine(self.archive, self.index)
        self.paths: list[Path] = []
        self.add(ARTICLES)
        self.engine.update()

    def add(self, count: int) -> None:
        """Add articles, each with a word of its own and two captions."""
        with adding(self.archive) as batch:
            for number in range(self.made, self.made + count):
                path = batch.add(self._article(number)).path
                self.paths.append(self.archive.folder / path)
        self.made += count

    def remove(self, count: int) -> None:
        """Remove articles."""
        for path in self.chance.sample(self.paths, count):
            path.unlink()
            self.paths.remove(path)

    def _article(self, number: int) -> Article:
        paragraphs = [
            " ".join(self.chance.choices(WORDS.split(), k=120)) for _paragraph in range(5)
        ]
        photos = tuple(Photo(f"Ảnh {place} bài {number}", after=1) for place in (1, 2))
        header = Header(id="", title=f"Bài số {number}", photos=photos)
        return Article(header, (f"riêng{number} chung", *paragraphs))

    def answers(self) -> tuple[tuple[str, ...], ...]:
        """Return what searches find, by id: all there is, one word of all, two words of some."""
        queries = ("", "chung", '"hội nghị" xã', "bài -chung", *map(self._own, self._some()))
        return tuple(self._found(query) for query in queries)

    def _some(self) -> Iterable[int]:
        return (0, self.made // 2, *range(max(self.made - 4, 0), self.made))

    def _own(self, number: int) -> str:
        return f"riêng{number}"

    def _found(self, query: str) -> tuple[str, ...]:
        page = self.engine.search(SearchRequest(query, limit=EVERYTHING, snippets=False))
        if len(page.hits) != page.total:
            raise NotHeld(f"{query}: {page.total}")
        return tuple(sorted(hit.id for hit in page.hits))

    def segments(self) -> int:
        """Return how many small segments are in force."""
        store = IndexStore(self.index)
        entries = store.contents(store.version()).segments
        return sum(entry.records <= SMALL for entry in entries)

    def kill_one(self, job: str) -> None:
        """Change the archive, kill who indexes it, and look at what is left.

        Raises:
            NotHeld: It is not what it has to be.
        """
        if job not in self.took:
            self._prepare(job)
            self.took[job] = self._measure(job)
        self._prepare(job)
        before = self.answers()
        if job == "update":
            self.remove(self.chance.randint(1, 3))
        whole = self._run(job)
        after = self.answers()
        if not self.engine.check(thorough=True).ready:
            raise NotHeld("a file is damaged")
        report = self.engine.update()
        caught_up = self.answers()
        goes_on = report.unchanged > 0 and "rebuild" in job
        if report.rebuilt and not goes_on:
            raise NotHeld("the next update had to build anew")
        self.gone_on += report.rebuilt
        self._compare(before, after, caught_up, whole=whole)

    def _prepare(self, job: str) -> None:
        while job == "merge" and self.segments() != SEGMENTS:
            self.add(1)
            self.engine.update()
        self.add(self.chance.randint(1, 3))

    def _measure(self, job: str) -> float:
        with self._start(job) as process:
            begun = time.perf_counter()
            if process.stdout is None or process.stdout.readline() != b"done\n":
                raise NotHeld("the child did not end")
            return time.perf_counter() - begun

    def _start(self, job: str) -> "subprocess.Popen[bytes]":
        """Start a job and wait until it is about to begin."""
        command = (sys.executable, "-c", CHILD, self.archive.folder, self.index, job)
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        if process.stdout is None or process.stdout.readline() != b"go\n":
            raise NotHeld("the child did not begin")
        return process

    def _run(self, job: str) -> bool:
        """Start a job and kill it; tell whether it had said that it was done."""
        with self._start(job) as process:
            time.sleep(self.chance.uniform(0, 1.1 * self.took[job]))
            process.kill()
            try:
                said, _ = process.communicate(timeout=LEAVING)  # whoever reads for it has the pipe
            except subprocess.TimeoutExpired:
                raise NotHeld("a process that read for it stayed") from None
        return said == b"done\n"

    def _compare(
        self,
        before: tuple[tuple[str, ...], ...],
        after: tuple[tuple[str, ...], ...],
        caught_up: tuple[tuple[str, ...], ...],
        *,
        whole: bool,
    ) -> None:
        if after not in (before, caught_up):
            raise NotHeld("a mixture of old and new")
        if whole and after != caught_up:
            raise NotHeld("a job that was done left the old index")
        articles = [record_id for record_id in caught_up[0] if "#" not in record_id]
        if articles != sorted(path.stem for path in self.paths):
            raise NotHeld("the next update did not catch up")
        outcome = "after the end" if whole else "old" if after == before else "new"
        self.seen[outcome] += 1


def main(kills: int, seed: int, jobs: Sequence[str]) -> int:
    """Kill so many runs, the jobs in turn; return the status to end with."""
    begun = time.perf_counter()
    merges = 0
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder), random.Random(seed))
        for number in range(kills):
            job = jobs[number % len(jobs)]
            try:
                trial.kill_one(job)
            except (NotHeld, ArchiveTuiError):
                _out.exception("kill %d of %s, seed %d: not held", number + 1, job, seed)
                return 1
            merges += job == "merge" and trial.segments() < SEGMENTS
        trial.engine.close()
    seconds = time.perf_counter() - begun
    ends = ", ".join(f"{count} {outcome}" for outcome, count in sorted(trial.seen.items()))
    held = "%d kills in %.0f s, all held: %s; %d merges, %d rebuilds gone on with"
    _out.info(held, kills, seconds, ends, merges, trial.gone_on)
    return 0


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    numbers = [int(argument) for argument in sys.argv[1:3]]
    wanted, first_seed = numbers + [KILLS, 1][len(numbers) :]
    sys.exit(main(wanted, first_seed, sys.argv[3:] or JOBS))
