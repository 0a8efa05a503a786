"""The one door both front ends use: browse, read, search, export, import, index.

It joins the rooms below and adds nothing of its own but the joining; whatever a front end
wants of an archive it asks here. It names no engine beyond choosing one, and it must not
print, ask or draw. A room is loaded by the first question put to it: who reads an article has
not to wait for what searches, nor who searches for what imports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from archive_tui import archive as archives
from archive_tui import model, query, thesaurus
from archive_tui.archive import Archive, Settled
from archive_tui.config import Settings
from archive_tui.engine import Engine, OnProgress, ShouldStop, never, refuse_when, unheard
from archive_tui.errors import DamagedFile, NothingFound, UsageError
from archive_tui.i18n import _
from archive_tui.model import DateSpan, FacetName, Kind, SearchRequest
from archive_tui.query import QueryReader
from archive_tui.text.vietnamese import folded_form

if TYPE_CHECKING:
    from archive_tui.collections import CollectionStore
    from archive_tui.model import (
        Advice,
        ArchiveStats,
        Article,
        ArticleMarks,
        Collection,
        ExportOptions,
        ExportReport,
        FacetCount,
        ImportOptions,
        ImportReport,
        IndexReport,
        IndexStatus,
        ResultPage,
        SimilarArticle,
    )
    from archive_tui.query.explanation import ExplainedLine

_EVERYTHING: Final = 1 << 30


@dataclass(frozen=True, slots=True)
class Unread:
    """An article that could not be read."""

    id: str
    """The id that was asked for."""
    error: NothingFound | DamagedFile
    """What is wrong."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading several articles."""

    articles: tuple[Article, ...]
    """Those that could be read, in the order asked for."""
    unread: tuple[Unread, ...]
    """The others."""


