"""Text fields. What is typed or pasted passes the text gate before it is ever drawn.

The search box can also put the marks of Vietnamese letters, for machines without an input
method. It must never turn a word of the query language into another.
"""

import re
from typing import ClassVar, Final

from textual.binding import BindingType
from textual.events import Key
from textual.message import Message
from textual.reactive import var
from textual.widgets import Input

from archive_tui.model import Typing
from archive_tui.query import FilterName, TextField
from archive_tui.query.lexer import is_operator
from archive_tui.query.names import DATE_NAMES, allowed_values, prefix_name
from archive_tui.text.clean import clean
from archive_tui.text.telex import composed, typed_key
from archive_tui.tui.commands import SEARCH_BOX, bindings

_WORD: Final = re.compile(r"[^\W_]*\Z")
"""The letters and digits right before the cursor."""
_VALUE: Final = re.compile(r"([^\W\d_]+):(\S*)\Z")
"""A name with a colon right before the cursor, and what has been typed of its value."""
_FILTERS: Final = frozenset(FilterName)
_NAMES: Final = (*TextField, *_FILTERS, *DATE_NAMES)


class CleanInput(Input):
    """A field for one line of text without control characters."""

    def validate_value(self, value: str) -> str:
        """Drop what a terminal could take for a command."""
        return clean(value).replace("\n", " ").replace("\t", " ")


class SearchBox(CleanInput):
    """The field for the query."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(SEARCH_BOX)

    typing: var[Typing] = var(Typing.OFF)
    """How marks are typed; what is pasted stays as it is."""

    class LeftDownwards(Message):
        """The user is done typing and wants the results."""

    def action_leave_downwards(self) -> None:
        """Say that the user wants the results."""
        self.post_message(self.LeftDownwards())

    def cycle_typing(self) -> None:
        """Turn to the next way of typing marks."""
        ways = list(Typing)
        self.typing = ways[(ways.index(self.typing) + 1) % len(ways)]

    async def _on_key(self, event: Key) -> None:
        """Put the mark a key means; without a way of typing the field does as ever."""
        if self.typing is Typing.OFF or event.character is None or not event.is_printable:
            return
        event.stop()
        event.prevent_default()
        self._restart_blink()
        start, end = sorted(self.selection)
        head = self.value[:start]
        self.replace(_after_key(head, event.character, self.typing), _word_start(head), end)


def _word_start(head: str) -> int:
    found = _WORD.search(head)
    return found.start() if found else len(head)


def _after_key(head: str, key: str, typing: Typing) -> str:
    """Return how the word before the cursor reads after one more key.

    Args:
        head: The query up to the cursor.
        key: The character of the key.
        typing: The way of typing.
    """
    word = head[_word_start(head) :]
    if is_operator(word + key):
        return word + key
    if key == ":":
        return _meant(word, _NAMES, typing) + key
    after = typed_key(word, key, typing)
    value = _VALUE.search(head)
    name = prefix_name(value[1], value[2] or key) if value else None
    if name == FilterName.ID:
        return word + key
    return _meant(after, allowed_values(FilterName(name)), typing) if name in _FILTERS else after


def _meant(word: str, names: tuple[str, ...], typing: Typing) -> str:
    """Return the name whose keys gave a word, ``has`` for ``há``; the word where there is none."""
    return next((name for name in names if composed(name, typing) == word.lower()), word)
