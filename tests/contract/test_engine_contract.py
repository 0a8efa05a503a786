"""What every engine must do, asked through the protocol only.

An engine to come is added to `ENGINES`; no test below may know which one it talks to.
"""

import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Final, Protocol

import pytest

from archive_tui.archive import Archive, adding
from archive_tui.engine import Engine
from archive_tui.errors import IndexMissing, Interrupted, QuerySyntaxError, QueryTooWide
from archive_tui.model import (
    Accents,
    Article,
    Collection,
    CollectionItem,
    DateSpan,
    FacetName,
    Kind,
    Matching,
    Progress,
    SearchRequest,
    Sort,
    ThesaurusEntry,
    WayKind,
)
from archive_tui.query import QueryReader
from archive_tui.search import WhooshEngine
from support import make_article


class MakeEngine(Protocol):
    """Makes an engine over an archive."""

    def __call__(
        self, archive: Archive, folder: Path, queries: QueryReader | None = None
    ) -> Engine: ...


ENGINES: Final[dict[str, MakeEngine]] = {"whoosh": WhooshEngine}


@pytest.fixture(params=ENGINES)
def unbuilt(request: pytest.FixtureRequest, archive: Archive, tmp_path: Path) -> Engine:
    """An engine over the small archive, without an index."""
    return ENGINES[request.param](archive, tmp_path / "index")


@pytest.fixture
def engine(unbuilt: Engine) -> Engine:
    """An engine over the small archive, indexed."""
    unbuilt.update()
    return unbuilt


def add(archive: Archive, *articles: Article) -> list[str]:
    with adding(archive) as batch:
        return [batch.add(article).path for article in articles]


def titles(engine: Engine, text: str, **options: object) -> list[str]:
    request = replace(SearchRequest(text, limit=100, kind=Kind.ARTICLE), **options)  # type: ignore[arg-type]
    return [hit.title for hit in engine.search(request).hits]


DANG: Final = "Đảng bộ Khối tổng kết công tác"
ROAD: Final = "Thông xe đường liên xã"
DUONG: Final = "Ông Dương kể chuyện cũ"
MA: Final = "Má Sáu và ruộng mạ"
UNDATED: Final = "Ảnh chưa rõ ngày"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dang bo khoi", {DANG}),
        ("Đảng bộ", {DANG}),
        ("duong", {ROAD, DUONG}),
        ("đường", {ROAD}),
        ("Đường", {ROAD}),
        ("Dương", {DUONG}),
        ("hoà thuận", {ROAD, DUONG}),
        ("hòa thuận", {ROAD, DUONG}),
        (unicodedata.normalize("NFD", "Hòa Thuận"), {ROAD, DUONG}),
        ("má", {MA}),
        ("mạ", {MA}),
        ("mà", set()),
        ('"hội nghị tổng kết"', {DANG}),
        ('"nghị hội"', set()),
        ('"tổng kết hội nghị"', set()),
        ("xã -đường", {DUONG}),
        ("xã NOT đường", {DUONG}),
        ("-xã", {DANG, MA, UNDATED}),
        ("dương OR mạ", {DUONG, MA}),
        ("(dương OR đường) xã", {ROAD, DUONG}),
        ("title:xã", {ROAD}),
        ("body:xã", {ROAD, DUONG}),
        ("caption:đường", {ROAD}),
        ("has:photo", {DANG, ROAD}),
        ('section:"chính trị"', {DANG}),
        ("section:chinh", {DANG}),
        ("section:chính", {DANG}),
        ("section:chình", set()),
        ("source:tỉnh", {ROAD, DUONG, MA}),
        ('tag:"hội nghị"', {DANG, MA}),
        ("date:1975", {DUONG, MA}),
        ("date:4/1975", {DUONG, MA}),
        ("date:5/1975", {DUONG}),
        ("since:2024", {DANG}),
        ("until:1975", {DUONG, MA}),
        ("date:2023..2024", {DANG, ROAD}),
        ("id:2024-01-10-dang-bo-khoi-tong-ket-cong-tac", {DANG}),
        ("*", {DANG, ROAD, DUONG, MA, UNDATED}),
        ("", {DANG, ROAD, DUONG, MA, UNDATED}),
        ("khongcogi", set()),
        ('"con mới"', set()),
        ('"con mới"~1', {ROAD}),
        ('"con dài"~1', set()),
        ('"con dài"~2', {ROAD}),
        ('"mới con"~5', set()),
        ('"hội nghị tổng"~2 -mạ', {DANG}),
        ("đư*", {ROAD}),
        ("duon*", {ROAD, DUONG}),
        ("title:duon*", {ROAD, DUONG}),
        ("body:đư*", {ROAD}),
        ("th*ận", {ROAD, DUONG}),
        ("hò*", {ROAD, DUONG}),  # written Hòa in one and Hoà in the other
        ("zz*", set()),
        ("đườnk~", {ROAD}),
        ("duonh~", {ROAD, DUONG}),
        ("nguời~", {ROAD, DUONG}),
        ("gười~", set()),  # the first letter is kept
        ("date:tháng 4/1975", {DUONG, MA}),
        ("ngay:thang 5 nam 1975 tieude:duong", {DUONG}),
        ("chuthich:đường", {ROAD}),
        ("xã KHÔNG đường", {DUONG}),
        ("dương HOẶC mạ", {DUONG, MA}),
    ],
)
def test_a_query_finds_what_it_means_and_nothing_else(
    engine: Engine, text: str, expected: set[str]
) -> None:
    found = titles(engine, text)
    assert set(found) == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize(
    ("accents", "text", "expected"),
    [
        (Accents.SMART, "ma", {MA}),
        (Accents.STRICT, "duong", set()),
        (Accents.STRICT, "ma", {MA}),
        (Accents.IGNORE, "đường", {ROAD, DUONG}),
        (Accents.IGNORE, "mà", {MA}),
    ],
)
def test_accents_can_be_forced(
    engine: Engine, accents: Accents, text: str, expected: set[str]
) -> None:
    assert set(titles(engine, text, accents=accents)) == expected


