"""An archive made to harm: names, links, front matter and index that are not what they seem."""

import json
import os
import sys
from pathlib import Path

import pytest

from archive_tui.archive import Archive, Outcome, Settled, adding
from archive_tui.config import Settings
from archive_tui.errors import ArchiveError, DamagedFile, IndexOutdated, NothingFound
from archive_tui.index.records import Listing
from archive_tui.library import Library
from archive_tui.model import FacetName, SearchRequest
from support import HOSTILE, make_article

posix = pytest.mark.skipif(sys.platform == "win32", reason="links and names of POSIX")


def write(
    archive: Archive, path: str, text: str = "---\ntitle: Bài lạ\n---\n\nThân bài.\n"
) -> Path:
    file = archive.folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@posix
@pytest.mark.parametrize(
    "path",
    [
        "2024/01/2024-01-10-\x1b]0;pwn\x07.md",
        "2024/x\x1b[2Jy/a.md",
        "2024/a\nb.md",
        "2024/bài viết.md",
        "2024/a#1.md",
        os.fsdecode(b"2024/\xff\xfe.md"),
    ],
)
def test_a_file_with_a_strange_name_is_reported_and_passed_over(
    library: Library, archive: Archive, path: str
) -> None:
    write(archive, path)
    [problem] = library.update().problems
    assert "rename" in problem.message
    assert problem.path.isprintable()
    assert "\x1b" not in problem.path
    problem.path.encode("utf-8")
    assert library.search(SearchRequest("")).total == 8
    with adding(archive) as batch:
        batch.add(make_article("Bài mới", "x"))
    for line in (archive.folder / "manifest-sha256.txt").read_text("utf-8").splitlines():
        assert line.isascii()


@posix
def test_links_lead_neither_reading_nor_writing_outside(tmp_path: Path, settings: Settings) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    secret = outside / "secret.md"
    secret.write_text("---\ntitle: Bí mật\n---\n\nKhông ai được đọc.\n", encoding="utf-8")
    (outside / "g000007").mkdir()
    (outside / "g000007" / "thesis.doc").write_text("một năm công sức")
    archive = Archive.create(tmp_path / "archive", Settled(name="Bẫy"))
    (archive.folder / "2024").mkdir()
    (archive.folder / "2024" / "2024-secret.md").symlink_to(secret)
    (archive.folder / "1975").symlink_to(outside)
    (archive.folder / ".index").symlink_to(outside)
    library = Library.at(archive.folder, settings)
    library.update()
    library.rebuild()
    assert library.search(SearchRequest("")).total == 0
    assert (outside / "g000007" / "thesis.doc").exists()
    assert sorted(path.name for path in outside.iterdir()) == ["g000007", "secret.md"]
    for article_id in ("2024-secret", "1975-secret", "secret"):
        with pytest.raises((NothingFound, DamagedFile)):
            library.article(article_id)
    for path in ("2024/2024-secret.md", "1975/secret.md", "../outside/secret.md", "/etc/passwd"):
        with pytest.raises(DamagedFile):
            archive.read(path)
        with pytest.raises(DamagedFile):
            archive.read_body(path)
        with pytest.raises(DamagedFile):
            archive.read_header(path)
    with pytest.raises(ArchiveError, match="link"), adding(archive) as batch:
        batch.add(make_article("Bài", "x", day="1975-04-30"))
    assert sorted(path.name for path in outside.iterdir()) == ["g000007", "secret.md"]


@pytest.mark.parametrize(
    "front",
    [
        "x: " + "1:" * 200 + "1.5",
        "x: " + "1:" * 30 + "1.5",
        "".join(" " * depth + "k:\n" for depth in range(450)),
        "x: " + "[" * 5000 + "]" * 5000,
        "x: &a [1]\ny: *a",
        "x: !!python/object/apply:os.system [true]",
        "x: 2024-13-45",
        "x: 0o" + "7" * 5000,
        "? [a]\n: b\nx: 1",
    ],
)
def test_hostile_front_matter_harms_one_file_at_most(
    library: Library, archive: Archive, front: str
) -> None:
    write(archive, "undated/la.md", f"---\ntitle: Lạ\n{front}\n---\n\nx\n")
    report = library.update()
    assert report.added + len(report.problems) == 1
    assert library.search(SearchRequest("")).total in (8, 9)


