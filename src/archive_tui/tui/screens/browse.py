"""The main screen: search box, filters, results and the reading pane, side by side or in turn.

This half joins the panes: what the cursor stands on is read, what is chosen is collected and
exported. How a question is answered stands in the other half, `searching`.
"""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import ClassVar, Final

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import DescendantFocus
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import get_current_worker

from archive_tui.config import Settings
from archive_tui.engine import ShouldStop
from archive_tui.errors import ArchiveTuiError
from archive_tui.i18n import _
from archive_tui.library import Library
from archive_tui.model import Hit, Kind, SearchRequest, Typing
from archive_tui.text.clean import clean_line
from archive_tui.text.vietnamese import slug
from archive_tui.tui import messages
from archive_tui.tui.commands import BROWSING, bindings
from archive_tui.tui.dialogs.collections import CollectionsDialog
from archive_tui.tui.dialogs.dates import DatesDialog
from archive_tui.tui.dialogs.explanation import ExplanationDialog
from archive_tui.tui.dialogs.export import ExportDialog, Source
from archive_tui.tui.dialogs.similar import SimilarDialog
from archive_tui.tui.screens import explanations, jobs
from archive_tui.tui.screens.searching import SearchingScreen
from archive_tui.tui.screens.selection import Selection
from archive_tui.tui.widgets import question, wording
from archive_tui.tui.widgets.article_view import ArticleView, Opened
from archive_tui.tui.widgets.chips import FilterChips
from archive_tui.tui.widgets.facet_panel import FacetPanel
from archive_tui.tui.widgets.inputs import SearchBox
from archive_tui.tui.widgets.key_bar import KeyBar
from archive_tui.tui.widgets.result_list import ResultList
from archive_tui.tui.widgets.status_line import StatusLine

_WIDE: Final = 100
"""Columns from which on all panes stand side by side."""

_BROAD: Final = 130
"""Columns from which on the reading pane takes the larger share."""

_HIGH: Final = 12
"""Rows from which on there is room for chips and keys."""

_READING_PAUSE: Final = 0.06
"""Seconds the cursor has to rest on a hit before its article is read."""


