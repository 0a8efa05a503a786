"""What the tests of the browser share: a small archive, and the application over it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date as day_of
from pathlib import Path
from typing import cast

import pytest

from archive_tui.archive import Archive, Settled, adding
from archive_tui.config import Settings, UserFolders
from archive_tui.library import Library
from archive_tui.model import Article, DateSpan, Header, Photo
from archive_tui.tui.app import BrowserApp
from tui.doubles import ObedientLibrary

HOSTILE = "[/foo [bold]x[/] [@click=app.exit]y[/]"


def article(
    name: str, title: str, *paragraphs: str, date: str = "2024-01-10", section: str = "Tin tức",
    photos: tuple[Photo, ...] = (), source: str = "Báo tỉnh",
) -> Article:  # fmt: skip
    """Return an article for a test."""
    day = DateSpan.of_day(day_of.fromisoformat(date))
    header = Header(name, title, day, section=section, source=source, photos=photos)
    return Article(header, paragraphs)


ARTICLES = (
    article(
        "2024-01-10-dang-bo-khoi",
        "Đảng bộ Khối tổng kết công tác",
        "Sáng 09/01, Đảng bộ Khối tổ chức hội nghị tổng kết.",
        "Hội nghị có đại biểu dự.\n" * 40,
        "Đại hội bế mạc, hội nghị kết thúc.",
        photos=(Photo("Đồng chí Bí thư phát biểu", "Báo Nam Định", after=1),),
    ),
    article(
        "2023-05-01-le-hoi",
        "Lễ hội mùa xuân",
        "Người dân dự lễ hội ở làng.",
        date="2023-05-01",
        section="Văn hóa",
    ),
    article(
        "2022-03-03-hostile",
        HOSTILE,
        f"Thân bài {HOSTILE} hết.",
        date="2022-03-03",
        section=HOSTILE,
    ),
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings that keep everything below the test's folder."""
    folders = UserFolders.of_environment({"ARCHIVE_TUI_HOME": str(tmp_path / "home")})
    return Settings(folders, export_folder=tmp_path / "out")


@pytest.fixture
def library(tmp_path: Path, settings: Settings) -> Iterator[Library]:
    """A real library over a small archive, indexed."""
    archive = Archive.create(tmp_path / "archive", Settled(name="Kho thử"))
    with adding(archive) as batch:
        for one in ARTICLES:
            batch.add(one)
    opened = Library.at(tmp_path / "archive", settings)
    opened.update()
    yield opened
    opened.close()


@pytest.fixture
def obedient(tmp_path: Path) -> ObedientLibrary:
    """A library that obeys the test."""
    return ObedientLibrary(tmp_path / "data")


@pytest.fixture
def browser(settings: Settings) -> Callable[..., BrowserApp]:
    """Makes the application over a library."""

    def make(library: object, query: str = "", **changes: object) -> BrowserApp:
        changed = replace(settings, **changes)  # type: ignore[arg-type]
        return BrowserApp(cast("Library", library), changed, query)

    return make
