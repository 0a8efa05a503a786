"""The list of results: as many rows as there are hits, of which only those in view exist.

It draws lines straight to the screen and keeps a bounded number of pages of hits; what it
lacks it asks for with a message. It must not search by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.events import Click, Resize
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from archive_tui.model import Hit, Kind, ResultPage
from archive_tui.text.layout import excerpt, wrap
from archive_tui.tui.commands import RESULTS, bindings
from archive_tui.tui.widgets import wording
from archive_tui.tui.widgets.hit_pages import HitPages
from archive_tui.tui.widgets.painting import Paint, cut, one_line, padded, painted
from archive_tui.tui.widgets.question import PAGE_SIZE

_ROW: Final = 2
"""Lines a hit takes."""

_TICK: Final = "✓"
_CURSOR: Final = "▌"
_PHOTO: Final = "▣"
_INDENT: Final = 3
_DATE_WIDTH: Final = 11


class ResultList(ScrollView, can_focus=True, inherit_bindings=False):
    """Hits in two lines each, with a cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "results--cursor",
        "results--tick",
        "results--kind",
        "results--date",
        "results--title",
        "results--snippet",
        "results--exact",
        "results--folded",
        "results--notice",
    }
    BINDINGS: ClassVar[list[BindingType]] = bindings(RESULTS)
    ALLOW_SELECT = False

    @dataclass
    class Moved(Message):
        """The cursor stands on another hit, or on none."""

        rank: int
        """Its rank, from 0."""
        hit: Hit | None
        """The hit; absent where there is none, or where it still has to be fetched."""

    @dataclass
    class Opened(Message):
        """The user wants to read a hit."""

        hit: Hit
        """The hit."""

    @dataclass
    class PagesWanted(Message):
        """Hits in view are not at hand."""

        offsets: tuple[int, ...]
        """Ranks at which the missing pages begin."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._pages = HitPages(PAGE_SIZE)
        self._asked: tuple[int, ...] = ()
        self._cursor = 0
        self._selected: frozenset[str] = frozenset()
        self._notice = ""

    @property
    def cursor(self) -> int:
        """Rank of the hit the cursor stands on."""
        return self._cursor

    @property
    def columns(self) -> int:
        """Cells a row may take, beside the scroll bar."""
        return self.scrollable_content_region.width

    @property
    def total(self) -> int:
        """How many hits there are."""
        return self._pages.total

    @property
    def hit(self) -> Hit | None:
        """The hit the cursor stands on, if it is at hand."""
        return self._pages.hit(self._cursor)

    def show(self, page: ResultPage) -> None:
        """Show another answer, beginning at its first hit."""
        self._pages.start(page)
        self._notice, self._asked, self._cursor = "", (), 0
        self._measure()
        self.scroll_to(y=0, animate=False, force=True)
        self.refresh()
        self._tell_cursor()

    def show_notice(self, text: str) -> None:
        """Show sentences instead of hits; an empty line parts paragraphs."""
        self._notice = text
        self._measure()
        self.refresh()

    def add(self, page: ResultPage) -> None:
        """Take in a page that was asked for."""
        waited = self.hit is None
        self._pages.put(page)
        self._asked = tuple(offset for offset in self._asked if offset != page.request.offset)
        self.refresh()
        if waited and self.hit is not None:
            self._tell_cursor()

    def mark_selected(self, article_ids: frozenset[str]) -> None:
        """Tick the hits of these articles."""
        self._selected = article_ids
        self.refresh()

    def move_to(self, rank: int) -> None:
        """Put the cursor on a hit and bring it into view."""
        rank = max(0, min(rank, self.total - 1))
        if rank == self._cursor or not self.total:
            return
        self._cursor = rank
        self._bring_into_view()
        self.refresh()
        self._ask_for_missing()
        self._tell_cursor()

    def _tell_cursor(self) -> None:
        self.post_message(self.Moved(self._cursor, self.hit))

    def _bring_into_view(self) -> None:
        top, height = self._cursor * _ROW, self.size.height
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)
        elif top + _ROW > self.scroll_offset.y + height:
            self.scroll_to(y=max(top + _ROW - height, 0), animate=False, force=True)

    def _measure(self) -> None:
        lines = len(self._notice_lines()) if self._notice else self.total * _ROW
        self.virtual_size = Size(self.columns, lines)

    def on_resize(self, event: Resize) -> None:
        """Lay the rows out for the new size."""
        del event
        self._measure()
        self._bring_into_view()
        self._ask_for_missing()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for the hits that came into view."""
        super().watch_scroll_y(old_value, new_value)
        self._ask_for_missing()

    def _ask_for_missing(self) -> None:
        first = int(self.scroll_offset.y) // _ROW
        missing = self._pages.missing(first, first + self.size.height // _ROW + 1)
        if missing and missing != self._asked:
            self._asked = missing
            self.post_message(self.PagesWanted(missing))

    def action_move(self, rows: int) -> None:
        """Move the cursor by some rows."""
        self.move_to(self._cursor + rows)

    def action_page(self, pages: int) -> None:
        """Move the cursor by some pages."""
        self.move_to(self._cursor + pages * max(self.size.height // _ROW - 1, 1))

    def action_first(self) -> None:
        """Go to the first hit."""
        self.move_to(0)

    def action_last(self) -> None:
        """Go to the last hit."""
        self.move_to(self.total - 1)

    def action_read(self) -> None:
        """Say that the user wants to read the hit under the cursor."""
        if self.hit is not None:
            self.post_message(self.Opened(self.hit))

    async def _on_click(self, event: Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or self._notice:
            return
        rank = (offset.y + self.scroll_offset.y) // _ROW
        if rank >= self.total:
            return
        self.move_to(rank)
        if event.chain > 1:
            self.action_read()

    def render_line(self, y: int) -> Strip:
        """Draw one line: half a hit, a line of the notice, or nothing."""
        width, line = self.columns, self.scroll_offset.y + y
        if self._notice:
            return self._notice_strip(line, width)
        rank, part = divmod(line, _ROW)
        if rank >= self.total:
            return Strip.blank(width, self.rich_style)
        hit = self._pages.hit(rank)
        ground = self._ground(rank)
        if hit is None:
            segments = [Segment("   …" if part == 0 else "", ground)]
        else:
            segments = list(
                self._title_line(hit, ground) if part == 0 else self._snippet(hit, ground)
            )
        edge = Segment(_CURSOR if rank == self._cursor else " ", ground)
        return Strip([edge, *segments]).adjust_cell_length(width, ground)

    def _ground(self, rank: int) -> Style:
        """Return the style everything of a hit is drawn on."""
        if rank == self._cursor:
            return self.rich_style + self.get_component_rich_style("results--cursor", partial=True)
        return self.rich_style

    def _part(self, name: str, ground: Style) -> Style:
        style = self.get_component_rich_style(f"results--{name}")
        return style + Style(bgcolor=ground.bgcolor)

    def _title_line(self, hit: Hit, ground: Style) -> Iterator[Segment]:
        ticked = hit.article_id in self._selected
        yield Segment(_TICK if ticked else " ", self._part("tick", ground))
        kind = _PHOTO if hit.kind is Kind.PHOTO else " "
        yield Segment(f"{kind} ", self._part("kind", ground))
        room = self.columns - 1 - _INDENT
        date = wording.date_text(hit.date)
        date = padded(date, min(max(cell_len(date), _DATE_WIDTH), room))
        yield Segment(f"{date}  ", self._part("date", ground))
        yield Segment(cut(hit.title, room - cell_len(date) - 2), self._part("title", ground))

    def _snippet(self, hit: Hit, ground: Style) -> Iterator[Segment]:
        yield Segment(" " * _INDENT, ground)
        room = self.columns - 1 - _INDENT
        passage = excerpt(one_line(hit.snippet), hit.marks, max(room - 2, 1))
        text = cut(passage.text, room)
        paint = Paint(
            self._part("snippet", ground),
            self._part("exact", ground),
            self._part("folded", ground),
        )
        yield from painted(text, passage.marks, paint)

    def _notice_lines(self) -> list[str]:
        width = max(self.columns - 2 * _INDENT, 4)
        spans = wrap(self._notice, width, cell_len)
        return ["", *(self._notice[span.start : span.end] for span in spans)]

    def _notice_strip(self, line: int, width: int) -> Strip:
        lines = self._notice_lines()
        text = lines[line] if line < len(lines) else ""
        style = self._part("notice", self.rich_style)
        return Strip([Segment(" " * _INDENT + text, style)]).adjust_cell_length(width, style)
