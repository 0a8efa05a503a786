"""Every engine against the plainest evaluator there is: one that reads all articles each time.

Articles and queries are made by chance from few words, so that they meet often. The oracle
knows the rules of matching and nothing of indexes.
"""

import random
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from itertools import combinations
from pathlib import Path
from typing import Final

import pytest

from archive_tui.analysis import words
from archive_tui.archive import Archive, Settled, adding
from archive_tui.engine import Engine
from archive_tui.model import Accents, Article, FacetName, Kind, Matching, SearchRequest
from archive_tui.query import (
    And,
    Everything,
    Fuzzy,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    TextField,
    Word,
    matched,
    parse,
)
from archive_tui.search import WhooshEngine
from archive_tui.text.dates import parse_iso
from archive_tui.text.vietnamese import exact_form, folded_form, has_marks
from support import make_article

WORDS: Final = (
    "đường", "duong", "Dương", "dương", "đuồng", "dường", "hội", "nghị", "nghi", "nghĩa", "má",
    "ma", "hòa", "hoà", "xã", "a",
)  # fmt: skip
PATTERNS: Final = ("du*", "đư*", "*ng", "d*ng", "h*", "hò*", "ngh*", "*", "m*a", "nghị*")
ROUNDS: Final = 8
QUERIES: Final = 60


DATES: Final = ("1954", "1975-04", "1975-04-30", "1975-05-01", "2024-01-31", "2024-02-29")
FACETS: Final = (
    FacetName.YEAR, FacetName.MONTH, FacetName.DAY,
    FacetName.SECTION, FacetName.KIND, FacetName.HAS,
)  # fmt: skip


@dataclass(frozen=True)
class Record:
    """A record as the oracle sees it: its paragraphs by text."""

    id: str
    kind: Kind
    texts: dict[str, list[list[str]]]


def records_of(article: Article) -> Iterator[Record]:
    captions = [words(photo.caption) for photo in article.header.photos]
    texts = {
        "title": [words(article.title)],
        "body": [words(paragraph) for paragraph in article.paragraphs],
        "caption": captions,
    }
    yield Record(article.id, Kind.ARTICLE, texts)
    for number, caption in enumerate(captions, start=1):
        yield Record(f"{article.id}#{number}", Kind.PHOTO, {"caption": [caption]})


@dataclass(frozen=True)
class Reading:
    """How words are compared."""

    accents: Accents
    literal: bool = False
    """Whether only what is written as typed counts."""

    def loose(self, typed: str) -> bool:
        if self.literal:
            return False
        ignored = self.accents is Accents.IGNORE
        return ignored or (self.accents is Accents.SMART and not has_marks(typed))

    def word(self, typed: str) -> Callable[[str], bool]:
        form = folded_form if self.loose(typed) else exact_form
        return lambda found: form(found) == form(typed)

    def pattern(self, typed: str) -> Callable[[str], bool]:
        form = folded_form if self.loose(typed) else exact_form
        # A tone mark before a star may stand on the old place, so both spellings are tried.
        return lambda found: any(
            fnmatchcase(spelt, lower(typed) if form is exact_form else form(typed))
            for spelt in {form(found), *old_spellings(form(found))}
        )

    def fuzzy(self, typed: str) -> Callable[[str], bool]:
        if self.literal:
            return self.word(typed)
        form = folded_form if self.loose(typed) else exact_form
        return lambda found: (
            form(found)[:1] == form(typed)[:1] and distance(form(found), form(typed)) <= 1
        )


def lower(text: str) -> str:
    return unicodedata.normalize("NFC", text.casefold())


def old_spellings(word: str) -> list[str]:
    pairs = [("oà", "òa"), ("oá", "óa"), ("oả", "ỏa"), ("oã", "õa"), ("oạ", "ọa")]
    return [word.replace(modern, old) for modern, old in pairs if modern in word]


def distance(first: str, second: str) -> int:
    """Count the letters put in, left out, replaced or swapped (optimal string alignment)."""
    rows = [list(range(len(second) + 1))]
    for i, left in enumerate(first, 1):
        row = [i]
        for j, right in enumerate(second, 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (left != right))
            if i > 1 and j > 1 and (left, first[i - 2]) == (second[j - 2], right):
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def holds(record: Record, node: Node, reading: Reading) -> bool:  # noqa: PLR0911 - one return a kind
    match node:
        case Everything():
            return True
        case Word(text, field):
            return stands(record, [reading.word(text)], field)
        case Pattern(text, field):
            return stands(record, [reading.pattern(text)], field)
        case Fuzzy(text, field):
            return stands(record, [reading.fuzzy(text)], field)
        case Phrase(texts, field, slop):
            return stands(record, [reading.word(text) for text in texts], field, slop)
        case And(parts):
            return all(holds(record, part, reading) for part in parts)
        case Or(parts):
            return any(holds(record, part, reading) for part in parts)
        case Not(part):
            return not holds(record, part, reading)
        case _:
            raise AssertionError(node)


