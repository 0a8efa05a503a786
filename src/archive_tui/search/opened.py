"""A snapshot with what is made of it once and used by many searches."""

from functools import cached_property

from archive_tui.index import Snapshot
from archive_tui.query import Form, TextField
from archive_tui.search.vocabulary import Vocabulary, real_words
from archive_tui.search.words import ArchiveWords


class OpenedIndex:
    """An opened version of an index and its vocabulary.

    Args:
        snapshot: The version.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    @cached_property
    def words(self) -> ArchiveWords:
        """The words of all texts, for patterns."""
        return ArchiveWords(self.snapshot)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of all texts, each with the records it is in, summed over the texts."""
        counts: dict[str, int] = {}
        for name in sorted(TextField, key=lambda name: name is not TextField.BODY):
            for words in self.snapshot.words(f"{name}_{Form.EXACT}"):
                if counts:
                    counts.update({word: counts.get(word, 0) + own for word, own in words})
                else:  # the first are by far the most
                    counts = dict(words)
        real = real_words(counts)
        return Vocabulary(counts.items() if real is counts else ((w, counts[w]) for w in real))

    def close(self) -> None:
        """Let go of the files."""
        self.snapshot.close()
