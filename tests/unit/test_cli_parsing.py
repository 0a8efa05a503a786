"""The command line itself: where options may stand, and what is said to a wrong one."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from archive_tui import __version__
from archive_tui.cli.main import run
from archive_tui.config import Settings
from archive_tui.library import Library
from cli_program import Program


@pytest.fixture
def program(library: Library, capsys: pytest.CaptureFixture[str]) -> Program:
    library.close()
    return Program(library.folder, capsys)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries the browser was opened with; somebody seems to sit at a terminal."""
    queries: list[str] = []

    def browse(library: Library, settings: Settings, query: str = "") -> int:
        del library, settings
        queries.append(query)
        return 0

    monkeypatch.setattr("archive_tui.tui.browse", browse)
    monkeypatch.setattr("archive_tui.cli.console.Console.interactive", True)
    return queries


@pytest.mark.parametrize(
    ("argv", "query"),
    [
        ([], ""),
        (["đảng bộ"], "đảng bộ"),
        (["đảng", "bộ"], "đảng bộ"),
        (["browse"], ""),
        (["browse", "serach"], "serach"),
        (["--", "search"], "search"),
        (["--", "-x"], "-x"),
        (["browse", "--", "-x"], "-x"),
        (["--lang", "vi", "tìm"], "tìm"),
        (["--lang=vi"], ""),
        (["--debug", "30/4/1975"], "30/4/1975"),
        (["a\x1b[31mb"], "a[31mb"),
    ],
)
def test_without_a_command_the_browser_opens(
    program: Program, opened: list[str], argv: Sequence[str], query: str
) -> None:
    outcome = program(*argv)
    assert (outcome.code, outcome.err) == (0, "")
    assert opened == [query]


@pytest.mark.parametrize("argv", [[], ["browse"], ["đảng bộ"]])
def test_the_browser_needs_a_terminal(program: Program, argv: Sequence[str]) -> None:
    outcome = program(*argv)
    assert (outcome.code, outcome.out) == (2, "")
    assert "needs a terminal" in outcome.err


@pytest.mark.parametrize(
    "argv",
    [
        ["--archive", "{}", "search", "hội nghị", "--format", "ids"],
        ["search", "--archive", "{}", "hội nghị", "--format", "ids"],
        ["search", "hội nghị", "--format", "ids", "--archive={}"],
        ["--archive", "nowhere", "search", "hội nghị", "--format=ids", "--archive", "{}"],
    ],
)
def test_global_options_stand_before_or_after_the_command(
    program: Program, capsys: pytest.CaptureFixture[str], argv: Sequence[str]
) -> None:
    assert run([word.format(program.archive) for word in argv]) == 0
    assert capsys.readouterr().out


def test_the_archive_can_come_from_the_environment(
    program: Program, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_TUI_ARCHIVE", str(program.archive))
    assert run(["stats"]) == 0
    assert capsys.readouterr().out


def test_the_nearest_archive_upward_is_taken(
    program: Program, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(program.archive / "2024")
    assert run(["stats"]) == 0
    assert capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--version"], f"archive-tui {__version__}\n"),
        (["--help"], "usage: archive-tui "),
        (["search", "--help"], "usage: archive-tui search "),
        (["collection", "add", "--help"], "usage: archive-tui collection add "),
        (["--help", "search"], "usage: archive-tui "),
    ],
)
def test_help_and_version_are_data(
    capsys: pytest.CaptureFixture[str], argv: Sequence[str], said: str
) -> None:
    assert run(argv) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith(said)
    assert captured.err == ""


def test_help_works_with_broken_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "home" / "config" / "config.yaml"
    config.parent.mkdir(parents=True)
    config.write_text("langage: vi\n", encoding="utf-8")
    assert run(["--help"]) == 0
    assert run(["stats"]) == 2
    err = capsys.readouterr().err
    assert "langage" in err
    assert "Did you mean “language”?" in err


@pytest.mark.parametrize(
    ("argv", "message", "hint"),
    [
        (["serach", "x"], "no command “serach”", "“search”"),
        (["exprot"], "no command “exprot”", "“export”"),
        (["search", "--sicne", "2024", "x"], "no option “--sicne”", "“--since”"),
        (["search", "x", "--sicne=2024"], "no option “--sicne”", "“--since”"),
        (["--archvie", "x"], "no option “--archvie”", "“--archive”"),
        (["search", "-đảng"], "no option “-đảng”", "“--”"),
        (["stats", "--xyzzy"], "no option “--xyzzy”", "archive-tui stats --help"),
        (["search", "x", "--sort", "nwest"], "“nwest” is no value for --sort", "“newest”"),
        (["search", "x", "--kind", "1"], "“1” is no value for --kind", "article, photo"),
        (["search", "x", "--facets", "year,yaer"], "“yaer” is no value", "“year”"),
        (["search", "x", "--limit", "-1"], "“-1” is no value for --limit", "20"),
        (["search", "x", "--limit", "1e3"], "“1e3” is no value for --limit", "20"),
        (["search", "x", "--limit"], "--limit", "archive-tui search --help"),
        (["search", "x", "--format", "xml"], "“xml” is no value for --format", "table"),
        (["search"], "no query", "“*”"),
        (["search", "x", "--batch", "y"], "--batch and a query", "one of them"),
        (["search", "--batch", "/no/such/file"], "“/no/such/file” cannot be read", "text file"),
        (["search", "x", "--since", "hôm kìa gì"], "but not “gì”", "1954..1975"),
        (["search", "x", "--since", "31/2/2024"], "no such date", "Days come before months"),
        (["search", "x", "--since", "2024", "--until", "2023"], "--until", "earlier"),
        (["search", "x", "--since", "trước 1975"], "no beginning", "--until"),
        (["search", "x", "--until", "sau 1975"], "no end", "--since"),
        (["search", '"x'], "quotation mark", "closing"),
        (["show"], "ID", "archive-tui show --help"),
        (["index", "--rebuild", "--check"], "--check", "archive-tui index --help"),
        (["stats", "extra"], "“extra” is not expected", "archive-tui stats --help"),
        (["collection"], "ACTION", "archive-tui collection --help"),
        (["collection", "add", "x"], "ID", "archive-tui collection add --help"),
        (["stats", "--lang", "fr"], "“fr” is no value for --lang", "vi, en"),
    ],
)
def test_a_wrong_command_line_gets_one_sentence_and_a_hint(
    program: Program, argv: Sequence[str], message: str, hint: str
) -> None:
    outcome = program(*argv)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("archive-tui: ")
    assert outcome.err.count("\n") == 1
    assert message in outcome.err
    assert hint in outcome.err


@pytest.mark.parametrize(
    "argv",
    [
        ["search", "--\x1b]0;x\x07"], ["search", "x", "--sort", "\x1b[31m"],
        ["index", "\x1b[31m\u202e"], ["show", "\x1b[31m"], ["collection", "show", "\x1b[31m"],
        ["search", "\x1b[31m"], ["search", "x", "--since", "\x1b[31m"], ["\x1b[31m", "--\x9bx"],
        ["--lang", "\x1b[31m", "stats"], ["collection", "\x1b[31m"],
    ],
)  # fmt: skip
def test_no_control_character_of_the_command_line_is_shown(
    program: Program, argv: Sequence[str]
) -> None:
    outcome = program(*argv)
    assert outcome.code in (1, 2)
    assert outcome.err
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(outcome.out + outcome.err)
