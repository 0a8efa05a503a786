"""What an update reads, what it leaves alone, and how a build goes on that was stopped."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from archive_tui.archive import Archive, adding
from archive_tui.errors import IndexMissing, Interrupted, NothingFound
from archive_tui.index import IndexStore, passes
from archive_tui.model import IndexReport, Progress, SearchRequest
from archive_tui.search import WhooshEngine
from support import make_article

ROAD: Final = "2023-09-15-thong-xe-duong-lien-xa"


@pytest.fixture
def engine(archive: Archive, tmp_path: Path) -> WhooshEngine:
    engine = WhooshEngine(archive, tmp_path / "index")
    engine.update()
    return engine


def version_of(tmp_path: Path) -> int:
    return IndexStore(tmp_path / "index").version().generation


def found(engine: WhooshEngine, text: str = "") -> list[str]:
    return sorted(hit.id for hit in engine.search(SearchRequest(text, limit=1000)).hits)


def counts(report: IndexReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.removed, report.unchanged


def road(archive: Archive) -> Path:
    return archive.folder / archive.path_of(ROAD)


def change_unseen(file: Path, old: str, new: str) -> None:
    """Change a file and leave its size and time as they were."""
    status = file.stat()
    text = file.read_text(encoding="utf-8")
    assert old in text
    assert len(old.encode()) == len(new.encode())
    file.write_text(text.replace(old, new), encoding="utf-8")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_a_file_that_was_only_touched_is_not_indexed_again(
    engine: WhooshEngine, archive: Archive, tmp_path: Path
) -> None:
    store = IndexStore(tmp_path / "index")
    before = store.contents(store.version()).segments
    os.utime(road(archive), ns=(1, 1))
    assert not engine.check().current
    assert engine.check(thorough=True).current
    assert counts(engine.update()) == (0, 0, 0, 5)
    assert store.contents(store.version()).segments == before
    assert engine.check().current, "the new time is known"
    generation = version_of(tmp_path)
    assert counts(engine.update()) == (0, 0, 0, 5)
    assert version_of(tmp_path) == generation, "nothing is written when nothing changed"


def test_a_change_that_left_size_and_time_as_they_were_is_found_by_digest(
    engine: WhooshEngine, archive: Archive
) -> None:
    change_unseen(road(archive), "dài sáu cây số", "dài tám cây số")
    assert counts(engine.update()) == (0, 0, 0, 5)
    assert engine.check().current
    assert engine.check(thorough=True).changed == 1
    assert counts(engine.update(digests=True)) == (0, 1, 0, 4)
    assert engine.check(thorough=True).current


@pytest.mark.parametrize("by", ["id", "path"])
def test_an_article_that_is_named_is_read_whatever_its_file_looks_like(
    engine: WhooshEngine, archive: Archive, by: str
) -> None:
    change_unseen(road(archive), "dài sáu cây số", "dài tám cây số")
    name = ROAD if by == "id" else archive.path_of(ROAD)
    assert counts(engine.update(only=[name])) == (0, 1, 0, 0)
    assert found(engine, "sáu cây") == []
    assert counts(engine.update(only=[name])) == (0, 0, 0, 1)


def test_an_update_of_some_articles_looks_at_no_others(
    engine: WhooshEngine, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with adding(archive) as batch:
        added = [batch.add(make_article(f"Bài {n}", "Chuyện mới.")).article_id for n in range(2)]
    (archive.folder / "undated" / "hong.md").write_text("no article")
    gone = archive.path_of("1975-04-ma-sau-va-ruong-ma")
    (archive.folder / gone).unlink()

    def refuse(_archive: Archive) -> None:
        raise AssertionError

    monkeypatch.setattr(Archive, "files", refuse)
    assert counts(engine.update(only=added[:1])) == (1, 0, 0, 0)
    assert counts(engine.update(only=[gone])) == (0, 0, 1, 0)
    assert [problem.path for problem in engine.update(only=["undated/hong.md"]).problems] == []
    monkeypatch.undo()
    assert len(found(engine)) == 8
    report = engine.update()
    assert counts(report)[:3] == (1, 0, 0)
    assert [problem.path for problem in report.problems] == ["undated/hong.md"]


def test_an_article_that_is_gone_is_named_by_its_id(engine: WhooshEngine, archive: Archive) -> None:
    road(archive).unlink()
    assert counts(engine.update(only=[ROAD])) == (0, 0, 1, 0)
    assert engine.check().current


def test_an_article_that_moved_is_found_by_its_id(engine: WhooshEngine, archive: Archive) -> None:
    there = archive.folder / "2024" / f"{ROAD}.md"
    road(archive).rename(there)
    assert counts(engine.update(only=[ROAD])) == (1, 0, 1, 0)
    assert engine.check().current
    assert len(found(engine)) == 8


@pytest.mark.parametrize("folder", ["1900", "2030"])
def test_an_id_given_twice_is_noticed_when_one_of_them_is_named(
    engine: WhooshEngine, archive: Archive, folder: str
) -> None:
    copy = archive.folder / folder / f"{ROAD}.md"
    copy.parent.mkdir()
    copy.write_bytes(road(archive).read_bytes())
    report = engine.update(only=[f"{folder}/{ROAD}.md"])
    loser = f"{folder}/{ROAD}.md" if folder == "2030" else archive.path_of(ROAD)
    assert [problem.path for problem in report.problems] == [loser]
    assert engine.check().current
    assert len(found(engine)) == 8


@pytest.mark.parametrize(
    "name", ["none", "2024/01/none.md", "../archive.yaml", "archive.yaml", "2024/../x.md", "/etc/x"]
)
def test_a_name_neither_archive_nor_index_know_is_refused(
    engine: WhooshEngine, tmp_path: Path, name: str
) -> None:
    generation = version_of(tmp_path)
    with pytest.raises(NothingFound):
        engine.update(only=[ROAD, name])
    assert version_of(tmp_path) == generation


def test_without_an_index_some_articles_bring_all(archive: Archive, tmp_path: Path) -> None:
    engine = WhooshEngine(archive, tmp_path / "index")
    assert engine.update(only=[ROAD]).rebuilt
    assert len(found(engine)) == 8


def stop_after(files: int) -> tuple[Callable[[], bool], Callable[[Progress], None]]:
    """Return what stops a job when it has read some files."""
    seen: list[int] = []
    return lambda: seen[-1:] >= [files], lambda progress: seen.append(progress.done)


@pytest.mark.parametrize("job", ["update", "rebuild"])
def test_a_build_that_was_stopped_is_gone_on_with(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, job: str
) -> None:
    engine = WhooshEngine(archive, tmp_path / "index")
    with pytest.raises(Interrupted) as caught:
        engine.update(*stop_after(3))
    assert "goes on" in caught.value.hint
    with pytest.raises(IndexMissing):
        engine.search(SearchRequest("xã"))
    read: list[str] = []
    genuine = Archive.content

    def content(self: Archive, path: str) -> bytes:
        read.append(path)
        return genuine(self, path)

    monkeypatch.setattr(Archive, "content", content)
    seen: list[Progress] = []
    go_on = engine.rebuild if job == "rebuild" else engine.update
    report = go_on(on_progress=seen.append)
    assert (report.rebuilt, counts(report)) == (True, (2, 0, 0, 3))
    assert len(read) == 2
    assert (seen[0].done, seen[0].total) == (4, 5)
    assert len(found(engine)) == 8
    assert engine.check(thorough=True).current
    store = IndexStore(tmp_path / "index")
    build = tmp_path / "index" / store.version().build
    contents = store.contents(store.version())
    assert len(contents.segments) == 1, "as if it had not been stopped"
    assert {path.name for path in build.iterdir()} == {*contents.files, "sentinel.json"}


def test_a_build_that_goes_on_sees_what_changed_meanwhile(archive: Archive, tmp_path: Path) -> None:
    engine = WhooshEngine(archive, tmp_path / "index")
    with pytest.raises(Interrupted):
        engine.update(*stop_after(4))
    done = [entry.path for entry in archive.entries()][:4]
    (archive.folder / done[0]).unlink()
    changed = archive.folder / done[1]
    changed.write_text(changed.read_text(encoding="utf-8") + "\nthêm vào\n", encoding="utf-8")
    assert counts(engine.update()) == (1, 1, 1, 2)
    assert len(found(engine, "thêm vào")) == 1
    assert engine.check(thorough=True).current
    engine.rebuild()
    assert counts(engine.update()) == (0, 0, 0, 4)


def test_a_stopped_rebuild_leaves_the_index_and_is_gone_on_with_by_the_next_update(
    engine: WhooshEngine, tmp_path: Path
) -> None:
    with pytest.raises(Interrupted):
        engine.rebuild(*stop_after(2))
    assert len(found(engine)) == 8
    assert engine.update(only=[ROAD]).rebuilt is False, "somebody waits for one article"
    assert engine.update().rebuilt
    assert [path.name for path in (tmp_path / "index").glob("g*")] == ["g000002"]
    assert len(found(engine)) == 8
    assert engine.update().rebuilt is False


@pytest.mark.parametrize("damage", ["sentinel.json", "files-000001.atx", "s000001-postings.atx"])
def test_a_stopped_build_of_another_version_or_damaged_is_thrown_away(
    archive: Archive, tmp_path: Path, damage: str
) -> None:
    engine = WhooshEngine(archive, tmp_path / "index")
    with pytest.raises(Interrupted):
        engine.update(*stop_after(3))
    [build] = (tmp_path / "index").glob("g*")
    (build / damage).write_bytes(b"{}")
    assert counts(engine.update()) == (5, 0, 0, 0)
    assert len(list((tmp_path / "index").glob("g*"))) == 1
    assert engine.check(thorough=True).current


def test_a_flipped_bit_in_what_a_stopped_build_wrote_is_noticed_when_it_goes_on(
    archive: Archive, tmp_path: Path
) -> None:
    engine = WhooshEngine(archive, tmp_path / "index")
    with pytest.raises(Interrupted):
        engine.update(*stop_after(3))
    [file] = (tmp_path / "index").glob("g*/s000001-postings.atx")
    data = bytearray(file.read_bytes())
    data[20] ^= 1
    file.write_bytes(data)
    assert counts(engine.update()) == (5, 0, 0, 0)
    assert engine.check(thorough=True).current


KILLED: Final = """
import os, sys
from pathlib import Path
from archive_tui.archive import Archive
from archive_tui.index import passes
from archive_tui.search import WhooshEngine
passes.SAVE_SECONDS = 0.0
passes.SAVING_SHARE = 0
engine = WhooshEngine(Archive(Path(sys.argv[1])), Path(sys.argv[2]))
engine.update(on_progress=lambda progress: progress.done == 4 and os._exit(9))
"""
"""A build that is killed when it has read four files and saved three."""


def test_a_build_saves_now_and_then_what_it_read(archive: Archive, tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(archive.folder), str(tmp_path / "index")]
    assert subprocess.run(command, check=False).returncode == 9
    engine = WhooshEngine(archive, tmp_path / "index")
    assert counts(engine.update()) == (2, 0, 0, 3)
    assert engine.check(thorough=True).current


@pytest.mark.parametrize("saved", [False, True])
def test_of_a_build_in_which_there_was_an_error_stays_what_was_saved(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, saved: bool
) -> None:
    if saved:
        monkeypatch.setattr(passes, "SAVE_SECONDS", 0.0)
        monkeypatch.setattr(passes, "SAVING_SHARE", 0)
    engine = WhooshEngine(archive, tmp_path / "index")

    def fail(progress: Progress) -> None:
        if progress.done == 4:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        engine.update(on_progress=fail)
    assert bool(list((tmp_path / "index").glob("g*"))) == saved
    assert engine.update().unchanged == 3 * saved
    assert engine.check(thorough=True).current
