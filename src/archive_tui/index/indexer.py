"""Bringing an index up to date with its archive, and building it anew beside the live one.

Only files whose size or time changed are opened, and only those are indexed again whose
content changed. Whatever happens in the middle, the version in force stays as it was until a
commit, which is one rename; a build that is stopped is kept and gone on with.
"""

import time
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from archive_tui.engine import ArticleSource, OnProgress, ShouldStop
from archive_tui.errors import (
    ArchiveError,
    DamagedFile,
    IndexMissing,
    IndexOutdated,
    IndexUnusable,
    Interrupted,
)
from archive_tui.i18n import _
from archive_tui.index.comparing import Changes, compare_all, compare_some
from archive_tui.index.known_files import KnownFiles, digest
from archive_tui.index.passes import ReadingPass, go_on
from archive_tui.index.reading import MOST_PROCESSES, Reader
from archive_tui.index.store import IndexStore, Version, damage_is_outdated
from archive_tui.model import IndexReport, IndexStatus, Problem, Progress
from archive_tui.text.clean import clean_line


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

    def update(
        self,
        should_stop: ShouldStop,
        on_progress: OnProgress,
        *,
        only: Collection[str] = (),
        digests: bool = False,
    ) -> IndexReport:
        """Bring the index up to date; builds it anew where there is none of this version.

        A build that was stopped is gone on with, unless only some articles are meant.

        Args:
            should_stop: Asked now and then.
            on_progress: Told how many files were read.
            only: Articles to look at, by id or path; all of them when left out.
            digests: Whether to read all files in search of changes.

        Raises:
            IndexBusy: Another program is writing.
            IndexUnusable: The index cannot be written.
            NothingFound: Neither archive nor index know one of ``only``.
            Interrupted: ``should_stop`` said so.
        """
        begun = time.perf_counter()
        with self._writing(should_stop, on_progress):
            if not only and self._store.unfinished():
                return self._build(begun, should_stop, on_progress)
            try:
                version = self._store.version()
                known = self._store.known_files(version)
            except (IndexMissing, IndexOutdated):
                return self._build(begun, should_stop, on_progress)
            changes = (
                compare_some(self._source, known, only)
                if only
                else compare_all(self._source, known, digests=digests)
            )
            run = ReadingPass(self._reader, self._processes, should_stop, on_progress, known)
            try:
                self._add(version, run, changes, at_once=bool(only))
            except IndexOutdated:
                return self._build(begun, should_stop, on_progress)
            problems = {} if only else run.files.problems()
            return _report(changes, run, problems, begun, rebuilt=False)

    def rebuild(self, should_stop: ShouldStop, on_progress: OnProgress) -> IndexReport:
        """Build the index anew beside the live one, then put it in force; raises as `update`."""
        begun = time.perf_counter()
        with self._writing(should_stop, on_progress):
            return self._build(begun, should_stop, on_progress)

    def check(self, *, thorough: bool) -> IndexStatus:
        """Compare the index with the archive; changes nothing, raises nothing.

        Args:
            thorough: Whether to read all of the index and compare checksums, and all files of
                the archive and compare their digests.
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
            changes = compare_all(self._source, known, digests=thorough)
        except ArchiveError as error:
            changes = Changes(problems=(Problem(".", error.message),))
        problems = known.problems()
        return IndexStatus(
            ready=True,
            articles=len(known) - len(problems),
            photos=known.photos(),
            size=size,
            added=len(changes.added),
            changed=self._different(changes) if thorough else len(changes.changed),
            removed=len(changes.removed),
            problems=_problems(problems, changes),
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
            go_on(should_stop)

        return self._store.writing(on_wait=wait)

    def _add(self, version: Version, run: ReadingPass, changes: Changes, *, at_once: bool) -> None:
        """Bring the version in force up to date by one commit, or not at all.

        Raises:
            IndexOutdated: It cannot be brought up to date, only built anew.
        """
        if not changes:  # damage is noticed all the same
            self._store.verify(version)
            return
        with damage_is_outdated(), self._store.writer(version, run.go_on) as writer:
            run.write(writer, changes)
            if run.needs_commit:
                run.tell(_("Writing the index"))
                writer.commit(run.files, at_once=at_once)

    def _build(self, begun: float, should_stop: ShouldStop, on_progress: OnProgress) -> IndexReport:
        """Build anew, or go on with a build that was stopped."""
        version = self._store.unfinished()
        if version:
            try:
                return self._finish(version, begun, should_stop, on_progress)
            except IndexOutdated:  # what was written of it is damaged: from the beginning, then
                self._store.discard(version.build)
        return self._finish(self._store.create(), begun, should_stop, on_progress)

    def _finish(
        self, version: Version, begun: float, should_stop: ShouldStop, on_progress: OnProgress
    ) -> IndexReport:
        with self._kept_when_stopped(version.build):
            known = self._store.known_files(version) if version.generation else KnownFiles()
            changes = compare_all(self._source, known)
            run = ReadingPass(
                self._reader, self._processes, should_stop, on_progress, known, saving=True
            )
            with (
                damage_is_outdated() if version.generation else nullcontext(),
                self._store.writer(version, run.go_on) as writer,
            ):
                run.write(writer, changes)
                run.tell(_("Writing the index"))
                writer.commit(run.files, as_one=True)
        self._store.activate(version.build)
        return _report(changes, run, run.files.problems(), begun, rebuilt=True)

    @contextmanager
    def _kept_when_stopped(self, build: str) -> Iterator[None]:
        """Keep what was saved of a build that is stopped; remove one in which there was an error.

        Raises:
            Interrupted: As it was raised inside, with what happens next.
        """
        try:
            yield
        except (Interrupted, KeyboardInterrupt) as error:
            if not self._store.is_begun(build):
                self._store.discard(build)
            elif isinstance(error, Interrupted):
                hint = _("What was done is kept; the next “archive-tui index” goes on from there.")
                raise Interrupted(error.message, hint) from error
            raise
        except BaseException:
            self._store.discard(build)
            raise

    def _different(self, changes: Changes) -> int:
        """Return how many files hold something else than when they were indexed."""
        count = 0
        for entry in changes.changed:
            try:
                count += digest(self._source.content(entry.path)) != entry.digest
            except DamagedFile:
                count += bool(entry.digest)
        return count


def _problems(skipped: dict[str, str], changes: Changes) -> tuple[Problem, ...]:
    known = (Problem(clean_line(path), why) for path, why in sorted(skipped.items()))
    return (*known, *changes.problems)


def _report(
    changes: Changes, run: ReadingPass, skipped: dict[str, str], begun: float, *, rebuilt: bool
) -> IndexReport:
    return IndexReport(
        added=run.added,
        changed=run.changed,
        removed=len(changes.removed),
        unchanged=changes.unchanged + run.same,
        problems=_problems(skipped, changes),
        rebuilt=rebuilt,
        seconds=time.perf_counter() - begun,
    )
