"""Merging segments: one segment with the records of several, without those that are deleted.

Terms are taken some thousands at a time from all segments, so that memory does not depend on
how much there is. Records keep the order of the segments.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
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

_TERMS_AT_ONCE: Final = 100_000
"""Of all segments together."""
_POSTINGS_AT_ONCE: Final = 1_500_000
"""Of all segments together, if they have as many each."""


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

    def renumbered(self, docs: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """Return the new numbers of records that stay."""
        return self._numbers[docs] if len(self.deleted) else docs + np.uint32(self.first)

    @cached_property
    def _numbers(self) -> NDArray[np.uint32]:
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
    postings, count = _POSTINGS_AT_ONCE // len(merged), _TERMS_AT_ONCE // len(merged)
    begin = 0
    while True:
        reach = int(np.searchsorted(starts, starts[begin] + postings))
        begin = max(begin + 1, min(reach, begin + count))
        if begin >= len(largest):
            break
        yield largest.line(begin)
    yield None


def _part(source: Source, field: str, begin: int, end: int) -> Inverted:
    """Return the postings of some terms of one segment that stay, under their new numbers."""
    segment = source.segment
    terms = segment.terms(field).texts(begin, end)
    if field in POSITIONED_FIELDS:
        found = segment.postings(field, begin, end)
    else:
        starts = segment.terms(field).starts(begin, end).astype(np.int64)
        nothing = np.empty(0, dtype=np.uint32)
        docs = segment.docs(field, begin, end)
        found = Inverted((), starts - starts[0], docs, nothing, nothing)
    if len(source.deleted):
        found = _staying(found, source.live[found.docs])
    return replace(found, terms=terms, docs=source.renumbered(found.docs))


def _staying(found: Inverted, stays: NDArray[np.bool_]) -> Inverted:
    """Return postings without some of them."""
    before = np.append(0, np.cumsum(stays))
    frequencies, positions = found.frequencies, found.positions
    if len(frequencies):
        positions = positions[np.repeat(stays, frequencies)]
        frequencies = frequencies[stays]
    return Inverted(found.terms, before[found.starts], found.docs[stays], frequencies, positions)


def _merged(parts: Sequence[Inverted]) -> Inverted:
    """Make one of the postings of several segments, one segment after the other."""
    terms = sorted({term for part in parts for term in part.terms})
    places = {term: place for place, term in enumerate(terms)}
    owners = [np.fromiter(map(places.__getitem__, part.terms), np.int64) for part in parts]
    counts = [np.diff(part.starts) for part in parts]
    postings = _Layout(owners, counts, len(terms))
    words = _Layout(owners, [part.words() for part in parts], len(terms))
    kept = postings.totals > 0
    return Inverted(
        [term for term, stays in zip(terms, kept.tolist(), strict=True) if stays],
        np.append(0, np.cumsum(postings.totals[kept])),
        postings.joined([part.docs for part in parts]),
        postings.joined([part.frequencies for part in parts]),
        words.joined([part.positions for part in parts]),
    )


class _Layout:
    """Where the items of terms of several segments go, term by term and segment by segment.

    Args:
        owners: For each segment, the new place of each of its terms.
        counts: For each segment, how many items each of its terms has.
        terms: How many terms there are in all.
    """

    def __init__(
        self, owners: Sequence[NDArray[np.int64]], counts: Sequence[NDArray[np.int64]], terms: int
    ) -> None:
        table = np.zeros((terms, len(owners)), dtype=np.int64)
        for column, (own, count) in enumerate(zip(owners, counts, strict=True)):
            table[own, column] = count
        ends = np.cumsum(table).reshape(table.shape)
        self.totals = table.sum(axis=1)
        """How many items each term has, shape (terms,)."""
        self._size = int(self.totals.sum())
        self._counts = counts
        self._begins = [(ends - table)[own, column] for column, own in enumerate(owners)]

    def joined(self, parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
        """Return the items of all segments, given segment by segment; none where they are none."""
        size = self._size if any(map(len, parts)) else 0
        joined = np.empty(size, dtype=np.result_type(*parts))
        for part, begins, counts in zip(parts, self._begins, self._counts, strict=True):
            if len(part):
                shifts = begins - (np.cumsum(counts) - counts)
                joined[np.repeat(shifts, counts) + np.arange(len(part))] = part
        return joined


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
