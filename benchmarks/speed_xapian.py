"""Xapian through its bindings for Python, which come with the system and not by a registry."""

import importlib
from functools import reduce
from pathlib import Path
from typing import Any, Final

from corpus import Corpus
from speed_questions import KNOWN_TO_SOME, SPAN, TOP, Answerer, Ask, AskKind, Found

_DAY: Final = 0
"""Where an article's day stands among its values."""
_YEAR: Final = 1
_GAP: Final = 100
"""Positions between title and body, so that no phrase reaches over."""


def _xapian() -> Any:  # noqa: ANN401
    """Return the module, loaded by name: types must not depend on whether it is installed."""
    return importlib.import_module("xapian")


def build(corpus: Corpus, folder: Path) -> None:
    """Build the database; it is written whenever it says so itself."""
    xapian = _xapian()
    base = xapian.WritableDatabase(str(folder / "base"), xapian.DB_CREATE_OR_OPEN)
    generator = xapian.TermGenerator()
    for each in corpus:
        document = xapian.Document()
        generator.set_document(document)
        generator.set_termpos(0)
        generator.index_text(each.title)
        generator.increase_termpos(_GAP)
        generator.index_text(each.body)
        document.add_value(_DAY, xapian.sortable_serialise(each.day))
        document.add_value(_YEAR, str(each.day // 365))
        document.set_data(f"{each.day} {each.title}")
        base.add_document(document)
    base.commit()
    base.close()


def opened(folder: Path) -> Answerer:
    """Open the database."""
    xapian = _xapian()
    base = xapian.Database(str(folder / "base"))

    def answer(ask: Ask) -> Found | None:
        if ask.kind in KNOWN_TO_SOME:
            return None
        enquire = xapian.Enquire(base)
        enquire.set_query(_query(xapian, ask))
        if ask.kind is AskKind.NEWEST:
            enquire.set_sort_by_value(_DAY, True)
        years = xapian.ValueCountMatchSpy(_YEAR)
        if ask.kind is AskKind.YEARS:
            enquire.add_matchspy(years)
        found = enquire.get_mset(0, TOP, base.get_doccount())
        shown = [_shown(each.document.get_data()) for each in found]
        if ask.kind is AskKind.YEARS:
            return Found(sum(each.termfreq for each in years.values()), shown)
        return Found(found.get_matches_estimated(), shown)

    return answer


def _shown(data: bytes) -> tuple[str, int]:
    """Return title and day of a document."""
    day, _space, title = data.decode().partition(" ")
    return title, int(day)


def _query(xapian: Any, ask: Ask) -> Any:  # noqa: ANN401
    """Return a question as Xapian takes it."""
    kinds = xapian.Query
    match ask.kind:
        case AskKind.OR3:
            return kinds(kinds.OP_OR, list(ask.words))
        case AskKind.PHRASE2 | AskKind.PHRASE3:
            return kinds(kinds.OP_PHRASE, list(ask.words))
        case AskKind.PREFIX:
            every = 0, kinds.WILDCARD_LIMIT_ERROR, kinds.OP_SYNONYM
            return kinds(kinds.OP_WILDCARD, ask.words[0], *every)
        case AskKind.DATED:
            ends = (xapian.sortable_serialise(day.toordinal()) for day in (SPAN.first, SPAN.last))
            return kinds(
                kinds.OP_FILTER, _all(kinds, ask), kinds(kinds.OP_VALUE_RANGE, _DAY, *ends)
            )
    return _all(kinds, ask)


def _all(kinds: Any, ask: Ask) -> Any:  # noqa: ANN401
    """Return a query for all words of a question."""
    return reduce(lambda left, right: kinds(kinds.OP_AND, left, right), map(kinds, ask.words))
