"""The help: the keys of the screen it was called from, and the query language by examples."""

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from archive_tui.i18n import N_, _
from archive_tui.tui.commands import CLOSING, FACETS, bindings
from archive_tui.tui.screens.palette import Offer
from archive_tui.tui.widgets.key_bar import KeyBar
from archive_tui.tui.widgets.painting import padded

EXAMPLES: Final = (
    ("đảng bộ khối", N_("all of these words, written exactly so")),
    ("dang bo khoi", N_("without accent marks: any marks match")),
    ('"tổng kết công tác"', N_("these words side by side")),
    ("lễ OR hội", N_("one or the other; also HOẶC")),
    ("hội nghị -trực tuyến", N_("without a word; also NOT, KHÔNG")),
    ("thanh*", N_("words that begin so")),
    ("title:chúc mừng", N_("in the title; also caption: section: source: author: tag:")),
    ("date:1/2024", N_("from a month, a day or a year: 2024, 10/1/2024")),
    ("date:1954..1975", N_("from a span of years")),
    ("kind:photo bác sĩ", N_("only photo captions")),
    ("*", N_("everything")),
)
"""Queries to try, with what each one finds."""

_KEY_WIDTH: Final = 12
_QUERY_WIDTH: Final = 26


class HelpScreen(ModalScreen[str | None]):
    """Keys and examples; choosing an example returns it as the query to run.

    Args:
        offered: The commands of the screen it was called from.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(CLOSING)

    def __init__(self, offered: Sequence[Offer]) -> None:
        super().__init__(classes="dialog-screen")
        self._offered = offered

    def compose(self) -> ComposeResult:
        """Put the examples first: they can be run."""
        with VerticalScroll(id="help", classes="dialog", can_focus=False):
            yield Static(Content(_("Query language")), classes="heading")
            yield Static(Content(_("Choose an example to run it.")), classes="hint")
            yield Examples(*_example_rows(), id="examples", markup=False)
            yield Static(Content(_("Keys")), classes="heading")
            yield Static(Content("\n").join(_key_rows(self._offered)), id="keys")
            legend = _("✓ selected   ▣ photo caption   bold: written so   underlined: other marks")
            yield Static(Content(legend), classes="hint")
        yield KeyBar()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Leave with the example that was chosen."""
        self.dismiss(EXAMPLES[event.option_index][0])

    def action_close(self) -> None:
        """Leave without an example."""
        self.dismiss(None)


class Examples(OptionList, inherit_bindings=False):
    """The queries to try."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(FACETS)


def _example_rows() -> list[Option]:
    return [
        Option(Content.assemble((padded(query, _QUERY_WIDTH), "bold"), ("  " + _(about), "dim")))
        for query, about in EXAMPLES
    ]


def _key_rows(offered: Sequence[Offer]) -> list[Content]:
    return [
        Content.assemble((padded(offer.key, _KEY_WIDTH), "bold"), _(offer.command.about))
        for offer in offered
    ]
