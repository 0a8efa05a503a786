"""How a query was understood, said in words of the interface language.

The lines mirror the tree: whoever wonders why something was found, or was not, reads what
each part asks for, how its accent marks are taken, and which days a date means.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from archive_tui import i18n
from archive_tui.i18n import N_, _
from archive_tui.model import Accents, DateSpan, Kind
from archive_tui.query.forms import sought
from archive_tui.query.tree import (
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
    Text,
    TextField,
    Word,
)
from archive_tui.text.dates import display_date

_PLACES: Final = {
    TextField.TITLE: N_("in the title: {said}"),
    TextField.BODY: N_("in the body: {said}"),
    TextField.CAPTION: N_("in a caption: {said}"),
}
_FILTERS: Final = {
    FilterName.SECTION: N_("the section holds “{value}”"),
    FilterName.SOURCE: N_("the source holds “{value}”"),
    FilterName.AUTHOR: N_("the author’s name holds “{value}”"),
    FilterName.TAG: N_("a tag holds “{value}”"),
    FilterName.ID: N_("the id is “{value}”"),
    FilterName.IN: N_("it is in your collection “{value}”"),
}


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """One line of an explanation."""

    depth: int
    """How far it is set in: what belongs to a line stands below it, one deeper."""
    text: str
    """What is asked for."""


def explain(node: Node, accents: Accents) -> tuple[ExplainedLine, ...]:
    """Return what a tree asks for, line by line.

    Args:
        node: The tree, as it is searched: with what the thesaurus added.
        accents: How accent marks in its words are taken.
    """
    return tuple(_lines(node, accents, 0))


def _lines(node: Node, accents: Accents, depth: int) -> Iterator[ExplainedLine]:
    match node:
        case And(parts):
            yield from _group(_("all of these:"), parts, accents, depth)
        case Or(parts):
            yield from _group(_("one of these:"), parts, accents, depth)
        case Not(part):
            yield from _group(_("without:"), (part,), accents, depth)
        case Expanded(part, others):
            yield from _lines(part, accents, depth)
            names = ", ".join(f"“{_spelt(other)}”" for other in others)
            yield ExplainedLine(depth, _("or another name of it: {names}").format(names=names))
        case _:
            yield ExplainedLine(depth, _said(node, accents))


def _group(
    head: str, parts: tuple[Node, ...], accents: Accents, depth: int
) -> Iterator[ExplainedLine]:
    yield ExplainedLine(depth, head)
    for part in parts:
        yield from _lines(part, accents, depth + 1)


def _said(node: Everything | Text | Filter | Dated, accents: Accents) -> str:
    match node:
        case Everything():
            return _("everything")
        case Filter(name, value):
            return _filtered(name, value)
        case Dated(span):
            return _dated(span)
        case _:
            said = _text(node, accents)
            return _(_PLACES[node.field]).format(said=said) if node.field else said


def _text(node: Text, accents: Accents) -> str:
    match node:
        case Word(text):
            return _("{word}, {marks}").format(word=f"“{text}”", marks=_marks((text,), accents))
        case Phrase(texts, _field, slop):
            return _phrase(texts, slop, accents)
        case Pattern(text):
            shown = text.replace("*", "…")
            marks = _marks((text.replace("*", ""),), accents)
            return _("words of the form “{form}”, {marks}").format(form=shown, marks=marks)
        case Fuzzy(text):
            said = _("“{word}” or a word that differs in one letter, {marks}")
            return said.format(word=text, marks=_marks((text,), accents))


def _phrase(texts: tuple[str, ...], slop: int, accents: Accents) -> str:
    spelt, marks = " ".join(texts), _marks(texts, accents)
    if not slop:
        return _("“{words}” side by side, {marks}").format(words=spelt, marks=marks)
    said = i18n.ngettext(
        "“{words}” in this order with up to {count} other word in between, {marks}",
        "“{words}” in this order with up to {count} other words in between, {marks}",
        slop,
    )
    return said.format(words=spelt, count=slop, marks=marks)


def _marks(texts: tuple[str, ...], accents: Accents) -> str:
    """Say how the accent marks of some words are taken."""
    lettered = [text for text in texts if any(map(str.isalpha, text))]
    loose = [text for text in lettered if sought(text, accents).is_loose]
    if not loose:
        return _("written exactly so")
    if len(loose) == len(lettered):
        return _("with any accent marks")
    return _("with any accent marks on “{words}”").format(words=" ".join(dict.fromkeys(loose)))


def _filtered(name: FilterName, value: str) -> str:
    if name is FilterName.KIND:
        return _("only photo captions") if value == Kind.PHOTO else _("only articles")
    if name is FilterName.HAS:
        return _("it has a photo")
    return _(_FILTERS[name]).format(value=value)


def _dated(span: DateSpan) -> str:
    language = i18n.current()
    first = display_date(DateSpan.of_day(span.first), language)
    last = display_date(DateSpan.of_day(span.last), language)
    if span.is_day:
        return _("dated {day}").format(day=first)
    if span.last == date.max:
        return _("dated {first} or later").format(first=first)
    if span.first == date.min:
        return _("dated {last} or earlier").format(last=last)
    return _("dated {first} to {last}").format(first=first, last=last)


def _spelt(node: Word | Phrase) -> str:
    return " ".join(node.words) if isinstance(node, Phrase) else node.text
