"""Merging segments: one segment with the records of several, without those that are deleted.

Terms are taken some thousands at a time from all segments, so that memory does not depend on
how much there is. Records keep the order of the segments.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from archive_tui.index.contents import SegmentEntry
from archive_tui.index.inversion import Inverted
from archive_tui.index.schema import NUMBER_FIELDS, POSITIONED_FIELDS, VALUE_FIELDS
from archive_tui.index.segment_writing import SegmentWriter, packed_listings
from archive_tui.index.segments import Listings, Segment, unpacked_listings

_TERMS_AT_ONCE: Final = 30_000
_POSTINGS_AT_ONCE: Final = 500_000
"""Of the largest segment; the others have about as much each."""


@dataclass(frozen=True)
class Source:
    """A segment to merge."""

    segment: Segment
    """The segment."""
    deleted: NDArray[np.uint32]
    """Its records to leave out, ascending."""
    first: int
    """Number its first record gets."""

    @property
    def size(self) -> int:
        """Records that stay."""
        return self.segment.size - len(self.deleted)

    @cached_property
    def live(self) -> NDArray[np.bool_]:
        """Which records stay, shape (segment.size,)."""
        live = np.ones(self.segment.size, dtype=np.bool_)
        live[self.deleted] = False
        return live

    @cached_property
    def numbers(self) -> NDArray[np.uint32]:
        """The new number of each record that stays, shape (segment.size,)."""
        return (np.cumsum(self.live) - 1 + self.first).astype(np.uint32)


def sources(parts: Sequence[tuple[Segment, NDArray[np.uint32]]]) -> list[Source]:
    """Return segments with their deleted records as they are to be merged."""
    found: list[Source] = []
    first = 0
    for segment, deleted in parts:
        found.append(Source(segment, deleted, first))
        first += found[-1].size
    return found


def merge(
    merged: Sequence[Source], folder: Path, name: str, check: Callable[[], None]
) -> SegmentEntry:
    """Write one segment made of several and return it.

    Args:
        merged: The segments.
        folder: Where to write.
        name: What the new one's files are called.
        check: Called now and then; raises to stop.
    """
    with SegmentWriter(folder, name) as writer:
        for field in (*POSITIONED_FIELDS, *VALUE_FIELDS):
            frequency_type, position_type = _types(merged, field)
            writer.add_field(
                field,
                _pieces(merged, field, check),
                frequency_type=frequency_type,
                position_type=position_type,
            )
        parts = {of: [s.segment.numbers(of)[s.live] for s in merged] for of in NUMBER_FIELDS}
        writer.add_numbers({of: np.concatenate(values) for of, values in parts.items()})
        writer.add_listings(_listings(merged))
    return writer.entry


def _types(merged: Sequence[Source], field: str) -> tuple[Any, Any]:
    if field not in POSITIONED_FIELDS:
        return np.uint32, np.uint32
    kinds = [source.segment.types(field) for source in merged]
    frequencies, positions = zip(*kinds, strict=True)
    return np.result_type(*frequencies), np.result_type(*positions)


def _pieces(merged: Sequence[Source], field: str, check: Callable[[], None]) -> Iterator[Inverted]:
    """Yield the postings of a field from all segments, some terms at a time."""
    begins = [0] * len(merged)
    for boundary in _boundaries(merged, field):
        check()
        lists = [source.segment.terms(field) for source in merged]
        ends = [len(terms) if boundary is None else terms.place(boundary) for terms in lists]
        parts = [
            _part(source, field, begin, end)
            for source, begin, end in zip(merged, begins, ends, strict=True)
            if begin < end
        ]
        if parts:
            yield _merged(parts)
        for source in merged:
            source.segment.forget()
        begins = ends


def _boundaries(merged: Sequence[Source], field: str) -> Iterator[bytes | None]:
    """Yield terms to stop before, so that not too much lies in between; at last None."""
    largest = max((source.segment.terms(field) for source in merged), key=len)
    starts = largest.starts().astype(np.int64)
    begin = 0
    while True:
        reach = int(np.searchsorted(starts, starts[begin] + _POSTINGS_AT_ONCE))
        begin = max(begin + 1, min(reach, begin + _TERMS_AT_ONCE))
        if begin >= len(largest):
            break
        yield largest.line(begin)
    yield None


@dataclass(frozen=True, slots=True)
class _Part:
    """Postings of one segment under their new numbers; ``postings`` holds the terms too."""

    postings: Inverted
    owners: NDArray[np.int64]
    """The term of each posting."""


def _part(source: Source, field: str, begin: int, end: int) -> _Part:
    segment = source.segment
    terms = segment.terms(field).texts(begin, end)
    if field in POSITIONED_FIELDS:
        found = segment.postings(field, begin, end)
    else:
        starts = segment.terms(field).starts(begin, end).astype(np.int64)
        nothing = np.empty(0, dtype=np.uint32)
        docs = segment.docs(field, begin, end)
        found = Inverted((), starts - starts[0], docs, nothing, nothing)
    owners = np.repeat(np.arange(end - begin), np.diff(found.starts))
    frequencies, positions = found.frequencies, found.positions
    docs = source.numbers[found.docs]
    if len(source.deleted):
        stays = source.live[found.docs]
        owners, docs = owners[stays], docs[stays]
        if len(frequencies):
            positions = positions[np.repeat(stays, frequencies)]
            frequencies = frequencies[stays]
    return _Part(Inverted(terms, found.starts, docs, frequencies, positions), owners)


def _merged(parts: Sequence[_Part]) -> Inverted:
    terms = sorted({term for part in parts for term in part.postings.terms})
    places = {term: place for place, term in enumerate(terms)}
    owners = np.concatenate(
        [
            np.fromiter(map(places.__getitem__, part.postings.terms), np.int64)[part.owners]
            for part in parts
        ]
    )
    docs, frequencies, positions = (
        np.concatenate([getattr(part.postings, name) for part in parts])
        for name in ("docs", "frequencies", "positions")
    )
    order = np.argsort(owners.astype(np.min_scalar_type(len(terms))), kind="stable")
    counts = np.bincount(owners, minlength=len(terms))
    kept = counts > 0
    if len(frequencies):
        positions = positions[_slices(frequencies, order)]
        frequencies = frequencies[order]
    return Inverted(
        [term for term, stays in zip(terms, kept.tolist(), strict=True) if stays],
        np.append(0, np.cumsum(counts[kept])),
        docs[order],
        frequencies,
        positions,
    )


def _slices(lengths: NDArray[Any], order: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where the items of slices lie, the slices given by length and taken in an order."""
    lengths = lengths.astype(np.int64)
    begins = np.cumsum(lengths) - lengths
    taken = lengths[order]
    shifts = begins[order] - (np.cumsum(taken) - taken)
    places: NDArray[np.int64] = np.arange(int(taken.sum())) + np.repeat(shifts, taken)
    return places


def _listings(merged: Sequence[Source]) -> Iterator[Listings]:
    for source in merged:
        if not len(source.deleted):
            yield from source.segment.listings()
            continue
        doc = 0
        for block in source.segment.listings():
            stays = source.live[doc : doc + block.count].tolist()
            texts = unpacked_listings(block.data)
            yield from packed_listings([t for t, kept in zip(texts, stays, strict=True) if kept])
            doc += block.count
