"""Whoosh as it comes: its own codec, its own postings, its own searcher."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from whoosh import analysis, fields, index, query, sorting

from corpus import Corpus
from speed_questions import SPAN, TOP, Answerer, Ask, AskKind, Found

LIMIT: Final = 10_000
"""Articles beyond which a build takes too long to wait for."""
_TEXTS: Final = ("title", "body")


def build(corpus: Corpus, folder: Path) -> None:
    """Build the index in one commit."""
    analyser = analysis.RegexTokenizer() | analysis.LowercaseFilter()
    day = fields.NUMERIC(stored=True, sortable=True)
    schema = fields.Schema(
        title=fields.TEXT(analyser, stored=True),
        body=fields.TEXT(analyser),
        day=day,
        year=fields.NUMERIC(sortable=True),
    )
    writer = index.create_in(str(folder), schema).writer(limitmb=256)
    for each in corpus:
        writer.add_document(title=each.title, body=each.body, day=each.day, year=each.day // 365)
    writer.commit()


def opened(folder: Path) -> Answerer:
    """Open the index."""
    searcher = index.open_dir(str(folder)).searcher()

    def answer(ask: Ask) -> Found:
        asked = _query(ask)
        newest = {"sortedby": "day", "reverse": True} if ask.kind is AskKind.NEWEST else {}
        results = searcher.search(asked, limit=TOP, **newest)
        shown = [(hit["title"], hit["day"]) for hit in results]
        if ask.kind is AskKind.YEARS:  # a search that counts groups hands out no hits
            grouped = searcher.search(
                asked, limit=TOP, groupedby=sorting.FieldFacet("year"), maptype=sorting.Count
            )
            return Found(sum(grouped.groups().values()), shown)
        return Found(len(results), shown)

    return answer


def _query(ask: Ask) -> Any:  # noqa: ANN401
    """Return a question as Whoosh takes it."""
    first = ask.words[0]
    match ask.kind:
        case AskKind.OR3:
            return query.Or([_anywhere(query.Term, word) for word in ask.words])
        case AskKind.PHRASE2 | AskKind.PHRASE3:
            return _anywhere(query.Phrase, list(ask.words))
        case AskKind.PREFIX:
            return _anywhere(query.Prefix, first)
        case AskKind.WILDCARD:
            return _anywhere(query.Wildcard, first)
        case AskKind.FUZZY:
            return _anywhere(query.FuzzyTerm, first)
    parts = [_anywhere(query.Term, word) for word in ask.words]
    if ask.kind is AskKind.DATED:
        parts.append(query.NumericRange("day", SPAN.first.toordinal(), SPAN.last.toordinal()))
    return query.And(parts)


def _anywhere(make: Callable[..., Any], value: str | Sequence[str]) -> Any:  # noqa: ANN401
    return query.Or([make(field, value) for field in _TEXTS])
