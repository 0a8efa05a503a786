"""``archive.yaml``: the file that makes a folder an archive, and what it says.

It is read before anything else is done, and loading YAML takes longer than many a search. A
file as simple as the ones the program writes is therefore read line by line, every other one
as YAML; the result is the same.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from archive_tui.archive.limits import SIZE_LIMIT
from archive_tui.errors import ArchiveError, ArchiveNotFound
from archive_tui.i18n import _
from archive_tui.text.clean import clean, clean_line

SETTLEMENT: Final = "archive.yaml"
"""The file that makes a folder an archive."""

FORMAT: Final = 1
"""Version of the format on disk."""

_SIMPLE: Final = re.compile(r"([a-z]+): ('?)(\w(?:[\w .,()/–-]*[\w)])?)\2")
"""A key, and a text that YAML takes as it stands, in quotes or not."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What ``archive.yaml`` says about the archive as a whole."""

    name: str
    """What people call the archive."""
    language: str = "vi"
    """BCP 47 tag of the language most articles are in."""
    source: str | None = None
    """Publisher of an item that names none."""
    identity: str | None = None
    """A name that stays when the folder moves; the user's own data is kept under it."""


def read_settlement(folder: Path) -> Settled:
    """Read what the ``archive.yaml`` in a folder says.

    Raises:
        ArchiveNotFound: There is none.
        ArchiveError: It cannot be read, or is in another format.
    """
    name = clean_line(str(folder))
    try:
        with (folder / SETTLEMENT).open("rb") as file:
            text = clean(file.read(SIZE_LIMIT).decode("utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ArchiveNotFound(
            _("“{folder}” is not an archive: it has no archive.yaml.").format(folder=name),
            _("Name another folder with --archive DIR, or make one with “archive-tui init DIR”."),
        ) from error
    except OSError as error:
        raise ArchiveError(
            _("“{folder}” cannot be read.").format(folder=name), _("Check its permissions.")
        ) from error
    except UnicodeDecodeError as error:
        raise _unsettled(name) from error
    values = simple_values(text) or yaml_values(text, name)
    if values.get("format", str(FORMAT)) != str(FORMAT):
        raise ArchiveError(
            _("“{folder}” is in a format this version does not know.").format(folder=name),
            _("Use a newer version of archive-tui."),
        )
    return Settled(
        name=values.get("name") or clean_line(folder.resolve().name),
        language=values.get("language") or "vi",
        source=values.get("source") or None,
        identity=values.get("id") or None,
    )


def simple_values(text: str) -> Mapping[str, str]:
    """Return the keys and values of a file that is simple enough; none where it is not."""
    found = [_SIMPLE.fullmatch(line) for line in text.rstrip("\n").split("\n")]
    values = {match[1]: clean_line(match[3]) for match in found if match}
    return values if all(found) else {}


def yaml_values(text: str, name: str) -> Mapping[str, str]:
    """Return the keys and values of a file, each as it is written.

    Args:
        text: The file.
        name: The archive's folder, for messages.

    Raises:
        ArchiveError: It is no YAML mapping.
    """
    import yaml  # noqa: PLC0415 - few files need it

    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)  # not C: it may be deep
    except (yaml.YAMLError, RecursionError) as error:
        raise _unsettled(name) from error
    if node is not None and not isinstance(node, yaml.MappingNode):
        raise _unsettled(name)
    return {
        str(key.value): clean_line(str(value.value))
        for key, value in (node.value if node else ())
        if isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode)
    }


def settlement_text(settled: Settled) -> str:
    """Return the text of a new ``archive.yaml``."""
    import yaml  # noqa: PLC0415 - as above

    values = {"name": settled.name, "language": settled.language, "format": FORMAT}
    if settled.source:
        values["source"] = settled.source
    if settled.identity:
        values["id"] = settled.identity
    return yaml.safe_dump(values, allow_unicode=True, sort_keys=False)


def _unsettled(name: str) -> ArchiveError:
    return ArchiveError(
        _("The archive.yaml in “{folder}” is not valid YAML.").format(folder=name),
        _("Mend it; it has to hold at least “name: …”."),
    )
