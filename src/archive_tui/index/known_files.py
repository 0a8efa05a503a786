"""What an index remembers of the archive's files, so that an update opens only what changed.

Most of it stays the arrays it is on disk: an update that looks at one file searches for its
path, and one that looks at all of them makes a pair of each, not an object. What a small
update changes is written as a small list on top of the large one, and folded into it when
there is much of it.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
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


class KnownFiles:
    """The files an index knows: a large list as it was written, and what changed since."""

    def __init__(self) -> None:
        self._list = _List()
        self._changes: dict[str, KnownFile | None] = {}
        self._lies: ListEntry | None = None

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
        known = cls()
        for place, entry in enumerate(entries):
            found, gone = _read(folder, entry)
            if place:
                known._changes |= {**found.files(), **dict.fromkeys(gone)}
            else:
                known._list, known._lies = found, entry
        return known

    def write(self, folder: Path, generation: int) -> tuple[ListEntry, ...]:
        """Write the files, or what changed since they were written.

        Args:
            folder: The build.
            generation: Number of the commit this is for.

        Returns:
            The lists that together hold all of them, the large one first.
        """
        kept = max(_LARGE, _PART * len(self._changes)) <= len(self._list)
        if kept and self._lies:
            return self._lies, _write(folder, generation, *_split(self._changes))
        self._list, self._changes = self._list.changed(self._changes), {}
        self._lies = _write(folder, generation, self._list)
        return (self._lies,)

    def changed(self, changes: Mapping[str, KnownFile | None]) -> "KnownFiles":
        """Return these files after some changes, by path; None where a file is gone."""
        known = KnownFiles()
        known._list, known._lies = self._list, self._lies
        known._changes = {**self._changes, **changes}
        return known

    def __len__(self) -> int:
        new = sum(bool(file) for path, file in self._changes.items() if path not in self._list)
        gone = sum(file is None for path, file in self._changes.items() if path in self._list)
        return len(self._list) + new - gone

    def get(self, path: str) -> KnownFile | None:
        """Return what is known of a file; None where nothing is."""
        return self._changes[path] if path in self._changes else self._list.get(path)

    def with_ids(self, ids: Collection[str]) -> list[str]:
        """Return the paths whose files give an article one of some ids."""
        changed = (path for path, file in self._changes.items() if file and id_of(path) in ids)
        listed = (path for path in self._list.with_ids(ids) if path not in self._changes)
        return sorted((*changed, *listed))

    def states(self) -> dict[str, FileState]:
        """Return what each file looked like, by path."""
        states = self._list.states()
        for path, file in self._changes.items():
            if file:
                states[path] = (file.size, file.mtime_ns)
            else:
                states.pop(path, None)
        return states

    def problems(self) -> dict[str, str]:
        """Return why files were skipped, by path; those that were not are left out."""
        problems = dict(self._list.problems)
        for path, file in self._changes.items():
            problems.pop(path, None)
            if file and file.problem:
                problems[path] = file.problem
        return problems

    def photos(self) -> int:
        """Return how many photo records the index holds."""
        before = filter(None, map(self._list.get, self._changes))
        after = filter(None, self._changes.values())
        count = int(self._list.rows["photos"].sum())
        return count - sum(file.photos for file in before) + sum(file.photos for file in after)


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

    def __contains__(self, path: str) -> bool:
        return self._row(path) is not None

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
        row = self._row(path)
        return None if row is None else self._file(path, row)

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

    def files(self) -> dict[str, KnownFile]:
        """Return all files by path."""
        return {path: self._file(path, row) for row, path in enumerate(self.paths)}

    def states(self) -> dict[str, FileState]:
        """Return what each file looked like, by path."""
        pairs = zip(self.rows["sizes"].tolist(), self.rows["times"].tolist(), strict=True)
        return dict(zip(self.paths, pairs, strict=True))

    def changed(self, changes: Mapping[str, KnownFile | None]) -> "_List":
        """Return the list after some changes; None is for a file that is gone."""
        new = _List.of({path: file for path, file in changes.items() if file})
        stays = np.array([path not in changes for path in self.paths], dtype=np.bool_)
        kept = [path for path in self.paths if path not in changes]
        paths = [*kept, *new.paths]
        order = sorted(range(len(paths)), key=paths.__getitem__)
        rows = np.concatenate([self.rows[stays], new.rows])[np.array(order, dtype=np.int64)]
        problems = {path: why for path, why in self.problems.items() if path not in changes}
        return _List(_lines(sorted(paths)), rows, {**problems, **new.problems})

    def _row(self, path: str) -> int | None:
        row = bisect_left(self.paths, path)
        return row if row < len(self) and self.paths[row] == path else None

    def _file(self, path: str, number: int) -> KnownFile:
        size, time, photos, found = self.rows[number].tolist()
        read = bytes(found)
        known = b"" if read == _UNREAD else read
        return KnownFile(size, time, photos, known, self.problems.get(path, ""))


def _split(changes: Mapping[str, KnownFile | None]) -> tuple[_List, list[str]]:
    """Return the files that changed, and the paths of those that are gone."""
    files = {path: file for path, file in changes.items() if file}
    return _List.of(files), sorted(changes.keys() - files.keys())


def _write(folder: Path, generation: int, files: _List, gone: Iterable[str] = ()) -> ListEntry:
    with SectionWriter(folder / ListEntry(generation, 0).file) as writer:
        writer.add("paths", files.text)
        for name in ("sizes", "times", "photos"):
            writer.add(name, files.rows[name])
        writer.add("digests", files.rows["digests"].tobytes())
        whys = map(files.problems.get, files.paths) if files.problems else [""] * len(files)
        writer.add("problems", _lines(why or "" for why in whys))
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
    return "".join(f"{text}\n" for text in texts).encode("utf-8", "surrogatepass")


def _texts(lines: bytes) -> list[str]:
    return lines.decode("utf-8", "surrogatepass").split("\n")[:-1]
