"""Adding to an archive: new names, kept originals, and a manifest that agrees."""

import gzip
import hashlib
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock

from archive_tui.archive import Archive, Outcome, Settled, adding, atomic
from archive_tui.archive.manifest import MANIFEST
from archive_tui.archive.writing import LOCK
from archive_tui.errors import ArchiveError, ArchiveReadOnly
from archive_tui.model import Article, DateSpan, Header

DAY = DateSpan.of_day(date(2024, 1, 10))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.create(tmp_path / "archive", Settled("Kho"))


def article(title: str = "Tin", text: str = "Một.", url: str | None = None) -> Article:
    return Article(Header("", title, date=DAY, url=url), (text,))


def add(archive: Archive, *articles: Article) -> list[tuple[Outcome, str]]:
    return add_all(archive, articles)


def add_all(archive: Archive, articles: Iterable[Article]) -> list[tuple[Outcome, str]]:
    with adding(archive) as batch:
        return [(done.outcome, done.article_id) for done in map(batch.add, articles)]


def digests(archive: Archive) -> Iterator[tuple[str, str]]:
    for line in (archive.folder / MANIFEST).read_text(encoding="utf-8").splitlines():
        digest, path = line.split("  ", 1)
        yield path, digest


def test_an_article_gets_an_id_of_its_date_and_title(archive: Archive) -> None:
    assert add(archive, article("Đảng bộ Khối tổng kết công tác xây dựng")) == [
        (Outcome.ADDED, "2024-01-10-dang-bo-khoi-tong-ket-cong-tac")
    ]
    read = archive.article("2024-01-10-dang-bo-khoi-tong-ket-cong-tac")
    assert read.paragraphs == ("Một.",)


def test_another_article_of_the_same_name_gets_a_number(archive: Archive) -> None:
    added = add(archive, article(text="Một."), article(text="Hai."), article(text="Ba."))
    assert [name for _, name in added] == [
        "2024-01-10-tin", "2024-01-10-tin-2", "2024-01-10-tin-3",
    ]  # fmt: skip
    assert archive.article("2024-01-10-tin-3").paragraphs == ("Ba.",)


@pytest.mark.parametrize("title", ["CON", "…", "../../etc/passwd", "飲水思源", "a" * 300, "."])
def test_no_title_makes_a_dangerous_file_name(archive: Archive, title: str) -> None:
    ((_, name),) = add(archive, replace(article(), header=Header("", title)))
    assert (archive.folder / "undated" / f"{name}.md").is_file()
    assert name == name.strip(".-/")
    assert name not in {"con", ""}
    assert len(name) <= 60


def test_the_same_document_twice_is_added_once(archive: Archive) -> None:
    one = article(url="https://example.org/1")
    assert [outcome for outcome, _ in add(archive, one, one)] == [Outcome.ADDED, Outcome.KNOWN]
    assert add(archive, one) == [(Outcome.KNOWN, "2024-01-10-tin")]
    assert len(list(archive.entries())) == 1


def test_the_same_bytes_are_known_even_after_the_article_was_edited(archive: Archive) -> None:
    with adding(archive) as batch:
        batch.add(article(), b"bytes", "txt")
    old = archive.folder / "2024/01/2024-01-10-tin.md"
    old.rename(old.with_name("2024-01-10-renamed.md"))
    edited = old.with_name("2024-01-10-renamed.md")
    edited.write_text(
        edited.read_text(encoding="utf-8")
        .replace("id: 2024-01-10-tin", "id: 2024-01-10-renamed")
        .replace("title: Tin", "title: Khác")
        .replace("Một.", "Đã sửa."),
        encoding="utf-8",
    )
    with adding(archive) as batch:
        again = batch.add(article(), b"bytes", "txt")
    assert (again.outcome, again.article_id) == (Outcome.KNOWN, "2024-01-10-renamed")


def test_a_damaged_file_in_the_way_is_neither_read_nor_overwritten(archive: Archive) -> None:
    add(archive, article())
    file = archive.folder / "2024/01/2024-01-10-tin.md"
    file.write_bytes(b"\xff broken")
    assert add(archive, article()) == [(Outcome.ADDED, "2024-01-10-tin-2")]
    assert file.read_bytes() == b"\xff broken"


