"""All hits of one request, and their order as far as it was asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from archive_tui.index.postings import Docs
from archive_tui.index.ranks import unchecked
from archive_tui.model import SearchRequest, Sort
from archive_tui.query import Node, matched
from archive_tui.search.matching import TreeMatcher, is_expanded, is_loose
from archive_tui.search.occurrences import OccurrenceFinder
from archive_tui.search.opened import OpenedIndex
from archive_tui.search.ordering import Order, order
from archive_tui.search.ranking import Ranker
from archive_tui.search.resolving import Resolver

_OBJECTS: Final = 1 << 12
"""Bytes an answer takes beside its arrays."""


@dataclass(frozen=True, slots=True)
class Answer:
    """All hits of a request."""

    docs: Docs
    """The documents, ascending, shape (n,)."""
    scores: NDArray[np.floating[Any]]
    """How well each answers, shape (n,); 0 where the request is not sorted by it."""
    exact: NDArray[np.bool_]
    """Whether each matches as the query is typed, shape (n,)."""
    order: Order
    """In which order they are shown."""

    @property
    def nbytes(self) -> int:
        """Bytes held, at most: the order may be worked out to its end."""
        arrays = (self.docs, self.scores, self.exact, self.exact, self.docs)
        return _OBJECTS + sum(int(array.nbytes) for array in arrays)

    def page(
        self, offset: int, limit: int, check: Callable[[], None] = unchecked
    ) -> NDArray[np.int64]:
        """Return the places of one page of hits in the arrays, in order.

        Args:
            offset: Hits before the page.
            limit: Most hits of the page.
            check: Called now and then; raises to stop.
        """
        return self.order.first(offset + limit, check)[offset:]


class Answerer:
    """Finds, ranks and counts for one request.

    Args:
        opened: Where to look.
        request: The request.
        check: Called now and then; raises to stop.
    """

    def __init__(
        self, opened: OpenedIndex, request: SearchRequest, check: Callable[[], None]
    ) -> None:
        self._opened = opened
        self._request = request
        self._check = check
        self._finder = OccurrenceFinder(opened.snapshot, check)
        self._resolver = Resolver(request.accents, opened.words)
        self._matcher = TreeMatcher(opened.snapshot, self._finder, self._resolver, request)

    def docs(self, node: Node) -> Docs:
        """Return the documents that match a tree and the filters of the request, ascending."""
        return np.flatnonzero(
            self._matcher.narrow(self._matcher.match(matched(node, self._request.matching)))
        )

    def answer(self, node: Node) -> Answer:
        """Return the hits of the request's tree."""
        snapshot, request = self._opened.snapshot, self._request
        docs = self.docs(node)
        scores: NDArray[np.floating[Any]] = np.zeros(len(docs), dtype=np.float32)
        if request.sort is Sort.RELEVANCE and len(docs):
            ranker = Ranker(snapshot, self._finder, self._resolver, request.accents)
            scores = ranker.scores(node, docs)
        self._check()
        exact = self._exact(node, docs)
        named = self._named(node, docs) if request.sort is Sort.RELEVANCE else None
        return Answer(docs, scores, exact, order(snapshot, docs, request.sort, scores, named))

    def _named(self, node: Node, docs: Docs) -> NDArray[np.bool_] | None:
        """Tell which documents match by the names that were typed; None where all do."""
        request = self._request
        if not is_expanded(node):
            return None
        typed = TreeMatcher(
            self._opened.snapshot, self._finder, self._resolver, request, names=False
        )
        return typed.match(matched(node, request.matching))[docs]

    def _exact(self, node: Node, docs: Docs) -> NDArray[np.bool_]:
        """Tell which documents match as the query is typed."""
        request = self._request
        if not is_loose(node, request.accents):
            return np.ones(len(docs), dtype=np.bool_)
        resolver = Resolver(request.accents, self._opened.words, literal=True)
        literal = TreeMatcher(
            self._opened.snapshot, self._finder, resolver, request, literal=True, names=False
        )
        return literal.match(matched(node, request.matching))[docs]
