"""The application: settings, colours, language and keys; the screens do the rest."""

from typing import ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.command import CommandPalette

from archive_tui.config import Settings
from archive_tui.i18n import _, activate, current
from archive_tui.library import Library
from archive_tui.tui.commands import ALL_COMMANDS, EVERYWHERE, bindings
from archive_tui.tui.screens.browse import BrowseScreen
from archive_tui.tui.screens.help import HelpScreen
from archive_tui.tui.screens.palette import CommandProvider, Offer, offers


class BrowserApp(App[object]):
    """The browser of one archive.

    Args:
        library: The archive.
        settings: What the user has set.
        query: What stands in the search box at the beginning.
    """

    CSS_PATH = "app.tcss"
    TITLE = "archive-tui"
    COMMANDS: ClassVar = {CommandProvider}
    BINDINGS: ClassVar[list[BindingType]] = bindings(EVERYWHERE)

    def __init__(self, library: Library, settings: Settings, query: str = "") -> None:
        super().__init__()
        self._library = library
        self._settings = settings
        self._query = query

    def on_mount(self) -> None:
        """Take over the user's settings and show the archive."""
        activate(self._settings.language)
        if self._settings.theme in self.available_themes:
            self.theme = self._settings.theme
        self.update_keymap(dict(self._settings.keys))
        self.push_screen(BrowseScreen(self._library, self._settings, self._query))
        self._report_unknown_keys()

    def _report_unknown_keys(self) -> None:
        known = {command.id for command in ALL_COMMANDS}
        for name in sorted(set(self._settings.keys) - known):
            self.notify(
                _("Settings: there is no command “{name}”.").format(name=name),
                severity="warning",
                markup=False,
            )

    def action_switch_language(self) -> None:
        """Say everything in the other language from now on."""
        activate("en" if current() == "vi" else "vi")
        for screen in self.screen_stack:
            if isinstance(screen, BrowseScreen):
                screen.relabel()
        self.refresh_bindings()

    async def action_quit(self) -> None:
        """Leave, once everything the user selected is on the disk."""
        for screen in self.screen_stack:
            if isinstance(screen, BrowseScreen):
                await screen.finish_writing()
        self.exit()

    def action_help_quit(self) -> None:
        """Say how to leave, when the user tries Ctrl+C as elsewhere."""
        self.notify(_("Ctrl+Q leaves the browser."), markup=False)

    def action_show_help(self) -> None:
        """Show the keys of the screen in view, and examples to run."""
        screen = self.screen
        if isinstance(screen, BrowseScreen):
            self.push_screen(HelpScreen(list(offers(screen))), self._help_left)

    async def _help_left(self, choice: Offer | str | None) -> None:
        """Run what was chosen in the help: an example, or a command."""
        screen = self.screen
        if isinstance(choice, Offer):
            await self.run_action(choice.command.action, choice.node)
        elif choice is not None and isinstance(screen, BrowseScreen):
            screen.run_query(choice)

    def action_command_palette(self) -> None:
        """Open the palette, its prompt in the interface language."""
        if not CommandPalette.is_open(self):
            self.push_screen(
                CommandPalette(placeholder=_("Search for commands…"), id="--command-palette")
            )
