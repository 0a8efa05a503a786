"""Bringing an index up to date with its archive, and building it anew beside the live one.

Only files whose size or time changed are opened. Whatever happens in the middle, the version
in force stays as it was until a commit, which is one rename.
"""

import time
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field

from archive_tui.engine import ArticleSource, Entry, OnProgress, ShouldStop
from archive_tui.errors import (
    ArchiveError,
    IndexMissing,
    IndexOutdated,
    IndexUnusable,
    Interrupted,
)
from archive_tui.i18n import _
from archive_tui.index.known_files import KnownFile
from archive_tui.index.reading import MOST_PROCESSES, Reader, ReadersLost, process_count
from archive_tui.index.store import IndexStore, Version, damage_is_outdated
from archive_tui.index.writing import BuildWriter
from archive_tui.model import IndexReport, IndexStatus, Problem, Progress
from archive_tui.text.clean import clean_line


@dataclass(frozen=True, slots=True)
class Changes:
    """How an archive differs from what an index knows of it."""

    added: tuple[Entry, ...] = ()
    """Files the index does not know."""
    changed: tuple[Entry, ...] = ()
    """Files whose size or time is another."""
    removed: tuple[str, ...] = ()
    """Paths that are gone."""
    clashes: tuple[Problem, ...] = ()
    """Files that can be no article: misnamed, or with an id another file gave first."""
    unchanged: int = 0
    """Files that need not be opened."""

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


class Indexer:
    """Writes the index of one archive.

    Args:
        source: The archive.
        store: Where its index lies.
        default_source: Publisher of an article that names none.
        processes: Most processes that read articles; as many as are worth it when left out.
    """

    def __init__(
        self,
        source: ArticleSource,
        store: IndexStore,
        default_source: str | None,
        processes: int = MOST_PROCESSES,
    ) -> None:
        self._source = source
        self._store = store
        self._processes = processes
        self._reader = Reader(source, default_source)

    def update(self, should_stop: ShouldStop, on_progress: OnProgress) -> IndexReport:
        """Bring the index up to date; builds it anew where there is none of this version.

        Raises:
            IndexBusy: Another program is writing.
            IndexUnusable: The index cannot be written.
            Interrupted: ``should_stop`` said so.
        """
        begun = time.perf_counter()
        with self._writing(should_stop, on_progress):
            try:
                return self._add_changes(begun, should_stop, on_progress)
            except (IndexMissing, IndexOutdated):
                return self._build(begun, should_stop, on_progress)

    def rebuild(self, should_stop: ShouldStop, on_progress: OnProgress) -> IndexReport:
        """Build the index anew beside the live one, then put it in force; raises as `update`."""
        begun = time.perf_counter()
        with self._writing(should_stop, on_progress):
            return self._build(begun, should_stop, on_progress)

    def check(self, *, thorough: bool) -> IndexStatus:
        """Compare the index with the archive; changes nothing, raises nothing.

        Args:
            thorough: Whether to read all of the index and compare checksums.
        """
        try:
            version = self._store.version()
            self._store.verify(version, thorough=thorough)
            known = self._store.known_files(version)
            size = self._store.size(version)
        except IndexUnusable as error:
            return IndexStatus(ready=False, reason=error.message)
        except OSError:
            return IndexStatus(ready=False, reason=_("The index cannot be read."))
        try:
            changes = self._compare(known)
        except ArchiveError as error:
            changes = Changes(clashes=(Problem(".", error.message),))
        return IndexStatus(
            ready=True,
            articles=sum(not file.problem for file in known.values()),
            photos=sum(file.photos for file in known.values()),
            size=size,
            added=len(changes.added),
            changed=len(changes.changed),
            removed=len(changes.removed),
            problems=_problems(known, changes),
        )

    def _writing(
        self, should_stop: ShouldStop, on_progress: OnProgress
    ) -> AbstractContextManager[None]:
        """Hold the index for writing; say so once when there is somebody to wait for."""
        stage = _("Waiting for another program that is writing the index")
        untold = [Progress(stage, 0, None, waiting=True)]

        def wait() -> None:
            if untold:
                on_progress(untold.pop())
            _go_on(should_stop)

        return self._store.writing(on_wait=wait)

    def _add_changes(
        self, begun: float, should_stop: ShouldStop, on_progress: OnProgress
    ) -> IndexReport:
        """Bring the version in force up to date.

        Raises:
            IndexMissing: There is none.
            IndexOutdated: It cannot be brought up to date, only built anew.
        """
        version = self._store.version()
        self._store.verify(version)  # first of all, so that damage is noticed
        known = self._store.known_files(version)
        changes = self._compare(known)
        run = _Run(self._reader, self._processes, should_stop, on_progress, known)
        if changes:
            with damage_is_outdated():
                self._commit(run, version, changes)
        return _report(changes, run.files, begun, rebuilt=False)

    def _build(self, begun: float, should_stop: ShouldStop, on_progress: OnProgress) -> IndexReport:
        changes = self._compare({})
        version = self._store.create()
        run = _Run(self._reader, self._processes, should_stop, on_progress, {})
        with ExitStack() as undoing:
            undoing.callback(self._store.discard, version.build)
            self._commit(run, version, changes)
            undoing.pop_all()
        self._store.activate(version.build)
        return _report(changes, run.files, begun, rebuilt=True)

    def _commit(self, run: "_Run", version: Version, changes: Changes) -> None:
        """Write all changes as one commit, or none of them."""
        with self._store.writer(version, lambda: _go_on(run.should_stop)) as writer:
            run.write(writer, changes)
            run.tell(_("Writing the index"), None)
            writer.commit(run.files)

    def _compare(self, known: dict[str, KnownFile]) -> Changes:
        added, changed, clashes = [], [], []
        seen: dict[str, str] = {}
        paths = set()
        for entry in self._source.entries():
            if entry.problem:
                clashes.append(Problem(entry.path, entry.problem))
                continue
            first = seen.setdefault(entry.id, entry.path)
            if first != entry.path:
                message = _("The id is taken by {path}.").format(path=first)
                clashes.append(Problem(entry.path, message))
                continue
            paths.add(entry.path)
            before = known.get(entry.path)
            if before is None:
                added.append(entry)
            elif (before.size, before.mtime_ns) != (entry.size, entry.mtime_ns):
                changed.append(entry)
        return Changes(
            tuple(added),
            tuple(changed),
            tuple(path for path in known if path not in paths),
            tuple(clashes),
            len(paths) - len(added) - len(changed),
        )


