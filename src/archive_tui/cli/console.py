"""Standard output and standard error, progress, and how the process ends.

This module alone writes to the two streams and turns errors into exit codes: one sentence
with what to do next, never a traceback. Data it is given it passes on untouched.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final

from archive_tui.cli.pace import Pace
from archive_tui.engine import OnProgress, ShouldStop
from archive_tui.errors import ArchiveTuiError, ExitCode, ExportError
from archive_tui.i18n import _
from archive_tui.text.clean import clean_line

if TYPE_CHECKING:
    from archive_tui.model import Problem, Progress

PROGRAM: Final = "archive-tui"
"""What every message begins with."""

LOG_NAME: Final = "archive-tui.log"
"""File of ``--debug`` in the user's log folder."""

_LINE_SECONDS: Final = 3.0
"""Pause before and between plain lines of progress."""


class Console:
    """The terminal, or whatever stands in its place.

    Args:
        log_folder: Where tracebacks go; none are kept when left out.
    """

    def __init__(self, log_folder: Path | None = None) -> None:
        _open_streams()
        if not sys.warnoptions:  # warnings are for developers, and they ask with -W
            warnings.simplefilter("ignore")
        self._log_folder = log_folder

    @property
    def width(self) -> int | None:
        """Columns of the terminal that shows the data; None where it goes elsewhere."""
        return shutil.get_terminal_size().columns if sys.stdout.isatty() else None

    @property
    def colourful(self) -> bool:
        """Whether data may be drawn with colours."""
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        legacy = sys.platform == "win32" and "WT_SESSION" not in os.environ
        return sys.stdout.isatty() and not plain and not legacy

    @property
    def interactive(self) -> bool:
        """Whether somebody sits at both ends of the program."""
        return sys.stdin.isatty() and sys.stdout.isatty()

    def write(self, text: str) -> None:
        """Write data.

        Raises:
            BrokenPipeError: Nobody reads it any more.
            ExportError: It cannot be written.
        """
        with _output_errors():
            sys.stdout.write(text)

    def flush(self) -> None:
        """Send what was written on its way; raises as `write` does."""
        with _output_errors():
            sys.stdout.flush()

    def say(self, sentence: str) -> None:
        """Tell the user something, in one line on standard error."""
        with suppress(OSError, ValueError):  # there may be nobody to tell
            sys.stderr.write(f"{clean_line(sentence)}\n")
            sys.stderr.flush()

    def say_lines(self, lines: Iterable[str]) -> None:
        """Tell the user several things, one a line; how far a line is set in is kept."""
        for line in lines:
            inset = len(line) - len(line.lstrip(" "))
            with suppress(OSError, ValueError):  # as in `say`
                sys.stderr.write(f"{' ' * inset}{clean_line(line)}\n")
                sys.stderr.flush()

    def warn(self, sentence: str) -> None:
        """Tell what went wrong, under the program's name."""
        self.say(f"{PROGRAM}: {sentence}")

    def report(self, problems: Sequence[Problem]) -> None:
        """Tell of items that were skipped: ``path:line: message``, one line each."""
        for problem in problems:
            known = problem.message.startswith(problem.path)
            self.say(problem.message if known else f"{problem.path}: {problem.message}")

    @contextmanager
    def progress(self) -> Iterator[OnProgress]:
        """Show how far a job has come: a bar on a terminal, else a line now and then."""
        if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
            with _bar() as on_progress:
                yield on_progress
        else:
            yield _PlainLines(self.say)

    def finish(self, work: Callable[[], int]) -> int:
        """Do the program's work, and turn whatever happens into an exit code.

        Args:
            work: Returns the exit code of a run that went as planned.
        """
        try:
            code = work()
            self.flush()
        except SystemExit as end:  # the parser's way to end after --help
            return self._after_flush(end.code if isinstance(end.code, int) else ExitCode.USAGE)
        except BrokenPipeError:
            _abandon_output()
            return ExitCode.DONE
        except KeyboardInterrupt:
            return self._failed(_("Stopped."), ExitCode.INTERRUPTED)
        except ArchiveTuiError as error:
            self._log(error)
            return self._failed(str(error), error.exit_code)
        except Exception as error:  # noqa: BLE001 - the outermost edge: no traceback for users
            return self._failed(self._unexpected(error), ExitCode.UNUSABLE)
        return code

    def _failed(self, sentence: str, code: int) -> int:
        """Say what went wrong, after the data that came before it."""
        code = self._after_flush(code)
        self.warn(sentence)
        return code

    def _after_flush(self, code: int) -> int:
        try:
            self.flush()
        except (BrokenPipeError, ExportError):
            _abandon_output()
        return code

    def _unexpected(self, error: Exception) -> str:
        what = _("Something unexpected went wrong ({error}).").format(error=type(error).__name__)
        if log := self._log(error):
            advice = _("The details are in “{path}”.").format(path=log)
        else:
            advice = _("Run it again with --debug to keep the details in a log file.")
        return f"{what} {advice}"

    def _log(self, error: Exception) -> Path | None:
        """Append a traceback to the log of ``--debug``; None where none is kept."""
        if self._log_folder is None:
            return None
        import traceback  # noqa: PLC0415 - only for a run that failed

        path = self._log_folder / LOG_NAME
        lines = "".join(traceback.format_exception(error))
        try:
            self._log_folder.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8", errors="backslashreplace") as log:
                log.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {sys.argv!r}\n{lines}\n")
        except OSError:
            return None
        return path


