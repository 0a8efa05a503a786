"""Which files are read, packed or not, and what each one is taken for."""

import gzip
import lzma
import os
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from archive_tui.errors import SourceUnreadable
from archive_tui.ingest.detection import detect
from archive_tui.ingest.files import opened, walk
from archive_tui.model import ImportFormat

Packer: TypeAlias = Callable[[bytes], bytes]

RECORD = b'{"title": "A"}\n'


def listed(path: Path) -> list[str]:
    return [file.name for file, error in walk(path) if error is None]


def refused(path: Path) -> list[str]:
    return [error.message for _file, error in walk(path) if error is not None]


def test_a_folder_gives_its_files_in_order_of_name_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden.txt", "c/d.txt", ".git/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert listed(tmp_path) == ["a.txt", "b.txt", "d.txt"]


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "outside.txt").write_text("x")
    try:
        (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "outside.txt")
        (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    except OSError:
        pytest.skip("links cannot be made here")
    assert listed(tmp_path / "in") == []
    assert refused(tmp_path / "in") == []


def test_a_path_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert refused(tmp_path / "nowhere") == ["There is no such file or folder."]


def test_an_archive_is_not_imported_into_another(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "archive.yaml").write_text("name: x")
    (tmp_path / "news.txt").write_text("x")
    assert listed(tmp_path) == ["news.txt"]
    assert refused(tmp_path) == ["This folder is an archive itself."]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path) == ["This is neither a file nor a folder."]


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, bytes])
def test_packed_files_are_read_as_their_contents(tmp_path: Path, pack: Packer) -> None:
    file = tmp_path / "file"
    file.write_bytes(pack(RECORD * 50_000))
    with opened(file) as stream:
        assert stream.readline() == RECORD
        assert stream.read() == RECORD * 49_999


def test_an_xz_file_of_several_streams_is_read_to_its_end(tmp_path: Path) -> None:
    file = tmp_path / "file.xz"
    file.write_bytes(lzma.compress(b"one ") + b"\0" * 8 + lzma.compress(b"two"))
    with opened(file) as stream:
        assert stream.read() == b"one two"


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_a_file_that_unpacks_to_far_too_much_is_refused(tmp_path: Path, pack: Packer) -> None:
    file = tmp_path / "bomb"
    file.write_bytes(pack(b"\n" * (1 << 27)))
    sizes: list[int] = []
    with pytest.raises(SourceUnreadable, match="far more"), opened(file) as stream:
        sizes.extend(len(chunk) for chunk in iter(lambda: stream.read(1 << 20), b""))
    assert sum(sizes) <= 1 << 26


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
@pytest.mark.parametrize("damage", ["cut", "changed"])
def test_a_damaged_packed_file_is_refused(tmp_path: Path, pack: Packer, damage: str) -> None:
    data = pack(os.urandom(100_000))
    half = len(data) // 2
    rest = b"" if damage == "cut" else b"\xff\x00" * 40 + data[half + 80 :]
    file = tmp_path / "file"
    file.write_bytes(data[:half] + rest)
    with pytest.raises(SourceUnreadable, match="damaged or cut off"), opened(file) as stream:
        stream.read()


def test_an_xz_file_that_asks_for_too_much_memory_is_refused(tmp_path: Path) -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}]
    data = bytearray(lzma.compress(b"x" * 100, filters=filters))
    at = data.index(b"\x21\x01", 12)  # the filter's id and the size of its properties
    data[at + 2] = 40  # a dictionary of 4 GiB
    header = data[12 : 12 + (data[12] + 1) * 4 - 4]
    data[12 + len(header) : 16 + len(header)] = _crc32(bytes(header))
    file = tmp_path / "file.xz"
    file.write_bytes(bytes(data))
    with pytest.raises(SourceUnreadable), opened(file) as stream:
        stream.read()


def _crc32(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(4, "little")


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("a.txt", b"Title\n\nText", ImportFormat.PAGE),
        ("page", "Tiêu đề".encode(), ImportFormat.PAGE),
        ("A.TXT", b"", ImportFormat.PAGE),
        ("a.jsonl", RECORD, ImportFormat.JSONL),
        ("a.txt", b"\xef\xbb\xbf" + RECORD, ImportFormat.JSONL),
        ("a.jsonl.gz", gzip.compress(RECORD, mtime=0), ImportFormat.JSONL),
        ("a.jsonl.xz", lzma.compress(RECORD), ImportFormat.JSONL),
    ],
)
def test_the_form_is_told_by_the_first_bytes(
    tmp_path: Path, name: str, data: bytes, form: ImportFormat
) -> None:
    (tmp_path / name).write_bytes(data)
    assert detect(tmp_path / name) is form


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b"<!DOCTYPE html><html>"),
        ("a.txt", b"\n <html lang=vi>"),
        ("a.txt", b"%PDF-1.7"),
        ("a.jpg", b"\xff\xd8\xff\xe0"),
        ("a.docx", b"PK\x03\x04"),
        ("a.json", b'{\n  "title": "A"\n}'),
        ("a.md", b"# Title"),
    ],
)
def test_a_form_that_is_not_known_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceUnreadable, match="form is not known"):
        detect(tmp_path / name)
