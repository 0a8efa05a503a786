"""The help: the keys of the screen it was called from, and the query language by examples."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
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
    ('"hội kết"~3', N_("in this order, with up to three words in between")),
    ("ngh*", N_("words that begin so; a star may stand anywhere")),
    ("nguyên~", N_("this word, or one that differs in one letter")),
    ("lễ OR hội", N_("one or the other; also HOẶC")),
    ('hội nghị -"trực tuyến"', N_("without a word; also NOT, KHÔNG")),
    ('title:"chúc mừng"', N_("in the title; also caption: section: source: author: tag:")),
    ("date:1/2024", N_("from a month, a day or a year: 2024, 10/1/2024")),
    ("date:1954..1975", N_("from a span of years; also ngay:")),
    ("date:năm ngoái", N_("counted from today: tuần trước, 7 ngày qua")),
    ("UBND", N_("also “Ủy ban nhân dân”: other names are looked for too")),
    ("kind:photo bác sĩ", N_("only photo captions")),
    ("*", N_("everything")),
)
"""Queries to try, with what each one finds."""

_LEFT: Final = 26


class HelpList(OptionList, inherit_bindings=False):
    """The lines of the help."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(FACETS)


class HelpScreen(ModalScreen[Offer | str | None]):
    """Examples and keys; choosing an example runs the query, choosing a key the command.

    Args:
        offered: The commands of the screen it was called from.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(CLOSING)

    def __init__(self, offered: Sequence[Offer]) -> None:
        super().__init__(classes="dialog-screen")
        shown = sorted(offered, key=lambda offer: offer.command.id.count("."))
        self._choices: list[Offer | str | None] = [
            None,
            *(query for query, _about in EXAMPLES),
            None,
            *shown,
        ]

    def compose(self) -> ComposeResult:
        """Put the examples first: they are what a newcomer needs."""
        with Vertical(id="help", classes="dialog"):
            yield Static(Content(_("Help")), classes="heading")
            yield HelpList(*map(_row, self._headed()), id="help-list", markup=False)
            legend = _(
                "✓ selected · ▣ photo caption · bold: written so · underlined: found otherwise"
            )
            yield Static(Content(legend), classes="legend")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin at the first example."""
        self.query_one(HelpList).highlighted = 1

    def _headed(self) -> Iterator[Offer | str | Content]:
        """Yield the lines, a heading for each empty choice."""
        headings = iter((_("Query language: Enter runs an example"), _("Keys: Enter runs one")))
        for choice in self._choices:
            yield Content(next(headings)) if choice is None else choice

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Leave with what was chosen."""
        self.dismiss(self._choices[event.option_index])

    def action_close(self) -> None:
        """Leave without a choice."""
        self.dismiss(None)


def _row(line: Offer | str | Content) -> Option:
    if isinstance(line, Content):
        return Option(line.stylize("bold"), disabled=True)
    if isinstance(line, Offer):
        left, right = f"{line.key}", _(line.command.about)
    else:
        left, right = line, _(dict(EXAMPLES)[line])
    return Option(Content.assemble(("  " + padded(left, _LEFT), "bold"), f" {right}"))
