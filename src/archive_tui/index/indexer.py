"""Bringing an index up to date with its archive, and building it anew beside the live one.

Only files whose size or time changed are opened, and only those are indexed again whose
content changed. Whatever happens in the middle, the version in force stays as it was until a
commit, which is one rename; a build that is stopped is kept and gone on with.
"""

import time
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Final

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
from archive_tui.index.store import IndexStore, Version
from archive_tui.model import IndexReport, IndexStatus, Problem, Progress
from archive_tui.text.clean import clean_line

_CHECKS: Final = 5
"""Times an index is looked at that other programs go on writing to."""


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
        self._default_source = default_source
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
            if not only and self._unfinished():
                return self._build(begun, should_stop, on_progress)
            try:
                version = self._store.version()
                known = self._store.known_files(version)
                is_usable = self._has_our_source(version)
            except (IndexMissing, IndexOutdated):
                is_usable = False
            if not is_usable:
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
        for _again in range(_CHECKS):
            before = self._version()
            status = self._check(thorough=thorough)
            if status.ready or self._version() == before:
                break
        return status

    def _version(self) -> Version | None:
        try:
            return self._store.version()
        except IndexUnusable:
            return None

    def _check(self, *, thorough: bool) -> IndexStatus:
        try:
            version = self._store.version()
            self._store.verify(version, thorough=thorough)
            known = self._store.known_files(version)
            size = self._store.size(version)
            has_our_source = self._has_our_source(version)
        except IndexUnusable as error:
            return IndexStatus(ready=False, reason=error.message)
        except OSError:
            return IndexStatus(ready=False, reason=_("The index cannot be read."))
        try:
            changes = compare_all(self._source, known, digests=thorough)
        except ArchiveError as error:
            changes = Changes(problems=(Problem(".", error.message),))
        problems = known.problems()
        articles = len(known) - len(problems)
        changed = self._different(changes) if thorough else len(changes.changed)
        return IndexStatus(
            ready=True,
            articles=articles,
            photos=known.photos(),
            size=size,
            added=len(changes.added),
            changed=changed if has_our_source else articles,
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
        with self._store.writer(version, run.go_on) as writer:
            run.write(writer, changes)
            if run.needs_commit:
                run.tell(_("Writing the index"))
                writer.commit(run.files, at_once=at_once)

    def _build(self, begun: float, should_stop: ShouldStop, on_progress: OnProgress) -> IndexReport:
        """Build anew, or go on with a build that was stopped."""
        version = self._unfinished()
        if version:
            try:
                return self._finish(version, begun, should_stop, on_progress)
            except IndexOutdated:  # what was written of it is damaged: from the beginning, then
                self._store.discard(version.build)
        return self._finish(None, begun, should_stop, on_progress)

    def _unfinished(self) -> Version | None:
        """Return a build that was stopped and can be gone on with, if there is one."""
        version = self._store.unfinished()
        if version and not self._has_our_source(version):
            self._store.discard(version.build)
            return None
        return version

    def _has_our_source(self, version: Version) -> bool:
        """Return whether articles that name no publisher have the one they would get now."""
        return self._store.contents(version).source == self._default_source

    def _finish(
        self,
        version: Version | None,
        begun: float,
        should_stop: ShouldStop,
        on_progress: OnProgress,
    ) -> IndexReport:
        """Go on with a build, or begin one, to the end."""
        known = self._store.known_files(version) if version else KnownFiles()
        changes = compare_all(self._source, known)
        version = version or self._store.create()
        with self._kept_when_stopped(version.build):
            run = ReadingPass(
                self._reader, self._processes, should_stop, on_progress, known, saving=True
            )
            with self._store.writer(version, run.go_on, self._default_source) as writer:
                run.write(writer, changes)
                run.tell(_("Writing the index"))
                writer.commit(run.files, as_one=True)
        self._store.activate(version.build)
        return _report(changes, run, run.files.problems(), begun, rebuilt=True)

    @contextmanager
    def _kept_when_stopped(self, build: str) -> Iterator[None]:
        """Keep what was saved of a build that ends early; remove it where that is damaged.

        Raises:
            Interrupted: As it was raised inside, with what happens next.
            IndexUnusable: It could not be written, with what happens next.
        """
        kept = _("What was done is kept; the next “archive-tui index” goes on from there.")
        try:
            yield
        except BaseException as error:
            if isinstance(error, IndexOutdated) or not self._store.is_begun(build):
                self._store.discard(build)
            elif isinstance(error, Interrupted):
                raise Interrupted(error.message, kept) from error
            elif isinstance(error, OSError):
                room = _("Free some space or check the permissions.")
                raise self._store.unwritable(error, f"{room} {kept}") from error
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
