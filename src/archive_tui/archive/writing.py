"""Adding articles to an archive: new names, kept originals, and the manifest.

Nothing that exists is overwritten, and the same document added twice is added once. A batch
may be killed at any moment: whole articles are there or not, and the next batch writes into
the manifest what the last one could not.
"""

import gzip
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import count, takewhile
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from archive_tui.archive import atomic
from archive_tui.archive.article_file import render
from archive_tui.archive.folder import Archive, path_for, read_only
from archive_tui.archive.manifest import Manifest
from archive_tui.archive.places import locate
from archive_tui.errors import ArchiveError, DamagedFile
from archive_tui.i18n import _
from archive_tui.model import Article, Original
from archive_tui.text.vietnamese import slug

LOCK: Final = ".writing.lock"
"""Held by whoever adds to the archive."""


class Outcome(StrEnum):
    """What became of an article that was to be added."""

    ADDED = "added"
    """It is a new file."""
    KNOWN = "known"
    """The archive had it already."""


@dataclass(frozen=True, slots=True)
class Addition:
    """The answer to adding one article."""

    outcome: Outcome
    """What became of it."""
    article_id: str
    """The id it has in the archive."""
    path: str
    """Its file, relative to the archive."""


@dataclass(frozen=True, slots=True)
class _Fingerprint:
    """What tells whether two articles are one document."""

    original: str | None
    url: str | None
    text: bytes

    @classmethod
    def of(cls, article: Article) -> "_Fingerprint":
        header = article.header
        captions = (f"{photo.caption}\n{photo.credit}" for photo in header.photos)
        text = "\n\n".join((*article.paragraphs, *captions)).encode()
        original = header.original.sha256 if header.original else None
        return cls(original, header.url, hashlib.sha256(text).digest())

    def is_same(self, other: "_Fingerprint") -> bool:
        """Return whether the originals are the same bytes, or url and text are the same."""
        if self.original is not None and self.original == other.original:
            return True
        return (self.url, self.text) == (other.url, other.text)


