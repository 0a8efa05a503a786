"""Where a query matches in a text: for snippets, and for the marks in the reader."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive_tui.analysis import Token, tokens
from archive_tui.model import Accents, Article, ArticleMarks, Mark
from archive_tui.query import And, Node, Or, Phrase, TextField, Word
from archive_tui.search.forms import SoughtWord, sought


@dataclass(frozen=True, slots=True)
class _Sought:
    words: tuple[SoughtWord, ...]
    field: TextField | None


class QueryMarks:
    """Finds the words of a query in texts.

    Args:
        node: The query; what it excludes is not marked.
        accents: How marks in its words are taken.
    """

    def __init__(self, node: Node, accents: Accents) -> None:
        self._sought = tuple(_collect(node, accents))

    def find(self, text: str, field: TextField) -> tuple[Mark, ...]:
        """Return where the query matches in a text, in order, without overlaps.

        Args:
            text: A cleaned text.
            field: What text it is; a word that is asked for elsewhere is not marked.
        """
        wanted = [item.words for item in self._sought if item.field in (None, field)]
        if not wanted:
            return ()
        found = list(tokens(text))
        marks = [mark for words in wanted for mark in _marks(found, words)]
        return tuple(_apart(marks))


def article_marks(node: Node, accents: Accents, article: Article) -> ArticleMarks:
    """Return where a query matches in an article."""
    marks = QueryMarks(node, accents)
    return ArticleMarks(
        title=marks.find(article.title, TextField.TITLE),
        paragraphs=tuple(marks.find(text, TextField.BODY) for text in article.paragraphs),
        captions=tuple(
            marks.find(photo.caption, TextField.CAPTION) for photo in article.header.photos
        ),
    )


def _collect(node: Node, accents: Accents) -> Iterator[_Sought]:
    match node:
        case Word(text, field):
            yield _Sought((sought(text, accents),), field)
        case Phrase(texts, field):
            yield _Sought(tuple(sought(text, accents) for text in texts), field)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _collect(part, accents)


def _marks(found: Sequence[Token], words: Sequence[SoughtWord]) -> Iterator[Mark]:
    """Yield the places where words stand side by side."""
    for start in range(len(found) - len(words) + 1):
        here = found[start : start + len(words)]
        if all(map(_matches, here, words)):
            exact = all(token.exact == word.exact for token, word in zip(here, words, strict=True))
            yield Mark(here[0].start, here[-1].end, exact)


def _matches(token: Token, word: SoughtWord) -> bool:
    return (token.folded if word.is_loose else token.exact) == word.term


def _apart(marks: list[Mark]) -> Iterator[Mark]:
    """Yield marks in order; of overlapping ones the earlier, of equal beginning the longer."""
    end = 0
    for mark in sorted(marks, key=lambda item: (item.start, -item.end, not item.exact)):
        if mark.start >= end:
            yield mark
            end = mark.end
