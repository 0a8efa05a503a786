"""A library that obeys the test: slow, failing and huge archives without any archive."""

from collections.abc import Sequence
from pathlib import Path
from threading import Event

from archive_tui.collections import CollectionStore
from archive_tui.engine import OnProgress, ShouldStop, never, unheard
from archive_tui.errors import ArchiveTuiError, NothingFound
from archive_tui.model import (
    Advice,
    Article,
    ArticleMarks,
    ExportOptions,
    ExportReport,
    Header,
    Hit,
    IndexReport,
    IndexStatus,
    Kind,
    Mark,
    ResultPage,
    SearchRequest,
)


class ObedientLibrary:
    """Answers as the test says, so that slow, failing and huge archives can be had."""

    name = "Kho giả"
    folder = Path("kho")

    def __init__(self, folder: Path) -> None:
        self.collections = CollectionStore(folder)
        self.total = 0
        self.title = "Tựa đề {rank}"
        self.requests: list[SearchRequest] = []
        self.gates: dict[str, Event] = {}
        self.failures: dict[str, ArchiveTuiError] = {}
        self.current = True
        self.updated = 0
        self.advice = Advice((), ())

    def check_query(self, text: str) -> None:
        """Refuse what the test said to refuse."""
        if text in self.failures:
            raise self.failures[text]

    def search(self, request: SearchRequest, should_stop: ShouldStop = never) -> ResultPage:
        """Wait at the gate of the query, then make up hits."""
        del should_stop
        self.requests.append(request)
        if gate := self.gates.get(request.text):
            gate.wait(10)
        if error := self.failures.get(f"search {request.text}"):
            raise error
        end = min(request.offset + request.limit, self.total)
        hits = tuple(self.hit(rank, request.text) for rank in range(request.offset, end))
        return ResultPage(request, self.total, self.total, 1.0, hits)

    def hit(self, rank: int, text: str) -> Hit:
        """Make up the hit at a rank."""
        name = f"a{rank}"
        title = self.title.format(rank=rank)
        snippet = f"{text} trong bài {rank}"
        marks = (Mark(0, len(text)),)
        return Hit(name, Kind.ARTICLE, name, title, None, None, None, 0.0, True, snippet, marks)

    def article(self, article_id: str) -> Article:
        """Make up an article, unless the test said that it cannot be read."""
        if error := self.failures.get(article_id):
            raise error
        return Article(Header(article_id, f"Bài {article_id}"), ("Một đoạn.",))

    def advise(self, request: SearchRequest, should_stop: ShouldStop = never) -> Advice:
        """Have the advice the test put here."""
        del request, should_stop
        return self.advice

    def marks(self, request: SearchRequest, article: Article) -> ArticleMarks:
        """Find nothing."""
        del request
        return ArticleMarks((), ((),) * len(article.paragraphs), ())

    def article_ids(
        self, request: SearchRequest, should_stop: ShouldStop = never
    ) -> tuple[str, ...]:
        """Return the ids of all hits."""
        del request, should_stop
        return tuple(f"a{rank}" for rank in range(self.total))

    def status(self) -> IndexStatus:
        """Say what the test wants to be said."""
        return IndexStatus(ready=self.current)

    def update(
        self, should_stop: ShouldStop = never, on_progress: OnProgress = unheard
    ) -> IndexReport:
        """Become current."""
        del should_stop, on_progress
        self.updated += 1
        self.current = True
        self.failures.pop("search ", None)
        return IndexReport(1, 0, 0, 0, (), rebuilt=True, seconds=0.0)

    def export(
        self,
        ids: Sequence[str],
        target: Path,
        options: ExportOptions,
        should_stop: ShouldStop = never,
        on_progress: OnProgress = unheard,
    ) -> ExportReport:
        """Refuse."""
        del ids, target, options, should_stop, on_progress
        raise NothingFound("nothing here")
