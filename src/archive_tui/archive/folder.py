"""An archive's folder: what is in it, and reading one article at a time.

Listing never opens a body. Symbolic links are not followed, so that a foreign archive cannot
make the program read files outside of it.
"""

from __future__ import annotations

import os
import re
import stat
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from archive_tui import model
from archive_tui.archive import atomic
from archive_tui.archive.article_file import decode, id_of, paragraphs, parse, split
from archive_tui.archive.limits import FILE_LIMIT, SIZE_LIMIT
from archive_tui.archive.places import is_plain, locate
from archive_tui.archive.settlement import SETTLEMENT, Settled, read_settlement, settlement_text
from archive_tui.engine import Entry, Files, FileState
from archive_tui.errors import (
    ArchiveError,
    ArchiveNotFound,
    ArchiveReadOnly,
    DamagedFile,
    NothingFound,
    UnreadableFile,
)
from archive_tui.i18n import _
from archive_tui.text.clean import clean_line

if TYPE_CHECKING:
    from archive_tui.model import Article, DateSpan, Header, Problem

UNDATED: Final = "undated"
"""Folder of the items without a date."""

_YEAR: Final = re.compile(r"\d{4}")
_CLOSING: Final = re.compile(rb"\n---[ \t]*\r?(?:\n|\Z)")
_CHUNK: Final = 1 << 13
_ENDING: Final = ".md"
_ARTICLE_FILE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,251}\.md").fullmatch
"""Matches a plain name, as `places` has it, with the ending of an article."""


class Archive:
    """A folder of articles.

    Args:
        folder: The folder; it has to hold an ``archive.yaml``.

    Raises:
        ArchiveNotFound: It does not.
        ArchiveError: ``archive.yaml`` cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settled = read_settlement(folder)

    @classmethod
    def create(cls, folder: Path, settled: Settled) -> Archive:
        """Make an empty archive.

        Args:
            folder: A folder that is empty or not there yet.
            settled: What to call it.

        Raises:
            ArchiveError: The folder holds something else, or cannot be made.
        """
        try:
            if folder.exists() and any(folder.iterdir()):
                raise ArchiveError(
                    _("“{folder}” is not empty.").format(folder=clean_line(str(folder))),
                    _("Name a new folder for the archive."),
                )
            atomic.write_text(folder / SETTLEMENT, settlement_text(settled), overwrite=False)
        except OSError as error:
            raise read_only(folder) from error
        return cls(folder)

    @cached_property
    def writable(self) -> bool:
        """Whether files can be added to the folder."""
        return os.access(self.folder, os.W_OK)

    def files(self) -> Files:
        """Walk over all article files without opening any.

        Raises:
            ArchiveError: The folder cannot be listed.
        """
        states: dict[str, FileState] = {}
        problems: list[Problem] = []
        for top in _subfolders(self.folder):
            if _is_top(top):
                _walk(self.folder, top, states, problems)
        return Files(states, tuple(sorted(problems, key=lambda problem: problem.path)))

    def state(self, path: str) -> FileState | None:
        """Return what a walk would see of one file; None where it would see none."""
        top, _slash, rest = path.partition("/")
        if not (_is_top(top) and rest.endswith(_ENDING)):
            return None
        try:
            status = locate(self.folder, path).stat(follow_symlinks=False)
        except (DamagedFile, OSError):
            return None
        return (status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else None

    def entries(self) -> list[Entry]:
        """Return all article files in order of path; raises as `files` does."""
        return [Entry(path, *state) for path, state in sorted(self.files().states.items())]

    def read(self, path: str) -> Article:
        """Read one article.

        Args:
            path: The file, relative to the archive, as `files` gives it.

        Raises:
            DamagedFile: The file cannot be read.
        """
        return self.parse(path, self.content(path))

    def content(self, path: str) -> bytes:
        """Read one file; raises as `read` does."""
        return _file_bytes(self.folder, path)

    def parse(self, path: str, content: bytes) -> Article:
        """Return the article a file holds; raises as `read` does."""
        return parse(decode(content, path), path, id_of(path))

    def read_body(self, path: str) -> list[str]:
        """Read the paragraphs of an article, without reading its front matter.

        Raises:
            DamagedFile: The file cannot be read.
        """
        text = decode(_file_bytes(self.folder, path), path)
        return list(paragraphs(split(text, path)[1]))

    def read_header(self, path: str) -> Header:
        """Read the front matter only.

        Raises:
            DamagedFile: The file cannot be read.
        """
        from archive_tui.archive.front_matter import read_header  # noqa: PLC0415 - YAML is slow

        try:
            with locate(self.folder, path).open("rb") as file:
                data = b""
                while chunk := file.read(_CHUNK):
                    data += chunk
                    if (end := _CLOSING.search(data)) or len(data) > 4 * SIZE_LIMIT:
                        data = data[: end.end()] if end else data
                        break
        except OSError as error:
            raise _unreadable(path, error) from error
        return read_header(split(decode(data, path), path)[0], path, id_of(path))

    def path_of(self, article_id: str) -> str:
        """Return where an article's file is.

        Raises:
            NothingFound: There is no such article.
        """
        if is_plain(article_id):
            guess = guessed_path(article_id)
            if _is_own_file(self.folder, guess):
                return guess
            for entry in self.entries():
                if entry.id == article_id:
                    return entry.path
        raise NothingFound(
            _("The archive has no article “{id}”.").format(id=clean_line(article_id)),
            _("Find ids with “archive-tui search”."),
        )

    def article(self, article_id: str) -> Article:
        """Read an article by its id.

        Raises:
            NothingFound: There is no such article.
            DamagedFile: Its file cannot be read.
        """
        return self.read(self.path_of(article_id))


def find(start: Path) -> Path:
    """Return the nearest ``archive/`` folder at or above a folder, or the folder itself.

    Raises:
        ArchiveNotFound: There is none up to the root.
    """
    for folder in (start, *start.parents):
        for candidate in (folder, folder / "archive"):
            if (candidate / SETTLEMENT).is_file():
                return candidate
    raise ArchiveNotFound(
        _("There is no archive here."),
        _("Name one with --archive DIR, or make one with “archive-tui init DIR”."),
    )


def path_for(article_id: str, date: DateSpan | None) -> str:
    """Return where a new article's file belongs, relative to the archive."""
    if date is None:
        return f"{UNDATED}/{article_id}.md"
    year = f"{date.first.year:04}"
    same_month = (date.first.year, date.first.month) == (date.last.year, date.last.month)
    return (
        f"{year}/{date.first.month:02}/{article_id}.md" if same_month else f"{year}/{article_id}.md"
    )


