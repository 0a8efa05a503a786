"""Two spellings of one word meet; different words do not."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tui.text.clean import clean
from archive_tui.text.vietnamese import (
    exact_form,
    exact_forms,
    folded_form,
    folded_forms,
    has_marks,
    slug,
    strip_marks,
)


@pytest.mark.parametrize(
    ("old", "modern"),
    [
        ("hòa", "hoà"),
        ("khỏe", "khoẻ"),
        ("thúy", "thuý"),
        ("ủy", "uỷ"),
        ("HÒA", "hoà"),
        ("Hùynh", "huỳnh"),
        ("hoàn", "hoàn"),
        ("mùa", "mùa"),
        ("của", "của"),
        ("lý", "lý"),
        ("lí", "lí"),
    ],
)
def test_tone_marks_move_to_the_modern_place_and_nowhere_else(old: str, modern: str) -> None:
    assert exact_form(old) == modern


@pytest.mark.data
def test_every_known_pair_of_old_and_new_placement_is_one_word(shared_data: Path) -> None:
    rows = (shared_data / "lists" / "tone-mark-pairs.tsv").read_text().splitlines()[1:]
    assert len(rows) == 370
    for row in rows:
        old, new, decomposed = row.split("\t")
        assert exact_form(old) == exact_form(new) == exact_form(clean(decomposed)) == new


@pytest.mark.parametrize(
    ("word", "folded"),
    [("Đường", "duong"), ("đ", "d"), ("Ước", "uoc"), ("HĐND", "hdnd"), ("2024", "2024")],
)
def test_the_folded_form_has_no_marks(word: str, folded: str) -> None:
    assert folded_form(word) == folded


@pytest.mark.parametrize(
    ("word", "marked"), [("duong", False), ("Duong", False), ("đuong", True), ("má", True)]
)
def test_a_word_knows_whether_it_is_written_with_marks(word: str, marked: bool) -> None:
    assert has_marks(word) is marked


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạèéẻẽẹìíòóùúýHÒÀ", max_size=12))
def test_forms_are_stable_and_meet_across_normal_forms(word: str) -> None:
    word = clean(word)
    assert exact_form(exact_form(word)) == exact_form(word)
    assert folded_form(exact_form(word)) == folded_form(word)
    assert exact_form(clean(unicodedata.normalize("NFD", word))) == exact_form(word)
    assert folded_form(word).isascii()


def test_marks_can_be_stripped_from_whole_texts_with_case_kept() -> None:
    assert strip_marks("Đảng bộ Khối") == "Dang bo Khoi"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Đảng bộ Khối tổng kết công tác xây dựng", "dang-bo-khoi-tong-ket-cong-tac"),
        ("/etc/passwd", "etc-passwd"),
        ("..", "item"),
        ("CON", "item-con"),
        ("中文", "item"),
        ("x" * 300, "x" * 60),
        ("a." * 3, "a-a-a"),
    ],
)
def test_a_slug_is_a_safe_file_name(title: str, name: str) -> None:
    assert slug(title) == name


@given(st.lists(st.text(st.characters(exclude_characters="\n", codec="utf-8"), max_size=8)))
def test_many_words_are_folded_as_each_of_them_is(words: list[str]) -> None:
    assert folded_forms(words) == list(map(folded_form, words))
    assert exact_forms(words) == list(map(exact_form, words))


@given(st.text())
def test_no_combining_mark_is_left(text: str) -> None:
    bare = unicodedata.normalize("NFD", strip_marks(text))
    assert text.isascii() or not any(map(unicodedata.combining, bare))
