"""Which files of an archive's folder are its own: plain names, and no links on the way.

An archive may come from anywhere. A link in it could lead reading and writing outside, and a
name could carry escape codes to the terminal or a line end into the manifest. Every path
below the archive passes here before it is opened or written.
"""

import re
from pathlib import Path, PurePosixPath
from typing import Final

from archive_tui.errors import DamagedFile
from archive_tui.i18n import _
from archive_tui.text.clean import clean_line

_NAME: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")
_PATH: Final = re.compile(rf"{_NAME.pattern}(?:/{_NAME.pattern})*")
_LONGEST_NAME: Final = 255
"""Characters a file system takes."""


def is_plain(name: str) -> bool:
    """Return whether a name is made of ASCII letters, digits, dots, dashes and underscores."""
    return _NAME.fullmatch(name) is not None and len(name) <= _LONGEST_NAME


def is_plain_path(path: str) -> bool:
    """Return whether a relative path is made of such names and slashes."""
    if len(path) <= _LONGEST_NAME:
        return _PATH.fullmatch(path) is not None
    return all(map(is_plain, path.split("/")))


def locate(root: Path, path: str) -> Path:
    """Return where a path below a folder is.

    Args:
        root: The archive's folder; it may itself be reached through links.
        path: The file, relative to it, with ``/``; it need not be there.

    Raises:
        DamagedFile: A part of the path is no plain name, or is a link.
    """
    place = root
    for part in PurePosixPath(path).parts:
        if not is_plain(part):
            raise DamagedFile(
                clean_line(path), _("The path is not one that an archive's file can have.")
            )
        place /= part
        if place.is_symlink():
            raise DamagedFile(
                clean_line(path), _("The file is reached through a link, which is not followed.")
            )
    return place
