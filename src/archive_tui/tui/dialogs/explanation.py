"""How the query was understood, in words, with what would find more."""

from dataclasses import dataclass
from typing import ClassVar

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
from archive_tui.model import Advice, SearchRequest
from archive_tui.query.explanation import ExplainedLine
from archive_tui.tui.commands import FACETS, bindings
from archive_tui.tui.dialogs.dialog import Dialog
from archive_tui.tui.widgets import wording
from archive_tui.tui.widgets.key_bar import KeyBar


class ExplanationList(OptionList, inherit_bindings=False):
    """The lines of the explanation; those that lead to another question can be chosen."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(FACETS)


class ExplanationDialog(Dialog[SearchRequest]):
    """Explains a question; returns another one where the user chose it.

    Args:
        library: Where it is asked.
        request: The question.
    """

    @dataclass
    class Explained(Message):
        """The explanation is there."""

        lines: tuple[ExplainedLine, ...]
        """How the question was understood."""
        advice: Advice
        """What would find more."""

    @dataclass
    class Failed(Message):
        """There is none."""

        error: ArchiveTuiError
        """Why."""

    def __init__(self, library: Library, request: SearchRequest) -> None:
        super().__init__()
        self._library = library
        self._request = request
        self._choices: list[SearchRequest | None] = []

    def compose(self) -> ComposeResult:
        """Put the query on top, what it means below."""
        with Vertical(classes="dialog"):
            yield Static(Content(_("How the query was understood")), classes="heading")
            yield Static(Content(self._request.text or "*"), classes="hint")
            yield ExplanationList(id="explanation", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Ask for the explanation."""
        self._explain()

    @work(thread=True, exclusive=True, group="explanation", exit_on_error=False)
    def _explain(self) -> None:
        """Explain the question."""
        worker = get_current_worker()
        try:
            lines = self._library.explain(self._request)
            advice = self._library.advise(self._request, lambda: worker.is_cancelled)
        except Interrupted:
            return
        except ArchiveTuiError as error:
            self.post_message(self.Failed(error))
            return
        self.post_message(self.Explained(lines, advice))

    @on(Explained)
    def _explained(self, event: Explained) -> None:
        rows: list[tuple[str, SearchRequest | None]] = [
            (f"{'  ' * line.depth}{line.text}", None) for line in event.lines
        ]
        if len(event.advice.words) > 1:
            rows += [("", None), (_("By itself, whatever the filters:"), None)]
            rows += [
                (f"  {each.text}: {wording.number(each.count)}", None)
                for each in event.advice.words
            ]
        if event.advice.ways:
            rows += [("", None), (_("What finds more; Enter asks it:"), None)]
            rows += [(f"  {wording.way_text(way)}", way.request) for way in event.advice.ways]
        self._show(rows)

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self._show([(wording.error_text(event.error), None)])

    def _show(self, rows: list[tuple[str, SearchRequest | None]]) -> None:
        self._choices = [request for _text, request in rows]
        shown = self.query_one(ExplanationList)
        shown.set_options(Option(Content(text), disabled=not request) for text, request in rows)
        shown.focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._choices[event.option_index])
