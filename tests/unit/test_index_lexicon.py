"""Texts cut by tables of numbers give the very words of the analyser."""

from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive_tui.analysis import MARKS, Form, words
from archive_tui.index import lexicon as module
from archive_tui.index.lexicon import Lexicon
from archive_tui.text.clean import clean
from archive_tui.text.vietnamese import exact_form, folded_form

ALPHABET: Final = "aăâbcdđeêỗỡứỹýAĂĐHÀỘỬƯW019 .,-_\n\t'«»" + "\u0301\u0323\u0e31\u0e01ßıſжДЖ中"
"""Letters with a byte of their own, others, loose marks, and what stands between words."""
RARE: Final = "\U0001d400\U00010400\U0001f600\U00020000\ufeff\u2028²½Ⅷ\u00aa٣"
"""Letters of other planes, and what is or is no letter against expectation."""

TEXTS: Final = st.lists(
    st.one_of(
        st.text(ALPHABET, max_size=40),
        st.text(ALPHABET + RARE, max_size=20),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
        st.text("aệĐ9", min_size=7, max_size=19),
    ),
    max_size=8,
)


def cut(lexicon: Lexicon, texts: list[str]) -> list[list[str]]:
    """Return the words of each text by way of their numbers."""
    numbers, counts = lexicon.cut(texts)
    by_number = list(lexicon)
    assert sorted(lexicon.values()) == list(range(len(lexicon)))
    assert (len(counts), int(counts.sum())) == (len(texts), len(numbers))
    found, begin = [], 0
    for count in counts.tolist():
        found.append([by_number[number] for number in numbers[begin : begin + count].tolist()])
        begin += count
    return found


@settings(deadline=None)
@given(TEXTS)
@example([])
@example([""])
@example(["", "", "a", ""])
@example(["\u0301a", "\u0301\u0323", "a\u0301", "- \u0301b"])
@example(["a", "\u0301b"])
@example(["một\nhai\n", "\nba"])
@example(["xã hội", "\U0001d400bc \u0301d", "xã"])
@example(["abcdefgh", "abcdefghi", "abcdefgh", "abcdefgh\u0301"])
@example(["nghiêngngả nghiêngng nghiêngn"])
def test_any_texts_are_cut_into_the_words_of_the_analyser(texts: list[str]) -> None:
    lexicon = Lexicon()
    assert cut(lexicon, texts) == [words(text) for text in texts]
    assert cut(lexicon, texts[::-1]) == [words(text) for text in texts[::-1]], "words known"


@settings(deadline=None)
@given(st.lists(st.text().map(clean), max_size=6))
def test_cleaned_texts_are_cut_into_the_words_of_the_analyser(texts: list[str]) -> None:
    assert cut(Lexicon(), texts) == [words(text) for text in texts]


@settings(deadline=None)
@given(TEXTS)
@example(["HOÀ Hòa hoà Hoa hoa", "thuý thúy THUÝ"])
def test_the_forms_of_words_are_those_of_the_text_floor(texts: list[str]) -> None:
    lexicon = Lexicon()
    lexicon.cut(texts)
    for form, formed in ((Form.EXACT, exact_form), (Form.FOLDED, folded_form)):
        forms = lexicon.forms(form)
        assert len(set(forms)) == len(forms)
        by_word = [forms[number] for number in lexicon.numbers(form).tolist()]
        assert by_word == [formed(word) for word in lexicon]


def test_every_letter_of_the_first_plane_is_cut_as_by_the_analyser() -> None:
    plane = [chr(code) for code in range(1 << 16) if not 0xD800 <= code < 0xE000]
    texts = [f"a{char}b {char}a" for char in plane]
    found = [len(words) for words in cut(Lexicon(), texts)]
    assert found == [len(words(text)) for text in texts]


def test_marks_are_of_no_use_to_begin_a_word() -> None:
    assert cut(Lexicon(), list(MARKS)) == [[] for _mark in MARKS]


def test_words_keep_their_numbers_from_text_to_text() -> None:
    lexicon = Lexicon()
    first, _ = lexicon.cut(["xã hội chủnghĩaxãhội xã"])
    again, _ = lexicon.cut(["chủnghĩaxãhội", "hội xã"])
    assert first.tolist() == [first[0], first[1], first[2], first[0]]
    assert again.tolist() == [first[2], first[1], first[0]]


def test_a_table_without_room_costs_time_and_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_TABLE_BITS", 2)
    texts = [f"từ{number} chữ{number % 7}" for number in range(200)]
    lexicon = Lexicon()
    for _again in range(2):
        assert cut(lexicon, texts) == [words(text) for text in texts]
