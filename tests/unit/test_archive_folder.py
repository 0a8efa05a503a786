"""An archive's folder: what is listed, what is found, and what is refused."""

import os
from datetime import date
from pathlib import Path

import pytest

from archive_tui.archive import Archive, Settled, find
from archive_tui.archive.folder import guessed_path, path_for
from archive_tui.errors import (
    ArchiveError,
    ArchiveNotFound,
    DamagedFile,
    NothingFound,
)
from archive_tui.model import DateSpan


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.create(tmp_path / "archive", Settled("Kho mẫu", identity="kho"))


def put(archive: Archive, path: str, text: str = "---\ntitle: A\n---\n\nText\n") -> None:
    file = archive.folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_a_new_archive_says_what_it_is(archive: Archive) -> None:
    again = Archive(archive.folder).settled
    assert again == Settled("Kho mẫu", language="vi", identity="kho")
    assert "format: 1\n" in (archive.folder / "archive.yaml").read_text(encoding="utf-8")


def test_no_archive_is_made_over_other_files(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ArchiveError, match="not empty"):
        Archive.create(tmp_path, Settled("x"))


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        (None, ArchiveNotFound, "no archive.yaml"),
        ("a: [", ArchiveError, "not valid YAML"),
        ("- a", ArchiveError, "not valid YAML"),
        ("name: x\nformat: 2", ArchiveError, "format this version does not know"),
        ("\udcff", ArchiveError, "not valid YAML"),
    ],
)
def test_a_folder_that_is_no_readable_archive_is_refused(
    tmp_path: Path, text: str | None, error: type[ArchiveError], message: str
) -> None:
    if text is not None:
        (tmp_path / "archive.yaml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(error, match=message):
        Archive(tmp_path)


def test_the_name_of_an_archive_cannot_carry_escape_codes(tmp_path: Path) -> None:
    (tmp_path / "archive.yaml").write_text('name: "a\\e]0;x\\ab"', encoding="utf-8")
    assert Archive(tmp_path).settled.name == "a]0;xb"


def test_an_archive_is_found_upward(archive: Archive, tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert find(deep) == archive.folder
    assert find(archive.folder) == archive.folder


def test_listing_walks_years_and_undated_only(archive: Archive) -> None:
    for path in (
        "2024/01/b.md", "2024/a.md", "1954/c.md", "undated/d.md", "originals/ab/x.md",
        "photos/y.md", "2024/.hidden.md", "2024/note.txt", ".index/2024/z.md", "20245/e.md",
    ):  # fmt: skip
        put(archive, path)
    paths = [entry.path for entry in archive.entries()]
    assert paths == ["1954/c.md", "2024/01/b.md", "2024/a.md", "undated/d.md"]
    assert [entry.id for entry in archive.entries()] == ["c", "b", "a", "d"]


def test_listing_does_not_open_a_file(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    put(archive, "2024/a.md")

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Path, "open", refuse)
    assert [entry.id for entry in archive.entries()] == ["a"]


def test_links_out_of_the_archive_are_not_followed(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("---\ntitle: S\n---\n")
    (archive.folder / "2024").mkdir()
    try:
        (archive.folder / "2024" / "link.md").symlink_to(tmp_path / "secret.md")
        (archive.folder / "2023").symlink_to(tmp_path)
    except OSError:
        pytest.skip("links cannot be made here")
    assert list(archive.entries()) == []


@pytest.mark.parametrize("path", ["2024/01/2024-01-10-a.md", "1999/2024-01-10-a.md"])
def test_an_article_is_found_where_its_id_says_and_elsewhere(archive: Archive, path: str) -> None:
    put(archive, path)
    assert archive.path_of("2024-01-10-a") == path
    assert archive.article("2024-01-10-a").title == "A"


@pytest.mark.parametrize("article_id", ["none", "", "../archive", "a/b", "x\x1b[31m"])
def test_an_id_that_is_not_there_is_nothing_found(archive: Archive, article_id: str) -> None:
    with pytest.raises(NothingFound) as caught:
        archive.article(article_id)
    assert "\x1b" not in str(caught.value)


def test_a_header_is_read_without_its_body(archive: Archive) -> None:
    put(archive, "2024/a.md", "---\ntitle: A\ntags: [x]\n---\n\n" + "Text\n\n" * 100_000)
    assert archive.read_header("2024/a.md") == archive.read("2024/a.md").header
    assert archive.read_header("2024/a.md").tags == ("x",)
    assert archive.read_body("2024/a.md") == ["Text"] * 100_000


def test_a_header_without_an_end_is_not_read_for_ever(archive: Archive) -> None:
    put(archive, "2024/a.md", "---\ntitle: A\n" + "x: y\n" * 1_000_000)
    with pytest.raises(DamagedFile):
        archive.read_header("2024/a.md")


def test_a_file_that_vanished_is_damage_not_a_crash(archive: Archive) -> None:
    with pytest.raises(DamagedFile, match="cannot be read"):
        archive.read("2024/gone.md")
    with pytest.raises(DamagedFile, match="cannot be read"):
        archive.read_header("2024/gone.md")


@pytest.mark.parametrize(
    ("span", "path"),
    [
        (DateSpan.of_day(date(2024, 1, 10)), "2024/01/2024-01-10-a.md"),
        (DateSpan.of_month(1975, 4), "1975/04/1975-04-a.md"),
        (DateSpan.of_year(1975), "1975/1975-a.md"),
        (DateSpan(date(1954, 1, 1), date(1975, 12, 31)), "1954/1954-1975-a.md"),
        (None, "undated/a.md"),
    ],
)
def test_a_new_article_is_filed_by_its_date(span: DateSpan | None, path: str) -> None:
    article_id = path.rpartition("/")[2].removesuffix(".md")
    assert path_for(article_id, span) == path
    assert guessed_path(article_id) in {path, "1954/1954-1975-a.md"}


def test_a_read_only_folder_is_known_as_such(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert archive.writable
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert not Archive(archive.folder).writable
