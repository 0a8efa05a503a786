"""The interface speaks two languages, completely."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_tui import i18n

SOURCE = Path(__file__).resolve().parents[2] / "src" / "archive_tui"
PO = SOURCE / "locale" / "vi" / "LC_MESSAGES" / "archive_tui.po"


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    i18n.activate("en")


def test_texts_are_translated_when_the_language_is_switched() -> None:
    i18n.activate("vi")
    assert i18n.current() == "vi"
    assert i18n._("Search") == "Tìm"
    assert i18n.ngettext("{count} result", "{count} results", 1) == "{count} kết quả"
    i18n.activate("en")
    assert i18n._("Search") == "Search"
    assert i18n.ngettext("{count} result", "{count} results", 1) == "{count} result"


def test_no_text_of_the_catalogue_is_untranslated() -> None:
    entries = PO.read_text(encoding="utf-8").split("\n\n")[1:]
    assert len(entries) > 300
    for entry in entries:
        assert "fuzzy" not in entry
        assert not re.search(r'msgstr(\[0\])? ""\n?$', entry.strip() + "\n"), entry


def test_no_text_hides_in_a_formatted_string() -> None:
    """The collector does not look into the braces of an f-string."""
    hidden = re.compile(r"""f["'][^"'\n]*\{(?:_|ngettext)\(["']""")
    for path in SOURCE.rglob("*.py"):
        assert not hidden.search(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANGUAGE": "vi", "LANG": "C"}, "vi"),
        ({"LC_ALL": "C", "LANG": "vi_VN"}, "en"),
        ({}, "en"),
    ],
)
def test_the_locale_is_followed(environment: dict[str, str], language: str) -> None:
    assert i18n.guess(environment) == language
