"""Reading: marks, captions, neighbours, and texts of any size and kind."""

import pytest
from textual.geometry import Size

from archive_tui.library import Library
from archive_tui.model import Article, ArticleMarks, Header, Mark, Photo
from archive_tui.tui.widgets.article_layout import BlockKind, lay_out
from tui.doubles import ObedientLibrary
from tui.driving import Make, screen_of, settle, text_of


def marks_for(article: Article) -> ArticleMarks:
    return ArticleMarks((), ((),) * len(article.paragraphs), ((),) * len(article.header.photos))


async def test_the_article_under_the_cursor_is_shown_beside_the_list(
    browser: Make, library: Library
) -> None:
    async with browser(library).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        shown = text_of(pilot, "#reader")
        assert "Đảng bộ Khối tổng kết công tác" in shown
        assert "10 Jan 2024 · Tin tức · Báo tỉnh" in shown
        assert "▣ Đồng chí Bí thư phát biểu" in shown
        assert "Photo: Báo Nam Định" in shown


async def test_marks_are_walked_around_the_ends_and_brought_into_view(
    browser: Make, library: Library
) -> None:
    async with browser(library, '"hội nghị kết thúc" OR tổng').run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        screen = screen_of(pilot)
        assert screen.status.place == "mark 1/3"
        await pilot.press("down", "N")
        await settle(pilot)
        assert screen.status.place == "mark 3/3"
        assert "Đại hội bế mạc, hội nghị kết thúc." in text_of(pilot, "#reader")
        await pilot.press("n")
        await settle(pilot)
        assert screen.status.place == "mark 1/3"
        assert screen.reader.scroll_offset.y == 0


async def test_the_current_mark_is_drawn_in_another_style(browser: Make, library: Library) -> None:
    async with browser(library, "le hoi").run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        segments = [s for y in range(6) for s in screen_of(pilot).reader.render_line(y)]
        marked = [s for s in segments if s.text.strip() == "Lễ" or s.text.strip() == "lễ"]
        reversed_ = [bool(s.style and s.style.reverse) for s in marked]
        underlined = [bool(s.style and s.style.underline) for s in marked]
        assert reversed_ == [True, False]
        assert underlined == [False, True]


async def test_next_and_previous_result_are_opened_without_leaving_the_reader(
    browser: Make, library: Library
) -> None:
    async with browser(library).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        screen = screen_of(pilot)
        await pilot.press("down", "down", "enter")
        await settle(pilot)
        assert screen.focused is screen.reader
        first = text_of(pilot, "#reader")
        await pilot.press("]")
        await settle(pilot)
        assert "Lễ hội mùa xuân" in text_of(pilot, "#reader")
        await pilot.press("[")
        await settle(pilot)
        assert text_of(pilot, "#reader") == first
        assert screen.focused is screen.reader


async def test_a_photo_hit_begins_at_its_caption(browser: Make, library: Library) -> None:
    async with browser(library, "kind:photo").run_test(size=(120, 12)) as pilot:
        await settle(pilot)
        reader = screen_of(pilot).reader
        assert reader.scroll_offset.y > 0
        assert "▣ Đồng chí Bí thư phát biểu" in text_of(pilot, "#reader")


@pytest.mark.parametrize("size", [(120, 30), (80, 24)])
async def test_hostile_text_is_shown_as_written(
    browser: Make, library: Library, size: tuple[int, int]
) -> None:
    async with browser(library, "hết").run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.press("down", "enter")
        await settle(pilot)
        shown = " ".join(text_of(pilot, "#reader").split())
        assert "[/foo [bold]x[/] [@click=app.exit]y[/]" in shown
        assert "Thân bài [/foo [bold]x[/] [@click=app.exit]y[/] hết." in shown
        await pilot.press("f", "c")
        await settle(pilot)


async def test_control_characters_never_stay_in_a_field(
    browser: Make, obedient: ObedientLibrary
) -> None:
    async with browser(obedient).run_test(size=(80, 24)) as pilot:
        screen = screen_of(pilot)
        screen.box.value = "a\x1b]0;x\x07b\u202ec\nd"
        await settle(pilot)
        assert screen.box.value == "a]0;xbc d"
        assert screen.request.text == "a]0;xbc d"


def test_captions_stand_where_the_photos_stood() -> None:
    photos = (Photo("zero", after=0), Photo("one", after=1), Photo("far", "ai", after=99))
    article = Article(Header("a", "T", photos=photos), ("p1", "p2"))
    kinds = {BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.CREDIT}
    layout = lay_out(article, marks_for(article), 40)
    texts = [block.text for block in layout.blocks if block.kind in kinds]
    assert texts == ["zero", "p1", "one", "p2", "far", "Photo: ai"]
    assert layout.lines[layout.caption_line(3)].end == 3


def test_a_mark_across_a_line_end_is_drawn_on_both_lines() -> None:
    article = Article(Header("a", "T"), ("một hai ba bốn",))
    marks = ArticleMarks((), ((Mark(4, 10),),), ())
    layout = lay_out(article, marks, 7)
    drawn = [
        line.text[mark.start : mark.end]
        for line in map(layout.line, range(len(layout.lines)))
        for mark in line.marks
    ]
    assert drawn == ["hai", "ba"]
    assert len(layout.marks) == 1


async def test_a_long_article_is_laid_out_in_a_worker_and_drawn_by_line(
    browser: Make, obedient: ObedientLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = Article(Header("a0", "Dài"), tuple(f"Đoạn {n} " * 40 for n in range(500)))
    monkeypatch.setattr(obedient, "article", lambda _id: long)
    obedient.total = 1
    async with browser(obedient).run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        reader = screen_of(pilot).reader
        assert reader.virtual_size > Size(0, 2000)
        await pilot.press("down", "enter", "end")
        await settle(pilot)
        assert "a0" in text_of(pilot, "#reader")


def test_marks_in_a_credit_stand_behind_the_word_for_photo() -> None:
    article = Article(Header("a", "Tin", photos=(Photo("Cảnh", credit="Văn Mẫu"),)), ())
    found = ArticleMarks((), (), ((),), ((Mark(4, 7),),))
    layout = lay_out(article, found, 60)
    placed = layout.marks[0]
    block = layout.blocks[placed.block]
    assert block.text[placed.mark.start : placed.mark.end] == "Mẫu"
