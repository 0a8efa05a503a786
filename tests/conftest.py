"""What every test stands on: a home of its own and a small archive."""

from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from archive_tui import i18n
from archive_tui.archive import Archive, Settled, adding
from archive_tui.config import Settings, UserFolders
from archive_tui.library import Library
from support import ARTICLES, SHARED_DATA

# How long an example takes says how busy the machine is, not whether it is right.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test out of the developer's own settings and data."""
    monkeypatch.setenv("ARCHIVE_TUI_HOME", str(tmp_path / "home"))
    for name in ("ARCHIVE_TUI_ARCHIVE", "ARCHIVE_TUI_LANG", "LANGUAGE", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    i18n.activate("en")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Default settings in a home of their own."""
    home = tmp_path / "home"
    return Settings(UserFolders(home / "config", home / "data", home / "cache", home / "log"))


@pytest.fixture
def shared_data() -> Path:
    """The folder of real news, or a skip."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the shared test data is not here")
    return SHARED_DATA


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """A small archive without an index."""
    made = Archive.create(tmp_path / "archive", Settled(name="Kho thử", identity="test"))
    with adding(made) as batch:
        for article in ARTICLES:
            batch.add(article)
    return made


@pytest.fixture
def library(archive: Archive, settings: Settings) -> Library:
    """The small archive, indexed."""
    opened = Library.at(archive.folder, settings)
    opened.update()
    return opened
