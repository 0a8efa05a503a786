"""Every error of this program, in one tree.

::

    ArchiveTuiError
    ├── UsageError                  2  a command line or a setting that cannot be followed
    │   ├── QuerySyntaxError        2  a query that cannot be read; knows the position
    │   ├── QueryTooWide            2  a query that asks for more than can be looked up
    │   ├── DateSyntaxError         2  a date that cannot be read
    │   └── ConfigError             2  a settings file with a mistake; knows the key
    ├── NothingFound                1  the question was good, the answer is empty
    ├── ArchiveError                3  the archive as a whole cannot be used
    │   ├── ArchiveNotFound         3
    │   └── ArchiveReadOnly         3
    ├── DamagedFile                 4  one file of the archive cannot be read; the rest can
    │   └── UnreadableFile          4  the system does not let us read it
    ├── SourceUnreadable            4  one document to import cannot be read
    ├── IndexUnusable               3  the index cannot answer
    │   ├── IndexMissing            3
    │   ├── IndexOutdated           3  made by another version of the program
    │   └── IndexBusy               3  another program is writing it
    ├── ExportError                 3  the export could not be written
    ├── CollectionError             3  the user's own data could not be read or written
    └── Interrupted               130  the user said stop

A message is one sentence that may be shown as it is, a hint says what to do next. Foreign
errors are turned into these at one border each, with ``raise … from``.
"""

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """What the program tells the shell when it ends."""

    DONE = 0
    """All went well."""
    NOTHING_FOUND = 1
    """The search or listing is empty."""
    USAGE = 2
    """The command line, a query or a setting is wrong."""
    UNUSABLE = 3
    """The archive or its index cannot be used, or the result cannot be written."""
    SOME_FAILED = 4
    """Finished, but some items failed."""
    INTERRUPTED = 130
    """Stopped by the user."""


class ArchiveTuiError(Exception):
    """Root of the tree: everything this program raises on purpose."""

    exit_code: ClassVar[ExitCode] = ExitCode.UNUSABLE
    """What the process ends with when nobody handles the error."""

    message: str
    """One sentence saying what is wrong, fit to be shown."""

    hint: str
    """One sentence saying what to do next; may be empty."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageError(ArchiveTuiError):
    """What was asked for cannot be followed as it stands."""

    exit_code = ExitCode.USAGE


class QuerySyntaxError(UsageError):
    """A query that cannot be read."""

    position: int
    """Code point in the query at which reading failed, from 0."""

    def __init__(self, message: str, hint: str = "", *, position: int = 0) -> None:
        super().__init__(message, hint)
        self.position = position


class QueryTooWide(UsageError):  # noqa: N818 - reads as what it says
    """A query that was understood but asks for more than can be looked up."""


class DateSyntaxError(UsageError):
    """A date or span of dates that cannot be read."""


class ConfigError(UsageError):
    """A settings file with a mistake in it."""


class NothingFound(ArchiveTuiError):  # noqa: N818 - it is an outcome, not a fault
    """The question was understood and its answer is empty."""

    exit_code = ExitCode.NOTHING_FOUND


class ArchiveError(ArchiveTuiError):
    """The archive as a whole cannot be used."""


class ArchiveNotFound(ArchiveError):  # noqa: N818 - reads as what it says
    """There is no archive where one was expected."""


class ArchiveReadOnly(ArchiveError):  # noqa: N818 - reads as what it says
    """The archive's folder cannot be written to."""


class DamagedFile(ArchiveTuiError):  # noqa: N818 - reads as what it says
    """One file of the archive cannot be read; it is reported and skipped."""

    exit_code = ExitCode.SOME_FAILED

    path: str
    """The file, relative to the archive's folder."""

    line: int | None
    """Line of the fault, from 1, where it is known."""

    def __init__(self, path: str, message: str, *, line: int | None = None) -> None:
        place = path if line is None else f"{path}:{line}"
        super().__init__(f"{place}: {message}")
        self.path = path
        self.line = line


class UnreadableFile(DamagedFile):
    """One file of the archive that the system does not let us read; it may another time."""


class SourceUnreadable(ArchiveTuiError):  # noqa: N818 - reads as what it says
    """One document that was to be imported cannot be read; the rest goes on."""

    exit_code = ExitCode.SOME_FAILED


class IndexUnusable(ArchiveTuiError):  # noqa: N818 - reads as what it says
    """The index cannot answer."""


class IndexMissing(IndexUnusable):
    """The archive has no index yet."""


class IndexOutdated(IndexUnusable):
    """The index was made by another version of the program, or is damaged."""


class IndexBusy(IndexUnusable):
    """Another program is writing the index."""


class ExportError(ArchiveTuiError):
    """An export could not be written."""


class CollectionError(ArchiveTuiError):
    """The user's own data could not be read or written."""


class Interrupted(ArchiveTuiError):  # noqa: N818 - it is an outcome, not a fault
    """The user, or a newer question, said stop."""

    exit_code = ExitCode.INTERRUPTED
