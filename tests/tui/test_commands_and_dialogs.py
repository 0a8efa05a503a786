"""Selecting, exporting, dates, help, palette, language, keys, and small screens."""

import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from textual.command import CommandPalette, Hit
from textual.widgets import Input, OptionList, Static

from archive_tui import i18n
from archive_tui.library import Library
from archive_tui.model import Collection, DateSpan
from archive_tui.tui.commands import ALL_COMMANDS
from archive_tui.tui.dialogs.collections import CollectionsDialog, ItemList
from archive_tui.tui.dialogs.dates import DatesDialog, understand
from archive_tui.tui.dialogs.export import ExportDialog
from archive_tui.tui.dialogs.questions import Confirmation
from archive_tui.tui.screens.help import HelpScreen
from archive_tui.tui.screens.palette import CommandProvider, offers
from archive_tui.tui.widgets import question
from tui.doubles import ObedientLibrary
from tui.driving import Make, screen_of, settle, text_of


def test_every_command_has_a_name_and_a_key_of_its_own() -> None:
    ids = [command.id for command in ALL_COMMANDS]
    assert len(ids) == len(set(ids))
    assert all(command.keys and command.label and command.about for command in ALL_COMMANDS)


async def test_space_puts_an_article_into_the_selection_and_takes_it_out(
    browser: Make, library: Library
) -> None:
    async with browser(library).run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        await pilot.press("down", "down", "space")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        first = library.collections.get("selection").ids
        assert len(first) == 1
        assert "✓" in text_of(pilot, "#results")
        assert screen_of(pilot).status.place == "✓ 1"
        await pilot.press("space")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert library.collections.get("selection").ids == ()
        assert "✓" not in text_of(pilot, "#results")


async def test_the_collections_dialog_shows_titles_removes_and_chooses(
    browser: Make, library: Library
) -> None:
    library.collections.add("selection", ["2024-01-10-dang-bo-khoi-tong-ket-cong-tac", "gone"])
    library.collections.add("Hồ sơ [/foo", ["gone"])
    async with browser(library).run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        await pilot.press("down", "c")
        await pilot.pause(0.3)
        dialog = pilot.app.screen
        assert isinstance(dialog, CollectionsDialog)
        items = [str(option.prompt) for option in dialog.query_one(ItemList).options]
        assert any("Đảng bộ Khối" in item for item in items)
        assert "gone (not in the archive)" in items
        await pilot.press("tab", "end", "delete")
        await pilot.pause(0.3)
        assert "gone" not in library.collections.get("selection").ids
        names = dialog.query_one("#collection-names", OptionList)
        at = next(i for i, option in enumerate(names.options) if "[/foo" in str(option.prompt))
        names.focus()
        names.highlighted = at
        await pilot.press("enter")
        await pilot.pause(0.3)
        await pilot.press("space")
        await pilot.pause(0.3)
        assert len(library.collections.get("Hồ sơ [/foo").ids) == 2


async def test_an_export_writes_the_file_and_never_overwrites_unasked(
    browser: Make, library: Library, tmp_path: Path
) -> None:
    target = tmp_path / "out" / "hồ sơ.txt"
    target.parent.mkdir()
    target.write_text("alt")
    async with browser(library).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("down", "x")
        await pilot.pause(0.3)
        dialog = pilot.app.screen
        assert isinstance(dialog, ExportDialog)
        path = dialog.query_one("#path", Input)
        assert path.value.startswith(str(tmp_path / "out"))
        path.value = str(target)
        await pilot.press("ctrl+s")
        await pilot.pause(0.2)
        assert isinstance(pilot.app.screen_stack[-1], Confirmation)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert target.read_text() == "alt"
        await pilot.press("ctrl+s")
        await pilot.pause(0.2)
        await pilot.press("tab", "enter")
        await pilot.pause(0.4)
        assert "Đảng bộ Khối" in target.read_text(encoding="utf-8")
        assert pilot.app.screen is screen_of(pilot)


async def test_an_export_of_all_hits_writes_one_file_an_article(
    browser: Make, library: Library, tmp_path: Path
) -> None:
    async with browser(library).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("down", "x")
        await pilot.pause(0.3)
        dialog = pilot.app.screen
        await pilot.click(dialog.query("#source Choice").last())
        await pilot.click("#split")
        await pilot.pause()
        dialog.query_one("#path", Input).value = str(tmp_path / "alle")
        await pilot.press("ctrl+s")
        await pilot.pause(0.5)
        assert len(list((tmp_path / "alle").iterdir())) == 3


