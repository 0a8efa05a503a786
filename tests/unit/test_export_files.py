"""Exports as files: whole, inside the chosen folder, and never over something unasked."""

from pathlib import Path

import pytest

from archive_tui.errors import ExportError
from archive_tui.export import write
from archive_tui.model import Article, ExportFormat, ExportOptions, Header, Problem

_HOSTILE = [
    "/etc/passwd",
    "CON",
    "nul",
    "x" * 300,
    "..",
    "",
    "a.",
    "../../a",
    "A",
    "a",
    "ạ",
    "C:\\x",
]


def _articles(*ids: str) -> list[Article]:
    return [Article(Header(each, f"Tít {each}"), ("Thân bài.",)) for each in ids]


def _left_behind(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.name.startswith(".writing-")]


def test_one_file_holds_all_articles(tmp_path: Path) -> None:
    target = tmp_path / "new" / "folder" / "out.txt"
    report = write(_articles("a", "b"), target, ExportOptions(), (Problem("c", "hỏng"),))
    data = target.read_bytes()
    assert data.decode().count("Thân bài.") == 2
    assert (report.articles, report.files, report.size) == (2, (str(target),), len(data))
    assert report.problems == (Problem("c", "hỏng"),)


@pytest.mark.parametrize(
    ("form", "ending"),
    [
        (ExportFormat.TEXT, ".txt"),
        (ExportFormat.MARKDOWN, ".md"),
        (ExportFormat.JSONL, ".jsonl"),
        (ExportFormat.CSV, ".csv"),
    ],
)
def test_split_makes_a_file_an_article(tmp_path: Path, form: ExportFormat, ending: str) -> None:
    target = tmp_path / "out"
    report = write(_articles("2024-01-10-a", "b"), target, ExportOptions(form, split=True))
    assert sorted(path.name for path in target.iterdir()) == [f"2024-01-10-a{ending}", f"b{ending}"]
    assert report.size == sum(path.stat().st_size for path in target.iterdir())


def test_hostile_names_stay_inside_and_apart(tmp_path: Path) -> None:
    target = tmp_path / "out"
    report = write(_articles(*_HOSTILE), target, ExportOptions(split=True))
    names = [path.name for path in target.iterdir()]
    assert len(names) == len({name.lower() for name in names}) == len(_HOSTILE)
    assert set(tmp_path.rglob("*.txt")) == {Path(file) for file in report.files}
    assert all(len(name) < 140 for name in names)
    assert not {"con.txt", "nul.txt"} & {name.lower() for name in names}


def test_an_existing_file_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(ExportError) as caught:
        write(_articles("a"), target, ExportOptions())
    assert caught.value.hint
    assert target.read_text(encoding="utf-8") == "mine"


def test_an_existing_file_is_replaced_when_allowed(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_text("mine", encoding="utf-8")
    write(_articles("a"), target, ExportOptions(overwrite=True))
    assert "Thân bài." in target.read_text(encoding="utf-8")


def test_one_file_in_the_way_keeps_all_from_being_written(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "b.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ExportError):
        write(_articles("a", "b"), target, ExportOptions(split=True))
    assert [path.name for path in target.iterdir()] == ["b.txt"]
    write(_articles("a", "c"), target, ExportOptions(split=True))
    assert (target / "b.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_folder_is_never_replaced_by_a_file(tmp_path: Path, overwrite: bool) -> None:
    with pytest.raises(ExportError) as caught:
        write(_articles("a"), tmp_path, ExportOptions(overwrite=overwrite))
    assert "folder" in caught.value.message


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_text("mine", encoding="utf-8")
    for path in (target, target / "below"):
        with pytest.raises(ExportError):
            write(_articles("a"), path, ExportOptions(split=True, overwrite=True))
    assert target.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("split", [False, True])
def test_a_full_disk_leaves_nothing_half_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    split: bool,
) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(28, f"No space left on device ({descriptor})")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(ExportError) as caught:
        write(_articles("a", "b"), tmp_path / "out", ExportOptions(split=split))
    assert "No space left" in caught.value.message
    assert list(tmp_path.iterdir()) == []


def test_nothing_temporary_is_left(tmp_path: Path) -> None:
    write(_articles("a", "b"), tmp_path / "out", ExportOptions(split=True))
    write(_articles("a", "b"), tmp_path / "out.txt", ExportOptions())
    assert _left_behind(tmp_path) == []


@pytest.mark.parametrize("name", ["a\x00b", "x" * 5000])
def test_a_name_no_disk_takes_is_an_error_of_ours(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError):
        write(_articles("a"), tmp_path / name, ExportOptions())
