"""The same records twice: in segments of our own, and in Whoosh's with its own codec.

Archives are made by chance from few words, with and without marks, so that words meet often.
Texts have ten words at most, because Whoosh's codec keeps lengths in a byte and is exact only
so far. No more than half of a segment is deleted: beyond that ours is merged, and Whoosh's
was told not to merge.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from whoosh.filedb.filestore import RamStorage
from whoosh.index import Index

from archive_tui.analysis import Form, words
from archive_tui.index import IndexStore
from archive_tui.index.known_files import KnownFiles
from archive_tui.index.records import Listing, Record, records
from archive_tui.index.schema import NUMBER_FIELDS
from archive_tui.index.store import Version
from archive_tui.index.whoosh_index import WhooshIndex
from archive_tui.index.whoosh_schema import COLUMNS, LISTING, make_schema
from archive_tui.model import Article
from archive_tui.text.vietnamese import exact_form, folded_form
from support import make_article

WORDS: Final = ("đường", "Duong", "hội", "hoi", "má", "ma", "hòa", "hoà", "a")
"""Few, so that words and phrases are found often."""
FEW: Final = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # to shrink what takes files and milliseconds would take minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""For properties of whole indexes: few examples, always the same."""


@dataclass(frozen=True)
class Commit:
    """What one commit does."""

    articles: Sequence[Article]
    """The articles it adds; one at least."""
    deleted: Sequence[int]
    """Numbers that choose among the articles of earlier commits."""


@dataclass
class Twins:
    """Both indexes of the same records."""

    ours: WhooshIndex
    """Segments of our own."""
    stock: Index
    """Segments of Whoosh."""
    store: IndexStore
    """Where ours lies."""
    version: Version
    """Its version."""


class _Memory(RamStorage):  # type: ignore[misc] # Whoosh ships no types
    """A folder in memory, where Whoosh would keep its temporary files in a shared real one."""

    def temp_storage(self, name: str | None = None) -> RamStorage:  # noqa: ARG002 - Whoosh's name
        """Return a place for temporary files."""
        return RamStorage()


@dataclass
class _Written:
    """A segment as the test counts it."""

    articles: dict[str, int] = field(default_factory=dict)
    """Records of each article that is not deleted."""
    live: int = 0
    """Records that are not deleted."""
    deleted: int = 0
    """Records that are."""


def in_form(word: str, name: str) -> str:
    """Return a word in the form of a field or a form."""
    return exact_form(word) if name.endswith(Form.EXACT) else folded_form(word)


def texts(most: int, least: int = 1) -> st.SearchStrategy[str]:
    """Make texts of some words."""
    return st.lists(st.sampled_from(WORDS), min_size=least, max_size=most).map(" ".join)


def _article(
    title: str, paragraphs: list[str], captions: list[str], day: str | None, section: str | None
) -> Article:
    tags = ("hội nghị", "xã") if section else ()
    return make_article(
        title, *paragraphs, captions=tuple(captions), day=day, section=section, tags=tags
    )


ARTICLES: Final = st.builds(
    _article,
    texts(4),
    st.lists(texts(3, least=0), max_size=3),
    st.lists(texts(4), max_size=2),
    st.sampled_from([None, "1975-04-30", "2024-01-10"]),
    st.sampled_from([None, "Xã hội", "Chính trị"]),
)
COMMITS: Final = st.lists(
    st.builds(
        Commit,
        st.lists(ARTICLES, min_size=1, max_size=5),
        st.lists(st.integers(0, 99), max_size=3),
    ),
    min_size=1,
    max_size=4,
)
"""What is written, commit by commit; one commit is one segment."""


@contextmanager
def twins(commits: Sequence[Commit]) -> Iterator[Twins]:
    """Write commits to both indexes."""
    stock = _Memory().create_index(make_schema())
    with tempfile.TemporaryDirectory() as folder:
        store = IndexStore(Path(folder))
        version = store.create()
        segments: list[_Written] = []
        for number, commit in enumerate(commits):
            deleted = list(_deletions(segments, commit.deleted))
            added = [
                record
                for place, article in enumerate(commit.articles)
                for record in _records(article, f"a{number}-{place}")
            ]
            segments.append(_written(added))
            version = _write(store, version, added, deleted)
            _write_stock(stock, added, deleted)
        store.activate(version.build)
        ours = WhooshIndex.of(store, version)
        try:
            yield Twins(ours, stock, store, version)
        finally:
            ours.close()


def record_id(fields: dict[str, str]) -> str:
    """Return the id of the record whose stored fields are given."""
    return Listing.unpack(fields[LISTING].encode()).record_id


def _records(article: Article, article_id: str) -> list[Record]:
    named = replace(article, header=replace(article.header, id=article_id))
    return list(records(named, f"{article_id}.md", None))


def _written(added: Sequence[Record]) -> _Written:
    written = _Written(live=len(added))
    for record in added:
        article = record.listing.article_id
        written.articles[article] = written.articles.get(article, 0) + 1
    return written


def _deletions(segments: Sequence[_Written], chosen: Sequence[int]) -> Iterator[str]:
    """Yield the articles to delete; those too large for their segment are passed over."""
    for number in chosen:
        known = [(segment, article) for segment in segments for article in segment.articles]
        if not known:
            return
        segment, article = known[number % len(known)]
        count = segment.articles[article]
        if segment.deleted + count <= segment.live - count:
            del segment.articles[article]
            segment.deleted += count
            segment.live -= count
            yield article


def _write(
    store: IndexStore, version: Version, added: Sequence[Record], deleted: Sequence[str]
) -> Version:
    writer = store.writer(version, lambda: None)
    for article in deleted:
        writer.delete("article", article)
    for record in added:
        writer.add(record)
    writer.commit(KnownFiles())
    return Version(version.build, writer.generation)


def _write_stock(stock: Index, added: Sequence[Record], deleted: Sequence[str]) -> None:
    writer = stock.writer()
    for article in deleted:
        writer.delete_by_term("article", article)
    for record in added:
        writer.add_document(**_stock_fields(record))
    writer.commit(merge=False)


def _stock_fields(record: Record) -> dict[str, Any]:
    numbers = zip(NUMBER_FIELDS, (record.kind, record.photos, *record.days), strict=False)
    return {
        LISTING: record.listing.pack().decode(),
        **{name: number for name, number in numbers if name in COLUMNS},
        **record.values,
        **{
            f"{name}_{form}": [[in_form(word, form) for word in words(text)] for text in own]
            for name, own in record.texts.items()
            for form in Form
        },
    }
