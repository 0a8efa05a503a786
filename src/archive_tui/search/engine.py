"""The Whoosh engine: `Engine` for one archive, put together from index and search.

A search takes a snapshot of the version in force, finds, ranks and counts in it, and
reads from the archive only the files whose excerpts are shown. Answers in order are kept, so
that the next page of a list costs no new search.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from archive_tui.archive import Archive
from archive_tui.engine import OnProgress, ShouldStop, never, unheard
from archive_tui.errors import DamagedFile, IndexOutdated, Interrupted
from archive_tui.i18n import _
from archive_tui.index import Indexer, IndexStore, Snapshot
from archive_tui.index.records import Listing
from archive_tui.index.snapshot import Docs
from archive_tui.index.store import Version
from archive_tui.model import (
    Accents,
    Hit,
    IndexReport,
    IndexStatus,
    Kind,
    ResultPage,
    SearchRequest,
    Sort,
    VocabularyWord,
)
from archive_tui.query import Node, TextField, parse
from archive_tui.search.arrays import contained
from archive_tui.search.counting import facets
from archive_tui.search.marks import QueryMarks
from archive_tui.search.matching import TreeMatcher, is_loose
from archive_tui.search.ranking import Ranker, order
from archive_tui.text.layout import excerpt
from archive_tui.text.vietnamese import folded_form

_ANSWERS_KEPT: Final = 16
_SWAP_PAUSE: Final = 0.01
"""Seconds to wait before an index that looked damaged is looked at once more."""
_EXCERPT_REACH: Final = 200_000
"""Code points of a text among which an excerpt is looked for; a long novel's first chapters."""
_LOCK_PATIENCE: Final = 0.02
"""Seconds between two questions whether to go on, while another search runs."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """All hits of a request, in order."""

    docs: Docs
    scores: NDArray[np.float64]
    exact: NDArray[np.bool_]


class WhooshEngine:
    """Full-text search over one archive.

    Args:
        archive: The articles.
        folder: Where the index lies, or will lie.
    """

    def __init__(self, archive: Archive, folder: Path) -> None:
        self._archive = archive
        self._store = IndexStore(folder)
        self._indexer = Indexer(archive, self._store, archive.settled.source)
        self._lock = Lock()
        self._version: Version | None = None
        self._snapshot: Snapshot | None = None
        self._answers: OrderedDict[SearchRequest, _Answer] = OrderedDict()

    def update(
        self, should_stop: ShouldStop = never, on_progress: OnProgress = unheard
    ) -> IndexReport:
        """Bring the index up to date; see `Engine`."""
        return self._indexer.update(should_stop, on_progress)

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
        node = parse(request.text)
        with self._opened(should_stop) as snapshot:
            answer = self._answer(snapshot, node, request, should_stop)
            page = slice(request.offset, request.offset + request.limit)
            listings = [snapshot.listing(int(doc)) for doc in answer.docs[page]]
            counted = facets(snapshot, answer.docs, request.facets)
        marks = QueryMarks(node, request.accents)
        rows = zip(listings, answer.scores[page], answer.exact[page], strict=True)
        hits = []
        for listing, score, exact in rows:
            _checker(should_stop)()
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

    def vocabulary(self, prefix: str, limit: int = 20) -> tuple[VocabularyWord, ...]:
        """Return words of the archive that begin so; see `Engine`."""
        counts: dict[str, int] = {}
        wanted = folded_form(prefix)
        with self._opened(never) as snapshot:
            for name in TextField:
                for word, count in snapshot.words(f"{name}_exact"):
                    if folded_form(word).startswith(wanted):
                        counts[word] = counts.get(word, 0) + count
        best = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
        return tuple(VocabularyWord(word, count) for word, count in best)

    def close(self) -> None:
        """Let go of all files; see `Engine`."""
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        if self._snapshot:
            self._snapshot.close()
        self._snapshot = self._version = None
        self._answers.clear()

    @contextmanager
    def _opened(self, should_stop: ShouldStop) -> Iterator[Snapshot]:
        """Hold the snapshot of the version in force; a newer version is opened first."""
        check = _checker(should_stop)
        while not self._lock.acquire(timeout=_LOCK_PATIENCE):
            check()
        try:
            yield self._current()
        except IndexOutdated:
            self._forget()
            raise
        finally:
            self._lock.release()

    def _current(self) -> Snapshot:
        try:
            return self._newest()
        except IndexOutdated:
            # A rebuild elsewhere may have put another build in force just now, and have
            # removed the one we were about to open.
            time.sleep(_SWAP_PAUSE)
            return self._newest()

    def _newest(self) -> Snapshot:
        version = self._store.version()
        if self._snapshot is None or version != self._version:
            self._forget()
            self._snapshot = Snapshot(self._store.open(version))
            self._version = version
        return self._snapshot

    def _answer(
        self, snapshot: Snapshot, node: Node, request: SearchRequest, should_stop: ShouldStop
    ) -> _Answer:
        key = replace(request, offset=0, limit=0, facets=(), snippets=False)
        if key in self._answers:
            self._answers.move_to_end(key)
            return self._answers[key]
        answer = _find(snapshot, node, request, _checker(should_stop))
        self._answers[key] = answer
        if len(self._answers) > _ANSWERS_KEPT:
            self._answers.popitem(last=False)
        return answer

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


def _find(
    snapshot: Snapshot, node: Node, request: SearchRequest, check: Callable[[], None]
) -> _Answer:
    matcher = TreeMatcher(snapshot, request.accents, check)
    docs = matcher.narrow(matcher.match(node), request)
    scores = np.zeros(len(docs))
    if request.sort is Sort.RELEVANCE and len(docs):
        scores = Ranker(snapshot, request.accents, check).scores(node, docs)
    check()
    exact = np.ones(len(docs), dtype=np.bool_)
    if is_loose(node, request.accents):
        strict = TreeMatcher(snapshot, Accents.STRICT, check)
        exact = contained(docs, strict.match(node))
    ranks = order(snapshot, docs, request.sort, scores)
    return _Answer(docs[ranks], scores[ranks], exact[ranks])


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
