"""SQLite's full-text table without the texts, and a table of what a list of hits shows."""

import sqlite3
from pathlib import Path
from typing import Final

from corpus import Corpus
from speed_questions import KNOWN_TO_SOME, SPAN, TOP, Answerer, Ask, AskKind, Found

_SHOWN: Final = "SELECT title, day FROM shown WHERE number = ?"
_DATED: Final = "FROM news JOIN shown ON shown.number = news.rowid WHERE news MATCH ?"
_IN_SPAN: Final = f"{_DATED} AND day BETWEEN {SPAN.first.toordinal()} AND {SPAN.last.toordinal()}"
_COUNTING: Final = "SELECT count(*) FROM news WHERE news MATCH ?"
_RANKED: Final = f"SELECT rowid FROM news WHERE news MATCH ? ORDER BY rank LIMIT {TOP}"  # noqa: S608 - a number
_FIRST: Final = {
    AskKind.NEWEST: f"SELECT news.rowid {_DATED} ORDER BY day DESC LIMIT {TOP}",
    AskKind.DATED: f"SELECT news.rowid {_IN_SPAN} ORDER BY rank LIMIT {TOP}",
}
"""What selects the hits that are shown, for questions that are not simply ranked."""
_COUNTS: Final = {
    AskKind.DATED: f"SELECT count(*) {_IN_SPAN}",
    AskKind.YEARS: f"SELECT count(*), day / 365 {_DATED} GROUP BY 2",
}
"""What counts, for questions whose counts are not simply those of the words."""


def build(corpus: Corpus, folder: Path) -> None:
    """Build both tables in one transaction."""
    with sqlite3.connect(folder / "index.db") as base:
        base.execute("PRAGMA journal_mode=OFF")
        base.execute(
            "CREATE VIRTUAL TABLE news USING fts5(title, body, content='', "
            "columnsize=1, tokenize='unicode61 remove_diacritics 2')"
        )
        base.execute("CREATE TABLE shown (number INTEGER PRIMARY KEY, day INTEGER, title TEXT)")
        rows = ((each.number, each.title, each.body) for each in corpus)
        base.executemany("INSERT INTO news(rowid, title, body) VALUES (?, ?, ?)", rows)
        base.executemany(
            "INSERT INTO shown VALUES (?, ?, ?)", ((e.number, e.day, e.title) for e in corpus)
        )
    base.close()


def opened(folder: Path) -> Answerer:
    """Open the tables."""
    base = sqlite3.connect(folder / "index.db")

    def answer(ask: Ask) -> Found | None:
        if ask.kind in KNOWN_TO_SOME:
            return None
        text = [_text(ask)]
        numbers = base.execute(_FIRST.get(ask.kind, _RANKED), text).fetchall()
        shown = [base.execute(_SHOWN, number).fetchone() for number in numbers]
        counts = base.execute(_COUNTS.get(ask.kind, _COUNTING), text).fetchall()
        return Found(sum(int(count) for count, *_year in counts), shown)

    return answer


def _text(ask: Ask) -> str:
    """Return a question as the table takes it."""
    quoted = [f'"{word}"' for word in ask.words]
    phrase = f'"{" ".join(ask.words)}"'
    return {
        AskKind.OR3: " OR ".join(quoted), AskKind.PREFIX: f"{quoted[0]}*",
        AskKind.PHRASE2: phrase, AskKind.PHRASE3: phrase,
    }.get(ask.kind, " AND ".join(quoted))  # fmt: skip
