"""The list of filters: the hits counted by kind, section, source, tag and year."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from rich.cells import cell_len
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from archive_tui.model import Facet, FacetCount, FacetName, Kind, SearchRequest
from archive_tui.tui.commands import FACETS, bindings
from archive_tui.tui.widgets import question, wording
from archive_tui.tui.widgets.painting import padded

_MOST_VALUES: Final = 10
"""Values shown of one property, the commonest, so that no property hides the others."""
_MOST_YEARS: Final = 120
"""Years shown; they stand last, and all of a long life of an archive are wanted."""

_CHROME: Final = 3
"""Cells that the margins and the scroll bar take."""


class FacetPanel(OptionList, inherit_bindings=False):
    """Every property with its values and counts; choosing one toggles the filter."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(FACETS)

    @dataclass
    class Toggled(Message):
        """The user chose a value."""

        name: FacetName
        """The property."""
        value: str
        """The value."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id, markup=False)
        self._request = SearchRequest()
        self._facets: tuple[Facet, ...] = ()
        self._values: list[tuple[FacetName, str] | None] = []

    def show(self, request: SearchRequest, facets: tuple[Facet, ...]) -> None:
        """Show the counts of an answer, and which of them are filters of its request."""
        self._request, self._facets = request, facets
        self._fill()

    def on_resize(self) -> None:
        """Lay the counts out for the new width."""
        self._fill()

    def on_focus(self) -> None:
        """Stand on the first filter, so that the first key already chooses something."""
        if self._highlighted_value() is None:  # nowhere, or on a heading
            self.action_first()

    def relabel(self) -> None:
        """Say everything again in the interface language."""
        self._fill()

    def _fill(self) -> None:
        kept = self._highlighted_value()
        rows = list(self._rows())
        self._values = [value for value, _option in rows]
        scroll = self.scroll_y
        self.set_options([option for _value, option in rows])
        if kept in self._values:
            self.highlighted = self._values.index(kept)
        self.scroll_to(y=scroll, animate=False)

    def _highlighted_value(self) -> tuple[FacetName, str] | None:
        at = self.highlighted
        return self._values[at] if at is not None and at < len(self._values) else None

    def _rows(self) -> Iterator[tuple[tuple[FacetName, str] | None, Option]]:
        width = max(self.size.width - _CHROME, 8)
        for facet in self._facets:
            counts = self._shown(facet)
            if not counts:
                continue
            heading = Content(wording.facet_name(facet.name)).stylize("bold")
            yield None, Option(heading, disabled=True)
            for count in counts:
                on = question.is_on(self._request, facet.name, count.value)
                yield (facet.name, count.value), Option(_row(facet.name, count, on, width))

    def _shown(self, facet: Facet) -> list[FacetCount]:
        """Return the values to list: years newest first, and what is on whatever it counts."""
        if facet.name is FacetName.YEAR:
            return list(reversed(facet.counts))[:_MOST_YEARS]
        counts = list(facet.counts[:_MOST_VALUES])
        known = {count.value for count in counts}
        figures = {count.value: count.count for count in facet.counts}
        chosen = (*self._request.sections, *self._request.sources, *self._request.tags)
        extra = (
            [
                FacetCount(value, figures.get(value, 0))
                for value in chosen
                if value not in known and question.is_on(self._request, facet.name, value)
            ]
            if facet.name in {FacetName.SECTION, FacetName.SOURCE, FacetName.TAG}
            else []
        )
        return [*extra, *counts]

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Say which value was chosen."""
        event.stop()
        if chosen := self._values[event.option_index]:
            self.post_message(self.Toggled(*chosen))


def _row(name: FacetName, count: FacetCount, on: bool, width: int) -> Content:
    label = wording.kind_name(Kind(count.value)) if name is FacetName.KIND else count.value
    figure = wording.number(count.count)
    room = width - cell_len(figure) - 3
    text = f"{'✓' if on else ' '} {padded(label, room)} "
    return Content.assemble((text, "bold" if on else ""), (figure, "dim"))
