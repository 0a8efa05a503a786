"""The Whoosh index of an archive: schema, files, building, and opened versions of it.

Only the modules whose names begin with ``whoosh_`` import Whoosh. An index is a cache: it
knows the version of the format and of the analysis it was made with, and is thrown away when
they differ.
"""

from typing import TYPE_CHECKING

from archive_tui import lazily
from archive_tui.index.snapshot import Snapshot
from archive_tui.index.store import IndexStore

if TYPE_CHECKING:
    from archive_tui.index.indexer import Indexer
else:  # a search does without what writes
    __getattr__ = lazily.from_modules(__name__, {"Indexer": "indexer"})

__all__ = ["IndexStore", "Indexer", "Snapshot"]
