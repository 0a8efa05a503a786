"""Size and checksum of the files Whoosh wrote, to tell damage from data.

A segment never changes once it is written, so its checksum is taken once. The quick question
compares sizes, and the checksum of the small table of contents; the thorough one reads
everything. CRC-32 finds accidents; malice is stopped by `unpickling`.
"""

import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from archive_tui.archive import atomic

_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class FileSum:
    """What a file looked like when it was written."""

    size: int
    """Bytes."""
    crc: int
    """CRC-32 of all of them."""

    @classmethod
    def of(cls, path: Path) -> "FileSum":
        """Read a file and return its size and checksum; OSError where that fails."""
        size = crc = 0
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                crc = zlib.crc32(chunk, crc)
        return cls(size, crc)


class Checksums:
    """The checksums of one version of an index.

    Args:
        build: Folder of the build.
        generation: Number of the commit.
    """

    def __init__(self, build: Path, generation: int) -> None:
        self._build = build
        self._contents = f"_MAIN_{generation}.toc"
        self._path = build / f"sums-{generation}.json"

    def write(self) -> None:
        """Take the checksums, those of earlier commits where they still hold.

        Raises:
            OSError: A file could not be read, or the list not written.
        """
        earlier = self._earlier()
        names = [self._contents, *(path.name for path in self._build.glob("*.seg"))]
        sums = {name: earlier.get(name) or FileSum.of(self._build / name) for name in names}
        values = {name: [each.size, each.crc] for name, each in sums.items()}
        atomic.write_text(self._path, json.dumps(values))
        for path in self._build.glob("sums-*.json"):
            if path != self._path:
                path.unlink(missing_ok=True)

    def hold(self, *, thorough: bool) -> bool:
        """Return whether the files are as they were written.

        Args:
            thorough: Whether to read all of them.
        """
        try:
            return all(
                self._holds(name, known, thorough=thorough or name == self._contents)
                for name, known in _read(self._path).items()
            )
        except FileNotFoundError:
            return not self._path.exists()  # a list that was never written says nothing
        except (OSError, ValueError, TypeError, AttributeError):
            return False

    def _holds(self, name: str, known: FileSum, *, thorough: bool) -> bool:
        path = self._build / name
        if path.stat().st_size != known.size:
            return False
        return not thorough or FileSum.of(path) == known

    def _earlier(self) -> dict[str, FileSum]:
        found: dict[str, FileSum] = {}
        for path in self._build.glob("sums-*.json"):
            try:
                found |= _read(path)
            except (OSError, ValueError, TypeError, AttributeError):
                continue
        return found


def _read(path: Path) -> dict[str, FileSum]:
    values = json.loads(path.read_text(encoding="utf-8"))
    return {Path(name).name: FileSum(*map(int, each)) for name, each in values.items()}
