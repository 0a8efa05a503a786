"""A segment: records that were written together, their postings and properties as arrays.

Five files, each of `sections`, that begin with the segment's name:

``documents``
    a number for each record: what it is, its days, photos, lengths of its texts; and what a
    list of hits shows, compressed some records at a time.
``terms``
    for each field its terms in order, one a line, and where the postings of each begin.
``postings``
    for each field the records of each term.
``frequencies`` and ``positions``
    for each text how often a term is in each of its records, and where.

Record numbers count from 0 in each segment. A segment never changes once it is written.
"""

import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from archive_tui.archive.limits import SIZE_LIMIT
from archive_tui.index.inversion import Inverted
from archive_tui.index.schema import NUMBER_FIELDS, POSITIONED_FIELDS, VALUE_FIELDS
from archive_tui.index.sections import ENDING, DamagedSections, SectionFile

FILES: Final = ("documents", "terms", "postings", "frequencies", "positions")
"""What a segment's files are called behind its name."""
_MANY: Final = 50
"""Terms from which on it pays to decode all there are."""
_TERMS_AT_ONCE: Final = 32
"""Terms that are read at once when one is searched for."""
_REMEMBERED: Final = 8192
"""Terms remembered of those that were searched for, and of those that searches came by."""
LISTINGS_A_BLOCK: Final = 16
"""Most records whose listings are compressed together."""
_LONGEST_LISTING: Final = 4 * SIZE_LIMIT + (1 << 16)
"""Bytes a listing may have: all of a front matter, and the path of its file."""

_Types: TypeAlias = frozenset["np.dtype[Any]"]
_BYTES: Final[_Types] = frozenset({np.dtype("<u1")})
_BOUNDS: Final[_Types] = frozenset({np.dtype("<u8")})
_DOCS: Final[_Types] = frozenset({np.dtype("<u4")})
_FREQUENCIES: Final[_Types] = frozenset(map(np.dtype, ("<u1", "<u2", "<u4")))
_POSITIONS: Final[_Types] = frozenset(map(np.dtype, ("<u2", "<u4")))
_NUMBERS: Final = {name: frozenset({np.dtype(kind)}) for name, kind in NUMBER_FIELDS.items()}


def _read(
    file: SectionFile, name: str, types: _Types, begin: int = 0, end: int | None = None
) -> NDArray[Any]:
    """Return an array as `SectionFile.array` does, of one of the types it may have."""
    found = file.array(name, begin, end)
    if found.dtype not in types:
        raise DamagedSections(name)
    return found


def file_name(segment: str, kind: str) -> str:
    """Return the name of one of the files of a segment."""
    return f"{segment}-{kind}{ENDING}"


@dataclass(frozen=True, slots=True)
class Listings:
    """Some records' listings as they lie in the file, compressed together."""

    count: int
    """Records it holds."""
    data: bytes
    """The listings, one a line, compressed."""


def unpacked_listings(data: bytes) -> list[bytes]:
    """Return the listings of a block.

    Raises:
        DamagedSections: They are none.
    """
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(data, LISTINGS_A_BLOCK * _LONGEST_LISTING)
    except zlib.error as error:
        raise DamagedSections(FILES[0]) from error
    if not unpacker.eof or unpacker.unused_data or text.count(b"\n") >= LISTINGS_A_BLOCK:
        raise DamagedSections(FILES[0])
    lines = text.split(b"\n")
    if max(map(len, lines)) > _LONGEST_LISTING:
        raise DamagedSections(FILES[0])
    return lines


_Line = TypeVar("_Line", str, bytes)


