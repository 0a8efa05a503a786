"""The user's named selections: one readable YAML file each, outside the archive.

A collection is somebody's work of days. It survives two programs writing at once, a crash
in the middle, and keys in its file that this version does not know; a file that cannot be
read is never written over. The ``name`` key decides what a collection is called, the file's
name is only a help for people. Nothing here looks into the archive.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain, count
from pathlib import Path
from typing import Final, TypeAlias

import yaml
from filelock import FileLock, Timeout

from archive_tui.archive import atomic
from archive_tui.errors import CollectionError, NothingFound, UsageError
from archive_tui.i18n import _
from archive_tui.model import Collection, CollectionItem, Problem
from archive_tui.text.clean import clean_line
from archive_tui.text.vietnamese import slug, strip_marks

FOLDER: Final = "collections"
"""Folder of the files, inside the user's data for one archive."""

SIZE_LIMIT: Final = 1 << 25
"""Most bytes a file may have; a hundred thousand items with notes take less."""

_DEPTH_LIMIT: Final = 50
_Plain: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Dumper: Final = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_LOCK: Final = ".lock"
_ENDING: Final = ".yaml"
_Values: TypeAlias = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Entry:
    """An item as its file has it."""

    item: CollectionItem
    """What this version knows of it."""
    extra: Mapping[str, object] = field(default_factory=dict)
    """What it does not know, kept when the file is rewritten."""


