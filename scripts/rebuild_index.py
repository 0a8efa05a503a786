"""Build the index of an archive anew, beside the one in use, and swap them.

The same as ``archive-tui index --rebuild``, for a scheduler or a double click: without an
argument it takes the nearest archive upward. Searches go on meanwhile.
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from archive_tui import i18n
from archive_tui.cli.console import Console, stoppable
from archive_tui.config import load
from archive_tui.errors import ExitCode
from archive_tui.library import Library


def main() -> None:
    """Read the command line, and end with the exit codes of ``archive-tui``."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("archive", nargs="?", type=Path, help="folder of the archive")
    folder: Path | None = parser.parse_args().archive
    console = Console()
    sys.exit(console.finish(lambda: rebuild(folder, console)))


def rebuild(folder: Path | None, console: Console) -> ExitCode:
    """Build the index anew.

    Args:
        folder: The archive; the user's own, or the nearest, where it is left out.
        console: Where to tell what happens.

    Returns:
        `ExitCode.SOME_FAILED` where files had to be skipped.
    """
    settings = load()
    i18n.activate(settings.language)
    library = Library.open(replace(settings, archive=folder or settings.archive))
    try:
        with stoppable() as should_stop, console.progress() as on_progress:
            report = library.rebuild(should_stop, on_progress)
    finally:
        library.close()
    console.report(report.problems)
    print(f"{library.folder}: {report.added} articles in {report.seconds:.1f} s")
    return ExitCode.SOME_FAILED if report.problems else ExitCode.DONE


if __name__ == "__main__":
    main()
