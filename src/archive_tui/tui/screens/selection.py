"""The collection that the space bar fills, as the screen knows it.

Ticks answer at once; the disk is written in a thread, one change after the other, and where
that fails the ticks go back to what the disk has.
"""

import asyncio

from archive_tui.collections import CollectionStore
from archive_tui.errors import ArchiveTuiError
from archive_tui.tui.widgets.wording import SELECTION


class Selection:
    """The ids in one collection, kept in step with the user's files.

    Args:
        store: The user's collections.
    """

    def __init__(self, store: CollectionStore) -> None:
        self._store = store
        self._writing = asyncio.Lock()
        self.name = SELECTION
        self.ids: frozenset[str] = frozenset()

    async def load(self, name: str) -> None:
        """Turn to a collection.

        Raises:
            CollectionError: It cannot be read.
        """
        collection = await asyncio.to_thread(self._store.get, name)
        self.name, self.ids = name, frozenset(collection.ids)

    def toggle(self, article_id: str) -> bool:
        """Tick or untick an article here; returns whether it is ticked now."""
        self.ids ^= {article_id}
        return article_id in self.ids

    async def write(self, article_id: str, *, ticked: bool) -> None:
        """Make the disk agree about an article.

        Raises:
            ArchiveTuiError: It cannot be written; the ticks are as the disk has them.
        """
        change = self._store.add if ticked else self._store.remove
        name = self.name
        async with self._writing:
            try:
                await asyncio.to_thread(change, name, (article_id,))
            except ArchiveTuiError:
                self.ids ^= {article_id}
                raise
