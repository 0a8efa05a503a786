"""A disk that is full at any moment: the index in force stays, one sentence, and no litter."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias

import pytest

from archive_tui.archive import Archive, adding
from archive_tui.errors import ExitCode, IndexUnusable
from archive_tui.index import IndexStore, passes
from archive_tui.model import SearchRequest
from archive_tui.search import WhooshEngine
from cli_program import Program
from full_disk import full_disk
from support import make_article

Job: TypeAlias = Callable[[WhooshEngine], object]
PLENTY: Final = 1 << 40
STEPS: Final = 25
"""Moments at which the disk is full, spread over what a job writes."""


def rebuild(engine: WhooshEngine) -> object:
    return engine.rebuild()


def update(engine: WhooshEngine) -> object:
    return engine.update()


def update_some(engine: WhooshEngine) -> object:
    return engine.update(only=["bai-moi"])


JOBS: Final[dict[str, Job]] = {"update": update, "only": update_some, "rebuild": rebuild}


@pytest.fixture
def engine(archive: Archive, tmp_path: Path) -> WhooshEngine:
    engine = WhooshEngine(archive, tmp_path / "index")
    engine.update()
    return engine


@pytest.fixture(params=[False, True], ids=["one commit", "saving"])
def _saving(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let builds save after each article, too."""
    if request.param:
        monkeypatch.setattr(passes, "SAVE_SECONDS", 0.0)
        monkeypatch.setattr(passes, "SAVING_SHARE", 0)


@contextmanager
def changed(archive: Archive) -> Iterator[None]:
    """Have one article more and one less."""
    with adding(archive) as batch:
        added = archive.folder / batch.add(make_article("Bài mới", "Chuyện mới.")).path
    gone = archive.folder / archive.path_of("1975-04-ma-sau-va-ruong-ma")
    data = gone.read_bytes()
    gone.unlink()
    yield
    added.unlink()
    gone.write_bytes(data)


def found(engine: WhooshEngine) -> set[str]:
    return {hit.id for hit in engine.search(SearchRequest("", limit=100)).hits}


def litter(folder: Path) -> set[str]:
    """Return what lies in an index without belonging to the version in force."""
    store = IndexStore(folder)
    version = store.version()
    own = {f"{version.build}/{name}" for name in store.contents(version).files}
    own |= {version.build, f"{version.build}/sentinel.json", "CURRENT", "writing.lock"}
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")} - own


def remove_begun_build(folder: Path) -> None:
    """Remove a build the next update would go on with; it is whole as far as it goes."""
    store = IndexStore(folder)
    version = store.unfinished()
    if version:
        store.verify(version, thorough=True)
        store.discard(version.build)


@pytest.mark.usefixtures("_saving")
@pytest.mark.parametrize("name", JOBS)
def test_wherever_the_disk_is_full_the_old_index_stays_and_nothing_is_left_behind(
    engine: WhooshEngine, archive: Archive, tmp_path: Path, name: str
) -> None:
    job, folder = JOBS[name], tmp_path / "index"
    before = found(engine)
    with changed(archive), full_disk(PLENTY) as disk:
        job(engine)
    engine.update()
    failed = 0
    for step in range(STEPS):
        with changed(archive):
            limit = disk.written * step // STEPS
            with full_disk(limit), pytest.raises(IndexUnusable, match="cannot be written"):
                job(engine)
            failed += 1
            assert found(engine) == before
            assert engine.check(thorough=True).ready
            remove_begun_build(folder)
            assert litter(folder) == set()
    assert failed == STEPS
    with changed(archive):
        job(engine)
        assert found(engine) != before
    engine.update()
    assert found(engine) == before


@pytest.mark.usefixtures("_saving")
def test_a_first_build_on_a_full_disk_leaves_nothing_behind_but_what_it_saved(
    archive: Archive, tmp_path: Path
) -> None:
    with full_disk(PLENTY) as disk:
        WhooshEngine(archive, tmp_path / "measured").update()
    engine = WhooshEngine(archive, tmp_path / "index")
    for step in range(STEPS):
        limit = disk.written * step // STEPS
        with full_disk(limit), pytest.raises(IndexUnusable, match="No space left"):
            engine.update()
        if list((tmp_path / "index").glob("g*")):
            remove_begun_build(tmp_path / "index")
        assert not list((tmp_path / "index").glob("g*"))
    assert engine.update().added == 5


def test_a_full_disk_is_told_in_one_sentence(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    program = Program(archive.folder, capsys)
    with full_disk(10_000):
        outcome = program("index")
    assert (outcome.code, outcome.out) == (ExitCode.UNUSABLE, "")
    assert outcome.err.count("\n") == 1
    assert "No space left on device" in outcome.err
    assert program("index").code == 0


def test_an_index_that_is_whole_but_not_yet_in_force_is_put_there_by_the_next_update(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full when the very last file is written."""
    engine = WhooshEngine(archive, tmp_path / "index")

    def refuse(_store: IndexStore, _build: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(IndexStore, "activate", refuse)
    with pytest.raises(IndexUnusable):
        engine.update()
    monkeypatch.undo()
    report = engine.update()
    assert (report.added, report.unchanged) == (0, 5)
    assert engine.check(thorough=True).current
