"""Files written beside and renamed: a reader sees the old bytes or the new ones, no mixture.

This is the only place where the program's lasting files are written.
"""

import contextlib
import os
import sys
from pathlib import Path
from typing import Final

TEMPORARY_PREFIX: Final = ".writing-"
"""How a file that is being written is called until it is whole."""
_RANDOM_BYTES: Final = 8
"""So many in such a name that there are never two alike."""


def write_bytes(
    path: Path, data: bytes, *, overwrite: bool = True, sync_folder: bool = True
) -> None:
    """Write a whole file beside its final place, flush it to disk, and rename it there.

    Args:
        path: Where the file is to stand; its folder is made when missing.
        data: All of its bytes.
        overwrite: Whether a file that is there may be replaced.
        sync_folder: Whether to flush the folder too; a caller that writes many files into
            one folder does that once, with `sync`.

    Raises:
        FileExistsError: The file is there and ``overwrite`` is false.
        OSError: It could not be written; nothing is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{TEMPORARY_PREFIX}{os.urandom(_RANDOM_BYTES).hex()}")
    file = temporary.open("xb")  # with the rights the user gives to new files
    try:
        with file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if overwrite:
            temporary.replace(path)
        else:
            _rename_to_new(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    if sync_folder:
        sync(path.parent)


def write_text(path: Path, text: str, *, overwrite: bool = True) -> None:
    """Write a text file in UTF-8 with its line ends as they are; see `write_bytes`."""
    write_bytes(path, text.encode(), overwrite=overwrite)


def sync_file(path: Path) -> None:
    """Flush a file that was written and closed to disk."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def sync(folder: Path) -> None:
    """Flush a folder's entries to disk, where the system can do that."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _rename_to_new(temporary: Path, path: Path) -> None:
    """Give a file its name unless the name is taken, in one step where links exist."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links, such as FAT on a USB stick
        if path.exists():
            raise FileExistsError(path) from None
        temporary.rename(path)
    else:
        temporary.unlink()
