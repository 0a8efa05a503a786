"""``search --explain``, what is said when little is found, and ``similar``."""

import json
from pathlib import Path
from typing import Final

import jsonschema
import pytest

from archive_tui.library import Library
from cli_program import Program

SCHEMA: Final = json.loads(
    (Path(__file__).parents[2] / "docs" / "search-result.schema.json").read_text(encoding="utf-8")
)
MEETING: Final = "2024-01-10-dang-bo-khoi-tong-ket-cong-tac"


@pytest.fixture
def program(library: Library, capsys: pytest.CaptureFixture[str]) -> Program:
    library.close()
    return Program(library.folder, capsys)


def test_an_explanation_says_line_by_line_how_a_query_is_understood(program: Program) -> None:
    outcome = program("search", 'hoi "tổng kết"~2 -xã', "--explain", "--format", "ids")
    assert outcome.code == 0
    assert outcome.out.split() == [MEETING]
    assert outcome.err.splitlines()[:5] == [
        "all of these:",
        "  “hoi”, with any accent marks",
        "  “tổng kết” in this order with up to 2 other words in between, written exactly so",
        "  without:",
        "    “xã”, written exactly so",
    ]
    assert "  hoi: " in outcome.err


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("*", "everything"),
        ("title:đường", "in the title: “đường”, written exactly so"),
        ("caption:du*", "in a caption: words of the form “du…”, with any accent marks"),
        ("đường~", "“đường” or a word that differs in one letter, written exactly so"),
        ('"hoi nghị"', "“hoi nghị” side by side, with any accent marks on “hoi”"),
        ("kind:photo", "only photo captions"),
        ("loai:bai", "only articles"),
        ("has:photo", "it has a photo"),
        ('section:"Chính trị"', "the section holds “Chính trị”"),
        ("date:4/1975", "dated 1 Apr 1975 to 30 Apr 1975"),
        ("date:30/4/1975", "dated 30 Apr 1975"),
        ("since:1975", "dated 1 Jan 1975 or later"),
        ("until:1975", "dated 31 Dec 1975 or earlier"),
        ("UBND", "or another name of it: “Ủy ban nhân dân”"),
    ],
)
def test_every_part_of_the_language_is_explained(program: Program, query: str, said: str) -> None:
    assert said in program("search", query, "--explain").err.splitlines()


def test_an_explanation_speaks_the_interface_language(program: Program) -> None:
    assert "dấu nào cũng được" in program("search", "hoi", "--explain", "--lang", "vi").err


def test_an_explanation_in_json_keeps_to_the_schema(program: Program) -> None:
    outcome = program("search", "hội nghĩ", "--explain", "--format", "json")
    assert outcome.code == 1
    page = json.loads(outcome.out)
    jsonschema.Draft202012Validator(SCHEMA).validate(page)
    assert page["explanation"][0] == [0, "all of these:"]
    assert ["nghĩ", 0] in page["words"]
    best = page["ways"][0]
    assert (best["kind"], best["query"], best["without"]) == ("spelling", "hội nghị", "nghĩ")


def test_nothing_found_says_what_would_find_more(program: Program) -> None:
    outcome = program("search", "hội nghĩ")
    assert (outcome.code, outcome.out) == (1, "")
    assert "Did you mean “hội nghị”?" in outcome.err
    outcome = program("search", "hội", "--until", "1954")
    assert "Without --since, --until: " in outcome.err
    outcome = program("search", "mạ", "chợ")
    assert "With --match any" in outcome.err


def test_any_of_the_words_is_enough_where_that_is_asked_for(program: Program) -> None:
    assert program("search", "mạ", "chợ", "--format", "ids").code == 1
    assert len(program("search", "mạ", "chợ", "--match", "any", "--format", "ids").out.split()) == 2


def test_other_names_can_be_left_out(program: Program) -> None:
    outcome = program("search", "UBND", "--no-thesaurus", "--explain")
    assert "another name" not in outcome.err


def test_a_collection_narrows_a_search_and_an_unknown_one_is_a_mistake(program: Program) -> None:
    program("collection", "add", "Hồ sơ", MEETING)
    assert program("search", 'in:"ho so"', "--format", "ids").out.split()[0].startswith(MEETING)
    outcome = program("search", "in:khac")
    assert (outcome.code, outcome.out) == (2, "")
    assert "There is no collection “khac”." in outcome.err


def test_similar_articles_are_listed_with_what_they_share(program: Program) -> None:
    outcome = program("similar", "1975-ong-duong-ke-chuyen-cu")
    assert outcome.code == 0
    assert "Thông xe đường liên xã" in outcome.out
    assert "thuận" in outcome.out
    lines = program("similar", "1975-ong-duong-ke-chuyen-cu", "--format", "jsonl").out.splitlines()
    assert all(json.loads(line)["shared"] for line in lines)
    ids = program("similar", "1975-ong-duong-ke-chuyen-cu", "--format", "ids", "--limit", "1")
    assert ids.out.count("\n") == 1
    assert program("similar", "no-such-article").code == 1
