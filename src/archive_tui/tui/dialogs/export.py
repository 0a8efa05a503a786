"""The export dialog: what, in which form, and where to; then the writing itself.

Nothing is overwritten unasked, and the count is shown before anything is written.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Checkbox, Input, ProgressBar, RadioSet, Static
from textual.worker import Worker, WorkerState, get_current_worker

from archive_tui.engine import ShouldStop
from archive_tui.errors import ArchiveTuiError
from archive_tui.i18n import _
from archive_tui.library import Library
from archive_tui.model import ExportFormat, ExportOptions, ExportReport, Progress
from archive_tui.text.clean import clean_line
from archive_tui.tui.commands import EXPORTING, bindings
from archive_tui.tui.dialogs.dialog import Dialog
from archive_tui.tui.dialogs.questions import Confirmation
from archive_tui.tui.widgets import wording
from archive_tui.tui.widgets.inputs import CleanInput
from archive_tui.tui.widgets.key_bar import KeyBar
from archive_tui.tui.widgets.reporter import Reporter
from archive_tui.tui.widgets.toggles import Choice, Tick

_FORMATS: Final = tuple(ExportFormat)


@dataclass(frozen=True, slots=True)
class Source:
    """Something that can be exported."""

    label: str
    """What it is called."""
    count: int
    """Articles in it, as far as is known; for all hits, the hits."""
    file_name: str
    """Name of the file, without its ending, that is proposed for it."""
    ids: Callable[[ShouldStop], tuple[str, ...]]
    """Finds its articles; may take a while, so it is called in a worker."""


class ExportDialog(Dialog[str]):
    """Asks how to export, writes, and returns a sentence about what was written.

    Args:
        library: Where the articles come from.
        sources: What can be exported, the likeliest first.
        folder: Where exports go unless the user says otherwise.
        width: Cells a line of plain text may take.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(EXPORTING)

    @dataclass
    class Progressed(Message):
        """The export has come further."""

        progress: Progress
        """How far."""

        def can_replace(self, message: Message) -> bool:
            """Let a newer report take the place of an older one."""
            return isinstance(message, ExportDialog.Progressed)

    @dataclass
    class Written(Message):
        """The export is written."""

        report: ExportReport
        """What was written."""

    @dataclass
    class Failed(Message):
        """The export could not be written."""

        error: ArchiveTuiError
        """Why."""

    def __init__(
        self, library: Library, sources: tuple[Source, ...], folder: Path, width: int
    ) -> None:
        super().__init__()
        self._library = library
        self._sources = sources
        self._folder = folder
        self._width = width
        self._proposed = ""
        self._busy = False

    def compose(self) -> ComposeResult:
        """Ask from top to bottom: what, form, where."""
        with VerticalScroll(classes="dialog", id="export", can_focus=False):
            yield Static(Content(_("Export")), classes="heading")
            with Horizontal(id="export-choices"):
                with Vertical(classes="group"):
                    yield Static(Content(_("What")), classes="label")
                    yield RadioSet(*self._source_buttons(), id="source", compact=True)
                with Vertical(classes="group"):
                    yield Static(Content(_("Form")), classes="label")
                    yield RadioSet(*_format_buttons(), id="format", compact=True)
            yield Tick(Content(_("Each article in a file of its own")), id="split", compact=True)
            with Horizontal(classes="row"):
                yield Static(Content(_("Cells a line (0: do not wrap)")), classes="label")
                yield CleanInput(str(self._width), id="width", type="integer", max_length=4)
            yield Static(Content(_("Write to")), classes="label")
            yield CleanInput(id="path")
            yield Static(id="export-status", markup=False)
            yield ProgressBar(id="export-progress", show_eta=False)
            with Horizontal(classes="buttons"):
                yield Button(Content(_("Write")), id="write", variant="primary")
                yield Button(Content(_("Cancel")), id="cancel")
        yield KeyBar()

    def _source_buttons(self) -> list[Choice]:
        return [
            Choice(
                Content(f"{source.label} ({wording.number(source.count)})"),
                value=place == 0,
                disabled=not source.count,
            )
            for place, source in enumerate(self._sources)
        ]

    def on_mount(self) -> None:
        """Propose a place for what is chosen at first."""
        self.query_one("#export-progress").display = False
        self._choice_changed()

    @property
    def _source(self) -> Source:
        return self._sources[max(self.query_one("#source", RadioSet).pressed_index, 0)]

    @property
    def _options(self) -> ExportOptions:
        written = self.query_one("#width", Input).value
        return ExportOptions(
            format=_FORMATS[max(self.query_one("#format", RadioSet).pressed_index, 0)],
            width=int(written) if written.isdigit() else self._width,
            split=self.query_one("#split", Checkbox).value,
        )

    @property
    def _path(self) -> Path:
        typed = Path(self.query_one("#path", Input).value.strip())
        try:
            return typed.expanduser()
        except RuntimeError:  # “~name” of nobody: a file that is called so
            return typed

    @on(RadioSet.Changed)
    @on(Checkbox.Changed)
    def _choice_changed(self) -> None:
        """Follow the choice with the proposed name, unless the user wrote another."""
        field = self.query_one("#path", Input)
        options = self._options
        ending = "" if options.split else options.format.ending
        if field.value == self._proposed:
            self._proposed = clean_line(str(self._folder / f"{self._source.file_name}{ending}"))
            field.value = self._proposed
        self._say(wording.articles_text(self._source.count))

    def _say(self, text: str, *, wrong: bool = False) -> None:
        status = self.query_one("#export-status", Static)
        status.update(text)
        status.set_class(wrong, "-error")

    @on(Input.Submitted)
    @on(Button.Pressed, "#write")
    def action_write(self) -> None:
        """Write, after asking if something would be replaced."""
        if not self._busy:
            self._ask_and_write()

    @work(group="ask", exclusive=True)
    async def _ask_and_write(self) -> None:
        path, options = self._path, self._options
        if not path.name:
            self._say(_("Name a file to write to."), wrong=True)
            return
        if _would_replace(path, split=options.split):
            question = _("“{path}” is there already. Replace it?").format(
                path=clean_line(str(path))
            )
            if not await self.app.push_screen_wait(Confirmation(question, _("Replace"))):
                return
            options = replace(options, overwrite=True)
        self._busy = True
        self._say(_("Writing…"))
        self._write(self._source, path, options)

    @work(thread=True, exclusive=True, group="export", exit_on_error=False)
    def _write(self, source: Source, path: Path, options: ExportOptions) -> None:
        """Find the articles and write them."""
        worker = get_current_worker()

        def stopped() -> bool:
            return worker.is_cancelled

        reporter = Reporter(lambda progress: self.post_message(self.Progressed(progress)))
        try:
            report = self._library.export(source.ids(stopped), path, options, stopped, reporter)
        except ArchiveTuiError as error:
            self.post_message(self.Failed(error))
            return
        self.post_message(self.Written(report))

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        """Say so when the writing ended in a way nobody foresaw."""
        if event.state is WorkerState.ERROR:
            name = type(event.worker.error).__name__
            self._busy = False
            self._say(_("Something in the program failed ({name}).").format(name=name), wrong=True)

    @on(Progressed)
    def _progressed(self, event: Progressed) -> None:
        bar = self.query_one("#export-progress", ProgressBar)
        bar.display = True
        bar.update(total=event.progress.total, progress=event.progress.done)
        self._say(wording.progress_text(event.progress))

    @on(Written)
    def _written(self, event: Written) -> None:
        report = event.report
        place = self._path if len(report.files) != 1 else Path(report.files[0])
        said = _("{articles} written to {path}").format(
            articles=wording.articles_text(report.articles), path=clean_line(str(place))
        )
        if report.problems:
            said = f"{said} · " + _("{count} could not be read").format(
                count=wording.number(len(report.problems))
            )
        self.dismiss(said)

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self._busy = False
        self.query_one("#export-progress").display = False
        self._say(wording.error_text(event.error), wrong=True)

    @on(Button.Pressed, "#cancel")
    def action_close(self) -> None:
        """Stop the writing if it goes on; otherwise leave."""
        if not self._busy:
            self.dismiss(None)
            return
        self.workers.cancel_group(self, "export")
        self._say(_("Stopping…"))


def _format_buttons() -> list[Choice]:
    return [
        Choice(Content(wording.format_name(form)), value=place == 0)
        for place, form in enumerate(_FORMATS)
    ]


def _would_replace(path: Path, *, split: bool) -> bool:
    """Return whether something stands where the export would be written."""
    try:
        return any(path.iterdir()) if split and path.is_dir() else path.exists()
    except OSError:
        return False