def stands(
    record: Record, sought: list[Callable[[str], bool]], field: TextField | None, slop: int = 0
) -> bool:
    names = [field.value] if field else list(record.texts)
    return any(
        all(test(paragraph[place]) for test, place in zip(sought, places, strict=True))
        for name in names
        for paragraph in record.texts.get(name, [])
        for places in combinations(range(len(paragraph)), len(sought))
        if places[-1] - places[0] <= len(sought) - 1 + slop
    )


def some_text(chance: random.Random, most: int) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(1, most)))


def some_article(chance: random.Random, number: int) -> Article:
    paragraphs = [some_text(chance, 6) for _ in range(chance.randint(0, 3))]
    captions = tuple(some_text(chance, 4) for _ in range(chance.randint(0, 2)))
    article = make_article(f"{some_text(chance, 3)} số{number}", *paragraphs, captions=captions)
    section = chance.choice([None, "Xã", "Hội"])
    day = parse_iso(chance.choice(DATES)) if chance.random() < 0.9 else None
    return replace(article, header=replace(article.header, section=section, date=day))


def some_query(chance: random.Random, depth: int = 0) -> str:  # noqa: PLR0911 - one return a kind
    kind = chance.randint(-2, 9 if depth < 3 else 3)
    if kind <= -1:
        return chance.choice(PATTERNS) if kind == -1 else f"{chance.choice(WORDS)}~"
    if kind <= 2:
        return chance.choice(WORDS)
    if kind == 3:
        slop = chance.choice(["", "", "~1", "~2", "~15"])
        return f'"{some_text(chance, 3)}"{slop}'
    if kind == 4:
        field = chance.choice(list(TextField))
        return f"{field}:{some_query(chance, 3)}"
    if kind == 5:
        return f"-{some_query(chance, 3)}"
    if kind == 6:
        return f"({some_query(chance, depth + 1)} OR {some_query(chance, depth + 1)})"
    if kind == 7:
        return f"-({some_query(chance, depth + 1)})"
    return f"({some_query(chance, depth + 1)} {some_query(chance, depth + 1)})"


def counted_by(name: FacetName, record: Record, article: Article) -> str | None:
    """Return what a record counts as in a facet; None where it does not count."""
    day = str(article.header.date or "").partition("/")[0]
    letters = {FacetName.YEAR: 4, FacetName.MONTH: 7, FacetName.DAY: 10}
    if name in letters:
        return day[: letters[name]] if len(day) >= letters[name] else None
    if name is FacetName.HAS:
        return "photo" if record.kind is Kind.PHOTO or article.header.photos else None
    return record.kind.value if name is FacetName.KIND else article.header.section


def check_queries(engine: Engine, archive: Archive, chance: random.Random) -> None:
    articles = [archive.read(entry.path) for entry in archive.entries()]
    records = [record for article in articles for record in records_of(article)]
    by_id = {article.id: article for article in articles}
    for _ in range(QUERIES):
        accents = chance.choice(list(Accents))
        kind = chance.choice([None, *Kind])
        matching = chance.choice(list(Matching))
        text = some_query(chance)
        node = matched(parse(text), matching)
        request = SearchRequest(
            text,
            kind=kind,
            accents=accents,
            matching=matching,
            limit=1000,
            facets=FACETS,
        )
        page = engine.search(request)
        found = [
            record
            for record in records
            if kind in (None, record.kind) and holds(record, node, Reading(accents))
        ]
        typed = Reading(accents, literal=True)
        strict = [record for record in found if holds(record, node, typed)]
        assert {hit.id for hit in page.hits} == {record.id for record in found}, text
        assert page.total == len(page.hits) == len(found), text
        assert page.exact == len(strict), text
        assert {hit.id for hit in page.hits if hit.exact} == {record.id for record in strict}, text
        for facet in page.facets:
            counted = {each.value: each.count for each in facet.counts}
            named = Counter(
                counted_by(facet.name, record, by_id[record.id.partition("#")[0]])
                for record in found
            )
            assert counted == {name: count for name, count in named.items() if name}, text


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_the_engine_finds_what_a_plain_reading_finds(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    archive = Archive.create(tmp_path / "archive", Settled(name="Thử"))
    engine = WhooshEngine(archive, tmp_path / "index")
    number = 0
    for _round in range(3):  # several segments, with deletions in them
        with adding(archive) as batch:
            for _ in range(chance.randint(1, 8)):
                number += 1
                batch.add(some_article(chance, number))
        entries = list(archive.entries())
        if len(entries) > 4:
            (archive.folder / chance.choice(entries).path).unlink()
        engine.update()
        check_queries(engine, archive, chance)
    engine.close()
