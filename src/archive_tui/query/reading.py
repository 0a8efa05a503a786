"""A request read as it is searched: parsed, and with the names the thesaurus adds.

Engine, marks and explanations all read here, so that what is marked and explained is what was
searched.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property

from archive_tui.errors import ConfigError
from archive_tui.i18n import _
from archive_tui.model import Matching, SearchRequest, ThesaurusEntry
from archive_tui.query.expansion import Expander
from archive_tui.query.loosening import any_word
from archive_tui.query.parser import parse
from archive_tui.query.tree import Node


def _no_entries() -> Sequence[ThesaurusEntry]:
    return ()


class QueryReader:
    """Reads requests.

    Args:
        entries: Gives the thesaurus; called once, when first needed.
    """

    def __init__(self, entries: Callable[[], Sequence[ThesaurusEntry]] = _no_entries) -> None:
        self._entries = entries

    @cached_property
    def _expander(self) -> Expander:
        try:
            return Expander(self._entries())
        except ConfigError as error:
            way = _("Until then, “--no-thesaurus” searches without other names.")
            raise ConfigError(error.message, f"{error.hint} {way}".strip()) from error

    def read(self, request: SearchRequest, today: date | None = None) -> Node:
        """Return the tree of a request, as it is ranked and marked.

        Args:
            request: The request.
            today: The day relative dates are counted from; the system's when left out.

        Raises:
            QuerySyntaxError: Its text cannot be read.
            ConfigError: The user's thesaurus cannot be read.
        """
        node = parse(request.text, today)
        return self._expander.expand(node, request.accents) if request.expand else node


def matched(node: Node, matching: Matching) -> Node:
    """Return the tree that decides what is found, where one word may be enough."""
    return any_word(node) if matching is Matching.ANY else node
