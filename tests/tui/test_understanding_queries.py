"""What the browser tells about a query: how it was understood, what finds more, what is alike."""

from archive_tui.library import Library
from archive_tui.model import Accents, Matching
from archive_tui.tui.dialogs.explanation import ExplanationDialog, ExplanationList
from archive_tui.tui.dialogs.similar import SimilarDialog, SimilarList
from tui.driving import Make, screen_of, settle, text_of


async def test_a_key_says_in_words_how_the_query_was_understood(
    browser: Make, library: Library
) -> None:
    app = browser(library, 'hoi "tổng kết"~2 -x')
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("escape", "e")
        await settle(pilot)
        assert isinstance(app.screen, ExplanationDialog)
        shown = app.screen.query_one(ExplanationList)
        said = [str(option.prompt) for option in shown.options]
        assert said[0] == "all of these:"
        assert "  “hoi”, with any accent marks" in said
        assert any("up to 2 other words in between, written exactly so" in line for line in said)
        assert "  without:" in said
        assert any(line.strip() == "hoi: 2" for line in said)
        await pilot.press("escape")
        assert not isinstance(app.screen, ExplanationDialog)


async def test_the_explanation_leads_to_what_finds_more(browser: Make, library: Library) -> None:
    app = browser(library, "lễ tổng")
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert screen_of(pilot).results.total == 0
        await pilot.press("escape", "e")
        await settle(pilot)
        shown = app.screen.query_one(ExplanationList)
        place = next(
            at for at, each in enumerate(shown.options) if "any of the words" in str(each.prompt)
        )
        shown.highlighted = place
        await pilot.press("enter")
        await settle(pilot)
        assert screen_of(pilot).request.matching is Matching.ANY
        assert screen_of(pilot).results.total == 2


async def test_an_empty_answer_offers_ways_out_one_key_away(
    browser: Make, library: Library
) -> None:
    app = browser(library, "hội nghĩ")
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        shown = text_of(pilot, "#results")
        assert "Nothing was found for “hội nghĩ”." in shown
        assert "1  spelt “nghị”: " in shown
        assert "nghĩ: 0" in shown
        await pilot.press("escape", "1")
        await settle(pilot)
        screen = screen_of(pilot)
        assert screen.box.value == screen.request.text == "hội nghị"
        assert screen.results.total == 1


async def test_a_number_without_a_way_does_nothing(browser: Make, library: Library) -> None:
    app = browser(library, "hội")
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("escape", "3")
        await settle(pilot)
        assert screen_of(pilot).request.text == "hội"


async def test_the_filter_that_removed_everything_can_be_taken_off_with_one_key(
    browser: Make, library: Library
) -> None:
    app = browser(library, "lễ date:2024")
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert 'without date:"2024": 1 result' in text_of(pilot, "#results")
        await pilot.press("escape", "1")
        await settle(pilot)
        assert screen_of(pilot).results.total == 1
        assert screen_of(pilot).box.value == "lễ"


async def test_all_or_any_of_the_words_and_other_names_are_switched_and_shown(
    browser: Make, library: Library
) -> None:
    app = browser(library, "lễ tổng")
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("escape", "w")
        await settle(pilot)
        screen = screen_of(pilot)
        assert screen.request.matching == "any"
        assert screen.results.total == 2
        assert any("any word" in str(chip.render()) for chip in screen.chips.children)
        await pilot.press("w", "m")
        await settle(pilot)
        assert screen.request.matching == "all"
        assert not screen.request.expand
        assert any("no other names" in str(chip.render()) for chip in screen.chips.children)
        assert screen.request.accents is Accents.SMART


async def test_similar_articles_are_listed_and_read_without_leaving_the_results(
    browser: Make, library: Library
) -> None:
    app = browser(library, "tong ket")
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("escape", "tilde")
        await settle(pilot)
        assert isinstance(app.screen, SimilarDialog)
        shown = app.screen.query_one(SimilarList)
        assert "Lễ hội mùa xuân" in str(shown.options[0].prompt)
        assert "hội" in str(shown.options[0].prompt)
        await pilot.press("enter")
        await settle(pilot)
        assert screen_of(pilot).request.text == "tong ket"
        assert "Người dân dự lễ hội" in text_of(pilot, "#reader")
