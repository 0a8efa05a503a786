"""Telex and VNI in the search box, for machines without an input method."""

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from archive_tui.library import Library
from archive_tui.model import Typing
from archive_tui.tui.screens.palette import offers
from archive_tui.tui.widgets.inputs import SearchBox
from tui.doubles import ObedientLibrary
from tui.driving import Make, screen_of, settle, text_of


def box_of(pilot: Pilot[object]) -> SearchBox:
    return screen_of(pilot).box


def prompt_of(pilot: Pilot[object]) -> str:
    return str(screen_of(pilot).query_one("#prompt", Static).content)


async def type_keys(pilot: Pilot[object], keys: str) -> None:
    """Press the keys of a text, each by the name Textual has for it."""
    names = {" ": "space", ":": "colon", '"': "quotation_mark", "-": "minus", "/": "slash"}
    await pilot.press(*(names.get(key, key) for key in keys))


async def test_a_word_typed_in_telex_is_found(browser: Make, library: Library) -> None:
    async with browser(library).run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        assert prompt_of(pilot) == "›"
        await pilot.press("f4")
        assert prompt_of(pilot) == "TELEX ›"
        await type_keys(pilot, "leex hooij")
        await settle(pilot)
        assert screen_of(pilot).request.text == "lễ hội"
        assert "Lễ hội mùa xuân" in text_of(pilot, "#results")
        assert " · 1 exact · " in screen_of(pilot).status.answer


async def test_one_key_turns_from_no_help_to_telex_to_vni_and_back(
    browser: Make, obedient: ObedientLibrary
) -> None:
    async with browser(obedient).run_test(size=(120, 30)) as pilot:
        await type_keys(pilot, "dduowngf ")
        await pilot.press("f4")
        await type_keys(pilot, "dduowngf d9u7o7ng2 ")
        await pilot.press("f4")
        assert prompt_of(pilot) == "VNI ›"
        await type_keys(pilot, "dduowngf d9u7o7ng2 30/4")
        await pilot.press("f4")
        assert prompt_of(pilot) == "›"
        await type_keys(pilot, " aa1")
        said = "dduowngf đường d9u7o7ng2 dduowngf đường 30/4 aa1"
        assert box_of(pilot).value == said


@pytest.mark.parametrize(
    ("typing", "prompt", "word"),
    [
        (Typing.TELEX, "TELEX ›", "ê o7"),
        (Typing.VNI, "VNI ›", "ee ơ"),
        (Typing.OFF, "›", "ee o7"),
    ],
)
async def test_the_setting_says_how_typing_begins(
    browser: Make, obedient: ObedientLibrary, typing: Typing, prompt: str, word: str
) -> None:
    async with browser(obedient, typing=typing).run_test(size=(80, 24)) as pilot:
        assert prompt_of(pilot) == prompt
        assert pilot.app.screen.query_one("#prompt").size.width == len(prompt)
        await type_keys(pilot, "ee o7")
        assert box_of(pilot).value == word


@pytest.mark.parametrize(
    ("keys", "query"),
    [
        ("title:dduowngf OR hooij", "title:đường OR hội"),
        ('"ddarng booj" -khoois', '"đảng bộ" -khối'),
        ("kind:photo has:photo ddeef", "kind:photo has:photo đề"),
        ("kind:anhr dduwowngf", "kind:ảnh đường"),
        ("ngayf:thangs id:bao-gias", "ngày:tháng id:bao-gias"),
        ("section:vawn date:2024 as:b", "section:văn date:2024 á:b"),
        ("khoong OR NOT AND or", "không OR NOT AND ỏ"),
    ],
)
async def test_the_words_of_the_query_language_stay(
    browser: Make, obedient: ObedientLibrary, keys: str, query: str
) -> None:
    async with browser(obedient, typing=Typing.TELEX).run_test(size=(80, 24)) as pilot:
        await type_keys(pilot, keys)
        await settle(pilot)
        assert screen_of(pilot).request.text == query


async def test_a_word_is_mended_in_the_middle_and_the_cursor_stays_there(
    browser: Make, obedient: ObedientLibrary
) -> None:
    async with browser(obedient, "xin duong day", typing=Typing.TELEX).run_test() as pilot:
        box = box_of(pilot)
        box.cursor_position = len("xin duo")
        await type_keys(pilot, "w")
        assert (box.value, box.cursor_position) == ("xin dương day", len("xin dươ"))
        await type_keys(pilot, "fd")
        assert (box.value, box.cursor_position) == ("xin đường day", len("xin đườ"))
        box.cursor_position = len("xin đường d")
        await type_keys(pilot, "d")
        assert (box.value, box.cursor_position) == ("xin đường đay", len("xin đường đ"))
        await pilot.press("backspace", "d", "d")
        assert (box.value, box.cursor_position) == ("xin đường đay", len("xin đường đ"))


async def test_a_key_twice_is_a_letter_again(browser: Make, obedient: ObedientLibrary) -> None:
    async with browser(obedient, typing=Typing.TELEX).run_test() as pilot:
        for keys, seen in (("as", "á"), ("s", "as"), (" dd", "as đ"), ("d", "as dd")):
            await type_keys(pilot, keys)
            assert box_of(pilot).value == seen


async def test_what_is_selected_is_replaced(browser: Make, obedient: ObedientLibrary) -> None:
    async with browser(obedient, "một hai ba", typing=Typing.TELEX).run_test() as pilot:
        box = box_of(pilot)
        box.selection = Selection(7, 4)
        await type_keys(pilot, "ddoof")
        assert (box.value, box.cursor_position) == ("một đồ ba", 6)
        box.selection = Selection(0, len(box.value))
        await type_keys(pilot, "s")
        assert box.value == "s"


async def test_what_is_pasted_is_not_typed(browser: Make, obedient: ObedientLibrary) -> None:
    async with browser(obedient, typing=Typing.TELEX).run_test() as pilot:
        box_of(pilot).post_message(Paste("dduowngf as aa"))
        await pilot.pause()
        assert box_of(pilot).value == "dduowngf as aa"


async def test_a_key_changes_the_box_once(
    browser: Make, obedient: ObedientLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with browser(obedient, "duong", typing=Typing.TELEX).run_test() as pilot:
        await pilot.press("end")
        posted: list[str] = []
        post = SearchBox.post_message

        def watched(box: SearchBox, message: Input.Changed) -> bool:
            if isinstance(message, Input.Changed):
                posted.append(message.value)
            return post(box, message)

        monkeypatch.setattr(SearchBox, "post_message", watched)
        await type_keys(pilot, "dwf")
        assert posted == ["đuong", "đương", "đường"]


async def test_the_palette_has_the_switch_and_it_works_from_any_pane(
    browser: Make, obedient: ObedientLibrary
) -> None:
    async with browser(obedient).run_test() as pilot:
        await settle(pilot)
        assert "typing" in {offer.command.id for offer in offers(screen_of(pilot))}
        await pilot.press("down", "f4")
        assert prompt_of(pilot) == "TELEX ›"
        await pilot.press("/", "a", "a")
        assert box_of(pilot).value == "â"