def test_a_file_larger_than_an_article_can_be_is_not_read(
    library: Library, archive: Archive
) -> None:
    file = write(archive, "undated/lon.md")
    with file.open("r+b") as sparse:
        sparse.truncate(1 << 40)
    [problem] = library.update().problems
    assert "larger" in problem.message


def listing(**changed: object) -> bytes:
    values = {
        "record_id": "a", "path": "undated/a.md", "title": "x", "date": None,
        "section": None, "source": None, "caption": None,
    }  # fmt: skip
    return json.dumps(list({**values, **changed}.values())).encode()


@pytest.mark.parametrize(
    "packed",
    [
        listing(path="../secret.md"),
        listing(path="/dev/zero"),
        listing(path=None),
        listing(title=7),
        listing(record_id="../x"),
        b"[]",
        b"7",
        b"{}",
        b"not json",
        b"\xff",
    ],
)
def test_what_an_index_says_of_a_record_is_checked(packed: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says; the border tells the user
        Listing.unpack(packed)


def test_what_an_index_says_of_a_record_is_cleaned() -> None:
    found = Listing.unpack(listing(title=HOSTILE, section=HOSTILE, source=HOSTILE))
    for text in (found.title, found.section or "", found.source or ""):
        assert "\x1b" not in text
        assert "\u202e" not in text


def test_an_index_with_false_dates_is_no_index(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    genuine = Listing.pack

    def false(self: Listing) -> bytes:
        values = json.loads(genuine(self))
        return json.dumps([*values[:3], "junk", *values[4:]]).encode()

    monkeypatch.setattr(Listing, "pack", false)
    library.rebuild()
    with pytest.raises(IndexOutdated):
        library.search(SearchRequest(""))


def test_values_to_filter_by_are_clean(archive: Archive, settings: Settings) -> None:
    with adding(archive) as batch:
        path = archive.folder / batch.add(make_article("Bài", "x", section="MỤC")).path
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("MỤC", json.dumps("a\x1b[31mb")), encoding="utf-8")
    library = Library.at(archive.folder, settings)
    library.update()
    [facet] = library.search(SearchRequest("", facets=(FacetName.SECTION,))).facets
    assert "a[31mb" in [each.value for each in facet.counts]


def test_two_pages_that_differ_only_in_their_captions_both_come_in(archive: Archive) -> None:
    with adding(archive) as batch:
        first = batch.add(make_article("Ảnh", day="2001-01-01", captions=("một",)))
        second = batch.add(make_article("Ảnh", day="2001-01-01", captions=("hai",)))
        again = batch.add(make_article("Ảnh", day="2001-01-01", captions=("hai",)))
    assert (first.outcome, second.outcome, again.outcome) == (
        Outcome.ADDED,
        Outcome.ADDED,
        Outcome.KNOWN,
    )


def test_a_place_that_is_taken_is_not_written_over(archive: Archive) -> None:
    with adding(archive) as batch:
        assert batch._paths  # the walk is over before somebody else writes
        taken = write(archive, "2001/01/2001-01-01-bai.md", "của người khác")
        added = batch.add(make_article("Bài", "x", day="2001-01-01"))
    assert taken.read_text(encoding="utf-8") == "của người khác"
    assert added.article_id == "2001-01-01-bai-2"
    assert (archive.folder / added.path).is_file()


def test_a_shorter_title_sorts_before_the_longer_that_begins_with_it() -> None:
    from archive_tui.index.records import title_key  # noqa: PLC0415 - one small rule

    titles = ["Hội nghị A", "Hội nghị", "Hồi nghi"]
    assert sorted(titles, key=title_key) == ["Hồi nghi", "Hội nghị", "Hội nghị A"]


def test_two_archives_made_in_one_place_share_no_collections(
    tmp_path: Path, settings: Settings
) -> None:
    first = Library.create(tmp_path / "kho", settings)
    first.collections.add("x", ["a"])
    (tmp_path / "kho").rename(tmp_path / "cũ")
    assert Library.create(tmp_path / "kho", settings).collections.names() == ()
    assert Library.at(tmp_path / "cũ", settings).collections.names() == ("x",)
