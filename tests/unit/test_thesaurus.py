"""The shipped names are sound, the user's file adds and removes, and its mistakes are named."""

import os
import tomllib
import tracemalloc
import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive_tui import thesaurus
from archive_tui.analysis import words
from archive_tui.errors import ConfigError
from archive_tui.model import ThesaurusEntry
from archive_tui.text.clean import clean_line
from archive_tui.text.syllable import Spelling
from archive_tui.text.vietnamese import exact_form, folded_form
from archive_tui.thesaurus import SHIPPED, load, reading, shipped
from archive_tui.thesaurus.reading import SIZE_LIMIT


def user_file(folder: Path, text: str | bytes) -> Path:
    data = text if isinstance(text, bytes) else text.encode()
    (folder / "thesaurus.yaml").write_bytes(data)
    return folder


def own(folder: Path, entries: str) -> tuple[tuple[str, ...], ...]:
    """Return the names of entries, written as a YAML list, read from a user's file."""
    text = f"shipped: false\ngroups:\n  - entries: {entries}\n"
    return tuple(entry.names for entry in load(user_file(folder, text)))


def spelt(name: str) -> tuple[str, ...]:
    return tuple(map(exact_form, words(name)))


def names(entries: tuple[ThesaurusEntry, ...]) -> set[str]:
    return {name for entry in entries for name in entry.names}


# The shipped file


def test_the_shipped_file_knows_what_was_promised() -> None:
    entries = [entry.names for entry in shipped()]
    assert len(entries) >= 250
    together = [
        {"HĐND", "Hội đồng nhân dân"},
        {"TVTU", "Thường vụ Tỉnh ủy"},
        {"TP.HCM", "Thành phố Hồ Chí Minh", "Sài Gòn"},
        {"PCCC", "Phòng cháy chữa cháy", "Phòng cháy và chữa cháy"},
        {"LHQ", "Liên hợp quốc", "Liên hiệp quốc"},
        {"Moscow", "Mát-xcơ-va", "Moskva"},
    ]
    for wanted in together:
        assert any(wanted <= set(entry) for entry in entries), wanted


def test_shipped_entries_have_different_clean_names_and_say_their_source() -> None:
    for entry in shipped():
        assert len({spelt(name) for name in entry.names}) == len(entry.names) >= 2, entry
        assert all(clean_line(name) == name and words(name) for name in entry.names), entry
        assert entry.source, entry


def test_no_shipped_name_is_an_ordinary_syllable() -> None:
    single = [name for name in names(shipped()) if len(words(name)) == 1]
    readable = {name for name in single if Spelling.of(folded_form(name)).rhyme}
    assert readable
    assert all(name.isupper() for name in readable)


def test_only_abbreviations_have_two_meanings() -> None:
    seen: set[tuple[str, ...]] = set()
    for entry in shipped():
        spellings = {name: spelt(name) for name in entry.names}
        for name, spelling in spellings.items():
            shouted = any(len(word) > 1 and word.isupper() for word in words(name))
            assert shouted or spelling not in seen, name
        seen.update(spellings.values())


def test_no_two_shipped_entries_are_one() -> None:
    entries = [frozenset(map(spelt, entry.names)) for entry in shipped()]
    assert len(set(entries)) == len(entries)


@pytest.mark.parametrize("loader", [reading._Loader, yaml.SafeLoader])
def test_what_is_shipped_compiled_is_what_its_file_says(
    monkeypatch: pytest.MonkeyPatch, loader: object
) -> None:
    monkeypatch.setattr(reading, "_Loader", loader)
    assert shipped() == reading.entries(SHIPPED), "run “make thesaurus”"


def test_the_shipped_file_is_packed() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    assert "thesaurus.*" in project["tool"]["setuptools"]["package-data"]["archive_tui"]


# The user's file


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "format: 1\n", "groups:\nwithout:\n"])
def test_a_file_that_says_nothing_changes_nothing(tmp_path: Path, text: str) -> None:
    assert load(user_file(tmp_path, text)) == shipped()


def test_without_a_file_or_a_folder_the_shipped_entries_count(tmp_path: Path) -> None:
    assert load(tmp_path) == load(tmp_path / "none") == shipped()


