"""Typed queries become trees, or errors with a position; nothing else is ever raised."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tui.errors import QuerySyntaxError
from archive_tui.model import DateSpan
from archive_tui.query import (
    And,
    Dated,
    Everything,
    Filter,
    FilterName,
    Node,
    Not,
    Or,
    Phrase,
    TextField,
    Word,
    parse,
)


def both(*texts: str) -> And:
    return And(tuple(map(Word, texts)))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", Everything()),
        ("  *  ", Everything()),
        ("đảng", Word("đảng")),
        ("dang bo", both("dang", "bo")),
        ("dang AND bo", both("dang", "bo")),
        ('"đảng bộ"', Phrase(("đảng", "bộ"))),
        ("“tự diễn biến”", Phrase(("tự", "diễn", "biến"))),
        ("Covid-19", Phrase(("Covid", "19"))),
        ("30/4", Phrase(("30", "4"))),
        ('"một"', Word("một")),
        ("a -b", And((Word("a"), Not(Word("b"))))),
        ("a NOT b", And((Word("a"), Not(Word("b"))))),
        ("-a", Not(Word("a"))),
        ('-"a b"', Not(Phrase(("a", "b")))),
        ("a OR b", Or((Word("a"), Word("b")))),
        ("a HOẶC b", Or((Word("a"), Word("b")))),
        ("a VÀ KHÔNG b", And((Word("a"), Not(Word("b"))))),
        ("a OR b c", Or((Word("a"), both("b", "c")))),
        ("(a OR b) c", And((Or((Word("a"), Word("b"))), Word("c")))),
        ("a (b)", both("a", "b")),
        ("title:đường", Word("đường", TextField.TITLE)),
        ("TITLE:x", Word("x", TextField.TITLE)),
        ('caption:"a b"', Phrase(("a", "b"), TextField.CAPTION)),
        ("body:(a b)", And((Word("a", TextField.BODY), Word("b", TextField.BODY)))),
        ("title:-hội", Not(Word("hội", TextField.TITLE))),
        ("title:NOT hội", Not(Word("hội", TextField.TITLE))),
        ("kind:photo", Filter(FilterName.KIND, "photo")),
        ("has:photo", Filter(FilterName.HAS, "photo")),
        ('section:"Chính trị"', Filter(FilterName.SECTION, "Chính trị")),
        ("tag:x source:y", And((Filter(FilterName.TAG, "x"), Filter(FilterName.SOURCE, "y")))),
        ("date:1975", Dated(DateSpan.of_year(1975))),
        ("since:1975", Dated(DateSpan(date(1975, 1, 1), date.max))),
        ("until:4/1975", Dated(DateSpan(date.min, date(1975, 4, 30)))),
        ('date:"tháng 4/1975"', Dated(DateSpan.of_month(1975, 4))),
    ],
)
def test_a_query_is_read_as_meant(text: str, tree: Node) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Hà Nội: một ngày", both("Hà", "Nội", "một", "ngày")),
        ("http://a.vn", Phrase(("http", "a", "vn"))),
        ("a) b", both("a", "b")),
        ("a :) b", both("a", "b")),
        ("a - b", both("a", "b")),
        ("x, y; z!", both("x", "y", "z")),
        ("không", Word("không")),
        ("and or not", both("and", "or", "not")),
        ("[bold]x[/]", Phrase(("bold", "x"))),
    ],
)
def test_odd_punctuation_is_simply_searched(text: str, tree: Node) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ('x "a b', 2, "quotation mark"),
        ("x (a", 2, "bracket"),
        ("a OR", 2, "both sides of OR"),
        ("OR a", 0, "both sides of OR"),
        ("a NOT", 2, "follow NOT"),
        ("a title:", 2, "Nothing follows"),
        ("tag:()", 0, "Nothing follows"),
        ("kind:film", 0, "article, photo"),
        ("x date:zz", 2, "is not a date"),
        ("date:31/2/2024", 0, "no such date"),
        ("???", 0, "no word"),
        ("(" * 100 + "a", 40, "nested"),
        ("a " * 500, 800, "400 words"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_position_and_hint(
    text: str, position: int, said: str
) -> None:
    with pytest.raises(QuerySyntaxError, match=said) as caught:
        parse(text)
    assert caught.value.position == position
    assert caught.value.hint


@given(
    st.text(alphabet='ab đ"“”()-:* \t/.OR_NTitle:date1975kind\x1b\u202e', max_size=60)
    | st.text(max_size=60)
)
def test_nothing_but_its_own_error_is_ever_raised(text: str) -> None:
    try:
        parse(text)
    except QuerySyntaxError as error:
        assert error.message
        assert 0 <= error.position <= len(text)
