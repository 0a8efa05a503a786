"""A disk that is full after some bytes, for whatever writes files through Python."""

import errno
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


class _Limited(io.FileIO):
    """A file on a disk with little space left."""

    disk: "FullDisk"

    def write(self, data: Any) -> int:  # noqa: ANN401 - whatever is a buffer
        """Write as far as there is space."""
        self.disk.take(memoryview(data).nbytes)
        return super().write(data)


class FullDisk:
    """Counts what is written, and refuses what goes beyond a limit.

    Args:
        limit: Bytes there is space for.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.written = 0

    def take(self, count: int) -> None:
        """Count some bytes; raises `OSError` where there is no space for them."""
        self.written += count
        if self.written > self._limit:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def opened(self, file: Any, mode: str) -> io.BufferedWriter:  # noqa: ANN401 - path or number
        """Open a file for writing on this disk."""
        raw = _Limited(file, mode.replace("b", ""))
        raw.disk = self
        return io.BufferedWriter(raw)


@contextmanager
def full_disk(limit: int) -> Iterator[FullDisk]:
    """Let the disk be full after some bytes, for binary files this process opens to write."""
    disk = FullDisk(limit)
    path_open, descriptor_open = Path.open, os.fdopen

    def open_path(path: Path, mode: str = "r", *rest: Any, **more: Any) -> Any:  # noqa: ANN401
        return (
            disk.opened(path, mode)
            if mode in ("wb", "xb")
            else path_open(path, mode, *rest, **more)
        )

    def open_descriptor(number: int, mode: str = "r", *rest: Any, **more: Any) -> Any:  # noqa: ANN401
        if mode == "wb":
            return disk.opened(number, mode)
        return descriptor_open(number, mode, *rest, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "open", open_path)
        patch.setattr(os, "fdopen", open_descriptor)
        yield disk
