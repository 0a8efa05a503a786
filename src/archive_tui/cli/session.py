"""What a command gets to work with: the console, the settings, and the archive when asked."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from archive_tui.cli.console import Console
from archive_tui.config import Settings

if TYPE_CHECKING:
    from archive_tui.library import Library


@dataclass(frozen=True)
class Session:
    """One run of the program."""

    console: Console
    """Where to write."""
    settings: Settings
    """What the user set, the command line included."""

    @cached_property
    def library(self) -> "Library":
        """The archive the user means, opened at the first question.

        Raises:
            ArchiveNotFound: There is none.
            ArchiveError: It cannot be read.
        """
        from archive_tui.library import Library  # noqa: PLC0415 - heavy; --help does without

        return Library.open(self.settings)

    def close(self) -> None:
        """Let go of the archive if it was opened."""
        if "library" in self.__dict__:
            self.library.close()
