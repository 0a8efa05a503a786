"""Collect the interface texts and compile the Vietnamese catalogue.

Run without options it brings ``archive_tui.po`` up to date with the source and writes the
``.mo`` beside it; with ``--check`` it changes nothing and fails when a text is missing,
untranslated or doubtful, when a placeholder was lost, or when the ``.mo`` is stale.
"""

import argparse
import io
import re
import string
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parents[1]
SOURCE: Final = ROOT / "src" / "archive_tui"
CATALOGUE: Final = SOURCE / "locale" / "vi" / "LC_MESSAGES" / "archive_tui.po"
COMPILED: Final = CATALOGUE.with_suffix(".mo")
_UNSTEADY: Final = re.compile(
    rb'"(?:POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator'
    rb'|Report-Msgid-Bugs-To|Language-Team):[^"]*"\n'
)
"""Lines of the header that would change with each run, or name people."""
_ANY_DAY: Final = datetime(2026, 1, 1, tzinfo=UTC)
KEYWORDS: Final = {"_": None, "N_": None, "ngettext": (1, 2)}


def main() -> int:
    """Collect and compile, or check; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true", help="change nothing, fail on a fault")
    check = parser.parse_args().check
    catalogue = updated()
    if check:
        faults = [*faults_of(catalogue), *stale(catalogue)]
        print(*faults, sep="\n", file=sys.stderr, end="\n" if faults else "")
        return bool(faults)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_bytes(text_of(catalogue))
    COMPILED.write_bytes(compiled(catalogue))
    missing = faults_of(catalogue)
    print(f"{len(catalogue)} texts, {len(missing)} faults", *missing, sep="\n")
    return 0


def updated() -> Catalog:
    """Return the catalogue on disk with the texts of the source in it."""
    catalogue = Catalog(locale="vi", project="archive-tui", fuzzy=False)
    if CATALOGUE.exists():
        catalogue = read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="vi")
    template = Catalog(project="archive-tui")
    found = extract_from_dir(str(SOURCE), [("**.py", "python")], keywords=KEYWORDS)
    for name, _line, message, _comments, context in found:
        template.add(message, locations=[(name, None)], context=context)  # type: ignore[list-item]
    catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    catalogue.header_comment = "# Vietnamese texts of archive-tui."
    for entry in catalogue:  # one location a file, so that a moved line changes nothing
        entry.locations = sorted(set(entry.locations))
    return catalogue


def faults_of(catalogue: Catalog) -> list[str]:
    """Return what is wrong with the translations."""
    return [
        f"{reason}: {message.id!r}"
        for message in catalogue
        if message.id
        for reason in message_faults(message)
    ]


def message_faults(message: Message) -> list[str]:
    """Return what is wrong with one translation."""
    sources = [message.id] if isinstance(message.id, str) else list(message.id)
    strings = [message.string] if isinstance(message.string, str) else message.string or [""]
    texts = [text or "" for text in strings]
    if not all(texts) or message.fuzzy:
        return ["not translated"]
    wanted = placeholders(sources[-1])
    return ["placeholders differ"] if any(placeholders(text) != wanted for text in texts) else []


def placeholders(text: str) -> set[str]:
    """Return the names in braces and the percent signs of a text."""
    try:
        names = {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}
    except ValueError:
        names = set()
    return names | set(re.findall(r"%\(?\w+\)?s?", text))


def stale(catalogue: Catalog) -> list[str]:
    """Return which files on disk are not what they would be written as."""
    wanted = {CATALOGUE: text_of(catalogue), COMPILED: compiled(catalogue)}
    return [
        f"out of date, run “make locale”: {path.relative_to(ROOT)}"
        for path, data in wanted.items()
        if not path.exists() or path.read_bytes() != data
    ]


def text_of(catalogue: Catalog) -> bytes:
    """Return the catalogue as the bytes of a ``.po`` file."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=100, sort_output=True, omit_header=False)
    return re.sub(
        rb'"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Report-Msgid-Bugs-To|Language-Team):[^"]*"\n',
        b"",
        buffer.getvalue(),
    )


def compiled(catalogue: Catalog) -> bytes:
    """Return the catalogue as the bytes of a ``.mo`` file, read back from its text."""
    steady = read_po(io.BytesIO(text_of(catalogue)), locale="vi")
    steady.creation_date = _ANY_DAY  # it would be now, and change with each run
    buffer = io.BytesIO()
    write_mo(buffer, steady)
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