def guessed_path(article_id: str) -> str:
    """Return where an article most likely is, from its id alone."""
    match = re.match(r"(\d{4})-(?:(\d\d)-)?", article_id)
    if not match:
        return f"{UNDATED}/{article_id}.md"
    return "/".join(part for part in (match[1], match[2], f"{article_id}.md") if part)


def read_only(folder: Path) -> ArchiveReadOnly:
    """Return the error for an archive that cannot be written to."""
    return ArchiveReadOnly(
        _("“{folder}” cannot be written to.").format(folder=clean_line(str(folder))),
        _("Check its permissions, or copy the archive to a place of your own."),
    )


def _subfolders(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as items:
            return sorted(item.name for item in items if item.is_dir(follow_symlinks=False))
    except OSError as error:
        raise ArchiveError(
            _("“{folder}” cannot be read.").format(folder=clean_line(str(folder))),
            _("Check its permissions."),
        ) from error


def _is_top(name: str) -> bool:
    """Return whether a folder of the archive holds articles."""
    return name == UNDATED or _YEAR.fullmatch(name) is not None


def _walk(root: Path, folder: str, states: dict[str, FileState], problems: list[Problem]) -> None:
    """Put down what is in a folder; the loop runs once for each file, so it is kept short."""
    others = []
    try:
        with os.scandir(root / folder) as items:
            for item in items:
                name = item.name
                if _ARTICLE_FILE(name) and item.is_file(follow_symlinks=False):
                    try:
                        status = item.stat(follow_symlinks=False)
                    except OSError:  # vanished; the next walk sees what is there
                        continue
                    states[f"{folder}/{name}"] = (status.st_size, status.st_mtime_ns)
                elif not name.startswith(".") and not item.is_symlink():
                    others.append(item)
    except FileNotFoundError:  # vanished too
        return
    except OSError as error:  # its articles must not be taken for gone
        raise ArchiveError(
            _("The folder “{folder}” of the archive cannot be read.").format(
                folder=clean_line(folder)
            ),
            _("Check its permissions."),
        ) from error
    for item in others:
        path = f"{folder}/{item.name}"
        if not is_plain(item.name):
            problems.append(model.Problem(clean_line(path), _misnamed()))
        elif item.is_dir():
            _walk(root, path, states, problems)


def _misnamed() -> str:
    return _("The name has to be made of the letters a to z, digits, “-”, “_” and “.”; rename it.")


def _is_own_file(root: Path, path: str) -> bool:
    try:
        return locate(root, path).is_file()
    except (DamagedFile, OSError):
        return False


def _file_bytes(root: Path, path: str) -> bytes:
    try:
        with locate(root, path).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            return file.read(min(size, FILE_LIMIT) + 1)
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: str, error: OSError) -> UnreadableFile:
    reason = clean_line(error.strerror or type(error).__name__)
    return UnreadableFile(
        clean_line(path), _("The file cannot be read ({reason}).").format(reason=reason)
    )
