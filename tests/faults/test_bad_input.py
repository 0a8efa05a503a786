"""Whatever is wrong from outside: one sentence with what to do, an exit code, nothing lost."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from archive_tui.archive import Archive, Settled
from archive_tui.config import Settings
from archive_tui.library import Library
from cli_program import Outcome, start

MEETING: Final = "2024-01-10-dang-bo-khoi-tong-ket-cong-tac"


@dataclass(frozen=True)
class Case:
    """A command line in a folder, and what has to come of it."""

    argv: Sequence[str]
    code: int
    says: str
    hint: str


@pytest.fixture
def places(library: Library, tmp_path: Path, settings: Settings) -> Path:
    """A folder with archives in every bad state, beside a good one called ``archive``."""
    library.close()
    (tmp_path / "plain").mkdir()
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    (tmp_path / "taken.txt").write_text("mine", encoding="utf-8")
    Archive.create(tmp_path / "unindexed", Settled(name="x", identity="unindexed"))
    empty = Library.create(tmp_path / "empty", settings)
    empty.update()
    empty.close()
    for name, text in (
        ("broken", "name: [\n"), ("words", "just words\n"), ("future", "format: 99\n")
    ):  # fmt: skip
        (tmp_path / name).mkdir()
        (tmp_path / name / "archive.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "empty.txt").touch()
    return tmp_path


def _snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(".lock")
    }


def _one_sentence(outcome: Outcome) -> None:
    assert outcome.out == ""
    assert outcome.err.startswith("archive-tui: ")
    assert outcome.err.count("\n") == 1, outcome.err
    assert "Traceback" not in outcome.err


CASES: Final = {
    "no archive anywhere": Case(["stats"], 3, "no archive here", "archive-tui init"),
    "not an archive": Case(["--archive", "plain", "stats"], 3, "is not an archive", "init"),
    "a folder that is not there": Case(["--archive", "no", "stats"], 3, "not an archive", "init"),
    "a file as archive": Case(["--archive", "file", "stats"], 3, "is not an archive", "--archive"),
    "broken archive.yaml": Case(["--archive", "broken", "stats"], 3, "not valid YAML", "Mend it"),
    "archive.yaml of words": Case(["--archive", "words", "stats"], 3, "not valid YAML", "Mend it"),
    "format of the future": Case(["--archive", "future", "stats"], 3, "does not know", "newer"),
    "an empty archive": Case(["--archive", "empty", "search", "x"], 1, "Nothing was found", "Try"),
    "nothing to export": Case(
        ["--archive", "empty", "export", "--query", "x"], 1, "Nothing was found", "Try"
    ),
    "no index": Case(["--archive", "unindexed", "search", "x"], 3, "index", "archive-tui index"),
    "no index for stats": Case(
        ["--archive", "unindexed", "stats"], 3, "index", "archive-tui index"
    ),
    "no index to look at": Case(
        ["--archive", "unindexed", "index", "--check"], 3, "index", "archive-tui index"
    ),
    "unknown command": Case(["seach", "x"], 2, "no command", "“search”"),
    "unknown option": Case(["search", "--limt", "3", "x"], 2, "no option", "“--limit”"),
    "malformed query": Case(
        ["--archive", "archive", "search", "(đảng"], 2, "", "parenthes|bracket|closing"
    ),
    "unreadable date": Case(
        ["--archive", "archive", "search", "x", "--since", "hôm nọ"], 2, "not a date", "2024-01-10"
    ),
    "a date that never was": Case(
        ["--archive", "archive", "search", "x", "--until", "31/2/2024"], 2, "no such date", "month"
    ),
    "unknown id": Case(["--archive", "archive", "show", "khong-co"], 1, "no article", "search"),
    "an id that climbs": Case(
        ["--archive", "archive", "show", "../../file"], 1, "no article", "search"
    ),
    "an existing output": Case(
        ["--archive", "archive", "export", MEETING, "--output", "taken.txt"],
        3,
        "exists",
        "--overwrite",
    ),
    "a folder as output": Case(
        ["--archive", "archive", "export", MEETING, "--output", "plain"], 3, "folder", "Name a file"
    ),
    "a file as folder": Case(
        ["--archive", "archive", "export", MEETING, "--split", "--output", "file"],
        3,
        "folder",
        "Name",
    ),
    "init over something": Case(["init", "archive"], 3, "not empty", "Name a new folder"),
    "no such collection": Case(
        ["--archive", "archive", "collection", "show", "x"], 1, "“x”", "collection list"
    ),
    "a collection without name": Case(
        ["--archive", "archive", "collection", "add", " ", MEETING], 2, "needs a name", "name"
    ),
    "no terminal": Case(["--archive", "archive"], 2, "needs a terminal", "search"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_bad_input_gets_a_sentence_and_nothing_is_lost(places: Path, case: Case) -> None:
    before = _snapshot(places)
    # Below the fixture's own archive, which would be the nearest one upward.
    folder = places if "archive" in case.argv or case.argv[0] != "stats" else Path("/")
    outcome = start(*case.argv, folder=folder)
    assert outcome.code == case.code, outcome.err
    _one_sentence(outcome)
    assert case.says in outcome.err
    assert any(hint in outcome.err for hint in case.hint.split("|"))
    assert _snapshot(places) == before


def test_a_damaged_article_spoils_only_itself(places: Path) -> None:
    path = places / "archive" / "2024" / "01" / f"{MEETING}.md"
    path.write_text("---\ntitle: [\n---\n", encoding="utf-8")
    outcome = start("--archive", "archive", "show", MEETING, folder=places)
    assert outcome.code == 4
    _one_sentence(outcome)
    assert f"2024/01/{MEETING}.md:" in outcome.err
    outcome = start("--archive", "archive", "index", folder=places)
    assert outcome.code == 4
    assert outcome.out == ""
    assert outcome.err.startswith(f"2024/01/{MEETING}.md:")
    assert start("--archive", "archive", "search", "Thông xe", folder=places).code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[unclosed", "cannot be read"),
        ("archiv: x\n", "“archiv”"),
        ("sort: wrong\n", "“wrong”"),
        ("- a\n", "keys and values"),
    ],
)
def test_broken_settings_are_named(places: Path, text: str, said: str) -> None:
    config = places / "home" / "config" / "config.yaml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(text, encoding="utf-8")
    outcome = start("--archive", "archive", "stats", folder=places)
    assert outcome.code == 2
    _one_sentence(outcome)
    assert "config.yaml" in outcome.err
    assert said in outcome.err


def test_a_broken_collection_is_named_and_kept(places: Path) -> None:
    start("--archive", "archive", "collection", "add", "x", MEETING, folder=places)
    (path,) = places.rglob("x.yaml")
    path.write_text("items: [", encoding="utf-8")
    for argv in (["list"], ["show", "x"], ["add", "x", MEETING], ["delete", "x"]):
        outcome = start("--archive", "archive", "collection", *argv, folder=places)
        assert outcome.code == (4 if argv == ["list"] else 3)
        if argv != ["list"]:
            _one_sentence(outcome)
        assert "x.yaml" in outcome.err
    assert path.read_text(encoding="utf-8") == "items: ["


@pytest.mark.parametrize(
    ("argv", "code"),
    [(["no-such-file"], 4), (["empty.txt"], 4), (["plain"], 1)],
)
def test_nothing_that_can_be_imported_is_said(places: Path, argv: Sequence[str], code: int) -> None:
    before = _snapshot(places / "archive")
    outcome = start("--archive", "archive", "import", *argv, folder=places)
    assert outcome.code == code, outcome.err
    assert outcome.out == ""
    assert "Traceback" not in outcome.err
    after = _snapshot(places / "archive")
    assert {name: data for name, data in after.items() if name in before} == before
    assert all("manifest" in name for name in set(after) - set(before))


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not bind root"
)
def test_missing_permissions_are_said(places: Path) -> None:
    archive = places / "archive"
    archive.chmod(0)
    try:
        outcome = start("--archive", "archive", "stats", folder=places)
    finally:
        archive.chmod(0o755)
    assert outcome.code == 3
    _one_sentence(outcome)
    assert "permissions" in outcome.err
