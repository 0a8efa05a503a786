"""The postings of one term as Whoosh's queries walk through them.

Postings are cut into blocks of equal length, whose best weight and shortest text bound what a
posting in them can score; so searches for the best hits may pass over whole blocks. A matcher
must not know of deletions: Whoosh's reader leaves deleted records out around it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from whoosh.matching import LeafMatcher, ReadTooFar

from archive_tui.index.whoosh_schema import POSITION_TYPE


@dataclass(frozen=True)
class TermPostings:
    """All postings of one term in one segment."""

    docs: NDArray[np.int64]
    """The records, ascending, shape (n,), n > 0."""
    frequencies: NDArray[np.int64]
    """How often it occurs in each, shape (n,)."""
    lengths: NDArray[np.int64]
    """How many words the text of each has, shape (n,); zeros where lengths do not count."""
    read_positions: Callable[[], NDArray[Any]]
    """Reads where it occurs, posting after posting; asked once, and only where it is needed."""

    def value(self, place: int) -> bytes:
        """Return the coded positions of a posting."""
        positions, starts = self._positions
        return positions[starts[place] : starts[place + 1]].astype(POSITION_TYPE).tobytes()

    @cached_property
    def _positions(self) -> tuple[NDArray[Any], NDArray[np.int64]]:
        """The positions, and where those of each posting begin, shape (n + 1,)."""
        return self.read_positions(), np.append(0, np.cumsum(self.frequencies))


class PostingMatcher(LeafMatcher):  # type: ignore[misc] # Whoosh ships no types
    """Walks through the postings of a term.

    Args:
        postings: The postings.
        format_: How their values are coded.
        term: Field and term.
        scorer: Scores a posting; None where nothing is scored.
        place: The posting to begin with.
    """

    BLOCK: ClassVar[int] = 128
    """Postings of a block."""

    def __init__(
        self,
        postings: TermPostings,
        format_: Any,  # noqa: ANN401 - Whoosh ships no types
        term: tuple[str, bytes],
        scorer: Any = None,  # noqa: ANN401 - Whoosh ships no types
        place: int = 0,
    ) -> None:
        self.format = format_
        self.scorer = scorer
        self._term = term
        self._postings = postings
        self._place = place

    def is_active(self) -> bool:
        """Return whether there is a posting left."""
        return self._place < len(self._postings.docs)

    def reset(self) -> None:
        """Go back to the first posting."""
        self._place = 0

    def copy(self) -> "PostingMatcher":
        """Return another matcher at the same posting."""
        return type(self)(self._postings, self.format, self._term, self.scorer, self._place)

    def id(self) -> int:
        """Return the record of the posting."""
        return int(self._postings.docs[self._place])

    def all_ids(self) -> list[int]:
        """Return the records from this posting on, which stays where it is."""
        ids: list[int] = self._postings.docs[self._place :].tolist()
        return ids

    def weight(self) -> float:
        """Return what the posting weighs: its frequency."""
        return float(self._postings.frequencies[self._place])

    def value(self) -> bytes:
        """Return the coded value of the posting."""
        return self._postings.value(self._place)

    def next(self) -> bool:
        """Go to the next posting.

        Returns:
            Whether it is in another block, or the end is reached.

        Raises:
            ReadTooFar: There was none left before.
        """
        if not self.is_active():
            raise ReadTooFar
        self._place += 1
        return not self.is_active() or self._place % self.BLOCK == 0

    def skip_to(self, id: int) -> None:  # noqa: A002 - the interface names it
        """Go to the first posting, from this one on, whose record is not less than one.

        Raises:
            ReadTooFar: There was none left before.
        """
        if not self.is_active():
            raise ReadTooFar
        self._place += int(np.searchsorted(self._postings.docs[self._place :], id))

    def supports_block_quality(self) -> bool:
        """Return whether it can be said what a block scores at most."""
        return self.scorer is not None and bool(self.scorer.supports_block_quality())

    def skip_to_quality(self, minquality: float) -> int:
        """Pass over blocks none of whose postings scores more than a limit.

        Returns:
            How many blocks were passed over.
        """
        skipped = 0
        while self.is_active() and self.block_quality() <= minquality:
            self._place = self._block().stop
            skipped += 1
        return skipped

    def block_min_id(self) -> int:
        """Return the first record of the block."""
        return int(self._postings.docs[self._block()][0])

    def block_max_id(self) -> int:
        """Return the last record of the block."""
        return int(self._postings.docs[self._block()][-1])

    def block_min_length(self) -> int:
        """Return the length of the shortest text in the block."""
        return int(self._postings.lengths[self._block()].min())

    def block_max_length(self) -> int:
        """Return the length of the longest text in the block."""
        return int(self._postings.lengths[self._block()].max())

    def block_max_weight(self) -> float:
        """Return the greatest weight in the block."""
        return float(self._postings.frequencies[self._block()].max())

    def _block(self) -> slice:
        """Return the places of the block of this posting; behind the end, of the last block.

        Whoosh asks for the quality of matchers that have come to their end, too.
        """
        place = min(self._place, len(self._postings.docs) - 1)
        begin = place - place % self.BLOCK
        return slice(begin, min(begin + self.BLOCK, len(self._postings.docs)))
