"""The articles that speak of the same as one, and which of them to read."""

from dataclasses import dataclass
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from archive_tui.errors import ArchiveTuiError, Interrupted
from archive_tui.i18n import _
from archive_tui.library import Library
from archive_tui.model import Hit, SimilarArticle
from archive_tui.tui.commands import FACETS, bindings
from archive_tui.tui.dialogs.dialog import Dialog
from archive_tui.tui.widgets import wording
from archive_tui.tui.widgets.key_bar import KeyBar
from archive_tui.tui.widgets.painting import one_line

_MOST: Final = 30
"""Articles listed."""


class SimilarList(OptionList, inherit_bindings=False):
    """The similar articles, most similar first."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(FACETS)


class SimilarDialog(Dialog[Hit]):
    """Lists the articles like one; returns the one to read.

    Args:
        library: Where they are looked for.
        hit: The article.
    """

    @dataclass
    class Found(Message):
        """The articles are there."""

        articles: tuple[SimilarArticle, ...]
        """The articles, most similar first."""

    @dataclass
    class Failed(Message):
        """They could not be looked for."""

        error: ArchiveTuiError
        """Why."""

    def __init__(self, library: Library, hit: Hit) -> None:
        super().__init__()
        self._library = library
        self._hit = hit
        self._articles: tuple[SimilarArticle, ...] = ()

    def compose(self) -> ComposeResult:
        """Put the article's title on top."""
        with Vertical(classes="dialog large"):
            yield Static(Content(_("Similar articles")), classes="heading")
            yield Static(Content(one_line(self._hit.title)), classes="hint")
            yield SimilarList(id="similar", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Look for them."""
        self._notice(_("Searching…"))
        self._seek()

    @work(thread=True, exclusive=True, group="similar", exit_on_error=False)
    def _seek(self) -> None:
        """Look for similar articles."""
        worker = get_current_worker()
        try:
            found = self._library.similar(self._hit.article_id, _MOST, lambda: worker.is_cancelled)
        except Interrupted:
            return
        except ArchiveTuiError as error:
            self.post_message(self.Failed(error))
            return
        self.post_message(self.Found(found))

    @on(Found)
    def _found(self, event: Found) -> None:
        self._articles = event.articles
        if not event.articles:
            self._notice(_("No other article speaks of the same."))
            return
        shown = self.query_one(SimilarList)
        shown.set_options(Option(_row(article)) for article in event.articles)
        shown.highlighted = 0
        shown.focus()

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self._notice(wording.error_text(event.error))

    def _notice(self, text: str) -> None:
        self.query_one(SimilarList).set_options([Option(Content(text), disabled=True)])

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._articles[event.option_index].hit)


def _row(article: SimilarArticle) -> Content:
    hit = article.hit
    date = wording.date_text(hit.date)
    return Content.assemble(
        (f"{date}  ", "dim"), one_line(hit.title), "\n", (f"   {', '.join(article.shared)}", "dim")
    )
