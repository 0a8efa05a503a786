"""Articles named on the command line, read one by one; a bad one does not spoil the rest."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from archive_tui.engine import ShouldStop
from archive_tui.errors import DamagedFile, ExitCode, Interrupted, NothingFound
from archive_tui.i18n import _
from archive_tui.model import Article

if TYPE_CHECKING:
    from archive_tui.library import Library

Unreadable: TypeAlias = NothingFound | DamagedFile


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading several articles."""

    articles: tuple[Article, ...]
    """Those that could be read, in the order asked for."""
    errors: tuple[Unreadable, ...]
    """What was wrong with the others."""

    @property
    def exit_code(self) -> ExitCode:
        """What the process ends with."""
        if not self.errors:
            return ExitCode.DONE
        missing = all(isinstance(error, NothingFound) for error in self.errors)
        if missing and not self.articles:
            return ExitCode.NOTHING_FOUND
        return ExitCode.SOME_FAILED


def article_ids(names: Iterable[str]) -> tuple[str, ...]:
    """Return the articles that ids stand for, each once; a photo's id gives its article."""
    return tuple(dict.fromkeys(name.strip().partition("#")[0] for name in names))


def read(library: "Library", ids: Iterable[str], should_stop: ShouldStop) -> Reading:
    """Read articles.

    Args:
        library: Where they are.
        ids: Which ones, in order.
        should_stop: Asked between two of them.

    Raises:
        Interrupted: ``should_stop`` said so.
    """
    articles: list[Article] = []
    errors: list[Unreadable] = []
    for article_id in ids:
        if should_stop():
            raise Interrupted(_("Stopped."))
        try:
            articles.append(library.article(article_id))
        except (NothingFound, DamagedFile) as error:
            errors.append(error)
    return Reading(tuple(articles), tuple(errors))
