"""A person's way through the program, in a real terminal: search, read, select, export."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from archive_tui.archive import Archive, adding
from support import HOSTILE, make_article

DEMO: Final = Path(__file__).resolve().parents[2] / "archive"
SEED: Final = "2024-01-10-dang-bo-khoi-tong-ket-cong-tac"
CAPTIONS: Final = (
    "Đồng chí Phó Bí thư Thường trực Tỉnh ủy Lê Quốc Chỉnh phát biểu chỉ đạo hội nghị.",
    "Đồng chí Phó Bí thư Thường trực Tỉnh ủy Lê Quốc Chỉnh tặng hoa chúc mừng hội nghị",
    "Đồng chí Vũ Hữu Thi – TUV, Bí thư Đảng ủy Khối phát biểu kết luận hội nghị",
)
ENTER: Final = "\r"
CTRL_S: Final = "\x13"
CTRL_Q: Final = "\x11"
CTRL_U: Final = "\x15"

StartTerminal = Callable[..., Any]  # see conftest.Terminal


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A copy of the demo archive, without an index."""
    folder = tmp_path / "archive"
    shutil.copytree(DEMO, folder, ignore=shutil.ignore_patterns(".index", ".*.lock"))
    return folder


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "archive_tui", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize(("columns", "lines"), [(120, 40), (80, 24)])
def test_search_read_walk_the_marks_select_and_export(
    terminal: StartTerminal, demo: Path, tmp_path: Path, columns: int, lines: int
) -> None:
    target = tmp_path / "hồ sơ.txt"
    screen = terminal("--archive", str(demo), "--lang", "en", columns=columns, lines=lines)
    screen.until("results")
    screen.press(*"dang bo khoi")
    screen.until("1 result ")
    screen.press(ENTER)
    screen.until("Đảng bộ Khối tổng kết")
    screen.press(ENTER)
    screen.until("mark 1/")
    screen.press("n")
    screen.until("mark 2/")
    screen.press("n")
    screen.until("mark 3/")
    screen.press("N")
    screen.until("mark 2/")
    screen.press(" ")
    screen.until("✓ 1")
    screen.press("x")
    screen.until("Write to")
    screen.press(*"\t\t\t\t", CTRL_U, *str(target), CTRL_S)
    screen.until(lambda _text: target.exists())
    exported = " ".join(target.read_text(encoding="utf-8").split())
    for caption in CAPTIONS:
        assert f"[Ảnh] {caption}" in exported
    screen.press(CTRL_Q)
    assert screen.end() == 0


def test_the_same_way_on_the_command_line(demo: Path, tmp_path: Path) -> None:
    archive = ("--archive", str(demo))
    assert run(*archive, "index").returncode == 0
    found = run(*archive, "search", "dang bo khoi", "--format", "ids")
    assert found.stdout.splitlines()[0] == SEED
    assert run(*archive, "collection", "add", "hồ sơ", SEED).returncode == 0
    target = tmp_path / "ra.txt"
    done = run(*archive, "export", "--collection", "hồ sơ", "--output", str(target))
    assert done.returncode == 0, done.stderr
    exported = " ".join(target.read_text(encoding="utf-8").split())
    assert all(f"[Ảnh] {caption}" in exported for caption in CAPTIONS)


def test_hostile_text_never_reaches_the_terminal(terminal: StartTerminal, archive: Archive) -> None:
    """Escape codes that are in the archive's bytes, in a path and in the query."""
    with adding(archive) as batch:
        path = batch.add(make_article("Bài lạ", "Thân bài.", captions=("x",))).path
    file = archive.folder / path
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Bài lạ", f"'{HOSTILE}'").replace("Thân bài.", HOSTILE), "utf-8")
    screen = terminal("--archive", str(archive.folder), "--lang", "en")
    screen.until("results")
    screen.press(*"end")
    screen.until("[/foo [bold]x[/]")
    screen.press(ENTER, ENTER)
    screen.until("mark ")
    for harmful in (b"\x1b]0;title", b"\x1b[31mred", b"\xc2\x9b", "\u202e".encode()):
        assert harmful not in screen.raw
    done = run("--archive", str(archive.folder), "search", HOSTILE + " end", "--format", "table")
    shown = run("--archive", str(archive.folder), "show", Path(path).stem)
    for output in (done.stdout, done.stderr, shown.stdout, shown.stderr):
        assert "\x1b" not in output
        assert "\x9b" not in output
        assert "\u202e" not in output


def test_a_tiny_terminal_does_not_crash(terminal: StartTerminal, demo: Path) -> None:
    screen = terminal("--archive", str(demo), columns=20, lines=5)
    screen.until("›")
    screen.press(*"hoi")
    screen.until("27 results")
    screen.press(ENTER, ENTER)
    screen.until("người bệnh khoẻ")
    screen.press(CTRL_Q)
    assert screen.end() == 0
