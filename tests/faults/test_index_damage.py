"""An index folder that is damaged, foreign or half written: noticed, said, and built anew."""

import contextlib
import gc
import json
import os
import pickle
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
import whoosh.index

from archive_tui.archive import Archive, adding, places
from archive_tui.errors import ArchiveError, IndexBusy, IndexOutdated, IndexUnusable, Interrupted
from archive_tui.index import IndexStore, unpickling
from archive_tui.model import Progress, SearchRequest
from archive_tui.search import WhooshEngine
from support import make_article

# Whoosh leaves a file open when it fails in the middle of opening an index.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture(autouse=True)
def _files_left_open_are_closed_here() -> Iterator[None]:
    """Collect what Whoosh left open while its warnings are still expected."""
    yield
    gc.collect()


class Bomb:
    """Unpickled by a loader that is not guarded, it makes a file."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.target),)


@pytest.fixture
def engine(archive: Archive, tmp_path: Path) -> WhooshEngine:
    engine = WhooshEngine(archive, tmp_path / "index")
    engine.update()
    return engine


def build_of(tmp_path: Path) -> Path:
    return tmp_path / "index" / (tmp_path / "index" / "CURRENT").read_text().strip()


def test_the_guard_builds_plain_values_and_refuses_the_rest(tmp_path: Path) -> None:
    plain = (1, 2.5, "ba", b"bytes", b"", [None, {"a": (True,)}])
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert unpickling.loads(pickle.dumps(plain, protocol)) == plain
    target = tmp_path / "ran"
    with pytest.raises(pickle.UnpicklingError):
        unpickling.loads(pickle.dumps(Bomb(target)))
    assert not target.exists()


def plant(toc: Path, bomb: bytes, place: str) -> None:
    """Put a crafted pickle where stock Whoosh reads one."""
    data = toc.read_bytes()
    if place == "segments":
        toc.write_bytes(data[: data.rindex(b"\x80\x05")] + bomb)
    else:  # a table of contents of an old version, read by an unpickler of its own
        version = whoosh.index._CURRENT_TOC_VERSION.to_bytes(4, "big", signed=True)
        start = data.index(version)
        # after the three numbers of the release stand a length and the pickled schema
        head = data[:start] + (-110).to_bytes(4, "big", signed=True) + data[start + 4 : start + 7]
        toc.write_bytes(head + b"\x01" + bomb)


@pytest.mark.parametrize("place", ["segments", "old version"])
def test_a_malicious_table_of_contents_runs_nothing(
    engine: WhooshEngine, tmp_path: Path, place: str
) -> None:
    target = tmp_path / "ran"
    [toc] = build_of(tmp_path).glob("*.toc")
    plant(toc, pickle.dumps(Bomb(target), 2), place)
    engine.close()
    with pytest.raises(IndexUnusable):
        engine.search(SearchRequest("xã"))
    assert not target.exists()
    stock = (
        "import sys; from whoosh import fields, index; "
        "index.open_dir(sys.argv[1], schema=fields.Schema(a=fields.TEXT))"
    )
    if place == "old version":
        stock = "import sys; from whoosh import index; index.open_dir(sys.argv[1])"
    subprocess.run([sys.executable, "-c", stock, str(toc.parent)], check=False, capture_output=True)
    assert target.exists(), "the crafted file has to be one that would have run"


DAMAGES: Final[dict[str, Callable[[bytes], bytes]]] = {
    "cut to nothing": lambda data: data[:0],
    "cut in half": lambda data: data[: len(data) // 2],
    "overwritten": lambda data: b"\xff" * len(data),
    "cut by a byte": lambda data: data[:-1],
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("pattern", ["*.toc", "*.seg", "files-*.json", "sentinel.json"])
def test_a_damaged_file_never_ends_in_anything_but_our_own_error(
    engine: WhooshEngine, tmp_path: Path, pattern: str, damage: str
) -> None:
    engine.close()
    for file in build_of(tmp_path).glob(pattern):
        file.write_bytes(DAMAGES[damage](file.read_bytes()))
    for text in ("xã", "*", "hoi nghi"):
        try:
            engine.search(SearchRequest(text))
        except IndexOutdated as error:
            assert "archive-tui index" in error.hint
    engine.rebuild()
    assert engine.search(SearchRequest("")).total == 8


def test_flipped_bits_never_end_in_anything_but_our_own_error(
    engine: WhooshEngine, tmp_path: Path
) -> None:
    chance = random.Random(7)
    [segment] = build_of(tmp_path).glob("*.seg")
    genuine = segment.read_bytes()
    for _round in range(40):
        data = bytearray(genuine)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        engine.close()
        segment.write_bytes(data)
        with contextlib.suppress(IndexOutdated):
            engine.search(SearchRequest("xã"))


@pytest.mark.parametrize("name", ["format", "analysis", "engine"])
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


@pytest.mark.parametrize("pattern", ["*.toc", "*.seg", "files-*.json", "sentinel.json"])
@pytest.mark.parametrize("damage", [*DAMAGES, "gone"])
def test_an_update_repairs_what_is_damaged_though_no_article_changed(
    engine: WhooshEngine, tmp_path: Path, pattern: str, damage: str
) -> None:
    engine.close()
    for file in build_of(tmp_path).glob(pattern):
        file.unlink() if damage == "gone" else file.write_bytes(DAMAGES[damage](file.read_bytes()))
    if (pattern, damage) == ("*.seg", "overwritten"):  # its size is right: a matter for --check
        assert not engine.check(thorough=True).ready
        engine.rebuild()
    assert engine.check().ready is False or engine.check(thorough=True).ready
    engine.update()
    assert engine.search(SearchRequest("")).total == 8
    assert engine.check(thorough=True).ready


def test_a_flipped_bit_is_found_by_a_thorough_check(engine: WhooshEngine, tmp_path: Path) -> None:
    assert engine.check(thorough=True).ready
    [segment] = build_of(tmp_path).glob("*.seg")
    data = bytearray(segment.read_bytes())
    data[len(data) // 2] ^= 1
    segment.write_bytes(data)
    status = engine.check(thorough=True)
    assert not status.ready
    assert status.reason


def test_an_update_keeps_checksums_of_what_it_did_not_write(
    engine: WhooshEngine, archive: Archive, tmp_path: Path
) -> None:
    for number in range(3):
        with adding(archive) as batch:
            batch.add(make_article(f"Bài {number}", "Chuyện mới."))
        engine.update()
        assert engine.check(thorough=True).ready
        assert len(list(build_of(tmp_path).glob("sums-*.json"))) == 1
    assert engine.search(SearchRequest("")).total == 11


def test_without_checksums_of_a_run_that_was_killed_the_index_still_answers(
    engine: WhooshEngine, tmp_path: Path
) -> None:
    for file in build_of(tmp_path).glob("sums-*.json"):
        file.unlink()
    engine.close()
    assert engine.search(SearchRequest("")).total == 8


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


def test_a_run_killed_right_after_the_commit_has_finished_its_work(
    engine: WhooshEngine, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with adding(archive) as batch:
        batch.add(make_article("Bài mới", "Chuyện mới."))

    def killed(_store: IndexStore, _version: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(IndexStore, "seal", killed)
    with pytest.raises(KeyboardInterrupt):
        engine.update()
    monkeypatch.undo()
    assert engine.search(SearchRequest("")).total == 9
    assert engine.check().current
    assert engine.update().added == 0
