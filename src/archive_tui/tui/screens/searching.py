"""The searching half of the main screen: from a key in the box to rows in the list.

The screen owns the question; widgets show it, workers answer it, and an answer counts only
while its question is still the one that stands. Nothing here knows how an article is read.
"""

from dataclasses import replace
from typing import ClassVar, Final

from textual import getters, on, work
from textual.reactive import var
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, Static
from textual.worker import Worker, WorkerState, get_current_worker

from archive_tui.errors import ArchiveTuiError, IndexMissing, IndexOutdated
from archive_tui.i18n import _, ngettext
from archive_tui.library import Library
from archive_tui.model import Facet, SearchRequest
from archive_tui.text.clean import clean_line
from archive_tui.tui import messages
from archive_tui.tui.commands import Command
from archive_tui.tui.screens import explanations, jobs
from archive_tui.tui.widgets import question, wording
from archive_tui.tui.widgets.chips import Chip, FilterChips
from archive_tui.tui.widgets.facet_panel import FacetPanel
from archive_tui.tui.widgets.inputs import SearchBox
from archive_tui.tui.widgets.key_bar import shown_key
from archive_tui.tui.widgets.result_list import ResultList
from archive_tui.tui.widgets.status_line import StatusLine

_TYPING_PAUSE: Final = 0.08
"""Seconds without a key after which the query is searched."""

_PATIENCE: Final = 0.3
"""Seconds after which a running search is mentioned."""


