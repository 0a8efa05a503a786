"""The palette: every command of the screen in view, found by its name.

It lists the declarations of the commands, so nothing can be missing from it.
"""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen

from archive_tui.i18n import _
from archive_tui.text.vietnamese import strip_marks
from archive_tui.tui.commands import ALL_COMMANDS, Command

Answer = TypeVar("Answer")
"""What a screen returns; of no concern here."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A command, and who would carry it out."""

    command: Command
    """The command."""
    node: DOMNode
    """The screen or widget whose action it is."""
    key: str
    """Its key as the user reads it."""


def offers(screen: Screen[Answer]) -> Iterator[Offer]:
    """Yield every command a screen and its panes have, each once."""
    by_id = {command.id: command for command in ALL_COMMANDS}
    seen: set[str] = set()
    for node in (screen, *screen.walk_children(with_self=False), screen.app):
        for bound in node._bindings.key_to_bindings.values():  # noqa: SLF001 - no other way
            for binding in bound:
                command = by_id.get(binding.id or "")
                if command is not None and command.id not in seen:
                    seen.add(command.id)
                    key = screen.app.get_key_display(binding)
                    yield Offer(command, node, key)


class CommandProvider(Provider):
    """Finds commands by what they are called and what they do."""

    async def discover(self) -> Hits:
        """Offer everything while nothing is typed."""
        for offer in offers(self.screen):
            yield DiscoveryHit(
                Content(_title(offer)), self._caller(offer), help=_(offer.command.about)
            )

    async def search(self, query: str) -> Hits:
        """Offer what matches, with accent marks or without.

        The sentence about a command counts as well as its name.
        """
        typed, bare = self.matcher(query), self.matcher(strip_marks(query))
        for offer in offers(self.screen):
            title, about = _title(offer), _(offer.command.about)
            score = max(
                typed.match(title),
                bare.match(strip_marks(title)),
                0.8 * typed.match(about),
                0.8 * bare.match(strip_marks(about)),
            )
            if score > 0:
                yield Hit(score, typed.highlight(title), self._caller(offer), help=about)

    def _caller(self, offer: Offer) -> Callable[[], Awaitable[bool]]:
        return partial(self.app.run_action, offer.command.action, offer.node)


def _title(offer: Offer) -> str:
    return f"{_(offer.command.label)}  ({offer.key})"
