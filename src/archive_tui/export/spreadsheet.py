"""Articles, or any rows, as CSV for spreadsheets.

A byte order mark comes first, since without it the commonest spreadsheet reads Vietnamese
as gibberish. A cell that a spreadsheet would take for a formula gets an apostrophe before it
(the characters are those of OWASP's page "CSV Injection").
"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from archive_tui.model import Article

BYTE_ORDER_MARK: Final = "\ufeff"
"""Tells a spreadsheet that the file is UTF-8."""

COLUMNS: Final = (
    "id", "title", "date", "section", "source", "author", "url", "tags", "captions", "body",
)  # fmt: skip
"""The columns of exported articles."""

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def render(articles: Sequence[Article]) -> str:
    """Return articles as CSV, one row each, paragraphs and captions on lines in their cell."""
    return table(COLUMNS, map(_row, articles))


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV that no spreadsheet will run.

    Args:
        columns: Names of the columns.
        rows: Cells in the order of the columns.

    Returns:
        Byte order mark, header line and rows, LF at the line ends.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return BYTE_ORDER_MARK + buffer.getvalue()


def neutral(cell: str) -> str:
    """Return a cell that is text to every spreadsheet."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _row(article: Article) -> Sequence[str]:
    header = article.header
    return (
        header.id,
        header.title,
        str(header.date or ""),
        header.section or "",
        header.source or "",
        header.author or "",
        header.url or "",
        "; ".join(header.tags),
        "\n".join(photo.caption for photo in header.photos),
        "\n\n".join(article.paragraphs),
    )
