"""Files of named arrays, with checksums for every part: what all files of a segment are.

::

    header      magic, version
    data        the arrays one after the other, each begun at a multiple of 8
    checksums   one CRC-32 for every 64 KiB of header and data
    directory   JSON: name, type, place and length of each array; the CRC-32 of the checksums
    trailer     places and lengths, the CRC-32 of the directory and of itself, magic

Numbers are little-endian. Opening reads trailer and directory, which tells whether the file
is whole; data are checked when they are first touched, block by block. Nothing is ever taken
for more than numbers and text. See ``docs/index-format.md``.
"""

import contextlib
import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from archive_tui.index.plain_files import open_plain

FORMAT: Final = 1
"""Version of the layout described here."""
ENDING: Final = ".atx"
"""What names of such files end with."""

_MAGIC: Final = b"\x89ATX\r\n\x1a\n"
"""Begins with a byte no text has, and shows a transfer that changed line ends."""
_HEADER: Final = struct.Struct("<8sII")
_TRAILER: Final = struct.Struct("<QQIIQI8s")
"""Place of the checksums, of the directory; length of the directory; its CRC-32; length of
the file; the CRC-32 of what stands before in the trailer; magic."""
_BLOCK: Final = 1 << 16
_ALIGNMENT: Final = 8
_TYPES: Final = frozenset({"|u1", "<u2", "<u4", "<u8", "<i4", "<i8", "<f4"})
_LONGEST_DIRECTORY: Final = 1 << 24
_BUFFER: Final = 1 << 20
_SMALL: Final = 1 << 16
"""Bytes up to which a file is read as a whole: a segment of one record is five small files, and
maps and open files are counted."""


class DamagedSections(ValueError):  # noqa: N818 - says what it is about
    """A file is not what was written; what to do is said where it is known what it was."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an array lies."""

    dtype: "np.dtype[Any]"
    """Type of its items."""
    begin: int
    """Its first byte."""
    count: int
    """Its items."""

    @property
    def end(self) -> int:
        """The byte after its last."""
        return self.begin + self.count * self.dtype.itemsize


