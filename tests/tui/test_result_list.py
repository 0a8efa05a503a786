"""The list of results: large, lazy, and in step with cursor and mouse."""

import pytest

from archive_tui.model import ResultPage, SearchRequest
from archive_tui.tui.widgets.hit_pages import HitPages
from archive_tui.tui.widgets.result_list import ResultList
from tui.doubles import ObedientLibrary
from tui.driving import Make, screen_of, settle, text_of


def page(library: ObedientLibrary, offset: int, size: int = 10) -> ResultPage:
    return library.search(SearchRequest(offset=offset, limit=size))


async def test_a_million_rows_scroll_with_few_lines_drawn(
    browser: Make, obedient: ObedientLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    obedient.total = 1_000_000
    drawn = 0
    render_line = ResultList.render_line

    def counting(self: ResultList, y: int) -> object:
        nonlocal drawn
        drawn += 1
        return render_line(self, y)

    async with browser(obedient).run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        monkeypatch.setattr(ResultList, "render_line", counting)
        await pilot.press("down", "end", "pageup", "home", "end")
        await settle(pilot)
        assert screen_of(pilot).results.cursor == 999_999
        assert "Tựa đề 999999" in text_of(pilot, "#results")
        assert drawn < 30 * 40
        assert len(obedient.requests) < 12


@pytest.mark.parametrize(
    ("keys", "rank"),
    [
        ("j j k", 1),
        ("down down", 2),
        ("end", 99),
        ("end home", 0),
        ("pagedown", 11),
        ("pagedown pageup up", 0),
    ],
)
async def test_keys_move_the_cursor(
    browser: Make, obedient: ObedientLibrary, keys: str, rank: int
) -> None:
    obedient.total = 100
    async with browser(obedient).run_test(size=(120, 29)) as pilot:
        await settle(pilot)
        await pilot.press("down", *keys.split())
        await settle(pilot)
        assert screen_of(pilot).results.cursor == rank


async def test_a_click_moves_the_cursor_and_a_second_one_opens(
    browser: Make, obedient: ObedientLibrary
) -> None:
    obedient.total = 100
    async with browser(obedient).run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        await pilot.click("#results", offset=(5, 7))
        await settle(pilot)
        screen = screen_of(pilot)
        assert screen.results.cursor == 3
        await pilot.click("#results", offset=(5, 7), times=2)
        await settle(pilot)
        assert screen.focused is screen.reader


async def test_a_page_that_is_awaited_is_drawn_as_a_placeholder(
    browser: Make, obedient: ObedientLibrary
) -> None:
    obedient.total = 200
    async with browser(obedient).run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        results = screen_of(pilot).results
        results.move_to(150)
        assert "…" in results.render_line(0).text
        await settle(pilot)
        assert "Tựa đề 150" in text_of(pilot, "#results")


def test_pages_used_least_recently_are_forgotten(obedient: ObedientLibrary) -> None:
    obedient.total = 100
    pages = HitPages(10, kept=2)
    pages.start(page(obedient, 0))
    pages.put(page(obedient, 10))
    assert pages.hit(5) is not None
    pages.put(page(obedient, 20))
    assert pages.hit(15) is None
    assert pages.missing(5, 25) == (10,)
    assert pages.missing(95, 1000) == (90,)
    assert HitPages(10).missing(0, 10) == ()
