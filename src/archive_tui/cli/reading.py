"""Articles named on the command line, and what their reading means for the exit code."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archive_tui.errors import ExitCode, NothingFound

if TYPE_CHECKING:
    from archive_tui.library import Reading


def article_ids(names: Iterable[str]) -> tuple[str, ...]:
    """Return the articles that ids stand for, each once; a photo's id gives its article."""
    return tuple(dict.fromkeys(name.strip().partition("#")[0] for name in names))


def exit_code(reading: "Reading") -> ExitCode:
    """Return what the process ends with after a reading."""
    if not reading.unread:
        return ExitCode.DONE
    missing = all(isinstance(each.error, NothingFound) for each in reading.unread)
    if missing and not reading.articles:
        return ExitCode.NOTHING_FOUND
    return ExitCode.SOME_FAILED
