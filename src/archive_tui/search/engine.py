"""The Whoosh engine: `Engine` for one archive, put together from index and search.

A search takes a snapshot of the version in force, finds, ranks and counts in it, and
reads from the archive only the files whose excerpts are shown. Answers in order are kept, so
that the next page of a list costs no new search.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from archive_tui.archive import Archive
from archive_tui.engine import OnProgress, ShouldStop, never, unheard
from archive_tui.errors import DamagedFile, IndexOutdated, Interrupted
from archive_tui.i18n import _
from archive_tui.index import IndexStore, Snapshot
from archive_tui.index.cache import ByteCache
from archive_tui.index.records import Listing
from archive_tui.index.store import Version, damage_is_outdated
from archive_tui.model import Hit, Kind, ResultPage, SearchRequest
from archive_tui.query import Node, QueryReader, TextField
from archive_tui.search.answering import Answer, Answerer
from archive_tui.search.counting import facets
from archive_tui.search.marks import QueryMarks
from archive_tui.search.opened import OpenedIndex
from archive_tui.text.layout import excerpt
from archive_tui.text.vietnamese import folded_form

if TYPE_CHECKING:
    from archive_tui.index import Indexer
    from archive_tui.model import (
        Advice,
        Article,
        IndexReport,
        IndexStatus,
        SimilarArticle,
        VocabularyWord,
    )

_Question: TypeAlias = tuple[Node, SearchRequest]
"""What an answer depends on: the tree, and what stands beside it."""

_ANSWERS_BYTES: Final = 64 << 20
"""Answers kept for their next pages."""
_SWAP_PAUSE: Final = 0.01
"""Seconds to wait before an index that looked damaged is looked at once more."""
_EXCERPT_REACH: Final = 200_000
"""Code points of a text among which an excerpt is looked for; a long novel's first chapters."""
_LOCK_PATIENCE: Final = 0.02
"""Seconds between two questions whether to go on, while another search runs."""


