"""From keys in the box to rows in the list."""

import asyncio
from dataclasses import replace
from threading import Event

import pytest
from textual.widgets import Static

from archive_tui.errors import DamagedFile, IndexBusy, IndexMissing, QuerySyntaxError
from archive_tui.library import Library
from archive_tui.model import Accents, DateSpan, Kind, ResultPage, Sort
from archive_tui.tui import messages
from tui.doubles import ObedientLibrary
from tui.driving import Make, screen_of, settle, text_of


async def test_everything_is_shown_newest_first_before_anything_is_typed(
    browser: Make, library: Library
) -> None:
    async with browser(library).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        shown = text_of(pilot, "#results")
        assert shown.index("10 Jan 2024") < shown.index("1 May 2023") < shown.index("3 Mar 2022")
        assert screen_of(pilot).status.answer.startswith("4 results · ")


async def test_typing_narrows_the_list_and_counts_exact_and_folded_hits(
    browser: Make, library: Library
) -> None:
    async with browser(library).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press(*"le hoi")
        await settle(pilot)
        assert screen_of(pilot).request.text == "le hoi"
        assert "Lễ hội mùa xuân" in text_of(pilot, "#results")
        assert " · 0 exact · 1 otherwise · " in screen_of(pilot).status.answer


async def test_a_slow_old_answer_never_replaces_a_newer_one(
    browser: Make, obedient: ObedientLibrary
) -> None:
    obedient.total = 3
    gate = obedient.gates["cũ"] = Event()
    async with browser(obedient, "cũ").run_test(size=(120, 30)) as pilot:
        screen = screen_of(pilot)
        await pilot.pause(0.05)
        screen.box.value = "mới"
        for _ in range(50):
            await pilot.pause(0.02)
            if "mới trong bài 0" in text_of(pilot, "#results"):
                break
        gate.set()
        await settle(pilot)
        assert [request.text for request in obedient.requests[:2]] == ["cũ", "mới"]
        assert "mới trong bài 0" in text_of(pilot, "#results")
        assert "cũ trong" not in text_of(pilot, "#results")


async def test_a_mistake_in_the_query_is_one_line_and_the_old_results_stay(
    browser: Make, obedient: ObedientLibrary
) -> None:
    obedient.total = 2
    obedient.failures["("] = QuerySyntaxError("A bracket is open.", "Close it.")
    async with browser(obedient).run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        await pilot.press("(")
        await settle(pilot)
        problem = screen_of(pilot).query_one("#problem", Static)
        assert str(problem.content) == "A bracket is open. Close it."
        assert problem.display
        assert "Tựa đề 0" in text_of(pilot, "#results")
        await pilot.press("backspace")
        await settle(pilot)
        assert not problem.display


async def test_escape_stops_the_running_search_before_it_leaves_the_box(
    browser: Make, obedient: ObedientLibrary
) -> None:
    gate = obedient.gates["lâu"] = Event()
    async with browser(obedient).run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        screen = screen_of(pilot)
        screen.box.value = "lâu"
        await pilot.pause(0.2)
        await pilot.press("escape")
        assert screen.box.has_focus
        assert screen.status.work == "Search stopped."
        await pilot.press("escape")
        await pilot.pause()
        assert screen.results.has_focus
        gate.set()
        await settle(pilot)


@pytest.mark.parametrize("how", ["keys", "values"])
async def test_filters_order_and_accents_change_the_question(
    browser: Make, library: Library, how: str
) -> None:
    async with browser(library).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        screen = screen_of(pilot)
        await pilot.press("down", "p", "a", "s")
        await settle(pilot)
        assert screen.request.kind is Kind.PHOTO
        assert screen.request.accents is Accents.STRICT
        assert screen.request.sort is Sort.OLDEST
        assert screen.status.answer.startswith("1 result · ")
        if how == "keys":
            await pilot.press("0")
        else:
            screen.request = type(screen.request)()
        await settle(pilot)
        assert screen.request.kind is None
        assert screen.status.answer.startswith("4 results · ")


