"""The engines that are timed against each other, each behind the same three questions."""

import importlib
import sqlite3
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

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

_TOP: Final = 20
_SPAN: Final = DateSpan(date.fromordinal(721_000), date.fromordinal(724_000))


class AskKind(StrEnum):
    """The kinds of questions."""

    TERM = "term"
    AND2 = "two words"
    AND4 = "four words"
    OR3 = "any of three"
    PHRASE2 = "phrase of two"
    PHRASE3 = "phrase of three"
    PREFIX = "prefix of two letters"
    WILDCARD = "star inside"
    FUZZY = "one letter off"
    DATED = "two words, dated"
    NEWEST = "word, newest first"
    YEARS = "word, hits by year"

    @property
    def words(self) -> int:
        """How many words of a title a question takes."""
        many = {
            AskKind.AND2: 2, AskKind.AND4: 4, AskKind.OR3: 3, AskKind.PHRASE2: 2,
            AskKind.PHRASE3: 3, AskKind.DATED: 2,
        }  # fmt: skip
        return many.get(self, 1)


@dataclass(frozen=True, slots=True)
class Ask:
    """A question."""

    kind: AskKind
    """What is done with the words."""
    words: tuple[str, ...]
    """The words, in small letters, without marks."""


@dataclass(frozen=True, slots=True)
class Document:
    """An article as every engine gets it."""

    number: int
    """Its number, from 0."""
    title: str
    """Without marks."""
    body: str
    """Without marks, one paragraph."""
    day: int
    """Its date as an ordinal."""


Answerer: TypeAlias = Callable[[Ask], int | None]
"""Returns how many hits there are, the first twenty fetched; None where it cannot answer."""


@dataclass(frozen=True)
class Engine:
    """An engine that can be timed."""

    key: str
    """What it is called on the command line."""
    name: str
    """What it is called in tables."""
    build: Callable[[Sequence[Document], Path], None]
    """Builds the index in an empty folder."""
    opened: Callable[[Path], Answerer]
    """Opens it."""
    module: str = ""
    """What has to be installed."""
    limit: int = 1 << 40
    """Articles beyond which it takes too long to wait for."""

    @property
    def missing(self) -> str:
        """Why it cannot be timed; empty where it can."""
        there = not self.module or find_spec(self.module)
        return "" if there else f"{self.module} is not installed"

    def fits(self, articles: int) -> bool:
        """Return whether it can be waited for."""
        return articles <= self.limit


