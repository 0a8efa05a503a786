"""The one door: where things are kept, and what is joined from several rooms."""

import shutil
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from archive_tui.archive import Archive, adding
from archive_tui.config import Settings
from archive_tui.errors import ArchiveNotFound, ExportError, NothingFound, QuerySyntaxError
from archive_tui.library import Library
from archive_tui.model import (
    Accents,
    Article,
    DateSpan,
    ExportOptions,
    Header,
    Mark,
    Photo,
    Progress,
    SearchRequest,
    Sort,
)
from archive_tui.query import parse
from archive_tui.search import article_marks
from support import make_article

DANG = "2024-01-10-dang-bo-khoi-tong-ket-cong-tac"


def test_the_index_of_an_archive_that_cannot_be_written_lies_in_the_cache(
    archive: Archive, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Archive, "writable", property(lambda _self: False))
    opened = Library.at(archive.folder, settings)
    opened.update()
    assert opened.search(SearchRequest("")).total == 8
    assert not (archive.folder / ".index").exists()
    assert list(settings.folders.cache.iterdir())


def test_the_nearest_archive_upward_is_opened(
    archive: Archive, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = archive.folder / "2024"
    monkeypatch.chdir(inside)
    assert Library.open(settings).name == "Kho thử"
    monkeypatch.chdir(archive.folder.parent)
    assert Library.open(settings).folder == archive.folder
    monkeypatch.chdir("/")
    with pytest.raises(ArchiveNotFound):
        Library.open(settings)
    assert Library.open(replace(settings, archive=archive.folder)).name == "Kho thử"


def test_collections_follow_an_archive_that_moves(
    archive: Archive, settings: Settings, tmp_path: Path
) -> None:
    Library.at(archive.folder, settings).collections.add("hồ sơ", [DANG])
    shutil.move(archive.folder, tmp_path / "elsewhere")
    moved = Library.at(tmp_path / "elsewhere", settings)
    assert moved.collections.get("hồ sơ").ids == (DANG,)


def test_a_photo_leads_to_its_article(library: Library) -> None:
    assert library.article(f"{DANG}#1").id == DANG
    with pytest.raises(NothingFound):
        library.article("../../etc/passwd")


def test_marks_stand_where_the_words_stand(library: Library) -> None:
    article = library.article(DANG)
    marks = library.marks(SearchRequest("hoi nghi caption:quang"), article)
    body = [article.paragraphs[0][mark.start : mark.end] for mark in marks.paragraphs[0]]
    assert body == ["hội", "nghị"]
    assert [len(each) for each in marks.captions] == [2, 2]
    assert marks.count == 2 + 2 + 4
    assert library.marks(SearchRequest("*"), article).count == 0


def test_credits_are_searched_and_so_they_are_marked() -> None:
    photo = Photo("Quang cảnh", credit="Ảnh: Văn Mẫu")
    article = Article(Header("a", "Tin", photos=(Photo("Khác"), photo)), ())
    marks = article_marks(parse("mau"), Accents.SMART, article)
    assert marks.credits == ((), (Mark(9, 12, exact=False),))
    assert marks.count == 1


def test_marks_of_a_phrase_are_one_and_what_is_excluded_has_none(library: Library) -> None:
    article = library.article(DANG)
    marks = library.marks(SearchRequest('"hội nghị" -tập'), article)
    texts = [article.paragraphs[1][mark.start : mark.end] for mark in marks.paragraphs[1]]
    assert texts == ["Hội nghị"]


def test_all_articles_of_an_answer_come_once_and_in_its_order(library: Library) -> None:
    request = SearchRequest("", sort=Sort.NEWEST, offset=3, limit=1)
    ids = library.article_ids(request)
    assert len(ids) == len(set(ids)) == 5
    assert ids[0] == DANG
    assert ids[-1] == "anh-chua-ro-ngay"


def test_figures_of_the_archive(library: Library) -> None:
    stats = library.stats()
    assert (stats.articles, stats.photos, stats.undated) == (5, 3, 1)
    assert [(year.value, year.count) for year in stats.years] == [
        ("1975", 2),
        ("2023", 1),
        ("2024", 1),
    ]
    assert stats.gaps == (DateSpan(DateSpan.of_year(1976).first, DateSpan.of_year(2022).last),)


def test_an_export_leaves_out_what_is_gone_and_says_so(library: Library, tmp_path: Path) -> None:
    seen: list[Progress] = []
    target = tmp_path / "out.txt"
    report = library.export([DANG, "gone"], target, ExportOptions(), on_progress=seen.append)
    assert (report.articles, len(report.problems)) == (1, 1)
    assert seen[-1].done == 2
    with pytest.raises(ExportError):
        library.export([DANG], target, ExportOptions())
    with pytest.raises(NothingFound):
        library.export(["gone"], tmp_path / "none.txt", ExportOptions())
    assert not (tmp_path / "none.txt").exists()


def test_a_query_is_checked_without_searching(archive: Archive, settings: Settings) -> None:
    opened = Library.at(archive.folder, settings)
    opened.check_query("hội nghị date:1/2024")
    with pytest.raises(QuerySyntaxError):
        opened.check_query("date:31/2/2024")


def test_a_decomposed_file_is_found_by_a_composed_query(library: Library, archive: Archive) -> None:
    with adding(archive) as batch:
        path = archive.folder / batch.add(make_article("Bài", "Đường về Hòa Bình.")).path
    path.write_text(unicodedata.normalize("NFD", path.read_text(encoding="utf-8")), "utf-8")
    library.update()
    for text in ("Hòa Bình", unicodedata.normalize("NFD", "Hoà Bình"), "hoa binh"):
        assert [hit.article_id for hit in library.search(SearchRequest(text)).hits] == ["bai"]


def test_a_new_archive_is_empty_and_can_be_searched(tmp_path: Path, settings: Settings) -> None:
    made = Library.create(tmp_path / "mới", settings, name="Kho mới")
    assert made.update().added == 0
    assert made.search(SearchRequest("x")).total == 0
    assert made.stats().articles == 0
    assert made.name == "Kho mới"
