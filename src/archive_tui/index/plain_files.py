"""Plain files and folders: what an index is read from, and nothing that only looks like them.

A link leads to what others wrote, a pipe never opens, a device never ends.
"""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO, Final

_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
)
_NO_FILE: Final = (errno.ELOOP, errno.EMLINK, errno.ENXIO, errno.ENODEV)
"""What systems say of a link that is not to be followed, and of sockets."""
_JUNCTION: Final = 0xA0000003
"""How Windows marks a folder that leads to another one."""


class NotPlain(ValueError):  # noqa: N818 - says what it is about
    """Something is no file as this program writes them: a link, a pipe, a folder, too long."""


def is_plain_folder(path: Path) -> bool:
    """Return whether there is a folder that is no link to one.

    Raises:
        OSError: That cannot be looked up, though nothing says that it is not there.
    """
    try:
        status = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return stat.S_ISDIR(status.st_mode) and getattr(status, "st_reparse_tag", 0) != _JUNCTION


def open_plain(path: Path) -> BinaryIO:
    """Open a file for reading.

    Raises:
        NotPlain: It is a link or no file.
        OSError: It cannot be opened.
    """
    if not hasattr(os, "O_NOFOLLOW") and not stat.S_ISREG(path.lstat().st_mode):
        raise NotPlain(path.name)
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        if error.errno in _NO_FILE:
            raise NotPlain(path.name) from error
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotPlain(path.name)
    return os.fdopen(descriptor, "rb")


def read_plain(path: Path, most: int) -> bytes:
    """Return what is in a small file.

    Args:
        path: The file.
        most: Bytes it may have.

    Raises:
        NotPlain: It is a link, no file, or longer.
        OSError: It cannot be read.
    """
    with open_plain(path) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise NotPlain(path.name)
    return data
