"""Marks land on the words that match, however the text was stored."""

import unicodedata
from typing import Literal, TypeAlias, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tui.model import Accents, Mark
from archive_tui.query import And, Expanded, Phrase, TextField, Word, parse
from archive_tui.search.fitting import within_one_edit
from archive_tui.search.marks import QueryMarks
from archive_tui.text.clean import clean
from archive_tui.text.vietnamese import exact_form, folded_form

_Form: TypeAlias = Literal["NFC", "NFD"]

SYLLABLES = (
    "Đường",
    "đường",
    "ĐƯỜNG",
    "duong",
    "Dương",
    "hoà",
    "hòa",
    "HÒA",
    "thúy",
    "má",
    "ma",
    "xã",
)
GAPS = (" ", ", ", "\n", " – ", "/", "…")


def found(query: str, text: str, accents: Accents = Accents.SMART) -> list[tuple[str, bool]]:
    marks = QueryMarks(parse(query), accents).find(text, TextField.BODY)
    return [(text[mark.start : mark.end], mark.exact) for mark in marks]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("duong", "Đường và dương, duong", [("Đường", False), ("dương", False), ("duong", True)]),
        ("đường", "Đường và dương", [("Đường", True)]),
        ("hòa", "Hoà thuận, hoa", [("Hoà", True)]),
        ('"hội nghị"', "Hội nghị, hội và nghị", [("Hội nghị", True)]),
        ('"hội kết"~2', "hội nghị tổng kết", [("hội", True), ("kết", True)]),
        ('"hội kết"~1', "hội nghị tổng kết", []),
        ('"hoi ket"~2', "hội nghị tổng kết", [("hội", False), ("kết", False)]),
        ("ngh*", "Nghị, nghe, ngà", [("Nghị", True), ("nghe", True)]),
        ("nghị*", "Nghị, nghi", [("Nghị", True)]),
        ("nghi*", "Nghị, nghi", [("Nghị", False), ("nghi", True)]),
        ("hò*", "hoà, hòa, hò, hoa", [("hoà", True), ("hòa", True), ("hò", True)]),
        (
            "đườnk~",
            "đường, đườnk, đươnk, tường",
            [("đường", False), ("đườnk", True), ("đươnk", False)],
        ),
        ("x -hội", "hội x", [("x", True)]),
        ("title:x", "x", []),
        ("body:x", "x", [("x", True)]),
    ],
)
def test_what_matches_is_marked_exact_or_not(
    query: str, text: str, expected: list[tuple[str, bool]]
) -> None:
    assert found(query, text) == expected


def test_what_was_typed_stays_exact_inside_of_another_name() -> None:
    node = And((Expanded(Word("UBND"), (Phrase(("Ủy", "ban", "nhân", "dân")),)), Word("nhân")))
    marks = QueryMarks(node, Accents.SMART).find("Uỷ ban, nhân dân", TextField.BODY)
    assert marks == (Mark(0, 6, exact=False), Mark(8, 12, exact=True), Mark(13, 16, exact=False))


def test_another_name_is_marked_but_never_as_exact() -> None:
    node = Expanded(Word("UBND"), (Phrase(("Ủy", "ban", "nhân", "dân")),))
    marks = QueryMarks(node, Accents.SMART).find("UBND: Uỷ ban nhân dân", TextField.BODY)
    assert marks == (Mark(0, 4, exact=True), Mark(6, 21, exact=False))


@given(
    st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=12),
    st.lists(st.sampled_from(GAPS), min_size=12, max_size=12),
    st.sampled_from(get_args(_Form)),
    st.sampled_from(SYLLABLES),
)
def test_marks_stand_on_whole_words_in_whatever_form_the_original_came(
    syllables: list[str], gaps: list[str], form: _Form, typed: str
) -> None:
    written = "".join(word + gap for word, gap in zip(syllables, gaps, strict=False))
    text = clean(unicodedata.normalize(form, written))
    typed_as = unicodedata.normalize(form, typed)
    loose = folded_form(typed) == exact_form(typed)
    same = folded_form if loose else exact_form
    expected = [word for word in syllables if same(word) == same(typed)]
    assert [word for word, _exact in found(typed_as, text)] == expected


@given(st.text(alphabet="abcđ", max_size=6), st.text(alphabet="abcđ", max_size=6))
def test_one_edit_is_what_it_says(first: str, second: str) -> None:
    letters = "abcđ"
    near = {first}
    for at in range(len(first) + 1):
        near |= {first[:at] + letter + first[at:] for letter in letters}
        near |= {first[:at] + letter + first[at + 1 :] for letter in letters}
        near.add(first[:at] + first[at + 1 :])
        near.add(first[:at] + first[at + 1 : at + 2] + first[at : at + 1] + first[at + 2 :])
    assert within_one_edit(first, second) == (second in near and first[:1] == second[:1])
