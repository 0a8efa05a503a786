"""An index built by several processes is the one that a single process builds."""

import multiprocessing
from pathlib import Path

import pytest

from archive_tui.archive import Archive, adding
from archive_tui.errors import IndexMissing, Interrupted
from archive_tui.index import inversion, merging, passes, pool, runs, writing
from archive_tui.model import Progress, ResultPage, SearchRequest
from archive_tui.search import WhooshEngine
from support import make_article


@pytest.fixture
def many(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """An archive whose articles are shared out among two processes, five at a time."""
    with adding(archive) as batch:
        for number in range(40):
            batch.add(make_article(f"Bài số {number}", f"Chuyện thứ {number} ở xã Năm."))
    (archive.folder / "2024" / "hong.md").write_text("no article")
    monkeypatch.setattr(passes, "process_count", lambda _articles: 2)
    monkeypatch.setattr(pool, "ARTICLES_A_JOB", 5)
    return archive


def answer(engine: WhooshEngine, text: str) -> list[tuple[str, float, bool]]:
    page: ResultPage = engine.search(SearchRequest(text, limit=100))
    return [(hit.id, hit.score, hit.exact) for hit in page.hits]


def test_several_processes_build_what_one_builds(
    many: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Progress] = []
    shared = WhooshEngine(many, tmp_path / "shared")
    report = shared.update(on_progress=seen.append)
    monkeypatch.setattr(passes, "process_count", lambda _articles: 1)
    alone = WhooshEngine(many, tmp_path / "alone")
    expected = alone.update()
    assert (report.added, report.problems) == (expected.added, expected.problems)
    for text in ("xa nam", "*", "chuyện", '"xã năm"', "bài số 7"):
        assert answer(shared, text) == answer(alone, text)
    assert shared.check(thorough=True).current
    assert seen[-1].done == seen[-1].total
    assert shared.update().added == 0


def test_many_runs_make_what_one_run_makes(
    many: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes, "process_count", lambda _articles: 1)
    alone = WhooshEngine(many, tmp_path / "alone")
    alone.update()
    monkeypatch.setattr(inversion, "_BATCH", 1)
    monkeypatch.setattr(runs, "RUN_WORDS", 30)
    monkeypatch.setattr(writing, "_MOST_RUNS", 3)
    monkeypatch.setattr(merging, "_TERMS_AT_ONCE", 8)
    monkeypatch.setattr(merging, "_POSTINGS_AT_ONCE", 40)
    merged = WhooshEngine(many, tmp_path / "merged")
    merged.update()
    files = [sorted((tmp_path / name).rglob("*.atx")) for name in ("alone", "merged")]
    for one, other in zip(*files, strict=True):
        kind = one.name.partition("-")[2]
        assert other.name.endswith(kind)
        if kind != "documents.atx":  # listings are packed run by run
            assert one.read_bytes() == other.read_bytes()
    assert merged.check(thorough=True).current


def test_a_build_by_several_processes_can_be_stopped_and_gone_on_with(
    many: Archive, tmp_path: Path
) -> None:
    seen: list[Progress] = []
    engine = WhooshEngine(many, tmp_path / "index")
    with pytest.raises(Interrupted):
        engine.update(lambda: any(progress.done for progress in seen), seen.append)
    with pytest.raises(IndexMissing):
        engine.search(SearchRequest("xã"))
    report = engine.update()
    assert report.rebuilt
    assert engine.check(thorough=True).current
    assert len(answer(engine, "chuyện thứ")) == 40


def test_when_a_process_is_killed_the_work_is_done_without_it(
    many: Archive, tmp_path: Path
) -> None:
    killed: list[int] = []

    def kill(_progress: Progress) -> None:
        if not killed:
            for child in multiprocessing.active_children():
                killed.append(child.pid or 0)
                child.kill()

    engine = WhooshEngine(many, tmp_path / "index")
    report = engine.update(on_progress=kill)
    assert killed
    assert report.added == 45
    assert len(answer(engine, "chuyện thứ")) == 40
