"""An index folder that is damaged, foreign or half written: noticed, said, and built anew."""

import json
import os
import pickle
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from archive_tui.archive import Archive, adding, places
from archive_tui.errors import ArchiveError, IndexBusy, IndexOutdated, IndexUnusable, Interrupted
from archive_tui.index import IndexStore
from archive_tui.index.segments import FILES
from archive_tui.model import Progress, SearchRequest
from archive_tui.search import WhooshEngine
from support import make_article

PATTERNS: Final = (
    "contents-*.json",
    *(f"s*-{kind}.atx" for kind in FILES),
    "s*-deleted-*.atx",
    "files-*.atx",
    "sentinel.json",
)
"""Every kind of file a build has."""
QUERIES: Final = ("", "xã", "*", "hoi nghi", '"hội nghị tổng kết"', "đư*", 'tag:"hội nghị"')
"""Searches that together read every kind of file."""


class Bomb:
    """Unpickled by anybody, it makes a folder."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.target),)


@pytest.fixture
def engine(archive: Archive, tmp_path: Path) -> WhooshEngine:
    """Eight records in two segments, and one that is deleted in the first."""
    engine = WhooshEngine(archive, tmp_path / "index")
    engine.update()
    replace_an_article(archive)
    engine.update()
    assert all(list(build_of(tmp_path).glob(pattern)) for pattern in PATTERNS)
    return engine


def replace_an_article(archive: Archive) -> None:
    """Take an article of one record out, and put another in."""
    [gone] = archive.folder.rglob("*anh-chua-ro-ngay*.md")
    gone.unlink()
    with adding(archive) as batch:
        batch.add(make_article("Ảnh hội nghị cũ", "Tấm ảnh hội nghị tổng kết ở xã."))


def build_of(tmp_path: Path) -> Path:
    return tmp_path / "index" / (tmp_path / "index" / "CURRENT").read_text().strip()


def answers(engine: WhooshEngine) -> list[tuple[str, ...] | None]:
    """Return the ids each query finds; None where the index was refused."""
    found: list[tuple[str, ...] | None] = []
    for text in QUERIES:
        try:
            page = engine.search(SearchRequest(text))
        except IndexOutdated as error:
            assert "archive-tui index" in error.hint
            found.append(None)
        else:
            found.append(tuple(hit.id for hit in page.hits))
    return found


DAMAGES: Final[dict[str, Callable[[bytes], bytes]]] = {
    "cut to nothing": lambda data: data[:0],
    "cut in half": lambda data: data[: len(data) // 2],
    "overwritten": lambda data: b"\xff" * len(data),
    "cut by a byte": lambda data: data[:-1],
    "a byte longer": lambda data: data + b"\0",
}


def damage_files(build: Path, pattern: str, damage: str) -> None:
    for file in build.glob(pattern):
        file.unlink() if damage == "gone" else file.write_bytes(DAMAGES[damage](file.read_bytes()))


@pytest.mark.parametrize("damage", [*DAMAGES, "gone"])
@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_damaged_file_ends_in_nothing_but_our_own_error_and_is_repaired_by_an_update(
    engine: WhooshEngine, tmp_path: Path, pattern: str, damage: str
) -> None:
    genuine = answers(engine)
    engine.close()
    damage_files(build_of(tmp_path), pattern, damage)
    for before, after in zip(genuine, answers(engine), strict=True):
        assert after in (before, None)
    assert not engine.check().ready
    assert engine.update().rebuilt, "though no article changed"
    assert engine.search(SearchRequest("")).total == 8
    assert engine.check(thorough=True).ready


def flip(file: Path, place: int, bit: int = 0) -> None:
    """Flip one bit of a file, written as another file so that who has it open keeps it."""
    data = bytearray(file.read_bytes())
    data[place] ^= 1 << bit
    file.unlink()
    file.write_bytes(data)


def test_flipped_bits_anywhere_are_noticed_and_never_change_an_answer(
    engine: WhooshEngine, tmp_path: Path
) -> None:
    chance = random.Random(7)
    genuine = answers(engine)
    contents = IndexStore(tmp_path / "index").contents(IndexStore(tmp_path / "index").version())
    files = [build_of(tmp_path) / name for name in (*sorted(contents.files), "sentinel.json")]
    for number in range(60):
        file = files[number % len(files)]
        data = file.read_bytes()
        engine.close()
        flip(file, chance.randrange(len(data)), chance.randrange(8))
        assert not engine.check(thorough=True).ready, file.name
        for before, after in zip(genuine, answers(engine), strict=True):
            assert after in (before, None)
        engine.close()
        file.write_bytes(data)
    assert answers(engine) == genuine


@pytest.mark.parametrize("kind", FILES)
def test_a_flipped_bit_in_a_data_block_is_noticed_by_the_search_that_needs_it(
    engine: WhooshEngine, tmp_path: Path, kind: str
) -> None:
    engine.close()
    flip(build_of(tmp_path) / f"s000001-{kind}.atx", 20)
    assert engine.check().ready, "opening reads no data"
    if kind in ("frequencies", "positions"):
        assert engine.search(SearchRequest("")).total == 8
    with pytest.raises(IndexOutdated):
        engine.search(SearchRequest('"hội nghị tổng kết"'))
    status = engine.check(thorough=True)
    assert not status.ready
    assert status.reason
    engine.rebuild()
    assert engine.check(thorough=True).ready
    assert engine.search(SearchRequest("xã")).total


@pytest.mark.parametrize("kind", ["terms", "postings"])
def test_an_update_that_comes_upon_a_flipped_bit_builds_anew(
    engine: WhooshEngine, archive: Archive, tmp_path: Path, kind: str
) -> None:
    engine.close()
    flip(build_of(tmp_path) / f"s000001-{kind}.atx", 20)
    next(archive.folder.rglob("*ma-sau*.md")).unlink()
    assert engine.update().rebuilt
    assert engine.search(SearchRequest("")).total == 7
    assert engine.check(thorough=True).ready


def swap(one: Path, other: Path) -> None:
    first, second = one.read_bytes(), other.read_bytes()
    assert first != second
    one.write_bytes(second)
    other.write_bytes(first)


@pytest.mark.parametrize("kind", FILES)
def test_files_of_two_segments_that_changed_places_are_refused(
    engine: WhooshEngine, tmp_path: Path, kind: str
) -> None:
    engine.close()
    swap(*(build_of(tmp_path) / f"s00000{number}-{kind}.atx" for number in (1, 2)))
    with pytest.raises(IndexOutdated):
        engine.search(SearchRequest("xã"))
    assert not engine.check().ready
    assert engine.update().rebuilt
    assert engine.check(thorough=True).ready


@pytest.mark.parametrize(
    "name", ["contents-000002.json", *(f"s000001-{kind}.atx" for kind in FILES)]
)
def test_files_of_another_build_are_refused(
    engine: WhooshEngine, archive: Archive, tmp_path: Path, name: str
) -> None:
    engine.close()
    shutil.copytree(build_of(tmp_path), tmp_path / "kept")
    with adding(archive) as batch:
        batch.add(make_article("Một bài khác", "Lời khác hẳn."))
    engine.rebuild()
    with adding(archive) as batch:
        batch.add(make_article("Bài thứ hai", "Lời nữa."))
    engine.update()
    engine.close()
    shutil.copyfile(tmp_path / "kept" / name, build_of(tmp_path) / name)
    with pytest.raises(IndexOutdated):
        engine.search(SearchRequest("xã"))
    assert not engine.check().ready
    assert engine.update().rebuilt
    assert engine.search(SearchRequest("")).total == 10


@pytest.mark.parametrize("pattern", ["s000001-deleted-*.atx", "files-*.atx"])
def test_lists_of_another_build_are_refused(
    engine: WhooshEngine, archive: Archive, tmp_path: Path, pattern: str
) -> None:
    other = WhooshEngine(archive, tmp_path / "other" / "index")
    other.update()
    next(archive.folder.rglob("*ong-duong*.md")).unlink()
    with adding(archive) as batch:
        batch.add(make_article("Bài mới", "Chuyện mới."))
    other.update()
    [own], [foreign] = (
        list(build.glob(pattern)) for build in (build_of(tmp_path), build_of(tmp_path / "other"))
    )
    engine.close()
    own.write_bytes(foreign.read_bytes())
    assert not engine.check(thorough=True).ready


def test_a_sentinel_that_is_nested_without_end_is_refused(
    engine: WhooshEngine, tmp_path: Path
) -> None:
    (build_of(tmp_path) / "sentinel.json").write_text("[" * 200_000)
    assert not engine.check().ready


def plant(build: Path, bomb: bytes, pattern: str) -> None:
    """Put a crafted pickle where stock Whoosh reads one, or in the place of our own files."""
    (build / "_MAIN_1.toc").write_bytes(bomb)
    (build / "MAIN_0123456789abcdef.seg").write_bytes(bomb)
    (build.parent / "_MAIN_1.toc").write_bytes(bomb)
    for file in build.glob(pattern):
        file.write_bytes(bomb)


@pytest.mark.parametrize("pattern", ["nothing", *PATTERNS, "*", "../CURRENT"])
def test_a_malicious_pickle_runs_nothing_wherever_it_stands(
    engine: WhooshEngine, tmp_path: Path, pattern: str
) -> None:
    target = tmp_path / "ran"
    bomb = pickle.dumps(Bomb(target), 2)
    engine.close()
    plant(build_of(tmp_path), bomb, pattern)
    harmless = pattern == "nothing"
    assert (None in answers(engine)) == (not harmless and pattern != "files-*.atx")
    assert engine.check(thorough=True).ready == harmless
    assert engine.update().rebuilt == (not harmless)
    engine.rebuild()
    assert engine.search(SearchRequest("")).total == 8
    assert not target.exists()
    pickle.loads(bomb)  # noqa: S301 - our own
    assert target.exists(), "the crafted file has to be one that would have run"


@pytest.mark.parametrize("name", ["format", "analysis"])
def test_an_index_of_another_version_is_refused_and_rebuilt(
    engine: WhooshEngine, tmp_path: Path, name: str
) -> None:
    sentinel = build_of(tmp_path) / "sentinel.json"
    versions = json.loads(sentinel.read_text())
    versions[name] = "another"
    sentinel.write_text(json.dumps(versions))
    with pytest.raises(IndexOutdated):
        engine.search(SearchRequest("xã"))
    assert not engine.check().ready
    assert engine.update().rebuilt
    assert engine.search(SearchRequest("")).total == 8


def test_a_missing_build_is_rebuilt_by_the_next_update(
    engine: WhooshEngine, tmp_path: Path
) -> None:
    (tmp_path / "index" / "CURRENT").write_text("g000099\n")
    engine.close()
    with pytest.raises(IndexUnusable):
        engine.search(SearchRequest("xã"))
    assert engine.update().rebuilt


def test_a_second_writer_says_that_it_waits_and_then_gives_up(tmp_path: Path) -> None:
    store = IndexStore(tmp_path / "index")
    said: list[str] = []
    with (
        store.writing(),
        pytest.raises(IndexBusy),
        store.writing(wait_seconds=0.3, on_wait=lambda: said.append("waiting")),
    ):
        pass
    assert set(said) == {"waiting"}


def test_waiting_for_another_writer_can_be_stopped(engine: WhooshEngine, tmp_path: Path) -> None:
    seen: list[Progress] = []
    with IndexStore(tmp_path / "index").writing(), pytest.raises(Interrupted):
        engine.update(lambda: bool(seen), seen.append)
    assert [progress.waiting for progress in seen] == [True]


def test_a_reader_keeps_its_version_while_another_program_writes(
    engine: WhooshEngine, archive: Archive, tmp_path: Path
) -> None:
    other = WhooshEngine(archive, tmp_path / "index")
    assert engine.search(SearchRequest("")).total == 8
    with adding(archive) as batch:
        batch.add(make_article("Bài mới", "Chuyện mới."))
    other.update()
    other.rebuild()
    assert engine.search(SearchRequest("")).total == 9
    builds = [path.name for path in (tmp_path / "index").iterdir() if path.is_dir()]
    assert len(builds) == 1


KILLED: Final = """
import sys
from pathlib import Path
from archive_tui.archive import Archive
from archive_tui.search import WhooshEngine
print("go", flush=True)
engine = WhooshEngine(Archive(Path(sys.argv[1])), Path(sys.argv[2]))
engine.rebuild() if sys.argv[3] == "rebuild" else engine.update()
"""


@pytest.mark.parametrize("job", ["update", "rebuild"])
def test_a_killed_run_leaves_the_old_index_or_the_new_one(
    engine: WhooshEngine, archive: Archive, tmp_path: Path, job: str
) -> None:
    """A small share of the kills; the moments are spread over the length of a run."""
    chance = random.Random(11)
    total = 8
    for number in range(6):
        with adding(archive) as batch:
            batch.add(make_article(f"Bài số {number}", "Chuyện mới thêm vào."))
        command = [sys.executable, "-c", KILLED, str(archive.folder), str(tmp_path / "index"), job]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.15))
            process.kill()
        found = engine.search(SearchRequest("")).total
        assert total <= found <= 8 + number + 1
        engine.update()
        total = 8 + number + 1
        assert engine.search(SearchRequest("")).total == total


STOPPED: Final = """
import os, sys
from pathlib import Path
from archive_tui.archive import Archive
from archive_tui.index import writing
from archive_tui.search import WhooshEngine
writing.write_contents = lambda *_: os._exit(9)
engine = WhooshEngine(Archive(Path(sys.argv[1])), Path(sys.argv[2]))
engine.rebuild() if sys.argv[3] == "rebuild" else engine.update()
"""
"""A run that is killed just before its commit."""


def stop_before_commit(archive: Archive, folder: Path, job: str) -> None:
    command = [sys.executable, "-c", STOPPED, str(archive.folder), str(folder), job]
    assert subprocess.run(command, check=False).returncode == 9


def names(build: Path) -> set[str]:
    return {path.name for path in build.iterdir()}


def test_what_a_killed_update_left_behind_is_removed_by_the_next_writer(
    engine: WhooshEngine, archive: Archive, tmp_path: Path
) -> None:
    build = build_of(tmp_path)
    before = names(build)
    with adding(archive) as batch:
        batch.add(make_article("Bài mới", "Chuyện mới."))
    stop_before_commit(archive, tmp_path / "index", "update")
    (build / ".writing-contents").write_text("half a fi")
    assert names(build) > before
    assert engine.search(SearchRequest("")).total == 8
    assert engine.check(thorough=True).ready
    assert not engine.update().rebuilt
    assert engine.search(SearchRequest("")).total == 9
    store = IndexStore(tmp_path / "index")
    assert names(build) == {*store.contents(store.version()).files, "sentinel.json"}


def test_what_a_killed_rebuild_left_behind_is_removed_by_the_next_one(
    engine: WhooshEngine, archive: Archive, tmp_path: Path
) -> None:
    stop_before_commit(archive, tmp_path / "index", "rebuild")
    assert len(list((tmp_path / "index").glob("g*"))) == 2
    assert engine.search(SearchRequest("")).total == 8
    engine.rebuild()
    assert len(list((tmp_path / "index").glob("g*"))) == 1
    assert engine.search(SearchRequest("")).total == 8


def test_a_run_that_is_interrupted_leaves_the_index_as_it_was(
    engine: WhooshEngine, archive: Archive, tmp_path: Path
) -> None:
    before = names(build_of(tmp_path))
    with adding(archive) as batch:
        for number in range(3):
            batch.add(make_article(f"Bài {number}", "Chuyện mới."))
    for stop_at in range(3):
        asked: list[None] = []

        def should_stop(asked: list[None] = asked, stop_at: int = stop_at) -> bool:
            asked.append(None)
            return len(asked) > stop_at

        with pytest.raises(Interrupted):
            engine.update(should_stop)
        assert names(build_of(tmp_path)) == before
        assert engine.search(SearchRequest("")).total == 8


def test_updates_keep_no_files_of_earlier_generations(
    engine: WhooshEngine, archive: Archive, tmp_path: Path
) -> None:
    for number in range(3):
        with adding(archive) as batch:
            batch.add(make_article(f"Bài {number}", "Chuyện mới."))
        engine.update()
        assert engine.check(thorough=True).ready
        for pattern in ("contents-*.json", "files-*.atx", "s*-deleted-*.atx"):
            assert len(list(build_of(tmp_path).glob(pattern))) == 1
    assert engine.search(SearchRequest("")).total == 11


def test_articles_in_a_closed_folder_are_not_taken_for_gone(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    genuine = os.scandir

    def closed(path: str | Path) -> object:
        if str(path).endswith("2024"):
            raise PermissionError(13, "Permission denied")
        return genuine(path)

    monkeypatch.setattr(os, "scandir", closed)
    with pytest.raises(ArchiveError, match="2024"):
        engine.update()
    assert engine.check().problems
    monkeypatch.undo()
    assert engine.search(SearchRequest("")).total == 8


def test_a_file_that_could_not_be_read_is_tried_again(
    engine: WhooshEngine, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with adding(archive) as batch:
        path = archive.folder / batch.add(make_article("Bài mới", "Chuyện mới.")).path
    genuine = places.locate

    def closed(root: Path, relative: str) -> Path:
        if root / relative == path:
            raise PermissionError(13, "Permission denied")
        return genuine(root, relative)

    monkeypatch.setattr("archive_tui.archive.folder.locate", closed)
    report = engine.update()
    assert (report.added, len(report.problems)) == (0, 1)
    monkeypatch.undo()
    assert engine.update().problems == ()
    assert engine.search(SearchRequest("")).total == 9


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_a_pipe_that_looks_like_an_article_is_passed_over(
    engine: WhooshEngine, archive: Archive
) -> None:
    os.mkfifo(archive.folder / "2024" / "01" / "ong.md")
    assert engine.update().problems == ()


@pytest.mark.parametrize("last_removed", ["contents-000002.json", "files-000002.atx"])
def test_a_run_interrupted_right_after_the_commit_leaves_a_whole_index(
    engine: WhooshEngine, archive: Archive, monkeypatch: pytest.MonkeyPatch, last_removed: str
) -> None:
    """Ctrl-C while files of the generation before are removed, after some of them are gone."""
    with adding(archive) as batch:
        batch.add(make_article("Bài mới", "Chuyện mới."))
    genuine = Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:
        genuine(path, missing_ok)
        if path.name == last_removed:
            raise KeyboardInterrupt

    monkeypatch.setattr(Path, "unlink", unlink)
    with pytest.raises(KeyboardInterrupt):
        engine.update()
    monkeypatch.undo()
    assert engine.search(SearchRequest("")).total == 9
    assert engine.check(thorough=True).current
    assert engine.update().added == 0
