"""Text fields. What is typed or pasted passes the text gate before it is ever drawn."""

from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from archive_tui.text.clean import clean
from archive_tui.tui.commands import SEARCH_BOX, bindings


class CleanInput(Input):
    """A field for one line of text without control characters."""

    def validate_value(self, value: str) -> str:
        """Drop what a terminal could take for a command."""
        return clean(value).replace("\n", " ").replace("\t", " ")


class SearchBox(CleanInput):
    """The field for the query."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(SEARCH_BOX)

    class LeftDownwards(Message):
        """The user is done typing and wants the results."""

    def action_leave_downwards(self) -> None:
        """Say that the user wants the results."""
        self.post_message(self.LeftDownwards())
