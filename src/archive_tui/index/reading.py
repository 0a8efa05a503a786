"""Article files read and made into records, and how many processes that is worth."""

import os
from dataclasses import dataclass
from typing import Final

from archive_tui.engine import ArticleSource, Entry
from archive_tui.errors import DamagedFile
from archive_tui.index.known_files import KnownFile, digest
from archive_tui.index.records import Record, records

ARTICLES_A_JOB: Final = 10_000
"""Articles one process takes at a time at most; about as many as are a run."""
_ARTICLES_A_PROCESS: Final = 4_000
"""Articles for which it pays to begin a process."""
MOST_PROCESSES: Final = 4
"""Each takes the memory of a run; reading and merging are not faster with more."""


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
        """Return what is known of a file from now on, and its records.

        There are none where its content has the digest that the entry has: they are in the
        index already.
        """
        try:
            content = self.source.content(entry.path)
        except DamagedFile as error:  # to be tried again, though it may look the same
            return KnownFile.unread(entry, error.message), []
        found = digest(content)
        if found == entry.digest:
            return KnownFile(entry.size, entry.mtime_ns, digest=found), []
        try:
            article = self.source.parse(entry.path, content)
        except DamagedFile as error:
            known = KnownFile(entry.size, entry.mtime_ns, digest=found, problem=error.message)
            return known, []
        made = list(records(article, entry.path, self.default_source))
        return KnownFile(entry.size, entry.mtime_ns, len(made) - 1, found), made
