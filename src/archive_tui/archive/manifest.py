"""The manifest: one digest a file, in the form ``sha256sum -c`` reads.

It covers articles, originals and ``archive.yaml``. It is replaced as a whole; a file that a
cut-off run wrote and did not list is listed by the next.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from archive_tui.archive import atomic
from archive_tui.archive.places import is_plain

MANIFEST: Final = "manifest-sha256.txt"
"""Name of the file."""

_LINE: Final = re.compile(r"([0-9a-f]{64}) [ *](.+)")


class Manifest:
    """The digests of an archive's files.

    Args:
        folder: The archive's folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._digests = dict(_read(folder / MANIFEST))
        self._changed = False

    def put(self, path: str, digest: str) -> None:
        """Set a file's digest.

        Args:
            path: The file, relative to the archive, with ``/``.
            digest: SHA-256 in hex.
        """
        if self._digests.get(path) != digest:
            self._digests[path] = digest
            self._changed = True

    def save(self) -> None:
        """List the files that are not listed yet, and write the manifest when it changed.

        Raises:
            OSError: It could not be written; the old one is still there.
        """
        for path in self._unlisted():
            self.put(path, hashlib.sha256((self._folder / path).read_bytes()).hexdigest())
        if self._changed:
            lines = (f"{digest}  {path}\n" for path, digest in sorted(self._digests.items()))
            atomic.write_text(self._folder / MANIFEST, "".join(lines))
            self._changed = False

    def _unlisted(self) -> list[str]:
        """Return the articles, originals and settings that have no line yet."""
        patterns = ("archive.yaml", "[0-9][0-9][0-9][0-9]/**/*.md", "undated/*.md", "originals/*/*")
        found = (file for pattern in patterns for file in self._folder.glob(pattern))
        paths = (file.relative_to(self._folder).as_posix() for file in found if file.is_file())
        return [
            path
            for path in paths
            if path not in self._digests and all(map(is_plain, path.split("/")))
        ]


def _read(path: Path) -> Iterator[tuple[str, str]]:
    """Yield file and digest of every readable line; there may be no manifest yet."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        if match := _LINE.fullmatch(line):
            yield match[2], match[1]
