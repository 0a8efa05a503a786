"""What a record of the index is made of.

Every article is a record, and so is each of its captions, which points to its article. Texts
stand in two forms, exact and folded, because a reader may type marks or leave them out. The
text fields take words that were analysed already: the analyser stays the only one, and a text
is cut once for both forms.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from whoosh import columns, fields, formats

from archive_tui.model import FacetName

INDEX_FORMAT: Final = 1
"""Raised whenever a record is made up differently; an index keeps it."""

TEXT_FIELDS: Final = ("title", "body", "caption")
"""The texts of a record; each is stored as ``<name>_exact`` and ``<name>_folded``."""

TERM_FIELDS: Final = ("section", "source", "author", "tag")
"""Properties whose whole value is one term."""

FACET_FIELDS: Final = {
    FacetName.SECTION: "section",
    FacetName.SOURCE: "source",
    FacetName.TAG: "tag",
}
"""The facets that are counted by terms."""

ARTICLE: Final = 0
"""Value of the column ``kind`` for an article."""
PHOTO: Final = 1
"""Value of the column ``kind`` for a photo."""
UNDATED: Final = 0
"""Value of the date columns where there is no date; others are ordinals of days."""

PARAGRAPH_GAP: Final = 16
"""Positions left free between paragraphs, so that no phrase reaches over from one to the next."""

_Posting: TypeAlias = tuple[bytes, int, float, bytes]
"""Term, frequency, weight, encoded positions."""


class _RawPositions(formats.Positions):  # type: ignore[misc] # Whoosh ships no types
    """Positions as raw 32-bit numbers, which can be read many at a time."""

    def encode(self, poslist: Sequence[int]) -> bytes:
        """Return positions as bytes, in the machine's byte order."""
        return array("I", poslist).tobytes()

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """Return the positions that were encoded."""
        return array("I", valuestring).tolist()

    def decode_frequency(self, valuestring: bytes) -> int:
        """Return how many positions were encoded."""
        return len(valuestring) // 4

    def decode_weight(self, valuestring: bytes) -> float:
        """Return the frequency: every occurrence weighs the same."""
        return float(len(valuestring) // 4)


class _Words(fields.FieldType):  # type: ignore[misc] # Whoosh ships no types
    """A text given as paragraphs, each a sequence of its words."""

    def __init__(self) -> None:
        super().__init__(_RawPositions(), analyzer=None, scorable=True)

    def index(self, value: Sequence[Sequence[str]], **_options: object) -> Iterator[_Posting]:
        """Yield the postings of the words of one record."""
        positions: defaultdict[str, list[int]] = defaultdict(list)
        start = 0
        for paragraph in value:
            for position, word in enumerate(paragraph, start):
                positions[word].append(position)
            start += len(paragraph) + PARAGRAPH_GAP
        for word, places in positions.items():
            yield word.encode(), len(places), float(len(places)), array("I", places).tobytes()


class _WholeValues(fields.FieldType):  # type: ignore[misc] # Whoosh ships no types
    """One or several values, each a term as it is."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), analyzer=None)

    def index(self, value: Sequence[str], **_options: object) -> Iterator[_Posting]:
        """Yield one posting a value."""
        for text in dict.fromkeys(value):
            yield text.encode(), 1, 1.0, b""


def make_schema() -> fields.Schema:
    """Return the schema of every index of this format."""
    schema = fields.Schema(
        record=_WholeValues(),
        article=_WholeValues(),
        kind=fields.COLUMN(columns.NumericColumn("B", default=ARTICLE)),
        photos=fields.COLUMN(columns.NumericColumn("H", default=0)),
        date_first=fields.COLUMN(columns.NumericColumn("i", default=UNDATED)),
        date_last=fields.COLUMN(columns.NumericColumn("i", default=UNDATED)),
        title_key=fields.COLUMN(columns.VarBytesColumn()),
        record_key=fields.COLUMN(columns.VarBytesColumn()),
        listing=fields.STORED(),
    )
    for name in TERM_FIELDS:
        schema.add(name, _WholeValues())
    for name in TEXT_FIELDS:
        schema.add(f"{name}_exact", _Words())
        schema.add(f"{name}_folded", _Words())
    return schema
