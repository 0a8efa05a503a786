"""Where an index lies, and which version of it is the one in force.

::

    .index/
      CURRENT            name of the folder in force, written beside and renamed
      writing.lock       held by the one who writes
      g000001/           one build: Whoosh's files, and ours:
        sentinel.json    versions this build was made with
        files-3.json     what the archive looked like at Whoosh's generation 3
        sums-3.json      size and checksum of Whoosh's files at that generation

The list of files is written before the commit it belongs to, under the number the commit
will get; whoever opens generation 3 reads ``files-3.json``. A run that is killed in between
leaves a list nobody reads. The checksums are written after the commit; where they are
missing, because a run was killed just then, only the structure can be checked.
"""

import errno
import json
import re
import shutil
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from pickle import UnpicklingError
from typing import Final

import whoosh
import whoosh.index
from filelock import BaseFileLock, FileLock, Timeout
from whoosh.filedb.filestore import FileStorage

from archive_tui.analysis import ANALYSIS_VERSION
from archive_tui.archive import atomic
from archive_tui.errors import IndexBusy, IndexMissing, IndexOutdated, IndexUnusable
from archive_tui.i18n import _
from archive_tui.index import unpickling
from archive_tui.index.checksums import Checksums
from archive_tui.index.schema import INDEX_FORMAT, make_schema
from archive_tui.index.whoosh_types import WhooshIndex
from archive_tui.text.clean import clean_line

_CURRENT: Final = "CURRENT"
_LOCK: Final = "writing.lock"
_SENTINEL: Final = "sentinel.json"
_LOCK_MOMENT: Final = 0.1
"""Seconds to wait for the lock before the user is told, or asked whether to go on."""
_BUILD: Final = re.compile(r"g\d{6}")