class WhooshEngine:
    """Full-text search over one archive.

    Args:
        archive: The articles.
        folder: Where the index lies, or will lie.
        queries: Reads the requests; without a thesaurus when left out.
    """

    def __init__(self, archive: Archive, folder: Path, queries: QueryReader | None = None) -> None:
        self._archive = archive
        self._queries = queries or QueryReader()
        self._store = IndexStore(folder)
        self._lock = Lock()
        self._version: Version | None = None
        self._opened: OpenedIndex | None = None
        self._answers = _no_answers()

    @cached_property
    def _indexer(self) -> Indexer:
        """What writes the index; a search does without."""
        from archive_tui.index import Indexer  # noqa: PLC0415 - made when first needed

        return Indexer(self._archive, self._store, self._archive.settled.source)

    def update(
        self,
        should_stop: ShouldStop = never,
        on_progress: OnProgress = unheard,
        *,
        only: Collection[str] = (),
        digests: bool = False,
    ) -> IndexReport:
        """Bring the index up to date; see `Engine`."""
        return self._indexer.update(should_stop, on_progress, only=only, digests=digests)

    def rebuild(
        self, should_stop: ShouldStop = never, on_progress: OnProgress = unheard
    ) -> IndexReport:
        """Build the index anew beside the live one; see `Engine`."""
        return self._indexer.rebuild(should_stop, on_progress)

    def check(self, *, thorough: bool = False) -> IndexStatus:
        """Compare the index with the archive; see `Engine`."""
        return self._indexer.check(thorough=thorough)

    def search(self, request: SearchRequest, should_stop: ShouldStop = never) -> ResultPage:
        """Answer a request; see `Engine`."""
        begun = time.perf_counter()
        node = self._queries.read(request)
        with self._open(should_stop) as opened:
            answer = self._answer(opened, node, request, should_stop)
            check = _checker(should_stop)
            page = answer.page(request.offset, request.limit, check)
            listings = opened.snapshot.listings(answer.docs[page])
            counted = facets(opened.snapshot, answer.docs, request.facets, check)
        marks = QueryMarks(node, request.accents)
        rows = zip(listings, answer.scores[page], answer.exact[page], strict=True)
        hits = []
        for listing, score, exact in rows:
            check()
            hit = _hit(listing, float(score), exact=bool(exact))
            hits.append(self._with_snippet(hit, listing, marks) if request.snippets else hit)
        return ResultPage(
            request=request,
            total=len(answer.docs),
            exact=int(np.count_nonzero(answer.exact)),
            took_ms=(time.perf_counter() - begun) * 1000,
            hits=tuple(hits),
            facets=counted,
        )

    def advise(self, request: SearchRequest, should_stop: ShouldStop = never) -> Advice:
        """Tell why a request found little, and what would find more; see `Engine`."""
        from archive_tui.search.advice import Adviser  # noqa: PLC0415 - most searches find much

        with self._open(should_stop) as opened:
            return Adviser(opened, self._queries, request, _checker(should_stop)).advise()

    def similar(
        self, article: Article, limit: int = 10, should_stop: ShouldStop = never
    ) -> tuple[SimilarArticle, ...]:
        """Return the articles that are most like one; see `Engine`."""
        from archive_tui.model import SimilarArticle  # noqa: PLC0415 - seldom asked
        from archive_tui.search.similarity import LikenessFinder  # noqa: PLC0415 - the same

        with self._open(should_stop) as opened:
            found = LikenessFinder(opened, _checker(should_stop)).find(article, limit)
            docs = np.array([each.doc for each in found], dtype=np.intp)
            listings = opened.snapshot.listings(docs)
        return tuple(
            SimilarArticle(_hit(listing, each.score, exact=True), each.shared)
            for listing, each in zip(listings, found, strict=True)
        )

    def vocabulary(self, prefix: str, limit: int = 20) -> tuple[VocabularyWord, ...]:
        """Return words of the archive that begin so; see `Engine`."""
        from archive_tui.model import VocabularyWord  # noqa: PLC0415 - only the browser asks

        with self._open(never) as opened:
            words = opened.vocabulary
            found = [
                VocabularyWord(word, count)
                for folded in words.starting(folded_form(prefix), folded=True)
                for word, count in words.spellings(folded)
            ]
        return tuple(sorted(found, key=lambda word: (-word.frequency, word.word))[:limit])

    def close(self) -> None:
        """Let go of all files; see `Engine`."""
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        if self._opened:
            self._opened.close()
        self._opened = self._version = None
        self._answers = _no_answers()

    @contextmanager
    def _open(self, should_stop: ShouldStop) -> Iterator[OpenedIndex]:
        """Hold the version in force; a newer version is opened first."""
        check = _checker(should_stop)
        while not self._lock.acquire(timeout=_LOCK_PATIENCE):
            check()
        try:
            with damage_is_outdated():  # by wrong numbers of a foreign index any step may fail
                yield self._current()
        except IndexOutdated:
            self._forget()
            raise
        finally:
            self._lock.release()

    def _current(self) -> OpenedIndex:
        try:
            return self._newest()
        except IndexOutdated:
            # A rebuild elsewhere may have put another build in force just now, and have
            # removed the one we were about to open.
            time.sleep(_SWAP_PAUSE)
            return self._newest()

    def _newest(self) -> OpenedIndex:
        version = self._store.version()
        if self._opened is None or version != self._version:
            self._forget()
            self._opened = OpenedIndex(Snapshot(self._store.open(version)))
            self._version = version
        return self._opened

    def _answer(
        self, opened: OpenedIndex, node: Node, request: SearchRequest, should_stop: ShouldStop
    ) -> Answer:
        # By the tree and not by the text: “today” means another day tomorrow.
        plain = replace(request, text="", offset=0, limit=0, facets=(), snippets=False)
        key = (node, plain)
        kept = self._answers.get(key)
        if kept is not None:
            return kept
        answer = Answerer(opened, request, _checker(should_stop)).answer(node)
        return self._answers.keep(key, answer)

    def _with_snippet(self, hit: Hit, listing: Listing, marks: QueryMarks) -> Hit:
        if listing.caption is not None:
            found = marks.find(listing.caption, TextField.CAPTION)
            return replace(hit, snippet=listing.caption, marks=found)
        try:
            text = "\n".join(self._archive.read_body(listing.path))[:_EXCERPT_REACH]
        except DamagedFile:  # gone since it was indexed; the next update takes it out
            return hit
        passage = excerpt(text, marks.find(text, TextField.BODY))
        return replace(hit, snippet=passage.text, marks=passage.marks)


def _no_answers() -> ByteCache[_Question, Answer]:
    return ByteCache(_ANSWERS_BYTES)


def _hit(listing: Listing, score: float, *, exact: bool) -> Hit:
    return Hit(
        id=listing.record_id,
        kind=Kind.ARTICLE if listing.caption is None else Kind.PHOTO,
        article_id=listing.article_id,
        title=listing.title,
        date=listing.date,
        section=listing.section,
        source=listing.source,
        score=round(score, 4),
        exact=exact,
    )


def _checker(should_stop: ShouldStop) -> Callable[[], None]:
    def check() -> None:
        if should_stop():
            raise Interrupted(_("The search was stopped."))

    return check
