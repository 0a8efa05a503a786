"""Opening the segments of a table of contents, with what is deleted in them."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive_tui.index.contents import SegmentEntry
from archive_tui.index.sections import DamagedSections, SectionFile
from archive_tui.index.segments import Segment


@dataclass(frozen=True, slots=True)
class OpenSegment:
    """A segment at one generation."""

    segment: Segment
    """Its files."""
    deleted: NDArray[np.uint32]
    """Its deleted records, ascending."""


def open_segment(folder: Path, entry: SegmentEntry) -> OpenSegment:
    """Open a segment and read what is deleted in it.

    Args:
        folder: The build.
        entry: The segment.

    Raises:
        DamagedSections: A file is damaged, or is another than the one that was meant.
        OSError: A file cannot be read.
    """
    with ExitStack() as opened:
        segment = Segment(folder, entry.name)
        opened.callback(segment.close)
        if (segment.identity(), segment.size) != (entry.identity, entry.records):
            raise DamagedSections(entry.name)
        found = OpenSegment(segment, _deleted(folder, entry))
        opened.pop_all()
        return found


def _deleted(folder: Path, entry: SegmentEntry) -> NDArray[np.uint32]:
    if not entry.deletions:
        return np.empty(0, dtype=np.uint32)
    file = SectionFile(folder / entry.deletions_file)
    try:
        deleted = file.array("deleted").astype(np.uint32)
        identity = file.identity
    finally:
        file.close()
    if identity != entry.deletions_identity:
        raise DamagedSections(entry.deletions_file)
    if len(deleted) and (
        deleted.max() >= entry.records or (np.diff(deleted.astype(np.int64)) < 1).any()
    ):
        raise DamagedSections(entry.deletions_file)
    return deleted