def test_originals_are_kept_as_they_came_in(archive: Archive) -> None:
    data = b"\xef\xbb\xbfraw\r\nbytes\x00"
    with adding(archive) as batch:
        done = batch.add(article(), data, "txt")
    original = archive.article(done.article_id).header.original
    digest = hashlib.sha256(data).hexdigest()
    assert original is not None
    assert original.sha256 == digest
    assert original.path == f"originals/{digest[:2]}/{digest}.txt.gz"
    assert gzip.decompress((archive.folder / original.path).read_bytes()) == data


def test_the_manifest_agrees_with_every_file(archive: Archive) -> None:
    with adding(archive) as batch:
        batch.add(article(), b"raw", "txt")
        batch.add(article("Khác"))
    listed = dict(digests(archive))
    assert len(listed) == 4
    for path, digest in listed.items():
        assert hashlib.sha256((archive.folder / path).read_bytes()).hexdigest() == digest
    assert list(listed) == sorted(listed)


def test_sha256sum_accepts_the_manifest(archive: Archive) -> None:
    program = shutil.which("sha256sum")
    if not program:
        pytest.skip("there is no sha256sum")
    add(archive, article(), article("Khác"))
    command = [program, "--check", "--strict", "--quiet", MANIFEST]
    assert subprocess.run(command, cwd=archive.folder, check=False).returncode == 0
    (archive.folder / "2024/01/2024-01-10-tin.md").write_text("changed")
    checked = subprocess.run(command, cwd=archive.folder, check=False, capture_output=True)
    assert checked.returncode != 0


def test_what_a_cut_off_batch_did_not_list_is_listed_by_the_next(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("archive_tui.archive.writing.Batch.finish", lambda _: None)
        add(archive, article())
    assert not (archive.folder / MANIFEST).exists()
    leftover = archive.folder / "2024" / "01" / f"{atomic.TEMPORARY_PREFIX}x.md"
    leftover.touch()
    add(archive, article("Khác"))
    listed = dict(digests(archive))
    assert "2024/01/2024-01-10-tin.md" in listed
    assert not any(atomic.TEMPORARY_PREFIX in path for path in listed)


def test_a_batch_that_ends_in_an_error_still_lists_what_it_added(archive: Archive) -> None:
    def read_on() -> Iterator[Article]:
        yield article()
        raise KeyError

    with pytest.raises(KeyError):
        add_all(archive, read_on())
    assert "2024/01/2024-01-10-tin.md" in dict(digests(archive))


def test_a_dry_run_gives_the_same_answers_and_writes_nothing(archive: Archive) -> None:
    before = sorted(archive.folder.rglob("*"))
    with adding(archive, dry_run=True) as batch:
        done = [batch.add(item) for item in (article(), article(), article(text="Hai."))]
    assert sorted(archive.folder.rglob("*")) == before
    assert [(item.outcome.value, item.article_id) for item in done] == [
        ("added", "2024-01-10-tin"), ("known", "2024-01-10-tin"), ("added", "2024-01-10-tin-2"),
    ]  # fmt: skip


def test_a_second_writer_waits_and_says_so(archive: Archive) -> None:
    with (
        FileLock(archive.folder / LOCK),
        pytest.raises(ArchiveError, match="Another program"),
        adding(archive, wait_seconds=0.05),
    ):
        pass


def test_a_read_only_archive_is_refused_before_anything_is_tried(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(ArchiveReadOnly), adding(archive):
        pass


def test_a_write_that_fails_leaves_nothing_behind(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", fail)
        with pytest.raises(OSError, match="No space"), adding(archive) as batch:
            batch.add(article(), b"raw", "txt")
    names = {file.name for file in archive.folder.rglob("*") if file.is_file()}
    assert names <= {"archive.yaml", LOCK}


def test_writing_beside_never_replaces_a_file_it_was_not_asked_to(tmp_path: Path) -> None:
    file = tmp_path / "file"
    atomic.write_text(file, "old")
    with pytest.raises(FileExistsError):
        atomic.write_text(file, "new", overwrite=False)
    assert file.read_text() == "old"
    atomic.write_text(file, "new")
    assert file.read_text() == "new"
    assert [item.name for item in tmp_path.iterdir()] == ["file"]


def test_a_file_system_without_links_is_written_to_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.link", refuse)
    atomic.write_bytes(tmp_path / "file", b"x", overwrite=False)
    with pytest.raises(FileExistsError):
        atomic.write_bytes(tmp_path / "file", b"y", overwrite=False)
    assert (tmp_path / "file").read_bytes() == b"x"
    assert [item.name for item in tmp_path.iterdir()] == ["file"]
