"""What an index remembers of the archive's files, so that an update opens only what changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from archive_tui.index.sections import DamagedSections, SectionFile, SectionWriter
from archive_tui.text.clean import clean_line


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What the index remembers of a file of the archive."""

    size: int
    """Bytes."""
    mtime_ns: int
    """Time of the last change, in nanoseconds since the epoch."""
    photos: int
    """Photo records made from it."""
    problem: str = ""
    """Why it was skipped; empty where it was not."""


def write_known_files(path: Path, files: Mapping[str, KnownFile]) -> int:
    """Write what is known of each file, by path; return the identity of the list."""
    with SectionWriter(path) as writer:
        known = files.values()
        writer.add("paths", _lines(files))
        writer.add("sizes", np.array([file.size for file in known], dtype="<u8"))
        writer.add("times", np.array([file.mtime_ns for file in known], dtype="<i8"))
        writer.add("photos", np.array([file.photos for file in known], dtype="<u4"))
        writer.add("problems", _lines(clean_line(file.problem) for file in known))
    return writer.identity


def read_known_files(path: Path, identity: int) -> dict[str, KnownFile]:
    """Return what `write_known_files` wrote.

    Args:
        path: The list.
        identity: What it returned.

    Raises:
        DamagedSections: The file is not what was written.
        OSError: It cannot be read.
    """
    file = SectionFile(path)
    try:
        if file.identity != identity:
            raise DamagedSections(path.name)
        paths, problems = (
            file.array(name).tobytes().decode("utf-8", "surrogatepass").split("\n")[:-1]
            for name in ("paths", "problems")
        )
        numbers = (file.array(name).tolist() for name in ("sizes", "times", "photos"))
        known = map(KnownFile, *numbers, map(clean_line, problems))
        return dict(zip(paths, known, strict=True))
    except ValueError as error:
        raise DamagedSections(path.name) from error
    finally:
        file.close()


def _lines(texts: Iterable[str]) -> bytes:
    return "".join(f"{text}\n" for text in texts).encode("utf-8", "surrogatepass")
