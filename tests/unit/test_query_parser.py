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
    Fuzzy,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    TextField,
    Word,
    collection_names,
    parse,
    to_text,
)
from archive_tui.text.clean import clean_line

TODAY = date(2026, 11, 25)


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
        ('"tổng kết"~3', Phrase(("tổng", "kết"), slop=3)),
        ('title:"tổng kết"~15 x', And((Phrase(("tổng", "kết"), TextField.TITLE, 15), Word("x")))),
        ('"tổng kết" ~3', And((Phrase(("tổng", "kết")), Word("3")))),
        ("đư*", Pattern("đư*")),
        ("h*i", Pattern("h*i")),
        ("*ng", Pattern("*ng")),
        ("h**i", Pattern("h*i")),
        ("title:du*", Pattern("du*", TextField.TITLE)),
        ("a*-b*", And((Pattern("a*"), Pattern("b*")))),
        ("-du*", Not(Pattern("du*"))),
        ("**", Everything()),
        ("đường~", Fuzzy("đường")),
        ("đường~1", Fuzzy("đường")),
        ("caption:đường~", Fuzzy("đường", TextField.CAPTION)),
        ("hội~", Word("hội")),  # too short for another letter
        ("date:2024-01-10 2025", And((Dated(DateSpan.of_day(date(2024, 1, 10))), Word("2025")))),
        ("since:1954-01-01 1975", And((Dated(DateSpan(date(1954, 1, 1), date.max)), Word("1975")))),
        (
            "date:1/2024 - 6/2024 x",
            And((Dated(DateSpan(date(2024, 1, 1), date(2024, 6, 30))), Word("x"))),
        ),
        ("date:2024, hội", And((Dated(DateSpan.of_year(2024)), Word("hội")))),
        ("tag:AND hội", And((Filter(FilterName.TAG, "AND"), Word("hội")))),
        ("tag:KHÔNG", Filter(FilterName.TAG, "KHÔNG")),
        ("section:-a", Filter(FilterName.SECTION, "-a")),
        ("section:title:a", Filter(FilterName.SECTION, "title:a")),
        ("in:dossier", Filter(FilterName.IN, "dossier")),
        ('in:"Hồ sơ 30/4"', Filter(FilterName.IN, "Hồ sơ 30/4")),
        ("tieude:đường", Word("đường", TextField.TITLE)),
        ("tiêuđề:đường", Word("đường", TextField.TITLE)),
        ("TIEUDE:đường", Word("đường", TextField.TITLE)),
        ("noidung:x", Word("x", TextField.BODY)),
        ("chuthich:x", Word("x", TextField.CAPTION)),
        (
            "chuyenmuc:x nguon:y",
            And((Filter(FilterName.SECTION, "x"), Filter(FilterName.SOURCE, "y"))),
        ),
        ("tacgia:x", Filter(FilterName.AUTHOR, "x")),
        ("nhan:x", Filter(FilterName.TAG, "x")),
        ("loai:anh", Filter(FilterName.KIND, "photo")),
        ("loại:ảnh", Filter(FilterName.KIND, "photo")),
        ("kind:bài", Filter(FilterName.KIND, "article")),
        ("co:anh", Filter(FilterName.HAS, "photo")),
        ("trong:x", Filter(FilterName.IN, "x")),
        ("ngay:1975", Dated(DateSpan.of_year(1975))),
        ("tungay:1975", Dated(DateSpan(date(1975, 1, 1), date.max))),
        ("denngay:1975", Dated(DateSpan(date.min, date(1975, 12, 31)))),
        ("date:tháng 4/1975", Dated(DateSpan.of_month(1975, 4))),
        ("date:tháng 4/1975 hội", And((Dated(DateSpan.of_month(1975, 4)), Word("hội")))),
        ("date:2024 2025", And((Dated(DateSpan.of_year(2024)), Word("2025")))),
        ("date:ngày 30 tháng 4 năm 1975", Dated(DateSpan.of_day(date(1975, 4, 30)))),
        ("date:hôm nay", Dated(DateSpan.of_day(TODAY))),
        ("date:năm ngoái (a b)", And((Dated(DateSpan.of_year(2025)), both("a", "b")))),
    ],
)
def test_a_query_is_read_as_meant(text: str, tree: Node) -> None:
    assert parse(text, TODAY) == tree


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
        ("a OR b) c", Or((Word("a"), both("b", "c")))),
        ("Nguồn: VOV", both("Nguồn", "VOV")),  # a Vietnamese name wants its value right behind it
        ("Tu:x", Phrase(("Tu", "x"))),
        ("a ~ b", both("a", "b")),
        ("~2", Word("2")),
        ("a * b", And((Word("a"), Everything(), Word("b")))),
        ("- * -", Everything()),
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
        ("a title:", 2, "Nothing to look for follows"),
        ("tag:()", 0, "Nothing to look for follows “tag:”"),
        ('section:"!!!"', 0, "Nothing to look for"),
        ("date:(2024)", 0, "quote what has blanks or brackets"),
        ("abcd~3", 0, "one letter"),
        ('"a b"~99999999999', 0, "too many"),
        ("since:trước 1975", 0, "no beginning"),
        ("until:sau 2020", 0, "no end"),
        ("denngay:1975..", 0, "“denngay:” has no end"),
        ("loai:phim", 0, "“loai:” cannot be “phim”.*ảnh, bài"),
        ("date:30 tháng 4", 0, "no year"),
        ("kind:film", 0, "article, photo"),
        ("x date:zz", 2, "zz"),
        ('x "a b"~16', 2, "up to 15|too many"),
        ("co:phim", 0, "ảnh"),
        ("date:31/2/2024", 0, "no such d"),
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


