"""What the user can ask for: one declaration a command, without any behaviour.

From a declaration come its key, its place in the key bar and the palette, its line in the
help, and the name under which the user's settings give it other keys. Nothing else in the
browser may bind a key.
"""

from archive_tui.tui.commands.browsing import BROWSING
from archive_tui.tui.commands.command import Command, bindings
from archive_tui.tui.commands.dialogs import (
    CLOSING,
    COLLECTING,
    COLLECTION_ITEMS,
    EXPORTING,
    PICKING_DATES,
)
from archive_tui.tui.commands.everywhere import EVERYWHERE
from archive_tui.tui.commands.panes import FACETS, READER, RESULTS, SEARCH_BOX

ALL_COMMANDS = (
    *BROWSING,
    *SEARCH_BOX,
    *RESULTS,
    *READER,
    *FACETS,
    *CLOSING,
    *COLLECTING,
    *COLLECTION_ITEMS,
    *EXPORTING,
    *PICKING_DATES,
    *EVERYWHERE,
)
"""Every command there is."""

__all__ = [
    "ALL_COMMANDS",
    "BROWSING",
    "CLOSING",
    "COLLECTING",
    "COLLECTION_ITEMS",
    "EVERYWHERE",
    "EXPORTING",
    "FACETS",
    "PICKING_DATES",
    "READER",
    "RESULTS",
    "SEARCH_BOX",
    "Command",
    "bindings",
]