async def test_an_export_that_fails_says_why_in_the_dialog(
    browser: Make, obedient: ObedientLibrary
) -> None:
    obedient.total = 1
    async with browser(obedient).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("down", "x")
        await pilot.pause(0.3)
        await pilot.press("ctrl+s")
        await pilot.pause(0.3)
        status = pilot.app.screen.query_one("#export-status", Static)
        assert str(status.content) == "nothing here"


@pytest.mark.parametrize(
    ("first", "last", "span"),
    [
        ("", "", None),
        ("2023", "", "2023/9999"),
        ("1/2023", "tháng 6/2024", "2023-01/2024-06"),
        ("", "30/4/1975", "0001-01/1975-04"),
    ],
)
def test_two_fields_give_one_span(first: str, last: str, span: str | None) -> None:
    understood = understand(first, last)
    assert understood.problem == ""
    assert (str(understood.dates) if understood.dates else None) == span


@pytest.mark.parametrize(("first", "last"), [("31/2/2024", ""), ("quark", ""), ("2024", "2023")])
def test_a_date_that_cannot_be_read_is_a_sentence(first: str, last: str) -> None:
    assert understand(first, last).problem


async def test_the_date_dialog_echoes_what_it_understood_and_filters(
    browser: Make, library: Library
) -> None:
    async with browser(library).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("down", "d")
        await pilot.pause(0.1)
        assert isinstance(pilot.app.screen, DatesDialog)
        echo = pilot.app.screen.query_one("#understood", Static)
        await pilot.press(*"32/1/2024")
        await pilot.pause()
        assert echo.has_class("-error")
        pilot.app.screen.query_one("#first", Input).value = "2023"
        pilot.app.screen.query_one("#last", Input).value = "5/2023"
        await pilot.pause()
        assert str(echo.content) == "Jan 2023–May 2023"
        await pilot.press("enter")
        await settle(pilot)
        screen = screen_of(pilot)
        assert str(screen.request.dates) == "2023-01/2023-05"
        assert screen.status.answer.startswith("1 result · ")
        await pilot.press("d")
        await pilot.pause(0.1)
        await pilot.press("f8")
        await settle(pilot)
        assert screen.request.dates is None


async def test_the_help_lists_every_key_and_runs_an_example(
    browser: Make, library: Library
) -> None:
    async with browser(library).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("down", "?")
        await pilot.pause(0.1)
        assert isinstance(pilot.app.screen, HelpScreen)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert screen_of(pilot).box.value == "dang bo khoi"
        assert "Đảng bộ Khối" in text_of(pilot, "#results")


async def test_the_palette_offers_every_command_of_the_screen_and_runs_it(
    browser: Make, library: Library
) -> None:
    async with browser(library).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        screen = screen_of(pilot)
        offered = {offer.command.id for offer in offers(screen)}
        assert {"search", "results.down", "reader.end", "facets.choose", "quit"} <= offered
        await pilot.press("ctrl+p")
        await pilot.pause(0.1)
        assert isinstance(pilot.app.screen, CommandPalette)
        await pilot.press(*"photos")
        await pilot.pause(0.5)
        await pilot.press("enter")
        await settle(pilot)
        assert screen.request.kind == "photo"


async def test_the_language_is_switched_at_run_time(browser: Make, library: Library) -> None:
    async with browser(library).run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        assert "10 Jan 2024" in text_of(pilot, "#results")
        await pilot.press("f2")
        await settle(pilot)
        assert i18n.current() == "vi"
        assert "10/01/2024" in text_of(pilot, "#results")
        assert "10/01/2024" in text_of(pilot, "#reader")


async def test_the_citation_goes_to_the_clipboard(browser: Make, library: Library) -> None:
    async with browser(library).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("down", "y")
        await pilot.pause()
        assert pilot.app.clipboard.startswith(
            "Đảng bộ Khối tổng kết công tác. Báo tỉnh. Tin tức. 10 Jan 2024. "
        )


async def test_the_user_may_give_a_command_other_keys(browser: Make, library: Library) -> None:
    app = browser(library, keys={"photos": "f9", "no-such": "z"})
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("down", "f9")
        await settle(pilot)
        assert screen_of(pilot).request.kind == "photo"
        assert any("no-such" in note.message for note in app._notifications)


