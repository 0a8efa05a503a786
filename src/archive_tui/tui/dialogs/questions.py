"""The two small questions: yes or no, and one line of text."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from archive_tui.i18n import _
from archive_tui.tui.dialogs.dialog import Dialog
from archive_tui.tui.widgets.inputs import CleanInput
from archive_tui.tui.widgets.key_bar import KeyBar


class Confirmation(Dialog[bool]):
    """A question that is answered with yes or no; no is chosen unless the user moves.

    Args:
        question: What is asked.
        yes: What the button says that agrees.
    """

    def __init__(self, question: str, yes: str) -> None:
        super().__init__()
        self._question = question
        self._yes = yes

    def compose(self) -> ComposeResult:
        """Put the harmless button first."""
        with Vertical(classes="dialog small"):
            yield Static(Content(self._question), classes="question")
            with Horizontal(classes="buttons"):
                yield Button(Content(_("No")), id="no")
                yield Button(Content(self._yes), id="yes", variant="warning")
        yield KeyBar()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Leave with the answer."""
        self.dismiss(event.button.id == "yes")


class LineQuestion(Dialog[str]):
    """A question that is answered with a line of text.

    Args:
        question: What is asked.
        value: What stands in the field at first.
    """

    def __init__(self, question: str, value: str = "") -> None:
        super().__init__()
        self._question = question
        self._value = value

    def compose(self) -> ComposeResult:
        """Ask for one line."""
        with Vertical(classes="dialog small"):
            yield Static(Content(self._question), classes="question")
            yield CleanInput(self._value, id="line")
        yield KeyBar()

    @on(Input.Submitted, "#line")
    def _line_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() or None)