def test_any_of_the_words_is_enough_where_that_is_asked_for(engine: Engine) -> None:
    assert titles(engine, "mạ chợ") == []
    assert set(titles(engine, "mạ chợ", matching=Matching.ANY)) == {MA, ROAD}
    assert set(titles(engine, "mạ chợ date:2023", matching=Matching.ANY)) == {ROAD}
    assert set(titles(engine, "mạ chợ -xã", matching=Matching.ANY)) == {MA}
    best = titles(engine, "xã thuận đường mạ", matching=Matching.ANY)
    assert best[0] == ROAD  # it has three of the four


def test_other_names_are_found_but_rank_behind_and_are_not_exact(
    archive: Archive, tmp_path: Path
) -> None:
    entries = (ThesaurusEntry(("UBND", "Ủy ban nhân dân")),)
    add(
        archive,
        make_article("Một", "Uỷ ban nhân dân tỉnh họp.", day="2020-01-01"),
        make_article("Hai", "UBND tỉnh họp.", day="2010-01-01"),
    )
    for make in ENGINES.values():
        engine = make(archive, tmp_path / "named", QueryReader(lambda: entries))
        engine.update()
        page = engine.search(SearchRequest("UBND tỉnh"))
        assert [hit.title for hit in page.hits] == ["Hai", "Một"]
        assert [hit.exact for hit in page.hits] == [True, False]
        assert (page.total, page.exact) == (2, 1)
        marked = [page.hits[1].snippet[mark.start : mark.end] for mark in page.hits[1].marks]
        assert marked == ["Uỷ ban nhân dân", "tỉnh"]
        assert [mark.exact for mark in page.hits[1].marks] == [False, True]
        assert set(titles(engine, "uy ban nhan dan tinh")) == {"Một", "Hai"}
        assert titles(engine, "UBND tỉnh", expand=False) == ["Hai"]
        assert titles(engine, "họp -UBND") == ["Một"]


def test_a_collection_narrows_the_answer(engine: Engine) -> None:
    ids = [hit.article_id for hit in engine.search(SearchRequest("", kind=Kind.ARTICLE)).hits[:2]]
    dossier = Collection("Hồ sơ", tuple(map(CollectionItem, [*ids, "gone"])))
    request = SearchRequest('in:"Hồ sơ"', collections=(dossier,), limit=100)
    assert {hit.article_id for hit in engine.search(request).hits} == set(ids)
    without = replace(request, text='-in:"Hồ sơ"')
    assert not {hit.article_id for hit in engine.search(without).hits} & set(ids)
    assert engine.search(replace(request, collections=())).total == 0