class TermList:
    """The terms of one field of one segment, in order.

    Args:
        file: The file they are in.
        name: The field.
    """

    def __init__(self, file: SectionFile, name: str) -> None:
        self._file = file
        self._name = name
        self._landmarks: dict[int, bytes] = {}
        self._places: dict[str, int | None] = {}

    def __len__(self) -> int:
        return self._file.count(f"{self._name}.lines") - 1

    def find(self, term: str) -> int | None:
        """Return the place of a term; None where it is not there."""
        if term not in self._places:
            place, is_there = self._search(term.encode("utf-8", "surrogatepass"))
            if len(self._places) >= _REMEMBERED:
                self._places.clear()
            self._places[term] = place if is_there else None
        return self._places[term]

    def places(self, terms: Sequence[str]) -> list[int]:
        """Return the places of those of some terms that are there; both ascending."""
        if len(terms) < _MANY:
            found = (self.find(term) for term in terms)
            return [place for place in found if place is not None]
        known = self._known
        first, last = bisect_left(known, terms[0]), bisect_right(known, terms[-1])
        wanted = set(terms)
        return [place for place in range(first, last) if known[place] in wanted]

    @cached_property
    def _known(self) -> list[str]:
        """All terms, kept for those who ask for many."""
        return self.texts()

    def place(self, term: bytes) -> int:
        """Return the place of the first term that is not less than one."""
        return self._search(term)[0]

    def _search(self, term: bytes) -> tuple[int, bool]:
        """Return the place of the first term that is not less than one, and whether it is it."""
        low, high = 0, len(self)
        while high - low > _TERMS_AT_ONCE:
            middle = (low + high) // 2
            if self._landmark(middle) < term:
                low = middle + 1
            else:
                high = middle
        lines = self._lines(low, min(high + 1, len(self)))
        place = bisect_left(lines, term)
        return low + place, place < len(lines) and lines[place] == term

    def _landmark(self, place: int) -> bytes:
        """Return the term at a place that searches come by again and again."""
        if place not in self._landmarks:
            if len(self._landmarks) >= _REMEMBERED:
                self._landmarks.clear()
            self._landmarks[place] = self.line(place)
        return self._landmarks[place]

    def texts(self, begin: int = 0, end: int | None = None) -> list[str]:
        """Return terms, all of them when nothing else is said."""
        end = len(self) if end is None else end
        return self._whole(_decoded(self._text(begin, end)).split("\n"), end - begin)

    def line(self, place: int) -> bytes:
        """Return the term at a place."""
        [line] = self._lines(place, place + 1)
        return line

    def _lines(self, begin: int, end: int) -> list[bytes]:
        return self._whole(self._text(begin, end).split(b"\n"), end - begin)

    def _text(self, begin: int, end: int) -> bytes:
        """Return terms as they lie in the file, each with the end of a line."""
        ends = _ends(self._bounds("lines", begin, end))
        return _read(self._file, f"{self._name}.text", _BYTES, *ends).tobytes()

    def _whole(self, lines: list[_Line], count: int) -> list[_Line]:
        """Return the lines of a text without what stands behind the last, which is nothing."""
        if lines.pop() or len(lines) != count:
            raise DamagedSections(self._name)
        return lines

    def counts(self) -> NDArray[np.int64]:
        """Return in how many records each term is, shape (len(self),)."""
        starts = self.starts()
        if not is_ascending(starts, strictly=False):
            raise DamagedSections(self._name)
        whole = starts.astype(np.int64)
        return whole[1:] - whole[:-1]

    def starts(self, begin: int = 0, end: int | None = None) -> NDArray[np.uint64]:
        """Return where the postings of terms begin, and where the last ones end."""
        return self._bounds("postings", begin, end)

    def position_starts(self, begin: int = 0, end: int | None = None) -> NDArray[np.uint64]:
        """Return where the positions of terms begin, and where the last ones end."""
        return self._bounds("positions", begin, end)

    def _bounds(self, kind: str, begin: int, end: int | None) -> NDArray[np.uint64]:
        end = len(self) if end is None else end
        return _read(self._file, f"{self._name}.{kind}", _BOUNDS, begin, end + 1)