class SearchingScreen(Screen[None]):
    """Holds the question and keeps list, filters and figures in step with it.

    Args:
        library: The archive.
        request: The question to begin with.
    """

    request: var[SearchRequest] = var(SearchRequest(), init=False)
    """The question that stands; everything shown answers it, or will soon."""

    box = getters.query_one(SearchBox)
    results = getters.query_one(ResultList)
    facets = getters.query_one(FacetPanel)
    chips = getters.query_one(FilterChips)
    status = getters.query_one(StatusLine)

    ANSWER_GROUPS: ClassVar = ("search", "pages", "advice")
    """Groups of the workers that answer the question."""

    def __init__(self, library: Library, request: SearchRequest) -> None:
        super().__init__()
        self.library = library
        self.set_reactive(SearchingScreen.request, request)
        self._typing: Timer | None = None
        self._searching = False
        self._indexing = False
        self._index_settled = False
        self._facets: tuple[Facet, ...] = ()
        self._answer: messages.PageReady | None = None
        self._advice: messages.AdviceReady | None = None

    def on_mount(self) -> None:
        """Show what there is, and look whether the index is up to date."""
        self.ask()
        self.action_update_index()

    # From the box to the question

    @on(Input.Changed, "#search")
    def _query_changed(self) -> None:
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(_TYPING_PAUSE, self._typing_paused)

    def _typing_paused(self) -> None:
        self._typing = None
        text = clean_line(self.box.value)
        try:
            self.library.check_query(text)
        except ArchiveTuiError as error:
            self.show_problem(wording.error_text(error))
            return
        self.show_problem("")
        self.request = replace(self.request, text=text)

    @on(Chip.Clicked)
    def _chip_clicked(self, event: Chip.Clicked) -> None:
        self.request = event.request

    @on(FacetPanel.Toggled)
    def _facet_toggled(self, event: FacetPanel.Toggled) -> None:
        self.request = question.toggle(self.request, event.name, event.value)

    def watch_request(self, request: SearchRequest) -> None:
        """Search anew whenever the question changes."""
        self.facets.show(request, self._facets)
        self.ask()

    # From the question to the answer

    def ask(self) -> None:
        """Put the question that stands to the archive."""
        self.workers.cancel_group(self, "pages")
        self.workers.cancel_group(self, "advice")
        self._searching = True
        self.set_timer(_PATIENCE, self._mention_search)
        self._search(self.request)

    def _mention_search(self) -> None:
        if self._searching and not self._indexing:
            self.status.work = _("Searching…")

    def stop_search(self) -> bool:
        """Stop what answers the question; returns whether something was running."""
        running = self._searching
        if running:
            for group in self.ANSWER_GROUPS:
                self.workers.cancel_group(self, group)
            self._searching = False
            self.status.work = _("Search stopped.")
        return running

    @work(thread=True, exclusive=True, group="search", exit_on_error=False)
    def _search(self, request: SearchRequest) -> None:
        """Answer a question."""
        worker = get_current_worker()
        jobs.search(self.library, request, self.post_message, lambda: worker.is_cancelled)

    @work(thread=True, exclusive=True, group="pages", exit_on_error=False)
    def _fetch(self, request: SearchRequest, offsets: tuple[int, ...]) -> None:
        """Fetch further pages of an answer."""
        worker = get_current_worker()
        jobs.fetch(self.library, request, offsets, self.post_message, lambda: worker.is_cancelled)

    @on(ResultList.PagesWanted)
    def _pages_wanted(self, event: ResultList.PagesWanted) -> None:
        if self._answer is not None:  # rows of the answer shown, whatever is asked by now
            self._fetch(self._answer.request, event.offsets)

    @on(messages.PageReady)
    def _page_ready(self, event: messages.PageReady) -> None:
        if event.request != self.request:
            return
        self._searching = False
        self._answer = event
        self._facets = event.page.facets
        self.show_problem("")
        self.results.show(event.page)
        self.facets.show(self.request, self._facets)
        self.status.answer = wording.answer_text(event.page)
        self.status.work = "" if not self._indexing else self.status.work
        if not event.page.total:
            self._explain_nothing()

    @on(messages.MoreReady)
    def _more_ready(self, event: messages.MoreReady) -> None:
        if self._answer is not None and event.request == self._answer.request:
            self.results.add(event.page)

    @on(messages.SearchFailed)
    def _search_failed(self, event: messages.SearchFailed) -> None:
        if event.request != self.request:
            return
        self._searching = False
        self.status.work = ""
        unready = isinstance(event.error, IndexMissing | IndexOutdated)
        if unready and (self._indexing or not self._index_settled):
            self.results.show_notice(_("The index is being built; results follow at once."))
            self.action_update_index()
            return
        self.show_problem(wording.error_text(event.error))
        if not self.results.total:
            self.results.show_notice(wording.error_text(event.error))

    def _explain_nothing(self) -> None:
        if self._indexing and not self._index_settled:
            self.results.show_notice(_("The index is being built; results follow at once."))
            return
        known = self._advice if self._advice and self._advice.request == self.request else None
        if known is None:
            self._seek_advice(self.request)
        advice = known.advice if known else None
        self.results.show_notice(explanations.nothing_found(self.request, advice, self.key_of))

    @work(thread=True, exclusive=True, group="advice", exit_on_error=False)
    def _seek_advice(self, request: SearchRequest) -> None:
        """Find out what would find more."""
        worker = get_current_worker()
        jobs.advise(self.library, request, self.post_message, lambda: worker.is_cancelled)

    @on(messages.AdviceReady)
    def _advice_ready(self, event: messages.AdviceReady) -> None:
        if event.request == self.request and not self.results.total:
            self._advice = event
            self._explain_nothing()

    def action_take_way(self, number: int) -> None:
        """Ask the question that was offered under a number, where nothing was found."""
        known = self._advice
        if known and known.request == self.request and number <= len(known.advice.ways):
            self.take_request(known.advice.ways[number - 1].request)

    def take_request(self, request: SearchRequest) -> None:
        """Ask another question instead; the order of the results stays."""
        if request.text != self.request.text:
            self.box.value = request.text
        self.request = replace(request, sort=self.request.sort)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the way to the search box while the user is in it."""
        del parameters
        return not (action == "focus_search" and self.focused is self.query_one_optional(SearchBox))

    def key_of(self, command: Command) -> str:
        """Return the key a command has now."""
        return shown_key(self, command)

    def show_problem(self, text: str) -> None:
        """Show a mistake below the box, or nothing."""
        line = self.query_one("#problem", Static)
        line.update(text)
        line.set_class(bool(text), "-shown")

    # The index

    def action_update_index(self) -> None:
        """Bring the index up to date in the background."""
        if not self._indexing:
            self._indexing = True
            self._settle_index()

    @work(thread=True, exclusive=True, group="index", exit_on_error=False)
    def _settle_index(self) -> None:
        """Bring the index up to date."""
        worker = get_current_worker()
        jobs.settle_index(self.library, self.post_message, lambda: worker.is_cancelled)

    @on(messages.IndexProgress)
    def _index_progressed(self, event: messages.IndexProgress) -> None:
        if self._indexing:
            self.status.work = wording.progress_text(event.progress)

    @on(messages.IndexSettled)
    def _index_became_settled(self, event: messages.IndexSettled) -> None:
        self._indexing, self._index_settled = False, True
        self.status.work = ""
        unanswered = self._answer is None and not self._searching
        if event.report is not None or unanswered:
            self.ask()
        elif self._answer is not None and not self._answer.page.total:
            self._explain_nothing()
        if event.report is not None and event.report.problems:
            self._tell_skipped(len(event.report.problems))

    def _tell_skipped(self, count: int) -> None:
        said = ngettext(
            "{count} file could not be read; “archive-tui index” names it.",
            "{count} files could not be read; “archive-tui index” names them.",
            count,
        )
        self.notify(said.format(count=wording.number(count)), severity="warning", markup=False)

    @on(messages.IndexFailed)
    def _index_failed(self, event: messages.IndexFailed) -> None:
        self._indexing, self._index_settled = False, True
        self.status.work = ""
        self.show_problem(wording.error_text(event.error))
        if not self.results.total:
            self.results.show_notice(wording.error_text(event.error))

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        """Say so when a worker ended in a way nobody foresaw; it must not vanish silently."""
        if event.state is WorkerState.ERROR:
            self._searching = self._indexing = False
            self.log.error(event.worker.error)
            name = type(event.worker.error).__name__
            self.show_problem(_("Something in the program failed ({name}).").format(name=name))

    def relabel(self) -> None:
        """Say everything again in the interface language."""
        self.box.placeholder = _("Search: words, “a phrase”, date:2024 …")
        self.chips.refresh(recompose=True)
        self.facets.relabel()
        self.results.refresh()
        if self._answer is not None and self._answer.request == self.request:
            self.status.answer = wording.answer_text(self._answer.page)
            if not self._answer.page.total:
                self._explain_nothing()
