"""How work is shared out among processes."""

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
