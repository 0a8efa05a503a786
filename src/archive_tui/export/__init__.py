"""Articles as text that can be cited: plain text, Markdown, JSONL, CSV.

One module a format, each a pure function; `writing` alone touches files. The words in an
export are Vietnamese whatever language the interface speaks, as the archive is, so that the
same selection always gives the same bytes. Nothing here knows where articles come from.
"""

from archive_tui.export.rendering import render
from archive_tui.export.writing import write

__all__ = ["render", "write"]