def test_the_users_entries_come_after_the_shipped_ones(tmp_path: Path) -> None:
    text = """\
format: 1
groups:
  - title: Cơ quan tỉnh
    source: văn phòng
    entries:
      - [ĐUK, Đảng ủy Khối]
  - title: Xã cũ
    entries:
      - - Hòa Thuận
        - Hoà Thuận Đông
"""
    entries = load(user_file(tmp_path, text))
    assert entries == (
        *shipped(),
        ThesaurusEntry(("ĐUK", "Đảng ủy Khối"), "văn phòng"),
        ThesaurusEntry(("Hòa Thuận", "Hoà Thuận Đông"), "Xã cũ"),
    )


def test_a_name_switches_off_every_shipped_entry_that_has_it(tmp_path: Path) -> None:
    left = load(user_file(tmp_path, "without: [TU, tp hcm]\n"))
    gone = [entry for entry in shipped() if entry not in left]
    assert [entry.names[0] for entry in gone] == ["TU", "TU", "TP.HCM"]
    assert len(left) == len(shipped()) - 3


def test_a_name_that_is_switched_off_can_be_given_another_meaning(tmp_path: Path) -> None:
    text = "without: [TU]\ngroups:\n  - entries: [[TU, Trường Uyên]]\n"
    found = [entry.names for entry in load(user_file(tmp_path, text)) if "TU" in entry.names]
    assert found == [("TU", "Trường Uyên")]


@pytest.mark.parametrize("word", ["false", "no", "off", "FALSE"])
def test_all_shipped_entries_can_be_switched_off(tmp_path: Path, word: str) -> None:
    text = f"shipped: {word}\ngroups:\n  - entries: [[A1, B1]]\n"
    assert load(user_file(tmp_path, text)) == (ThesaurusEntry(("A1", "B1")),)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("[[ON, No, 1975, 1.0, null]]", ("ON", "No", "1975", "1.0", "null")),
        ("[['  A   B ', \"C\\tD\"]]", ("A B", "C D")),
        ('[["A\\e[31mB", C]]', ("A[31mB", "C")),
        (f"[[{unicodedata.normalize('NFD', 'Hội An')}, Faifo]]", ("Hội An", "Faifo")),
        ("[[TP.HCM, TP HCM, tp-hcm, SG]]", ("TP.HCM", "SG")),
        ("[[hòa, hoà, Hoà Bình]]", ("hòa", "Hoà Bình")),
    ],
)
def test_names_are_taken_as_written_clean_and_once(
    tmp_path: Path, written: str, read: tuple[str, ...]
) -> None:
    assert own(tmp_path, written) == (read,)


@pytest.mark.parametrize("encoded", [b"\xef\xbb\xbfshipped: false\r\n", b"shipped: false\r"])
def test_files_of_other_systems_are_read(tmp_path: Path, encoded: bytes) -> None:
    assert load(user_file(tmp_path, encoded)) == ()


