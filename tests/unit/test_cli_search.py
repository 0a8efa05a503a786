"""``search``, ``show`` and ``stats``: data on one stream, talk on the other."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import jsonschema
import pytest

from archive_tui.archive import Archive
from archive_tui.library import Library
from cli_program import Outcome, Program

SCHEMA: Final = json.loads(
    (Path(__file__).parents[2] / "docs" / "search-result.schema.json").read_text(encoding="utf-8")
)
MEETING: Final = "2024-01-10-dang-bo-khoi-tong-ket-cong-tac"


@pytest.fixture
def program(library: Library, capsys: pytest.CaptureFixture[str]) -> Program:
    library.close()
    return Program(library.folder, capsys)


def _ids(outcome: Outcome) -> list[str]:
    return outcome.out.split()


def test_a_table_shows_date_title_snippet_and_id(program: Program) -> None:
    outcome = program("search", "hội nghị", "--kind", "article")
    assert outcome.code == 0
    first, second, third = outcome.out.splitlines()[:3]
    assert first == "10 Jan 2024  Đảng bộ Khối tổng kết công tác"
    assert second.startswith(" " * 13)
    assert "hội nghị" in second
    assert third == f"{' ' * 13}{MEETING} · Chính trị · Báo Khối"
    assert "1 result" in outcome.err


def test_a_table_speaks_the_interface_language(program: Program) -> None:
    assert program("search", "tổng kết", "--lang", "vi").out.startswith("10/01/2024  ")


def test_nothing_for_a_terminal_goes_into_a_pipe(program: Program) -> None:
    assert "\x1b" not in program("search", "hội nghị").out


def test_json_is_one_object_as_the_schema_says(program: Program) -> None:
    outcome = program("search", "hoi nghi", "--format", "json", "--facets", "year,section,tag,kind")
    assert outcome.code == 0
    assert outcome.err == ""
    assert outcome.out.count("\n") == 1
    page = json.loads(outcome.out)
    jsonschema.Draft202012Validator(SCHEMA).validate(page)
    assert page["query"] == "hoi nghi"
    assert page["total"] == page["exact"] + page["folded"] == len(page["hits"])
    assert set(page["facets"]) == {"year", "section", "tag", "kind"}
    for hit in page["hits"]:
        marked = [hit["snippet"][start:end].lower() for start, end in hit["marks"]]
        assert set(marked) <= {"hội", "nghị"}
    assert any(hit["marks"] for hit in page["hits"])
    assert "hội" in outcome.out, "letters are not escaped"


@pytest.mark.parametrize(
    ("key", "value"),
    [("total", -1), ("total", "1"), ("extra", 1), ("facets", {"author": []}), ("hits", [{}])],
)
def test_the_schema_is_strict(program: Program, key: str, value: object) -> None:
    page = json.loads(program("search", "hội nghị", "--format", "json").out)
    page[key] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(page)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("date", "10/01/2024"), ("date", "2024-13"), ("marks", [[1]]), ("marks", [[0, 1, 2]]),
        ("kind", "film"), ("id", "a#0"), ("article_id", "a#1"), ("title", None), ("more", 1),
    ],
)  # fmt: skip
def test_the_schema_is_strict_about_hits(program: Program, key: str, value: object) -> None:
    page = json.loads(program("search", "hội nghị", "--format", "json").out)
    page["hits"][0][key] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(page)


def test_uncertain_and_missing_dates_are_valid(program: Program) -> None:
    page = json.loads(program("search", "*", "--format", "json").out)
    jsonschema.Draft202012Validator(SCHEMA).validate(page)
    assert {"1975", "1975-04", "2024-01-10", None} <= {hit["date"] for hit in page["hits"]}


def test_jsonl_has_a_hit_a_line(program: Program) -> None:
    outcome = program("search", "hội nghị", "--format", "jsonl")
    hits = [json.loads(line) for line in outcome.out.splitlines()]
    page = json.loads(program("search", "hội nghị", "--format", "json").out)
    assert hits == page["hits"]


def test_csv_opens_in_a_spreadsheet(program: Program) -> None:
    outcome = program("search", "hội nghị", "--format", "csv")
    assert outcome.out.startswith("\ufeffid,kind,title,")
    rows = list(csv.DictReader(io.StringIO(outcome.out.removeprefix("\ufeff"))))
    assert MEETING in {row["article_id"] for row in rows}


def test_ids_are_one_a_line(program: Program) -> None:
    outcome = program("search", "Hòa Thuận", "--kind", "article", "--format", "ids")
    assert set(_ids(outcome)) == {
        "2023-09-15-thong-xe-duong-lien-xa",
        "1975-ong-duong-ke-chuyen-cu",
    }


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (["--since", "2024"], {"2024-01-10-dang-bo-khoi-tong-ket-cong-tac"}),
        (["--until", "1975"], {"1975-ong-duong-ke-chuyen-cu", "1975-04-ma-sau-va-ruong-ma"}),
        (["--since", "9/2023", "--until", "9/2023"], {"2023-09-15-thong-xe-duong-lien-xa"}),
        (["--section", "Kinh tế"], {"2023-09-15-thong-xe-duong-lien-xa"}),
        (["--source", "Báo Khối"], {"2024-01-10-dang-bo-khoi-tong-ket-cong-tac"}),
        (["--tag", "giao thông"], {"2023-09-15-thong-xe-duong-lien-xa"}),
        (
            ["--section", "Kinh tế", "--section", "Chính trị"],
            {"2023-09-15-thong-xe-duong-lien-xa", "2024-01-10-dang-bo-khoi-tong-ket-cong-tac"},
        ),
    ],
)
def test_filters_narrow_a_search_down(
    program: Program, filters: Sequence[str], expected: set[str]
) -> None:
    outcome = program("search", *filters, "--kind", "article", "--format", "ids")
    assert set(_ids(outcome)) == expected


def test_limit_and_offset_cut_a_window(program: Program) -> None:
    every = _ids(program("search", "*", "--format", "ids", "--sort", "title"))
    window = program("search", "*", "--format", "ids", "--sort=title", "--limit=2", "--offset=1")
    assert _ids(window) == every[1:3]


@pytest.mark.parametrize(("accents", "code"), [("strict", 1), ("smart", 0), ("ignore", 0)])
def test_accents_can_be_taken_strictly(program: Program, accents: str, code: int) -> None:
    assert program("search", "dang bo khoi", "--accents", accents).code == code


@pytest.mark.parametrize("form", ["table", "jsonl", "ids"])
def test_nothing_found_is_an_exit_code_and_a_sentence(program: Program, form: str) -> None:
    outcome = program("search", "không-có-đâu", "--format", form)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("archive-tui: Nothing was found for “không-có-đâu”.")
    assert outcome.err.count("\n") == 1


def test_nothing_found_is_still_an_answer_in_json(program: Program) -> None:
    outcome = program("search", "zzz", "--format", "json")
    assert outcome.code == 1
    assert json.loads(outcome.out)["total"] == 0


def test_several_words_are_one_query(program: Program) -> None:
    page = json.loads(program("search", "thông", "xe", "--format", "json").out)
    assert page["query"] == "thông xe"


def test_a_batch_answers_every_line(program: Program, tmp_path: Path) -> None:
    queries = tmp_path / "queries.txt"
    queries.write_bytes('hội nghị\n\n"hở\n  zzz  \nthông xe'.encode())
    outcome = program("search", "--batch", str(queries), "--limit", "1")
    answers = [json.loads(line) for line in outcome.out.splitlines()]
    assert outcome.code == 4
    assert [answer["query"] for answer in answers] == ["hội nghị", '"hở', "zzz", "thông xe"]
    for answer in (answers[0], *answers[2:]):
        jsonschema.Draft202012Validator(SCHEMA).validate(answer)
    failure = {"$ref": "#/$defs/failure", "$defs": SCHEMA["$defs"]}
    jsonschema.Draft202012Validator(failure).validate(answers[1])


def test_a_batch_without_mistakes_ends_well(program: Program, tmp_path: Path) -> None:
    queries = tmp_path / "queries.txt"
    queries.write_text("hội nghị\n", encoding="utf-8")
    assert program("search", "--batch", str(queries)).code == 0


def test_show_prints_a_citation_and_the_body(program: Program) -> None:
    outcome = program("show", f"{MEETING}#2")
    assert outcome.code == 0
    assert outcome.err == ""
    assert outcome.out.startswith("Đảng bộ Khối tổng kết công tác\nNgày: 10/01/2024 (2024-01-10)\n")
    assert "[Ảnh] Quang cảnh hội trường" in outcome.out


def test_show_in_json_is_the_import_form(program: Program) -> None:
    values = json.loads(program("show", MEETING, "--format", "json").out)
    assert values["id"] == MEETING
    assert len(values["captions"]) == 2


def test_show_goes_on_after_an_unknown_id(program: Program) -> None:
    outcome = program("show", "khong-co", MEETING)
    assert outcome.code == 4
    assert outcome.out.startswith("Đảng bộ Khối")
    assert "“khong-co”" in outcome.err


def test_show_of_unknown_ids_finds_nothing(program: Program) -> None:
    outcome = program("show", "khong-co", "../../etc/passwd")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.count("archive-tui: ") == 2


def test_stats_count_the_archive(program: Program) -> None:
    values = json.loads(program("stats", "--format", "json").out)
    assert (values["articles"], values["photos"], values["undated"]) == (5, 3, 1)
    assert values["years"] == [["1975", 2], ["2023", 1], ["2024", 1]]
    assert values["gaps"] == ["1976/2022"]
    table = program("stats").out
    assert "5  articles" in table
    assert "1976–2022" in table


def test_a_damaged_article_is_told_with_its_place(program: Program) -> None:
    file = program.archive / "2024" / "01" / f"{MEETING}.md"
    file.write_bytes(b"---\ntitle: \xff\n---\n")
    outcome = program("show", MEETING)
    assert (outcome.code, outcome.out) == (4, "")
    assert f"2024/01/{MEETING}.md:2: " in outcome.err


@pytest.mark.parametrize("argv", [["search", "x"], ["stats"], ["export", "--query", "x"]])
def test_a_missing_index_is_said_and_not_built(
    archive: Archive, capsys: pytest.CaptureFixture[str], argv: Sequence[str]
) -> None:
    outcome = Program(archive.folder, capsys)(*argv)
    assert (outcome.code, outcome.out) == (3, "")
    assert "archive-tui index" in outcome.err
    assert not (archive.folder / ".index").exists()
