"""The console: exit codes, streams that break, and nothing but sentences."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archive_tui.cli.console import LOG_NAME, Console, stoppable
from archive_tui.errors import (
    ArchiveTuiError,
    DamagedFile,
    ExitCode,
    IndexMissing,
    Interrupted,
    NothingFound,
    UsageError,
)
from archive_tui.library import Library
from archive_tui.model import Problem, Progress
from cli_program import start

_PROGRAM = [sys.executable, "-m", "archive_tui"]


def _failing(error: BaseException) -> Callable[[], int]:
    def work() -> int:
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NothingFound("Nothing.", "Hint."), 1),
        (UsageError("Nothing.", "Hint."), 2),
        (IndexMissing("Nothing.", "Hint."), 3),
        (DamagedFile("a.md", "Broken.", line=3), 4),
        (Interrupted("Stopped."), 130),
        (KeyboardInterrupt(), 130),
        (ValueError("secret"), 3),
        (RecursionError(), 3),
    ],
)
def test_every_error_is_one_line_and_an_exit_code(
    capsys: pytest.CaptureFixture[str], error: BaseException, code: int
) -> None:
    assert Console().finish(_failing(error)) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("archive-tui: ")
    assert captured.err.count("\n") == 1
    assert "Traceback" not in captured.err
    assert not isinstance(error, ArchiveTuiError) or str(error) in captured.err


def test_data_comes_before_the_message(capfd: pytest.CaptureFixture[str]) -> None:
    console = Console()

    def work() -> int:
        console.write("data\n")
        raise NothingFound("Nothing.")

    console.finish(work)
    assert capfd.readouterr().out == "data\n"


def test_an_unexpected_error_goes_to_the_log_of_debug(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert Console(tmp_path / "log").finish(_failing(ValueError("details"))) == 3
    log = tmp_path / "log" / LOG_NAME
    assert str(log) in capsys.readouterr().err
    text = log.read_text(encoding="utf-8")
    assert "Traceback" in text
    assert "ValueError: details" in text


def test_a_log_that_cannot_be_written_is_done_without(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "log").write_text("a file", encoding="utf-8")
    assert Console(tmp_path / "log").finish(_failing(ValueError("details"))) == 3
    assert "Traceback" not in capsys.readouterr().err


def test_problems_are_told_with_path_and_line(capsys: pytest.CaptureFixture[str]) -> None:
    Console().report([Problem("a.md", "a.md:3: Broken."), Problem("b\x1b.md", "Broken.\nTwice.")])
    assert capsys.readouterr().err == "a.md:3: Broken.\nb.md: Broken. Twice.\n"


def test_progress_without_a_terminal_is_a_line_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, 1.0, 3.5, 4.0, 7.0])
    monkeypatch.setattr("archive_tui.cli.console.time.monotonic", lambda: next(clock))
    with Console().progress() as on_progress:
        for done in range(1, 5):
            on_progress(Progress("Indexing", done, 4 if done < 4 else None))
    assert capsys.readouterr().err == "Indexing: 2/4\nIndexing: 4\n"


def test_the_first_interrupt_asks_and_the_second_breaks_off() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stoppable() as should_stop:
        assert not should_stop()
        signal.raise_signal(signal.SIGINT)
        assert should_stop()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize(
    "argv",
    [["--version"], ["--help"], ["import", "--help"], ["search", "--nonsense"], ["--lang=vi"]],
)
def test_starting_loads_nothing_heavy(argv: list[str]) -> None:
    code = (
        "import sys\nfrom archive_tui.cli.main import run\n"
        f"run({argv!r})\n"
        "heavy = {'numpy', 'textual', 'rich', 'whoosh'} & set(sys.modules)\n"
        "sys.exit(repr(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "environment",
    [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "ascii"}],
)
def test_output_is_utf8_whatever_the_locale(library: Library, environment: dict[str, str]) -> None:
    outcome = start(
        "--archive", str(library.folder), "search", "*", "--format=json", environment=environment
    )
    assert outcome.code == 0, outcome.err
    assert "Đảng bộ" in outcome.out
    assert json.loads(outcome.out)["total"] == 8


def test_a_query_that_is_no_text_is_still_a_query(library: Library) -> None:
    outcome = start("--archive", str(library.folder), "search", b"tin \xff\xfe", "--format=json")
    assert outcome.code == 1
    assert json.loads(outcome.out)["query"] == "tin \ufffd\ufffd"


@pytest.mark.skipif(sys.platform == "win32", reason="shell redirections of POSIX")
@pytest.mark.parametrize(
    ("redirection", "code"),
    [
        (">&-", 0),
        ("2>&-", 0),
        ("<&- >&- 2>&-", 0),
        ("> /dev/full", 3),
        ("2> /dev/full", 0),
        ("| true", 0),
        ("| head -c 1", 0),
    ],
)
def test_broken_streams_are_no_surprise(library: Library, redirection: str, code: int) -> None:
    if "/dev/full" in redirection and not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    program = f"'{sys.executable}' -m archive_tui --archive '{library.folder}'"
    command = f"set -o pipefail; {program} export --query '*' {redirection}"
    done = subprocess.run(
        ["bash", "-c", command],  # noqa: S607 - whichever shell there is
        capture_output=True,
        check=False,
    )
    err = done.stderr.decode()
    assert done.returncode == code, err
    assert err == "" or err.startswith("archive-tui: ")
    assert err.count("\n") == (code != 0)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_an_interrupt_ends_the_import_in_one_sentence(tmp_path: Path) -> None:
    news, archive = tmp_path / "news.jsonl", tmp_path / "new"
    lines = (json.dumps({"title": f"Tin {number}"}) for number in range(20_000))
    news.write_text("\n".join(lines), encoding="utf-8")
    process = subprocess.Popen(
        [*_PROGRAM, "--archive", str(archive), "import", str(news)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 30
    while not (archive / "undated").is_dir() and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == ExitCode.INTERRUPTED, err
    assert out == ""
    assert "Traceback" not in err
    assert err.splitlines()[-1].startswith("archive-tui: ")


def test_a_home_that_cannot_be_written_does_not_matter_for_reading(
    library: Library, tmp_path: Path
) -> None:
    home = tmp_path / "closed"
    home.mkdir()
    for name in ("data", "cache", "log"):
        (home / name).write_text("a file where a folder should be", encoding="utf-8")
    environment = {"ARCHIVE_TUI_HOME": str(home)}
    archive = ("--archive", str(library.folder), "--debug")
    assert start(*archive, "search", "hội nghị", environment=environment).code == 0
    article_id = "1975-ong-duong-ke-chuyen-cu"
    outcome = start(*archive, "collection", "add", "x", article_id, environment=environment)
    assert (outcome.code, outcome.out) == (3, "")
    assert outcome.err.startswith("archive-tui: ")
    assert outcome.err.count("\n") == 1
