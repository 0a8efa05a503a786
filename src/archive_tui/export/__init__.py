"""Articles as text that can be cited: plain text, Markdown, JSONL, CSV.

One module a format, each a pure function; `writing` alone touches files. The words in an
export are Vietnamese whatever language the interface speaks, as the archive is, so that the
same selection always gives the same bytes. Nothing here knows where articles come from.
"""

from archive_tui.engine import ShouldStop
from archive_tui.errors import Interrupted
from archive_tui.export.rendering import render
from archive_tui.export.writing import write
from archive_tui.i18n import _

__all__ = ["refuse_when", "render", "write"]


def refuse_when(should_stop: ShouldStop) -> None:
    """Go on unless the user said stop.

    Raises:
        Interrupted: ``should_stop`` said so.
    """
    if should_stop():
        raise Interrupted(_("Stopped; nothing was written."))
