"""The line of figures below the panes: the answer, the work that goes on, the place."""

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from archive_tui.tui.widgets.painting import cut


class StatusLine(Widget):
    """One line: what was found on the left, work and place on the right."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"status--work"}

    answer = reactive("")
    """What was found, in figures."""
    work = reactive("")
    """What goes on in the background."""
    place = reactive("")
    """Where the reader stands."""

    def render_line(self, y: int) -> Strip:
        """Draw the line; the right side gives way to the left one."""
        style = self.rich_style
        width = self.size.width
        if y:
            return Strip.blank(width, style)
        left = cut(self.answer, width)
        right = cut("  ".join(filter(None, (self.work, self.place))), width - cell_len(left) - 2)
        gap = max(width - cell_len(left) - cell_len(right), 0)
        strong = self.get_component_rich_style("status--work")
        segments = [Segment(left, style), Segment(" " * gap, style), Segment(right, strong)]
        return Strip(segments).adjust_cell_length(width, style)