@dataclass(frozen=True, slots=True)
class _File:
    """A collection as its file has it."""

    path: Path
    """The file."""
    name: str
    """What the collection is called."""
    entries: tuple[_Entry, ...] = ()
    """Its items in order."""
    extra: Mapping[str, object] = field(default_factory=dict)
    """Keys this version does not know, kept when the file is rewritten."""

    @property
    def collection(self) -> Collection:
        """The collection without the things only its file has to know."""
        return Collection(self.name, tuple(entry.item for entry in self.entries))


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything in a store."""

    collections: tuple[Collection, ...]
    """The collections, in the order of the alphabet without marks."""
    problems: tuple[Problem, ...]
    """Files that cannot be read."""


class CollectionStore:
    """The collections a user made from one archive.

    Args:
        folder: The user's data for that archive; made when something is first written.
        wait_seconds: How long to wait for another program that is writing.
    """

    def __init__(self, folder: Path, wait_seconds: float = 10.0) -> None:
        self._folder = folder / FOLDER
        self._wait_seconds = wait_seconds

    def names(self) -> tuple[str, ...]:
        """Return the names of all collections, in the order of the alphabet without marks.

        A file that cannot be read is left out; `shelf` tells which.

        Raises:
            CollectionError: The folder cannot be listed.
        """
        return tuple(collection.name for collection in self.shelf().collections)

    def shelf(self) -> Shelf:
        """Read all collections; a file that cannot be read is a problem of its own.

        Raises:
            CollectionError: The folder cannot be listed.
        """
        found: dict[str, Collection] = {}
        problems = []
        for path in self._paths():
            try:
                collection = _read(path).collection
            except CollectionError as error:
                problems.append(Problem(clean_line(path.name), str(error)))
            else:
                found.setdefault(collection.name, collection)
        names = sorted(found, key=lambda name: (strip_marks(name).casefold(), name))
        return Shelf(tuple(found[name] for name in names), tuple(problems))

    def get(self, name: str) -> Collection:
        """Return a collection; an empty one where there is none of that name.

        Raises:
            CollectionError: Its file cannot be read.
        """
        cleaned = _cleaned(name)
        found = self._find(cleaned)
        return found.collection if found else Collection(cleaned)

    def add(self, name: str, ids: Iterable[str]) -> Collection:
        """Append articles that are not in a collection yet; the collection is made when new.

        Args:
            name: What the collection is called.
            ids: Ids of articles, in the order they are to stand.

        Returns:
            The collection as it is now.

        Raises:
            CollectionError: Its file cannot be read or written, or another program is
                still writing.
        """
        cleaned = _cleaned(name)
        with self._writing():
            file = self._find(cleaned) or _File(self._free_path(cleaned), cleaned)
            wanted = dict.fromkeys(item for each in ids if (item := clean_line(each)))
            known = set(file.collection.ids)
            new = [each for each in wanted if each not in known]
            entries = (*file.entries, *(_Entry(CollectionItem(each)) for each in new))
            if new or not file.path.exists():
                _write(replace(file, entries=entries))
            return replace(file, entries=entries).collection

    def remove(self, name: str, ids: Iterable[str]) -> Collection:
        """Take articles out of a collection; ids that are not in it count for nothing.

        Returns:
            The collection as it is now.

        Raises:
            CollectionError: Its file cannot be read or written, or another program is
                still writing.
        """
        cleaned = _cleaned(name)
        unwanted = set(map(clean_line, ids))
        with self._writing():
            file = self._find(cleaned)
            if file is None:
                return Collection(cleaned)
            kept = tuple(entry for entry in file.entries if entry.item.id not in unwanted)
            if len(kept) < len(file.entries):
                _write(replace(file, entries=kept))
            return replace(file, entries=kept).collection

    def rename(self, old: str, new: str) -> None:
        """Give a collection another name.

        Raises:
            NothingFound: There is no collection of the old name.
            CollectionError: The new name is taken, or the file cannot be read or written.
        """
        cleaned = _cleaned(new)
        with self._writing():
            file = self._existing(_cleaned(old))
            if file.name == cleaned:
                return
            if self._find(cleaned):
                raise CollectionError(
                    _("There is a collection “{name}” already.").format(name=cleaned),
                    _("Choose another name."),
                )
            # First the name, which decides, then the file's: cut off between the two, the
            # collection is whole and found under its new name.
            _write(replace(file, name=cleaned))
            if slug(cleaned) != slug(file.name):
                with _converted(file.path):
                    file.path.rename(self._free_path(cleaned))

    def delete(self, name: str) -> None:
        """Delete a collection; the articles in it are not touched.

        Raises:
            NothingFound: There is no collection of that name.
            CollectionError: The file cannot be read or deleted.
        """
        with self._writing():
            file = self._existing(_cleaned(name))
            with _converted(file.path):
                file.path.unlink(missing_ok=True)

    def _existing(self, name: str) -> _File:
        if found := self._find(name):
            return found
        raise NothingFound(
            _("There is no collection “{name}”.").format(name=name),
            _("See all with “archive-tui collection list”."),
        )

    def _paths(self) -> list[Path]:
        """Return all collection files, in order of name."""
        with _converted(self._folder):
            found = self._folder.glob(f"*{_ENDING}") if self._folder.is_dir() else ()
            return sorted(path for path in found if not path.name.startswith("."))

    def _find(self, name: str) -> _File | None:
        """Return the file of a collection, wherever the user may have moved it.

        Only a damaged file that might be the one looked for stops the search.
        """
        likely = re.compile(rf"{slug(name)}(?:-\d+)?{re.escape(_ENDING)}")
        paths = sorted(self._paths(), key=lambda path: not likely.fullmatch(path.name))
        for path in paths:
            try:
                file = _read(path)
            except CollectionError:
                if likely.fullmatch(path.name):
                    raise
                continue
            if file.name == name:
                return file
        return None

    def _free_path(self, name: str) -> Path:
        """Return a file for a new name; two names with the same slug get different ones."""
        base = slug(name)
        numbered = (f"{base}-{number}" for number in count(2))
        candidates = (self._folder / f"{stem}{_ENDING}" for stem in chain((base,), numbered))
        return next(path for path in candidates if not path.exists())

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Keep other programs from writing while a file is read, changed and written."""
        try:
            with _converted(self._folder):
                self._folder.mkdir(parents=True, exist_ok=True)
                lock = FileLock(self._folder / _LOCK, timeout=self._wait_seconds)
                lock.acquire()
        except Timeout as error:
            raise CollectionError(
                _("Another program is changing the collections."),
                _("Try again when it has finished."),
            ) from error
        try:
            yield
        finally:
            lock.release()