def test_a_pattern_for_too_many_words_is_refused(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive_tui.search.resolving.TERM_LIMIT", 5)
    with pytest.raises(QueryTooWide) as caught:
        engine.search(SearchRequest("*n*"))
    assert caught.value.hint


def test_articles_that_speak_of_the_same_are_found(engine: Engine, archive: Archive) -> None:
    add(
        archive,
        make_article("Vỡ đê sông Hồng", "Đê sông Hồng vỡ ở huyện, nước ngập ruộng."),
        make_article("Nước ngập ruộng", "Nước sông Hồng ngập ruộng sau khi vỡ đê."),
        make_article("Giá gạo", "Giá gạo ở chợ huyện tăng."),
    )
    engine.update()
    entry = next(entry for entry in archive.entries() if "vo-de" in entry.id)
    similar = engine.similar(archive.read(entry.path))
    assert similar[0].hit.title == "Nước ngập ruộng"
    assert "hồng" in " ".join(similar[0].shared)
    assert entry.id not in [each.hit.article_id for each in similar]
    scores = [each.hit.score for each in similar]
    assert scores == sorted(scores, reverse=True)
    assert len(engine.similar(archive.read(entry.path), limit=1)) == 1


def test_when_nothing_is_found_the_words_are_counted_and_ways_out_offered(engine: Engine) -> None:
    advice = engine.advise(SearchRequest("đường mạ", kind=Kind.ARTICLE))
    assert [(each.text, each.count) for each in advice.words] == [("đường", 2), ("mạ", 1)]
    ways = {way.kind: way for way in advice.ways}
    assert ways[WayKind.ANY_WORD].count == 2


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("đừơng", "đường"),
        ("dduwowngf", "đường"),
        ("đường liện xã", "đường liên xã"),
        ("hộinghị", '"hội nghị"'),
        ('"tổng kêt"', '"tổng kết"'),
    ],
)
def test_a_misspelt_word_leads_to_the_spelling_of_the_archive(
    engine: Engine, text: str, instead: str
) -> None:
    advice = engine.advise(SearchRequest(text))
    best = advice.ways[0]
    assert best.kind is WayKind.SPELLING
    assert best.request.text == instead
    assert engine.search(best.request).total == best.count > 0


@pytest.mark.parametrize(
    ("request_", "typed"),
    [
        (SearchRequest("đường", dates=DateSpan.of_year(1954)), "dates"),
        (SearchRequest("dương", kind=Kind.PHOTO), "kind"),
        (SearchRequest("đường", sections=("Chính trị",)), "sections"),
        (SearchRequest("đường date:1954"), 'date:"1954"'),
        (SearchRequest('đường section:"Chính trị"'), 'section:"Chính trị"'),
        (SearchRequest("đường -xã"), "-xã"),
    ],
)
def test_the_filter_that_removed_everything_is_named(
    engine: Engine, request_: SearchRequest, typed: str
) -> None:
    page = engine.search(request_)
    ways = [way for way in engine.advise(request_).ways if way.kind is WayKind.FILTER]
    assert typed in [way.typed for way in ways]
    for way in ways:
        assert engine.search(way.request).total == way.count > page.total


def test_two_filters_in_the_way_are_left_out_together(engine: Engine) -> None:
    request = SearchRequest("đường date:1954", sections=("Chính trị",))
    ways = [way for way in engine.advise(request).ways if way.kind is WayKind.FILTER]
    assert [(way.request.text, way.request.sections, way.typed) for way in ways] == [
        ("đường", (), "")
    ]


def test_exact_and_folded_hits_are_told_apart(engine: Engine) -> None:
    page = engine.search(SearchRequest("ma"))
    assert (page.total, page.exact, page.folded) == (1, 1, 0)
    page = engine.search(SearchRequest("duong", kind=Kind.ARTICLE))
    assert (page.total, page.exact, page.folded) == (2, 0, 2)
    page = engine.search(SearchRequest("đường", kind=Kind.ARTICLE))
    assert (page.total, page.exact) == (1, 1)


def test_photos_are_records_that_point_to_their_article(engine: Engine) -> None:
    page = engine.search(SearchRequest("phát biểu", kind=Kind.PHOTO))
    assert [(hit.id, hit.article_id) for hit in page.hits] == [
        (
            "2024-01-10-dang-bo-khoi-tong-ket-cong-tac#1",
            "2024-01-10-dang-bo-khoi-tong-ket-cong-tac",
        )
    ]
    assert page.hits[0].snippet == "Đồng chí Bí thư phát biểu tại hội nghị"


