"""``init``, ``import``, ``index``, ``export`` and ``collection``: what changes something."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from archive_tui.archive import Archive
from archive_tui.cli.main import run
from archive_tui.library import Library
from cli_program import Program

MEETING: Final = "2024-01-10-dang-bo-khoi-tong-ket-cong-tac"
ROAD: Final = "2023-09-15-thong-xe-duong-lien-xa"


@pytest.fixture
def program(library: Library, capsys: pytest.CaptureFixture[str]) -> Program:
    library.close()
    return Program(library.folder, capsys)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Two records to import, the second broken."""
    path = tmp_path / "news.jsonl"
    record = {
        "title": "Tin mới",
        "date": "2025-02-01",
        "body": "Một.\nHai.",
        "captions": ["Ảnh một"],
    }
    path.write_text(f"{json.dumps(record)}\n{{broken\n", encoding="utf-8")
    return path


def _tree(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_init_makes_an_archive_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "kho"
    assert run(["init", str(folder), "--name", "Kho của tôi"]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "empty archive" in captured.err
    assert Archive(folder).settled.name == "Kho của tôi"


def test_init_leaves_a_used_folder_alone(program: Program) -> None:
    before = _tree(program.archive)
    outcome = program("init")
    assert outcome.code == 3
    assert _tree(program.archive) == before


def test_import_into_a_new_folder_makes_the_archive(
    tmp_path: Path, news: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = Program(tmp_path / "new", capsys)("import", str(news), "--section", "Tin tức")
    assert outcome.code == 4, "one record is broken"
    assert outcome.out == "2025-02-01-tin-moi\n"
    assert "Made an empty archive" in outcome.err
    assert f"{news}:2: " in outcome.err
    assert "1 article added, 0 already there, 1 skipped." in outcome.err
    header = Archive(tmp_path / "new").article("2025-02-01-tin-moi").header
    assert header.section == "Tin tức"
    assert header.original is not None


def test_importing_again_adds_nothing(program: Program, news: Path) -> None:
    program("import", str(news))
    outcome = program("import", str(news))
    assert outcome.out == ""
    assert "0 articles added, 1 already there" in outcome.err


def test_originals_are_not_kept_when_not_wanted(program: Program, news: Path) -> None:
    program("import", str(news), "--no-originals")
    assert not (program.archive / "originals").exists()


@pytest.mark.parametrize("exists", [True, False])
def test_a_dry_run_changes_nothing(
    archive: Archive,
    news: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    exists: bool,
) -> None:
    folder = archive.folder if exists else tmp_path / "new"
    before = _tree(folder) if exists else set()
    outcome = Program(folder, capsys)("import", str(news), "--dry-run")
    assert outcome.out == "2025-02-01-tin-moi\n"
    assert "1 article would be added" in outcome.err
    assert (_tree(folder) if folder.exists() else set()) == before


def test_an_empty_folder_has_nothing_to_import(program: Program, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    outcome = program("import", str(tmp_path / "empty"))
    assert (outcome.code, outcome.out) == (1, "")


def test_an_index_is_made_and_kept_up_to_date(
    archive: Archive, news: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = Program(archive.folder, capsys)
    assert program("index", "--check").code == 3
    assert program("index").code == 0
    program("import", str(news))
    check = program("index", "--check")
    assert check.code == 0
    assert "current\tno\n" in check.out
    assert "added\t1\n" in check.out
    outcome = program("index")
    assert (outcome.code, outcome.out) == (0, "")
    assert "1 added" in outcome.err
    assert "current\tyes\n" in program("index", "--check").out
    assert program("search", "Tin mới").code == 0


@pytest.mark.parametrize("by", ["id", "path in the archive", "file"])
def test_single_articles_are_indexed_by_id_or_file(
    program: Program, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    path = f"2023/09/{ROAD}.md"
    file = program.archive / path
    file.write_text(file.read_text("utf-8").replace("sáu cây", "tám cây"), "utf-8")
    monkeypatch.chdir(file.parent if by == "file" else program.archive.parent)
    name = {"id": ROAD, "file": f"{ROAD}.md"}.get(by, path)
    outcome = program("index", name)
    assert (outcome.code, outcome.out) == (0, "")
    assert "1 changed" in outcome.err
    assert program("search", '"tám cây"').code == 0
    assert "1 unchanged" in program("index", name).err


@pytest.mark.parametrize("argv", [["none"], ["2024/none.md"], [f"{ROAD}", "/etc/passwd"]])
def test_an_article_to_index_that_is_not_there_is_an_error(
    program: Program, argv: Sequence[str]
) -> None:
    assert program("index", *argv).code == 1


@pytest.mark.parametrize("way", ["--check", "--rebuild", "--digests"])
def test_what_is_for_the_whole_archive_takes_no_articles(program: Program, way: str) -> None:
    outcome = program("index", ROAD, way)
    assert (outcome.code, outcome.out) == (2, "")


def test_all_files_are_read_when_digests_are_asked_for(program: Program) -> None:
    file = program.archive / f"2023/09/{ROAD}.md"
    status = file.stat()
    file.write_text(file.read_text("utf-8").replace("sáu cây", "tám cây"), "utf-8")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert "0 changed" in program("index").err
    assert "changed\t1\n" in program("index", "--check").out
    assert "1 changed" in program("index", "--digests").err
    assert "current\tyes\n" in program("index", "--check").out


def test_what_is_imported_can_be_indexed_at_once(program: Program, news: Path) -> None:
    outcome = program("import", "--index", str(news))
    assert outcome.code == 4, "one of its records is broken"
    assert "archive-tui index" not in outcome.err
    assert program("search", "Tin mới").code == 0
    assert "current\tyes\n" in program("index", "--check").out


@pytest.mark.parametrize("argv", [["index"], ["index", "--rebuild"]])
def test_a_skipped_file_is_reported_with_its_line(program: Program, argv: Sequence[str]) -> None:
    bad = program.archive / "2024" / "01" / "2024-01-11-hong.md"
    bad.write_text("---\ntitle: [\n---\n", encoding="utf-8")
    outcome = program(*argv)
    assert outcome.code == 4
    assert outcome.out == ""
    assert any(line.startswith("2024/01/2024-01-11-hong.md:") for line in outcome.err.splitlines())
    assert program("search", "hội nghị").code == 0


def test_export_prints_what_is_asked_for(program: Program) -> None:
    outcome = program("export", ROAD, f"{MEETING}#1", MEETING, "--width", "40")
    assert outcome.code == 0
    assert outcome.err == ""
    titles = ["Thông xe đường liên xã", "Đảng bộ Khối tổng kết công tác"]
    positions = [outcome.out.index(title) for title in titles]
    assert positions == sorted(positions)
    assert outcome.out.count("Mã: ") == 2, "an article named twice is written once"
    assert all(len(line) <= 50 for line in outcome.out.splitlines())


def test_export_takes_all_results_of_a_search(program: Program) -> None:
    outcome = program("export", "--query", "Hòa Thuận", "--format=jsonl", "--sort=oldest")
    ids = [json.loads(line)["id"] for line in outcome.out.splitlines()]
    assert ids == ["1975-ong-duong-ke-chuyen-cu", ROAD]


def test_export_takes_filters_without_a_query(program: Program) -> None:
    outcome = program("export", "--section", "Kinh tế", "--format", "jsonl")
    assert [json.loads(line)["id"] for line in outcome.out.splitlines()] == [ROAD]


def test_export_writes_a_file_and_does_not_replace_it(program: Program, tmp_path: Path) -> None:
    target = tmp_path / "out" / "hồ sơ.txt"
    outcome = program("export", MEETING, "--output", str(target))
    assert (outcome.code, outcome.out) == (0, "")
    assert "Wrote 1 article" in outcome.err
    written = target.read_bytes()
    again = program("export", ROAD, "--output", str(target))
    assert again.code == 3
    assert target.read_bytes() == written
    assert program("export", ROAD, "--output", str(target), "--overwrite").code == 0
    assert target.read_bytes() != written


def test_export_writes_what_it_prints(program: Program, tmp_path: Path) -> None:
    for form in ("text", "markdown", "jsonl", "csv"):
        target = tmp_path / f"out.{form}"
        program("export", MEETING, ROAD, "--format", form, "--output", str(target))
        assert program("export", MEETING, ROAD, "--format", form).out == target.read_text("utf-8")


def test_export_splits_into_a_folder(program: Program, tmp_path: Path) -> None:
    target = tmp_path / "out"
    outcome = program("export", MEETING, ROAD, "--split", "--output", str(target))
    assert outcome.code == 0
    assert {path.name for path in target.iterdir()} == {f"{MEETING}.txt", f"{ROAD}.txt"}


def test_export_leaves_out_what_is_not_there(program: Program, tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    outcome = program("export", MEETING, "khong-co", "--output", str(target))
    assert outcome.code == 4
    assert "khong-co: " in outcome.err
    assert target.exists()
    assert program("export", "khong-co", "--output", str(tmp_path / "no.txt")).code == 1
    assert not (tmp_path / "no.txt").exists()


@pytest.mark.parametrize(
    "argv",
    [
        [],
        [MEETING, "--query", "x"],
        ["--query", "x", "--collection", "y"],
        [MEETING, "--since", "2024"],
        [MEETING, "--split"],
        [MEETING, "--split", "--one-file", "--output", "x"],
        [MEETING, "--format", "pdf"],
    ],
)
def test_export_has_to_be_told_clearly(program: Program, argv: Sequence[str]) -> None:
    outcome = program("export", *argv)
    assert (outcome.code, outcome.out) == (2, "")


def test_an_exported_archive_can_be_imported(
    program: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out.jsonl"
    program("export", "--query", "*", "--format", "jsonl", "--output", str(target))
    copy = Program(tmp_path / "copy", capsys)
    assert copy("import", str(target), "--no-originals").code == 0
    first, second = Archive(program.archive), Archive(copy.archive)
    ids = {entry.id for entry in first.entries()}
    assert ids == {entry.id for entry in second.entries()}
    for each in ids:
        ours, theirs = first.article(each), second.article(each)
        assert ours.paragraphs == theirs.paragraphs
        for name in ("title", "date", "date_note", "section", "source", "tags", "photos"):
            assert getattr(ours.header, name) == getattr(theirs.header, name), name


def test_a_collection_is_filled_shown_and_emptied(program: Program) -> None:
    assert program("collection", "add", "Hồ sơ", f"{ROAD}#1", MEETING, ROAD).code == 0
    listed = program("collection", "list")
    assert (listed.code, listed.out) == (0, "Hồ sơ\t2\n")
    shown = program("collection", "show", "Hồ sơ").out
    assert (
        shown == f"{ROAD}\tThông xe đường liên xã\t\n{MEETING}\tĐảng bộ Khối tổng kết công tác\t\n"
    )
    assert program("export", "--collection", "Hồ sơ").out.startswith("Thông xe")
    assert program("collection", "rename", "Hồ sơ", "Mới").code == 0
    assert program("collection", "remove", "Mới", MEETING).code == 0
    assert program("collection", "show", "Mới").out.split("\t")[0] == ROAD
    assert program("collection", "delete", "Mới").code == 0
    assert program("collection", "list").code == 1


def test_collections_lie_outside_of_the_archive(program: Program) -> None:
    before = _tree(program.archive)
    program("collection", "add", "Hồ sơ", MEETING)
    assert _tree(program.archive) == before


def test_unknown_articles_are_not_collected(program: Program) -> None:
    outcome = program("collection", "add", "Hồ sơ", "khong-co", MEETING)
    assert outcome.code == 4
    assert "“khong-co”" in outcome.err
    assert program("collection", "list").out == "Hồ sơ\t1\n"
    assert program("collection", "add", "Khác", "khong-co").code == 1
    assert program("collection", "list").out == "Hồ sơ\t1\n"


@pytest.mark.parametrize(
    "argv",
    [
        ["show", "không"], ["delete", "không"], ["rename", "không", "x"],
        ["remove", "không", MEETING],
    ],
)  # fmt: skip
def test_a_collection_that_is_not_there_is_nothing_found(
    program: Program, argv: Sequence[str]
) -> None:
    outcome = program("collection", *argv)
    assert (outcome.code, outcome.out) == (1, "")
    assert "“không”" in outcome.err


def test_an_article_that_left_the_archive_stays_collected(program: Program) -> None:
    program("collection", "add", "Hồ sơ", MEETING, ROAD)
    (program.archive / "2024" / "01" / f"{MEETING}.md").unlink()
    shown = program("collection", "show", "Hồ sơ")
    assert shown.code == 0
    assert f"{MEETING}\t\t\n" in shown.out


def test_the_script_builds_the_index_anew(archive: Archive) -> None:
    script = Path(__file__).parents[2] / "scripts" / "rebuild_index.py"
    done = subprocess.run(
        [sys.executable, str(script), str(archive.folder)], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"5 articles" in done.stdout
    assert (archive.folder / ".index").is_dir()
    done = subprocess.run([sys.executable, str(script), "no"], capture_output=True, check=False)
    assert done.returncode == 3
    assert done.stdout == b""
