"""Our own engine as the evaluation asks it: through the library, as both front ends do.

The articles are imported and indexed once and kept in the cache; the index is brought up to
date before it is asked, which builds it anew when its format or the analysis is another. What
is found is never kept, since it is our ranking that changes.
"""

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Final

import archive_tui
from archive_tui.archive import Archive
from archive_tui.config import Settings, UserFolders
from archive_tui.index import Snapshot
from archive_tui.ingest.jsonl import SOURCE_ID
from archive_tui.library import Library
from archive_tui.model import ImportFormat, ImportOptions, Matching, SearchRequest
from archive_tui.query.lexer import is_operator
from quality_engine import DEPTH
from quality_sets import Corpus, Document

PROCESSES: Final = 2
_IDS: Final = "ids.json"
"""The file beside the archive that says which article is which document; written last."""
_SYNTAX: Final = str.maketrans(dict.fromkeys('()"“”„«»-*~:', " "))
"""What the query language reads as more than text, here made blanks."""


def as_free_text(text: str) -> str:
    """Return a text that the query language reads as nothing but words.

    Args:
        text: A headline, a caption or a question.

    Returns:
        The text without quotation marks, brackets and the like, operators in small letters.
    """
    chunks = text.translate(_SYNTAX).split()
    return " ".join(chunk.lower() if is_operator(chunk) else chunk for chunk in chunks)


@dataclass(frozen=True, slots=True)
class Ours:
    """The search of this program with its own defaults."""

    matching: Matching
    """How many words of a query an article needs."""
    cache: Path
    """Folder where the archives are kept."""
    missing: str = ""
    """Always there."""

    @property
    def key(self) -> str:
        """What it is called on the command line."""
        return f"ours-{self.matching}"

    @property
    def name(self) -> str:
        """What it is called in the tables."""
        return f"archive-tui, {'any word' if self.matching is Matching.ANY else 'all words'}"

    @property
    def release(self) -> str:
        """Name and version of this program."""
        return f"archive-tui {archive_tui.__version__}"

    def rankings(self, corpus: Corpus, texts: Sequence[str], *, bare: bool) -> list[list[str]]:
        """Search a corpus; see `Engine`."""
        del bare  # the search tells by itself
        folder = prepared(corpus, self.cache)
        ask = partial(_ranking, folder, self.cache, self.matching)
        return list(_searchers().map(ask, texts, chunksize=16))


@cache
def _searchers() -> ProcessPoolExecutor:
    """Return the processes that search; they live on, each with an archive open."""
    return ProcessPoolExecutor(PROCESSES)


def prepared(corpus: Corpus, cache: Path) -> Path:
    """Return the folder of an archive with the documents of a corpus, its index up to date."""
    folder = cache / "archives" / f"{corpus.name}-{corpus.digest}"
    if not (folder / _IDS).is_file():
        print(f"importing {len(corpus.documents):,} articles of {corpus.name}", file=sys.stderr)
        _import(corpus, folder, cache)
    library = _library(folder, cache)
    if not library.status().current:
        print(f"indexing {corpus.name}", file=sys.stderr)
        library.update()
    library.close()
    return folder


def document_ids(folder: Path) -> Mapping[str, str]:
    """Return the document of each article, by their ids, in a folder that `prepared` gave."""
    ids: dict[str, str] = json.loads((folder / _IDS).read_text(encoding="utf-8"))
    return ids


def _import(corpus: Corpus, folder: Path, cache: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as name:
        file = Path(name) / "documents.jsonl"
        with file.open("w", encoding="utf-8") as stream:
            stream.writelines(map(_line, corpus.documents))
        if not (folder / "archive").is_dir():
            Library.create(folder / "archive", _settings(cache), name=corpus.name)
        options = ImportOptions(format=ImportFormat.JSONL, keep_originals=False)
        report = _library(folder, cache).import_from([file], options)
    for problem in report.problems:
        print(f"{problem.path}: {problem.message}", file=sys.stderr)
    ids = dict(_ids(Archive(folder / "archive")))
    (folder / _IDS).write_text(json.dumps(ids), encoding="utf-8")


def _line(document: Document) -> str:
    """Return a document as the import reads it, with an address that no other one has.

    An article needs a title, and one without would get its first words: its id is no help.
    """
    record = {
        "id": document.id,
        "title": document.title or document.id,
        "date": document.date,
        "url": f"urn:document:{document.id}",
        "captions": document.captions,
        "body": document.body,
    }
    return json.dumps(record, ensure_ascii=False) + "\n"


def _ids(archive: Archive) -> Iterator[tuple[str, str]]:
    for entry in archive.entries():
        yield entry.id, str(archive.read_header(entry.path).extra[SOURCE_ID])


def _settings(cache: Path) -> Settings:
    """Return the default settings, away from the user's own thesaurus and collections."""
    home = cache / "home"
    return Settings(UserFolders(home / "config", home / "data", home / "cache", home / "log"))


def _library(folder: Path, cache: Path) -> Library:
    return Library.at(folder / "archive", _settings(cache))


CACHE_BYTES: Final = 2 << 30
"""Postings kept in each process: enough for all words of a set, which come again and again."""


@lru_cache(maxsize=1)
def _opened(folder: Path, cache: Path) -> tuple[Library, Mapping[str, str]]:
    """Open an archive once in each process."""
    Snapshot.CACHE_BYTES = CACHE_BYTES
    return _library(folder, cache), document_ids(folder)


def _ranking(folder: Path, cache: Path, matching: Matching, text: str) -> list[str]:
    """Return the distinct documents of the best hits, where a photo stands for its article."""
    library, ids = _opened(folder, cache)
    found: dict[str, None] = {}
    limit = DEPTH
    while True:
        limit *= 2
        request = SearchRequest(as_free_text(text), matching=matching, limit=limit, snippets=False)
        page = library.search(request)
        found = dict.fromkeys(ids[hit.article_id] for hit in page.hits)
        if len(found) >= DEPTH or page.total <= limit:
            return list(found)[:DEPTH]
