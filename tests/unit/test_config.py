"""Settings come from file, environment and defaults; a mistake in them is named."""

from pathlib import Path

import pytest

from archive_tui.config import UserFolders, load
from archive_tui.errors import ConfigError
from archive_tui.model import Accents, Sort, Typing


def folders(tmp_path: Path, text: str = "") -> UserFolders:
    config = tmp_path / "config"
    config.mkdir(exist_ok=True)
    if text:
        (config / "config.yaml").write_text(text, encoding="utf-8")
    return UserFolders(config, tmp_path / "data", tmp_path / "cache", tmp_path / "log")


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    settings = load({}, folders(tmp_path))
    assert (settings.language, settings.accents, settings.archive) == ("en", Accents.SMART, None)


def test_the_file_sets_what_it_names(tmp_path: Path) -> None:
    text = "language: vi\naccents: strict\nsort: newest\nexport_width: 0\nkeys:\n  quit: f10\n"
    settings = load({}, folders(tmp_path, text))
    assert (settings.language, settings.accents) == ("vi", Accents.STRICT)
    assert (settings.sort, settings.export_width) == (Sort.NEWEST, 0)
    assert settings.keys == {"quit": "f10"}


@pytest.mark.parametrize(
    ("said", "typing"),
    [
        ("", Typing.OFF),
        ("typing: off", Typing.OFF),
        ("typing: 'off'", Typing.OFF),
        ("typing: telex", Typing.TELEX),
        ("typing: Telex", Typing.TELEX),
        ("typing: VNI", Typing.VNI),
    ],
)
def test_the_way_of_typing_can_be_set_and_off_needs_no_quotes(
    tmp_path: Path, said: str, typing: Typing
) -> None:
    assert load({}, folders(tmp_path, said)).typing is typing


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    settings = load(
        {"ARCHIVE_TUI_ARCHIVE": "/kho", "ARCHIVE_TUI_LANG": "en", "LANG": "vi_VN.UTF-8"},
        folders(tmp_path, "language: vi\narchive: /khác\n"),
    )
    assert settings.archive == Path("/kho")
    assert settings.language == "en"


def test_the_locale_chooses_the_language(tmp_path: Path) -> None:
    assert load({"LANG": "vi_VN.UTF-8"}, folders(tmp_path)).language == "vi"
    assert load({"LC_ALL": "C", "LANG": "vi_VN"}, folders(tmp_path)).language == "en"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("langage: vi", "“langage”.*“language”"),
        ("zzz: 1", "Known settings"),
        ("language: fr", "“fr” is no value"),
        ("accents: 7", "smart, strict, ignore"),
        ("typing: on", "off, telex, vni"),
        ("typing: viqr", "off, telex, vni"),
        ("export_width: -1", "no value"),
        ("export_width: yes", "no value"),
        ("keys: [a]", "no value"),
        ("- a", "not a list of keys"),
        ("a: [", "cannot be read"),
        ("a: !!python/object/apply:os.system [true]", "cannot be read"),
        ("archive: [1]", "no value"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        load({}, folders(tmp_path, text))


def test_one_variable_moves_all_folders(tmp_path: Path) -> None:
    moved = UserFolders.of_environment({"ARCHIVE_TUI_HOME": str(tmp_path)})
    assert moved.data == tmp_path / "data"
    assert UserFolders.of_environment({}).data != moved.data
