"""The export formats byte for byte.

A changed byte is a changed promise. When one is meant, set ARCHIVE_TUI_ACCEPT_GOLDEN=1, run
these tests, and read the difference before keeping it.
"""

import os
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from archive_tui.export import render
from archive_tui.i18n import LANGUAGES, Language, activate
from archive_tui.model import (
    Article,
    DateSpan,
    ExportFormat,
    ExportOptions,
    Header,
    Photo,
)

_FOLDER: Final = Path(__file__).parent
_ACCEPT: Final = "ARCHIVE_TUI_ACCEPT_GOLDEN"

_ARTICLES: Final = (
    Article(
        Header(
            id="2024-01-10-dang-bo-khoi-tong-ket-cong-tac",
            title="Đảng bộ Khối tổng kết công tác năm 2023, triển khai phương hướng, nhiệm vụ 2024",
            date=DateSpan.of_day(date(2024, 1, 10)),
            section="Tin hoạt động",
            source="Cổng thông tin Đảng ủy Khối",
            author="Nguyễn Thị Hoà",
            url="https://example.invalid/tin-tuc/dang-bo-khoi-tong-ket-cong-tac-nam-2023-1234567890.html",
            tags=("Đảng bộ", "tổng kết"),
            photos=(
                Photo("Toàn cảnh hội nghị", "Văn A", after=1),
                Photo("Trao bằng khen cho các tập thể [hàng đầu]", after=2),
            ),
        ),
        (
            "Sáng ngày 10/01/2024, Đảng ủy Khối tổ chức Hội nghị tổng kết công tác năm 2023.",
            "- Đồng chí Bí thư <phát biểu> *chỉ đạo* tại hội nghị & biểu dương B&T.",
            "=TỔNG(A1:A9) không phải là công thức.",
        ),
    ),
    Article(
        Header(
            id="1975-04-sai-gon",
            title="=Sài Gòn, tháng Tư",
            date=DateSpan.of_month(1975, 4),
            date_note="khoảng",
            photos=(Photo("", file="photos/1975-04-sai-gon/1.jpg"),),
        ),
        ("# Dòng đầu\n1. Dòng hai", '漢字 và "é" đã ghép.'),
    ),
    Article(Header(id="khong-ngay", title="Không ngày"), ()),
)

_CASES: Final = {
    "export.txt": ExportOptions(ExportFormat.TEXT, width=60),
    "export-unwrapped.txt": ExportOptions(ExportFormat.TEXT, width=0),
    "export.md": ExportOptions(ExportFormat.MARKDOWN),
    "export.jsonl": ExportOptions(ExportFormat.JSONL),
    "export.csv": ExportOptions(ExportFormat.CSV),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", _CASES)
def test_an_export_gives_the_same_bytes_in_every_language(
    name: str, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "en")  # so that what `activate` sets is taken back
    activate(language)
    data = render(_ARTICLES, _CASES[name]).encode()
    activate("en")
    path = _FOLDER / name
    if os.environ.get(_ACCEPT) == "1":
        path.write_bytes(data)
    assert data == path.read_bytes()
