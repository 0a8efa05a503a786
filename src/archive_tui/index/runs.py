"""Runs: as many records as memory holds, made into a segment.

A run is collected as numbers and sorted at the end; nothing of it is on disk before that. The
lexicon lives on from run to run, since the words of an archive repeat themselves, and is begun
anew when it has grown large, so that memory is bounded at any size of the archive.
"""

from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from archive_tui.index.contents import SegmentEntry
from archive_tui.index.inversion import TextCollector, ValueCollector
from archive_tui.index.lexicon import Lexicon
from archive_tui.index.records import Record
from archive_tui.index.schema import NUMBER_FIELDS, TEXT_FIELDS, VALUE_FIELDS
from archive_tui.index.segment_writing import SegmentWriter, packed_listings

RUN_WORDS: Final = 6_000_000
"""Words and paragraphs of the texts of a run; sorting them takes about 250 MB."""
_RUN_RECORDS: Final = 100_000
"""Records of a run where they are short."""
_RUN_LETTERS: Final = 1 << 26
"""Letters of what is listed of a run and of its values, each value once: 64 MB."""
_RUN_VALUES: Final = 2_000_000
"""Values of all records of a run; an article's tags count for each of its photos."""
_LEXICON_WORDS: Final = 500_000
"""Words after which a lexicon is begun anew."""
_LEXICON_LETTERS: Final = 1 << 24
"""Letters of words after which a run ends, and a lexicon is begun anew."""
_OWN_NUMBERS: Final = tuple(name for name in NUMBER_FIELDS if not name.startswith("length_"))


class Run:
    """Collects records.

    Args:
        lexicon: The words known so far.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._texts = {name: TextCollector(lexicon) for name in TEXT_FIELDS}
        self._values = {name: ValueCollector() for name in VALUE_FIELDS}
        self._numbers = array("i")
        self._listings: list[bytes] = []
        self._words = self._value_count = self._letters = 0

    def __len__(self) -> int:
        return len(self._listings)

    @property
    def is_full(self) -> bool:
        """Whether as much was collected as there is to be memory for."""
        return (
            len(self._listings) >= _RUN_RECORDS
            or self._words >= RUN_WORDS
            or self._value_count >= _RUN_VALUES
            or self._letters >= _RUN_LETTERS
            or self._lexicon.letters >= _LEXICON_LETTERS
        )

    def add(self, record: Record) -> None:
        """Add a record."""
        doc = len(self._listings)
        for name, paragraphs in record.texts.items():
            if paragraphs:
                self._words += self._texts[name].add(doc, paragraphs)
        for name, values in record.values.items():
            self._letters += self._values[name].add(doc, values)
            self._value_count += len(values)
        self._numbers.extend((record.kind, record.photos, *record.days))
        listing = record.listing.pack()
        self._listings.append(listing)
        self._letters += len(listing)

    def write(self, folder: Path, name: str) -> SegmentEntry:
        """Write what was collected as a segment and return it; nothing more may be added.

        Args:
            folder: Where.
            name: What its files are called.
        """
        with SegmentWriter(folder, name) as writer:
            self._write(writer)
        return writer.entry

    def _write(self, writer: SegmentWriter) -> None:
        columns = np.array(self._numbers).reshape(-1, len(_OWN_NUMBERS)).T
        numbers = dict(zip(_OWN_NUMBERS, columns, strict=True))
        for text, collector in self._texts.items():
            collected = collector.collected()
            numbers[f"length_{text}"] = collected.lengths(len(self))
            for form, found in collected.inverted():
                writer.add_field(
                    f"{text}_{form}",
                    [found],
                    frequency_type=np.min_scalar_type(found.frequencies.max(initial=0)),
                    position_type=np.min_scalar_type(found.positions.max(initial=256)),
                )
        for field, values in self._values.items():
            writer.add_field(field, [values.invert()])
        writer.add_numbers(numbers)
        writer.add_listings(packed_listings(self._listings))


class RunSeries:
    """Makes records into runs, as many as it takes.

    Args:
        folder: Where the segments are written.
        name: Gives each of them a name.
    """

    def __init__(self, folder: Path, name: Callable[[], str]) -> None:
        self._folder = folder
        self._name = name
        self._lexicon = Lexicon()
        self._run = Run(self._lexicon)

    def add(self, record: Record) -> SegmentEntry | None:
        """Add a record; return the segment that was written by that, if one was."""
        self._run.add(record)
        return self.flush() if self._run.is_full else None

    def flush(self) -> SegmentEntry | None:
        """Write what was added since the last run; return the segment if there was anything."""
        if not len(self._run):
            return None
        entry = self._run.write(self._folder, self._name())
        lexicon = self._lexicon
        if len(lexicon) > _LEXICON_WORDS or lexicon.letters >= _LEXICON_LETTERS:
            self._lexicon = Lexicon()
        self._run = Run(self._lexicon)
        return entry
