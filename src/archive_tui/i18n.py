"""The interface language: one switch, and the functions that translate.

It stands below every floor because an error raised anywhere carries a sentence for the user.
English is the source language; ``locale/vi`` holds the Vietnamese catalogue. This module
must not know any of the texts.
"""

import gettext
import os
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

Language = Literal["vi", "en"]
"""The languages the interface speaks."""

LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")
"""Every interface language, the one of the archive's readers first."""

DOMAIN: Final = "archive_tui"
"""Name of the gettext catalogues."""

LOCALE_FOLDER: Final = Path(__file__).parent / "locale"
"""Where the compiled catalogues lie."""


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: Language) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE_FOLDER, [language], fallback=True)


class _Current:
    """The language in use, in a holder so that switching needs no global statement."""

    language: Language = "en"
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


def activate(language: Language) -> None:
    """Make a language the one that everything said from now on is said in.

    The process's own gettext domain is set too, because the standard library's
    command line parser translates its messages through it.

    Args:
        language: ``vi`` or ``en``.
    """
    _Current.language = language
    _Current.catalogue = _catalogue(language)
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, LOCALE_FOLDER)
    gettext.textdomain(DOMAIN)


def current() -> Language:
    """Return the interface language in use."""
    return _Current.language


def guess(environment: dict[str, str] | None = None) -> Language:
    """Choose a language from the locale variables of the environment.

    Args:
        environment: The variables to look in; the process's own when left out.

    Returns:
        ``vi`` where the first locale variable that is set names Vietnamese, else ``en``.
    """
    variables = dict(os.environ) if environment is None else environment
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := variables.get(name):
            return "vi" if value.lower().startswith("vi") else "en"
    return "en"


def _(message: str) -> str:
    """Return a message in the interface language."""
    return _Current.catalogue.gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of a message that goes with a count."""
    return _Current.catalogue.ngettext(one, many, count)


def N_(message: str) -> str:  # noqa: N802 - gettext's customary name for "mark, translate later"
    """Mark a message for the catalogue; whoever shows it translates it."""
    return message