def test_filters_beside_the_text_narrow_the_answer(engine: Engine) -> None:
    assert titles(engine, "", dates=DateSpan.of_month(1975, 5)) == [DUONG]
    assert titles(engine, "", sections=("Kinh tế",)) == [ROAD]
    assert titles(engine, "", sections=("kinh tế",)) == []
    assert set(titles(engine, "", sections=("Kinh tế", "Chính trị"))) == {ROAD, DANG}
    assert set(titles(engine, "", sources=("Báo Tỉnh",), tags=("hội nghị",))) == {MA}


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort.NEWEST, [DANG, ROAD, MA, DUONG, UNDATED]),
        (Sort.OLDEST, [DUONG, MA, ROAD, DANG, UNDATED]),
        (Sort.TITLE, [UNDATED, DANG, MA, DUONG, ROAD]),
    ],
)
def test_hits_can_be_sorted_and_undated_ones_come_last_by_date(
    engine: Engine, sort: Sort, expected: list[str]
) -> None:
    assert titles(engine, "", sort=sort) == expected


def test_the_title_outweighs_the_body_and_ties_go_to_the_newer(
    engine: Engine, archive: Archive
) -> None:
    add(
        archive,
        make_article("Bão số chín", "Gió rất mạnh.", day="2001-01-01"),
        make_article("Gió mạnh", "Bão số chín vào bờ.", day="2020-01-01"),
        make_article("Bão số chín", "Gió rất mạnh.", day="2002-01-01"),
    )
    engine.update()
    hits = engine.search(SearchRequest("bão số chín")).hits
    assert [hit.article_id[:4] for hit in hits] == ["2002", "2001", "2020"]


def test_neighbours_in_the_query_rank_first_where_they_are_neighbours(
    engine: Engine, archive: Archive
) -> None:
    add(
        archive,
        make_article("Một", "Dự án thuỷ lợi và điện lực ở huyện.", day="2020-01-01"),
        make_article("Hai", "Dự án thuỷ điện ở huyện lợi và lực.", day="2010-01-01"),
    )
    engine.update()
    assert titles(engine, "thuy dien")[0] == "Hai"


@pytest.mark.parametrize("query", ["xa nam", '"Xã Năm"', "tieude:xa năm", "xa nam kind:article"])
def test_a_query_that_is_a_whole_title_finds_it_first(
    query: str, engine: Engine, archive: Archive
) -> None:
    often = "Xã Năm họp, xã Năm bàn, xã Năm quyết."
    add(
        archive,
        make_article("Xã Năm và xã Năm Căn", often, often, day="2020-01-01"),
        make_article("Xã Năm", "Một câu dài hơn về chuyện khác hẳn.", day="2010-01-01"),
    )
    engine.update()
    assert titles(engine, query)[0] == "Xã Năm"


def test_the_spelling_that_was_typed_ranks_first(engine: Engine, archive: Archive) -> None:
    add(
        archive,
        make_article("Một", "Chuyện con má.", day="2020-01-01"),
        make_article("Hai", "Chuyện con ma.", day="2010-01-01"),
    )
    engine.update()
    assert titles(engine, "con ma")[0] == "Hai"


def test_pages_cut_one_stable_order(engine: Engine) -> None:
    whole = engine.search(SearchRequest("", limit=100))
    assert whole.total == len(whole.hits) == 8
    parts = [engine.search(SearchRequest("", offset=start, limit=3)) for start in (0, 3, 6)]
    assert [hit.id for part in parts for hit in part.hits] == [hit.id for hit in whole.hits]
    assert {part.total for part in parts} == {8}
    assert engine.search(SearchRequest("", offset=100)).hits == ()


def test_snippets_mark_what_matches(engine: Engine) -> None:
    hit = engine.search(SearchRequest("hoi nghi", kind=Kind.ARTICLE)).hits[0]
    assert {hit.snippet[mark.start : mark.end].lower() for mark in hit.marks} == {"hội", "nghị"}
    assert not any(mark.exact for mark in hit.marks)
    bare = engine.search(SearchRequest("hoi nghi", snippets=False)).hits[0]
    assert (bare.snippet, bare.marks) == ("", ())


def test_facets_count_all_hits(engine: Engine) -> None:
    names = tuple(FacetName)
    page = engine.search(SearchRequest("", limit=1, facets=names))
    counts = {
        facet.name: {item.value: item.count for item in facet.counts} for facet in page.facets
    }
    assert tuple(counts) == names
    assert counts[FacetName.YEAR] == {"1975": 2, "2023": 2, "2024": 3}
    assert counts[FacetName.KIND] == {"article": 5, "photo": 3}
    assert counts[FacetName.TAG] == {"hội nghị": 4, "tổng kết": 3, "giao thông": 2}
    assert counts[FacetName.SECTION]["Xã hội"] == 2
    years = page.facets[names.index(FacetName.YEAR)].counts
    assert [item.value for item in years] == ["1975", "2023", "2024"]


