"""Writing a segment, field by field, as `segments` reads it."""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from archive_tui.index.contents import SegmentEntry
from archive_tui.index.inversion import Inverted
from archive_tui.index.schema import NUMBER_FIELDS, POSITIONED_FIELDS
from archive_tui.index.sections import SectionWriter
from archive_tui.index.segments import FILES, LISTINGS_A_BLOCK, Listings, file_name

_LINE_END: Final = ord("\n")


def packed_listings(texts: Sequence[bytes]) -> Iterator[Listings]:
    """Yield listings compressed together, some records at a time."""
    for begin in range(0, len(texts), LISTINGS_A_BLOCK):
        block = texts[begin : begin + LISTINGS_A_BLOCK]
        yield Listings(len(block), zlib.compress(b"\n".join(block)))


class SegmentWriter:
    """Writes a segment in a folder where no reader looks for it yet; a context.

    Args:
        folder: Where.
        name: What its files are called.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._name = name
        self._records = 0
        self._opened = ExitStack()
        self._files = {
            kind: self._opened.enter_context(SectionWriter(folder / file_name(name, kind)))
            for kind in FILES
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: Any) -> None:  # noqa: ANN401 - what a context is told
        self._opened.__exit__(*error)

    @property
    def entry(self) -> SegmentEntry:
        """The segment as a table of contents names it, once it is finished."""
        identity = tuple(file.identity for file in self._files.values())
        return SegmentEntry(self._name, self._records, identity)

    def add_numbers(self, numbers: Mapping[str, NDArray[Any]]) -> None:
        """Write the numbers of all records; the keys are those of `NUMBER_FIELDS`."""
        file = self._files["documents"]
        for name, kind in NUMBER_FIELDS.items():
            file.begin(name, kind)
            file.append(numbers[name])
            self._records = len(numbers[name])

    def add_listings(self, blocks: Iterable[Listings]) -> None:
        """Write what lists of hits show, in the order of the records."""
        file, docs, starts = self._files["documents"], _Offsets(), _Offsets()
        file.begin("listings", np.uint8)
        for block in blocks:
            file.append(block.data)
            docs.extend(np.array([block.count]))
            starts.extend(np.array([len(block.data)]))
        file.add("listing_docs", docs.array())
        file.add("listing_starts", starts.array())

    def add_field(
        self,
        name: str,
        pieces: Iterable[Inverted],
        *,
        frequency_type: Any = np.uint32,  # noqa: ANN401 - what numpy takes
        position_type: Any = np.uint32,  # noqa: ANN401
    ) -> None:
        """Write a field.

        Args:
            name: The field.
            pieces: Its postings, some terms at a time, the terms ascending.
            frequency_type: Type the frequencies fit into.
            position_type: Type the positions fit into.
        """
        files, has_positions = self._files, name in POSITIONED_FIELDS
        lines, postings, positions = _Offsets(), _Offsets(), _Offsets()
        files["terms"].begin(f"{name}.text", np.uint8)
        files["postings"].begin(name, np.uint32)
        if has_positions:
            files["frequencies"].begin(name, frequency_type)
            files["positions"].begin(name, position_type)
        for piece in pieces:
            text, lengths = _lines(piece.terms)
            files["terms"].append(text)
            lines.extend(lengths)
            files["postings"].append(piece.docs)
            postings.extend(np.diff(piece.starts))
            if has_positions:
                files["frequencies"].append(piece.frequencies)
                files["positions"].append(piece.positions)
                positions.extend(piece.words())
        files["terms"].add(f"{name}.lines", lines.array())
        files["terms"].add(f"{name}.postings", postings.array())
        if has_positions:
            files["terms"].add(f"{name}.positions", positions.array())


class _Offsets:
    """Where things of known length begin that lie one after the other."""

    def __init__(self) -> None:
        self._parts = [np.zeros(1, dtype=np.uint64)]
        self._end = 0

    def extend(self, lengths: NDArray[Any]) -> None:
        """Add the lengths of the next ones."""
        if len(lengths):
            self._parts.append(np.cumsum(lengths, dtype=np.uint64) + np.uint64(self._end))
            self._end = int(self._parts[-1][-1])

    def array(self) -> NDArray[np.uint64]:
        """Return where each begins, and where the last ends; shape (n + 1,)."""
        return np.concatenate(self._parts)


def _lines(terms: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return terms as lines, and how many bytes each line has."""
    text = "\n".join((*terms, "")).encode("utf-8", "surrogatepass")
    letters = np.frombuffer(text, dtype=np.uint8)
    lengths = np.diff(np.flatnonzero(letters == _LINE_END), prepend=-1)
    if len(lengths) != len(terms):
        raise ValueError(terms)  # no term has a line end; all come from cleaned lines
    return letters, lengths
