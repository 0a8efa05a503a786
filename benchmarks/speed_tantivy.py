"""tantivy, one thread, with what a list of hits shows among its stored fields."""

import importlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus import Corpus
from speed_questions import SPAN, TOP, Answerer, Ask, AskKind, Found


def _tantivy() -> Any:  # noqa: ANN401
    """Return the module, loaded by name: types must not depend on whether it is installed."""
    return importlib.import_module("tantivy")


def _schema() -> Any:  # noqa: ANN401
    builder = _tantivy().SchemaBuilder()
    builder.add_unsigned_field("day", stored=True, indexed=True, fast=True)
    for name, shown in (("title", True), ("body", False)):
        builder.add_text_field(
            name, stored=shown, tokenizer_name="default", index_option="position"
        )
    return builder.build()


def build(corpus: Corpus, folder: Path) -> None:
    """Build the index with one thread, and wait until its parts are merged."""
    tantivy = _tantivy()
    index = tantivy.Index(_schema(), path=str(folder))
    writer = index.writer(heap_size=200_000_000, num_threads=1)
    for each in corpus:
        document = tantivy.Document()
        document.add_unsigned("day", each.day)
        document.add_text("title", each.title)
        document.add_text("body", each.body)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


class _Queries:
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
            span = SPAN.first.toordinal(), SPAN.last.toordinal()
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


def opened(folder: Path) -> Answerer:
    """Open the index."""
    schema = _schema()
    index = _tantivy().Index(schema, path=str(folder))
    index.reload()
    searcher = index.searcher()
    queries = _Queries(schema)

    def answer(ask: Ask) -> Found:
        query = queries.of(ask)
        field = "day" if ask.kind is AskKind.NEWEST else None
        result: Any = searcher.search(query, limit=TOP, count=True, order_by_field=field)
        documents = [searcher.doc(address) for _score, address in result.hits]
        shown = [(each["title"][0], each["day"][0]) for each in documents]
        if ask.kind is AskKind.YEARS:
            years = {"years": {"histogram": {"field": "day", "interval": 365}}}
            found: Mapping[str, Any] = searcher.aggregate(query, years)
            return Found(sum(int(each["doc_count"]) for each in found["years"]["buckets"]), shown)
        return Found(int(result.count), shown)

    return answer
