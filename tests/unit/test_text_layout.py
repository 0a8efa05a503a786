"""Text on a grid of cells: widths, line breaks, excerpts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tui.model import Mark
from archive_tui.text.clean import clean
from archive_tui.text.layout import cell_width, excerpt, fit, wrap


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("Đường", 5), ("中文", 4), ("e\u0301x\u0323", 2), ("😀", 2), ("", 0)],
)
def test_width_is_counted_in_cells(text: str, width: int) -> None:
    assert cell_width(text) == width


def lines(text: str, width: int) -> list[str]:
    return [text[line.start : line.end] for line in wrap(text, width)]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("một hai ba bốn", 7, ["một hai", "ba bốn"]),
        ("a\n\nb", 5, ["a", "", "b"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("中文中文", 3, ["中", "文", "中", "文"]),
        ("", 10, [""]),
        ("  a   b  ", 10, ["a   b"]),
    ],
)
def test_lines_break_at_blanks_and_long_words_between_characters(
    text: str, width: int, expected: list[str]
) -> None:
    assert lines(text, width) == expected


@given(st.text(max_size=200).map(clean), st.integers(2, 40))
def test_no_line_is_too_wide_and_no_letter_is_lost(text: str, width: int) -> None:
    broken = lines(text, width)
    assert all(cell_width(line) <= width for line in broken)
    assert "".join("".join(broken).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("Đường dài", 20, "Đường dài"),
        ("Đường dài", 6, "Đường…"),
        ("中文中", 4, "中…"),
        ("ab", 0, ""),
    ],
)
def test_a_text_is_cut_with_an_ellipsis(text: str, width: int, expected: str) -> None:
    assert fit(text, width) == expected


def test_an_excerpt_shows_where_most_different_marks_stand() -> None:
    text = "mở đầu " * 60 + "hội ... " + "giữa " * 60 + "hội nghị tổng kết " + "cuối " * 60
    marks = [
        Mark(start, start + len(word))
        for word in ("hội", "nghị", "tổng")
        for start in range(len(text))
        if text.startswith(word, start)
    ]
    marks.sort(key=lambda mark: mark.start)
    passage = excerpt(text, marks, 80)
    shown = [passage.text[mark.start : mark.end] for mark in passage.marks]
    assert shown == ["hội", "nghị", "tổng"]
    assert passage.text.startswith("…")
    assert passage.text.endswith("…")


def test_an_excerpt_without_marks_is_the_beginning() -> None:
    assert excerpt("một hai\nba", [], 100).text == "một hai ba"


@given(st.text(max_size=300).map(clean), st.data())
def test_marks_of_an_excerpt_show_the_same_words(text: str, data: st.DataObject) -> None:
    marks: list[Mark] = []
    position = 0
    while position < len(text) and len(marks) < 8:
        start = data.draw(st.integers(position, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 9)))
        if end > start:
            marks.append(Mark(start, end))
        position = end + 1
    passage = excerpt(text, marks, 60)
    known = {text[mark.start : mark.end].replace("\n", " ").replace("\t", " ") for mark in marks}
    assert {passage.text[mark.start : mark.end] for mark in passage.marks} <= known
