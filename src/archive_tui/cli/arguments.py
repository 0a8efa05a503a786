"""The parser of the command line: its errors in our form, and the options many commands share.

Parsing opens nothing; whether an archive or an article exists is for the commands to find.
"""

import argparse
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from typing import Final, NoReturn, TypeAlias, TypeVar

from archive_tui.errors import UsageError
from archive_tui.i18n import LANGUAGES, N_, _
from archive_tui.model import Accents, DateSpan, FacetName, Kind, Matching, SearchRequest, Sort
from archive_tui.text.clean import clean_line
from archive_tui.text.dates import parse_dates

Choice = TypeVar("Choice", bound=StrEnum)


class Parser(ArgumentParser):
    """A parser that raises instead of printing, and names options in full."""

    def __init__(self, **settings: object) -> None:
        super().__init__(**{"allow_abbrev": False, **settings})  # type: ignore[arg-type] # passed on

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong with the command line, with where to read on."""
        sentence = clean_line(message)
        hint = self.help_hint
        if "-h/--help" in sentence:  # a query such as -hội, taken apart as options
            advice = _("Put “--” before a text that begins with “-”.")
            hint = f"{advice} {hint}"
        raise UsageError(f"{sentence[:1].upper()}{sentence[1:].rstrip('.')}.", hint)

    @property
    def help_hint(self) -> str:
        """Where to read how the command is used."""
        return _("See “{command} --help”.").format(command=self.prog)

    def refuse(self, unknown: Sequence[str]) -> NoReturn:
        """Raise that arguments are not known, with the nearest option.

        Raises:
            UsageError: Always.
        """
        option = next((each for each in unknown if each.startswith("-")), None)
        if option is None:
            raise UsageError(
                _("“{word}” is not expected here.").format(word=clean_line(unknown[0])),
                self.help_hint,
            )
        name = clean_line(option.partition("=")[0])
        near = nearest(name, tuple(self._option_string_actions))
        message = _("There is no option “{option}”.").format(option=name)
        if not name.startswith("--"):
            hint = _("Put “--” before a text that begins with “-”.")
            raise UsageError(message, f"{hint} {self.help_hint}")
        if near:
            raise UsageError(message, _("Did you mean “{near}”?").format(near=near))
        raise UsageError(message, self.help_hint)


def nearest(typed: str, known: Sequence[str], likeness: float = 0.6) -> str | None:
    """Return which of the known names was probably meant.

    Args:
        typed: What is none of them.
        known: The names.
        likeness: Least likeness, from 0 to 1; see `difflib.SequenceMatcher.ratio`.
    """
    import difflib  # noqa: PLC0415 - only for a mistake

    return next(iter(difflib.get_close_matches(typed, known, n=1, cutoff=likeness)), None)


Commands: TypeAlias = "_SubParsersAction[Parser]"
"""Where a command group puts its parsers."""


def common_options() -> Parser:
    """Return the options every command takes, before its name or after."""
    parser = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    group = parser.add_argument_group(_("for every command"))
    group.add_argument("--archive", metavar="DIR", help=_("the archive (default: the nearest)"))
    group.add_argument(
        "--lang",
        type=_language,
        metavar="|".join(LANGUAGES),
        help=_("language of the messages (default: the locale's)"),
    )
    group.add_argument(
        "--debug", action="store_true", help=_("keep the details of a failure in a log file")
    )
    return parser


def add_filters(parser: ArgumentParser) -> None:
    """Add the options that narrow a search down."""
    group = parser.add_argument_group(_("which items"))
    group.add_argument("--since", metavar="DATE", help=_("from this day, month or year on"))
    group.add_argument(
        "--until", metavar="DATE", help=_("up to the end of this day, month or year")
    )
    group.add_argument(
        "--kind", type=choice("--kind", Kind), metavar=_names(Kind), help=_("only this kind")
    )
    for option, words in (
        ("--section", _("only this section; may be repeated")),
        ("--source", _("only this source; may be repeated")),
        ("--tag", _("only this tag; may be repeated")),
    ):
        group.add_argument(option, action="append", default=[], metavar="NAME", help=words)
    group.add_argument(
        "--sort", type=choice("--sort", Sort), metavar=_names(Sort), help=_("order of the results")
    )
    group.add_argument(
        "--accents",
        type=choice("--accents", Accents),
        metavar=_names(Accents),
        help=_("how accents in the query are taken"),
    )
    group.add_argument(
        "--match",
        type=choice("--match", Matching),
        default=Matching.ALL,
        metavar=_names(Matching),
        help=_("whether an item needs all words, or any of them (default: all)"),
    )
    group.add_argument(
        "--no-thesaurus",
        dest="expand",
        action="store_false",
        help=_("without other names, such as long forms of abbreviations"),
    )


def has_filters(arguments: Namespace) -> bool:
    """Return whether an option was given that narrows the archive down."""
    names = ("since", "until", "kind", "section", "source", "tag")
    return any(getattr(arguments, name) for name in names)


def request_for(text: str, arguments: Namespace, sort: Sort, accents: Accents) -> SearchRequest:
    """Return the question that a query and the filter options put.

    Args:
        text: The query as typed.
        arguments: The parsed options of `add_filters`.
        sort: The order where none is asked for.
        accents: How accents are taken where nothing is asked for.

    Raises:
        DateSyntaxError: A date cannot be read.
        UsageError: The dates are the wrong way round.
    """
    return SearchRequest(
        text=clean_line(text),
        dates=_span(arguments.since, arguments.until),
        kind=arguments.kind,
        sections=tuple(map(clean_line, arguments.section)),
        sources=tuple(map(clean_line, arguments.source)),
        tags=tuple(map(clean_line, arguments.tag)),
        sort=arguments.sort or sort,
        accents=arguments.accents or accents,
        matching=arguments.match,
        expand=arguments.expand,
    )


def choice(option: str, kinds: type[Choice]) -> Callable[[str], Choice]:
    """Return a reader of an option whose values are those of an enumeration."""

    def read(value: str) -> Choice:
        for kind in kinds:
            if value == kind:
                return kind
        raise _no_value(value, option, _nearest(value, list(kinds)))

    return read


def facet_names(value: str) -> tuple[FacetName, ...]:
    """Read the names of facets, parted by commas.

    Raises:
        UsageError: There is no such facet.
    """
    read = choice("--facets", FacetName)
    return tuple(dict.fromkeys(read(name.strip()) for name in value.split(",") if name.strip()))


def count(option: str) -> Callable[[str], int]:
    """Return a reader of an option whose value is a number, 0 or greater."""

    def read(value: str) -> int:
        if value.isascii() and value.isdigit() and len(value) <= _DIGITS:
            return int(value)
        raise _no_value(value, option, _("Give a number, such as 20."))

    return read


def _names(kinds: type[StrEnum]) -> str:
    return "|".join(kinds)


def _language(value: str) -> str:
    if value in LANGUAGES:
        return value
    raise _no_value(value, "--lang", _nearest(value, LANGUAGES))


def _no_value(value: str, option: str, hint: str) -> UsageError:
    message = _("“{value}” is no value for {option}.")
    return UsageError(message.format(value=clean_line(value), option=option), hint)


def _nearest(value: str, known: Sequence[str]) -> str:
    if near := nearest(value, known):
        return _("Did you mean “{near}”?").format(near=near)
    return _("Choose one of: {known}.").format(known=", ".join(known))


def _span(since: str | None, until: str | None) -> DateSpan | None:
    """Return the days from the first of one span to the last of another."""
    if since is None and until is None:
        return None
    first = date.min if since is None else _beginning(since)
    last = date.max if until is None else _end(until)
    if last < first:
        raise UsageError(
            _("--until lies before --since."), _("Write the earlier date after --since.")
        )
    return DateSpan(first, last)


def _beginning(since: str) -> date:
    first = parse_dates(clean_line(since)).first
    if first == date.min:
        message = _("The date behind “{name}” has no beginning.").format(name="--since")
        raise UsageError(message, _("Write it behind --until."))
    return first


def _end(until: str) -> date:
    last = parse_dates(clean_line(until)).last
    if last == date.max:
        message = _("The date behind “{name}” has no end.").format(name="--until")
        raise UsageError(message, _("Write it behind --since."))
    return last


_DIGITS: Final = 9

PARSER_TEXTS: Final = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("not allowed with argument %s"),
    N_("ignored explicit argument %r"),
)
"""Sentences of the standard library's parser, which looks them up in our catalogue."""