class BrowseScreen(SearchingScreen):
    """All of the browser but its dialogs.

    Args:
        library: The archive.
        settings: What the user has set.
        query: What stands in the search box at the beginning.
    """

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it so
        (0, "-narrow"),
        (_WIDE, "-wide"),
        (_BROAD, "-broad"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it so
        (0, "-low"),
        (_HIGH, "-high"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = bindings(BROWSING)
    AUTO_FOCUS = "SearchBox"

    reader = getters.query_one(ArticleView)

    def __init__(self, library: Library, settings: Settings, query: str = "") -> None:
        text = clean_line(query)
        super().__init__(library, SearchRequest(text, sort=settings.sort, accents=settings.accents))
        self._settings = settings
        self._selection = Selection(library.collections)
        self._wanted: Hit | None = None

    def compose(self) -> ComposeResult:
        """Lay out the panes; what is seen of them is a matter of the styles."""
        with Horizontal(id="top"):
            yield Static(Content("›"), id="prompt")
            yield SearchBox(self.request.text, id="search", compact=True)
            yield Static(Content(clean_line(self.library.name)), id="archive-name")
        yield FilterChips().data_bind(SearchingScreen.request)
        yield Static(id="problem", markup=False)
        with Horizontal(id="panes"):
            yield FacetPanel(id="facets")
            yield ResultList(id="results")
            yield ArticleView(id="reader")
        yield StatusLine()
        yield KeyBar()

    def on_mount(self) -> None:
        """Say what the panes are for, and look up what is selected."""
        self.relabel()
        self.box.typing = self._settings.typing
        self.watch(self.box, "typing", self._show_typing)
        self.reader.show_notice(explanations.nothing_to_read())
        self._turn_to_collection(self._selection.name)

    def relabel(self) -> None:
        """Say everything again in the interface language."""
        super().relabel()
        self.reader.relabel()
        self._show_place(self.reader.position, self.reader.mark_count)
        self.query_one(KeyBar).refresh()

    # The panes

    @property
    def _narrow(self) -> bool:
        return self.size.width < _WIDE

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Bring the pane that has the keys into view where only one fits."""
        self._reveal(event.widget)

    def _reveal(self, widget: Widget) -> None:
        self.set_class(widget is self.reader, "-reading")
        self.set_class(widget is self.facets, "-filtering")

    def _go_to(self, widget: Widget) -> None:
        self._reveal(widget)
        widget.focus()

    def action_focus_search(self) -> None:
        """Go to the search box."""
        self._go_to(self.box)

    def action_focus_facets(self) -> None:
        """Go to the filters, or back to the results."""
        self._go_to(self.results if self.focused is self.facets else self.facets)

    @on(SearchBox.LeftDownwards)
    def _box_left(self) -> None:
        self._go_to(self.results)

    def action_back(self) -> None:
        """Stop the running search; otherwise leave the pane for the results."""
        if not self.stop_search():
            self._go_to(self.results)

    def action_cycle_typing(self) -> None:
        """Turn to the next way of typing marks."""
        self.box.cycle_typing()

    def _show_typing(self, typing: Typing) -> None:
        """Say at the box how marks are typed, where it helps to type them."""
        helped = "" if typing is Typing.OFF else f"{typing.upper()} "
        self.query_one("#prompt", Static).update(Content(f"{helped}›"))

    def run_query(self, query: str) -> None:
        """Put a query into the box and search it."""
        self.box.value = query
        self._go_to(self.results)

    # Filters and order

    def action_cycle_sort(self) -> None:
        """Turn to the next order."""
        self.request = question.next_sort(self.request)

    def action_cycle_accents(self) -> None:
        """Turn to the next way of taking accent marks."""
        self.request = question.next_accents(self.request)

    def action_toggle_photos(self) -> None:
        """Show only photo captions, or everything."""
        self.request = question.toggle_kind(self.request, Kind.PHOTO)

    def action_toggle_matching(self) -> None:
        """Ask for all of the words, or for any of them."""
        self.request = question.toggle_matching(self.request)

    def action_toggle_other_names(self) -> None:
        """Look for other names too, or only for what is typed."""
        self.request = question.toggle_other_names(self.request)

    @work(group="dialog", exclusive=True)
    async def action_explain_query(self) -> None:
        """Say how the query was understood."""
        dialog = ExplanationDialog(self.library, self.request)
        request = await self.app.push_screen_wait(dialog)
        if request is not None:
            self.take_request(request)

    def action_clear_filters(self) -> None:
        """Remove every filter."""
        self.request = question.without_filters(self.request)

    @work(group="dialog", exclusive=True)
    async def action_pick_dates(self) -> None:
        """Ask for a span of time."""
        choice = await self.app.push_screen_wait(DatesDialog(self.request.dates))
        if choice is not None:
            self.request = replace(self.request, dates=choice.dates)

    # Reading

    @on(ResultList.Moved)
    def _cursor_moved(self, event: ResultList.Moved) -> None:
        if not self.results.total:
            self._wanted = None
            self.reader.show_notice(explanations.nothing_to_read())
        elif event.hit is not None and (not self._narrow or self.has_class("-reading")):
            self._wanted = event.hit
            self.set_timer(_READING_PAUSE, lambda: self._read_if_wanted(event.hit))

    def _read_if_wanted(self, hit: Hit | None) -> None:
        if hit is not None and hit is self._wanted:
            self._read(self.request, hit)

    @on(ResultList.Opened)
    def _hit_opened(self, event: ResultList.Opened) -> None:
        self._go_to(self.reader)
        if event.hit is not self._wanted:
            self._wanted = event.hit
            self._read(self.request, event.hit)

    @work(thread=True, exclusive=True, group="article", exit_on_error=False)
    def _read(self, request: SearchRequest, hit: Hit) -> None:
        """Read an article."""
        worker = get_current_worker()
        jobs.read(self.library, request, hit, self.post_message, lambda: worker.is_cancelled)

    @on(messages.ArticleReady)
    def _article_ready(self, event: messages.ArticleReady) -> None:
        if event.hit is self._wanted:
            photo = event.hit.id.partition("#")[2]
            number = int(photo) if photo.isdigit() else 0
            self.reader.show(Opened(event.article, event.marks, number))

    @on(messages.ArticleFailed)
    def _article_failed(self, event: messages.ArticleFailed) -> None:
        if event.hit is self._wanted:
            self.reader.show_notice(wording.error_text(event.error))

    @on(ArticleView.Placed)
    def _mark_reached(self, event: ArticleView.Placed) -> None:
        self._show_place(event.position, event.count)

    def _show_place(self, position: int, count: int) -> None:
        parts = []
        if count:
            parts.append(_("mark {position}/{count}").format(position=position, count=count))
        if self._selection.ids:
            name = self._selection.name
            called = "" if name == wording.SELECTION else f" {wording.collection_name(name)}"
            parts.append(f"✓ {wording.number(len(self._selection.ids))}{clean_line(called)}")
        self.status.place = " · ".join(parts)

    def action_next_mark(self) -> None:
        """Go to the next match in the article."""
        self.reader.step_mark(1)

    def action_previous_mark(self) -> None:
        """Go to the previous match in the article."""
        self.reader.step_mark(-1)

    def action_next_result(self) -> None:
        """Open the next result."""
        self.results.action_move(1)

    def action_previous_result(self) -> None:
        """Open the previous result."""
        self.results.action_move(-1)

    @work(group="dialog", exclusive=True)
    async def action_show_similar(self) -> None:
        """List the articles like the one in the reading pane, and read the one chosen."""
        hit = self._wanted or self.results.hit
        if hit is None:
            return
        chosen = await self.app.push_screen_wait(SimilarDialog(self.library, hit))
        if chosen is not None:
            self._wanted = chosen
            self._go_to(self.reader)
            self._read(self.request, chosen)

    def action_copy_citation(self) -> None:
        """Copy the citation of the hit under the cursor."""
        hit = self.results.hit
        if hit is not None:
            parts = (
                hit.title,
                hit.source,
                hit.section,
                wording.date_text(hit.date),
                hit.article_id,
            )
            self.app.copy_to_clipboard(". ".join(part for part in parts if part))
            self.notify(_("The citation is copied."), markup=False)

    # Selecting

    def action_toggle_selected(self) -> None:
        """Put the article under the cursor into the collection, or take it out."""
        hit = self.results.hit
        if hit is None:
            return
        ticked = self._selection.toggle(hit.article_id)
        self._show_selection()
        self._write_selection(hit.article_id, ticked)

    def _show_selection(self) -> None:
        self.results.mark_selected(self._selection.ids)
        self._show_place(self.reader.position, self.reader.mark_count)

    @work(group="selection")
    async def _write_selection(self, article_id: str, ticked: bool) -> None:
        try:
            await self._selection.write(article_id, ticked=ticked)
        except ArchiveTuiError as error:
            self._show_selection()
            self.show_problem(wording.error_text(error))

    async def finish_writing(self) -> None:
        """Wait until every tick is on the disk."""
        writing = [worker for worker in self.workers if worker.group == "selection"]
        if writing:
            await self.workers.wait_for_complete(writing)

    @work(group="selection")
    async def _turn_to_collection(self, name: str) -> None:
        try:
            await self._selection.load(name)
        except ArchiveTuiError as error:
            self.show_problem(wording.error_text(error))
        self._show_selection()

    @work(group="dialog", exclusive=True)
    async def action_show_collections(self) -> None:
        """Show the collections."""
        name = self._selection.name
        chosen = await self.app.push_screen_wait(CollectionsDialog(self.library, name))
        self._turn_to_collection(chosen or name)

    # Exporting

    @work(group="dialog", exclusive=True)
    async def action_export(self) -> None:
        """Ask what to export, and say what was written."""
        sources = await asyncio.to_thread(self._sources, self.request, self.results.hit)
        folder = self._settings.export_folder or Path.cwd()
        dialog = ExportDialog(self.library, sources, folder, self._settings.export_width)
        said = await self.app.push_screen_wait(dialog)
        if said:
            self.notify(said, markup=False)

    def _sources(self, request: SearchRequest, hit: Hit | None) -> tuple[Source, ...]:
        """Return what can be exported now; reads the collection, so not on the event loop."""
        name = self._selection.name
        try:
            chosen = self.library.collections.get(name).ids
        except ArchiveTuiError:
            chosen = ()

        def every(should_stop: ShouldStop) -> tuple[str, ...]:
            return self.library.article_ids(question.asked(request), should_stop)

        one = (hit.article_id,) if hit else ()
        this = Source(_("this article"), len(one), hit.article_id if hit else "", lambda _stop: one)
        picked = Source(
            wording.collection_name(name), len(chosen), slug(name), lambda _stop: chosen
        )
        hits = Source(_("all hits"), self.results.total, slug(request.text or "archive"), every)
        # Whoever selected something most likely wants just that.
        return (picked, this, hits) if chosen else (this, picked, hits)
