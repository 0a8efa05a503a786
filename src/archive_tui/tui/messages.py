"""What workers announce to the main screen; the event loop decides what becomes of it.

Each message carries the question it answers, so that the screen can drop what is no longer
wanted. A worker touches no widget: these are all it may send.
"""

from dataclasses import dataclass

from textual.message import Message

from archive_tui.errors import ArchiveTuiError
from archive_tui.model import (
    Advice,
    Article,
    ArticleMarks,
    Hit,
    IndexReport,
    Progress,
    ResultPage,
    SearchRequest,
)


@dataclass
class PageReady(Message):
    """The first page of an answer is there."""

    request: SearchRequest
    """The question it answers."""
    page: ResultPage
    """The answer."""


@dataclass
class SearchFailed(Message):
    """A question could not be answered."""

    request: SearchRequest
    """The question."""
    error: ArchiveTuiError
    """Why."""


@dataclass
class AdviceReady(Message):
    """It was found out what would find more."""

    request: SearchRequest
    """The question that found little."""
    advice: Advice
    """What would find more."""


@dataclass
class MoreReady(Message):
    """A further page of an answer is there."""

    request: SearchRequest
    """The question, as its first page was asked for."""
    page: ResultPage
    """The further page."""


@dataclass
class ArticleReady(Message):
    """An article was read."""

    hit: Hit
    """The hit it was opened from."""
    article: Article
    """The article."""
    marks: ArticleMarks
    """Where the query matches in it."""


@dataclass
class ArticleFailed(Message):
    """An article could not be read."""

    hit: Hit
    """The hit it was opened from."""
    error: ArchiveTuiError
    """Why."""


@dataclass
class IndexProgress(Message):
    """The index is being brought up to date."""

    progress: Progress
    """How far it has come."""

    def can_replace(self, message: Message) -> bool:
        """Let a newer report of progress take the place of an older one."""
        return isinstance(message, IndexProgress)


@dataclass
class IndexSettled(Message):
    """The index is up to date."""

    report: IndexReport | None
    """What was done; absent where nothing had to be."""


@dataclass
class IndexFailed(Message):
    """The index could not be brought up to date."""

    error: ArchiveTuiError
    """Why."""
