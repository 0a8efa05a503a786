"""Names that mean the same: the list the program ships, and the user's own.

Both are YAML files of one form, which the head of the shipped one explains. The shipped one is
compiled before it is shipped (``scripts/compile_thesaurus.py``), since every search needs it and
reading YAML takes longer than the search. Nothing here may know what the names are used for.
"""

import json
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

from archive_tui.errors import ConfigError
from archive_tui.i18n import _
from archive_tui.model import ThesaurusEntry

FILE_NAME: Final = "thesaurus.yaml"
"""The shipped file in the package, and the user's in the folder of settings."""

SHIPPED: Final = Path(__file__).parents[1] / FILE_NAME
"""The shipped file."""

COMPILED: Final = SHIPPED.with_suffix(".json")
"""The same entries, for a source each: ``[[source, [[name, …], …]], …]``."""


@lru_cache(maxsize=1)
def shipped() -> tuple[ThesaurusEntry, ...]:
    """Return the entries that come with the program, in the order of its file.

    Raises:
        ConfigError: The program is not whole.
    """
    try:
        groups = json.loads(COMPILED.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        said = _("The thesaurus cannot be read.")
        hint = _("Install the program again.")
        raise ConfigError(f"{COMPILED}: {said}", hint) from error
    return tuple(
        ThesaurusEntry(tuple(names), source) for source, entries in groups for names in entries
    )


def load(folder: Path) -> tuple[ThesaurusEntry, ...]:
    """Return the entries that count for a user.

    Args:
        folder: The folder of settings; a ``thesaurus.yaml`` in it adds entries, and switches
            off the shipped ones that have a name of its ``without``, or all of them with
            ``shipped: false``.

    Returns:
        The shipped entries that are left, then the user's own.

    Raises:
        ConfigError: The user's file cannot be read, or has a mistake; names file and line.
    """
    path = folder / FILE_NAME
    with suppress(OSError, ValueError):  # whoever reads the file says what is wrong with it
        if not path.exists():
            return shipped()
    from archive_tui.thesaurus import reading  # noqa: PLC0415 - few users have such a file

    return reading.entries(path, shipped())
