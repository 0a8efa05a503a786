"""From a format's name to the module that writes it."""

from collections.abc import Sequence

from archive_tui.export import jsonl, markdown, plain_text, spreadsheet
from archive_tui.model import Article, ExportFormat, ExportOptions


def render(articles: Sequence[Article], options: ExportOptions) -> str:
    """Return articles as one text in the form asked for.

    Args:
        articles: What to write, in this order; every string clean.
        options: The form, and the width of plain text.

    Returns:
        The text, LF at the line ends, one at the end.
    """
    match options.format:
        case ExportFormat.TEXT:
            return plain_text.render(articles, options.width)
        case ExportFormat.MARKDOWN:
            return markdown.render(articles)
        case ExportFormat.JSONL:
            return jsonl.render(articles)
        case ExportFormat.CSV:
            return spreadsheet.render(articles)
