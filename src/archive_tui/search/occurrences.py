"""Where a word, a pattern or a phrase occurs, field by field, with how often.

Matching asks for the documents, ranking for the frequencies; both come from here, so that a
phrase is put together once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from archive_tui.index import Snapshot
from archive_tui.index.postings import Docs, Frequencies, Mask, Postings
from archive_tui.index.schema import TEXT_FIELDS
from archive_tui.search.arrays import as_places
from archive_tui.search.phrases import merged, phrase
from archive_tui.search.resolving import Slot, SoughtText

_KEPT: Final = 512
"""Answers kept for the ranking, which asks again what the matching asked."""


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Where something occurs in one text field."""

    field: str
    """Name of the text, such as ``body``."""
    docs: Docs
    """Documents, ascending, shape (n,)."""
    frequencies: NDArray[np.integer[Any]]
    """How often in each, shape (n,)."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where something occurs in all texts."""

    fields: tuple[Occurrences, ...]
    """The texts in which there is something."""
    mask: Mask
    """The documents, shape (size,)."""
    count: int
    """How many documents."""


class OccurrenceFinder:
    """Looks words and phrases up in a snapshot.

    Args:
        snapshot: Where to look.
        check: Called now and then; raises to stop.
    """

    def __init__(self, snapshot: Snapshot, check: Callable[[], None]) -> None:
        self._snapshot = snapshot
        self._check = check
        self._found: dict[SoughtText, Found] = {}

    def find(self, text: SoughtText) -> Found:
        """Return where words stand side by side; a single word stands by itself."""
        if text not in self._found:
            if len(self._found) >= _KEPT:
                self._found.clear()
            self._found[text] = self._look_up(text)
        return self._found[text]

    def _look_up(self, text: SoughtText) -> Found:
        fields = []
        mask = np.zeros(self._snapshot.size, dtype=np.bool_)
        for name in (text.field.value,) if text.field else TEXT_FIELDS:
            self._check()
            found = self._in_field(text, name)
            if len(found.docs):
                mask[as_places(found.docs)] = True
                fields.append(Occurrences(name, found.docs, found.counts))
        count = len(fields[0].docs) if len(fields) == 1 else int(np.count_nonzero(mask))
        return Found(tuple(fields), mask, count)

    def _in_field(self, text: SoughtText, name: str) -> Frequencies:
        if len(text.slots) == 1:
            [slot] = text.slots
            return self._frequencies(name, slot)
        words = []
        for slot in text.slots:
            words.append(self._postings(name, slot))
            if not len(words[-1].docs):
                return Frequencies(words[-1].docs, words[-1].counts)
        return phrase(words, text.slop, self._snapshot.size)

    def _frequencies(self, name: str, slot: Slot) -> Frequencies:
        return self._snapshot.texts.frequencies(f"{name}_{slot.form}", slot.terms, self._check)

    def _postings(self, name: str, slot: Slot) -> Postings:
        """Return where any of the words of a slot stands."""
        field, texts = f"{name}_{slot.form}", self._snapshot.texts
        return merged([texts.postings(field, term, self._check) for term in slot.terms])