unpickling.install()  # before any index is opened, and indexes are opened only here


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What the index remembers of a file of the archive."""

    size: int
    """Bytes."""
    mtime_ns: int
    """Time of the last change, in nanoseconds since the epoch."""
    photos: int
    """Photo records made from it."""
    problem: str = ""
    """Why it was skipped; empty where it was not."""


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

    def version(self) -> Version:
        """Return the version in force.

        Raises:
            IndexMissing: There is none.
            IndexOutdated: It was made by another version of the program, or is damaged.
        """
        try:
            build = (self.folder / _CURRENT).read_text(encoding="ascii").strip()
        except FileNotFoundError as error:
            raise _missing() from error
        except (OSError, UnicodeDecodeError) as error:
            raise outdated() from error
        if not _BUILD.fullmatch(build) or self._versions(build) != _VERSIONS:
            raise outdated()
        try:
            return Version(build, whoosh.index.TOC._latest_generation(self._storage(build), "MAIN"))  # noqa: SLF001 - no public name
        except OSError as error:
            raise outdated() from error

    def verify(self, version: Version, *, thorough: bool = False) -> None:
        """Look whether a version is as it was written.

        Args:
            version: The version.
            thorough: Whether to read all of its files, not only the small ones.

        Raises:
            IndexOutdated: It is damaged.
        """
        if not self._checksums(version).hold(thorough=thorough):
            raise outdated()

    def open(self, version: Version) -> WhooshIndex:
        """Open a version for reading.

        Raises:
            IndexOutdated: Its files are damaged or were not made by this program.
        """
        self.verify(version)
        with damage_is_outdated():
            index: WhooshIndex = whoosh.index.FileIndex(
                self._storage(version.build), schema=make_schema()
            )
            return index

    def create(self) -> tuple[str, WhooshIndex]:
        """Make an empty build that is not in force; returns its name and the open index."""
        builds = [int(path.name[1:]) for path in self._builds()]
        build = f"g{max(builds, default=0) + 1:06}"
        (self.folder / build).mkdir(parents=True)
        atomic.write_text(self.folder / build / _SENTINEL, json.dumps(_VERSIONS))
        return build, self._storage(build).create_index(make_schema())

    def activate(self, build: str) -> None:
        """Put a build in force and remove the others, as far as nobody has them open."""
        atomic.write_text(self.folder / _CURRENT, f"{build}\n")
        for path in self._builds():
            if path.name != build and (path / _SENTINEL).is_file():
                shutil.rmtree(path, ignore_errors=True)

    def discard(self, build: str) -> None:
        """Remove a build that is not in force."""
        shutil.rmtree(self.folder / build, ignore_errors=True)

    def known_files(self, version: Version) -> dict[str, KnownFile]:
        """Return what the archive looked like at a version, by path.

        Raises:
            IndexOutdated: The list is missing or damaged.
        """
        try:
            text = self._list(version).read_text(encoding="utf-8")
            return {path: _known_file(*values) for path, values in json.loads(text).items()}
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise outdated() from error

    def write_known_files(self, version: Version, files: dict[str, KnownFile]) -> None:
        """Write the list for a version, before the commit that makes it."""
        values = {
            path: [file.size, file.mtime_ns, file.photos, file.problem]
            for path, file in files.items()
        }
        text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        atomic.write_text(self._list(version), text)

    def seal(self, version: Version) -> None:
        """Take the checksums of a version that was just committed; drop what is older."""
        self._checksums(version).write()
        for path in (self.folder / version.build).glob("files-*.json"):
            if path != self._list(version):
                path.unlink(missing_ok=True)

    def size(self, version: Version) -> int:
        """Return the bytes a version takes on disk."""
        return sum(file.stat().st_size for file in (self.folder / version.build).iterdir())

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
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / _LOCK)
            deadline = time.monotonic() + wait_seconds
            while not _taken(lock, deadline):
                on_wait()
            try:
                yield
            finally:
                lock.release()
        except Timeout as error:
            raise IndexBusy(
                _("Another program is writing the index."), _("Try again when it has finished.")
            ) from error
        except OSError as error:
            raise IndexUnusable(
                _("The index in “{folder}” cannot be written ({reason}).").format(
                    folder=clean_line(str(self.folder)), reason=error.strerror or error
                ),
                _("Free some space or check the permissions, then run “archive-tui index”."),
            ) from error

    def _builds(self) -> list[Path]:
        return [path for path in self.folder.glob("g*") if _BUILD.fullmatch(path.name)]

    def _storage(self, build: str) -> FileStorage:
        return FileStorage(str(self.folder / build))

    def _checksums(self, version: Version) -> Checksums:
        return Checksums(self.folder / version.build, version.generation)

    def _list(self, version: Version) -> Path:
        return self.folder / version.build / f"files-{version.generation}.json"

    def _versions(self, build: str) -> object:
        try:
            return json.loads((self.folder / build / _SENTINEL).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None


def _known_file(size: int, mtime_ns: int, photos: int, problem: str) -> KnownFile:
    """Return what a list holds about a file, whoever wrote it; ValueError where it is wrong."""
    return KnownFile(int(size), int(mtime_ns), int(photos), clean_line(str(problem)))


_VERSIONS: Final = {
    "format": INDEX_FORMAT,
    "analysis": ANALYSIS_VERSION,
    "engine": f"whoosh {whoosh.versionstring()}",
}


def _taken(lock: BaseFileLock, deadline: float) -> bool:
    """Try to take a lock for a moment; raises `Timeout` when the last moment is over."""
    try:
        lock.acquire(timeout=_LOCK_MOMENT)
    except Timeout:
        if time.monotonic() > deadline:
            raise
        return False
    return True


@contextmanager
def damage_is_outdated() -> Iterator[None]:
    """Turn whatever Whoosh raises on damaged files into `IndexOutdated`.

    Whoosh has no error of its own for damage: reading cut or altered files raises what the
    first wrong number happens to cause.
    """
    try:
        yield
    except PermissionError as error:
        raise IndexUnusable(
            _("The index cannot be read ({reason}).").format(reason=error.strerror),
            _("Check the permissions of its folder."),
        ) from error
    except _DAMAGE as error:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            raise
        raise outdated() from error


_NO_ROOM: Final = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EROFS, errno.EIO)
"""What the system says when it cannot write; an index is not damaged by that."""

_DAMAGE: Final = (
    OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, EOFError,
    AssertionError, OverflowError, MemoryError, whoosh.index.IndexError,
    UnpicklingError, struct.error, zlib.error,
)  # fmt: skip


def _missing() -> IndexMissing:
    return IndexMissing(_("The archive has no index yet."), _("Run “archive-tui index” first."))


def outdated() -> IndexOutdated:
    """Return the error for an index that has to be built anew."""
    return IndexOutdated(
        _("The index is damaged or was made by another version of the program."),
        _("Run “archive-tui index --rebuild”."),
    )
