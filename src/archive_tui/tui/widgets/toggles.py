"""Buttons that keep a state, drawn so that the state is seen without colours."""

from textual.widgets import Checkbox, RadioButton


class Choice(RadioButton):
    """One of several; a dot stands in the one that is chosen."""

    BUTTON_INNER = " "

    def watch_value(self) -> None:
        """Draw the dot, or none."""
        self.BUTTON_INNER = "●" if self.value else " "
        super().watch_value()
        self.refresh(layout=True)


class Tick(Checkbox):
    """Yes or no; a cross stands in it for yes."""

    BUTTON_INNER = " "

    def watch_value(self) -> None:
        """Draw the cross, or none."""
        self.BUTTON_INNER = "X" if self.value else " "
        super().watch_value()
        self.refresh(layout=True)
