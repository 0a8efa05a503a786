"""Keys become Vietnamese words, and foreign words stay what they are."""

import re
import unicodedata
from functools import reduce
from pathlib import Path
from string import ascii_letters, digits
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tui.model import Typing
from archive_tui.text.clean import clean
from archive_tui.text.syllable import Spelling
from archive_tui.text.telex import composed, typed_key
from archive_tui.text.vietnamese import exact_form

TELEX_KEYS: Final = "adeosfrxjzw"
ON: Final = (Typing.TELEX, Typing.VNI)
LETTERS: Final = "aăâbcdđeêghiklmnoôơpqrstuưvxyzfjw0123456789àáảãạệốỡứỹýAĂĐHÀỘỬƯW"


def table() -> dict[str, list[tuple[str, str, str]]]:
    """Return the rows of the table of words under their headings."""
    lines = (Path(__file__).parent / "typing_words.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "telex\tvni\tword"
    rows: dict[str, list[tuple[str, str, str]]] = {}
    for line in lines[1:]:
        if line.startswith("#"):
            heading = line.removeprefix("# ")
            rows[heading] = []
        else:
            telex, vni, word = line.split("\t")
            rows[heading].append((telex, vni, word))
    return rows


WORDS: Final = table()


@pytest.mark.parametrize(("telex", "vni", "word"), [row for rows in WORDS.values() for row in rows])
def test_the_keys_make_the_word(telex: str, vni: str, word: str) -> None:
    assert composed(telex, Typing.TELEX) == word
    assert composed(vni, Typing.VNI) == word
    assert exact_form(word) == word.casefold()  # the table itself has the modern placement


@pytest.mark.parametrize(
    ("telex", "vni", "word"),
    [row for heading, rows in WORDS.items() for row in rows if "syllable" in heading],
)
def test_capitals_are_typed_with_capitals(telex: str, vni: str, word: str) -> None:
    assert composed(telex.upper(), Typing.TELEX) == word.upper()
    assert composed(vni.upper(), Typing.VNI) == word.upper()


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (["", "h", "ho", "hò", "hoà", "hoàn", "hoàng"], "hofang"),
        (["thu", "thuy", "thuỷ", "thuỷn"], "yrn"),
        (["muo", "mươ", "mườ", "mười"], "wfi"),
        (["cu", "củ", "của"], "ra"),
        (["kh", "khu", "khuy", "khuỷ", "khuỷu"], "uyru"),
        (["g", "gi", "gì", "già"], "ifa"),
        (["q", "qu", "qù", "quà"], "ufa"),
        (["thu", "thuo", "thuơ", "thuở", "thưởn", "thưởng"], "owrng"),
        (["đ", "đư", "đưo", "đươn", "đương", "đường"], "wongf"),
        (["viet", "viêt", "việt", "viết", "viêt", "viêtz"], "ejszz"),
        (["mâ", "mă", "mâ", "maa"], "waa"),
    ],
)
def test_the_tone_moves_on_while_the_word_grows(words: list[str], keys: str) -> None:
    seen = words[:1]
    for key in keys:
        seen.append(typed_key(seen[-1], key, Typing.TELEX))
    assert seen == words


@pytest.mark.parametrize(
    ("word", "key", "typing", "after"),
    [
        ("đương", "f", Typing.TELEX, "đường"),
        ("đường", "s", Typing.TELEX, "đướng"),
        ("hòa", "n", Typing.TELEX, "hoàn"),
        ("hòa", "s", Typing.TELEX, "hoá"),
        ("hoàt", "j", Typing.TELEX, "hoạt"),
        ("hoàt", "5", Typing.VNI, "hoạt"),
        ("đường", "z", Typing.TELEX, "đương"),
        ("đường", "0", Typing.VNI, "đương"),
        ("thưở", "w", Typing.TELEX, "thuở"),
        ("đường", "d", Typing.TELEX, "dườngd"),
        ("ấ", "a", Typing.TELEX, "asa"),
        ("hoạt", "h", Typing.TELEX, "hoạth"),
        ("mót", "f", Typing.TELEX, "mótf"),
        ("tháng", "4", Typing.TELEX, "tháng4"),
    ],
)
def test_a_word_can_be_mended_without_a_memory_of_its_keys(
    word: str, key: str, typing: Typing, after: str
) -> None:
    assert typed_key(word, key, typing) == after


def test_other_signs_end_a_word() -> None:
    keys = 'title:dduowngf OR "hooij nghij" -ddarng* (30/4)'
    assert composed(keys, Typing.TELEX).startswith("title:đường ")
    assert composed(keys, Typing.TELEX).endswith('"hội nghị" -đảng* (30/4)')
    assert composed("d9u7o7ng2 30/4/1975", Typing.VNI) == "đường 30/4/1975"
    assert composed("a-a a", Typing.TELEX) == "a-a a"


