"""Article files read and made into records, and how many processes that is worth."""

import os
from dataclasses import dataclass
from typing import Final

from archive_tui.engine import ArticleSource, Entry
from archive_tui.errors import DamagedFile, UnreadableFile
from archive_tui.index.known_files import KnownFile
from archive_tui.index.records import Record, records

ARTICLES_A_JOB: Final = 10_000
"""Articles one process takes at a time at most; about as many as are a run."""
_ARTICLES_A_PROCESS: Final = 4_000
"""Articles for which it pays to begin a process."""
MOST_PROCESSES: Final = 4
"""Each takes the memory of a run; reading and merging are not faster with more."""
_NEVER: Final = -1
"""A time of change no file has."""


class ReadersLost(Exception):  # noqa: N818 - says what happened; never leaves the index
    """Processes that read articles are gone before their work was done."""


def process_count(articles: int) -> int:
    """Return how many processes are worth beginning for some articles; 1 is none beside ours."""
    return max(1, min(os.cpu_count() or 1, MOST_PROCESSES, articles // _ARTICLES_A_PROCESS))


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads article files."""

    source: ArticleSource
    """The archive."""
    default_source: str | None
    """Publisher of an article that names none."""

    def read(self, entry: Entry) -> tuple[KnownFile, list[Record]]:
        """Return what is known of a file from now on, and its records."""
        try:
            article = self.source.read(entry.path)
        except UnreadableFile as error:  # to be tried again, though it may look the same
            return KnownFile(entry.size, _NEVER, 0, error.message), []
        except DamagedFile as error:
            return KnownFile(entry.size, entry.mtime_ns, 0, error.message), []
        made = list(records(article, entry.path, self.default_source))
        return KnownFile(entry.size, entry.mtime_ns, len(made) - 1), made
