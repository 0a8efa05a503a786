"""Writing to a build: records in, a new generation out, or nothing.

New segments and lists are written under names nobody looks for; the commit is the table of
contents, written last. Whatever happens before it, the generation in force stays as it is,
and what was left behind is removed by the next one who writes.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from archive_tui.archive import atomic
from archive_tui.index.contents import (
    Contents,
    ListEntry,
    SegmentEntry,
    is_build_file,
    newest_generation,
    read_contents,
    write_contents,
)
from archive_tui.index.known_files import KnownFiles
from archive_tui.index.merge_policy import to_merge
from archive_tui.index.merging import merge, sources
from archive_tui.index.opening import OpenSegment, open_segment
from archive_tui.index.records import Record
from archive_tui.index.runs import RunSeries
from archive_tui.index.sections import SectionWriter
from archive_tui.index.store import damage_is_outdated, found_damage_is_outdated

_MOST_RUNS: Final = 16
"""Runs that are merged at once; each has five files open."""
_SEGMENT_FILE: Final = re.compile(r"s(\d{6,12})-.*")
_NUMBERED_FILE: Final = re.compile(r".*-(\d{6,12})\.(?:atx|json)")
"""A list or a table of contents, with its generation."""


class BuildWriter:
    """Adds records to a build and deletes some, all at once at the commit.

    As a context it lets go of its files at the end, and removes those that are not in force:
    what the commit replaced, or, where there was none, what it would have put in force.

    Args:
        folder: The build.
        contents: What is in force in it.
        check: Called now and then; raises to stop.
    """

    def __init__(self, folder: Path, contents: Contents, check: Callable[[], None]) -> None:
        self.folder = folder
        """The build; others may write segments there that are adopted."""
        self._check = check
        self._source = contents.source
        self._in_force = contents.files
        self._entries = list(contents.segments)
        self._opened = _opened(folder, self._entries)
        self._deleted: dict[str, list[NDArray[np.uint32]]] = {}
        self._runs = RunSeries(folder, self._name)
        self._new: list[SegmentEntry] = []
        self._made_of_runs = 0  # so many of them, the first, are merged already
        self._written = 0
        remove_orphans(folder, contents)
        left = [path.name for path in folder.iterdir()]  # some cannot be removed while open
        self.generation = max(contents.generation, _highest(_NUMBERED_FILE, left)) + 1
        self._next = max(contents.next_segment, _highest(_SEGMENT_FILE, left) + 1)

    def add(self, record: Record) -> None:
        """Add a record."""
        self._written += 1
        self._take(self._runs.add(record))

    def adopt(self, entry: SegmentEntry) -> None:
        """Take a segment that somebody else wrote into the folder."""
        self._written += entry.records
        self._take(entry)

    def delete(self, field: str, value: str) -> None:
        """Delete the committed records that have a value in one of the fields of whole values."""
        for name in (entry.name for entry in self._entries):
            segment = self._opened[name].segment
            with found_damage_is_outdated():
                place = segment.terms(field).find(value)
                docs = None if place is None else segment.docs(field, place)
            if docs is not None:
                self._deleted.setdefault(name, []).append(docs)

    def save(self, files: KnownFiles) -> KnownFiles:
        """Commit what was added until now, and go on; for a build that nobody reads yet.

        Args:
            files: Those whose records were added.

        Returns:
            The same files, as they were written.
        """
        self._take(self._runs.flush())
        self._delete_all()
        written = self._write_contents([*self._entries, *self._new], files)
        self.generation += 1
        with found_damage_is_outdated():
            return KnownFiles.read(self.folder, written)

    def commit(self, files: KnownFiles, *, as_one: bool = False, at_once: bool = False) -> None:
        """Put everything in force as one new generation.

        Args:
            files: What the archive looks like at that generation.
            as_one: Whether to make one segment of all.
            at_once: Whether somebody waits for these records alone; see `merge_policy`.
        """
        self._take(self._runs.flush())
        self._delete_all()
        self._entries = [*self._entries, *self._as_one(self._new)]
        if as_one:
            self._entries = self._as_one(self._entries)
        else:
            self._merge_by_policy(at_once=at_once)
        self._write_contents(self._entries, files)

    def _write_contents(
        self, entries: Sequence[SegmentEntry], files: KnownFiles
    ) -> tuple[ListEntry, ...]:
        """Put segments in force, and remove what they replace; return the lists of files."""
        known = files.write(self.folder, self.generation)
        contents = Contents(self.generation, tuple(entries), known, self._next, self._source)
        self._flush(contents)
        write_contents(self.folder, contents)
        before, self._in_force = self._in_force, contents.files
        _remove(self.folder / name for name in before - self._in_force)
        return known

    def _flush(self, contents: Contents) -> None:
        """Flush to disk what is about to be put in force, and that it is in the folder."""
        for name in sorted(contents.files - self._in_force - {contents.file}):
            atomic.sync_file(self.folder / name)
        atomic.sync(self.folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for opened in self._opened.values():
            opened.segment.close()
        try:
            in_force = read_contents(self.folder, newest_generation(self.folder))
        except FileNotFoundError:
            in_force = Contents(0)
        except (OSError, ValueError):  # whoever writes next finds out what is in force
            return
        remove_orphans(self.folder, in_force)

    def _take(self, entry: SegmentEntry | None) -> None:
        """Take a new segment, if there is one, to those of this commit."""
        if entry is None:
            return
        with found_damage_is_outdated():
            self._opened[entry.name] = open_segment(self.folder, entry)
        self._new.append(entry)
        runs = self._new[self._made_of_runs :]
        if len(runs) >= _MOST_RUNS:
            self._new[self._made_of_runs :] = [self._merged(runs)]
            self._made_of_runs += 1

    def _as_one(self, entries: list[SegmentEntry]) -> list[SegmentEntry]:
        """Return the segment that holds the records of some, or none where there are none."""
        while len(entries) > 1:
            entries = [self._merged(entries[:_MOST_RUNS]), *entries[_MOST_RUNS:]]
        return entries

    def _merge_by_policy(self, *, at_once: bool) -> None:
        deleted = [len(self._opened[entry.name].deleted) for entry in self._entries]
        sizes = [entry.records - gone for entry, gone in zip(self._entries, deleted, strict=True)]
        chosen = to_merge(sizes, deleted, self._written, at_once=at_once)
        if chosen:
            merged = self._merged([self._entries[place] for place in chosen])
            rest = (e for place, e in enumerate(self._entries) if place not in chosen)
            self._entries = [*rest, merged]

    def _merged(self, entries: list[SegmentEntry]) -> SegmentEntry:
        parts = [self._opened[entry.name] for entry in entries]
        with found_damage_is_outdated():
            merged = sources([(part.segment, part.deleted) for part in parts])
            made = merge(merged, self.folder, self._name(), self._check)
        for entry in entries:
            self._opened.pop(entry.name).segment.close()
            _remove(self.folder / file for file in entry.files if file not in self._in_force)
        self._opened[made.name] = open_segment(self.folder, made)
        return made

    def _name(self) -> str:
        name = f"s{self._next:06}"
        self._next += 1
        return name

    def _live(self, entry: SegmentEntry) -> int:
        return entry.records - len(self._opened[entry.name].deleted)

    def _delete_all(self) -> None:
        """Write what was deleted, and leave out segments of which nothing is left."""
        self._entries = [self._with_deletions(entry) for entry in self._entries]
        self._entries = [entry for entry in self._entries if self._live(entry)]
        self._deleted.clear()

    def _with_deletions(self, entry: SegmentEntry) -> SegmentEntry:
        """Return an entry with what was deleted in it in this commit, the list written."""
        added = self._deleted.get(entry.name)
        if not added:
            return entry
        before = self._opened[entry.name]
        deleted = np.unique(np.concatenate([before.deleted, *added]))
        after = replace(entry, deletions=self.generation)
        self._opened[entry.name] = OpenSegment(before.segment, deleted)
        with SectionWriter(self.folder / after.deletions_file) as writer:
            writer.add("deleted", deleted)
        return replace(after, deletions_identity=writer.identity)


def _opened(folder: Path, entries: Iterable[SegmentEntry]) -> dict[str, OpenSegment]:
    """Open segments by name, or none where one of them cannot be opened."""
    with damage_is_outdated(), ExitStack() as stack:
        opened = {}
        for entry in entries:
            opened[entry.name] = open_segment(folder, entry)
            stack.callback(opened[entry.name].segment.close)
        stack.pop_all()
        return opened


def _highest(pattern: re.Pattern[str], names: Iterable[str]) -> int:
    """Return the highest number in names of a pattern; 0 where there is none."""
    return max((int(found[1]) for found in map(pattern.fullmatch, names) if found), default=0)


def remove_orphans(folder: Path, contents: Contents) -> None:
    """Remove the files of a build that belong to no generation in force.

    What somebody has open where open files cannot be removed goes the next time.
    """
    in_force = contents.files
    _remove(
        path for path in folder.iterdir() if is_build_file(path.name) and path.name not in in_force
    )


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink()