class SectionWriter:
    """Writes a file of arrays, one array after the other, each in as many pieces as it takes.

    As a context it finishes the file at the end, and leaves it unfinished after an error.

    Args:
        path: The file. Nothing has that name yet: a file somebody may have open is never
            written to.

    Raises:
        OSError: It is there already, or cannot be written.
    """

    identity: int
    """The identity of the file once it is finished; see `SectionFile`."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("xb", buffering=_BUFFER)
        self._places: dict[str, _Place] = {}
        self._sums: list[int] = []
        self._sum = 0
        self._length = 0
        self._write(_HEADER.pack(_MAGIC, FORMAT, 0))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()

    def begin(self, name: str, dtype: Any) -> None:  # noqa: ANN401 - what numpy takes
        """Begin an array that `append` fills."""
        kind = np.dtype(dtype).newbyteorder("<")
        if name in self._places or kind.str not in _TYPES:
            raise ValueError(name)
        self._write(bytes(-self._length % _ALIGNMENT))
        self._places[name] = _Place(kind, self._length, 0)

    def append(self, values: NDArray[Any] | bytes) -> None:
        """Add to the array that was begun last; values are converted to its type."""
        name, place = next(reversed(self._places.items()))
        if isinstance(values, bytes):
            values = np.frombuffer(values, dtype=np.uint8)
        data = np.ascontiguousarray(values, dtype=place.dtype)
        self._write(data.data.cast("B") if data.size else b"")
        self._places[name] = _Place(place.dtype, place.begin, place.count + data.size)

    def add(self, name: str, values: NDArray[Any] | bytes) -> None:
        """Add a whole array under its own type."""
        self.begin(name, np.uint8 if isinstance(values, bytes) else values.dtype)
        self.append(values)

    def close(self) -> None:
        """Write what stands behind the data; who puts the file in force flushes it to disk."""
        with self._file as file:
            checksums = self._length
            if self._length % _BLOCK:
                self._sums.append(self._sum)
            sums = np.array(self._sums, dtype="<u4").tobytes()
            directory = json.dumps(
                {
                    "sums": zlib.crc32(sums),
                    "arrays": {
                        name: [place.dtype.str, place.begin, place.count]
                        for name, place in self._places.items()
                    },
                }
            ).encode()
            file.write(sums)
            file.write(directory)
            begin = checksums + len(sums)
            length = begin + len(directory) + _TRAILER.size
            values = (checksums, begin, len(directory), zlib.crc32(directory), length)
            trailer = _TRAILER.pack(*values, 0, _MAGIC)
            file.write(_TRAILER.pack(*values, zlib.crc32(trailer[:-_TAIL]), _MAGIC))
        self.identity = zlib.crc32(directory)

    def discard(self) -> None:
        """Close the file without finishing it."""
        self._file.close()

    def _write(self, data: bytes | memoryview) -> None:
        """Write, keeping the checksums of the blocks."""
        self._file.write(data)
        view = memoryview(data)
        while view:
            room = _BLOCK - self._length % _BLOCK
            piece, view = view[:room], view[room:]
            self._sum = zlib.crc32(piece, self._sum)
            self._length += len(piece)
            if self._length % _BLOCK == 0:
                self._sums.append(self._sum)
                self._sum = 0


_TAIL: Final = struct.calcsize("<I8s")


class SectionFile:
    """An opened file of arrays.

    Args:
        path: The file.

    Raises:
        DamagedSections: It is not whole, or no such file.
        NotPlain: It is a link or no file.
        OSError: It cannot be read.
    """

    def __init__(self, path: Path) -> None:
        with open_plain(path) as file:
            size = os.fstat(file.fileno()).st_size
            self._data: bytes | mmap.mmap = (
                file.read()
                if size <= _SMALL
                else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            )
        self._name = path.name
        try:
            self._read_directory()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file; arrays that are still held keep it until they go."""
        self._bytes = np.empty(0, dtype=np.uint8)
        if isinstance(self._data, mmap.mmap):
            with contextlib.suppress(BufferError):  # somebody holds an array and closes it at last
                self._data.close()

    def names(self) -> Iterable[str]:
        """Return the names of the arrays, in their order."""
        return self._places.keys()

    def count(self, name: str) -> int:
        """Return how many items an array has."""
        return self._place(name).count

    def array(self, name: str, begin: int = 0, end: int | None = None) -> NDArray[Any]:
        """Return an array or a part of one, its blocks checked.

        Args:
            name: The array.
            begin: First item.
            end: The item after the last; the end of the array when left out.

        Returns:
            Shape (end - begin,), read-only; it shares memory with the file.

        Raises:
            DamagedSections: There is no such part, or it is not what was written.
        """
        place = self._place(name)
        end = place.count if end is None else end
        if not 0 <= begin <= end <= place.count:
            raise DamagedSections(f"{self._name}: {name}")
        first = place.begin + begin * place.dtype.itemsize
        last = place.begin + end * place.dtype.itemsize
        self._check(first, last)
        return self._bytes[first:last].view(place.dtype)

    def forget(self) -> None:
        """Let the system take back the memory of what was read; it is read again when asked for."""
        if isinstance(self._data, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            self._data.madvise(mmap.MADV_DONTNEED)

    def check(self) -> None:
        """Check all blocks.

        Raises:
            DamagedSections: One is not what was written.
        """
        self._check(0, self._data_end)

    def _place(self, name: str) -> _Place:
        try:
            return self._places[name]
        except KeyError as error:
            raise DamagedSections(f"{self._name}: {name}") from error

    def _read_directory(self) -> None:
        size = len(self._data)
        if size < _HEADER.size + _TRAILER.size:
            raise DamagedSections(self._name)
        self._bytes = np.frombuffer(self._data, dtype=np.uint8)
        data = memoryview(self._data)
        try:
            magic, version, _ = _HEADER.unpack_from(data)
            trailer = bytes(data[size - _TRAILER.size :])
            *places, crc, end_magic = _TRAILER.unpack(trailer)
            self._data_end, begin, length, directory_sum, whole = places
            directory = bytes(data[begin : begin + min(length, _LONGEST_DIRECTORY)])
            sums = bytes(data[self._data_end : begin])
        finally:
            data.release()
        blocks = -(-self._data_end // _BLOCK)
        if (
            (magic, end_magic, version, whole) != (_MAGIC, _MAGIC, FORMAT, size)
            or crc != zlib.crc32(trailer[:-_TAIL])
            or begin + length + _TRAILER.size != size
            or len(sums) != 4 * blocks
            or zlib.crc32(directory) != directory_sum
        ):
            raise DamagedSections(self._name)
        self._places, sums_sum = self._read(directory)
        self.identity = directory_sum
        """A number another file would hardly have: it depends on every byte."""
        if zlib.crc32(sums) != sums_sum:
            raise DamagedSections(self._name)
        self._sums = np.frombuffer(sums, dtype="<u4")
        self._checked = bytearray(blocks)

    def _read(self, directory: bytes) -> tuple[Mapping[str, _Place], int]:
        try:
            values = json.loads(directory)
            places = {
                str(name): _Place(np.dtype(kind), begin, count)
                for name, (kind, begin, count) in values["arrays"].items()
                if kind in _TYPES
            }
            if len(places) != len(values["arrays"]):
                raise DamagedSections(self._name)
            if not all(
                0 <= place.begin <= place.end <= self._data_end and place.count >= 0
                for place in places.values()
            ):
                raise DamagedSections(self._name)
            return places, values["sums"]
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise DamagedSections(self._name) from error

    def _check(self, first: int, last: int) -> None:
        """Check the blocks some bytes lie in, as far as they were not checked before."""
        begin, end = first // _BLOCK, -(-last // _BLOCK)
        while (block := self._checked.find(0, begin, end)) >= 0:
            first = block * _BLOCK
            data = self._bytes[first : min(first + _BLOCK, self._data_end)]
            if zlib.crc32(data.data) != self._sums[block]:
                raise DamagedSections(self._name)
            self._checked[block] = 1
