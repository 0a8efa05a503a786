"""Where an index lies, and which version of it is the one in force.

::

    .index/
      CURRENT                   name of the folder in force, written beside and renamed
      writing.lock              held by the one who writes
      g000001/                  one build
        sentinel.json           versions this build was made with
        unfinished              there while the build was never in force
        contents-000003.json    which segments are in force at generation 3; see `contents`
        files-000003.atx        what the archive looked like then
        s000001-terms.atx …     segments; see `segments`

A build is changed by commits, each a generation, and replaced as a whole by a rebuild.
"""

import errno
import json
import os
import re
import shutil
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from archive_tui.analysis import ANALYSIS_VERSION
from archive_tui.archive import atomic
from archive_tui.errors import IndexBusy, IndexMissing, IndexOutdated, IndexUnusable
from archive_tui.i18n import _
from archive_tui.index.contents import Contents, is_build_file, newest_generation, read_contents
from archive_tui.index.opening import OpenSegment, open_segment
from archive_tui.index.plain_files import is_plain_folder, read_plain
from archive_tui.index.schema import INDEX_FORMAT
from archive_tui.index.sections import DamagedSections, SectionFile
from archive_tui.text.clean import clean_line

if TYPE_CHECKING:
    from filelock import BaseFileLock

    from archive_tui.index.known_files import KnownFiles
    from archive_tui.index.writing import BuildWriter

_CURRENT: Final = "CURRENT"
_LOCK: Final = "writing.lock"
_SENTINEL: Final = "sentinel.json"
_UNFINISHED: Final = "unfinished"
"""Marks a build that was never in force."""
_LOCK_MOMENT: Final = 0.1
"""Seconds to wait for the lock before the user is told, or asked whether to go on."""
_BUILD: Final = re.compile(r"g\d{6}")
_LONGEST_NAME: Final = 64
"""Bytes that what names the build in force may have."""
_LONGEST_SENTINEL: Final = 4096
"""Bytes a sentinel may have."""


@dataclass(frozen=True, slots=True)
class Version:
    """Which state of which build is in force; two equal versions hold the same records."""

    build: str
    """Name of the build's folder."""
    generation: int
    """Number of the commit in it."""