@contextmanager
def stoppable() -> Iterator[ShouldStop]:
    """Let the first Ctrl-C ask a job to stop where it may; the second breaks it off.

    Yields:
        What the job has to ask now and then.
    """
    asked = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        del number, frame
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler:  # ignored, as under nohup; leave it so
        yield asked.is_set
        return
    signal.signal(signal.SIGINT, ask)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)


class _PlainLines:
    """Progress for logs and plain terminals; a short job leaves no line."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._pace = Pace()
        self._due = time.monotonic() + _LINE_SECONDS

    def __call__(self, progress: Progress) -> None:
        """Say something every few seconds."""
        now = time.monotonic()
        pace = self._pace.tell(progress)
        if progress.waiting:
            self._say(f"{progress.stage}…")
            return
        if now < self._due:
            return
        self._due = now + _LINE_SECONDS
        total = "" if progress.total is None else f"/{progress.total}"
        self._say(f"{progress.stage}: {progress.done}{total}{f', {pace}' if pace else ''}")


@contextmanager
def _bar() -> Iterator[OnProgress]:
    from rich import progress as bars  # noqa: PLC0415 - only a terminal needs it
    from rich.console import Console as RichConsole  # noqa: PLC0415 - the same

    columns = (
        bars.TextColumn("{task.description}", markup=False),
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TextColumn("{task.fields[pace]}", markup=False),
    )
    with bars.Progress(*columns, console=RichConsole(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=None, pace="")
        pace = Pace()

        def show(progress: Progress) -> None:
            shown.update(
                task,
                description=progress.stage,
                completed=progress.done,
                total=progress.total,
                pace=pace.tell(progress),
            )

        yield show


def _open_streams() -> None:
    """Give the process three streams that take every character, closed ones included.

    Opened in this order, a missing stream gets its own number back, and no file of the
    archive can take it.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 - for good
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - for good
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - for good
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


@contextmanager
def _output_errors() -> Iterator[None]:
    """Turn a full disk behind standard output into an error of ours."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        _abandon_output()
        raise ExportError(
            _("The output cannot be written ({reason}).").format(reason=error.strerror),
            _("Check the space on the disk."),
        ) from error


def _abandon_output() -> None:
    """Drop what could not be written, so that the interpreter does not try again."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
