"""Whole imports: from files to articles of an archive."""

import errno
import gzip
import json
import os
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from archive_tui.archive import Archive, Settled, atomic
from archive_tui.engine import never, unheard
from archive_tui.errors import ArchiveError, ArchiveReadOnly, Interrupted
from archive_tui.export import jsonl as jsonl_export
from archive_tui.ingest import import_documents
from archive_tui.model import Article, ImportFormat, ImportOptions, ImportReport, Progress

PLAIN = ImportOptions()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.create(tmp_path / "archive", Settled("Kho", source="Nguồn chung"))


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def jsonl(folder: Path, count: int, name: str = "news.jsonl") -> Path:
    records = ({"title": f"Tin {n}", "date": "2024-01-10", "body": f"{n}."} for n in range(count))
    file = folder / name
    file.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    return file


def run(archive: Archive, *paths: Path, options: ImportOptions = PLAIN) -> ImportReport:
    return import_documents(archive, paths, options, never, unheard)


def test_pages_and_records_are_added_with_their_originals(archive: Archive, inbox: Path) -> None:
    (inbox / "page.txt").write_text("Tin trang\n10/01/2024\nMột đoạn.", encoding="utf-8")
    jsonl(inbox, 2)
    report = run(archive, inbox)
    assert report.added == ("2024-01-10-tin-0", "2024-01-10-tin-1", "2024-01-10-tin-trang")
    assert (report.known, report.problems) == ((), ())
    article = archive.article("2024-01-10-tin-1")
    assert article.paragraphs == ("1.",)
    assert article.header.original is not None
    kept = archive.folder / (article.header.original.path or "")
    assert json.loads(gzip.decompress(kept.read_bytes()))["title"] == "Tin 1"


def test_the_same_documents_again_add_nothing(archive: Archive, inbox: Path) -> None:
    jsonl(inbox, 3)
    first = run(archive, inbox)
    before = {file: file.read_bytes() for file in archive.folder.rglob("*") if file.is_file()}
    second = run(archive, inbox)
    assert (second.added, second.known) == ((), first.added)
    for file, data in before.items():
        assert file.read_bytes() == data


def test_options_fill_what_a_document_does_not_say(archive: Archive, inbox: Path) -> None:
    file = inbox / "news.jsonl"
    file.write_text('{"title": "A", "section": "Riêng"}\n{"title": "B"}', encoding="utf-8")
    run(archive, file, options=ImportOptions(section="Chung", source="Báo"))
    assert archive.article("a").header.section == "Riêng"
    assert archive.article("b").header.section == "Chung"
    assert archive.article("b").header.source == "Báo"


def test_the_archives_own_source_is_the_last_resort(archive: Archive, inbox: Path) -> None:
    run(archive, jsonl(inbox, 1))
    assert archive.article("2024-01-10-tin-0").header.source == "Nguồn chung"


def test_originals_are_left_out_on_request_but_still_recognised(
    archive: Archive, inbox: Path
) -> None:
    file = jsonl(inbox, 1)
    options = ImportOptions(keep_originals=False)
    run(archive, file, options=options)
    assert not (archive.folder / "originals").exists()
    original = archive.article("2024-01-10-tin-0").header.original
    assert original is not None
    assert (original.path, len(original.sha256)) == (None, 64)
    assert run(archive, file, options=options).known == ("2024-01-10-tin-0",)


def test_a_dry_run_tells_everything_and_changes_nothing(archive: Archive, inbox: Path) -> None:
    jsonl(inbox, 2)
    before = sorted(archive.folder.rglob("*"))
    report = run(archive, inbox, inbox, options=ImportOptions(dry_run=True))
    assert report.added == ("2024-01-10-tin-0", "2024-01-10-tin-1")
    assert report.known == report.added
    assert sorted(archive.folder.rglob("*")) == before


def test_what_cannot_be_read_is_reported_and_the_rest_goes_on(
    archive: Archive, inbox: Path
) -> None:
    (inbox / "a.txt").write_bytes(b"\xff\xfe\x00")
    (inbox / "b.jsonl").write_bytes(b'{"title": "B"}\n{"x": 1}\nnot json\n{"title": "C"}\n')
    (inbox / "c.pdf").write_bytes(b"%PDF-1.4")
    report = run(archive, inbox / "nowhere", inbox)
    assert report.added == ("b", "c")
    assert [Path(problem.path).name for problem in report.problems] == [
        "nowhere", "a.txt", "b.jsonl:2", "b.jsonl:3", "c.pdf",
    ]  # fmt: skip


def test_a_file_name_cannot_carry_escape_codes_into_a_report(archive: Archive, inbox: Path) -> None:
    report = run(archive, inbox / "a\x1b]0;x\x07\u202eb")
    assert report.problems[0].path.endswith("a]0;xb")


def test_a_form_that_was_asked_for_is_not_second_guessed(archive: Archive, inbox: Path) -> None:
    file = inbox / "notes.md"
    file.write_text("Ghi chép\nMột đoạn.", encoding="utf-8")
    assert run(archive, file).added == ()
    assert run(archive, file, options=ImportOptions(ImportFormat.PAGE)).added == ("ghi-chep",)
    assert run(archive, file, options=ImportOptions(ImportFormat.JSONL)).problems


