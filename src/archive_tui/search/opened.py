"""A snapshot with what is made of it once and used by many searches."""

from collections import Counter
from functools import cached_property

from archive_tui.index import Snapshot
from archive_tui.query import Form, TextField
from archive_tui.search.vocabulary import Vocabulary


class OpenedIndex:
    """An opened version of an index and its vocabulary.

    Args:
        snapshot: The version.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of all texts, each with the records it is in, summed over the texts."""
        counts: Counter[str] = Counter()
        for name in TextField:
            for word, count in self.snapshot.words(f"{name}_{Form.EXACT}"):
                counts[word] += count
        return Vocabulary(counts.items())

    def close(self) -> None:
        """Let go of the files."""
        self.snapshot.close()