PIECES = st.sampled_from(
    [
        "a", "đường", "Hà", "OR", "HOẶC", "NOT", "KHÔNG", "AND", "VÀ", "(", ")", "-", '"', "“", "”",
        "~", "~3", "*", "du*", "h*i", "đường~", "title:", "tieude:", "caption:", "kind:photo",
        "has:", "loai:anh", "in:", "section:", "date:", "since:", "until:", "1975", "30/4/1975",
        "1954..1975", "2024-01-10", "2024", '"2024-01-10"', "hôm nay", "tháng", "Covid-19",
        'section:a"b', "\u0301", "_", " ", "\u202e",
    ]
)  # fmt: skip
"""What queries are made of, to be put together at random."""

QUERIES = (
    st.lists(PIECES, max_size=14).map(" ".join)
    | st.lists(PIECES, max_size=14).map("".join)
    | st.text(alphabet='ab đ"“”()-:* \t/.OR_NTitle:date1975kind~\x1b\u202e', max_size=60)
    | st.text(max_size=60)
)


@given(QUERIES)
def test_nothing_but_its_own_error_is_ever_raised(text: str) -> None:
    try:
        parse(text)
    except QuerySyntaxError as error:
        assert error.message
        assert 0 <= error.position <= len(clean_line(text))


@given(QUERIES)
def test_what_is_printed_is_read_as_the_same_tree(text: str) -> None:
    try:
        tree = parse(text, TODAY)
    except QuerySyntaxError:
        return
    printed = to_text(tree)
    assert parse(printed, TODAY) == tree
    assert to_text(parse(printed, TODAY)) == printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("dang   VÀ bo", "dang bo"),
        ("a HOẶC (b c)", "a OR b c"),
        ("(a OR b) c", "(a OR b) c"),
        ("a KHÔNG (b c)", "a -(b c)"),
        ('tieude:(a "b c"~2)', 'title:a title:"b c"~2'),
        ('"OR" a', '"OR" a'),
        ("ngay:hôm nay", 'date:"2026-11-25"'),
        ("tungay:1975", 'since:"1975-01-01"'),
        ("den* vi~ viet~", "den* vi viet~"),
        ("loai:anh", 'kind:"photo"'),
        ("", "*"),
    ],
)
def test_a_tree_is_printed_as_a_person_would_type_it(text: str, printed: str) -> None:
    assert to_text(parse(text, TODAY)) == printed


def test_the_collections_a_query_names_are_known_before_it_is_searched() -> None:
    assert collection_names(parse('in:a (b OR -in:"c d") in:a')) == ("a", "c d")
