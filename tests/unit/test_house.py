"""The floors hold at run time too: what is loaded when, and what the package promises."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import archive_tui
from archive_tui.library import Library
from archive_tui.model import SearchRequest

PACKAGE = Path(archive_tui.__file__).parent
SCREEN_LIBRARIES = ("textual", "rich")


def loaded_by(statement: str) -> set[str]:
    """Return the modules in memory after a statement, in a process of its own."""
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def loaded_by_run(*argv: str) -> set[str]:
    """Return the modules in memory after a run of the program that went well."""
    return loaded_by(
        "import contextlib, io\n"
        "from archive_tui.cli.main import run\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        "    try:\n"
        f"        assert run({argv!r}) == 0\n"
        "    except SystemExit as end:\n"
        "        assert not end.code"
    )


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
    loaded = loaded_by_run(*arguments)
    assert not loaded & {"textual", "rich", "whoosh", "numpy", "yaml", "archive_tui.library"}


def test_a_command_is_loaded_without_the_others() -> None:
    loaded = loaded_by_run("stats", "--help")
    assert "archive_tui.cli.stats" in loaded
    assert not loaded & {"archive_tui.cli.searching", "archive_tui.cli.browse"}


def test_a_search_loads_only_what_it_needs(library: Library) -> None:
    loaded = loaded_by_run("--archive", str(library.folder), "search", "hội")
    assert "archive_tui.search" in loaded
    assert not loaded & {
        "asyncio", "concurrent", "csv", "difflib", "filelock", "hashlib", "html", "logging",
        "multiprocessing", "random", "rich", "secrets", "sqlite3", "tempfile", "textual",
        "unittest", "whoosh", "yaml",
        "numpy.ctypeslib", "numpy.fft", "numpy.ma", "numpy.polynomial", "numpy.random",
        "archive_tui.archive.front_matter", "archive_tui.archive.writing",
        "archive_tui.collections", "archive_tui.export", "archive_tui.ingest",
        "archive_tui.index.indexer", "archive_tui.index.known_files", "archive_tui.index.lexicon",
        "archive_tui.index.merging", "archive_tui.index.runs", "archive_tui.index.segment_writing",
        "archive_tui.index.writing",
        "archive_tui.model.advice", "archive_tui.model.articles", "archive_tui.model.collected",
        "archive_tui.model.exchange", "archive_tui.model.reports",
        "archive_tui.query.explanation", "archive_tui.search.advice",
        "archive_tui.search.similarity", "archive_tui.search.spelling",
        "archive_tui.text.date_words", "archive_tui.text.telex", "archive_tui.thesaurus.reading",
    }  # fmt: skip


@pytest.mark.parametrize("package", ["archive", "index", "model"])
def test_a_package_has_every_name_it_offers(package: str) -> None:
    offered = import_module(f"archive_tui.{package}")
    for name in offered.__all__:
        assert getattr(offered, name).__name__ == name
    assert not hasattr(offered, "nothing_of_this_name")


def test_reading_an_article_loads_no_search(library: Library) -> None:
    article_id = library.search(SearchRequest(text="hội nghị")).hits[0].article_id
    loaded = loaded_by_run("--archive", str(library.folder), "show", article_id)
    assert "archive_tui.export" in loaded
    assert not loaded & {"archive_tui.index", "archive_tui.search", "numpy"}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=str)
def test_every_module_says_why_it_exists(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=str)
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 450
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, node.name
