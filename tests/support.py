"""Small things the tests share: articles made in one line, one hostile text, a place to look."""

import time
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from archive_tui.archive.article_file import decode, id_of, parse
from archive_tui.model import Article, DateSpan, Header, Photo

SHARED_DATA: Final = Path(__file__).resolve().parents[2] / "shared" / "data"
"""Real news outside of the repository; tests that need it skip where it is absent."""

HOSTILE: Final = (
    "\x1b]0;title\x07\x1b[31mred\x9b1m [/foo [bold]x[/] [@click=app.exit]y[/] "
    "\u202eabc\u2066\u200b end"
)
"""Escape codes, markup and direction overrides, as a page from outside may hold them."""


def make_article(title: str, *paragraphs: str, **header: object) -> Article:
    """Return an article; a day may be given as ``day="2024-01-10"``."""
    day = header.pop("day", None)
    if isinstance(day, str):
        header["date"] = DateSpan.of_day(date.fromisoformat(day))
    captions = header.pop("captions", ())
    assert isinstance(captions, tuple)
    photos = tuple(Photo(caption, after=1) for caption in captions)
    base = Header(id="", title=title, photos=photos)
    return Article(replace(base, **header), paragraphs)  # type: ignore[arg-type]


ARTICLES: Final = (
    make_article(
        "Đảng bộ Khối tổng kết công tác",
        "Sáng 09/01/2024 Đảng ủy Khối tổ chức hội nghị tổng kết.",
        "Hội nghị đã khen ngợi các tập thể.",
        day="2024-01-10",
        section="Chính trị",
        source="Báo Khối",
        tags=("hội nghị", "tổng kết"),
        captions=("Đồng chí Bí thư phát biểu tại hội nghị", "Quang cảnh hội trường"),
    ),
    make_article(
        "Thông xe đường liên xã",
        "Con đường mới dài sáu cây số nối xã Hòa Thuận với chợ huyện.",
        day="2023-09-15",
        section="Kinh tế",
        source="Báo Tỉnh",
        tags=("giao thông",),
        captions=("Người dân đi trên đường mới",),
    ),
    make_article(
        "Ông Dương kể chuyện cũ",
        "Ông Dương, người xã Hoà Thuận, nhớ lại mùa xuân năm ấy.",
        date=DateSpan.of_year(1975),
        date_note="khoảng",
        section="Xã hội",
        source="Báo Tỉnh",
    ),
    make_article(
        "Má Sáu và ruộng mạ",
        "Má Sáu cấy mạ. Không có ma nào ở đây cả.",
        date=DateSpan.of_month(1975, 4),
        section="Xã hội",
        source="Báo Tỉnh",
        tags=("hội nghị",),
    ),
    make_article("Ảnh chưa rõ ngày", "Tấm ảnh không đề ngày tháng.", section="Ảnh tư liệu"),
)
"""Five articles that tell the rules of search apart."""


@dataclass(frozen=True)
class SlowArchive:
    """An archive of endless articles that takes its time over each; can be sent to a process."""

    seconds: float
    """How much."""

    def content(self, path: str) -> bytes:
        """Return what a file holds."""
        time.sleep(self.seconds)
        return f"---\ntitle: {path}\n---\n\nmột\n".encode()

    def parse(self, path: str, content: bytes) -> Article:
        """Return the article that it is."""
        return parse(decode(content, path), path, id_of(path))