async def test_choosing_a_year_among_the_facets_toggles_the_filter(
    browser: Make, library: Library
) -> None:
    async with browser(library).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        screen = screen_of(pilot)
        await pilot.press("down", "f")
        await pilot.pause()
        assert screen.focused is screen.facets
        at = next(
            place
            for place, option in enumerate(screen.facets.options)
            if "2023" in str(option.prompt)
        )
        screen.facets.highlighted = at
        await pilot.press("enter")
        await settle(pilot)
        assert screen.request.dates == DateSpan.of_year(2023)
        assert "Lễ hội" in text_of(pilot, "#results")
        assert "Đảng bộ" not in text_of(pilot, "#results")
        assert any("2023" in str(chip.render()) for chip in screen.chips.children)
        await pilot.press("enter")
        await settle(pilot)
        assert screen.request.dates is None


async def test_no_hits_are_explained_with_the_way_out(browser: Make, library: Library) -> None:
    async with browser(library, "zzz").run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        await pilot.press("down", "p")
        await settle(pilot)
        shown = " ".join(text_of(pilot, "#results").split())
        assert "Nothing was found for “zzz”." in shown
        assert "0 removes them all." in shown


async def test_an_empty_archive_says_how_to_import(
    browser: Make, obedient: ObedientLibrary
) -> None:
    async with browser(obedient).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "archive-tui import PATH" in text_of(pilot, "#results")


async def test_a_missing_index_is_built_and_the_search_repeated(
    browser: Make, obedient: ObedientLibrary
) -> None:
    obedient.total = 1
    obedient.current = False
    obedient.failures["search "] = IndexMissing("There is no index.", "Build it.")
    async with browser(obedient).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert obedient.updated == 1
        assert "Tựa đề 0" in text_of(pilot, "#results")


async def test_an_index_that_stays_unusable_is_said_once(
    browser: Make, obedient: ObedientLibrary
) -> None:
    obedient.failures["search "] = IndexMissing("There is no index.", "Build it.")
    async with browser(obedient).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "There is no index. Build it." in text_of(pilot, "#results")
        assert len(obedient.requests) < 5


async def test_an_error_of_the_archive_becomes_a_visible_line(
    browser: Make, obedient: ObedientLibrary
) -> None:
    obedient.total = 2
    obedient.failures["search x"] = IndexBusy("Somebody is writing.", "Try again.")
    async with browser(obedient).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("x")
        await settle(pilot)
        problem = screen_of(pilot).query_one("#problem", Static)
        assert str(problem.content) == "Somebody is writing. Try again."
        assert "Tựa đề 0" in text_of(pilot, "#results")


async def test_a_fault_of_the_program_in_a_worker_is_not_silent(
    browser: Make, obedient: ObedientLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError

    async with browser(obedient).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        monkeypatch.setattr(obedient, "search", broken)
        screen_of(pilot).ask()
        await asyncio.sleep(0.1)
        await pilot.pause()
        problem = screen_of(pilot).query_one("#problem", Static)
        assert "ZeroDivisionError" in str(problem.content)


async def test_an_article_that_cannot_be_read_shows_its_error_in_the_pane(
    browser: Make, obedient: ObedientLibrary
) -> None:
    obedient.total = 1
    obedient.failures["a0"] = DamagedFile("2024/01/a0.md", "The file is not UTF-8 text.")
    async with browser(obedient).run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        assert "2024/01/a0.md: The file is not UTF-8 text." in " ".join(
            text_of(pilot, "#reader").split()
        )


async def test_further_pages_and_articles_nobody_waits_for_are_dropped(
    browser: Make, library: Library
) -> None:
    async with browser(library).run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        screen = screen_of(pilot)
        other = replace(screen.request, text="khác")
        hit = screen.results.hit
        assert hit is not None
        strange = replace(hit, title="Của câu tìm khác")
        page = ResultPage(replace(other, offset=0), 1, 1, 1.0, (strange,))
        screen.post_message(messages.MoreReady(other, page))
        article = library.article(library.article_ids(screen.request)[-1])
        marks = library.marks(screen.request, article)
        screen.post_message(messages.ArticleReady(strange, article, marks))
        await settle(pilot)
        assert "Của câu tìm khác" not in text_of(pilot, "#results")
        assert article.title not in text_of(pilot, "#reader")
