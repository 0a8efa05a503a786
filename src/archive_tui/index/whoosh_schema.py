"""What Whoosh is told about the fields of the index.

Whoosh's queries and searchers ask a schema how a field's terms are coded and what its postings
can tell. The same schema lets Whoosh's own codec hold the same records, which is how ours is
compared with it. It describes what `schema` defines and must not define anything itself; the
program never imports it on its own.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

import numpy as np
from whoosh import columns, fields, formats

from archive_tui.index.schema import (
    ARTICLE,
    PARAGRAPH_GAP,
    POSITIONED_FIELDS,
    UNDATED,
    VALUE_FIELDS,
)

POSITION_TYPE: Final = np.dtype("<u4")
"""The positions of a posting are coded as such numbers, one after the other."""
COLUMNS: Final = {
    "kind": ("B", ARTICLE), "photos": ("H", 0), "date_first": ("i", UNDATED),
    "date_last": ("i", UNDATED),
}  # fmt: skip
"""The numbers of a record that Whoosh sees as columns: type code and default."""
LISTING: Final = "listing"
"""The only stored field: what lists of hits show."""

_Posting: TypeAlias = tuple[bytes, int, float, bytes]
"""Term, frequency, weight, coded positions."""


class RawPositions(formats.Positions):  # type: ignore[misc] # Whoosh ships no types
    """Positions as plain 32-bit numbers, where Whoosh would pickle them."""

    def encode(self, poslist: Sequence[int]) -> bytes:
        """Return positions as bytes."""
        return np.asarray(poslist, dtype=POSITION_TYPE).tobytes()

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """Return the positions that were coded."""
        positions: list[int] = np.frombuffer(valuestring, dtype=POSITION_TYPE).tolist()
        return positions

    def decode_frequency(self, valuestring: bytes) -> int:
        """Return how many positions were coded."""
        return len(valuestring) // POSITION_TYPE.itemsize

    def decode_weight(self, valuestring: bytes) -> float:
        """Return the frequency: every occurrence weighs the same."""
        return float(self.decode_frequency(valuestring))


class ParagraphsField(fields.FieldType):  # type: ignore[misc] # Whoosh ships no types
    """A text given as paragraphs, each a sequence of its words in one form."""

    def __init__(self) -> None:
        super().__init__(RawPositions(), analyzer=None, scorable=True)

    def index(self, value: Sequence[Sequence[str]], **_options: object) -> Iterator[_Posting]:
        """Yield the postings of the words of one record."""
        positions: defaultdict[str, list[int]] = defaultdict(list)
        start = 0
        for paragraph in value:
            for position, word in enumerate(paragraph, start):
                positions[word].append(position)
            start += len(paragraph) + PARAGRAPH_GAP
        for word, places in positions.items():
            yield word.encode(), len(places), float(len(places)), self.format.encode(places)


class ValuesField(fields.FieldType):  # type: ignore[misc] # Whoosh ships no types
    """One or several values, each a term as it is."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), analyzer=None)

    def index(self, value: Sequence[str], **_options: object) -> Iterator[_Posting]:
        """Yield one posting a value."""
        for text in dict.fromkeys(value):
            yield text.encode(), 1, 1.0, b""


def make_schema() -> fields.Schema:
    """Return the schema that describes the index."""
    schema = fields.Schema(**{LISTING: fields.STORED()})
    for name in POSITIONED_FIELDS:
        schema.add(name, ParagraphsField())
    for name in VALUE_FIELDS:
        schema.add(name, ValuesField())
    for name, (code, default) in COLUMNS.items():
        schema.add(name, fields.COLUMN(columns.NumericColumn(code, default=default)))
    return schema