def _cleaned(name: str) -> str:
    """Return a name as it is kept and shown."""
    if cleaned := clean_line(name):
        return cleaned
    raise UsageError(_("A collection needs a name."), _("Give it a name of your choice."))


@contextmanager
def _converted(path: Path) -> Iterator[None]:
    """Turn what the file system says into an error of ours."""
    try:
        yield
    except Timeout:
        raise
    except (OSError, NotImplementedError) as error:  # the latter: no locks on this file system
        strerror = error.strerror if isinstance(error, OSError) else None
        raise CollectionError(
            _("“{path}” cannot be used ({reason}).").format(
                path=clean_line(str(path)), reason=clean_line(strerror or type(error).__name__)
            ),
            _("Check its permissions and the space on the disk."),
        ) from error


def _read(path: Path) -> _File:
    """Read a file; CollectionError where it cannot be understood."""
    try:
        text = _bytes(path).decode("utf-8")
        _refuse_deep(text)
        # Twice: known values as they are written, so that a name "No" stays a name; unknown
        # ones as YAML means them, so that they are written back as they were.
        written = yaml.load(text, _Plain)  # noqa: S506 - makes nothing but strings
        kept = yaml.load(text, _Loader)  # noqa: S506 - a safe loader, C or Python, as installed
        return _file(path, _mapping(written), _mapping(kept))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise CollectionError(
            _("The collection file “{path}” cannot be read.").format(path=clean_line(str(path))),
            _("Mend it in a text editor, or move it elsewhere; it was not changed."),
        ) from error


def _refuse_deep(text: str) -> None:
    """Refuse nesting that could exhaust the stack, before anything is built."""
    depth = 0
    for event in yaml.parse(text, _Loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEPTH_LIMIT:
            raise ValueError(depth)


def _bytes(path: Path) -> bytes:
    with _converted(path), path.open("rb") as file:
        data = file.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise ValueError(path)
    return data


def _file(path: Path, written: _Values, kept: _Values) -> _File:
    items, kept_items = _sequence(written.get("items")), _sequence(kept.get("items"))
    entries = (_entry(*pair) for pair in zip(items, kept_items, strict=True))
    return _File(
        path,
        _text(written.get("name")) or clean_line(path.stem),
        tuple({entry.item.id: entry for entry in entries}.values()),
        {key: value for key, value in kept.items() if key not in ("name", "items")},
    )


def _entry(written: object, kept: object) -> _Entry:
    """Read one item: a mapping, or an id alone."""
    if isinstance(written, str):
        written, kept = {"id": written}, {}
    values = _mapping(written)
    if not (article_id := _text(values.get("id"))):
        raise ValueError(written)
    extra = {key: value for key, value in _mapping(kept).items() if key not in ("id", "note")}
    return _Entry(CollectionItem(article_id, _text(values.get("note"))), extra)


def _mapping(value: object) -> _Values:
    if not isinstance(value, dict):
        raise ValueError(value)  # noqa: TRY004 - it is the file that is wrong, not our code
    return {str(key): each for key, each in value.items()}


def _sequence(value: object) -> list[object]:
    """Return a list; nothing at all is an empty one."""
    if value in (None, ""):
        return []
    if not isinstance(value, list):
        raise ValueError(value)  # noqa: TRY004 - it is the file that is wrong, not our code
    return value


def _text(value: object) -> str:
    """Return a scalar, cleaned; nothing at all is an empty text."""
    if not isinstance(value, str | None):
        raise ValueError(value)  # noqa: TRY004 - it is the file that is wrong, not our code
    return clean_line(value or "")


def _write(file: _File) -> None:
    items = [_item_values(entry) for entry in file.entries]
    values: _Values = {"name": file.name, "items": items, **file.extra}
    text = yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1 << 20)
    with _converted(file.path):
        atomic.write_text(file.path, text)


def _item_values(entry: _Entry) -> _Values:
    note = {"note": entry.item.note} if entry.item.note else {}
    return {"id": entry.item.id, **note, **entry.extra}