# Mistakes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "groups:\n - entries:\n    - [A1, B1]\n    - [UBND]",
            "yaml:4: .*“UBND” has fewer than two",
        ),
        ("groups:\n - entries: [[A1, a1]]", "“A1, a1” has fewer than two"),
        ("groups:\n - entries: [[]]", "“” has fewer than two"),
        ("groups:\n - entries: [A1, B1]", "yaml:2: .*list of names, here it is “A1”.*The form is"),
        ("groups:\n - entries: [[A1, [B1, C1]]]", "“B1, C1” is no name"),
        ("groups:\n - entries: [[A1, B1: C1]]", "“B1” is no name.*quotation marks"),
        ("groups:\n - entries: [[A1, '!?']]", "“!\\?” is no name"),
        ("groups:\n - entries: [[A1, ]]", "fewer than two"),
        ("groups:\n - entries: A1", "a list here, not “A1”"),
        ("groups:\n - [A1, B1]", "Keys and values were expected here, not “A1, B1”"),
        ("groups:\n - title: [x]", "a text here, not “x”"),
        ("groups:\n - entires: []", "no key “entires”.*“entries”"),
        ("entries: [[A1, B1]]", "no key “entries” here.*Known keys: format, groups"),
        ("- [A1, B1]", "yaml:1: Keys and values were expected"),
        ("just words", "Keys and values were expected"),
        ("groups: []\ngroups: []", "yaml:2: The key “groups” stands here twice"),
        ("? [a]\n: b", "“a” is no key"),
        ("format: 2", "“2” is no value for “format”.*It can be: 1"),
        ("shipped: maybe", "“maybe” is no value for “shipped”.*true"),
        ("shipped: [no]", "“no” is no value for “shipped”"),
        ("without: UBND", "a list here, not “UBND”"),
        ("without: [[UBND]]", "“UBND” is no name"),
        ("without:\n  - UBND\n  - Sai Gòn", "yaml:3: “Sai Gòn” is no name of the.*“Sài Gòn”"),
        ("without: [xyzzyx1]", "Take it out of “without”"),
        ("groups: [", "not valid YAML"),
        ("groups:\n\t- x", "yaml:2: .*not valid YAML"),
        ("format: 1\n---\nformat: 1", "yaml:3: .*second document"),
        ("a: \x07", "not valid YAML"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_what_to_do(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        load(user_file(tmp_path, text))
    assert "thesaurus.yaml" in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_a_file_in_another_encoding_is_refused(tmp_path: Path, encoding: str) -> None:
    text = "# à\nshipped: false\n".encode(encoding)
    with pytest.raises(ConfigError, match=r"cannot be read.*UTF-8"):
        load(user_file(tmp_path, text))


def test_a_folder_or_a_pipe_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesaurus.yaml").mkdir()
    with pytest.raises(ConfigError, match="no file"):
        load(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "thesaurus.yaml").rmdir()
        (tmp_path / "thesaurus.yaml").symlink_to(tmp_path / "pipe")
        with pytest.raises(ConfigError, match="no file"):
            load(tmp_path)


def test_a_damaged_shipped_file_is_not_blamed_on_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / "package.json"
    damaged.write_text("[[")
    monkeypatch.setattr(thesaurus, "COMPILED", damaged)
    shipped.cache_clear()
    try:
        with pytest.raises(ConfigError, match="package"):
            load(tmp_path)
    finally:
        monkeypatch.undo()
        shipped.cache_clear()


# Hostile files

ALIAS_BOMB = "a: &a [x, y]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(20)
)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("loader", [reading._Loader, yaml.SafeLoader])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ALIAS_BOMB, "aliases and tags"),
        ("groups: *none", "aliases and tags"),
        ("groups: &a []", "aliases and tags"),
        ("without: [!!python/object/apply:os.system [true]]", "aliases and tags"),
        ("without: [! x]", "aliases and tags"),
        ("[" * 500_000, "nested too deeply"),
        ("- " * 500_000, "nested too deeply"),
        ("{" * 500_000, "nested too deeply"),
        ("groups: [" + "a," * 400_000 + "]", "larger than"),
        ("a" * 900_000, "Keys and values were expected"),
        ("without: ['" + "a" * 900_000 + "']", "is no name: that is a short"),
        ("---\n" * 250_000, "second document"),
        ('a: "\\UFFFFFFFF"', "not valid YAML"),
        ("%YAML 1." + "9" * 5000 + "\n---\na: b", "not valid YAML"),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else None,
)
def test_a_hostile_file_is_refused_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loader: object, text: str, said: str
) -> None:
    monkeypatch.setattr(reading, "_Loader", loader)
    with pytest.raises(ConfigError, match=said) as caught:
        load(user_file(tmp_path, text))
    assert len(caught.value.message) < 1000


def test_a_huge_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    with user_file(tmp_path, b"a").joinpath("thesaurus.yaml").open("r+b") as file:
        file.truncate(100 * SIZE_LIMIT)
    tracemalloc.start()
    try:
        with pytest.raises(ConfigError, match="larger than"):
            load(tmp_path)
        assert tracemalloc.get_traced_memory()[1] < 8 * SIZE_LIMIT
    finally:
        tracemalloc.stop()


YAML_TEXT = st.lists(
    st.sampled_from(
        ["groups:", "entries:", "without:", "shipped:", "format:", "\n", "  ", "- ", "[", "]", ",",
         "{", "}", ": ", "'", '"', "A1", "UBND", "đ", "&a ", "*a", "!", "|", ">", "#", "---\n", "?"]
    )
    | st.text(max_size=3)
).map("".join)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(YAML_TEXT)
def test_any_file_gives_sound_entries_or_a_configuration_error(tmp_path: Path, text: str) -> None:
    folder = user_file(tmp_path, text.encode("utf-8", "surrogatepass"))
    try:
        entries = load(folder)
    except ConfigError as error:
        assert clean_line(str(error))
    else:
        assert all(len(set(map(spelt, entry.names))) >= 2 for entry in entries)
