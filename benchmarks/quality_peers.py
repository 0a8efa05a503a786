"""The peers: other ways to search the same documents, each set up as well as it usually is.

All search title, captions and body, with every word of a query wished for and none required.
A peer that is not installed says so.
"""

import importlib.metadata
import importlib.util
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from archive_tui.analysis import words
from archive_tui.text.vietnamese import folded_form
from quality_bags import ANSERINI, USUAL, Syllables, Words
from quality_engine import DEPTH, Engine
from quality_sets import Corpus
from quality_words import Segmenter

WEIGHTS: Final = {"title": 4.0, "captions": 1.5, "body": 1.0}
"""How much each field counts in the rows that weigh them."""
_ALL_FIELDS: Final = "all_fields"
_D_WITHOUT_BAR: Final = str.maketrans("đĐ", "dD")


def peers(cache: Path) -> tuple[Engine, ...]:
    """Return all peers in the order of the tables; the cache is for words once cut."""
    bags: list[Engine] = [Syllables(constants) for constants in (USUAL, ANSERINI)]
    for segmenter in Segmenter:
        bags += [Words(constants, segmenter, cache) for constants in (USUAL, ANSERINI)]
    fields = {
        "tantivy": dict.fromkeys(WEIGHTS, 1.0),
        "tantivy, fields weighed": WEIGHTS,
        "tantivy, one field": {_ALL_FIELDS: 1.0},
    }
    tantivies = (Tantivy(name, tuple(weights.items())) for name, weights in fields.items())
    return (*bags, Fts5(), Fts5(careful=True), *tantivies)


@dataclass(frozen=True, slots=True)
class Fts5:
    """SQLite's full-text table with a tokenizer that leaves marks aside."""

    careful: bool = False
    """Whether fields are weighed and ``đ`` is made ``d``, which the tokenizer does not do."""
    missing: str = ""
    """Python has it."""

    @property
    def key(self) -> str:
        """What it is called on the command line."""
        return "fts5-careful" if self.careful else "fts5"

    @property
    def name(self) -> str:
        """What it is called in the tables."""
        return "SQLite FTS5, fields weighed, đ as d" if self.careful else "SQLite FTS5"

    @property
    def release(self) -> str:
        """Name and version of the library."""
        return f"SQLite {sqlite3.sqlite_version}"

    def rankings(self, corpus: Corpus, texts: Sequence[str], *, bare: bool) -> list[list[str]]:
        """Search a corpus; see `Engine`."""
        del bare  # one index answers both
        table = _fts5_table(corpus, careful=self.careful)
        weights = [WEIGHTS[name] if self.careful else 1.0 for name in WEIGHTS]
        statement = "select id from news where news match ? order by bm25(news, 0, ?, ?, ?) limit ?"
        found = []
        for text in texts:
            query = " OR ".join(f'"{word}"' for word in words(_fts5_text(text, self.careful)))
            found.append(
                [row[0] for row in table.execute(statement, (query, *weights, DEPTH))]
                if query
                else []
            )
        return found


@lru_cache(maxsize=1)
def _fts5_table(corpus: Corpus, *, careful: bool) -> sqlite3.Connection:
    table = sqlite3.connect(":memory:")
    table.execute(
        "create virtual table news using fts5(id unindexed, title, captions, body, "
        'tokenize = "unicode61 remove_diacritics 2")'
    )
    rows = (
        (
            each.id,
            *(
                _fts5_text(part, careful)
                for part in (each.title, "\n".join(each.captions), each.body)
            ),
        )
        for each in corpus.documents
    )
    table.executemany("insert into news values (?, ?, ?, ?)", rows)
    return table


def _fts5_text(text: str, careful: bool) -> str:
    return text.translate(_D_WITHOUT_BAR) if careful else text


@dataclass(frozen=True, slots=True)
class Tantivy:
    """tantivy with an analyser that lower-cases and folds to ASCII, ``đ`` among the rest."""

    name: str
    """What it is called in the tables."""
    fields: tuple[tuple[str, float], ...]
    """The fields that are searched, each with its weight."""

    @property
    def key(self) -> str:
        """What it is called on the command line."""
        return self.name.replace(", ", "-").replace(" ", "-")

    @property
    def missing(self) -> str:
        """The package that is not installed; empty where it can run."""
        return "" if importlib.util.find_spec("tantivy") else "tantivy"

    @property
    def release(self) -> str:
        """Name and version of the package."""
        return f"tantivy {importlib.metadata.version('tantivy')}"

    def rankings(self, corpus: Corpus, texts: Sequence[str], *, bare: bool) -> list[list[str]]:
        """Search a corpus; see `Engine`."""
        del bare  # one index answers both
        index = _tantivy_index(corpus)
        searcher = index.searcher()
        boosts = dict(self.fields)
        found = []
        for text in texts:
            # In small letters and without punctuation nothing is read as syntax.
            plain = " ".join(map(folded_form, words(text)))
            query = index.parse_query(plain, list(boosts), field_boosts=boosts)
            hits = searcher.search(query, DEPTH, count=False).hits
            found.append([str(searcher.doc(address)["id"][0]) for _score, address in hits])
        return found


@lru_cache(maxsize=1)
def _tantivy_index(corpus: Corpus) -> Any:  # noqa: ANN401 - a package that may be absent
    tantivy = importlib.import_module("tantivy")
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for name in (*WEIGHTS, _ALL_FIELDS):
        builder.add_text_field(name, tokenizer_name="folded")
    index = tantivy.Index(builder.build())
    analyser = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    analyser = analyser.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())
    index.register_tokenizer("folded", analyser.build())
    writer = index.writer(num_threads=1)
    for each in corpus.documents:
        captions = "\n".join(each.captions)
        texts = {"title": each.title, "captions": captions, "body": each.body}
        writer.add_document(tantivy.Document(id=each.id, **texts, **{_ALL_FIELDS: each.text}))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index
