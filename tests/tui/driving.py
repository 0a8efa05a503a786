"""How the tests drive the browser and look at it."""

from collections.abc import Callable

from textual.pilot import Pilot

from archive_tui.tui.app import BrowserApp
from archive_tui.tui.screens.browse import BrowseScreen

Make = Callable[..., BrowserApp]
"""Makes the application over a library."""

_ANSWERING = {"search", "pages", "article", "index", "layout"}


def screen_of(pilot: Pilot[object]) -> BrowseScreen:
    screen = pilot.app.screen_stack[1]
    assert isinstance(screen, BrowseScreen)
    return screen


async def settle(pilot: Pilot[object], seconds: float = 0.15) -> None:
    """Let timers, workers and messages come to rest."""
    for _ in range(3):
        await pilot.pause(seconds / 2)
        if busy := [worker for worker in pilot.app.workers if worker.group in _ANSWERING]:
            await pilot.app.workers.wait_for_complete(busy)
    await pilot.pause()


def text_of(pilot: Pilot[object], selector: str) -> str:
    """Return what a widget of lines shows."""
    widget = screen_of(pilot).query_one(selector)
    return "\n".join(widget.render_line(y).text.rstrip() for y in range(widget.size.height))