class Batch:
    """Several articles being added under one lock; see `adding`.

    Args:
        archive: Where to.
        dry_run: Only tell what would be done.
    """

    def __init__(self, archive: Archive, *, dry_run: bool = False) -> None:
        self._archive = archive
        self._dry_run = dry_run
        self._manifest = Manifest(archive.folder)
        self._folders: set[Path] = set()
        self._dry_prints: dict[str, _Fingerprint] = {}

    def add(self, article: Article, original: bytes | None = None, ending: str = "bin") -> Addition:
        """Add an article under a new id made of its date and title.

        Args:
            article: What to add; its own id is not used.
            original: The bytes it was made from, to be kept as they came in.
            ending: Ending of the original's file name, such as ``html``.

        Returns:
            Its id, new or, where the archive has the same document, the one it has there.

        Raises:
            OSError: The file system refused; nothing of this article is left.
        """
        if original is not None:
            article = _with_original(article, original, ending)
        if known := self._same_document(article):
            return Addition(Outcome.KNOWN, known[0], known[1])
        for article_id in _names(base_id(article)):
            if article_id not in self._paths:
                named = replace(article, header=replace(article.header, id=article_id))
                path = path_for(article_id, named.header.date)
                if self._put(named, path, original):
                    break
        return Addition(Outcome.ADDED, article_id, path)

    def finish(self) -> None:
        """Flush the folders to disk and write the manifest."""
        if self._dry_run:
            return
        for folder in sorted(self._folders):
            atomic.sync(folder)
        self._manifest.save()

    def _put(self, article: Article, path: str, original: bytes | None) -> bool:
        """Write an article unless its place is taken; returns whether it was free.

        The original comes first: an article never points to bytes that are not there.
        """
        if self._dry_run:
            self._dry_prints[article.id] = _Fingerprint.of(article)
        else:
            provenance = article.header.original
            if original is not None and provenance and provenance.path:
                with suppress(FileExistsError):  # the same bytes came in before
                    self._write(provenance.path, _compressed(original))
            try:
                self._write(path, render(article))
            except FileExistsError:
                return False
        self._paths[article.id] = path
        return True

    def _write(self, path: str, data: bytes) -> None:
        try:
            target = locate(self._archive.folder, path)
        except DamagedFile as error:
            raise ArchiveError(
                error.message, _("Put a folder of its own in the place of the link.")
            ) from error
        atomic.write_bytes(target, data, overwrite=False, sync_folder=False)
        self._folders.add(target.parent)
        self._manifest.put(path, hashlib.sha256(data).hexdigest())

    def _same_document(self, article: Article) -> tuple[str, str] | None:
        """Return id and path of the same document in the archive."""
        ours = _Fingerprint.of(article)
        for name in takewhile(self._paths.__contains__, _names(base_id(article))):
            there = self._lookup(name)
            if there is not None and there.is_same(ours):
                return name, self._paths[name]
        original = article.header.original
        if original and original.path and (self._archive.folder / original.path).exists():
            # The same bytes came in before. Unless that import was cut off, an article of
            # theirs exists whose title or date has been edited since.
            return self._by_digest.get(original.sha256)
        return None

    def _lookup(self, article_id: str) -> "_Fingerprint | None":
        """Return what tells an article of the archive, or of this dry run; None if damaged."""
        if article_id in self._dry_prints:
            return self._dry_prints[article_id]
        try:
            return _Fingerprint.of(self._archive.read(self._paths[article_id]))
        except DamagedFile:
            return None

    @cached_property
    def _paths(self) -> dict[str, str]:
        return {entry.id: entry.path for entry in self._archive.entries()}

    @cached_property
    def _by_digest(self) -> dict[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}
        for article_id, path in self._paths.items():
            try:
                original = self._archive.read_header(path).original
            except DamagedFile:
                continue
            if original:
                found[original.sha256] = (article_id, path)
        return found


@contextmanager
def adding(
    archive: Archive, *, dry_run: bool = False, wait_seconds: float = 10.0
) -> Iterator[Batch]:
    """Open a batch, and finish it however the block ends.

    Args:
        archive: Where to add.
        dry_run: Only tell what would be done.
        wait_seconds: How long to wait for another program that is adding.

    Yields:
        The batch.

    Raises:
        ArchiveReadOnly: The folder cannot be written to.
        ArchiveError: Another program is still adding.
    """
    if dry_run:
        yield Batch(archive, dry_run=True)
        return
    if not archive.writable:
        raise read_only(archive.folder)
    try:
        with FileLock(archive.folder / LOCK, timeout=wait_seconds):
            batch = Batch(archive)
            try:
                yield batch
            finally:
                batch.finish()
    except Timeout as error:
        raise ArchiveError(
            _("Another program is adding to this archive."), _("Try again when it has finished.")
        ) from error


def base_id(article: Article) -> str:
    """Return the id a new article would get if no other had it: its date and title in ASCII."""
    date = article.header.date
    name = slug(article.title)
    return f"{str(date).replace('/', '-')}-{name}" if date else name


def _names(base: str) -> Iterator[str]:
    """Yield the names an article may get, in the order they are given out."""
    yield base
    yield from (f"{base}-{number}" for number in count(2))


def _with_original(article: Article, data: bytes, ending: str) -> Article:
    digest = hashlib.sha256(data).hexdigest()
    known = article.header.original or Original(sha256=digest)
    path = f"originals/{digest[:2]}/{digest}.{ending}.gz"
    original = replace(known, sha256=digest, path=path)
    return replace(article, header=replace(article.header, original=original))


def _compressed(data: bytes) -> bytes:
    """Return the bytes as gzip, without a time stamp, so that equal bytes give equal files."""
    return gzip.compress(data, mtime=0)
