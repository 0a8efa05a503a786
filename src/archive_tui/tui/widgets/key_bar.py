"""The bar of keys at the bottom: what can be done here, with the keys it has now."""

from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar, Final, TypeVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.events import Click
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from archive_tui.i18n import _
from archive_tui.tui.commands import ALL_COMMANDS, Command
from archive_tui.tui.commands.everywhere import HELP

_BY_ID: Final = {command.id: command for command in ALL_COMMANDS}
_GAP: Final = 2

Answer = TypeVar("Answer")
"""What a screen returns; of no concern here."""


@dataclass(frozen=True, slots=True)
class _Entry:
    command: Command
    key: str
    key_shown: str

    @property
    def width(self) -> int:
        return cell_len(self.key_shown) + 1 + cell_len(_(self.command.label)) + _GAP


def shown_key(screen: Screen[Answer], command: Command) -> str:
    """Return the key a command has on a screen now, as the user reads it."""
    for active in screen.active_bindings.values():
        if active.binding.id == command.id:
            return screen.app.get_key_display(active.binding)
    return command.keys.partition(",")[0]


class KeyBar(Widget):
    """The commands for which there is room, each with its key; a click calls one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key"}

    def on_mount(self) -> None:
        """Follow the focus: other panes have other commands."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, screen: Screen[object]) -> None:
        if screen is self.screen:
            self.refresh()

    def _entries(self) -> list[_Entry]:
        """Return what fits; the help always comes early, because it tells the rest."""
        entries: dict[str, _Entry] = {}
        for active in self.screen.active_bindings.values():
            command = _BY_ID.get(active.binding.id or "")
            if command is not None and command.footer and command.id not in entries:
                shown = self.app.get_key_display(active.binding)
                entries[command.id] = _Entry(command, active.binding.key, shown)
        ordered = sorted(entries.values(), key=lambda entry: entry.command is not HELP)
        ends = accumulate(entry.width for entry in ordered)
        return [
            entry for entry, end in zip(ordered, ends, strict=True) if end - _GAP <= self.size.width
        ]

    def render_line(self, y: int) -> Strip:
        """Draw the keys and names in one line."""
        style = self.rich_style
        if y:
            return Strip.blank(self.size.width, style)
        strong = self.get_component_rich_style("key-bar--key")
        segments = []
        for entry in self._entries():
            segments.append(Segment(entry.key_shown, strong))
            label = f" {_(entry.command.label)}{' ' * _GAP}"
            segments.append(Segment(label, style))
        return Strip(segments).adjust_cell_length(self.size.width, style)

    async def _on_click(self, event: Click) -> None:
        offset = event.get_content_offset(self)
        at = offset.x if offset else -1
        for entry in self._entries():
            if 0 <= at < entry.width:
                self.app.simulate_key(entry.key)
                return
            at -= entry.width
