"""What all dialogs share: they can be left with one key and then change nothing."""

from typing import ClassVar, Generic, TypeVar

from textual.binding import BindingType
from textual.screen import ModalScreen

from archive_tui.tui.commands import CLOSING, bindings

Answer = TypeVar("Answer")
"""What a dialog returns."""


class Dialog(ModalScreen[Answer | None], Generic[Answer]):
    """A question in the middle of the screen; no answer is the answer ``None``."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(CLOSING)

    def __init__(self) -> None:
        super().__init__(classes="dialog-screen")

    def action_close(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)
