"""Articles on their way in and out: options and reports of imports and exports."""

from dataclasses import dataclass
from enum import StrEnum

from archive_tui.model.reports import Problem


class ImportFormat(StrEnum):
    """Form of the documents to import."""

    AUTO = "auto"
    """Told by the name and the first bytes of each file."""
    PAGE = "page"
    """The text of a web page: title, date line, paragraphs, captions on lines of their own."""
    JSONL = "jsonl"
    """One JSON object a line with id, title, date, section, source, url, body, captions."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to read documents, and what to put where they say nothing."""

    format: ImportFormat = ImportFormat.AUTO
    """Form of the documents."""
    section: str | None = None
    """Section of an article that names none."""
    source: str | None = None
    """Source of an article that names none."""
    keep_originals: bool = True
    """Whether the bytes as they came in are kept in the archive."""
    dry_run: bool = False
    """Whether to change nothing and only tell what would be done."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What one import did."""

    added: tuple[str, ...]
    """Ids of the new articles."""
    known: tuple[str, ...]
    """Ids of articles that were in the archive already."""
    problems: tuple[Problem, ...]
    """Documents that were skipped."""


class ExportFormat(StrEnum):
    """Form of an export."""

    TEXT = "text"
    """Plain text with a citation header, for people."""
    MARKDOWN = "markdown"
    """Text with light mark-up."""
    JSONL = "jsonl"
    """One JSON object a line, in the form the import reads."""
    CSV = "csv"
    """One row an article, for spreadsheets."""

    @property
    def ending(self) -> str:
        """Ending of a file in this form, with its dot."""
        return {"text": ".txt", "markdown": ".md"}.get(self.value, f".{self.value}")


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How to write an export."""

    format: ExportFormat = ExportFormat.TEXT
    """Its form."""
    width: int = 78
    """Cells a line of plain text may take; 0 leaves paragraphs on one line."""
    split: bool = False
    """Whether each article becomes a file of its own in a folder."""
    overwrite: bool = False
    """Whether files that are there may be replaced."""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What one export wrote."""

    articles: int
    """Articles written."""
    files: tuple[str, ...]
    """Paths of the files."""
    size: int
    """Bytes in all."""
    problems: tuple[Problem, ...] = ()
    """Articles that could not be read, left out of the export."""
