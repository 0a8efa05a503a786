"""The contract between the library and whatever searches the archive.

Everything above the library asks these questions and no others, so that another engine can
stand beside the first. An engine reads articles through an `ArticleSource`; it must not know
where they lie, and nothing here may name a particular engine.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from archive_tui.errors import Interrupted
from archive_tui.i18n import _

if TYPE_CHECKING:
    from archive_tui.model import (
        Advice,
        Article,
        IndexReport,
        IndexStatus,
        Problem,
        Progress,
        ResultPage,
        SearchRequest,
        SimilarArticle,
        VocabularyWord,
    )

ShouldStop: TypeAlias = Callable[[], bool]
"""Asked now and then by a long job; a true answer ends it with `Interrupted`."""

OnProgress: TypeAlias = Callable[["Progress"], None]
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


FileState: TypeAlias = tuple[int, int]
"""Bytes of a file, and the time of its last change in nanoseconds since the epoch.

A plain pair, since a walk over an archive makes a hundred thousand of them.
"""


@dataclass(frozen=True, slots=True)
class Files:
    """The files of an archive as a walk over its folders sees them, unopened."""

    states: Mapping[str, FileState]
    """The article files, by path relative to the archive, with ``/``; in no order."""
    problems: tuple[Problem, ...] = ()
    """What can be no article, whatever is in it, in order of path."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the archive that is to be read."""

    path: str
    """The file, relative to the archive, with ``/``."""
    size: int
    """Bytes."""
    mtime_ns: int
    """Time of the last change, in nanoseconds since the epoch."""
    digest: bytes = b""
    """Digest of what was in it when it was last read; empty where that is not known."""

    @property
    def id(self) -> str:
        """Name of the article: that of the file without its ending."""
        return self.path.rpartition("/")[2].removesuffix(".md")


class ArticleSource(Protocol):
    """Where an engine gets its articles."""

    def files(self) -> Files:
        """Walk over all article files without opening any.

        Raises:
            ArchiveError: A folder cannot be listed.
        """
        ...

    def state(self, path: str) -> FileState | None:
        """Return what a walk would see of one file; None where it would see none."""
        ...

    def path_of(self, article_id: str) -> str:
        """Return where an article's file is.

        Raises:
            NothingFound: There is no such article.
        """
        ...

    def content(self, path: str) -> bytes:
        """Read one file.

        Raises:
            UnreadableFile: The file cannot be read; the others can.
            DamagedFile: Its path is none that is followed.
        """
        ...

    def parse(self, path: str, content: bytes) -> Article:
        """Return the article a file holds.

        Args:
            path: As `files` gives it.
            content: What `content` returned.

        Raises:
            DamagedFile: It holds none.
        """
        ...


class Engine(Protocol):
    """Full-text search over the records of one archive.

    All questions may be asked from any thread. A question that is running when another
    thread commits keeps the version it started with.
    """

    def update(
        self,
        should_stop: ShouldStop = never,
        on_progress: OnProgress = unheard,
        *,
        only: Collection[str] = (),
        digests: bool = False,
    ) -> IndexReport:
        """Bring the index up to date; reads only files that are new or changed.

        Args:
            should_stop: Asked now and then.
            on_progress: Told how many files were read.
            only: Articles to look at, by id or by path relative to the archive, whatever their
                files look like; the whole archive when left out.
            digests: Whether to read all files, so that a change is noticed that left size and
                time of a file as they were.

        Raises:
            IndexBusy: Another program is writing.
            IndexUnusable: The index cannot be written.
            NothingFound: Neither archive nor index know one of ``only``.
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
            thorough: Whether to read all of the index in search of damage, and all files of
                the archive in search of changes.
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