class Segment:
    """An opened segment.

    Args:
        folder: Where its files lie.
        name: What they are called.

    Raises:
        DamagedSections: They are not what was written.
        OSError: They cannot be read.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        with ExitStack() as opened:
            self._files: dict[str, SectionFile] = {}
            for kind in FILES:
                self._files[kind] = SectionFile(folder / file_name(name, kind))
                opened.callback(self._files[kind].close)
            self.size = self._files["documents"].count("kind")
            self._terms = {
                field: TermList(self._files["terms"], field)
                for field in (*POSITIONED_FIELDS, *VALUE_FIELDS)
            }
            opened.pop_all()

    def close(self) -> None:
        """Let go of the files."""
        for file in self._files.values():
            file.close()

    def forget(self) -> None:
        """Let the system take back the memory of what was read."""
        for file in self._files.values():
            file.forget()

    def identity(self) -> tuple[int, ...]:
        """Return a number for each file that another file would hardly have."""
        return tuple(file.identity for file in self._files.values())

    def check(self) -> None:
        """Read all files in search of damage.

        Raises:
            DamagedSections: There is some.
        """
        for file in self._files.values():
            file.check()

    def numbers(self, name: str) -> NDArray[Any]:
        """Return one of `NUMBER_FIELDS` by record, shape (size,)."""
        if name not in _NUMBERS:
            raise DamagedSections(name)
        found = _read(self._files["documents"], name, _NUMBERS[name])
        if len(found) != self.size:
            raise DamagedSections(name)
        return found

    def terms(self, field: str) -> TermList:
        """Return the terms of a field."""
        return self._terms[field]

    def frequencies(
        self, field: str, places: Sequence[int]
    ) -> Iterator[tuple[NDArray[np.uint32], NDArray[np.unsignedinteger[Any]]]]:
        """Yield the records of terms of a text, and how often they are in each.

        Args:
            field: The text.
            places: The terms, ascending; those that follow each other come together.
        """
        starts = self._terms[field].starts
        for first, last in _stretches(places):
            bounds = _ends(starts(first, last + 1))
            docs = self._in_range(_read(self._files["postings"], field, _DOCS, *bounds))
            yield docs, _read(self._files["frequencies"], field, _FREQUENCIES, *bounds)

    def docs(self, field: str, begin: int, end: int | None = None) -> NDArray[np.uint32]:
        """Return the records of some terms, one term after the other.

        Args:
            field: The field.
            begin: Place of the first term.
            end: Place after the last; only the first when left out.
        """
        first, last = _ends(self._terms[field].starts(begin, begin + 1 if end is None else end))
        return self._in_range(_read(self._files["postings"], field, _DOCS, first, last))

    def pairs(self, field: str) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """Return the records of all terms, and for each the place of its term."""
        terms = self._terms[field]
        docs, counts = self.docs(field, 0, len(terms)), terms.counts()
        if int(counts.sum()) != len(docs):
            raise DamagedSections(field)
        return docs, np.repeat(np.arange(len(terms), dtype=np.uint32), counts)

    def amount(self, field: str, place: int) -> tuple[int, int]:
        """Return in how many records a term of a text is, and how often in all of them."""
        terms = self._terms[field]
        first, last = _ends(terms.starts(place, place + 1))
        begin, end = _ends(terms.position_starts(place, place + 1))
        return last - first, end - begin

    def postings(self, field: str, begin: int, end: int | None = None) -> Inverted:
        """Return all that is known of some terms; arguments as `docs`; without the terms."""
        end = begin + 1 if end is None else end
        starts = self._terms[field].starts(begin, end)
        first, last = _ends(starts)
        frequencies = _read(self._files["frequencies"], field, _FREQUENCIES, first, last)
        places = _ends(self._terms[field].position_starts(begin, end))
        positions = _read(self._files["positions"], field, _POSITIONS, *places)
        if int(frequencies.sum(dtype=np.uint64)) != len(positions):
            raise DamagedSections(field)
        docs = self._in_range(_read(self._files["postings"], field, _DOCS, first, last))
        return Inverted((), starts.astype(np.int64) - first, docs, frequencies, positions)

    def types(self, field: str) -> tuple["np.dtype[Any]", "np.dtype[Any]"]:
        """Return the types of the frequencies and of the positions of a text."""
        files = (self._files["frequencies"], self._files["positions"])
        frequencies, positions = (file.array(field, 0, 0).dtype for file in files)
        return frequencies, positions

    def listing(self, doc: int) -> bytes:
        """Return what lists of hits show of a record."""
        block = bisect_right(self._listing_docs, doc) - 1
        first, end = self._listing_docs[block : block + 2]
        lines = unpacked_listings(self._listings(block))
        if not first <= doc < end or len(lines) != end - first:
            raise DamagedSections(FILES[0])
        return lines[doc - first]

    def listings(self) -> Iterator[Listings]:
        """Yield all listings as they lie in the file."""
        for block, count in enumerate(np.diff(np.asarray(self._listing_docs)).tolist()):
            yield Listings(count, self._listings(block))

    @cached_property
    def _listing_docs(self) -> memoryview:
        """The first record of each block, and the number of all records."""
        return _read(self._files["documents"], "listing_docs", _BOUNDS).data

    def _listings(self, block: int) -> bytes:
        file = self._files["documents"]
        begin, end = _read(file, "listing_starts", _BOUNDS, block, block + 2).tolist()
        return _read(file, "listings", _BYTES, begin, end).tobytes()

    def _in_range(self, docs: NDArray[np.uint32]) -> NDArray[np.uint32]:
        if len(docs) and int(docs.max()) >= self.size:
            raise DamagedSections(self.name)
        return docs


def is_ascending(numbers: NDArray[Any], *, strictly: bool = True) -> bool:
    """Return whether numbers ascend, each once unless something else is said."""
    before, after = numbers[:-1], numbers[1:]
    return bool((before < after if strictly else before <= after).all())


def _ends(starts: NDArray[np.uint64]) -> tuple[int, int]:
    return int(starts[0]), int(starts[-1])


def _stretches(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last number of each run of consecutive ones."""
    if places:
        numbers = np.array(places)
        breaks = np.flatnonzero(np.diff(numbers) != 1)
        firsts, lasts = numbers[np.append(0, breaks + 1)], numbers[np.append(breaks, -1)]
        yield from zip(firsts.tolist(), lasts.tolist(), strict=True)


def _decoded(text: bytes) -> str:
    try:
        return text.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise DamagedSections(FILES[1]) from error
