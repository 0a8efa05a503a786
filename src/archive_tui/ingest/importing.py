"""The import: every document under the paths given, read and added, one after the other.

A document that cannot be read is reported and passed over. No more than one document is
held at a time. The forms of documents are the readers' business.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from archive_tui.archive import Archive, Batch, Outcome, adding
from archive_tui.engine import OnProgress, ShouldStop
from archive_tui.errors import ArchiveError, Interrupted, SourceUnreadable
from archive_tui.i18n import _
from archive_tui.ingest import files, jsonl, page
from archive_tui.ingest.detection import detect
from archive_tui.ingest.document import Document
from archive_tui.model import (
    Article,
    ImportFormat,
    ImportOptions,
    ImportReport,
    Problem,
    Progress,
)
from archive_tui.text.clean import clean_line


def import_documents(
    archive: Archive,
    paths: Sequence[Path],
    options: ImportOptions,
    should_stop: ShouldStop,
    on_progress: OnProgress,
) -> ImportReport:
    """Read foreign documents into an archive.

    Args:
        archive: Where they are added.
        paths: Files, or folders of files; hidden files are passed over.
        options: How to read them, and what to put where they say nothing.
        should_stop: Asked before each document; what was added until then stays.
        on_progress: Told how many documents were read.

    Returns:
        What was added, what was known already, and what could not be read.

    Raises:
        ArchiveReadOnly: The archive cannot be written to.
        ArchiveError: Another program is adding, or the disk is full.
        Interrupted: ``should_stop`` said so.
    """
    added: list[str] = []
    known: list[str] = []
    problems: list[Problem] = []
    try:
        with adding(archive, dry_run=options.dry_run) as batch:
            for number, item in enumerate(_documents(paths, options.format), start=1):
                if should_stop():
                    raise Interrupted(
                        _("The import was stopped."),
                        _("Run it again; it goes on where it stopped."),
                    )
                if isinstance(item, Problem):
                    problems.append(item)
                else:
                    outcome, article_id = _add(batch, item, options, archive.settled.source)
                    (added if outcome is Outcome.ADDED else known).append(article_id)
                on_progress(Progress(_("Importing"), number, None))
    except OSError as error:
        reason = clean_line(error.strerror or type(error).__name__)
        raise ArchiveError(
            _("The archive could not be written ({reason}).").format(reason=reason),
            _("Make room or mend the permissions, then import again; nothing is added twice."),
        ) from error
    return ImportReport(tuple(added), tuple(known), tuple(problems))


def _add(
    batch: Batch, document: Document, options: ImportOptions, publisher: str | None
) -> tuple[Outcome, str]:
    header = document.article.header
    header = replace(
        header,
        section=header.section or options.section,
        source=header.source or options.source or publisher,
    )
    article = Article(header, document.article.paragraphs)
    original = document.original if options.keep_originals else None
    addition = batch.add(article, original, document.ending)
    return addition.outcome, addition.article_id


def _documents(paths: Sequence[Path], form: ImportFormat) -> Iterator[Document | Problem]:
    for path in paths:
        for file, error in files.walk(path):
            if error:
                yield _problem(str(file), error)
            else:
                yield from _of_file(file, form)


def _of_file(file: Path, form: ImportFormat) -> Iterator[Document | Problem]:
    try:
        known = detect(file) if form is ImportFormat.AUTO else form
        for item in (jsonl if known is ImportFormat.JSONL else page).read(file):
            if isinstance(item, Document):
                yield item
            else:
                yield _problem(f"{file}:{item[0]}", item[1])
    except SourceUnreadable as error:
        yield _problem(str(file), error)


def _problem(place: str, error: SourceUnreadable) -> Problem:
    return Problem(clean_line(place), error.message)
