"""The reading pane: one article with its marks, drawn line by line.

However long the article is, a frame costs only the lines in view, and a long one is laid out
in a worker. It must not read articles by itself.
"""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from archive_tui.model import Article, ArticleMarks, Mark
from archive_tui.text.layout import wrap
from archive_tui.tui.commands import READER, bindings
from archive_tui.tui.widgets.article_layout import (
    ArticleLayout,
    BlockKind,
    LaidLine,
    PlacedMark,
    lay_out,
)
from archive_tui.tui.widgets.painting import Paint, painted

_WIDEST: Final = 84
"""Cells a line of text takes at most; longer ones are hard to read."""

_MARGIN: Final = 2
_LONG: Final = 60_000
"""Code points from which on an article is laid out in a worker."""

_CONTEXT: Final = 3
"""Lines shown above a mark that is brought into view."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An article as it is to be shown."""

    article: Article
    """The article."""
    marks: ArticleMarks
    """Where the query matches in it."""
    photo: int = 0
    """The photo to begin at, from 1; 0 begins at the top."""


class ArticleView(ScrollView, can_focus=True, inherit_bindings=False):
    """An article, or a sentence where there is none."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"article--{kind}" for kind in BlockKind),
        "article--exact",
        "article--folded",
        "article--current",
        "article--notice",
    }
    BINDINGS: ClassVar[list[BindingType]] = bindings(READER)

    @dataclass
    class Placed(Message):
        """The reader stands at another mark."""

        position: int
        """Number of the mark, from 1; 0 where there is none."""
        count: int
        """How many marks there are."""

    @dataclass
    class LaidOut(Message):
        """A worker has laid the article out."""

        opened: Opened
        """What was laid out."""
        laid: ArticleLayout
        """The lines."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._opened: Opened | None = None
        self._lines: ArticleLayout | None = None
        self._current = -1
        self._notice = ""
        self._fresh = False

    @property
    def opened(self) -> Opened | None:
        """What is shown."""
        return self._opened

    @property
    def position(self) -> int:
        """Number of the mark the reader stands at, from 1; 0 where there is none."""
        return self._current + 1

    @property
    def columns(self) -> int:
        """Cells a line may take, beside the scroll bar."""
        return self.scrollable_content_region.width

    @property
    def mark_count(self) -> int:
        """How many marks the article has."""
        return len(self._lines.marks) if self._lines is not None else 0

    def show(self, opened: Opened) -> None:
        """Show an article from its first mark's page, or from a photo's caption."""
        self._opened, self._notice, self._fresh = opened, "", True
        self._lay_out()

    def show_notice(self, text: str) -> None:
        """Show a sentence instead of an article."""
        self._opened, self._lines, self._notice, self._current = None, None, text, -1
        self._measure()
        self.scroll_to(y=0, animate=False, force=True)
        self.refresh()
        self.post_message(self.Placed(0, 0))

    def relabel(self) -> None:
        """Say everything again in the interface language."""
        if self._opened is not None:
            self._lay_out()

    def _text_width(self) -> int:
        return max(min(self.columns - 2 * _MARGIN, _WIDEST), 4)

    def _lay_out(self) -> None:
        opened = self._opened
        if opened is None or not self.columns:
            return
        if sum(map(len, opened.article.paragraphs)) < _LONG:
            self._take(lay_out(opened.article, opened.marks, self._text_width()))
            return
        job = partial(self._lay_out_long, opened, self._text_width())
        self.run_worker(job, thread=True, exclusive=True, group="layout", exit_on_error=False)

    def _lay_out_long(self, opened: Opened, width: int) -> None:
        """Lay a long article out, in a worker."""
        layout = lay_out(opened.article, opened.marks, width)
        self.post_message(self.LaidOut(opened, layout))

    def on_article_view_laid_out(self, event: LaidOut) -> None:
        """Take a layout unless another article or width is wanted by now."""
        event.stop()
        if event.opened is self._opened and event.laid.width == self._text_width():
            self._take(event.laid)

    def _take(self, layout: ArticleLayout) -> None:
        share = self.scroll_offset.y / max(self.virtual_size.height, 1)
        self._lines = layout
        self._measure()
        if self._fresh:
            self._fresh = False
            self._begin(layout)
        else:
            top = round(share * len(layout.lines))
            self.scroll_to(y=top, animate=False, force=True)
        self.refresh()

    def _begin(self, layout: ArticleLayout) -> None:
        photo = self._opened.photo if self._opened else 0
        start = layout.caption_line(photo) if photo else 0
        marks = layout.marks
        after = [n for n, placed in enumerate(marks) if placed.line >= start]
        self._current = after[0] if after else len(marks) - 1
        top = max(start - 1, 0) if photo else 0
        self.scroll_to(y=top, animate=False, force=True)
        self.post_message(self.Placed(self.position, len(marks)))

    def step_mark(self, step: int) -> None:
        """Go to the next mark, or with -1 to the previous one, around the ends."""
        if self._lines is None or not self._lines.marks:
            return
        self._current = (self._current + step) % len(self._lines.marks)
        self._bring_into_view(self._lines.marks[self._current])
        self.refresh()
        self.post_message(self.Placed(self.position, len(self._lines.marks)))

    def _bring_into_view(self, placed: PlacedMark) -> None:
        top, height = self.scroll_offset.y, self.size.height
        if not top <= placed.line < top + height:
            self.scroll_to(y=max(placed.line - _CONTEXT, 0), animate=False, force=True)

    def _measure(self) -> None:
        lines = len(self._lines.lines) if self._lines is not None else 0
        self.virtual_size = Size(self.columns, lines)

    def on_resize(self, event: Resize) -> None:
        """Lay the article out anew if the new size has another width."""
        del event
        if self._lines is None or self._lines.width != self._text_width():
            self._lay_out()

    def action_page_up(self) -> None:
        """Scroll up by a page, at once."""
        self.scroll_page_up(animate=False)

    def action_page_down(self) -> None:
        """Scroll down by a page, at once."""
        self.scroll_page_down(animate=False)

    def action_scroll_up(self) -> None:
        """Scroll up by a line, at once."""
        self.scroll_up(animate=False)

    def action_scroll_down(self) -> None:
        """Scroll down by a line, at once."""
        self.scroll_down(animate=False)

    def action_scroll_home(self) -> None:
        """Go to the beginning, at once."""
        self.scroll_home(animate=False)

    def action_scroll_end(self) -> None:
        """Go to the end, at once."""
        self.scroll_end(animate=False)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the article, or of the notice."""
        width, number = self.columns, self.scroll_offset.y + y
        ground = self.rich_style
        if self._lines is None:
            return self._notice_strip(number, width)
        if number >= len(self._lines.lines):
            return Strip.blank(width, ground)
        line = self._lines.line(number)
        segments = [Segment(" " * _MARGIN, ground), *self._segments(line)]
        return Strip(segments).adjust_cell_length(width, ground)

    def _segments(self, line: LaidLine) -> list[Segment]:
        kind = line.block.kind
        base = self._style(kind)
        paint = Paint(
            base,
            base + self._mark_style("exact"),
            base + self._mark_style("folded"),
            base + self._mark_style("current"),
        )
        bar = []
        if kind in {BlockKind.CAPTION, BlockKind.CREDIT}:
            first = kind is BlockKind.CAPTION and line.first
            bar = [Segment("▣ " if first else "  ", self._style(BlockKind.CREDIT))]
        return [*bar, *painted(line.text, line.marks, paint, self._current_in(line))]

    def _current_in(self, line: LaidLine) -> Mark | None:
        """Return the mark the reader stands at, as the line has it."""
        if self._lines is None or not 0 <= self._current < len(self._lines.marks):
            return None
        placed = self._lines.marks[self._current]
        if self._lines.blocks[placed.block] is not line.block:
            return None
        pairs = zip(line.originals, line.marks, strict=True)
        return next((moved for original, moved in pairs if original is placed.mark), None)

    def _style(self, kind: BlockKind) -> Style:
        return self.get_component_rich_style(f"article--{kind}")

    def _mark_style(self, name: str) -> Style:
        return self.get_component_rich_style(f"article--{name}", partial=True)

    def _notice_strip(self, line: int, width: int) -> Strip:
        room = max(width - 2 * _MARGIN, 4)
        spans = wrap(self._notice, room, cell_len)
        text = ""
        if 0 < line <= len(spans):
            span = spans[line - 1]
            text = " " * _MARGIN + self._notice[span.start : span.end]
        style = self.get_component_rich_style("article--notice")
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)
