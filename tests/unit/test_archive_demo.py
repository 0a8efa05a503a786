"""The sample archive of the repository, and the programs that make archives to try."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from archive_tui.archive import Archive
from archive_tui.archive.manifest import MANIFEST
from archive_tui.text.clean import clean

ROOT = Path(__file__).resolve().parents[2]
SEED = "2024-01-10-dang-bo-khoi-tong-ket-cong-tac"


@pytest.fixture(scope="module")
def demo() -> Archive:
    return Archive(ROOT / "archive")


def run(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / program), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def mismatches(folder: Path) -> list[str]:
    wrong = []
    for line in (folder / MANIFEST).read_text(encoding="utf-8").splitlines():
        digest, path = line.split("  ", 1)
        if hashlib.sha256((folder / path).read_bytes()).hexdigest() != digest:
            wrong.append(path)
    return wrong


def test_every_sample_can_be_read_and_is_clean(demo: Archive) -> None:
    entries = list(demo.entries())
    assert len(entries) == 49
    for entry in entries:
        text = (demo.folder / entry.path).read_text(encoding="utf-8")
        assert text == clean(text)
        article = demo.read(entry.path)
        assert article.paragraphs
        assert article.header.section
        assert all(photo.after <= len(article.paragraphs) for photo in article.header.photos)
        assert article.header.source == "Bản tin mẫu" or article.id == SEED


def test_the_manifest_of_the_samples_lists_every_file_and_agrees(demo: Archive) -> None:
    listed = (demo.folder / MANIFEST).read_text(encoding="utf-8")
    assert all(f"  {entry.path}\n" in listed for entry in demo.entries())
    assert listed.count("  originals/") == 1
    assert mismatches(demo.folder) == []


def test_the_page_the_project_began_with_is_among_them(demo: Archive) -> None:
    assert demo.path_of(SEED) == f"2024/01/{SEED}.md"
    header = demo.article(SEED).header
    assert [(photo.after, photo.guessed) for photo in header.photos] == [
        (5, True), (6, True), (7, True),
    ]  # fmt: skip
    assert header.original is not None
    assert header.original.converter == "page-text 1"
    assert (demo.folder / (header.original.path or "")).is_file()


def test_a_demo_archive_is_made_anywhere_but_not_over_a_folder(
    demo: Archive, tmp_path: Path
) -> None:
    assert run("make_demo_archive.py", tmp_path / "demo").returncode == 0
    copy = Archive(tmp_path / "demo")
    assert [entry.path for entry in copy.entries()] == [entry.path for entry in demo.entries()]
    assert mismatches(copy.folder) == []
    again = run("make_demo_archive.py", tmp_path / "demo")
    assert again.returncode == 2
    assert "there already" in again.stderr


def test_the_same_number_of_samples_is_the_same_archive(tmp_path: Path) -> None:
    for name in ("one", "two"):
        made = run("make_sample_archive.py", "25", tmp_path / name)
        assert (made.returncode, made.stderr) == (0, "")
    assert len(list(Archive(tmp_path / "one").entries())) == 25
    manifests = [(tmp_path / name / MANIFEST).read_bytes() for name in ("one", "two")]
    assert manifests[0] == manifests[1]
    assert mismatches(tmp_path / "one") == []
    assert run("make_sample_archive.py", "1", tmp_path / "one").returncode == 3
