"""An index somebody else put together, or one of which not everything can be had just now.

Nothing outside of it is read or written, nothing that has no end is waited for, and what is
no damage is not taken for damage.
"""

import errno
import json
import os
import shutil
import sys
import threading
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from archive_tui.archive import Archive, Settled, adding
from archive_tui.errors import ArchiveError, IndexOutdated, IndexUnusable, Interrupted
from archive_tui.index import IndexStore, merging, opening, passes
from archive_tui.index import writing as index_writing
from archive_tui.index.runs import Run
from archive_tui.index.segments import Segment
from archive_tui.index.store import Version
from archive_tui.model import Progress, SearchRequest
from archive_tui.search import WhooshEngine
from support import make_article

PATIENCE: Final = 20.0
"""Seconds after which something hangs."""
CHANGES: Final[dict[str, Callable[[dict[str, Any]], object]]] = {
    "a number that was given before": lambda values: values.update(next_segment=1),
    "a number without end": lambda values: values.update(next_segment=10**12),
    "a number that is infinite": lambda values: values.update(next_segment=float("inf")),
    "a segment twice": lambda values: values["segments"].append(values["segments"][0]),
    "deletions to come": lambda values: values["segments"][0].update(deletions=9),
    "files to come": lambda values: values["known_files"][0].update(generation=9),
    "a list twice": lambda values: values["known_files"].append(values["known_files"][0]),
}
"""Tables of contents that cannot be."""


@pytest.fixture
def engine(archive: Archive, tmp_path: Path) -> WhooshEngine:
    engine = WhooshEngine(archive, tmp_path / "index")
    engine.update()
    engine.close()
    return engine


def build_of(index: Path) -> Path:
    return index / (index / "CURRENT").read_text().strip()


