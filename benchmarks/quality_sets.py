"""The test sets of the retrieval evaluation: documents, queries, and what answers them.

They belong to the shared test data, which is not part of the repository. Everything passes the
text gate here once, so that no engine is at a disadvantage by decomposed letters. This module
must not know any engine.
"""

import csv
import hashlib
import json
import lzma
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

from archive_tui.text.clean import clean, clean_line
from archive_tui.text.vietnamese import strip_marks

DATA: Final = Path(__file__).resolve().parents[2] / "shared" / "data"
"""Where the shared test data lies beside the repository."""

NEWS_DOCUMENTS: Final = 20_000
"""Lines of ``news/full-100k.jsonl.xz`` that are the documents of the known-item sets."""


class Measure(StrEnum):
    """What the quality of a ranking is told by."""

    NDCG = "nDCG@10"
    """Normalised discounted cumulative gain of the first ten."""
    MRR = "MRR@10"
    """One over the rank of the first relevant document, 0 beyond the tenth."""
    RECALL = "recall@100"
    """Share of the relevant documents among the first hundred."""


class Half(StrEnum):
    """Which queries of a set are asked."""

    ALL = "all"
    """All of them."""
    DEV = "dev"
    """Those that parameters may be tuned on."""
    TEST = "test"
    """The others, looked at only when the parameters stand."""


@dataclass(frozen=True, slots=True)
class Document:
    """An article as every engine gets it."""

    id: str
    """Its name in the set."""
    title: str
    """Headline; empty where the set keeps it back."""
    captions: tuple[str, ...]
    """Captions of its photos."""
    body: str
    """Text, one paragraph a line."""
    date: str | None = None
    """ISO date, where it is known."""

    @property
    def text(self) -> str:
        """Title, captions and body, one a line."""
        return "\n".join(part for part in (self.title, *self.captions, self.body) if part)


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """The documents that queries are asked of; sets that share them share the object."""

    name: str
    """What its files in the cache are called."""
    documents: tuple[Document, ...]
    """All documents, in order."""
    digest: str
    """Hex digest of all of them, for the names of what is kept in the cache."""

    @classmethod
    def of(cls, name: str, documents: Sequence[Document]) -> "Corpus":
        """Make a corpus, its digest with it."""
        digest = hashlib.sha256()
        for document in documents:
            digest.update(f"{document.id}\0{document.text}\0{document.date}\0".encode())
        return cls(name, tuple(documents), digest.hexdigest()[:12])


@dataclass(frozen=True, slots=True)
class Query:
    """A question with its answer."""

    id: str
    """Its name in the set."""
    marked: str
    """As people write it."""
    bare: str
    """The same without marks."""
    relevant: Mapping[str, int] = field(hash=False)
    """Ids of the documents that answer it, each with how well."""
    source: str | None = None
    """The document the question was made from; it is taken out of every ranking."""

    @property
    def half(self) -> Half:
        """The half it belongs to: told by its name, so that it never moves."""
        return Half.TEST if zlib.crc32(self.id.encode()) % 2 else Half.DEV


@dataclass(frozen=True, slots=True)
class TestSet:
    """Queries of one kind, and the documents they are asked of."""

    name: str
    """What it is called on the command line."""
    about: str
    """What is asked for what, in one sentence."""
    headline: Measure
    """The measure that counts most for it."""
    corpus: Corpus
    """The documents."""
    queries: tuple[Query, ...]
    """The queries."""

    def part(self, half: Half, limit: int | None) -> "TestSet":
        """Return the set with one half of its queries, at most ``limit`` of them."""
        kept = (query for query in self.queries if half in (Half.ALL, query.half))
        return replace(self, queries=tuple(islice(kept, limit)))


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a set comes from."""

    about: str
    headline: Measure
    folder: str
    documents: str
    """Path of the documents inside the data folder."""
    with_titles: bool = True


_NEWS: Final = "news/full-100k.jsonl.xz"
_SOURCES: Final[Mapping[str, _Source]] = {
    "title_known_item": _Source(
        "a headline finds its article, which has this very headline",
        Measure.MRR, "title_known_item", _NEWS,
    ),
    "caption_known_item": _Source(
        "a photo caption finds its article",
        Measure.MRR, "caption_known_item", _NEWS,
    ),
    "title_held_out": _Source(
        "the same headlines find articles that have lost theirs",
        Measure.MRR, "title_known_item", _NEWS, with_titles=False,
    ),
    "news_events_vims": _Source(
        "the headline of one article finds the other articles on the same event",
        Measure.NDCG, "news_events_vims", "eval/news_events_vims/docs.jsonl.xz",
    ),
    "xquad_vi": _Source(
        "a question finds the encyclopaedia paragraph that answers it",
        Measure.MRR, "xquad_vi", "eval/xquad_vi/docs.jsonl",
    ),
}  # fmt: skip
NAMES: Final = tuple(_SOURCES)
"""The names of all sets, in the order they are measured."""


def load(data: Path, name: str) -> TestSet | None:
    """Read a set.

    Args:
        data: Folder of the shared test data.
        name: One of `NAMES`.

    Returns:
        The set; None where its files are absent.
    """
    source = _SOURCES[name]
    folder = data / "eval" / source.folder
    documents = data / source.documents
    if not (documents.is_file() and (folder / "queries.jsonl").is_file()):
        return None
    corpus = _corpus(documents, with_titles=source.with_titles)
    return TestSet(name, source.about, source.headline, corpus, tuple(_queries(folder)))


@cache
def _corpus(file: Path, *, with_titles: bool) -> Corpus:
    if not with_titles:
        whole = _corpus(file, with_titles=True)
        bare = [replace(document, title="") for document in whole.documents]
        return Corpus.of(f"{whole.name}-untitled", bare)
    name = "news" if file.match(_NEWS) else file.parent.name
    return Corpus.of(name, list(map(_document, islice(_records(file), NEWS_DOCUMENTS))))


def _document(record: Mapping[str, Any]) -> Document:
    """Take what every engine may know; the section of an event would give its answer away."""
    return Document(
        id=record["id"],
        title=clean_line(record.get("title") or ""),
        captions=tuple(map(clean_line, record.get("captions") or ())),
        body=clean(record.get("body") or ""),
        date=record.get("date"),
    )


def _queries(folder: Path) -> Iterator[Query]:
    relevant: dict[str, dict[str, int]] = {}
    with (folder / "qrels.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            grades = relevant.setdefault(row["query_id"], {})
            grades[row["doc_id"]] = int(row["relevance"])
    for record in _records(folder / "queries.jsonl"):
        text = clean_line(record["text"])
        bare = clean_line(record.get("text_no_marks") or strip_marks(text))
        found, source = relevant.get(record["id"], {}), record.get("source_doc")
        yield Query(record["id"], text, bare, found, source)


def _records(file: Path) -> Iterator[Any]:
    unpacked = lzma.open if file.suffix == ".xz" else open
    with unpacked(file, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)
