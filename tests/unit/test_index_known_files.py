"""What an index remembers of files comes back, however small the change that was written."""

from pathlib import Path
from typing import Final

import pytest

from archive_tui.engine import Entry
from archive_tui.index.contents import ListEntry
from archive_tui.index.known_files import KnownFile, KnownFiles, digest
from archive_tui.index.sections import DamagedSections

MANY: Final = 5_000
"""So many that changes are kept apart."""


def known_file(number: int, problem: str = "") -> KnownFile:
    return KnownFile(number, 1_000 + number, number % 3, digest(b"%d" % number), problem)


def path(number: int) -> str:
    return f"2024/{number % 12 + 1:02}/bai-{number}.md"


def archive_of(count: int) -> dict[str, KnownFile]:
    return {path(number): known_file(number) for number in range(count)}


def again(known: KnownFiles, folder: Path, generation: int) -> tuple[KnownFiles, int]:
    """Write the files and read them; also tell in how many lists they were."""
    entries = known.write(folder, generation)
    return KnownFiles.read(folder, entries), len(entries)


def holds(known: KnownFiles, files: dict[str, KnownFile]) -> bool:
    states = {path: (file.size, file.mtime_ns) for path, file in files.items()}
    problems = {path: file.problem for path, file in files.items() if file.problem}
    return (
        dict(zip(*known.rows(), strict=True)) == states
        and known.problems() == problems
        and len(known) == len(files)
        and known.photos() == sum(file.photos for file in files.values())
        and all(known.get(path) == file for path, file in files.items())
    )


@pytest.mark.parametrize("count", [0, 1, 40, MANY])
def test_files_come_back_as_they_were_written(tmp_path: Path, count: int) -> None:
    files = archive_of(count)
    known, lists = again(KnownFiles().changed(files), tmp_path, 1)
    assert lists == 1
    assert holds(known, files)
    assert known.get("2024/01/none.md") is None


@pytest.mark.parametrize(("count", "lists"), [(40, 1), (MANY, 2)])
def test_small_changes_are_written_beside_a_large_list(
    tmp_path: Path, count: int, lists: int
) -> None:
    files = archive_of(count)
    known, _lists = again(KnownFiles().changed(files), tmp_path, 1)
    for generation in range(2, 6):
        changes: dict[str, KnownFile | None] = {
            path(generation): known_file(99, "Nó hỏng."),
            path(generation + 10): None,
            path(count + generation): known_file(7),
        }
        known, written = again(known.changed(changes), tmp_path, generation)
        files |= {path: file for path, file in changes.items() if file}
        del files[path(generation + 10)]
        assert written == lists
        assert holds(known, files)
        assert known.get(path(generation + 10)) is None


def test_many_changes_are_folded_in(tmp_path: Path) -> None:
    files = archive_of(MANY)
    known, _lists = again(KnownFiles().changed(files), tmp_path, 1)
    changes: dict[str, KnownFile | None] = {path(number): None for number in range(200)}
    changes |= {path(number): known_file(1, "x") for number in range(200, 400)}
    changes["2023/moi.md"] = known_file(3)
    known, lists = again(known.changed(changes), tmp_path, 2)
    assert lists == 1
    kept = {path: file for path, file in files.items() if path not in changes}
    assert holds(known, {**kept, **{path: file for path, file in changes.items() if file}})


def test_a_file_that_came_back_is_known_again(tmp_path: Path) -> None:
    files = archive_of(MANY)
    known, _lists = again(KnownFiles().changed(files), tmp_path, 1)
    known, _lists = again(known.changed({path(5): None}), tmp_path, 2)
    known, _lists = again(known.changed({path(5): files[path(5)]}), tmp_path, 3)
    assert holds(known, files)


@pytest.mark.parametrize("others", [0, 100])
def test_files_are_found_by_the_id_they_give(tmp_path: Path, others: int) -> None:
    files = archive_of(MANY)
    known, _lists = again(KnownFiles().changed(files), tmp_path, 1)
    known = known.changed({"1999/bai-7.md": known_file(1), path(8): None, "1999/b.md": None})
    ids = {"bai-7", "bai-8", "ai-9", "b", *(f"không-{number}" for number in range(others))}
    assert known.with_ids(ids) == ["1999/bai-7.md", path(7)]


def test_a_file_that_could_not_be_read_looks_like_none_there_is(tmp_path: Path) -> None:
    file = KnownFile.unread(Entry("2024/a.md", 5, 17), "Nó đóng.")
    known, _lists = again(KnownFiles().changed({"2024/a.md": file}), tmp_path, 1)
    found = known.get("2024/a.md")
    assert found == file
    assert found
    assert not found.digest
    assert found.mtime_ns != 17


def test_another_list_than_the_one_meant_is_refused(tmp_path: Path) -> None:
    [entry] = KnownFiles().changed(archive_of(3)).write(tmp_path, 1)
    with pytest.raises(DamagedSections):
        KnownFiles.read(tmp_path, [ListEntry(1, entry.identity ^ 1)])
