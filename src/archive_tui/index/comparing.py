"""How an archive differs from what its index knows of it, told without opening a file."""

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath
from typing import overload

from archive_tui.archive.article_file import id_of
from archive_tui.engine import ArticleSource, Entry, Files, FileState
from archive_tui.errors import NothingFound
from archive_tui.i18n import _
from archive_tui.index.known_files import KnownFiles
from archive_tui.model import Problem
from archive_tui.text.clean import clean_line


class Entries(Sequence[Entry]):
    """Files that are to be read, kept as columns: there may be a million of them.

    Args:
        paths: The files.
        states: What each looks like.
        digests: What is known of the content of each; nothing when left out.
    """

    def __init__(
        self, paths: Sequence[str], states: Iterable[FileState], digests: Sequence[bytes] = ()
    ) -> None:
        self._paths = paths
        self._numbers = array("q", chain.from_iterable(states))
        self._digests = digests

    def __len__(self) -> int:
        return len(self._paths)

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> "Entries": ...
    def __getitem__(self, place: int | slice) -> "Entry | Entries":
        if isinstance(place, slice):
            places = range(len(self))[place]
            states = ((self._numbers[2 * at], self._numbers[2 * at + 1]) for at in places)
            return Entries(self._paths[place], states, self._digests[place])
        place = range(len(self))[place]
        digest = self._digests[place] if self._digests else b""
        size, time = self._numbers[2 * place : 2 * place + 2]
        return Entry(self._paths[place], size, time, digest)


@dataclass(frozen=True, slots=True)
class Changes:
    """How an archive, or a part of it, differs from what an index knows of it."""

    added: Sequence[Entry] = ()
    """Files the index does not know."""
    changed: Sequence[Entry] = ()
    """Files to read again, since size or time is another, or since somebody wants to know."""
    removed: tuple[str, ...] = ()
    """Paths that are gone."""
    problems: tuple[Problem, ...] = ()
    """Files that can be no article: misnamed, or with an id another file gave first."""
    unchanged: int = 0
    """Files that need not be opened."""

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def compare_all(source: ArticleSource, known: KnownFiles, *, digests: bool = False) -> Changes:
    """Compare a whole archive.

    Args:
        source: The archive.
        known: What the index knows of it.
        digests: Whether all files are to be read again.

    Raises:
        ArchiveError: The archive cannot be listed.
    """
    return _changes(source.files(), known, *known.rows(), again=digests)


def compare_some(source: ArticleSource, known: KnownFiles, names: Collection[str]) -> Changes:
    """Compare some files, and those that give an article the same id; all are to be read.

    Args:
        source: The archive.
        known: What the index knows of it.
        names: Ids, or paths relative to the archive.

    Raises:
        NothingFound: Neither archive nor index know one of them.
    """
    paths = {str(PurePosixPath(name)) for name in names if "/" in name}
    paths.update(_paths_of(source, known, {name for name in names if "/" not in name}))
    paths.update(known.with_ids({id_of(path) for path in paths}))
    states = {path: state for path in paths if (state := source.state(path))}
    files = {path: file for path in paths if (file := known.get(path))}
    for path in paths - states.keys() - files.keys():
        raise _nothing(path)
    before = [(file.size, file.mtime_ns) for file in files.values()]
    return _changes(Files(states), known, list(files), before, again=True)


def _changes(
    files: Files,
    known: KnownFiles,
    paths: Sequence[str],
    before: Sequence[FileState],
    *,
    again: bool,
) -> Changes:
    """Compare files with what was known of some paths."""
    states, state_of = files.states, files.states.get
    # One look at each file: of a hundred thousand, a look at all of them is felt.
    other = [
        path for path, state in zip(paths, before, strict=True) if again or state_of(path) != state
    ]
    gone = {path for path in other if path not in states}
    grown = len(states) > len(paths) - len(gone)
    new = set(states).difference(paths) if grown else set()
    clashes = _clashes({*new, *_namesakes(new, states, known)}) if new else {}
    added = sorted(new - clashes.keys())
    changed = sorted(path for path in other if path not in gone and path not in clashes)
    removed = sorted({*gone, *(clashes.keys() - new)})
    return Changes(
        Entries(added, map(states.__getitem__, added)),
        Entries(
            changed,
            map(states.__getitem__, changed),
            [file.digest if (file := known.get(path)) else b"" for path in changed],
        ),
        tuple(removed),
        tuple(sorted((*files.problems, *clashes.values()), key=lambda problem: problem.path)),
        len(states) - len(clashes) - len(added) - len(changed),
    )


def _namesakes(
    new: Collection[str], states: Mapping[str, FileState], known: KnownFiles
) -> Iterator[str]:
    """Yield the files the index knows that are still there and share an id with a new one."""
    ids = {id_of(path) for path in new}
    yield from (path for path in known.with_ids(ids) if path in states)


def _clashes(paths: Collection[str]) -> dict[str, Problem]:
    """Return the files whose id is given by a file before them, in order of path."""
    if len(set(map(id_of, paths))) == len(paths):
        return {}
    seen: dict[str, str] = {}
    clashes = {}
    for path in sorted(paths):
        first = seen.setdefault(id_of(path), path)
        if first != path:
            message = _("The id is taken by {path}.").format(path=first)
            clashes[path] = Problem(path, message)
    return clashes


def _paths_of(source: ArticleSource, known: KnownFiles, ids: Collection[str]) -> Iterator[str]:
    """Yield the paths some ids mean: where the index knows them, or else the archive has them."""
    listed = known.with_ids(ids)
    yield from listed
    there = {id_of(path) for path in listed if source.state(path)}
    for article_id in ids:
        if article_id in there:
            continue
        try:
            yield source.path_of(article_id)
        except NothingFound:
            if article_id not in map(id_of, listed):
                raise


def _nothing(path: str) -> NothingFound:
    return NothingFound(
        _("The archive has no file “{path}”.").format(path=clean_line(path)),
        _("Name an article by its id, or its file."),
    )
