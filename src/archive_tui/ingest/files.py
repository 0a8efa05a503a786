"""Foreign files: which there are under the paths given, and their bytes as a stream.

Links inside a folder are not followed, compressed files are unpacked as they are read and
only up to a limit. What a file holds is none of this module's business.
"""

import gzip
import io
import lzma
import os
import zlib
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from archive_tui.archive.settlement import SETTLEMENT
from archive_tui.errors import SourceUnreadable
from archive_tui.i18n import _
from archive_tui.text.clean import clean_line

XZ: Final = b"\xfd7zXZ\x00"
"""How an xz file begins."""

GZIP: Final = b"\x1f\x8b"
"""How a gzip file begins."""

_RATIO: Final = 200
"""How many times larger than itself a compressed file may become; news text reaches 10."""
_ALWAYS_ALLOWED: Final = 1 << 26
_MEMORY: Final = 1 << 28
_CHUNK: Final = 1 << 16


def walk(path: Path) -> Iterator[tuple[Path, SourceUnreadable | None]]:
    """List the files under a path: itself, or all of a folder in order of name.

    Hidden files and folders are left out, and so are links.

    Args:
        path: A file or a folder.

    Yields:
        A file and None, or a place that cannot be read and the reason.
    """
    waiting = [path]
    while waiting:
        current = waiting.pop()
        try:
            if current.is_file():
                yield current, None
            else:
                waiting.extend(reversed(_listed(current)))
        except OSError as error:
            yield current, _unreadable(error)
        except SourceUnreadable as error:
            yield current, error


def _listed(folder: Path) -> Sequence[Path]:
    """Return what is in a folder, sorted, without hidden items and links.

    Raises:
        SourceUnreadable: It is no folder, or an archive.
        OSError: It cannot be listed.
    """
    if not folder.exists():
        raise SourceUnreadable(_("There is no such file or folder."))
    if not folder.is_dir():
        raise SourceUnreadable(_("This is neither a file nor a folder."))
    if (folder / SETTLEMENT).exists():
        raise SourceUnreadable(_("This folder is an archive itself."))
    with os.scandir(folder) as items:
        names = [item.name for item in items if item.name[0] != "." and not item.is_symlink()]
    return [folder / name for name in sorted(names)]


@contextmanager
def opened(file: Path) -> Iterator[IO[bytes]]:
    """Open a file, unpacked when it is compressed.

    Args:
        file: A regular file.

    Yields:
        Its bytes as a stream.

    Raises:
        SourceUnreadable: It cannot be read, is damaged, or unpacks to more than it may;
            also while the stream is read.
    """
    try:
        with file.open("rb") as packed:
            start = packed.read(len(XZ))
            packed.seek(0)
            limit = max(_ALWAYS_ALLOWED, _RATIO * os.fstat(packed.fileno()).st_size)
            if start.startswith(XZ):
                yield io.BufferedReader(_Limited(_Xz(packed), limit), _CHUNK)
            elif start.startswith(GZIP):
                yield io.BufferedReader(_Limited(gzip.GzipFile(fileobj=packed), limit), _CHUNK)
            else:
                yield packed
    except (lzma.LZMAError, zlib.error, gzip.BadGzipFile, EOFError) as error:
        raise SourceUnreadable(_("The compressed file is damaged or cut off.")) from error
    except OSError as error:
        raise _unreadable(error) from error


class _Source(io.RawIOBase):
    """A stream that only reads; `io.BufferedReader` makes lines of it."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self.take(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    @abstractmethod
    def take(self, size: int) -> bytes:
        """Return at most so many of the next bytes, none at the end."""


class _Xz(_Source):
    """The unpacked bytes of an xz file, in bounded memory whatever its header asks for."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed
        self._decoder = self._new_decoder()
        self._rest = b""

    @staticmethod
    def _new_decoder() -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MEMORY)

    def take(self, size: int) -> bytes:
        while True:
            if self._decoder.eof:
                self._rest = self._decoder.unused_data.lstrip(b"\0") or self._packed.read(_CHUNK)
                if not self._rest:
                    return b""
                self._decoder = self._new_decoder()
            if self._decoder.needs_input and not self._rest:
                self._rest = self._packed.read(_CHUNK)
                if not self._rest:
                    raise EOFError
            data = self._decoder.decompress(self._rest, size)
            self._rest = b""
            if data:
                return data


class _Limited(_Source):
    """A stream that is refused once it gives more than it may."""

    def __init__(self, stream: _Source | gzip.GzipFile, limit: int) -> None:
        self._stream = stream
        self._left = limit

    def take(self, size: int) -> bytes:
        read = self._stream.take if isinstance(self._stream, _Source) else self._stream.read
        data = read(size)
        self._left -= len(data)
        if self._left < 0:
            raise SourceUnreadable(
                _("The compressed file unpacks to far more than texts do; unpack it yourself.")
            )
        return data


def _unreadable(error: OSError) -> SourceUnreadable:
    reason = clean_line(error.strerror or type(error).__name__)
    return SourceUnreadable(_("It cannot be read ({reason}).").format(reason=reason))