def rewrite_contents(build: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change a table of contents so that its checksum is right."""
    [path] = build.glob("contents-*.json")
    values = json.loads(path.read_bytes().partition(b"\n")[2])
    change(values)
    body = json.dumps(values).encode()
    path.write_bytes(b"%08x\n" % zlib.crc32(body) + body)


def add_an_article(archive: Archive, title: str = "Bài mới") -> None:
    with adding(archive) as batch:
        batch.add(make_article(title, "Chuyện mới."))


def tree(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


links = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")


@links
@pytest.mark.parametrize("job", ["update", "only", "rebuild"])
def test_a_link_to_the_build_of_another_index_is_refused_and_the_other_left_alone(
    engine: WhooshEngine, tmp_path: Path, job: str
) -> None:
    foreign = Archive.create(tmp_path / "foreign", Settled(name="K", identity="k"))
    add_an_article(foreign)
    other = WhooshEngine(foreign, tmp_path / "foreign" / ".index")
    other.update()
    other.close()
    own, theirs = build_of(tmp_path / "index"), build_of(tmp_path / "foreign" / ".index")
    before = tree(own)
    shutil.rmtree(theirs)
    theirs.symlink_to(own)
    with pytest.raises(IndexOutdated):
        other.search(SearchRequest(""))
    if job == "rebuild":
        assert other.rebuild().rebuilt
    else:
        assert other.update(only=["bai-moi"] if job == "only" else ()).rebuilt
    assert tree(own) == before
    assert not theirs.is_symlink(), "the link is removed, or a folder of their own stands there"
    assert engine.search(SearchRequest("")).total == 8
    assert other.search(SearchRequest("")).total == 1


@links
@pytest.mark.parametrize("name", ["s000001-terms.atx", "files-000001.atx", "contents-000001.json"])
def test_a_link_inside_a_build_is_refused(engine: WhooshEngine, tmp_path: Path, name: str) -> None:
    path = build_of(tmp_path / "index") / name
    path.rename(tmp_path / name)
    path.symlink_to(tmp_path / name)
    assert not engine.check().ready
    assert engine.update().rebuilt
    assert (tmp_path / name).exists()


@links
def test_locking_empties_nothing_a_link_leads_to(engine: WhooshEngine, tmp_path: Path) -> None:
    lock, other = tmp_path / "index" / "writing.lock", tmp_path / "other"
    other.write_text("important")
    lock.unlink(missing_ok=True)
    lock.symlink_to(other)
    engine.update()
    assert other.read_text() == "important"


@pytest.mark.parametrize("change", CHANGES)
def test_contents_that_cannot_be_are_refused(
    engine: WhooshEngine, archive: Archive, tmp_path: Path, change: str
) -> None:
    rewrite_contents(build_of(tmp_path / "index"), CHANGES[change])
    with pytest.raises(IndexOutdated):
        engine.search(SearchRequest(""))
    assert not engine.check().ready
    add_an_article(archive)
    assert engine.update().rebuilt
    assert engine.search(SearchRequest("")).total == 9


def test_files_that_cannot_be_removed_are_not_written_to(
    engine: WhooshEngine, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where somebody has them open, and open files cannot be removed."""
    build = build_of(tmp_path / "index")
    left = [build / "s000002-terms.atx", build / "s000007-terms.atx", build / "files-000004.atx"]
    for path in left:
        path.write_text("somebody reads this")
    genuine = Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if path in left:
            raise PermissionError(errno.EACCES, "Permission denied")
        genuine(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    add_an_article(archive)
    assert engine.update().rebuilt is False
    monkeypatch.undo()
    assert {path.read_text() for path in left} == {"somebody reads this"}
    assert engine.search(SearchRequest("")).total == 9
    assert engine.check(thorough=True).current


def in_time(job: Callable[[], object]) -> None:
    """Fail when a job does not come to an end."""
    thread = threading.Thread(target=job, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    assert not thread.is_alive()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
@pytest.mark.parametrize("kind", ["pipe", "endless", "huge"])
@pytest.mark.parametrize("pattern", ["../CURRENT", "sentinel.json", "contents-*.json", "f*.atx"])
def test_what_is_no_plain_file_is_not_waited_for(
    engine: WhooshEngine, tmp_path: Path, pattern: str, kind: str
) -> None:
    [path] = build_of(tmp_path / "index").glob(pattern)
    path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "endless":
        path.symlink_to("/dev/zero")
    else:
        with path.open("wb") as file:
            file.truncate(1 << 40)
    said: list[bool] = []
    in_time(lambda: said.append(engine.check().ready))
    in_time(lambda: said.append(engine.update().rebuilt))
    assert said == [False, True]
    assert engine.search(SearchRequest("")).total == 8


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO])
def test_what_cannot_be_opened_just_now_is_not_built_anew(
    engine: WhooshEngine,
    archive: Archive,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
) -> None:
    add_an_article(archive)
    genuine = os.open

    def refuse(path: str | Path, *rest: int) -> int:
        if str(path).endswith(failing):
            raise OSError(number, os.strerror(number))
        return genuine(path, *rest)

    monkeypatch.setattr(os, "open", refuse)
    for failing in ("CURRENT", "sentinel.json", "000001.json", "terms.atx", "files-000001.atx"):
        if failing != "files-000001.atx":
            with pytest.raises(IndexUnusable, match="cannot be read") as caught:
                WhooshEngine(archive, tmp_path / "index").search(SearchRequest(""))
            assert not isinstance(caught.value, IndexOutdated)
        with pytest.raises(IndexUnusable, match="cannot be read") as caught:
            WhooshEngine(archive, tmp_path / "index").update()
        assert not isinstance(caught.value, IndexOutdated)
    monkeypatch.undo()
    assert engine.update().rebuilt is False
    assert engine.search(SearchRequest("")).total == 9


@pytest.mark.parametrize("error", [MemoryError(), OverflowError(), ValueError("a mistake")])
def test_an_error_while_records_are_written_is_no_damage(
    engine: WhooshEngine, archive: Archive, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    add_an_article(archive)

    tried: list[Run] = []

    def fail(run: Run, _writer: object) -> None:
        tried.append(run)
        raise error

    monkeypatch.setattr(Run, "_write", fail)
    with pytest.raises(type(error)):
        engine.update()
    assert len(tried) == 1, "not once more for a build that is begun anew"
    monkeypatch.undo()
    assert engine.update().rebuilt is False


def test_permissions_are_said_of_what_is_done(
    engine: WhooshEngine, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_an_article(archive)

    def refuse(*_rest: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(index_writing, "write_contents", refuse)
    with pytest.raises(IndexUnusable, match="cannot be written"):
        engine.update()
    monkeypatch.undo()
    monkeypatch.setattr(opening, "Segment", refuse)
    with pytest.raises(IndexUnusable, match="cannot be read"):
        engine.update()
    monkeypatch.undo()
    assert engine.update().rebuilt is False


def test_segments_are_closed_when_a_later_one_cannot_be_opened(
    engine: WhooshEngine, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_an_article(archive)
    engine.update()
    (build_of(tmp_path / "index") / "s000002-terms.atx").write_text("damaged")
    closed: list[str] = []
    monkeypatch.setattr(Segment, "close", lambda segment: closed.append(segment.name))
    store = IndexStore(tmp_path / "index")
    with pytest.raises(IndexOutdated):
        store.writer(store.version(), lambda: None)
    assert "s000001" in closed


def test_a_damaged_segment_that_is_merged_is_damage(
    engine: WhooshEngine, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_an_article(archive)

    def fail(*_rest: object) -> None:
        raise IndexError("a number from a damaged file")

    monkeypatch.setattr(index_writing, "to_merge", lambda *_, **__: [0, 1])
    monkeypatch.setattr(merging, "SegmentWriter", fail)
    assert engine.update().rebuilt


def save_always(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passes, "SAVE_SECONDS", 0.0)
    monkeypatch.setattr(passes, "SAVING_SHARE", 0)


def stop_a_build(archive: Archive, folder: Path) -> WhooshEngine:
    """Return the engine of an index whose first build was stopped after three articles."""
    engine, seen = WhooshEngine(archive, folder), list[int]()
    with pytest.raises(Interrupted):
        engine.update(lambda: seen[-1:] == [3], lambda progress: seen.append(progress.done))
    return engine


def test_a_stopped_build_outlives_an_archive_that_cannot_be_listed(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = stop_a_build(archive, tmp_path / "index")

    def closed(_archive: Archive) -> None:
        raise ArchiveError("The archive cannot be listed.")

    monkeypatch.setattr(Archive, "files", closed)
    with pytest.raises(ArchiveError):
        engine.update()
    monkeypatch.undo()
    assert engine.update().unchanged == 3


def test_a_first_build_of_an_archive_that_cannot_be_listed_leaves_nothing(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(_archive: Archive) -> None:
        raise ArchiveError("The archive cannot be listed.")

    monkeypatch.setattr(Archive, "files", closed)
    with pytest.raises(ArchiveError):
        WhooshEngine(archive, tmp_path / "index").update()
    assert not list((tmp_path / "index").glob("g*"))


def test_a_build_is_kept_when_the_disk_is_full_near_its_end(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_always(monkeypatch)
    engine = WhooshEngine(archive, tmp_path / "index")

    def full(progress: Progress) -> None:
        if progress.done == 4:
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(IndexUnusable, match="cannot be written") as caught:
        engine.update(on_progress=full)
    assert "goes on from there" in caught.value.hint
    assert engine.update().unchanged == 3
    assert engine.check(thorough=True).current


def set_source(archive: Archive, source: str) -> Archive:
    """Return the archive with another publisher of articles that name none."""
    settings = archive.folder / "archive.yaml"
    lines = settings.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("source:")]
    settings.write_text("\n".join([*kept, f"source: {source}", ""]), encoding="utf-8")
    return Archive(archive.folder)


def test_another_default_source_reaches_the_index(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "k", Settled(name="K", identity="k", source="Báo cũ"))
    add_an_article(archive)
    WhooshEngine(archive, tmp_path / "index").update()
    engine = WhooshEngine(set_source(archive, "Báo mới"), tmp_path / "index")
    assert engine.search(SearchRequest("")).hits[0].source == "Báo cũ", "still searched"
    assert engine.check().changed == 1
    assert engine.update().rebuilt
    assert engine.search(SearchRequest("")).hits[0].source == "Báo mới"
    assert engine.check(thorough=True).current
    assert engine.update().rebuilt is False


def test_a_stopped_build_with_another_default_source_is_not_gone_on_with(
    archive: Archive, tmp_path: Path
) -> None:
    stop_a_build(archive, tmp_path / "index")
    engine = WhooshEngine(set_source(archive, "Báo mới"), tmp_path / "index")
    assert engine.update().unchanged == 0
    assert engine.check(thorough=True).current


def test_an_index_another_program_writes_to_is_not_called_damaged(
    engine: WhooshEngine, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = WhooshEngine(archive, tmp_path / "index")
    genuine = IndexStore.verify
    untold = ["Bài mới"]

    def verify(store: IndexStore, version: Version, *, thorough: bool = False) -> None:
        if untold:
            add_an_article(archive, untold.pop())
            other.update()
        genuine(store, version, thorough=thorough)

    monkeypatch.setattr(IndexStore, "verify", verify)
    assert engine.check().current


def test_what_earlier_runs_left_behind_goes_with_the_next_writer(
    engine: WhooshEngine, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    shutil.copytree(build_of(index), index / "g000005")
    (index / ".writing-abc").write_text("half a na")
    for name, files in (("g000007", [".writing-q"]), ("g000008", ["s000001-terms.atx"])):
        (index / name).mkdir()
        for file in files:
            (index / name / file).write_text("half a fi")
    (index / "g000009").mkdir()
    (index / "g000009" / "of somebody else").write_text("kept")
    assert engine.update().rebuilt is False
    names = {path.name for path in index.iterdir()}
    assert names - {"writing.lock"} == {"CURRENT", "g000001", "g000009"}
