"""``import``: foreign documents into the archive."""

import tempfile
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from archive_tui.cli.arguments import Commands, Parser, choice
from archive_tui.cli.console import Console, stoppable
from archive_tui.cli.init import tell_made
from archive_tui.cli.session import Session
from archive_tui.errors import ExitCode, NothingFound
from archive_tui.i18n import _, ngettext
from archive_tui.model import ImportFormat, ImportOptions, ImportReport
from archive_tui.text.clean import clean_line

if TYPE_CHECKING:
    from archive_tui.library import Library


def add_parser(commands: Commands, common: Parser) -> None:
    """Add the command to the command line."""
    words = _("read documents into the archive")
    parser = commands.add_parser("import", parents=[common], help=words, description=words)
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help=_("files, or folders of files")
    )
    parser.add_argument(
        "--format",
        type=choice("--format", ImportFormat),
        default=ImportFormat.AUTO,
        metavar="|".join(ImportFormat),
        help=_("form of the documents (default: told by each file)"),
    )
    parser.add_argument("--section", metavar="NAME", help=_("section of items that name none"))
    parser.add_argument("--source", metavar="NAME", help=_("source of items that name none"))
    parser.add_argument("--dry-run", action="store_true", help=_("only tell what would be done"))
    parser.add_argument(
        "--no-originals", action="store_true", help=_("do not keep the documents themselves")
    )
    parser.add_argument(
        "--index", action="store_true", help=_("make what was added findable at once")
    )
    parser.set_defaults(run=_import)


def _import(arguments: Namespace, session: Session) -> ExitCode:
    options = ImportOptions(
        format=arguments.format,
        section=clean_line(arguments.section or "") or None,
        source=clean_line(arguments.source or "") or None,
        keep_originals=not arguments.no_originals,
        dry_run=arguments.dry_run,
    )
    new = _missing_archive(session)
    if new is None:
        return _read_into(session.library, arguments, options, session.console)
    from archive_tui.library import Library  # noqa: PLC0415 - heavy; --help does without

    if options.dry_run:  # nothing may change, and yet there has to be something to compare with
        with tempfile.TemporaryDirectory() as folder:
            library = Library.create(Path(folder), session.settings)
            return _read_into(library, arguments, options, session.console)
    library = Library.create(new, session.settings)
    tell_made(session.console, new)
    return _read_into(library, arguments, options, session.console)


def _missing_archive(session: Session) -> Path | None:
    """Return the folder that was named as the archive but is not there yet, or is empty."""
    folder = session.settings.archive
    if folder is None:
        return None
    missing = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    return folder if missing else None


def _read_into(
    library: "Library", arguments: Namespace, options: ImportOptions, console: Console
) -> ExitCode:
    with stoppable() as should_stop, console.progress() as on_progress:
        report = library.import_from(arguments.paths, options, should_stop, on_progress)
    console.write("".join(f"{article_id}\n" for article_id in report.added))
    console.flush()
    console.report(report.problems)
    if not (report.added or report.known or report.problems):
        raise NothingFound(
            _("There is nothing to import."), _("Name files, or folders that hold some.")
        )
    console.say(_summary(report, options, advised=not arguments.index))
    if arguments.index and report.added and not options.dry_run:
        with stoppable() as should_stop, console.progress() as on_progress:
            library.update(should_stop, on_progress, only=report.added)
    return ExitCode.SOME_FAILED if report.problems else ExitCode.DONE


def _summary(report: ImportReport, options: ImportOptions, *, advised: bool) -> str:
    count = len(report.added)
    if options.dry_run:
        added = ngettext("{count} article would be added", "{count} articles would be added", count)
    else:
        added = ngettext("{count} article added", "{count} articles added", count)
    counts = _("{added}, {known} already there, {skipped} skipped.").format(
        added=added.format(count=count), known=len(report.known), skipped=len(report.problems)
    )
    if not (report.added and advised) or options.dry_run:
        return counts
    advice = _("Run “archive-tui index” to make them findable.")
    return f"{counts} {advice}"
