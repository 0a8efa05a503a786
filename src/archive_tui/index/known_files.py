"""What an index remembers of the archive's files, so that an update opens only what changed.

Most of it stays the arrays it is on disk: an update that looks at one file searches for its
path, and one that looks at all of them makes a pair of each, not an object. What a small
update changes is written as a small list on top of the large one, and folded into it when
there is much of it.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2b
from itertools import compress
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from archive_tui.archive.article_file import id_of
from archive_tui.engine import Entry, FileState
from archive_tui.index.contents import ListEntry
from archive_tui.index.sections import DamagedSections, SectionFile, SectionWriter
from archive_tui.text.clean import clean_line

DIGEST_BYTES: Final = 16
"""Length of a digest: two files differ and have the same one never by chance."""
_UNREAD: Final = bytes(DIGEST_BYTES)
"""Stands for the digest of a file that could not be read."""
_NEVER: Final = -1
"""A time of change no file has."""
_LARGE: Final = 4_096
"""Files from which on changes are kept apart."""
_PART: Final = 16
"""Changes to more than one such part of the files are folded in."""
_FEW: Final = 50
"""Ids up to which it is faster to look for each than to look at all paths."""
_ROW: Final = np.dtype(
    [("sizes", "<u8"), ("times", "<i8"), ("photos", "<u4"), ("digests", "u1", DIGEST_BYTES)]
)


def digest(content: bytes) -> bytes:
    """Return what tells two contents of a file apart: BLAKE2b of `DIGEST_BYTES` bytes."""
    return blake2b(content, digest_size=DIGEST_BYTES).digest()


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What the index remembers of a file of the archive."""

    size: int
    """Bytes."""
    mtime_ns: int
    """Time of the last change, in nanoseconds since the epoch."""
    photos: int = 0
    """Photo records made from it."""
    digest: bytes = b""
    """What `digest` returned for its content; empty where that could not be read."""
    problem: str = ""
    """Why it was skipped; empty where it was not."""

    @classmethod
    def unread(cls, entry: Entry, problem: str) -> "KnownFile":
        """Return what is known of a file that is to be tried again, whatever it looks like."""
        return cls(entry.size, _NEVER, problem=problem)


class _List:
    """A list of files as it lies on disk: rows, and paths in ascending order.

    Args:
        text: The paths, each followed by a line feed.
        rows: Their numbers and digests.
        problems: Why files were skipped, by path.
    """

    def __init__(
        self,
        text: bytes = b"",
        rows: NDArray[Any] | None = None,
        problems: Mapping[str, str] | None = None,
    ) -> None:
        self.text = text
        self.rows = np.empty(0, dtype=_ROW) if rows is None else rows
        self.problems = problems or {}

    def __len__(self) -> int:
        return len(self.rows)

    @classmethod
    def of(cls, files: Mapping[str, KnownFile]) -> "_List":
        """Return a list of some files."""
        rows = np.empty(len(files), dtype=_ROW)
        paths = sorted(files)
        known = [files[path] for path in paths]
        rows["sizes"] = [file.size for file in known]
        rows["times"] = [file.mtime_ns for file in known]
        rows["photos"] = [file.photos for file in known]
        digests = b"".join(file.digest or _UNREAD for file in known)
        rows["digests"] = np.frombuffer(digests, dtype=np.uint8).reshape(-1, DIGEST_BYTES)
        problems = {path: clean_line(file.problem) for path, file in files.items() if file.problem}
        return cls(_lines(paths), rows, problems)

    @cached_property
    def paths(self) -> list[str]:
        """All paths, ascending."""
        return _texts(self.text)

    def get(self, path: str) -> KnownFile | None:
        """Return what is known of a file; None where it is not in the list."""
        row = bisect_left(self.paths, path)
        there = row < len(self) and self.paths[row] == path
        return self._file(path, row) if there else None

    def with_ids(self, ids: Collection[str]) -> Iterator[str]:
        """Yield the paths whose files give an article one of some ids."""
        if len(ids) > _FEW:
            yield from (path for path in self.paths if id_of(path) in ids)
            return
        for line in (_lines([f"/{article_id}.md"]) for article_id in ids):
            place = self.text.find(line)
            while place >= 0:
                begin = self.text.rfind(b"\n", 0, place) + 1
                yield from _texts(self.text[begin : place + len(line)])
                place = self.text.find(line, place + 1)

    def rows_without(self, hidden: Collection[str]) -> tuple[list[str], list[FileState]]:
        """Return the paths and what each file looked like, without some paths."""
        numbers = self.rows["sizes"].tolist(), self.rows["times"].tolist()
        paths, states = list(self.paths), list(zip(*numbers, strict=True))
        if not hidden:
            return paths, states
        stays = [path not in hidden for path in paths]
        return list(compress(paths, stays)), list(compress(states, stays))

    def changed(self, changes: Mapping[str, KnownFile | None]) -> "_List":
        """Return the list after some changes; None is for a file that is gone."""
        new = _List.of({path: file for path, file in changes.items() if file})
        return self.without(changes.keys()).joined(new)

    def without(self, paths: Collection[str]) -> "_List":
        """Return the list without some paths, whether it has them or not."""
        stays = np.array([path not in paths for path in self.paths], dtype=np.bool_)
        if stays.all():
            return self
        kept = compress(self.paths, stays.tolist())
        problems = {path: why for path, why in self.problems.items() if path not in paths}
        return _List(_lines(kept), self.rows[stays], problems)

    def joined(self, other: "_List") -> "_List":
        """Return both lists as one; they have no path in common."""
        if not len(self) or not len(other):
            return other if len(other) else self
        places = [bisect_left(self.paths, path) for path in other.paths]
        rows = np.insert(self.rows, places, other.rows)
        text = _lines(sorted((*self.paths, *other.paths)))
        return _List(text, rows, {**self.problems, **other.problems})

    def _file(self, path: str, number: int) -> KnownFile:
        size, time, photos, found = self.rows[number].tolist()
        read = bytes(found)
        known = b"" if read == _UNREAD else read
        return KnownFile(size, time, photos, known, self.problems.get(path, ""))