class IndexStore:
    """The folder of one index.

    Args:
        folder: Where it lies; made when something is written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ours: tuple[int, ...] = ()

    def version(self) -> Version:
        """Return the version in force.

        Raises:
            IndexMissing: There is none.
            IndexOutdated: It was made by another version of the program, or is damaged.
        """
        with damage_is_outdated():
            try:
                build = self._named()
            except FileNotFoundError as error:
                raise _missing() from error
            if not _BUILD.fullmatch(build) or not self._is_ours(build):
                raise outdated()
            return Version(build, newest_generation(self.folder / build))

    def verify(self, version: Version, *, thorough: bool = False) -> None:
        """Look whether a version is as it was written.

        Args:
            version: The version.
            thorough: Whether to read all of its files, not only what tells how they are made.

        Raises:
            IndexOutdated: It is damaged.
        """
        with damage_is_outdated():
            contents = self.contents(version)
            with ExitStack() as opened:
                segments = self.open(version)
                for part in segments:
                    opened.callback(part.segment.close)
                for entry in contents.known_files:
                    file = SectionFile(self._build(version) / entry.file)
                    opened.callback(file.close)
                    if file.identity != entry.identity:
                        raise DamagedSections(entry.file)
                    if thorough:
                        file.check()
                if thorough:
                    for part in segments:
                        part.segment.check()

    def contents(self, version: Version) -> Contents:
        """Return what is in force at a version.

        Raises:
            IndexOutdated: That cannot be read.
        """
        with damage_is_outdated():
            return read_contents(self._build(version), version.generation)

    def open(self, version: Version) -> list[OpenSegment]:
        """Open the segments of a version for reading.

        Raises:
            IndexOutdated: Its files are damaged or were not made by this program.
        """
        contents = self.contents(version)
        with damage_is_outdated(), ExitStack() as stack:
            opened = []
            for entry in contents.segments:
                part = open_segment(self._build(version), entry)
                stack.callback(part.segment.close)
                opened.append(part)
            stack.pop_all()
            return opened

    def writer(
        self, version: Version, check: Callable[[], None], source: str | None = None
    ) -> "BuildWriter":
        """Begin to write on top of a version; `writing` has to be held.

        Args:
            version: The version in force in its build; generation 0 is an empty build.
            check: Called now and then; raises to stop.
            source: Publisher of articles that name none, for an empty build.
        """
        from archive_tui.index.writing import BuildWriter  # noqa: PLC0415 - not for a search

        empty = Contents(0, source=source)
        contents = self.contents(version) if version.generation else empty
        return BuildWriter(self._build(version), contents, check)

    def create(self) -> Version:
        """Make an empty build that is not in force."""
        builds = [int(path.name[1:]) for path in self._named_as_builds()]
        build = f"g{max(builds, default=0) + 1:06}"
        (self.folder / build).mkdir(parents=True)
        with ExitStack() as undoing:
            undoing.callback(self.discard, build)
            atomic.write_text(self.folder / build / _SENTINEL, json.dumps(_VERSIONS))
            atomic.write_text(self.folder / build / _UNFINISHED, "")
            undoing.pop_all()
        return Version(build, 0)

    def is_begun(self, build: str) -> bool:
        """Return whether anything was saved of a build that is not in force."""
        try:
            return newest_generation(self.folder / build) > 0
        except (FileNotFoundError, NotADirectoryError):
            return False

    def unfinished(self) -> Version | None:
        """Return a build that was stopped and can be gone on with; remove those that cannot."""
        found, current = None, self._current()
        for path in sorted(self._builds(), reverse=True):
            mark = path / _UNFINISHED
            if not mark.exists():
                continue
            if path.name == current:  # killed when it had just been put in force
                mark.unlink()
            elif found is None and self._can_go_on(path.name):
                found = Version(path.name, newest_generation(path))
            else:
                _remove_build(path)
        return found

    def activate(self, build: str) -> None:
        """Put a build in force and remove the others, as far as nobody has them open."""
        atomic.write_text(self.folder / _CURRENT, f"{build}\n")
        (self.folder / build / _UNFINISHED).unlink(missing_ok=True)
        self._remove_builds_but(build)

    def discard(self, build: str) -> None:
        """Remove a build that is not in force."""
        shutil.rmtree(self.folder / build, ignore_errors=True)

    def known_files(self, version: Version) -> "KnownFiles":
        """Return what the archive looked like at a version.

        Raises:
            IndexOutdated: A list is missing or damaged.
        """
        from archive_tui.index.known_files import KnownFiles  # noqa: PLC0415 - not for a search

        with damage_is_outdated():
            return KnownFiles.read(self._build(version), self.contents(version).known_files)

    def size(self, version: Version) -> int:
        """Return the bytes a version takes on disk."""
        files = self.contents(version).files
        return sum((self._build(version) / name).stat().st_size for name in files)

    @contextmanager
    def writing(
        self, wait_seconds: float = 30.0, on_wait: Callable[[], None] = lambda: None
    ) -> Iterator[None]:
        """Hold the index for writing.

        Args:
            wait_seconds: How long to wait for another program.
            on_wait: Called again and again while there is another program to wait for; may
                raise to give up.

        Raises:
            IndexBusy: Another program holds it, and did not finish in time.
            IndexUnusable: The folder cannot be written to.
        """
        from filelock import FileLock, Timeout  # noqa: PLC0415 - a search locks nothing

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if (self.folder / _LOCK).is_symlink():  # locking may empty what it leads to
                (self.folder / _LOCK).unlink()
            lock = FileLock(self.folder / _LOCK)
            deadline = time.monotonic() + wait_seconds
            while not _taken(lock, deadline):
                on_wait()
            try:
                self._tidy()
                yield
            finally:
                lock.release()
        except Timeout as error:
            raise IndexBusy(
                _("Another program is writing the index."), _("Try again when it has finished.")
            ) from error
        except OSError as error:
            raise self.unwritable(error) from error

    def unwritable(self, error: OSError, hint: str = "") -> IndexUnusable:
        """Return what to say of an error while writing."""
        return IndexUnusable(
            _("The index in “{folder}” cannot be written ({reason}).").format(
                folder=clean_line(str(self.folder)), reason=error.strerror or error
            ),
            hint or _("Free some space or check the permissions, then run “archive-tui index”."),
        )

    def _tidy(self) -> None:
        """Remove what runs left behind that were killed, or builds that somebody had open."""
        for path in self.folder.glob(f"{atomic.TEMPORARY_PREFIX}*"):
            _unlink(path)
        current = self._current()
        if current and is_plain_folder(self.folder / current):
            self._remove_builds_but(current, finished=True)

    def _remove_builds_but(self, build: str, *, finished: bool = False) -> None:
        """Remove all builds but one, as far as nobody has them open.

        Args:
            build: The one that stays.
            finished: Whether those stay, too, that can perhaps be gone on with.
        """
        for path in self._named_as_builds():
            if path.name != build and not (finished and (path / _UNFINISHED).exists()):
                _remove_build(path)

    def _can_go_on(self, build: str) -> bool:
        try:
            with damage_is_outdated():
                self.verify(Version(build, newest_generation(self.folder / build)))
                return self._versions(build) == _VERSIONS
        except IndexOutdated:
            return False

    def _current(self) -> str:
        """Return the name of the build in force, whatever state it is in; empty where none is."""
        try:
            with damage_is_outdated():
                build = self._named()
        except IndexOutdated:
            return ""
        return build if _BUILD.fullmatch(build) else ""

    def _named(self) -> str:
        """Return what names the build in force."""
        return read_plain(self.folder / _CURRENT, _LONGEST_NAME).decode("ascii").strip()

    def _builds(self) -> list[Path]:
        """Return the builds; a link to one is none of ours."""
        return [path for path in self._named_as_builds() if is_plain_folder(path)]

    def _named_as_builds(self) -> list[Path]:
        """Return whatever is called like a build."""
        return [path for path in self.folder.glob("g*") if _BUILD.fullmatch(path.name)]

    def _build(self, version: Version) -> Path:
        return self.folder / version.build

    def _is_ours(self, build: str) -> bool:
        """Return whether a build was made by this version; read again only where it changed."""
        if not is_plain_folder(self.folder / build):  # a link leads to what is not ours
            return False
        status = (self.folder / build / _SENTINEL).lstat()
        looks = (status.st_ino, status.st_dev, status.st_size, status.st_mtime_ns)
        if looks != self._ours and self._versions(build) == _VERSIONS:
            self._ours = looks
        return looks == self._ours

    def _versions(self, build: str) -> object:
        try:
            return json.loads(read_plain(self.folder / build / _SENTINEL, _LONGEST_SENTINEL))
        except (FileNotFoundError, NotADirectoryError, ValueError, RecursionError):
            return None


_VERSIONS: Final = {
    "format": INDEX_FORMAT,
    "analysis": ANALYSIS_VERSION,
}


def _remove_build(path: Path) -> None:
    """Remove a build as far as it is ours and nobody has it open."""
    if path.is_symlink():  # what it leads to is not ours
        _unlink(path)
    elif (path / _SENTINEL).is_file():
        shutil.rmtree(path, ignore_errors=True)
    elif is_plain_folder(path):  # killed when it was made or removed; not all in it may be ours
        for file in path.iterdir():
            if is_build_file(file.name) or file.name == _UNFINISHED:
                _unlink(file)
        with suppress(OSError):
            path.rmdir()


def _unlink(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def _taken(lock: "BaseFileLock", deadline: float) -> bool:
    """Try to take a lock for a moment; raises `Timeout` when the last moment is over."""
    from filelock import Timeout  # noqa: PLC0415 - as above

    try:
        lock.acquire(timeout=_LOCK_MOMENT)
    except Timeout:
        if time.monotonic() > deadline:
            raise
        return False
    return True


@contextmanager
def damage_is_outdated() -> Iterator[None]:
    """Turn what reading an index raises into our own errors: damage into `IndexOutdated`.

    Raises:
        IndexOutdated: Files are damaged, foreign or gone.
        IndexUnusable: They cannot be read now; that is no damage.
    """
    try:
        with found_damage_is_outdated():
            yield
    except PermissionError as error:
        hint = _("Check the permissions of its folder.")
        raise _unreadable(error.strerror or str(error), hint) from error
    except (OSError, MemoryError, OverflowError) as error:
        known = error.strerror if isinstance(error, OSError) else os.strerror(errno.ENOMEM)
        hint = _("Try again; if that does not help, run “archive-tui index --rebuild”.")
        raise _unreadable(known or str(error), hint) from error


@contextmanager
def found_damage_is_outdated() -> Iterator[None]:
    """Turn what damaged or foreign files raise into `IndexOutdated`, and nothing else.

    Checksums notice what was altered by chance; somebody who alters them too can only cause
    what a wrong number causes.
    """
    try:
        yield
    except _DAMAGE as error:
        raise outdated() from error


_DAMAGE: Final = (
    FileNotFoundError, NotADirectoryError, ValueError, TypeError, KeyError, IndexError,
    RecursionError, struct.error,
)  # fmt: skip


def _unreadable(reason: str, hint: str) -> IndexUnusable:
    return IndexUnusable(_("The index cannot be read ({reason}).").format(reason=reason), hint)


def _missing() -> IndexMissing:
    return IndexMissing(_("The archive has no index yet."), _("Run “archive-tui index” first."))


def outdated() -> IndexOutdated:
    """Return the error for an index that has to be built anew."""
    return IndexOutdated(
        _("The index is damaged or was made by another version of the program."),
        _("Run “archive-tui index --rebuild”."),
    )
