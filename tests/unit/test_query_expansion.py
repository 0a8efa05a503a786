"""Queries get the other names of what they speak of, and nothing else changes in them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tui.analysis import words
from archive_tui.model import Accents, DateSpan, ThesaurusEntry
from archive_tui.query import (
    And,
    Dated,
    Everything,
    Expanded,
    Expander,
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
    any_word,
    parse,
)
from archive_tui.query.expansion import OTHERS_LIMIT
from archive_tui.text.syllable import Spelling
from archive_tui.text.vietnamese import folded_form
from archive_tui.thesaurus import shipped

EXPANDER = Expander(
    [
        ThesaurusEntry(("UBND", "Ủy ban nhân dân")),
        ThesaurusEntry(("HĐND", "Hội đồng nhân dân")),
        ThesaurusEntry(("CAND", "Công an nhân dân")),
        ThesaurusEntry(("CA", "Công an")),
        ThesaurusEntry(("TU", "Tỉnh ủy")),
        ThesaurusEntry(("TU", "Thành ủy")),
        ThesaurusEntry(("TƯ", "T.Ư", "Trung ương")),
        ThesaurusEntry(("TP", "Thành phố")),
        ThesaurusEntry(("TP.HCM", "TPHCM", "Thành phố Hồ Chí Minh", "Sài Gòn")),
        ThesaurusEntry(("SGGP", "Sài Gòn Giải Phóng")),
        ThesaurusEntry(("Bà Rịa - Vũng Tàu", "BR-VT")),
        ThesaurusEntry(("Đắk Lắk", "Đắc Lắc", "Daklak")),
        ThesaurusEntry(("Hoa Kỳ", "Mỹ")),
        ThesaurusEntry(("EU", "Liên minh châu Âu")),
    ]
)


def found(
    query: str, accents: Accents = Accents.SMART, expander: Expander = EXPANDER
) -> list[tuple[str, ...]]:
    """Return each part of a query that was expanded, followed by its other names."""
    return [
        (_spelt(node.part), *map(_spelt, node.others))
        for node in _nodes(expander.expand(parse(query), accents))
        if isinstance(node, Expanded)
    ]


def _spelt(node: Node) -> str:
    match node:
        case And(parts):
            return " ".join(map(_spelt, parts))
        case Phrase(texts):
            return " ".join(texts)
        case Word(text):
            return text
        case _:
            raise AssertionError(node)


def _nodes(node: Node) -> list[Node]:
    match node:
        case And(parts) | Or(parts):
            return [node, *(inner for part in parts for inner in _nodes(part))]
        case Not(part):
            return [node, *_nodes(part)]
        case _:
            return [node]


@pytest.mark.parametrize(
    ("query", "expanded"),
    [
        ("UBND", [("UBND", "Ủy ban nhân dân")]),
        ("ubnd", [("ubnd", "Ủy ban nhân dân")]),
        ("hdnd", [("hdnd", "Hội đồng nhân dân")]),
        ('"ủy ban nhân dân"', [("ủy ban nhân dân", "UBND")]),
        ("ủy ban nhân dân", [("ủy ban nhân dân", "UBND")]),
        ("uỷ ban nhân dân", [("uỷ ban nhân dân", "UBND")]),
        ("uy ban nhan dan", [("uy ban nhan dan", "UBND")]),
        ("UBND tỉnh", [("UBND", "Ủy ban nhân dân")]),
        ("họp ủy ban nhân dân xã", [("ủy ban nhân dân", "UBND")]),
        ("UBND, HĐND", [("UBND", "Ủy ban nhân dân"), ("HĐND", "Hội đồng nhân dân")]),
        ("sài gòn", [("sài gòn", "TP HCM", "TPHCM", "Thành phố Hồ Chí Minh")]),
        ("tp.hcm", [("tp hcm", "TPHCM", "Thành phố Hồ Chí Minh", "Sài Gòn")]),
        ("TP HCM", [("TP HCM", "TPHCM", "Thành phố Hồ Chí Minh", "Sài Gòn")]),
        ("eu", [("eu", "Liên minh châu Âu")]),
        ("liên minh châu âu", [("liên minh châu âu", "EU")]),
    ],
)
def test_a_name_gets_its_other_names_in_both_directions(
    query: str, expanded: list[tuple[str, ...]]
) -> None:
    assert found(query) == expanded


def test_what_was_typed_stays_as_it_was_beside_the_other_names() -> None:
    tree = EXPANDER.expand(parse("họp ủy ban nhân dân TP.HCM 2024"), Accents.SMART)
    typed = And((Word("ủy"), Word("ban"), Word("nhân"), Word("dân")))
    city = (Word("TPHCM"), Phrase(("Thành", "phố", "Hồ", "Chí", "Minh")), Phrase(("Sài", "Gòn")))
    assert tree == And(
        (
            Word("họp"),
            Expanded(typed, (Word("UBND"),)),
            Expanded(Phrase(("TP", "HCM")), city),
            Word("2024"),
        )
    )


def test_words_that_are_all_of_a_name_become_one_node() -> None:
    typed = And((Word("trung"), Word("ương")))
    assert EXPANDER.expand(typed, Accents.SMART) == Expanded(typed, (Phrase(("T", "Ư")),))


@pytest.mark.parametrize(
    "query",
    [
        "Bà Rịa - Vũng Tàu",
        "Bà Rịa-Vũng Tàu",
        '"Bà Rịa Vũng Tàu"',
        'bà "rịa vũng" tàu',
    ],
)
def test_punctuation_inside_a_name_does_not_matter(query: str) -> None:
    assert [others for _typed, *others in found(query)] == [["BR VT"]]


@pytest.mark.parametrize(
    ("query", "expanded"),
    [
        ("thành phố hồ chí minh", ["thành phố hồ chí minh"]),
        ("thành phố hồ chí", ["thành phố"]),
        ("báo sài gòn giải phóng", ["sài gòn giải phóng"]),
        ("công an nhân dân", ["công an nhân dân"]),
        ("hội đồng nhân dân ủy ban nhân dân", ["hội đồng nhân dân", "ủy ban nhân dân"]),
        ("thành phố thành phố hồ chí minh", ["thành phố", "thành phố hồ chí minh"]),
    ],
)
def test_the_longest_name_counts_and_names_do_not_overlap(query: str, expanded: list[str]) -> None:
    assert [typed for typed, *_others in found(query)] == expanded


def test_a_long_name_shields_the_names_in_it_even_where_it_adds_nothing() -> None:
    entries = [ThesaurusEntry(("Mỹ", "Hoa Kỳ mới")), ThesaurusEntry(("Hoa Kỳ", "USA"))]
    expander = Expander(entries)
    assert found("hoa kỳ mới", expander=expander) == []
    assert found("hoa kỳ cũ", expander=expander) == [("hoa kỳ", "USA")]


@pytest.mark.parametrize(
    "query",
    [
        "ủy ban",
        "ban ủy nhân dân",
        "ủy ban tỉnh nhân dân",
        '"UBND tỉnh"',
        "ủy ban (nhân dân)",
        "ủy ban -họp nhân dân",
        "ủy ban OR nhân dân",
        "ủy ban title:nhân title:dân",
        "ủy ban kind:photo nhân dân",
        '"ủy ban nhân dân"~2',
        "ubnd* *ubnd ubnd~",
        "ủy* ban nhân dân",
        "section:UBND tag:UBND",
        "*",
        "xã hội",
    ],
)
def test_a_query_without_a_name_in_it_is_the_same_object(query: str) -> None:
    tree = parse(query)
    assert EXPANDER.expand(tree, Accents.SMART) is tree


@pytest.mark.parametrize("query", ["-UBND", 'họp -"ủy ban nhân dân"', "NOT (UBND OR HĐND)"])
def test_what_is_excluded_is_not_widened(query: str) -> None:
    tree = parse(query)
    assert EXPANDER.expand(tree, Accents.SMART) is tree


def test_names_are_found_in_brackets_and_on_both_sides_of_or() -> None:
    query = "(họp UBND) OR (HĐND (công an nhân dân)) OR xã"
    assert [typed for typed, *_others in found(query)] == ["UBND", "HĐND", "công an nhân dân"]


@pytest.mark.parametrize("field", TextField)
def test_the_other_names_are_looked_for_in_the_same_field(field: TextField) -> None:
    tree = EXPANDER.expand(parse(f"{field}:UBND {field}:(sài gòn)"), Accents.SMART)
    nodes = [node for node in _nodes(tree) if isinstance(node, Expanded)]
    assert len(nodes) == 2
    assert {other.field for node in nodes for other in node.others} == {field}


# Marks and capitals


@pytest.mark.parametrize(
    ("accents", "query", "count"),
    [
        (Accents.SMART, "hội đồng nhan dan", 1),
        (Accents.SMART, "hôi đồng nhân dân", 0),
        (Accents.SMART, "hđnd", 1),
        (Accents.SMART, "sai gon", 1),
        (Accents.STRICT, "sai gon", 0),
        (Accents.STRICT, "hdnd", 0),
        (Accents.STRICT, "HĐND", 1),
        (Accents.IGNORE, "hôi đồng nhân dân", 1),
        (Accents.IGNORE, "sãi gon", 1),
    ],
)
def test_marks_are_taken_as_in_the_search(accents: Accents, query: str, count: int) -> None:
    assert len(found(query, accents)) == count


def test_a_name_that_is_found_as_typed_is_not_added_again() -> None:
    entry = ThesaurusEntry(("Đắk Lắk", "Đăk Lăk", "Dak Lak", "Daklak", "Đắk-Lắk"))
    expander = Expander([entry])
    assert found("dak lak", expander=expander) == [("dak lak", "Daklak")]
    assert found("Đắk Lắk", expander=expander) == [("Đắk Lắk", "Đăk Lăk", "Dak Lak", "Daklak")]
    assert found("daklak", Accents.IGNORE, expander) == [("daklak", "Đắk Lắk")]


@pytest.mark.parametrize("query", ["ca", "Ca", "CÁ", "cà", "tu", "Tu", "tủ", "mỹ thuật", "MỸ"])
@pytest.mark.parametrize("accents", Accents)
def test_an_ordinary_syllable_is_no_abbreviation(query: str, accents: Accents) -> None:
    assert found(query, accents) == []


@pytest.mark.parametrize(
    ("query", "expanded"),
    [
        ("CA", [("CA", "Công an")]),
        ("CA xã", [("CA", "Công an")]),
        ("TƯ", [("TƯ", "T Ư", "Trung ương")]),
        ("TU", [("TU", "Tỉnh ủy", "Thành ủy")]),
        ("Mỹ", [("Mỹ", "Hoa Kỳ")]),
        ("my", []),
    ],
)
@pytest.mark.parametrize("accents", Accents)
def test_a_name_that_reads_as_a_syllable_is_taken_only_as_it_is_written(
    query: str, expanded: list[tuple[str, ...]], accents: Accents
) -> None:
    assert found(query, accents) == expanded


@pytest.mark.parametrize("query", ["công an", "tỉnh ủy", "hoa kỳ", '"thành ủy"'])
def test_a_syllable_is_never_added(query: str) -> None:
    assert found(query) == []


# Entries


def test_a_name_with_two_meanings_does_not_make_them_one() -> None:
    entries = [
        ThesaurusEntry(("BTV", "Ban Thường vụ")),
        ThesaurusEntry(("BTV", "Biên tập viên")),
        ThesaurusEntry(("Biên tập viên", "Editor")),
    ]
    expander = Expander(entries)
    assert found("BTV", expander=expander) == [("BTV", "Ban Thường vụ", "Biên tập viên")]
    assert found("ban thường vụ", expander=expander) == [("ban thường vụ", "BTV")]
    assert found("biên tập viên", expander=expander) == [("biên tập viên", "BTV", "Editor")]


def test_so_many_names_are_added_and_no_more() -> None:
    entry = ThesaurusEntry(tuple(f"N{number}" for number in range(100)))
    ((typed, *others),) = found("n7", expander=Expander([entry]))
    assert typed == "n7"
    assert others == [f"N{number}" for number in range(OTHERS_LIMIT + 1) if number != 7]


def test_names_without_letters_are_left_out() -> None:
    expander = Expander([ThesaurusEntry(("&&", "-", "A1", "B1")), ThesaurusEntry(("!", "C1"))])
    assert found("a1 c1", expander=expander) == [("a1", "B1")]


@pytest.mark.parametrize(
    ("query", "others"),
    [
        ("HĐND", {"Hội đồng nhân dân"}),
        ("hội đồng nhân dân", {"HĐND"}),
        ("thường vụ tỉnh ủy", {"TVTU", "Ban Thường vụ Tỉnh ủy"}),
        ("TVTU", {"Thường vụ Tỉnh ủy", "Thường vụ Thành ủy"}),
        ("TP.HCM", {"Sài Gòn"}),
        ("Sài Gòn", {"TP HCM", "TPHCM"}),
        ("Ban Mê Thuột", {"Buôn Ma Thuột"}),
        ("GD&ĐT", {"Giáo dục và Đào tạo"}),
        ("phòng cháy và chữa cháy", {"PCCC", "Phòng cháy chữa cháy"}),
        ("kinh tế - xã hội", {"KTXH", "KT XH"}),
        ("EU", {"Liên minh châu Âu"}),
        ("Mátxcơva", {"Moscow", "Mạc Tư Khoa"}),
    ],
)
def test_the_shipped_names_expand(query: str, others: set[str]) -> None:
    ((_typed, *names),) = found(query, expander=Expander(shipped()))
    assert others <= set(names)


@pytest.mark.parametrize(
    "query", ["ca", "tu", "công ty", "nhà trắng", "ba lần", "cụ bà", "làm gì", "tay", "đọc sách"]
)
def test_ordinary_words_are_not_expanded_by_the_shipped_names(query: str) -> None:
    assert found(query, expander=Expander(shipped())) == []


# Syllables


@pytest.mark.data
def test_every_real_syllable_reads_as_one(shared_data: Path) -> None:
    lines = (shared_data / "lists" / "syllables.txt").read_text("utf-8").split()
    syllables = {folded_form(line) for line in lines if set(folded_form(line)) & set("aeiouy")}
    unread = {syllable for syllable in syllables if not Spelling.of(syllable).rhyme}
    # The list is made by combining, and holds spellings that the rules do not allow.
    assert len(unread) / len(syllables) < 0.03
    assert not {"ca", "tu", "hu", "an", "ta", "my", "qua", "gi", "nghieng", "khuyu"} & unread


@pytest.mark.data
def test_no_syllable_is_taken_for_a_shipped_abbreviation(shared_data: Path) -> None:
    lines = (shared_data / "lists" / "syllables.txt").read_text("utf-8").split()
    single = {
        folded_form(name)
        for entry in shipped()
        for name in entry.names
        if len(words(name)) == 1 and found(folded_form(name), expander=Expander([entry]))
    }
    assert single & {folded_form(line) for line in lines} == {"eu"}


# Whatever is asked

TEXTS = st.sampled_from(
    ["a", "b", "A", "B", "UBND", "CA", "ca", "Đ", "đ", "sài", "gòn", "", "\x00"]
)
FIELDS = st.sampled_from([None, TextField.TITLE, TextField.BODY])
LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.builds(Word, TEXTS, FIELDS),
    st.builds(Phrase, st.lists(TEXTS, max_size=3).map(tuple), FIELDS, st.integers(0, 1)),
    st.builds(Pattern, TEXTS, FIELDS),
    st.builds(Fuzzy, TEXTS, FIELDS),
    st.builds(Filter, st.just(FilterName.TAG), TEXTS),
    st.just(Everything()),
    st.just(Dated(DateSpan.of_year(1975))),
)
TREES: st.SearchStrategy[Node] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(And, st.lists(inner, max_size=6).map(tuple)),
        st.builds(Or, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=20,
)
NAMES = st.lists(TEXTS | st.text(max_size=3), min_size=1, max_size=4).map(" ".join)
EXPANDERS = st.lists(
    st.builds(ThesaurusEntry, st.lists(NAMES, max_size=5).map(tuple)), max_size=6
).map(Expander)


def _typed(node: Node) -> Node:
    """Return a tree without what was added."""
    match node:
        case Expanded(part):
            return part
        case And(parts):
            kept: list[Node] = []
            for part in parts:
                run = part.part if isinstance(part, Expanded) else None
                kept.extend(run.parts if isinstance(run, And) else (_typed(part),))
            return And(tuple(kept))
        case Or(parts):
            return Or(tuple(map(_typed, parts)))
        case _:
            return node


@given(EXPANDERS, TREES, st.sampled_from(Accents))
def test_any_tree_keeps_what_was_typed(expander: Expander, tree: Node, accents: Accents) -> None:
    expanded = expander.expand(tree, accents)
    assert _typed(expanded) == tree
    assert (expanded is tree) == (expanded == tree)
    assert expander.expand(expanded, accents) == expanded


@given(EXPANDERS, TREES, st.sampled_from(Accents))
def test_any_addition_is_bounded_and_in_its_field(
    expander: Expander, tree: Node, accents: Accents
) -> None:
    for node in _nodes(expander.expand(tree, accents)):
        if isinstance(node, Expanded):
            assert 1 <= len(node.others) <= OTHERS_LIMIT
            assert len(set(node.others)) == len(node.others)
            run = node.part.parts if isinstance(node.part, And) else (node.part,)
            assert {part.field for part in (*run, *node.others)} == {node.others[0].field}  # type: ignore[union-attr] # only words and phrases are in it


def test_any_of_the_words_of_a_name_is_enough_and_so_is_another_name() -> None:
    expander = Expander([ThesaurusEntry(("HĐND", "Hội đồng nhân dân"))])
    node = expander.expand(parse("hội đồng nhân dân"), Accents.SMART)
    words = tuple(map(Word, ("hội", "đồng", "nhân")))
    last = Expanded(Word("dân"), (Word("HĐND"),))
    assert any_word(node) == Or((*words, last))
    node = expander.expand(parse("hội đồng nhân dân tỉnh -xã"), Accents.SMART)
    assert any_word(node) == And((Or((*words, last, Word("tỉnh"))), Not(Word("xã"))))
    single = expander.expand(parse("HĐND"), Accents.SMART)
    assert any_word(single) == single
