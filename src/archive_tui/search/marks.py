"""Where a query matches in a text: for snippets, and for the marks in the reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from archive_tui.analysis import word_matches, word_parts
from archive_tui.model import Accents, Mark
from archive_tui.query import (
    And,
    Expanded,
    Form,
    Fuzzy,
    Node,
    Or,
    Pattern,
    Phrase,
    TextField,
    Word,
    written,
)
from archive_tui.search.fitting import WordTest, fuzzy_test, pattern_test, word_test
from archive_tui.text.vietnamese import exact_form, exact_forms, folded_forms

if TYPE_CHECKING:
    from archive_tui.model import Article, ArticleMarks


_FORMS: Final = {Form.EXACT: exact_forms, Form.FOLDED: folded_forms}


@dataclass(frozen=True, slots=True)
class _Sought:
    """Words side by side, or nearly so, and the text they are asked for in."""

    tests: tuple[WordTest, ...]
    """One for each place, in order."""
    field: TextField | None
    """The text; None is any."""
    slop: int = 0
    """Other words that may stand in between."""
    other_name: bool = False
    """Whether the thesaurus put it here, so that no match of it is as the user typed."""


class _Cut:
    """A text cut into words, with where they stand."""

    def __init__(self, text: str) -> None:
        parts = word_parts(text)
        self.words = parts[1::2]
        self._ends = list(accumulate(map(len, parts)))

    def start(self, place: int) -> int:
        """Return the first code point of a word."""
        return self._ends[2 * place]

    def end(self, place: int) -> int:
        """Return the code point after a word's last."""
        return self._ends[2 * place + 1]


class QueryMarks:
    """Finds the words of a query in texts.

    Args:
        node: The query; what it excludes is not marked.
        accents: How marks in its words are taken.
    """

    def __init__(self, node: Node, accents: Accents) -> None:
        self._sought = tuple(_collect(node, accents))
        tests = (test for item in self._sought for test in item.tests)
        self._forms: dict[Form, dict[str, str]] = {test.form: {} for test in tests}
        self._known: set[str] = set()
        self._beginnings: dict[str, list[_Sought]] = {}

    def find(self, text: str, field: TextField) -> tuple[Mark, ...]:
        """Return where the query matches in a text, in order, without overlaps.

        Args:
            text: A cleaned text.
            field: What text it is; a word that is asked for elsewhere is not marked.
        """
        if all(item.field not in (None, field) for item in self._sought):
            return ()
        cut = _Cut(text)
        self._learn(set(cut.words))
        marks: list[Mark] = []
        for place, word in enumerate(cut.words):
            if word in self._beginnings:
                for item in self._beginnings[word]:
                    if item.field in (None, field):
                        marks.extend(self._marks(item, cut, place))
        return tuple(_apart(marks, text))

    def _learn(self, words: set[str]) -> None:
        """Get to know the words of a text, and which of them begin something.

        The few thousand spellings of a language come again in every text, and folding many at
        once takes far less time than one by one.
        """
        new = list(words - self._known)
        self._known.update(new)
        for form, known in self._forms.items():
            known.update(zip(new, _FORMS[form](new), strict=True))
        for item in self._sought:
            test = item.tests[0]
            forms = self._forms[test.form]
            for word in [word for word in new if test.fits(forms[word])]:
                self._beginnings.setdefault(word, []).append(item)

    def _marks(self, item: _Sought, cut: _Cut, place: int) -> Iterator[Mark]:
        """Yield the marks of something whose first word fits in a place; none where it ends there.

        A phrase is one mark; of a loose one each word is, since what stands between is not meant.
        """
        here = self._stand(item, cut.words, place)
        if not here:
            return
        pairs = zip((exact_form(cut.words[at]) for at in here), item.tests, strict=True)
        exact = not item.other_name and all(test.is_exact(word) for word, test in pairs)
        if item.slop:
            yield from (Mark(cut.start(at), cut.end(at), exact) for at in here)
        else:
            yield Mark(cut.start(here[0]), cut.end(here[-1]), exact)

    def _stand(self, item: _Sought, words: Sequence[str], place: int) -> Sequence[int] | None:
        """Return where the words of a phrase stand that begins in a place, if it does."""
        here = [place]
        last = place + len(item.tests) - 1 + item.slop
        for test in item.tests[1:]:
            following = range(place + 1, min(last, len(words) - 1) + 1)
            reach = following if item.slop else following[:1]
            forms = self._forms[test.form]
            fitting = (at for at in reach if test.fits(forms[words[at]]))
            place = next(fitting, -1)
            if place < 0:
                return None
            here.append(place)
        return here


def article_marks(node: Node, accents: Accents, article: Article) -> ArticleMarks:
    """Return where a query matches in an article."""
    from archive_tui.model import ArticleMarks  # noqa: PLC0415 - not for the hits of a search

    marks = QueryMarks(node, accents)
    return ArticleMarks(
        title=marks.find(article.title, TextField.TITLE),
        paragraphs=tuple(marks.find(text, TextField.BODY) for text in article.paragraphs),
        captions=tuple(
            marks.find(photo.caption, TextField.CAPTION) for photo in article.header.photos
        ),
        credits=tuple(
            marks.find(photo.credit or "", TextField.CAPTION) for photo in article.header.photos
        ),
    )


def _collect(node: Node, accents: Accents, *, other_name: bool = False) -> Iterator[_Sought]:
    match node:
        case Word(text, field):
            yield _Sought((word_test(text, accents),), field, other_name=other_name)
        case Phrase(texts, field, slop):
            tests = tuple(word_test(text, accents) for text in texts)
            yield _Sought(tests, field, slop, other_name)
        case Pattern(text, field):
            yield _Sought((pattern_test(text, accents),), field)
        case Fuzzy(text, field):
            yield _Sought((fuzzy_test(text, accents),), field)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _collect(part, accents)
        case Expanded(part, others):
            yield from _collect(part, accents)
            for other in others:
                yield from _collect(other, written(accents), other_name=True)


def _apart(marks: list[Mark], text: str) -> Iterator[Mark]:
    """Yield marks in order; of overlapping ones the earlier, of equal beginning the longer.

    What is written as typed stays marked so inside of what is not, such as a word of a name.
    """
    exact = list(_earliest(mark for mark in marks if mark.exact))
    others = (mark for mark in marks if not mark.exact)
    pieces = (piece for mark in others for piece in _around(mark, exact, text))
    yield from sorted((*exact, *_earliest(pieces)), key=lambda mark: mark.start)


def _earliest(marks: Iterable[Mark]) -> Iterator[Mark]:
    end = 0
    for mark in sorted(marks, key=lambda item: (item.start, -item.end)):
        if mark.start >= end:
            yield mark
            end = mark.end


def _around(mark: Mark, exact: Sequence[Mark], text: str) -> Iterator[Mark]:
    """Yield the words of a mark that stand before, between and behind exact ones."""
    over = [inner for inner in exact if mark.start < inner.end and inner.start < mark.end]
    begins = (mark.start, *(inner.end for inner in over))
    ends = (*(inner.start for inner in over), mark.end)
    for begin, end in zip(begins, ends, strict=True):
        if found := word_matches(text[begin:end]):
            yield Mark(begin + found[0].start(), begin + found[-1].end(), exact=False)