@dataclass(frozen=True, slots=True)
class KnownFiles:
    """The files an index knows: a large list, what was written on top of it, and what is new."""

    _first: _List = field(default_factory=_List)
    _second: _List = field(default_factory=_List)
    _hidden: frozenset[str] = frozenset()
    """Paths that no longer count in the first list: gone, or in the second."""
    _new: Mapping[str, KnownFile | None] = field(default_factory=dict)
    _lies: ListEntry | None = None
    """The first list as it lies on disk."""

    @classmethod
    def read(cls, folder: Path, entries: Sequence[ListEntry]) -> "KnownFiles":
        """Return what `write` wrote.

        Args:
            folder: The build.
            entries: What it returned.

        Raises:
            DamagedSections: A file is not what was written.
            OSError: It cannot be read.
        """
        if not 1 <= len(entries) <= 2:  # noqa: PLR2004 - a large list and a small one
            raise DamagedSections(folder.name)
        lists = [_read(folder, entry) for entry in entries]
        first, _gone = lists[0]
        second, gone = lists[-1] if len(lists) > 1 else (_List(), [])
        return cls(first, second, frozenset((*gone, *second.paths)), {}, entries[0])

    def write(self, folder: Path, generation: int) -> tuple[ListEntry, ...]:
        """Write the files, or what changed since the large list was written.

        Args:
            folder: The build.
            generation: Number of the commit this is for.

        Returns:
            The lists that together hold all of them, the large one first.
        """
        second = self._second.changed(self._new)
        hidden = self._hidden.union(self._new)
        if self._lies and max(_LARGE, _PART * len(hidden)) <= len(self._first):
            gone = sorted(hidden.difference(second.paths))
            return self._lies, _write(folder, generation, second, gone)
        return (_write(folder, generation, self._first.without(hidden).joined(second)),)

    def changed(self, changes: Mapping[str, KnownFile | None]) -> "KnownFiles":
        """Return these files after some changes, by path; None where a file is gone."""
        return replace(self, _new={**self._new, **changes})

    def __len__(self) -> int:
        return len(self.rows()[0])

    def get(self, path: str) -> KnownFile | None:
        """Return what is known of a file; None where nothing is."""
        if path in self._new:
            return self._new[path]
        return self._second.get(path) if path in self._hidden else self._first.get(path)

    def with_ids(self, ids: Collection[str]) -> list[str]:
        """Return the paths whose files give an article one of some ids."""
        listed = {*self._first.with_ids(ids), *self._second.with_ids(ids)}
        listed.update(path for path in self._new if id_of(path) in ids)
        return sorted(path for path in listed if self.get(path))

    def rows(self) -> tuple[list[str], list[FileState]]:
        """Return the paths of all files, and beside them what each file looked like."""
        paths, states = self._first.rows_without(self._hidden.union(self._new))
        more, more_states = self._second.rows_without(self._new.keys())
        new = [(path, file) for path, file in self._new.items() if file]
        paths += [*more, *(path for path, _file in new)]
        states += [*more_states, *((file.size, file.mtime_ns) for _path, file in new)]
        return paths, states

    def problems(self) -> dict[str, str]:
        """Return why files were skipped, by path; those that were not are left out."""
        suspects = {*self._first.problems, *self._second.problems, *self._new}
        files = ((path, self.get(path)) for path in suspects)
        return {path: file.problem for path, file in files if file and file.problem}

    def photos(self) -> int:
        """Return how many photo records the index holds."""
        files = self._first.without(self._hidden).joined(self._second).changed(self._new)
        return int(files.rows["photos"].sum())


def _write(folder: Path, generation: int, files: _List, gone: Iterable[str] = ()) -> ListEntry:
    with SectionWriter(folder / ListEntry(generation, 0).file) as writer:
        writer.add("paths", files.text)
        for name in ("sizes", "times", "photos"):
            writer.add(name, files.rows[name])
        writer.add("digests", files.rows["digests"].tobytes())
        whys = [files.problems.get(path, "") for path in files.paths]
        writer.add("problems", _lines(whys))
        writer.add("gone", _lines(gone))
    return ListEntry(generation, writer.identity)


def _read(folder: Path, entry: ListEntry) -> tuple[_List, list[str]]:
    """Return a list of files, and the paths that are gone."""
    file = SectionFile(folder / entry.file)
    try:
        if file.identity != entry.identity:
            raise DamagedSections(entry.file)
        text, problems, gone = (
            file.array(name).tobytes() for name in ("paths", "problems", "gone")
        )
        rows = np.empty(text.count(b"\n"), dtype=_ROW)
        for name in ("sizes", "times", "photos"):
            rows[name] = file.array(name)
        rows["digests"] = file.array("digests").reshape(-1, DIGEST_BYTES)
        found = _List(text, rows)
        if problems.strip(b"\n"):
            whys = map(clean_line, _texts(problems))
            pairs = zip(found.paths, whys, strict=True)
            found.problems = {path: why for path, why in pairs if why}
        return found, _texts(gone)
    except ValueError as error:
        raise DamagedSections(entry.file) from error
    finally:
        file.close()


def _lines(texts: Iterable[str]) -> bytes:
    return "\n".join((*texts, "")).encode("utf-8", "surrogatepass")


def _texts(lines: bytes) -> list[str]:
    return lines.decode("utf-8", "surrogatepass").split("\n")[:-1]