async def test_on_a_narrow_screen_one_pane_is_shown_at_a_time(
    browser: Make, library: Library
) -> None:
    async with browser(library).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        screen = screen_of(pilot)

        def shown() -> list[str | None]:
            panes = (screen.facets, screen.results, screen.reader)
            return [pane.id for pane in panes if pane.display]

        assert shown() == ["results"]
        await pilot.press("down", "enter")
        await settle(pilot)
        assert shown() == ["reader"]
        assert "Đảng bộ Khối" in text_of(pilot, "#reader")
        await pilot.press("escape", "f")
        await settle(pilot)
        assert shown() == ["facets"]
        await pilot.press("escape")
        await settle(pilot)
        assert shown() == ["results"]
        await pilot.resize_terminal(120, 30)
        await settle(pilot)
        assert shown() == ["facets", "results", "reader"]


@pytest.mark.parametrize("key", ["", "x", "d", "c", "question_mark", "f", "enter", "ctrl+p"])
async def test_a_tiny_screen_and_a_storm_of_sizes_do_no_harm(
    browser: Make, library: Library, key: str
) -> None:
    async with browser(library, "hội").run_test(size=(20, 5)) as pilot:
        await settle(pilot)
        await pilot.press("down", *([key] if key else []))
        await pilot.pause(0.1)
        for size in ((1, 1), (120, 40), (20, 5), (99, 11), (100, 3), (3, 100)):
            await pilot.resize_terminal(*size)
        await pilot.pause(0.1)
        assert pilot.app.is_running


def test_spans_compare_as_the_dialog_expects() -> None:
    assert understand("2024", "2024").dates == DateSpan.of_year(2024)


async def test_the_palette_finds_vietnamese_names_without_marks(
    browser: Make, library: Library
) -> None:
    async with browser(library).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("f2")
        await settle(pilot)
        provider = CommandProvider(screen_of(pilot))
        found = [hit.text async for hit in provider.search("xuat") if isinstance(hit, Hit)]
        assert any("Xuất" in str(text) for text in found)


async def test_ticks_are_on_the_disk_when_the_browser_ends(
    browser: Make, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    genuine = library.collections.add

    def slowly(name: str, ids: Iterable[str]) -> Collection:
        time.sleep(0.2)
        return genuine(name, ids)

    monkeypatch.setattr(library.collections, "add", slowly)
    async with browser(library).run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        await pilot.press("down", "space", "down", "down", "down", "space")
        ticked = set(screen_of(pilot)._selection.ids)
        await pilot.press("ctrl+q")
    assert len(ticked) == 2
    assert set(library.collections.get("selection").ids) == ticked


async def test_a_renamed_collection_goes_on_being_filled(browser: Make, library: Library) -> None:
    async with browser(library).run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        await pilot.press("down", "space")
        await settle(pilot)
        await pilot.press("c")
        await pilot.pause(0.3)
        dialog = pilot.app.screen
        assert isinstance(dialog, CollectionsDialog)
        dialog.action_rename()
        await pilot.pause(0.3)
        pilot.app.screen.query_one(Input).value = "mới"
        await pilot.press("enter")
        await pilot.pause(0.4)
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("down", "down", "down", "space")
        await settle(pilot)
        await pilot.app.workers.wait_for_complete()
    assert library.collections.names() == ("mới",)
    assert len(library.collections.get("mới").ids) == 2


async def test_a_home_of_nobody_is_no_reason_to_fall(
    browser: Make, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with browser(library).run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await pilot.press("down", "x")
        await pilot.pause(0.3)
        dialog = pilot.app.screen
        assert isinstance(dialog, ExportDialog)
        dialog.query_one("#path", Input).value = "~nosuchuser/x.txt"
        await pilot.press("ctrl+s")
        await pilot.pause(0.5)
        assert pilot.app.is_running
    assert list(tmp_path.glob("~nosuchuser/x.txt"))


async def test_space_toggles_a_filter_and_selects_nothing(browser: Make, library: Library) -> None:
    async with browser(library).run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await pilot.press("down", "f", "space")
        await settle(pilot)
        assert question.has_filters(screen_of(pilot).request)
        assert not screen_of(pilot)._selection.ids
