"""A file is the old one or the new one, whoever looks and whenever."""

import os
import sys
from pathlib import Path

import pytest

from archive_tui.archive import atomic


def test_a_reader_that_has_the_file_open_keeps_the_old_bytes(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old and whole")
    before = file.stat().st_ino
    with file.open("rb") as reader:
        atomic.write_bytes(file, b"new")
        assert reader.read() == b"old and whole"
    assert file.read_bytes() == b"new"
    if sys.platform != "win32":
        assert file.stat().st_ino != before
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_what_cannot_be_finished_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        atomic.write_bytes(file, b"new")
    assert file.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_name_that_is_taken_is_left_alone_on_request(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    atomic.write_text(file, "một\r\n")
    assert file.read_bytes() == "một\r\n".encode()
    with pytest.raises(FileExistsError):
        atomic.write_text(file, "hai", overwrite=False)
    assert file.read_bytes() == "một\r\n".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_file_system_without_links_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_source: object, _target: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", none)
    file = tmp_path / "a.txt"
    atomic.write_text(file, "một", overwrite=False)
    with pytest.raises(FileExistsError):
        atomic.write_text(file, "hai", overwrite=False)
    assert file.read_text(encoding="utf-8") == "một"


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_a_file_has_the_rights_the_user_gives_to_new_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def set_for_all_threads(mask: int) -> int:
        raise AssertionError(mask)

    before = os.umask(0o027)
    try:
        monkeypatch.setattr(os, "umask", set_for_all_threads)
        atomic.write_bytes(tmp_path / "a.txt", b"a")
    finally:
        monkeypatch.undo()
        os.umask(before)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640
