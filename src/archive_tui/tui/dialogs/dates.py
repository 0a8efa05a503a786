"""The date filter: two fields that take every way of writing a date."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from archive_tui.errors import ArchiveTuiError
from archive_tui.i18n import _
from archive_tui.model import DateSpan
from archive_tui.text.dates import parse_dates
from archive_tui.tui.commands import PICKING_DATES, bindings
from archive_tui.tui.dialogs.dialog import Dialog
from archive_tui.tui.widgets import wording
from archive_tui.tui.widgets.inputs import CleanInput
from archive_tui.tui.widgets.key_bar import KeyBar


@dataclass(frozen=True, slots=True)
class DateChoice:
    """The span the user chose."""

    dates: DateSpan | None
    """The span; every date when absent."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What two fields of dates say together."""

    dates: DateSpan | None
    """The span; absent where both fields are empty or there is a mistake."""
    problem: str = ""
    """What is wrong, in one sentence."""


def understand(first: str, last: str) -> Understood:
    """Read the two fields of the dialog.

    The span begins with the first day of what stands in the first field and ends with the
    last day of what stands in the second; an empty field leaves its end open.
    """
    if not first.strip() and not last.strip():
        return Understood(None)
    try:
        begin = parse_dates(first).first if first.strip() else date.min
        end = parse_dates(last).last if last.strip() else date.max
    except ArchiveTuiError as error:
        return Understood(None, wording.error_text(error))
    if end < begin:
        return Understood(None, _("The span ends before it begins."))
    return Understood(DateSpan(begin, end))


class DatesDialog(Dialog[DateChoice]):
    """Asks for a span of time.

    Args:
        dates: The span that is on now.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(PICKING_DATES)

    def __init__(self, dates: DateSpan | None) -> None:
        super().__init__()
        self._dates = dates

    def compose(self) -> ComposeResult:
        """Put the fields one above the other, and below them what was understood."""
        with Vertical(classes="dialog small"):
            yield Static(Content(_("Show only items from a span of time")), classes="heading")
            yield Static(Content(_("From")), classes="label")
            yield CleanInput(_field(self._dates, last=False), id="first")
            yield Static(Content(_("Until")), classes="label")
            yield CleanInput(_field(self._dates, last=True), id="last")
            yield Static(id="understood", markup=False)
            yield Static(Content(_("2024 · 1/2024 · 30/4/1975 · tháng 4/1975")), classes="hint")
            with Horizontal(classes="buttons"):
                yield Button(Content(_("Show")), id="show", variant="primary")
                yield Button(Content(_("Clear")), id="clear")
        yield KeyBar()

    def on_mount(self) -> None:
        """Say what the fields mean as they stand."""
        self._fields_changed()

    def _understood(self) -> Understood:
        first = self.query_one("#first", Input).value
        return understand(first, self.query_one("#last", Input).value)

    @on(Input.Changed)
    def _fields_changed(self) -> None:
        understood = self._understood()
        echo = self.query_one("#understood", Static)
        echo.set_class(bool(understood.problem), "-error")
        if understood.problem:
            echo.update(understood.problem)
        elif understood.dates is None:
            echo.update(_("Items of every date."))
        else:
            echo.update(wording.date_text(understood.dates))

    @on(Input.Submitted)
    @on(Button.Pressed, "#show")
    def _span_chosen(self) -> None:
        understood = self._understood()
        if not understood.problem:
            self.dismiss(DateChoice(understood.dates))

    @on(Button.Pressed, "#clear")
    def action_clear(self) -> None:
        """Leave with every date."""
        self.dismiss(DateChoice(None))


def _field(dates: DateSpan | None, *, last: bool) -> str:
    """Return one end of a span as the user would type it."""
    if dates is None:
        return ""
    day = dates.last if last else dates.first
    if day in {date.min, date.max}:
        return ""
    text = str(dates)
    return text if "/" not in text else text.split("/")[int(last)]
