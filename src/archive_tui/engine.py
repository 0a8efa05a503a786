"""The contract between the library and whatever searches the archive.

Everything above the library asks these questions and no others, so that another engine can
stand beside the first. An engine reads articles through an `ArticleSource`; it must not know
where they lie, and nothing here may name a particular engine.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from archive_tui.errors import Interrupted
from archive_tui.i18n import _
from archive_tui.model import (
    Advice,
    Article,
    IndexReport,
    IndexStatus,
    Progress,
    ResultPage,
    SearchRequest,
    SimilarArticle,
    VocabularyWord,
)

ShouldStop: TypeAlias = Callable[[], bool]
"""Asked now and then by a long job; a true answer ends it with `Interrupted`."""

OnProgress: TypeAlias = Callable[[Progress], None]
"""Told now and then how far a long job has come; must return quickly."""


def never() -> bool:
    """Answer that the job may go on: the `ShouldStop` of a job nobody can stop."""
    return False


def refuse_when(should_stop: ShouldStop) -> None:
    """Go on with what writes a whole at its end, unless the user said stop.

    Raises:
        Interrupted: ``should_stop`` said so.
    """
    if should_stop():
        raise Interrupted(_("Stopped; nothing was written."))


def unheard(progress: Progress) -> None:
    """Let progress pass unheard: the `OnProgress` of a job nobody watches."""
    del progress


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the archive as a directory walk sees it, unopened."""

    id: str
    """Name of the article."""
    path: str
    """The file, relative to the archive, with ``/``."""
    size: int
    """Bytes."""
    mtime_ns: int
    """Time of the last change, in nanoseconds since the epoch."""
    problem: str = ""
    """Why the file cannot be taken for an article, whatever is in it; empty where it can."""


class ArticleSource(Protocol):
    """Where an engine gets its articles."""

    def entries(self) -> Iterable[Entry]:
        """Walk over all article files without opening any; in order of path.

        A file that cannot be taken for an article comes with its problem.

        Raises:
            ArchiveError: A folder cannot be listed.
        """
        ...

    def read(self, path: str) -> Article:
        """Read one article.

        Args:
            path: As given by an `Entry`.

        Raises:
            DamagedFile: The file cannot be read; the others can.
        """
        ...


class Engine(Protocol):
    """Full-text search over the records of one archive.

    All questions may be asked from any thread. A question that is running when another
    thread commits keeps the version it started with.
    """

    def update(
        self, should_stop: ShouldStop = never, on_progress: OnProgress = unheard
    ) -> IndexReport:
        """Bring the index up to date; reads only files that are new or changed.

        Raises:
            IndexBusy: Another program is writing.
            IndexUnusable: The index cannot be written.
            Interrupted: ``should_stop`` said so; the old index still answers.
        """
        ...

    def rebuild(
        self, should_stop: ShouldStop = never, on_progress: OnProgress = unheard
    ) -> IndexReport:
        """Build the index anew beside the live one, then swap; raises as `update` does."""
        ...

    def check(self, *, thorough: bool = False) -> IndexStatus:
        """Compare the index with the archive; changes nothing and raises nothing.

        Args:
            thorough: Whether to read all of the index in search of damage.
        """
        ...

    def search(self, request: SearchRequest, should_stop: ShouldStop = never) -> ResultPage:
        """Answer a request.

        Raises:
            QuerySyntaxError: The query cannot be read.
            QueryTooWide: A pattern in it stands for too many words.
            IndexUnusable: There is no index, or it is outdated or damaged.
            Interrupted: ``should_stop`` said so.
        """
        ...

    def advise(self, request: SearchRequest, should_stop: ShouldStop = never) -> Advice:
        """Tell why a request found little, and what would find more; raises as `search`."""
        ...

    def similar(
        self, article: Article, limit: int = 10, should_stop: ShouldStop = never
    ) -> tuple[SimilarArticle, ...]:
        """Return the articles that are most like one, most like it first.

        Args:
            article: The article, which is not among them.
            limit: Most articles to return.
            should_stop: Asked now and then.

        Raises:
            IndexUnusable: There is no index, or it is outdated or damaged.
            Interrupted: ``should_stop`` said so.
        """
        ...

    def vocabulary(self, prefix: str, limit: int = 20) -> tuple[VocabularyWord, ...]:
        """Return the archive's words that begin so, without regard to marks, commonest first.

        Raises:
            IndexUnusable: There is no index, or it is outdated or damaged.
        """
        ...

    def close(self) -> None:
        """Let go of all files; the engine opens them again when asked again."""
        ...