@dataclass(slots=True)
class _Run:
    """One pass over the changed files, on its way into a writer."""

    reader: Reader
    processes: int
    should_stop: ShouldStop
    on_progress: OnProgress
    files: dict[str, KnownFile]
    """What the archive will look like to the index after the commit."""
    total: int = field(default=0, init=False)

    def write(self, writer: BuildWriter, changes: Changes) -> None:
        self.files = dict(self.files)
        self.total = len(changes.added) + len(changes.changed)
        for path in changes.removed:
            _forget(writer, path)
            del self.files[path]
        for entry in changes.changed:
            _forget(writer, entry.path)
        self._add_all(writer, (*changes.changed, *changes.added))

    def _add_all(self, writer: BuildWriter, entries: Sequence[Entry]) -> None:
        processes = min(process_count(len(entries)), self.processes)
        if processes > 1:
            try:
                return self._add_by_many(writer, entries, processes)
            except ReadersLost:  # killed, or none can be begun here: alone, then
                writer.drop_new()
        return self._add_alone(writer, entries)

    def _add_alone(self, writer: BuildWriter, entries: Sequence[Entry]) -> None:
        for number, entry in enumerate(entries, start=1):
            _go_on(self.should_stop)
            self.files[entry.path], made = self.reader.read(entry)
            for record in made:
                writer.add(record)
            self.tell(_("Indexing"), number)

    def _add_by_many(self, writer: BuildWriter, entries: Sequence[Entry], processes: int) -> None:
        from archive_tui.index.pool import ReadingPool  # noqa: PLC0415 - no search needs its modules

        def look(done: int) -> None:
            _go_on(self.should_stop)
            self.tell(_("Indexing"), done)

        pool = ReadingPool(self.reader, writer.folder, processes)
        for share in pool.shares(entries, look):
            self.files.update(share.files)
            for entry in share.segments:
                writer.adopt(entry)

    def tell(self, stage: str, done: int | None) -> None:
        self.on_progress(Progress(stage, self.total if done is None else done, self.total))


def _go_on(should_stop: ShouldStop) -> None:
    """Raise `Interrupted` when the job is to stop."""
    if should_stop():
        raise Interrupted(_("Indexing was stopped."), _("The index is as it was before."))


def _forget(writer: BuildWriter, path: str) -> None:
    """Take all records of a file out of the index."""
    article_id = path.rpartition("/")[2].removesuffix(".md")
    writer.delete("article", article_id)


def _problems(known: dict[str, KnownFile], changes: Changes) -> tuple[Problem, ...]:
    skipped = (
        Problem(clean_line(path), file.problem)
        for path, file in sorted(known.items())
        if file.problem
    )
    return (*skipped, *changes.clashes)


def _report(
    changes: Changes, known: dict[str, KnownFile], begun: float, *, rebuilt: bool
) -> IndexReport:
    def readable(entries: Iterable[Entry]) -> int:
        return sum(not known[entry.path].problem for entry in entries)

    return IndexReport(
        added=readable(changes.added),
        changed=readable(changes.changed),
        removed=len(changes.removed),
        unchanged=changes.unchanged,
        problems=_problems(known, changes),
        rebuilt=rebuilt,
        seconds=time.perf_counter() - begun,
    )
