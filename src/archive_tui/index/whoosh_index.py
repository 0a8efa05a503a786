"""One version of our index as an index of Whoosh, to be searched by Whoosh's own searchers.

It keeps the interfaces of Whoosh open to whoever wants to ask the index in another way than
`search` does; the program itself does not use it. It never changes: a newer version is
another index, which `WhooshIndex.refresh` opens. It must not be written to.
"""

from collections.abc import Sequence
from typing import Any

from whoosh.index import Index
from whoosh.reading import EmptyReader, IndexReader, MultiReader, SegmentReader

from archive_tui.index.opening import OpenSegment
from archive_tui.index.store import IndexStore, Version
from archive_tui.index.whoosh_codec import NativeCodec, NativeSegment
from archive_tui.index.whoosh_schema import make_schema


class WhooshIndex(Index):  # type: ignore[misc] # Whoosh ships no types
    """Opened segments as an index of Whoosh.

    Args:
        segments: The segments; closed with the index.
        generation: Number of the commit they are of.
    """

    def __init__(self, segments: Sequence[OpenSegment], generation: int = 0) -> None:
        self.schema = make_schema()
        self.indexname = "archive"
        self._segments = segments
        self._generation = generation
        self._origin: tuple[IndexStore, Version] | None = None

    @classmethod
    def of(cls, store: IndexStore, version: Version) -> "WhooshIndex":
        """Open a version of an index.

        Raises:
            IndexOutdated: Its files are damaged or were not made by this program.
        """
        index = cls(store.open(version), version.generation)
        index._origin = store, version
        return index

    def close(self) -> None:
        """Let go of the files; readers and searchers must not be used after it."""
        for part in self._segments:
            part.segment.close()

    def latest_generation(self) -> int:
        """Return the generation this index is of: there is no later one in it."""
        return self._generation

    def up_to_date(self) -> bool:
        """Return whether the version is still in force; true where it is of no store."""
        if self._origin is None:
            return True
        store, version = self._origin
        return store.version() == version

    def refresh(self) -> "WhooshIndex":
        """Return an index of the version in force, this one where it is that already."""
        if self._origin is None or self.up_to_date():
            return self
        store, _version = self._origin
        return type(self).of(store, store.version())

    def is_empty(self) -> bool:
        """Return whether there are no records."""
        return not self._segments

    def doc_count(self) -> int:
        """Return how many records are not deleted."""
        deleted = sum(len(part.deleted) for part in self._segments)
        return self.doc_count_all() - deleted

    def doc_count_all(self) -> int:
        """Return how many records there are, deleted ones counted."""
        return sum(part.segment.size for part in self._segments)

    def reader(self, reuse: Any = None) -> IndexReader:  # noqa: ANN401, ARG002 - Whoosh's interface
        """Return a reader: of the segment where there is one, of all together otherwise."""
        readers = [self._reader(part) for part in self._segments]
        if not readers:
            return EmptyReader(self.schema)
        if len(readers) == 1:
            return readers[0]
        return MultiReader(readers, generation=self._generation)

    def _reader(self, part: OpenSegment) -> SegmentReader:
        segment = NativeSegment(part, self.indexname)
        return SegmentReader(
            None, self.schema, segment, generation=self._generation, codec=NativeCodec()
        )
