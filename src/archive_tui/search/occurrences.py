"""Where a word, a pattern or a phrase occurs, field by field, with how often.

Matching asks for the documents, ranking for the frequencies; both come from here, so that a
phrase is put together once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from archive_tui.index import Snapshot
from archive_tui.index.cache import ByteCache
from archive_tui.index.postings import Docs, Frequencies, Mask, Postings
from archive_tui.index.schema import TEXT_FIELDS
from archive_tui.query import Form
from archive_tui.search.arrays import as_places
from archive_tui.search.phrases import meeting, merged, phrase
from archive_tui.search.resolving import Slot, SoughtText

_KEPT_BYTES: Final = 64 << 20
"""Finds kept for the ranking, which asks again what the matching asked."""
_SAMPLE: Final = 4096
"""Documents that tell how rare neighbours are."""
_ODD: Final = (5**0.5 - 1) / 2
"""What is added to the distance of the documents of a sample, so that they do not keep step with
articles of as many captions each."""


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

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        arrays = (array for item in self.fields for array in (item.docs, item.frequencies))
        return int(self.mask.nbytes) + sum(int(array.nbytes) for array in arrays)


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
        self._found = ByteCache[SoughtText, Found](_KEPT_BYTES)
        self._unmarked: dict[str, bool] = {}

    def find(self, text: SoughtText) -> Found:
        """Return where words stand side by side; a single word stands by itself."""
        text = replace(text, slots=tuple(map(self._shared, text.slots)))
        return self._found.get(text) or self._found.keep(text, self._look_up(text))

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
        return self._found.get(text) or self._look_up(text, among)

    def _look_up(self, text: SoughtText, among: Mask | None = None) -> Found:
        if len(text.slots) > 1:
            return self._side_by_side(text, among)
        found = {name: self._frequencies(name, text.slots[0]) for name in _names(text)}
        return self._told(found)

    def _side_by_side(self, text: SoughtText, among: Mask | None) -> Found:
        """Return where words follow each other, of documents not asked for only in a sample."""
        words = {name: self._words(name, text) for name in _names(text)}
        common = {name: meeting(own) for name, own in words.items() if own}
        read, stride = self._sample(list(common.values()), among)
        found = {}
        for name, docs in common.items():
            some = docs if read is None else docs[np.flatnonzero(read.take(docs))]
            found[name] = phrase(words[name], some, text.slop, self.check)
        told = self._told(found)
        if read is None or among is None:
            return told
        asked = int(np.count_nonzero(told.mask & among))
        count = asked + round((told.count - asked) * stride)
        return replace(told, count=min(count, self._snapshot.live_count))

    def _sample(
        self, common: Sequence[NDArray[np.intp]], among: Mask | None
    ) -> tuple[Mask | None, float]:
        """Choose which documents are read, the same ones in all texts.

        Args:
            common: For each text the documents that have all words.
            among: Those that are read in any case; None where all are.

        Returns:
            The documents that are read, None where all are; and how many each of those stands
            for that are not read in any case.
        """
        if among is None:
            return None, 1
        others = (len(docs) - int(np.count_nonzero(among.take(docs))) for docs in common)
        step = max(others, default=0) // _SAMPLE
        if step < 2:  # noqa: PLR2004 - every document
            return None, 1
        stride, size = step + _ODD, self._snapshot.size
        read = among.copy()
        read[(np.arange(int((size - 1) / stride) + 1) * stride).astype(np.intp)] = True
        return read, stride

    def _told(self, found: Mapping[str, Frequencies]) -> Found:
        """Return what was found in each text as what was found in all."""
        mask = np.zeros(self._snapshot.size, dtype=np.bool_)
        fields = []
        for name, own in found.items():
            if len(own.docs):
                mask[as_places(own.docs)] = True
                fields.append(Occurrences(name, own.docs, own.counts))
        count = len(fields[0].docs) if len(fields) == 1 else int(np.count_nonzero(mask))
        return Found(tuple(fields), mask, count)

    def _words(self, name: str, text: SoughtText) -> list[Postings]:
        """Return where each word of a phrase is in a text; nothing where one of them is not."""
        self.check()
        words = []
        for slot in text.slots:
            words.append(self._postings(name, slot))
            if not len(words[-1].docs):
                return []
        return words

    def _frequencies(self, name: str, slot: Slot) -> Frequencies:
        self.check()
        return self._snapshot.texts.frequencies(f"{name}_{slot.form}", slot.terms, self.check)

    def _postings(self, name: str, slot: Slot) -> Postings:
        """Return where any of the words of a slot stands."""
        field, texts = f"{name}_{slot.form}", self._snapshot.texts
        return merged([texts.postings(field, term, self.check) for term in slot.terms])


def _names(text: SoughtText) -> tuple[str, ...]:
    """Return the texts in which something is looked for."""
    return (text.field.value,) if text.field else TEXT_FIELDS
