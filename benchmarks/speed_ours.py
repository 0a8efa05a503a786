"""Our own index, built of a corpus and asked."""

import types
from datetime import date
from pathlib import Path
from typing import cast

from archive_tui.archive import Archive
from archive_tui.archive.article_file import id_of
from archive_tui.engine import Files, FileState, never, unheard
from archive_tui.index import Indexer, IndexStore
from archive_tui.model import (
    Accents,
    Article,
    DateSpan,
    FacetName,
    Header,
    Matching,
    SearchRequest,
    Sort,
)
from archive_tui.search import WhooshEngine
from corpus import Corpus, Document
from speed_questions import SPAN, TOP, Answerer, Ask, AskKind, Found


class Articles:
    """A corpus as the source of articles an indexer reads.

    Args:
        corpus: The corpus; each process that reads opens it itself.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def files(self) -> Files:
        """Return a file for each article, all of one size and time."""
        state = (1, 1)
        return Files({self.path_of(f"{n:08}"): state for n in range(len(self._corpus))})

    def state(self, path: str) -> FileState | None:
        """Return that of any article there is."""
        return (1, 1) if int(id_of(path)) < len(self._corpus) else None

    def path_of(self, article_id: str) -> str:
        """Return a path that says which article it is."""
        return f"undated/{article_id}.md"

    def content(self, path: str) -> bytes:
        """Return something that is another for each article."""
        return path.encode()

    def parse(self, path: str, content: bytes) -> Article:
        """Return the article of a path."""
        del content
        return article(self._corpus[int(id_of(path))])


def article(document: Document) -> Article:
    """Return a document as an article of an archive."""
    day = date.fromordinal(document.day)
    header = Header(id=f"{document.number:08}", title=document.title, date=DateSpan(day, day))
    return Article(header, (document.body,))


def build(corpus: Corpus, folder: Path, processes: int = 1) -> None:
    """Build the index in so many processes."""
    Indexer(Articles(corpus), IndexStore(folder), None, processes).rebuild(never, unheard)


def engine(folder: Path) -> WhooshEngine:
    """Return an engine for an index without an archive."""
    nowhere = types.SimpleNamespace(settled=types.SimpleNamespace(source=None))
    return WhooshEngine(cast(Archive, nowhere), folder)


def request(ask: Ask) -> SearchRequest:
    """Return a question as our engine takes it."""
    text = {
        AskKind.PREFIX: "{}*", AskKind.FUZZY: "{}~", AskKind.PHRASE2: '"{}"',
        AskKind.PHRASE3: '"{}"',
    }.get(ask.kind, "{}").format(" ".join(ask.words))  # fmt: skip
    return SearchRequest(
        text,
        accents=Accents.IGNORE,
        matching=Matching.ANY if ask.kind is AskKind.OR3 else Matching.ALL,
        dates=SPAN if ask.kind is AskKind.DATED else None,
        sort=Sort.NEWEST if ask.kind is AskKind.NEWEST else Sort.RELEVANCE,
        facets=(FacetName.YEAR,) if ask.kind is AskKind.YEARS else (),
        limit=TOP,
        snippets=False,
    )


def opened(folder: Path) -> Answerer:
    """Open the index."""
    searching = engine(folder)

    def answer(ask: Ask) -> Found:
        page = searching.search(request(ask))
        shown = [(hit.title, hit.date.first.toordinal() if hit.date else 0) for hit in page.hits]
        return Found(page.total, shown)

    return answer