class _Articles:
    """Documents as the source of articles our indexer reads."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = {f"{each.number:08}": each for each in documents}

    def files(self) -> Files:
        return Files({self.path_of(name): (1, 1) for name in self._documents})

    def state(self, path: str) -> FileState | None:
        return (1, 1) if id_of(path) in self._documents else None

    def path_of(self, article_id: str) -> str:
        return f"undated/{article_id}.md"

    def content(self, path: str) -> bytes:
        return path.encode()

    def parse(self, path: str, content: bytes) -> Article:
        del content  # it is in memory as it was read
        each = self._documents[id_of(path)]
        day = date.fromordinal(each.day)
        header = Header(id=id_of(path), title=each.title, date=DateSpan(day, day))
        return Article(header, (each.body,))


def _build_ours(documents: Sequence[Document], folder: Path, processes: int = 1) -> None:
    Indexer(_Articles(documents), IndexStore(folder), None, processes).rebuild(never, unheard)


def _open_ours(folder: Path) -> Answerer:
    nowhere = types.SimpleNamespace(settled=types.SimpleNamespace(source=None))
    engine = WhooshEngine(cast(Archive, nowhere), folder)

    def answer(ask: Ask) -> int:
        text = {
            AskKind.PREFIX: "{}*", AskKind.FUZZY: "{}~", AskKind.PHRASE2: '"{}"',
            AskKind.PHRASE3: '"{}"',
        }.get(ask.kind, "{}").format(" ".join(ask.words))  # fmt: skip
        request = SearchRequest(
            text,
            accents=Accents.IGNORE,
            matching=Matching.ANY if ask.kind is AskKind.OR3 else Matching.ALL,
            dates=_SPAN if ask.kind is AskKind.DATED else None,
            sort=Sort.NEWEST if ask.kind is AskKind.NEWEST else Sort.RELEVANCE,
            facets=(FacetName.YEAR,) if ask.kind is AskKind.YEARS else (),
            limit=_TOP,
            snippets=False,
        )
        return engine.search(request).total

    answer(Ask(AskKind.NEWEST, ("khong",)))  # what is read once for all questions
    return answer


def _build_fts5(documents: Sequence[Document], folder: Path) -> None:
    with sqlite3.connect(folder / "index.db") as base:
        base.execute("PRAGMA journal_mode=OFF")
        base.execute(
            "CREATE VIRTUAL TABLE news USING fts5(title, body, content='', "
            "columnsize=1, tokenize='unicode61 remove_diacritics 2')"
        )
        base.execute("CREATE TABLE days (number INTEGER PRIMARY KEY, day INTEGER)")
        rows = ((each.number, each.title, each.body) for each in documents)
        base.executemany("INSERT INTO news(rowid, title, body) VALUES (?, ?, ?)", rows)
        base.executemany(
            "INSERT INTO days VALUES (?, ?)", ((each.number, each.day) for each in documents)
        )
    base.close()


_DATED: Final = "FROM news JOIN days ON days.number = news.rowid WHERE news MATCH ?"
_IN_SPAN: Final = f"{_DATED} AND day BETWEEN {_SPAN.first.toordinal()} AND {_SPAN.last.toordinal()}"
_COUNTING: Final = "SELECT count(*) FROM news WHERE news MATCH ?"
_FTS5: Final = {
    AskKind.NEWEST: f"SELECT news.rowid {_DATED} ORDER BY day DESC LIMIT {_TOP}",
    AskKind.YEARS: f"SELECT day / 365, count(*) {_DATED} GROUP BY 1",
    AskKind.DATED: f"SELECT news.rowid {_IN_SPAN} ORDER BY rank LIMIT {_TOP}",
}
"""What is selected for the kinds of questions that are not simply ranked."""
_RANKED: Final = f"SELECT rowid FROM news WHERE news MATCH ? ORDER BY rank LIMIT {_TOP}"  # noqa: S608 - a number


def _open_fts5(folder: Path) -> Answerer:
    base = sqlite3.connect(folder / "index.db")

    def answer(ask: Ask) -> int | None:
        if ask.kind in {AskKind.WILDCARD, AskKind.FUZZY}:
            return None
        quoted = [f'"{word}"' for word in ask.words]
        phrase = f'"{" ".join(ask.words)}"'
        text = {
            AskKind.OR3: " OR ".join(quoted), AskKind.PREFIX: f"{quoted[0]}*",
            AskKind.PHRASE2: phrase, AskKind.PHRASE3: phrase,
        }.get(ask.kind, " AND ".join(quoted))  # fmt: skip
        base.execute(_FTS5.get(ask.kind, _RANKED), [text]).fetchall()
        counting = f"SELECT count(*) {_IN_SPAN}" if ask.kind is AskKind.DATED else _COUNTING
        return int(base.execute(counting, [text]).fetchone()[0])

    return answer


def _tantivy() -> Any:  # noqa: ANN401
    """Return the module, loaded by name: types must not depend on whether it is installed."""
    return importlib.import_module("tantivy")


def _tantivy_schema() -> Any:  # noqa: ANN401
    builder = _tantivy().SchemaBuilder()
    builder.add_unsigned_field("number", stored=True)
    builder.add_unsigned_field("day", indexed=True, fast=True)
    for name in ("title", "body"):
        builder.add_text_field(name, tokenizer_name="default", index_option="position")
    return builder.build()


def _build_tantivy(documents: Sequence[Document], folder: Path) -> None:
    tantivy = _tantivy()
    index = tantivy.Index(_tantivy_schema(), path=str(folder))
    writer = index.writer(heap_size=200_000_000, num_threads=1)
    for each in documents:
        document = tantivy.Document()
        document.add_unsigned("number", each.number)
        document.add_unsigned("day", each.day)
        document.add_text("title", each.title)
        document.add_text("body", each.body)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


class _TantivyQueries:
    """Questions as tantivy takes them."""

    def __init__(self, schema: Any) -> None:  # noqa: ANN401
        self._schema = schema
        self._tantivy = _tantivy()
        self._query, self._occur = self._tantivy.Query, self._tantivy.Occur

    def of(self, ask: Ask) -> Any:  # noqa: ANN401
        """Return the query of a question."""
        first = ask.words[0]
        match ask.kind:
            case AskKind.OR3:
                return self._joined(self._occur.Should, list(map(self._word, ask.words)))
            case AskKind.PHRASE2 | AskKind.PHRASE3:
                return self._anywhere(self._query.phrase_query, list(ask.words))
            case AskKind.PREFIX | AskKind.WILDCARD:
                shape = first.replace("*", ".*") if "*" in first else f"{first}.*"
                return self._anywhere(self._query.regex_query, shape)
            case AskKind.FUZZY:
                return self._anywhere(self._query.fuzzy_term_query, first)
        parts = list(map(self._word, ask.words))
        if ask.kind is AskKind.DATED:
            span = _SPAN.first.toordinal(), _SPAN.last.toordinal()
            kind = self._tantivy.FieldType.Unsigned
            parts.append(self._query.range_query(self._schema, "day", kind, *span))
        return self._joined(self._occur.Must, parts)

    def _word(self, text: str) -> Any:  # noqa: ANN401
        return self._anywhere(self._query.term_query, text)

    def _anywhere(self, make: Callable[..., Any], value: object) -> Any:  # noqa: ANN401
        found = [make(self._schema, field, value) for field in ("title", "body")]
        return self._joined(self._occur.Should, found)

    def _joined(self, occur: Any, parts: Sequence[Any]) -> Any:  # noqa: ANN401
        return self._query.boolean_query([(occur, part) for part in parts])


def _open_tantivy(folder: Path) -> Answerer:
    schema = _tantivy_schema()
    index = _tantivy().Index(schema, path=str(folder))
    index.reload()
    searcher = index.searcher()
    queries = _TantivyQueries(schema)

    def answer(ask: Ask) -> int | None:
        if ask.kind is AskKind.YEARS:
            years = {"years": {"histogram": {"field": "day", "interval": 365}}}
            found: Mapping[str, Any] = searcher.aggregate(queries.of(ask), years)
            return sum(int(each["doc_count"]) for each in found["years"]["buckets"])
        field = "day" if ask.kind is AskKind.NEWEST else None
        result: Any = searcher.search(queries.of(ask), limit=_TOP, count=True, order_by_field=field)
        for _score, address in result.hits:
            searcher.doc(address)
        return int(result.count)

    return answer


ENGINES: Final = {
    engine.key: engine
    for engine in (
        Engine("archive-tui", "archive-tui, one process", _build_ours, _open_ours),
        Engine("two", "archive-tui, two processes", partial(_build_ours, processes=2), _open_ours),
        Engine("fts5", "SQLite FTS5", _build_fts5, _open_fts5),
        Engine("tantivy", "tantivy, one thread", _build_tantivy, _open_tantivy, "tantivy"),
    )
}
