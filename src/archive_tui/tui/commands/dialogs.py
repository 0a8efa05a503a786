"""Commands inside the dialogs."""

from typing import Final

from archive_tui.i18n import N_
from archive_tui.tui.commands.command import Command

CLOSING: Final = (
    Command(
        "dialog.close",
        "escape",
        "close",
        N_("Close"),
        N_("Close the dialog and change nothing."),
        footer=True,
    ),
)
"""What every dialog understands."""

COLLECTING: Final = (
    Command("collections.new", "n", "create", N_("New"), N_("Make a new collection."), footer=True),
    Command(
        "collections.rename",
        "r",
        "rename",
        N_("Rename"),
        N_("Give the collection another name."),
        footer=True,
    ),
    Command(
        "collections.delete",
        "D",
        "delete",
        N_("Delete"),
        N_("Delete the whole collection."),
        footer=True,
    ),
)
"""Commands of the dialog of collections."""

COLLECTION_ITEMS: Final = (
    Command(
        "collections.remove",
        "delete,d",
        "screen.remove",
        N_("Remove"),
        N_("Take the article out of the collection."),
        footer=True,
    ),
)
"""Commands of the articles in a collection."""

EXPORTING: Final = (
    Command(
        "export.write", "ctrl+s", "write", N_("Write"), N_("Write the export now."), footer=True
    ),
)
"""Commands of the export dialog."""

PICKING_DATES: Final = (
    Command(
        "dates.clear", "f8", "clear", N_("Clear"), N_("Show items of every date."), footer=True
    ),
)
"""Commands of the date dialog."""
