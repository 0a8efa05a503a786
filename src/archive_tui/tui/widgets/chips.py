"""The filter chips: what narrows the answer now; a click takes one off."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from archive_tui.i18n import _
from archive_tui.model import FacetName, Matching, SearchRequest
from archive_tui.tui.widgets import question, wording
from archive_tui.tui.widgets.painting import cut

_LONGEST = 32


class Chip(Static):
    """One filter, order or mode; a click leads to another request.

    Args:
        label: What it says.
        leads_to: The request after a click.
        removes: Whether the click takes a filter off.
    """

    @dataclass
    class Clicked(Message):
        """The user clicked a chip."""

        request: SearchRequest
        """The request it leads to."""

    def __init__(self, label: str, leads_to: SearchRequest, *, removes: bool) -> None:
        text = f"{cut(label, _LONGEST)} ×" if removes else label
        super().__init__(Content(text), classes="-filter" if removes else "")
        self._leads_to = leads_to

    def on_click(self) -> None:
        """Say which request the user wants."""
        self.post_message(self.Clicked(self._leads_to))


class FilterChips(Horizontal):
    """All that is on, in one row."""

    request: reactive[SearchRequest] = reactive(SearchRequest(), recompose=True)
    """The question whose filters are shown."""

    def compose(self) -> ComposeResult:
        """Put the filters first, then order and accents, which are always on."""
        yield from _filters(self.request)
        asked = question.asked(self.request)
        after_sort = question.next_sort(self.request)
        after_accents = question.next_accents(self.request)
        yield Chip(wording.sort_name(asked.sort), after_sort, removes=False)
        yield Chip(wording.accents_name(asked.accents), after_accents, removes=False)


def _filters(request: SearchRequest) -> Iterator[Chip]:
    if request.dates is not None:
        label = wording.date_text(request.dates)
        yield Chip(label, replace(request, dates=None), removes=True)
    if request.kind is not None:
        yield Chip(wording.kind_name(request.kind), replace(request, kind=None), removes=True)
    if request.matching is Matching.ANY:
        yield Chip(_("any word"), question.toggle_matching(request), removes=True)
    if not request.expand:
        yield Chip(_("no other names"), question.toggle_other_names(request), removes=True)
    groups = (
        (FacetName.SECTION, request.sections, _("section: {name}")),
        (FacetName.SOURCE, request.sources, _("source: {name}")),
        (FacetName.TAG, request.tags, _("tag: {name}")),
    )
    for name, values, label in groups:
        for value in values:
            without = question.toggle(request, name, value)
            yield Chip(label.format(name=value), without, removes=True)
