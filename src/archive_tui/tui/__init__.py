"""The browser: the archive on a terminal screen.

Only this package knows Textual. Importing it costs nothing: the application is loaded when
somebody wants to browse, so that a script that only searches never pays for a screen.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive_tui.config import Settings
    from archive_tui.library import Library


def browse(library: "Library", settings: "Settings", query: str = "") -> int:
    """Show an archive until the user leaves.

    Args:
        library: The archive to show.
        settings: What the user has set.
        query: What stands in the search box at the beginning.

    Returns:
        The exit code of the program: 0, unless the screen itself failed.
    """
    from archive_tui.tui.app import BrowserApp  # noqa: PLC0415 - a script needs no screen

    app = BrowserApp(library, settings, query)
    app.run()
    return app.return_code or 0
