"""What a record of the index is made of.

Every article is a record, and so is each of its captions, which points to its article. Texts
stand in two forms, exact and folded, because a reader may type marks or leave them out.
"""

from typing import Final

from archive_tui.analysis import Form
from archive_tui.model import FacetName

INDEX_FORMAT: Final = 3
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

POSITIONED_FIELDS: Final = tuple(f"{name}_{form}" for name in TEXT_FIELDS for form in Form)
"""The fields whose postings say how often and where."""

VALUE_FIELDS: Final = ("record", "article", "title_key", *TERM_FIELDS)
"""The fields whose whole values are terms; ``title_key`` is what titles are sorted by."""

NUMBER_FIELDS: Final = {
    "kind": "<u1", "photos": "<u2", "date_first": "<i4", "date_last": "<i4",
    **{f"length_{name}": "<u4" for name in TEXT_FIELDS},
}  # fmt: skip
"""The numbers of a record and their types; lengths are those of its texts in words."""
