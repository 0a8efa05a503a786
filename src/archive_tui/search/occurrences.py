"""Where a word, a pattern or a phrase occurs, field by field, with how often.

Matching asks for the documents, ranking for the frequencies; both come from here, so that a
phrase is put together once.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from archive_tui.index import Snapshot
from archive_tui.index.postings import Docs, Frequencies, Mask, Postings
from archive_tui.index.schema import TEXT_FIELDS
from archive_tui.query import Form
from archive_tui.search.arrays import as_places
from archive_tui.search.phrases import meeting, merged, phrase
from archive_tui.search.resolving import Slot, SoughtText

_KEPT: Final = 512
"""Answers kept for the ranking, which asks again what the matching asked."""
_SAMPLE: Final = 4096
"""Documents that tell how rare neighbours are."""


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
        self.check = check
        """Called now and then; raises to stop."""
        self._found: dict[SoughtText, Found] = {}
        self._unmarked: dict[str, bool] = {}

    def find(self, text: SoughtText) -> Found:
        """Return where words stand side by side; a single word stands by itself."""
        text = replace(text, slots=tuple(map(self._shared, text.slots)))
        if text not in self._found:
            if len(self._found) >= _KEPT:
                self._found.clear()
            self._found[text] = self._look_up(text)
        return self._found[text]

    def _shared(self, slot: Slot) -> Slot:
        """Return the slot of the folded form where an exact one has the same postings.

        That is so for a word that nobody wrote with marks: what has the exact form has the
        folded one too, so if there is no more of that, it is the same.
        """
        if slot.form is Form.FOLDED or len(slot.terms) != 1 or not slot.terms[0].isascii():
            return slot
        [term] = slot.terms
        if term not in self._unmarked:
            amount = self._snapshot.texts.amount
            self._unmarked[term] = all(
                amount(f"{name}_{Form.EXACT}", term) == amount(f"{name}_{Form.FOLDED}", term)
                for name in TEXT_FIELDS
            )
        return Slot(Form.FOLDED, slot.terms) if self._unmarked[term] else slot

    def near(self, text: SoughtText, among: Mask) -> Found:
        """Return where words stand side by side, where that matters.

        How rare neighbours are is known well enough from some of the documents they might be
        in, so of those nobody asks for only a sample is read when there are many.

        Args:
            text: Two words or more.
            among: The documents that are asked for, shape (size,).

        Returns:
            All places in the documents asked for; ``count`` is exact, or near to it if many
            other documents have the words.
        """
        text = replace(text, slots=tuple(map(self._shared, text.slots)))
        return self._found[text] if text in self._found else self._look_up(text, among)

    def _look_up(self, text: SoughtText, among: Mask | None = None) -> Found:
        fields, unread = [], 0
        mask = np.zeros(self._snapshot.size, dtype=np.bool_)
        for name in (text.field.value,) if text.field else TEXT_FIELDS:
            self.check()
            if len(text.slots) == 1:
                found = self._frequencies(name, text.slots[0])
            else:
                found, more = self._side_by_side(name, text, among)
                unread += more
            if len(found.docs):
                mask[as_places(found.docs)] = True
                fields.append(Occurrences(name, found.docs, found.counts))
        count = len(fields[0].docs) if len(fields) == 1 else int(np.count_nonzero(mask))
        return Found(tuple(fields), mask, count + unread)

    def _side_by_side(
        self, name: str, text: SoughtText, among: Mask | None
    ) -> tuple[Frequencies, int]:
        """Return where a phrase is in a text, and about how many documents were not read."""
        words = []
        for slot in text.slots:
            words.append(self._postings(name, slot))
            if not len(words[-1].docs):
                return Frequencies(words[-1].docs, words[-1].counts), 0
        common, step = meeting(words), 1
        if among is not None:
            is_asked_for = among.take(common)
            others = common[np.flatnonzero(~is_asked_for)]
            step = max(1, len(others) // _SAMPLE)
            is_asked_for[np.searchsorted(common, others[::step])] = True
            common = common[np.flatnonzero(is_asked_for)]
        found = phrase(words, common, text.slop, self.check)
        if step == 1 or among is None:
            return found, 0
        sampled = len(found.docs) - int(np.count_nonzero(among.take(as_places(found.docs))))
        return found, sampled * (step - 1)

    def _frequencies(self, name: str, slot: Slot) -> Frequencies:
        return self._snapshot.texts.frequencies(f"{name}_{slot.form}", slot.terms, self.check)

    def _postings(self, name: str, slot: Slot) -> Postings:
        """Return where any of the words of a slot stands."""
        field, texts = f"{name}_{slot.form}", self._snapshot.texts
        return merged([texts.postings(field, term, self.check) for term in slot.terms])