class Library:
    """An archive with its index and the user's collections.

    Args:
        archive: The folder of articles.
        engine: Makes what searches it; called once, when first needed.
        own: Tells the folder of what the user made of it, such as collections.
        queries: Reads queries as the engine does; without a thesaurus when left out.
    """

    def __init__(
        self,
        archive: Archive,
        engine: Callable[[], Engine],
        own: Callable[[], Path],
        queries: QueryReader | None = None,
    ) -> None:
        self._archive = archive
        self._make_engine = engine
        self._made: Engine | None = None
        self._making = Lock()
        self._own = own
        self._queries = queries or QueryReader()

    @property
    def _engine(self) -> Engine:
        with self._making:  # the first questions may come from two threads
            if self._made is None:
                self._made = self._make_engine()
            return self._made

    @cached_property
    def collections(self) -> CollectionStore:
        """The user's selections from the archive."""
        from archive_tui.collections import CollectionStore  # noqa: PLC0415

        return CollectionStore(self._own())

    @classmethod
    def open(cls, settings: Settings) -> Library:
        """Open the archive the settings name, or the nearest one upward.

        Nothing is read but ``archive.yaml``; a missing index shows only when it is asked.

        Raises:
            ArchiveNotFound: There is no archive there.
            ArchiveError: It cannot be read.
        """
        return cls.at(settings.archive or archives.find(Path.cwd()), settings)

    @classmethod
    def at(cls, folder: Path, settings: Settings) -> Library:
        """Open the archive in a folder; raises as `open` does."""
        archive = Archive(folder)
        beside = folder / ".index"
        # A link could lead the index, and its clearing up, to any place.
        is_own = archive.writable and not beside.is_symlink()
        index = beside if is_own else settings.folders.cache / _user_key(archive)
        queries = QueryReader(partial(thesaurus.load, settings.folders.config))

        def engine() -> Engine:
            from archive_tui.search import WhooshEngine  # noqa: PLC0415

            return WhooshEngine(archive, index, queries)

        def own() -> Path:
            return settings.folders.data / _user_key(archive)

        return cls(archive, engine, own, queries)

    @classmethod
    def create(cls, folder: Path, settings: Settings, name: str = "") -> Library:
        """Make an empty archive and open it.

        Raises:
            ArchiveError: The folder is not empty or cannot be written.
        """
        import secrets  # noqa: PLC0415 - only for a new archive

        title = name or folder.resolve().name
        Archive.create(folder, Settled(name=title, identity=secrets.token_hex(8)))
        return cls.at(folder, settings)

    @property
    def name(self) -> str:
        """What people call the archive."""
        return self._archive.settled.name

    @property
    def folder(self) -> Path:
        """Where the archive lies."""
        return self._archive.folder

    def article(self, article_id: str) -> Article:
        """Read an article; an id of a photo (``…#2``) gives its article.

        Raises:
            NothingFound: There is no such article.
            DamagedFile: Its file cannot be read.
        """
        return self._archive.article(article_id.partition("#")[0])

    def read(
        self,
        ids: Sequence[str],
        should_stop: ShouldStop = never,
        on_progress: OnProgress = unheard,
    ) -> Reading:
        """Read several articles; one that cannot be read does not spoil the rest.

        Args:
            ids: Which ones, in order.
            should_stop: Asked between two of them.
            on_progress: Told how many were read.

        Raises:
            Interrupted: ``should_stop`` said so.
        """
        articles: list[Article] = []
        unread: list[Unread] = []
        for number, article_id in enumerate(ids, start=1):
            refuse_when(should_stop)
            try:
                articles.append(self.article(article_id))
            except (DamagedFile, NothingFound) as error:
                unread.append(Unread(article_id, error))
            on_progress(model.Progress(_("Reading articles"), number, len(ids)))
        return Reading(tuple(articles), tuple(unread))

    def marks(self, request: SearchRequest, article: Article) -> ArticleMarks:
        """Find where the query of a request matches in an article.

        Raises:
            QuerySyntaxError: The query cannot be read.
        """
        from archive_tui.search import article_marks  # noqa: PLC0415

        return article_marks(self._queries.read(request), request.accents, article)

    def explain(self, request: SearchRequest) -> tuple[ExplainedLine, ...]:
        """Say in words how the query of a request is understood.

        Raises:
            QuerySyntaxError: The query cannot be read.
        """
        from archive_tui.query.explanation import explain  # noqa: PLC0415

        node = query.matched(self._queries.read(request), request.matching)
        return explain(node, request.accents)

    def check_query(self, text: str) -> None:
        """Read a query without searching.

        Raises:
            QuerySyntaxError: It cannot be read.
        """
        query.parse(text)

    def search(self, request: SearchRequest, should_stop: ShouldStop = never) -> ResultPage:
        """Answer a request; see `Engine.search` for what it raises.

        Raises:
            UsageError: The query names a collection that is not there.
            CollectionError: The collections cannot be listed.
        """
        page = self._engine.search(self._with_collections(request), should_stop)
        return replace(page, request=request)

    def advise(self, request: SearchRequest, should_stop: ShouldStop = never) -> Advice:
        """Tell why a request found little, and what would find more; raises as `search` does."""
        advice = self._engine.advise(self._with_collections(request), should_stop)
        ways = (replace(way, request=replace(way.request, collections=())) for way in advice.ways)
        return replace(advice, ways=tuple(ways))

    def similar(
        self, article_id: str, limit: int = 10, should_stop: ShouldStop = never
    ) -> tuple[SimilarArticle, ...]:
        """Return the articles most like one; raises as `article` and `Engine.similar` do."""
        return self._engine.similar(self.article(article_id), limit, should_stop)

    def _with_collections(self, request: SearchRequest) -> SearchRequest:
        """Return a request with the collections its query names."""
        names = query.collection_names(query.parse(request.text))
        if not names:
            return request
        shelf = self.collections.shelf().collections
        return replace(request, collections=tuple(_named(shelf, name) for name in names))

    def article_ids(
        self, request: SearchRequest, should_stop: ShouldStop = never
    ) -> tuple[str, ...]:
        """Return the articles of all hits of a request, in its order, each once.

        Offset and limit of the request do not count; raises as `search` does.
        """
        every = replace(request, offset=0, limit=_EVERYTHING, facets=(), snippets=False)
        hits = self.search(every, should_stop).hits
        return tuple(dict.fromkeys(hit.article_id for hit in hits))

    def status(self, *, thorough: bool = False) -> IndexStatus:
        """Compare the index with the archive; changes nothing.

        Args:
            thorough: Whether to read all of the index in search of damage.
        """
        return self._engine.check(thorough=thorough)

    def update(
        self,
        should_stop: ShouldStop = never,
        on_progress: OnProgress = unheard,
        *,
        only: Sequence[str] = (),
        digests: bool = False,
    ) -> IndexReport:
        """Bring the index up to date; see `Engine.update` for the arguments and what it raises."""
        return self._engine.update(should_stop, on_progress, only=only, digests=digests)

    def rebuild(
        self, should_stop: ShouldStop = never, on_progress: OnProgress = unheard
    ) -> IndexReport:
        """Build the index anew beside the live one; raises as `update` does."""
        return self._engine.rebuild(should_stop, on_progress)

    def import_from(
        self,
        paths: Sequence[Path],
        options: ImportOptions,
        should_stop: ShouldStop = never,
        on_progress: OnProgress = unheard,
    ) -> ImportReport:
        """Read foreign documents into the archive; the index is not touched.

        Args:
            paths: Files, or folders of files.
            options: How to read them.
            should_stop: Asked between documents; what was added until then stays.
            on_progress: Told how many documents were read.

        Raises:
            ArchiveReadOnly: The archive cannot be written to.
            Interrupted: ``should_stop`` said so.
        """
        from archive_tui import ingest  # noqa: PLC0415

        return ingest.import_documents(self._archive, paths, options, should_stop, on_progress)

    def export(
        self,
        ids: Iterable[str],
        target: Path,
        options: ExportOptions,
        should_stop: ShouldStop = never,
        on_progress: OnProgress = unheard,
    ) -> ExportReport:
        """Write articles to a file, or with ``split`` to a folder.

        An article that cannot be read is left out and reported.

        Args:
            ids: The articles, in the order they are to be written.
            target: The file, or the folder, to write.
            options: How to write it.
            should_stop: Asked between articles; then nothing is written.
            on_progress: Told how many articles were read.

        Raises:
            ExportError: The target exists, or cannot be written.
            NothingFound: None of the articles could be read.
            Interrupted: ``should_stop`` said so.
        """
        from archive_tui import export  # noqa: PLC0415

        reading = self.read(tuple(ids), should_stop, on_progress)
        refuse_when(should_stop)
        if not reading.articles:
            raise NothingFound(_("There is nothing to export."), _("Select articles first."))
        problems = tuple(model.Problem(each.id, each.error.message) for each in reading.unread)
        return export.write(reading.articles, target, options, problems)

    def stats(self) -> ArchiveStats:
        """Count the archive by year, section and source; raises as `search` does."""
        names = (FacetName.YEAR, FacetName.SECTION, FacetName.SOURCE)
        page = self._engine.search(SearchRequest(kind=Kind.ARTICLE, limit=0, facets=names))
        photos = self._engine.search(SearchRequest(kind=Kind.PHOTO, limit=0))
        counts = {facet.name: facet.counts for facet in page.facets}
        years = counts[FacetName.YEAR]
        return model.ArchiveStats(
            articles=page.total,
            photos=photos.total,
            undated=page.total - sum(year.count for year in years),
            years=years,
            sections=counts[FacetName.SECTION],
            sources=counts[FacetName.SOURCE],
            gaps=tuple(_gaps(years)),
        )

    def close(self) -> None:
        """Let go of the index's files."""
        if self._made:
            self._made.close()


def _named(shelf: Sequence[Collection], name: str) -> Collection:
    """Return the collection a query means, under the name the query gives it.

    Raises:
        UsageError: There is none.
    """
    alike = [each for each in shelf if folded_form(each.name) == folded_form(name)]
    best = [each for each in alike if each.name == name] or alike
    if not best:
        raise UsageError(
            _("There is no collection “{name}”.").format(name=name),
            _("“archive-tui collection list” shows their names."),
        )
    return replace(best[0], name=name)


def _user_key(archive: Archive) -> str:
    """Return the name under which the user's own data for an archive is kept."""
    import hashlib  # noqa: PLC0415 - most searches ask for nothing of the user's

    settled = archive.settled
    identity = settled.identity or str(archive.folder.resolve())
    return hashlib.sha256(identity.encode()).hexdigest()[:16]


def _gaps(years: Sequence[FacetCount]) -> Iterable[DateSpan]:
    """Yield the whole years between the first and the last that have nothing."""
    known = [int(year.value) for year in years]
    for before, after in pairwise(known):
        if after - before > 1:
            yield DateSpan(DateSpan.of_year(before + 1).first, DateSpan.of_year(after - 1).last)
