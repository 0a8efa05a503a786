"""Commands of one pane of the main screen, while it has the keys."""

from typing import Final

from archive_tui.i18n import N_
from archive_tui.tui.commands.command import Command

TO_RESULTS: Final = Command(
    "search.results",
    "down,enter",
    "leave_downwards",
    N_("Results"),
    N_("Go from the search box to the results."),
    footer=True,
)
SEARCH_BOX: Final = (TO_RESULTS,)
"""Commands of the search box."""

READ: Final = Command(
    "results.read", "enter", "read", N_("Read"), N_("Read the article."), footer=True
)
RESULTS: Final = (
    READ,
    Command("results.up", "up,k", "move(-1)", N_("Up"), N_("Go to the result above.")),
    Command("results.down", "down,j", "move(1)", N_("Down"), N_("Go to the result below.")),
    Command("results.page-up", "pageup", "page(-1)", N_("Page up"), N_("Go up one page.")),
    Command("results.page-down", "pagedown", "page(1)", N_("Page down"), N_("Go down one page.")),
    Command("results.first", "home", "first", N_("First"), N_("Go to the first result.")),
    Command("results.last", "end", "last", N_("Last"), N_("Go to the last result.")),
)
"""Commands of the list of results."""

READER: Final = (
    Command("reader.up", "up,k", "scroll_up", N_("Up"), N_("Scroll up one line.")),
    Command("reader.down", "down,j", "scroll_down", N_("Down"), N_("Scroll down one line.")),
    Command("reader.page-up", "pageup", "page_up", N_("Page up"), N_("Scroll up one page.")),
    Command(
        "reader.page-down", "pagedown", "page_down", N_("Page down"), N_("Scroll down one page.")
    ),
    Command(
        "reader.top", "home", "scroll_home", N_("Beginning"), N_("Go to the article's beginning.")
    ),
    Command("reader.end", "end", "scroll_end", N_("End"), N_("Go to the article's end.")),
)
"""Commands of the reading pane."""

FACETS: Final = (
    Command("facets.up", "up,k", "cursor_up", N_("Up"), N_("Go to the filter above.")),
    Command("facets.down", "down,j", "cursor_down", N_("Down"), N_("Go to the filter below.")),
    Command("facets.page-up", "pageup", "page_up", N_("Page up"), N_("Go up one page.")),
    Command("facets.page-down", "pagedown", "page_down", N_("Page down"), N_("Go down one page.")),
    Command("facets.first", "home", "first", N_("First"), N_("Go to the first filter.")),
    Command("facets.last", "end", "last", N_("Last"), N_("Go to the last filter.")),
    Command(
        "facets.choose",
        "enter,space",
        "select",
        N_("Choose"),
        N_("Put the filter on, or take it off."),
        footer=True,
    ),
)
"""Commands of the list of filters."""
