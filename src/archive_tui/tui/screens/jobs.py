"""What workers do in their threads: one blocking call, and a message with what came of it.

A job touches no widget and no state of a screen. An interrupted job says nothing, because
whoever interrupted it no longer wants its answer; every other error of ours is announced.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from textual.message import Message

from archive_tui.engine import ShouldStop
from archive_tui.errors import ArchiveTuiError, Interrupted
from archive_tui.library import Library
from archive_tui.model import Hit, Progress, SearchRequest
from archive_tui.tui import messages
from archive_tui.tui.widgets.question import FACETS, PAGE_SIZE, asked
from archive_tui.tui.widgets.reporter import Reporter

Post: TypeAlias = Callable[[Message], object]
"""Sends a message to the screen; safe in any thread."""


def search(library: Library, request: SearchRequest, post: Post, should_stop: ShouldStop) -> None:
    """Fetch the first page of an answer, with its counts."""
    try:
        page = library.search(
            replace(asked(request), limit=PAGE_SIZE, offset=0, facets=FACETS), should_stop
        )
    except Interrupted:
        return
    except ArchiveTuiError as error:
        post(messages.SearchFailed(request, error))
        return
    post(messages.PageReady(request, page))


def advise(library: Library, request: SearchRequest, post: Post, should_stop: ShouldStop) -> None:
    """Find out what would find more; where that fails, nothing is said."""
    try:
        advice = library.advise(asked(request), should_stop)
    except ArchiveTuiError:
        return
    post(messages.AdviceReady(request, advice))


def fetch(
    library: Library,
    request: SearchRequest,
    offsets: Sequence[int],
    post: Post,
    should_stop: ShouldStop,
) -> None:
    """Fetch further pages of an answer."""
    for offset in offsets:
        if should_stop():
            return
        try:
            page = library.search(
                replace(asked(request), limit=PAGE_SIZE, offset=offset), should_stop
            )
        except Interrupted:
            return
        except ArchiveTuiError as error:
            post(messages.SearchFailed(request, error))
            return
        post(messages.MoreReady(request, page))


def read(
    library: Library, request: SearchRequest, hit: Hit, post: Post, should_stop: ShouldStop
) -> None:
    """Read an article and find the marks in it."""
    try:
        article = library.article(hit.article_id)
        if should_stop():
            return
        marks = library.marks(request, article)
    except ArchiveTuiError as error:
        post(messages.ArticleFailed(hit, error))
        return
    post(messages.ArticleReady(hit, article, marks))


def settle_index(library: Library, post: Post, should_stop: ShouldStop) -> None:
    """Bring the index up to date if it is not, telling how far it has come."""
    try:
        if library.status().current:
            post(messages.IndexSettled(None))
            return
        report = library.update(should_stop, Reporter(partial(_post_progress, post)))
    except Interrupted:
        return
    except ArchiveTuiError as error:
        post(messages.IndexFailed(error))
        return
    post(messages.IndexSettled(report))


def _post_progress(post: Post, progress: Progress) -> None:
    post(messages.IndexProgress(progress))