def test_without_an_index_there_is_an_error_and_a_status(unbuilt: Engine) -> None:
    with pytest.raises(IndexMissing):
        unbuilt.search(SearchRequest("x"))
    status = unbuilt.check()
    assert not status.ready
    assert status.reason


def test_a_second_update_changes_nothing(engine: Engine) -> None:
    report = engine.update()
    assert (report.added, report.changed, report.removed, report.unchanged) == (0, 0, 0, 5)
    assert not report.rebuilt
    assert engine.check().current


def test_an_update_follows_added_changed_and_removed_files(
    engine: Engine, archive: Archive
) -> None:
    [path] = add(archive, make_article("Bài mới", "Chuyện hoàn toàn mới.", day="2026-01-01"))
    status = engine.check()
    assert (status.added, status.current) == (1, False)
    assert engine.update().added == 1
    assert titles(engine, "hoàn toàn") == ["Bài mới"]

    file = archive.folder / path
    file.write_text(file.read_text(encoding="utf-8").replace("hoàn toàn", "xưa cũ"), "utf-8")
    assert engine.update().changed == 1
    assert titles(engine, "hoàn toàn") == []
    assert titles(engine, "xưa cũ") == ["Bài mới"]

    file.unlink()
    assert engine.update().removed == 1
    assert titles(engine, "xưa cũ") == []
    assert engine.search(SearchRequest("")).total == 8


def test_a_rebuild_gives_the_same_answers(engine: Engine) -> None:
    before = engine.search(SearchRequest("xã", limit=100))
    assert engine.rebuild().rebuilt
    after = engine.search(SearchRequest("xã", limit=100))
    assert after.hits == before.hits


def test_broken_files_are_reported_and_the_rest_goes_on(engine: Engine, archive: Archive) -> None:
    (archive.folder / "undated").mkdir(exist_ok=True)
    broken = archive.folder / "undated" / "hong.md"
    broken.write_text("---\ntitle: [a\n---\n\nx\n", encoding="utf-8")
    report = engine.update()
    assert [problem.path for problem in report.problems] == ["undated/hong.md"]
    assert engine.search(SearchRequest("")).total == 8
    assert [problem.path for problem in engine.update().problems] == ["undated/hong.md"]
    broken.write_text("---\ntitle: Đã sửa\n---\n\nx\n", encoding="utf-8")
    assert engine.update().problems == ()
    assert titles(engine, "đã sửa") == ["Đã sửa"]


def test_an_id_given_twice_is_reported(engine: Engine, archive: Archive) -> None:
    first = next(iter(archive.entries()))
    copy = archive.folder / "2025" / "01" / f"{first.id}.md"
    copy.parent.mkdir(parents=True)
    copy.write_bytes((archive.folder / first.path).read_bytes())
    report = engine.update()
    assert [problem.path for problem in report.problems] == [f"2025/01/{first.id}.md"]
    assert engine.search(SearchRequest("")).total == 8


def test_a_stopped_job_leaves_the_old_index(engine: Engine, archive: Archive) -> None:
    add(archive, make_article("Bài mới", "Chuyện mới.", day="2026-01-01"))
    for job in (engine.update, engine.rebuild):
        with pytest.raises(Interrupted):
            job(lambda: True)
        assert engine.search(SearchRequest("")).total == 8
    assert engine.update().added == 1


def test_a_stopped_search_says_so(engine: Engine) -> None:
    with pytest.raises(Interrupted):
        engine.search(SearchRequest("xã"), lambda: True)
    assert engine.search(SearchRequest("xã")).total > 0


def test_progress_is_told(unbuilt: Engine) -> None:
    seen: list[Progress] = []
    unbuilt.update(on_progress=seen.append)
    assert seen[-1].done == seen[-1].total == 5


def test_a_query_that_cannot_be_read_is_an_error(engine: Engine) -> None:
    with pytest.raises(QuerySyntaxError):
        engine.search(SearchRequest('"a'))


def test_the_vocabulary_knows_how_words_are_written(engine: Engine) -> None:
    words = {item.word: item.frequency for item in engine.vocabulary("duong")}
    assert words["đường"] >= 2
    assert "dương" in words
    assert engine.vocabulary("xyz") == ()


def test_a_closed_engine_opens_again(engine: Engine) -> None:
    engine.search(SearchRequest("xã"))
    engine.close()
    assert engine.search(SearchRequest("xã")).total > 0
