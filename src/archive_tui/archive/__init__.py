"""The archive on disk: a folder a person can read without this program.

It is the only truth; every index is a cache of it. The format is in
``docs/archive-format.md``. Nothing here knows how articles are searched or shown.
"""

from typing import TYPE_CHECKING

from archive_tui import lazily
from archive_tui.archive.folder import Archive, find
from archive_tui.archive.settlement import Settled

if TYPE_CHECKING:
    from archive_tui.archive.writing import Addition, Batch, Outcome, adding
else:  # whoever only reads does without what writes
    __getattr__ = lazily.from_modules(
        __name__, dict.fromkeys(("Addition", "Batch", "Outcome", "adding"), "writing")
    )

__all__ = ["Addition", "Archive", "Batch", "Outcome", "Settled", "adding", "find"]
