"""The floors hold at run time too: what is loaded when, and what the package promises."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import archive_tui

PACKAGE = Path(archive_tui.__file__).parent
SCREEN_LIBRARIES = ("textual", "rich")


def loaded_by(statement: str) -> set[str]:
    """Return the top-level packages in memory after a statement, in a process of its own."""
    code = f"{statement}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "module",
    [
        "analysis", "archive", "collections", "config", "engine", "errors", "export", "i18n",
        "index", "ingest", "library", "model", "query", "search", "text", "thesaurus",
    ],
)  # fmt: skip
def test_nothing_under_the_front_ends_loads_a_screen_library(module: str) -> None:
    assert not loaded_by(f"import archive_tui.{module}") & set(SCREEN_LIBRARIES)


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["search", "--help"]])
def test_asking_for_help_loads_nothing_heavy(arguments: list[str]) -> None:
    statement = (
        "import contextlib, io\n"
        "from archive_tui.cli.main import run\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        f"    run({arguments!r})"
    )
    assert not loaded_by(statement) & {"textual", "rich", "whoosh", "numpy"}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=str)
def test_every_module_says_why_it_exists(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=str)
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.name != "model.py":  # values only, a sentence under each
        assert len(text.splitlines()) <= 450
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, node.name
