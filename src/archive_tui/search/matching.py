"""Which documents match a syntax tree."""

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import and_, or_

import numpy as np

from archive_tui.analysis import words
from archive_tui.index import Snapshot
from archive_tui.index.postings import Mask
from archive_tui.index.schema import ARTICLE, PHOTO, UNDATED
from archive_tui.model import Accents, DateSpan, Kind, SearchRequest
from archive_tui.query import (
    And,
    Dated,
    Everything,
    Expanded,
    Filter,
    FilterName,
    Fuzzy,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    SoughtWord,
    Word,
    sought,
)
from archive_tui.search.arrays import mask_of
from archive_tui.search.occurrences import OccurrenceFinder
from archive_tui.search.resolving import Resolver, SoughtText

_KINDS = {Kind.ARTICLE: ARTICLE, Kind.PHOTO: PHOTO}


class TreeMatcher:
    """Finds the documents of syntax trees in one snapshot.

    Args:
        snapshot: Where to look.
        finder: Looks words up in it.
        resolver: Says what words are looked up.
        request: What belongs to the query beside its text.
        literal: Whether to find only what stands there as it was typed.
        names: Whether other names count, which the thesaurus knows.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        finder: OccurrenceFinder,
        resolver: Resolver,
        request: SearchRequest,
        *,
        literal: bool = False,
        names: bool = True,
    ) -> None:
        self._snapshot = snapshot
        self._finder = finder
        self._resolver = resolver
        self._request = request
        self._names = names
        self._accents = Accents.STRICT if literal else request.accents

    def match(self, node: Node) -> Mask:  # noqa: PLR0911 - one return for each kind of node
        """Return which documents a tree matches, shape (size,); the array may be shared."""
        match node:
            case Everything():
                return self._snapshot.live
            case Word() | Phrase() | Pattern() | Fuzzy():
                return self._texts(self._resolver.resolve(node))
            case And(parts):
                return self._all(parts)
            case Or(parts):
                return _any([self.match(part) for part in parts])
            case Not(part):
                return self._snapshot.live & ~self.match(part)
            case Expanded(part, others):
                named = map(self._resolver.resolve_name, others if self._names else ())
                return _any([self.match(part), *map(self._texts, named)])
            case Dated(span):
                return self._snapshot.live & self._in_span(span)
            case Filter(name, value):
                return self._filtered(name, value)

    def narrow(self, found: Mask) -> Mask:
        """Return which documents also pass the filters the request has beside its text."""
        request, filters = self._request, [found]
        if request.dates:
            filters.append(self._in_span(request.dates))
        if request.kind:
            filters.append(self._snapshot.kinds == _KINDS[request.kind])
        for name, chosen in (
            ("section", request.sections),
            ("source", request.sources),
            ("tag", request.tags),
        ):
            if chosen:
                filters.append(self._with_value(name, lambda v, c=chosen: v in c))  # type: ignore[misc] # mypy cannot infer defaults of lambdas
        return _all(filters)

    def _texts(self, text: SoughtText) -> Mask:
        return self._finder.find(text).mask

    def _all(self, parts: tuple[Node, ...]) -> Mask:
        """Return what matches all that has to, and nothing of what must not."""
        wanted = [self.match(part) for part in parts if not isinstance(part, Not)]
        found = _all(wanted or [self._snapshot.live])
        for part in parts:
            if isinstance(part, Not):
                found = found & ~self.match(part.part)
        return found

    def _in_span(self, span: DateSpan) -> Mask:
        first, last = self._snapshot.first_days, self._snapshot.last_days
        return np.asarray(
            (first != UNDATED) & (first <= span.last.toordinal()) & (last >= span.first.toordinal())
        )

    def _filtered(self, name: FilterName, value: str) -> Mask:
        snapshot = self._snapshot
        if name is FilterName.ID:
            return self._named("record", [value]) | self._named("article", [value])
        if name is FilterName.KIND:
            return _all([snapshot.live, snapshot.kinds == _KINDS[Kind(value)]])
        if name is FilterName.HAS:
            return _all([snapshot.live, (snapshot.photo_counts > 0) | (snapshot.kinds == PHOTO)])
        if name is FilterName.IN:
            return self._collected(value)
        wanted = [sought(word, self._accents) for word in words(value)]
        return self._with_value(name.value, lambda text: _holds(text, wanted))

    def _collected(self, name: str) -> Mask:
        ids = (
            article_id
            for collection in self._request.collections
            if collection.name == name
            for article_id in collection.ids
        )
        return self._named("article", ids)

    def _named(self, field: str, ids: Iterable[str]) -> Mask:
        """Return which documents have one of some ids."""
        named = np.zeros(self._snapshot.size, dtype=np.bool_)
        for each in ids:
            named[self._snapshot.record(field, each)] = True
        return named

    def _with_value(self, name: str, accept: Callable[[str], bool]) -> Mask:
        column = self._snapshot.term_column(name, self._finder.check)
        accepted = np.fromiter(map(accept, column.values), np.bool_, len(column.values))
        return mask_of(column.docs[accepted[column.codes]], self._snapshot.size)


def _any(masks: Sequence[Mask]) -> Mask:
    found: Mask = reduce(or_, masks)
    return found


def _all(masks: Sequence[Mask]) -> Mask:
    found: Mask = reduce(and_, masks)
    return found


def is_expanded(node: Node) -> bool:
    """Return whether a tree matches by other names anywhere."""
    match node:
        case Expanded():
            return True
        case And(parts) | Or(parts):
            return any(map(is_expanded, parts))
        case _:
            return False


def is_loose(node: Node, accents: Accents) -> bool:  # noqa: PLR0911 - one return for each kind of node
    """Return whether a tree matches by other spellings than the typed ones anywhere."""
    match node:
        case Word(text) | Pattern(text):
            return sought(text, accents).is_loose
        case Phrase(texts):
            return any(sought(text, accents).is_loose for text in texts)
        case Fuzzy() | Expanded():
            return True
        case And(parts) | Or(parts):
            return any(is_loose(part, accents) for part in parts)
        case Not(part):
            return is_loose(part, accents)
        case Filter(name, value) if name is not FilterName.IN:
            return any(sought(word, accents).is_loose for word in words(value))
        case _:
            return False


def _holds(text: str, wanted: list[SoughtWord]) -> bool:
    """Return whether words stand side by side in a short text."""
    have = [sought(word, Accents.STRICT).exact for word in words(text)]
    loose = [sought(word, Accents.IGNORE).term for word in words(text)]
    return any(
        all(
            (loose if word.is_loose else have)[start + offset] == word.term
            for offset, word in enumerate(wanted)
        )
        for start in range(len(have) - len(wanted) + 1)
    )
