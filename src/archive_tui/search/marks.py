"""Where a query matches in a text: for snippets, and for the marks in the reader."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive_tui.analysis import word_matches
from archive_tui.model import Accents, Article, ArticleMarks, Mark
from archive_tui.query import And, Node, Or, Phrase, TextField, Word
from archive_tui.search.forms import SoughtWord, sought
from archive_tui.text.vietnamese import exact_form, folded_form


@dataclass(frozen=True, slots=True)
class _Sought:
    """A word, or words side by side, and the text they are asked for in."""

    words: tuple[SoughtWord, ...]
    field: TextField | None


class _Beginnings(dict[str, tuple[_Sought, ...]]):
    """What begins with a word, remembered by its spelling.

    The few thousand spellings of a language come again in every text, so nearly every word
    of a text costs one look into a dictionary.
    """

    def __init__(self, sought_words: tuple[_Sought, ...]) -> None:
        super().__init__()
        self._sought = sought_words

    def __missing__(self, word: str) -> tuple[_Sought, ...]:
        self[word] = found = tuple(item for item in self._sought if _matches(word, item.words[0]))
        return found


class QueryMarks:
    """Finds the words of a query in texts.

    Args:
        node: The query; what it excludes is not marked.
        accents: How marks in its words are taken.
    """

    def __init__(self, node: Node, accents: Accents) -> None:
        self._sought = tuple(_collect(node, accents))
        self._beginnings = _Beginnings(self._sought)

    def find(self, text: str, field: TextField) -> tuple[Mark, ...]:
        """Return where the query matches in a text, in order, without overlaps.

        Args:
            text: A cleaned text.
            field: What text it is; a word that is asked for elsewhere is not marked.
        """
        if all(item.field not in (None, field) for item in self._sought):
            return ()
        found = word_matches(text)
        marks = []
        for place, match in enumerate(found):
            for item in self._beginnings[match.group()]:
                here = found[place : place + len(item.words)]
                if item.field in (None, field) and _stand(here, item.words):
                    marks.append(_mark(here, item.words))
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


def _stand(here: Sequence[re.Match[str]], words: Sequence[SoughtWord]) -> bool:
    """Return whether words stand side by side in a place whose first word matches."""
    rest = zip(here[1:], words[1:], strict=False)
    return len(here) == len(words) and all(_matches(match.group(), word) for match, word in rest)


def _matches(text: str, word: SoughtWord) -> bool:
    return (folded_form(text) if word.is_loose else exact_form(text)) == word.term


def _mark(here: Sequence[re.Match[str]], words: Sequence[SoughtWord]) -> Mark:
    pairs = zip(here, words, strict=True)
    exact = all(exact_form(match.group()) == word.exact for match, word in pairs)
    return Mark(here[0].start(), here[-1].end(), exact)


def _apart(marks: list[Mark]) -> Iterator[Mark]:
    """Yield marks in order; of overlapping ones the earlier, of equal beginning the longer."""
    end = 0
    for mark in sorted(marks, key=lambda item: (item.start, -item.end, not item.exact)):
        if mark.start >= end:
            yield mark
            end = mark.end
