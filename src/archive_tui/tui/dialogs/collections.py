"""The collections: which there are, what is in one, and which one the space bar fills."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from archive_tui.errors import ArchiveTuiError
from archive_tui.i18n import _
from archive_tui.library import Library
from archive_tui.model import Collection
from archive_tui.tui.commands import COLLECTING, COLLECTION_ITEMS, FACETS, bindings
from archive_tui.tui.dialogs.dialog import Dialog
from archive_tui.tui.dialogs.questions import Confirmation, LineQuestion
from archive_tui.tui.widgets import wording
from archive_tui.tui.widgets.key_bar import KeyBar
from archive_tui.tui.widgets.painting import one_line

_TITLES_AT_ONCE = 20
"""Titles a worker reads before it tells the screen."""

_MOST_SHOWN = 2000
"""Articles of a collection that are listed; more would make the list slow."""


class CollectionList(OptionList, inherit_bindings=False):
    """The names of the collections."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(FACETS)


class ItemList(OptionList, inherit_bindings=False):
    """The articles of one collection."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(FACETS, COLLECTION_ITEMS)


class CollectionsDialog(Dialog[str]):
    """Shows the collections; returns the one to fill from now on.

    Args:
        library: Where the collections and the titles come from.
        active: The collection that is filled now.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(COLLECTING)

    @dataclass
    class TitlesRead(Message):
        """Some titles of the articles in view were read."""

        collection: Collection
        """The collection they are in."""
        first: int
        """Place of the first of them."""
        titles: tuple[str, ...]
        """The titles; an id where there is no title."""

    def __init__(self, library: Library, active: str) -> None:
        super().__init__()
        self._library = library
        self._store = library.collections
        self._active = active
        self._collections: list[Collection] = []
        self._shown: Collection | None = None

    def compose(self) -> ComposeResult:
        """Put the collections left, the articles of the one under the cursor right."""
        with Vertical(classes="dialog large"):
            yield Static(Content(_("Collections")), classes="heading")
            yield Static(Content(_("Enter chooses the collection that is filled.")), classes="hint")
            with Horizontal(id="collections-panes"):
                yield CollectionList(id="collection-names", markup=False)
                yield ItemList(id="collection-items", markup=False)
            yield Static(id="collections-problem", classes="-error", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the collections."""
        self._reload(self._active)

    @work(group="collections", exclusive=True)
    async def _reload(self, name: str) -> None:
        """Read all collections and put the cursor on one of them."""
        try:
            shelf = await asyncio.to_thread(self._store.shelf)
        except ArchiveTuiError as error:
            self._say(wording.error_text(error))
            return
        self._collections = list(shelf.collections)
        if self._active not in (each.name for each in shelf.collections):
            self._collections.insert(0, Collection(self._active))
        if shelf.problems:
            self._say(shelf.problems[0].message)
        names = self.query_one(CollectionList)
        names.set_options(Option(self._name_row(c)) for c in self._collections)
        at = next((i for i, c in enumerate(self._collections) if c.name == name), 0)
        names.highlighted = at
        self._show(self._collections[at])

    def _name_row(self, collection: Collection) -> Content:
        mark = "●" if collection.name == self._active else " "
        name = one_line(wording.collection_name(collection.name))
        count = wording.number(len(collection.items))
        return Content.assemble(f"{mark} {name}  ", (count, "dim"))

    def _say(self, problem: str) -> None:
        self.query_one("#collections-problem", Static).update(problem)

    @on(OptionList.OptionHighlighted, "#collection-names")
    def _collection_under_cursor(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_index < len(self._collections):
            self._show(self._collections[event.option_index])

    def _show(self, collection: Collection) -> None:
        if collection is self._shown:
            return
        self._shown = collection
        items = self.query_one(ItemList)
        if not collection.items:
            items.set_options([Option(Content(_("Empty: select with space.")), disabled=True)])
            return
        ids = collection.ids[:_MOST_SHOWN]
        items.set_options(Option(Content(article_id)) for article_id in ids)
        items.highlighted = 0
        self._read_titles(collection, ids)

    @work(thread=True, exclusive=True, group="titles", exit_on_error=False)
    def _read_titles(self, collection: Collection, ids: tuple[str, ...]) -> None:
        """Read the titles of a collection, some at a time."""
        worker = get_current_worker()
        for first in range(0, len(ids), _TITLES_AT_ONCE):
            if worker.is_cancelled:
                return
            some = ids[first : first + _TITLES_AT_ONCE]
            titles = tuple(map(self._title, some))
            self.post_message(self.TitlesRead(collection, first, titles))

    def _title(self, article_id: str) -> str:
        try:
            header = self._library.article(article_id).header
        except ArchiveTuiError:
            return _("{id} (not in the archive)").format(id=article_id)
        return f"{wording.date_text(header.date)}  {one_line(header.title)}"

    @on(TitlesRead)
    def _titles_read(self, event: TitlesRead) -> None:
        if event.collection is not self._shown:
            return
        items = self.query_one(ItemList)
        for place, title in enumerate(event.titles, start=event.first):
            items.replace_option_prompt_at_index(place, Content(title))

    @on(OptionList.OptionSelected, "#collection-names")
    def _collection_chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._collections[event.option_index].name)

    def _chosen(self) -> Collection | None:
        at = self.query_one(CollectionList).highlighted
        return self._collections[at] if at is not None and self._collections else None

    @work(group="change")
    async def action_create(self) -> None:
        """Ask for a name and fill the collection of that name from now on."""
        name = await self.app.push_screen_wait(LineQuestion(_("Name of the new collection")))
        if name:
            self.dismiss(name)

    @work(group="change")
    async def action_rename(self) -> None:
        """Ask for another name for the collection under the cursor."""
        collection = self._chosen()
        if collection is None or not collection.items:
            return
        question = LineQuestion(_("New name of the collection"), collection.name)
        name = await self.app.push_screen_wait(question)
        if not name or name == collection.name:
            return
        if await self._changed(self._store.rename, collection.name, name):
            if collection.name == self._active:
                self._active = name
            self._reload(name)

    @work(group="change")
    async def action_delete(self) -> None:
        """Delete the collection under the cursor, after asking."""
        collection = self._chosen()
        if collection is None or not collection.items:
            return
        question = _("Delete the collection “{name}” with {articles}?").format(
            name=wording.collection_name(collection.name),
            articles=wording.articles_text(len(collection.items)),
        )
        sure = await self.app.push_screen_wait(Confirmation(question, _("Delete")))
        if sure and await self._changed(self._store.delete, collection.name):
            self._reload(self._active)

    @work(group="change")
    async def action_remove(self) -> None:
        """Take the article under the cursor out of the collection shown."""
        at = self.query_one(ItemList).highlighted
        if self._shown is None or at is None or at >= len(self._shown.items):
            return
        ids = (self._shown.items[at].id,)
        name = self._shown.name
        if await self._changed(self._store.remove, name, ids):
            self._reload(name)

    async def _changed(self, change: Callable[..., object], *arguments: object) -> bool:
        """Change the user's files in a thread; returns whether that went well."""
        try:
            await asyncio.to_thread(change, *arguments)
        except ArchiveTuiError as error:
            self._say(wording.error_text(error))
            return False
        self._say("")
        return True

    def action_close(self) -> None:
        """Leave; the collection that is filled may have another name by now."""
        self.dismiss(self._active)
