"""How work is shared out among processes, and what becomes of them."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from archive_tui.engine import Entry
from archive_tui.index import pool
from archive_tui.index.pool import share_out


@pytest.mark.parametrize("processes", [2, 3, 4])
@pytest.mark.parametrize("articles", [0, 1, 7, 10, 11, 95])
def test_every_process_gets_as_many_jobs_of_one_size(
    articles: int, processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "ARTICLES_A_JOB", 10)
    entries = [Entry(f"2024/{number}.md", 1, 1) for number in range(articles)]
    jobs = list(share_out(entries, processes))
    assert [entry for job in jobs for entry in job] == entries
    assert all(0 < len(job) <= 10 for job in jobs)
    assert len({len(job) for job in jobs[:-1]}) <= 1
    if articles > processes**2:
        assert len(jobs) % processes == 0


PARENT: Final = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from archive_tui.engine import Entry
from archive_tui.index.pool import ReadingPool
from archive_tui.index.reading import Reader
from support import SlowArchive

def look(done):
    if done:
        print("reading", flush=True)

if __name__ == "__main__":
    jobs = [[Entry(f"2024/{job}{number}.md", 1, 1) for number in range(2000)] for job in "ab"]
    pool = ReadingPool(Reader(SlowArchive(0.02), None), Path(sys.argv[2]), 2)
    for _share in pool.shares(jobs, look):
        pass
"""


def test_processes_leave_when_the_one_who_began_them_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "parent.py"
    program.write_text(PARENT)
    tests = Path(__file__).resolve().parents[1]
    command = (sys.executable, str(program), str(tests), str(tmp_path))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "reading\n"
        parent.kill()
        parent.communicate(timeout=10)  # all of them have the pipe, so that it ends with the last
