"""Coverage-guided fuzzing of everything that reads what a user types.

Run with ``make fuzz``; it needs atheris, which is no part of the tests. Whatever bytes come in,
reading them raises nothing but the program's own errors, quickly; what is printed is read as
the same tree; a date is a span or an error; typed keys never raise.
"""

import sys
from datetime import date

import atheris

with atheris.instrument_imports(include=["archive_tui.query", "archive_tui.text"]):
    from archive_tui.errors import DateSyntaxError, QuerySyntaxError
    from archive_tui.model import Accents, Typing
    from archive_tui.query import parse, to_text
    from archive_tui.query.explanation import explain
    from archive_tui.text.clean import clean_line
    from archive_tui.text.dates import parse_dates
    from archive_tui.text.telex import composed

TODAY = date(2026, 11, 25)


def read_query(text: str) -> None:
    """Parse, print and explain a query."""
    try:
        tree = parse(text, TODAY)
    except QuerySyntaxError as error:
        assert error.message
        assert 0 <= error.position <= len(clean_line(text))
        return
    printed = to_text(tree)
    assert parse(printed, TODAY) == tree, (text, printed)
    assert explain(tree, Accents.SMART)


def read_date(text: str) -> None:
    """Read a date."""
    try:
        span = parse_dates(text, TODAY)
    except DateSyntaxError as error:
        assert error.message
    else:
        assert span.first <= span.last


def type_keys(text: str) -> None:
    """Type a text through each input method."""
    for typing in Typing:
        composed(text, typing)


JOBS = (read_query, read_query, read_date, type_keys)
"""What the first byte chooses from; queries twice, since they are the richest."""


def one_input(data: bytes) -> None:
    """Give one input to one of the readers."""
    if data:
        JOBS[data[0] % len(JOBS)](data[1:].decode("utf-8", errors="replace"))


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
