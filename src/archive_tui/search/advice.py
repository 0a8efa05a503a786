"""What to do when little is found: counts word by word, other spellings, filters in the way.

Every way that is offered was tried: it has hits. Nothing here changes the question; whoever
asked it chooses.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from archive_tui.model import Accents, Advice, Matching, SearchRequest, Way, WayKind, WordCount
from archive_tui.query import (
    And,
    Dated,
    Expanded,
    Filter,
    Fuzzy,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    QueryReader,
    Word,
    any_word,
    sought,
    to_text,
)
from archive_tui.search.answering import Answerer
from archive_tui.search.opened import OpenedIndex
from archive_tui.search.spelling import Reason, suggest

_WORDS_LOOKED_AT: Final = 12
"""Words of a query for which other spellings are looked up."""
_SPELLINGS: Final = 3
"""Other spellings tried for each word."""
_WRONG: Final = frozenset(Reason)
"""What may be wrong with a word that is not there."""
_DOUBTFUL: Final = frozenset({Reason.ACCENTS, Reason.TYPING})
"""What may be wrong with a word that is there, but not where it was looked for."""
_WAYS: Final = 6
"""Most ways offered."""
_FILTERS: Final = {"dates": None, "kind": None, "sections": (), "sources": (), "tags": ()}
"""The filters beside the text, each with what it is when it is off."""


class Adviser:
    """Looks for questions near one that found little.

    Args:
        opened: Where to look.
        queries: Reads questions.
        request: The question.
        check: Called now and then; raises to stop.
    """

    def __init__(
        self,
        opened: OpenedIndex,
        queries: QueryReader,
        request: SearchRequest,
        check: Callable[[], None],
    ) -> None:
        self._opened = opened
        self._queries = queries
        self._request = request
        self._check = check
        self._node = queries.read(replace(request, expand=False))

    def advise(self) -> Advice:
        """Return the counts of the parts, and the ways that find more than the question did."""
        words = tuple(self._word_counts())
        found = self._count(self._request)
        strange = {word for word in _words(self._node) if not self._is_known(word)}
        candidates = (
            *self._mended(strange),
            *self._respelt_words(strange, _WRONG),
            *self._without_filters(),
            *self._respelt_words(set(_words(self._node)) - strange, _DOUBTFUL),
            *self._loosened(),
        )
        ways: dict[SearchRequest, Way] = {}
        for way in candidates:
            if way.count > found:
                ways.setdefault(way.request, way)
        return Advice(words, tuple(ways.values())[:_WAYS])

    def _count(self, request: SearchRequest) -> int:
        self._check()
        node = self._queries.read(request)
        return len(Answerer(self._opened, request, self._check).docs(node))

    def _unfiltered(self) -> SearchRequest:
        """Return the request without the filters beside its text."""
        return replace(self._request, **_FILTERS)  # type: ignore[arg-type] # each as its field has it

    def _word_counts(self) -> Iterator[WordCount]:
        bare = self._unfiltered()
        texts = dict.fromkeys(to_text(part) for part in _text_parts(self._node))
        for text in texts:
            yield WordCount(text, self._count(replace(bare, text=text)))

    def _is_known(self, word: str) -> bool:
        """Return whether a word is anywhere in the archive, as its marks are taken."""
        found, vocabulary = sought(word, self._request.accents), self._opened.vocabulary
        known = vocabulary.folded_frequency if found.is_loose else vocabulary.frequency
        return known(found.term) > 0

    def _mended(self, strange: set[str]) -> Iterator[Way]:
        """Yield the question with all words that are not there spelt otherwise, if several."""
        mended = self._node
        for word in self._looked_at(strange):
            for suggestion in suggest(word, self._opened.vocabulary, 1):
                mended = _respelt(mended, word, suggestion.word)
        if len(strange) > 1 and mended != self._node:
            yield from self._way(WayKind.SPELLING, mended, to_text(self._node), to_text(mended))

    def _respelt_words(self, words: set[str], reasons: frozenset[Reason]) -> Iterator[Way]:
        """Yield the question with one of some words spelt otherwise, the best spelling first.

        Args:
            words: The words that may be wrong.
            reasons: What may be wrong with them.
        """
        for word in self._looked_at(words):
            for suggestion in suggest(word, self._opened.vocabulary, _SPELLINGS):
                if suggestion.reason in reasons:
                    node = _respelt(self._node, word, suggestion.word)
                    yield from self._way(WayKind.SPELLING, node, word, suggestion.word)

    def _looked_at(self, words: set[str]) -> Iterator[str]:
        for word in list(_words(self._node))[:_WORDS_LOOKED_AT]:
            self._check()
            if word in words:
                yield word

    def _way(self, kind: WayKind, node: Node, typed: str, instead: str = "") -> Iterator[Way]:
        yield from self._tried(kind, replace(self._request, text=to_text(node)), typed, instead)

    def _tried(
        self, kind: WayKind, request: SearchRequest, typed: str = "", instead: str = ""
    ) -> Iterator[Way]:
        if request != self._request and (count := self._count(request)):
            yield Way(kind, request, count, typed, instead)

    def _without_filters(self) -> Iterator[Way]:
        """Yield the question without one filter; without all of them where one is not enough."""
        single = [*self._without_one_beside(), *self._without_one_inside()]
        if single:
            yield from single
            return
        kept = [part for part in _parts(self._node) if not _narrows(part)]
        if kept:
            text = to_text(kept[0] if len(kept) == 1 else And(tuple(kept)))
            yield from self._tried(WayKind.FILTER, replace(self._unfiltered(), text=text))

    def _without_one_beside(self) -> Iterator[Way]:
        for name, off in _FILTERS.items():
            without = replace(self._request, **{name: off})  # type: ignore[arg-type] # as above
            yield from self._tried(WayKind.FILTER, without, name)

    def _without_one_inside(self) -> Iterator[Way]:
        parts = _parts(self._node)
        for place, part in enumerate(parts):
            rest = (*parts[:place], *parts[place + 1 :])
            if _narrows(part) and rest:
                node = rest[0] if len(rest) == 1 else And(rest)
                yield from self._way(WayKind.FILTER, node, to_text(part))

    def _loosened(self) -> Iterator[Way]:
        if self._request.accents is not Accents.IGNORE:
            ignoring = replace(self._request, accents=Accents.IGNORE)
            yield from self._tried(WayKind.ACCENTS, ignoring)
        if any_word(self._node) != self._node:
            anyone = replace(self._request, matching=Matching.ANY)
            yield from self._tried(WayKind.ANY_WORD, anyone)


def _parts(node: Node) -> tuple[Node, ...]:
    return node.parts if isinstance(node, And) else (node,)


def _narrows(node: Node) -> bool:
    """Return whether a part only takes hits away."""
    return isinstance(node, Filter | Dated | Not)


def _text_parts(node: Node) -> Iterator[Node]:
    """Yield what is looked for in the texts; what is excluded is not."""
    match node:
        case Word() | Phrase() | Pattern() | Fuzzy():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from _text_parts(part)
        case Expanded(part):
            yield from _text_parts(part)


def _words(node: Node) -> Iterator[str]:
    """Yield the words looked for, those of phrases too, each once."""
    seen = set()
    for part in _text_parts(node):
        texts = part.words if isinstance(part, Phrase) else ()
        for text in (part.text,) if isinstance(part, Word | Fuzzy) else texts:
            if text not in seen:
                seen.add(text)
                yield text


def _respelt(node: Node, typed: str, instead: str) -> Node:
    """Return a tree with a word spelt otherwise wherever it is looked for."""
    match node:
        case Word(text, field) | Fuzzy(text, field) if text == typed:
            spelt = tuple(instead.split())
            return Word(instead, field) if len(spelt) == 1 else Phrase(spelt, field)
        case Phrase(texts) if typed in texts:
            spelt = tuple(part for text in texts for part in _instead(text, typed, instead))
            return replace(node, words=spelt)
        case And(parts) | Or(parts):
            return replace(node, parts=tuple(_respelt(part, typed, instead) for part in parts))
        case _:
            return node


def _instead(text: str, typed: str, instead: str) -> tuple[str, ...]:
    return tuple(instead.split()) if text == typed else (text,)
