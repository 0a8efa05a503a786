"""The form of a command's declaration, and the key table made from it."""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Command:
    """Something the user can ask for."""

    id: str
    """Name in the user's settings; never translated."""
    keys: str
    """Keys that call it unless the user says otherwise, parted by commas."""
    action: str
    """Name of the action on the screen or widget that carries it out."""
    label: str
    """One or two words for the key bar; a msgid."""
    about: str
    """One sentence for the palette, the tooltip and the help; a msgid."""
    footer: bool = False
    """Whether the key bar shows it."""

    def binding(self) -> Binding:
        """Return its entry in a key table.

        The texts in it are never shown: whoever shows a command looks its declaration up,
        so that a change of language needs no new key tables.
        """
        return Binding(self.keys, self.action, self.label, show=self.footer, id=self.id)


def bindings(*commands: Iterable[Command]) -> list[BindingType]:
    """Return the key table of some groups of commands."""
    return [command.binding() for group in commands for command in group]