@given(st.text())
def test_without_a_way_of_typing_keys_are_letters(keys: str) -> None:
    assert composed(keys, Typing.OFF) == keys


@given(st.text(), st.text(), st.sampled_from(Typing))
def test_no_word_and_no_key_does_harm(word: str, key: str, typing: Typing) -> None:
    assert isinstance(typed_key(word, key, typing), str)


@given(
    st.text(alphabet=LETTERS, max_size=9), st.sampled_from(LETTERS + LETTERS.upper()),
    st.sampled_from(ON),
)  # fmt: skip
def test_a_key_changes_the_word_or_lengthens_it_and_keeps_it_composed(
    word: str, key: str, typing: Typing
) -> None:
    after = typed_key(clean(word), clean(key), typing)
    assert after != clean(word)
    assert after == clean(after)
    assert len(after) <= len(word) + 3  # two keys at most come back, and the key itself


@given(st.text(alphabet="".join(set(ascii_letters) - set(TELEX_KEYS + TELEX_KEYS.upper())) + " .4"))
def test_a_text_without_any_special_key_is_unchanged_in_telex(text: str) -> None:
    assert composed(text, Typing.TELEX) == text


@given(st.text(alphabet=ascii_letters + " .:-中"))
def test_a_text_without_digits_is_unchanged_in_vni(text: str) -> None:
    assert composed(text, Typing.VNI) == text


@given(st.text(alphabet=digits + "/.-: "))
def test_digits_among_digits_are_digits(text: str) -> None:
    assert composed(text, Typing.VNI) == text


@given(st.text(alphabet=ascii_letters + digits + " .:-"), st.sampled_from(ON))
def test_a_text_is_typed_key_by_key_word_by_word(keys: str, typing: Typing) -> None:
    def one_more(word: str, key: str) -> str:
        return typed_key(word, key, typing)

    words = re.split("([^a-zA-Z0-9])", keys)
    assert composed(keys, typing) == "".join(reduce(one_more, word, "") for word in words)


@given(st.text(max_size=8) | st.text(alphabet=LETTERS, max_size=8))
def test_a_word_taken_apart_and_put_together_has_the_same_letters(word: str) -> None:
    spelling = Spelling.of(word)
    if spelling.is_possible:
        assert sorted(unicodedata.normalize("NFD", str(spelling))) == sorted(
            unicodedata.normalize("NFD", word)
        )


TONES: Final = {"\u0301": "s1", "\u0300": "f2", "\u0309": "r3", "\u0303": "x4", "\u0323": "j5"}
SHAPES: Final = {
    "â": ("aa", "a6"), "ê": ("ee", "e6"), "ô": ("oo", "o6"), "ă": ("aw", "a8"),
    "ơ": ("ow", "o7"), "ư": ("uw", "u7"), "đ": ("dd", "d9"),
}  # fmt: skip

MISPLACED: Final = re.compile("g[ìỉĩíị][aeouyâôêơăư]|q[ùủũúụ]|vưà")
"""A tone mark on a glide."""
MISSPELT: Final = re.compile(
    "qu(?!ôc$)[cmnptoôuư]|quơc|ng[eêi]|n?ghy|nghoe|giy|gue|khuăng|ưi|(?!h|kh|th|qu).*uơ$"
)
"""Without their tones, lines of the list that no rule of spelling allows and no word needs."""


def typed(word: str, typing: Typing, *, tone_last: bool) -> str:
    """Return the keys of a word, its tone last or right behind its letter."""
    column, keys, last = ON.index(typing), "", ""
    for letter in word:
        decomposed = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in decomposed if mark in TONES)
        bare = unicodedata.normalize("NFC", decomposed.replace(tone, "") if tone else letter)
        if typing is Typing.TELEX and keys.endswith("o") and bare == "o":
            bare = "oo"  # else it would be ô
        keys += SHAPES[bare][column] if bare in SHAPES else bare
        last = TONES[tone][column] if tone else last
        if not tone_last:
            keys, last = keys + last, ""
    return keys + last


@pytest.mark.data
@pytest.mark.parametrize("tone_last", [True, False])
@pytest.mark.parametrize("typing", ON)
def test_every_syllable_can_be_typed(shared_data: Path, typing: Typing, *, tone_last: bool) -> None:
    lines = (shared_data / "lists" / "syllables.txt").read_text(encoding="utf-8").split()
    spelt = [
        line
        for line in lines
        if not MISPLACED.match(line) and not MISSPELT.match(Spelling.of(line).letters)
    ]
    wrong = [
        word
        for word in spelt
        if exact_form(composed(typed(word, typing, tone_last=tone_last), typing))
        != exact_form(word)
    ]
    assert not wrong
    assert len(spelt) > 17_000
