"""Commands that work on every screen but in a dialog."""

from typing import Final

from archive_tui.i18n import N_
from archive_tui.tui.commands.command import Command

HELP: Final = Command(
    "help",
    "?,f1",
    "show_help",
    N_("Help"),
    N_("Show the keys and the query language, with examples to try."),
    footer=True,
)
LANGUAGE: Final = Command(
    "language",
    "f2",
    "switch_language",
    N_("Language"),
    N_("Switch the interface between Vietnamese and English."),
)
PALETTE: Final = Command(
    "palette",
    "ctrl+p",
    "command_palette",
    N_("Commands"),
    N_("Find any command by its name."),
)
THEME: Final = Command(
    "theme", "f3", "change_theme", N_("Colours"), N_("Choose the colours of the screen.")
)
QUIT: Final = Command("quit", "q,ctrl+q", "quit", N_("Quit"), N_("Leave the browser."), footer=True)

EVERYWHERE: Final = (HELP, LANGUAGE, PALETTE, THEME, QUIT)
"""Commands of the application itself."""