def test_two_documents_with_one_title_get_two_ids(archive: Archive, inbox: Path) -> None:
    for name, text in (("a.txt", "Tin\nMột."), ("b.txt", "Tin\nHai."), ("c.txt", "Tin\nBa.")):
        (inbox / name).write_text(text, encoding="utf-8")
    assert run(archive, inbox).added == ("tin", "tin-2", "tin-3")


def test_stopping_keeps_what_was_added_and_finishes_the_batch(
    archive: Archive, inbox: Path
) -> None:
    seen: list[Progress] = []
    with pytest.raises(Interrupted):
        import_documents(archive, [jsonl(inbox, 9)], PLAIN, lambda: len(seen) == 4, seen.append)
    assert [progress.done for progress in seen] == [1, 2, 3, 4]
    assert len(list(archive.entries())) == 4
    assert (archive.folder / "manifest-sha256.txt").read_text().count(".md\n") == 4
    assert len(run(archive, inbox).added) == 5


def test_documents_stream_from_a_long_file_to_the_archive(archive: Archive, inbox: Path) -> None:
    file = jsonl(inbox, 1)
    with file.open("ab") as stream:
        stream.writelines(
            b'{"title": "Sau", "body": "%s"}\n' % (b"a" * 10_000) for _ in range(5000)
        )
    tracemalloc.start()
    with pytest.raises(Interrupted):
        import_documents(archive, [file], PLAIN, _after(100), unheard)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < file.stat().st_size / 10


def _after(times: int) -> Callable[[], bool]:
    asked = iter(range(times))
    return lambda: next(asked, None) is None


def test_an_archive_that_cannot_be_written_to_is_refused(
    archive: Archive, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(ArchiveReadOnly):
        run(archive, jsonl(inbox, 1))
    assert run(archive, inbox, options=ImportOptions(dry_run=True)).added


def test_a_full_disk_is_one_clear_error_and_the_next_run_goes_on(
    archive: Archive, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jsonl(inbox, 5)
    real, left = atomic.write_bytes, iter(range(4))

    def write_until_full(
        path: Path, data: bytes, *, overwrite: bool = True, sync_folder: bool = True
    ) -> None:
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(path, data, overwrite=overwrite, sync_folder=sync_folder)

    with monkeypatch.context() as patched:
        patched.setattr(atomic, "write_bytes", write_until_full)
        with pytest.raises(ArchiveError, match="could not be written"):
            run(archive, inbox)
    report = run(archive, inbox)
    assert (len(report.added), len(report.known), report.problems) == (3, 2, ())


_KILLED_AT = """
import os, signal, sys
from pathlib import Path
from archive_tui.archive import Archive
from archive_tui.engine import never
from archive_tui.ingest import import_documents
from archive_tui.model import ImportOptions

def die(progress):
    if progress.done == 7:
        os.kill(os.getpid(), signal.SIGKILL)

import_documents(Archive(Path(sys.argv[1])), [Path(sys.argv[2])], ImportOptions(), never, die)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_after_a_kill_the_next_run_finishes_the_work(archive: Archive, inbox: Path) -> None:
    command = [sys.executable, "-c", _KILLED_AT, str(archive.folder), str(jsonl(inbox, 20))]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert len(list(archive.entries())) == 7
    report = run(archive, inbox)
    assert (len(report.added), len(report.known), report.problems) == (13, 7, ())
    listed = (archive.folder / "manifest-sha256.txt").read_text(encoding="utf-8")
    assert listed.count(".md\n") == 20
    assert listed.count("originals/") == 20


def test_what_was_exported_as_json_lines_comes_back_equal(archive: Archive, inbox: Path) -> None:
    samples = Archive(Path(__file__).resolve().parents[2] / "archive")
    articles = [samples.read(entry.path) for entry in samples.entries()]
    file = inbox / "export.jsonl"
    file.write_text(jsonl_export.render(articles), encoding="utf-8")
    report = run(archive, file)
    assert report.added == tuple(article.id for article in articles)
    for article in articles:
        back = archive.article(article.id)
        assert back.paragraphs == article.paragraphs
        assert _told(back) == _told(article)
        assert back.header.extra == {"source_id": article.id}


def _told(article: Article) -> tuple[object, ...]:
    header = article.header
    photos = [(photo.caption, photo.credit, photo.after) for photo in header.photos]
    place = (header.section, header.source, header.author, header.tags)
    return (header.title, header.date, header.date_note, place, photos)


@pytest.mark.data
def test_the_shared_provincial_news_are_imported(archive: Archive) -> None:
    news = Path(__file__).resolve().parents[3] / "shared" / "data" / "news"
    if not news.is_dir():
        pytest.skip("the shared test data is not here")
    report = run(archive, news / "provincial-34.jsonl")
    assert (len(report.added), report.problems) == (34, ())
    for article_id in report.added:
        article = archive.article(article_id)
        captions = {photo.caption for photo in article.header.photos}
        assert not captions & set(article.paragraphs)
