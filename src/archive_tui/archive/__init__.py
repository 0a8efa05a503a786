"""The archive on disk: a folder a person can read without this program.

It is the only truth; every index is a cache of it. The format is in
``docs/archive-format.md``. Nothing here knows how articles are searched or shown.
"""

from archive_tui.archive.folder import Archive, Settled, find
from archive_tui.archive.writing import Addition, Batch, Outcome, adding

__all__ = ["Addition", "Archive", "Batch", "Outcome", "Settled", "adding", "find"]
