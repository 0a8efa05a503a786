"""The table of contents of a build: which segments are in force, and what is deleted in them.

``contents-<generation>.json`` is written beside and renamed, and that is the commit: before it
nobody looks for the new segments, after it everybody does. The newest one counts. It is plain
JSON with a checksum, and names for each file of a segment a number that another file would
hardly have, so that files of different builds are not mixed.
"""

import json
import os
import re
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from archive_tui.archive import atomic
from archive_tui.index.plain_files import read_plain
from archive_tui.index.sections import ENDING, DamagedSections
from archive_tui.index.segments import FILES, file_name

_NAME: Final = re.compile(r"contents-(\d{6,12})\.json")
_SEGMENT: Final = re.compile(r"[rs]\d{6,12}")
"""Written by the one who commits, or (``r``) by a process beside it."""
_LONGEST: Final = 1 << 24
"""Bytes a table of contents may have; it names a few segments."""
_MOST: Final = 10**11
"""Numbers stay below it, so that they and those after them have no more digits than names."""


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A segment in force."""

    name: str
    """What its files are called."""
    records: int
    """Records in it, deleted ones counted."""
    identity: tuple[int, ...]
    """A number for each of its files."""
    deletions: int = 0
    """Generation that wrote the list of its deleted records; 0 where none are."""
    deletions_identity: int = 0
    """The identity of that list."""

    @property
    def deletions_file(self) -> str:
        """Name of the list of its deleted records."""
        return f"{self.name}-deleted-{self.deletions:06}{ENDING}"

    @property
    def files(self) -> tuple[str, ...]:
        """Names of all its files."""
        own = tuple(file_name(self.name, kind) for kind in FILES)
        return (*own, self.deletions_file) if self.deletions else own


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A list of the archive's files that is in force."""

    generation: int
    """Number of the commit that wrote it."""
    identity: int
    """The identity of its file."""

    @property
    def file(self) -> str:
        """Name of its file."""
        return f"files-{self.generation:06}{ENDING}"


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in force at one generation."""

    generation: int
    """Number of the commit; 0 where nothing was committed."""
    segments: tuple[SegmentEntry, ...] = ()
    """The segments, in the order their records are numbered."""
    known_files: tuple[ListEntry, ...] = ()
    """The lists of the archive's files, each with what changed since the one before."""
    next_segment: int = 1
    """A number no segment had; names are not given out again, since somebody may have one open."""

    source: str | None = None
    """Publisher of the articles that name none, as it was when they were indexed."""

    @property
    def file(self) -> str:
        """Name of the table of contents itself."""
        return _file(self.generation)

    @property
    def files(self) -> frozenset[str]:
        """Names of all files in force."""
        listed = (name for segment in self.segments for name in segment.files)
        known = (entry.file for entry in self.known_files)
        return frozenset((self.file, *known, *listed))


def is_build_file(name: str) -> bool:
    """Return whether a file of a build is one that a commit wrote, or was about to."""
    return name.endswith(ENDING) or name.startswith(("contents-", atomic.TEMPORARY_PREFIX))


def newest_generation(folder: Path) -> int:
    """Return the number of the last commit in a build.

    Raises:
        FileNotFoundError: There was none.
    """
    names = filter(None, map(_NAME.fullmatch, os.listdir(folder)))  # noqa: PTH208 - asked before every search
    found = [int(name[1]) for name in names]
    if not found:
        raise FileNotFoundError(folder)
    return max(found)


def read_contents(folder: Path, generation: int) -> Contents:
    """Read the table of contents of a generation.

    Raises:
        DamagedSections: It is not what was written, or what it says cannot be.
        NotPlain: It is a link, no file, or too long.
        OSError: It cannot be read.
    """
    text = read_plain(folder / _file(generation), _LONGEST)
    try:
        checksum, _, body = text.partition(b"\n")
        if checksum != _checksum(body):
            raise DamagedSections(_file(generation))
        values = json.loads(body)
        if values["generation"] != generation:
            raise DamagedSections(_file(generation))
        segments = tuple(map(_entry, values["segments"]))
        known = tuple(map(_list_entry, values["known_files"]))
        source = None if values.get("source") is None else str(values["source"])
        contents = Contents(generation, segments, known, int(values["next_segment"]), source)
        _check(contents)
    except (
        ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError,
    ) as error:  # fmt: skip
        raise DamagedSections(_file(generation)) from error
    return contents


def write_contents(folder: Path, contents: Contents) -> None:
    """Write a table of contents beside and rename it: the commit."""
    body = json.dumps(asdict(contents)).encode()
    atomic.write_bytes(folder / _file(contents.generation), _checksum(body) + b"\n" + body)


def _check(contents: Contents) -> None:
    """Refuse contents by which a file in force would be written to or counted twice.

    Raises:
        ValueError: It is such.
    """
    names = [entry.name for entry in contents.segments]
    numbers = [int(name[1:]) for name in names if name.startswith("s")]
    lists = [entry.generation for entry in contents.known_files]
    generations = [*lists, *(entry.deletions for entry in contents.segments)]
    if (
        len(set(names)) != len(names)
        or len(set(lists)) != len(lists)
        or max(generations, default=0) > contents.generation
        or not max(numbers, default=0) < contents.next_segment < _MOST
        or contents.generation >= _MOST
    ):
        raise ValueError(contents.file)


def _checksum(body: bytes) -> bytes:
    return f"{zlib.crc32(body):08x}".encode()


def _file(generation: int) -> str:
    return f"contents-{generation:06}.json"


def _entry(values: Mapping[str, Any]) -> SegmentEntry:
    entry = SegmentEntry(
        str(values["name"]),
        int(values["records"]),
        tuple(map(int, values["identity"])),
        int(values["deletions"]),
        int(values["deletions_identity"]),
    )
    if not _SEGMENT.fullmatch(entry.name) or entry.records < 0 or entry.deletions < 0:
        raise ValueError(entry.name)
    if len(entry.identity) != len(FILES):  # without one, nothing would be compared
        raise ValueError(entry.name)
    return entry


def _list_entry(values: Mapping[str, Any]) -> ListEntry:
    entry = ListEntry(int(values["generation"]), int(values["identity"]))
    if entry.generation < 1:
        raise ValueError(entry.generation)
    return entry
