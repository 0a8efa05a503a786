"""The export formats: what each promises, whatever the articles hold."""

import csv
import io
import json
from datetime import date

import pytest

from archive_tui.engine import refuse_when
from archive_tui.errors import Interrupted
from archive_tui.export import render
from archive_tui.export.spreadsheet import neutral
from archive_tui.model import Article, DateSpan, ExportFormat, ExportOptions, Header, Photo
from archive_tui.text.layout import cell_width


def _article(*paragraphs: str, **header: object) -> Article:
    values: dict[str, object] = {"id": "a", "title": "Tít", **header}
    return Article(Header(**values), paragraphs)  # type: ignore[arg-type] # keys vary by test


def _text(article: Article, width: int = 0) -> str:
    return render([article], ExportOptions(ExportFormat.TEXT, width=width))


def _markdown(article: Article) -> str:
    return render([article], ExportOptions(ExportFormat.MARKDOWN))


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("form", ExportFormat)
def test_every_text_ends_with_one_line_end(form: ExportFormat) -> None:
    text = render([_article("Một."), _article()], ExportOptions(form))
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\r" not in text


@pytest.mark.parametrize(
    ("span", "note", "line"),
    [
        (DateSpan.of_day(date(2024, 1, 10)), None, "Ngày: 10/01/2024 (2024-01-10)"),
        (DateSpan.of_month(1975, 4), "khoảng", "Ngày: khoảng 04/1975 (1975-04)"),
        (DateSpan.of_year(1975), None, "Ngày: 1975"),
        (DateSpan(date(1954, 1, 1), date(1975, 12, 31)), None, "Ngày: 1954–1975 (1954/1975)"),
    ],
)
def test_a_date_is_written_as_read_and_as_sorted(
    span: DateSpan, note: str | None, line: str
) -> None:
    assert line in _text(_article(date=span, date_note=note)).splitlines()


def test_what_is_not_known_has_no_line() -> None:
    assert _text(_article("Một.")) == "Tít\nMã: a\n\nMột.\n"


@pytest.mark.parametrize("width", [20, 40, 78])
def test_no_line_is_wider_than_asked(width: int) -> None:
    article = _article("năm " * 60, title="Tít " * 30, photos=(Photo("chú thích " * 20),))
    assert all(cell_width(line) <= width for line in _text(article, width).splitlines())


def test_links_and_ids_stay_whole() -> None:
    url = "https://example.invalid/" + "x" * 80
    text = _text(_article(url=url, id="i" * 50), width=20)
    assert f"Địa chỉ: {url}" in text.splitlines()
    assert f"Mã: {'i' * 50}" in text.splitlines()


def test_captions_stand_where_they_stood() -> None:
    photos = (Photo("cuối", after=9), Photo("đầu"), Photo("giữa", "N.H", after=1))
    text = _text(_article("Một.", "Hai.", photos=photos))
    body = text.partition("\n\n")[2]
    assert body == "[Ảnh] đầu\n\nMột.\n\n[Ảnh] giữa (Ảnh: N.H)\n\nHai.\n\n[Ảnh] cuối\n"


def test_a_photo_without_caption_shows_its_file() -> None:
    assert "[Ảnh] photos/a/1.jpg" in _text(_article(photos=(Photo("", file="photos/a/1.jpg"),)))


@pytest.mark.parametrize(
    ("raw", "escaped"),
    [
        ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"),
        ("[x](y) *ở* _đây_ `z`", "\\[x\\](y) \\*ở\\* \\_đây\\_ \\`z\\`"),
        ("# không", "\\# không"),
        ("- không", "\\- không"),
        ("1. không", "1\\. không"),
        ("22.4 có", "22.4 có"),
        ("&lt; & B&T", "\\&lt; & B&T"),
        ("một\n- hai\n===", "một\n\\- hai\n\\==="),
        ("a\\b", "a\\\\b"),
    ],
)
def test_markdown_shows_what_is_written(raw: str, escaped: str) -> None:
    assert _markdown(_article(raw)).endswith(f"\n\n{escaped}\n")


def test_a_markdown_title_keeps_its_last_sign() -> None:
    assert _markdown(_article(title="Bài #")).startswith("# Bài \\#\n")


def test_markdown_links_only_what_is_a_link() -> None:
    assert "<https://example.invalid/a_b>" in _markdown(_article(url="https://example.invalid/a_b"))
    assert "javascript:alert\\<1\\>" in _markdown(_article(url="javascript:alert<1>"))


def test_jsonl_has_the_keys_of_the_import() -> None:
    article = _article(
        "Một.",
        "Hai.",
        date=DateSpan.of_month(1975, 4),
        tags=("lịch sử",),
        photos=(Photo("Ảnh", "N.H", after=1),),
    )
    (line,) = render([article], ExportOptions(ExportFormat.JSONL)).splitlines()
    values = json.loads(line)
    keys = "id title date section source url body captions tags author date_note photos"
    assert list(values) == keys.split()
    assert values["date"] == "1975-04"
    assert values["body"] == "Một.\n\nHai."
    assert values["captions"] == ["Ảnh"]
    assert values["photos"] == [{"caption": "Ảnh", "credit": "N.H", "file": None, "after": 1}]
    assert "Hai." in line, "letters are not escaped"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\nx", "＝1", "＠x"])
def test_no_cell_is_a_formula(cell: str) -> None:
    (row,) = _rows(render([_article(cell, title=cell)], ExportOptions(ExportFormat.CSV)))
    assert row["title"] == row["body"] == f"'{cell}"


def test_a_carriage_return_does_not_hide_a_formula() -> None:
    assert neutral("\r=1+1") == "'\r=1+1"


@pytest.mark.parametrize("cell", ["", "Đảng bộ", "1 = 1", "'x", "2024-01-10"])
def test_an_ordinary_cell_stays(cell: str) -> None:
    assert neutral(cell) == cell


def test_csv_can_be_read_back() -> None:
    article = _article('Một, "hai"\nba.', "Bốn.", title="a,b", photos=(Photo("x"), Photo("y")))
    text = render([article, article], ExportOptions(ExportFormat.CSV))
    assert text.startswith("\ufeffid,title,date,")
    first, second = _rows(text)
    assert first == second
    assert first["title"] == "a,b"
    assert first["body"] == 'Một, "hai"\nba.\n\nBốn.'
    assert first["captions"] == "x\ny"


def test_an_export_can_be_stopped() -> None:
    refuse_when(lambda: False)
    with pytest.raises(Interrupted):
        refuse_when(lambda: True)
