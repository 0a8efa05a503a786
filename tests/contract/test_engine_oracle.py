"""Every engine against the plainest evaluator there is: one that reads all articles each time.

Articles and queries are made by chance from few words, so that they meet often. The oracle
knows the rules of matching and nothing of indexes.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pytest

from archive_tui.analysis import words
from archive_tui.archive import Archive, Settled, adding
from archive_tui.engine import Engine
from archive_tui.model import Accents, Article, FacetName, Kind, SearchRequest
from archive_tui.query import And, Everything, Node, Not, Or, Phrase, TextField, Word, parse
from archive_tui.search import WhooshEngine
from archive_tui.text.vietnamese import exact_form, folded_form, has_marks
from support import make_article

WORDS: Final = ("đường", "duong", "Dương", "hội", "nghị", "má", "ma", "hòa", "hoà", "xã", "a")
ROUNDS: Final = 8
QUERIES: Final = 60


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


def holds(record: Record, node: Node, accents: Accents) -> bool:
    match node:
        case Everything():
            return True
        case Word(text, field):
            return stands(record, [text], field, accents)
        case Phrase(texts, field):
            return stands(record, list(texts), field, accents)
        case And(parts):
            return all(holds(record, part, accents) for part in parts)
        case Or(parts):
            return any(holds(record, part, accents) for part in parts)
        case Not(part):
            return not holds(record, part, accents)
        case _:
            raise AssertionError(node)


def stands(record: Record, sought: list[str], field: TextField | None, accents: Accents) -> bool:
    names = [field.value] if field else list(record.texts)
    return any(
        all(same(paragraph[start + at], word, accents) for at, word in enumerate(sought))
        for name in names
        for paragraph in record.texts.get(name, [])
        for start in range(len(paragraph) - len(sought) + 1)
    )


def same(found: str, typed: str, accents: Accents) -> bool:
    loose = accents is Accents.IGNORE or (accents is Accents.SMART and not has_marks(typed))
    form = folded_form if loose else exact_form
    return form(found) == form(typed)


def some_text(chance: random.Random, most: int) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(1, most)))


def some_article(chance: random.Random, number: int) -> Article:
    paragraphs = [some_text(chance, 6) for _ in range(chance.randint(0, 3))]
    captions = tuple(some_text(chance, 4) for _ in range(chance.randint(0, 2)))
    article = make_article(f"{some_text(chance, 3)} số{number}", *paragraphs, captions=captions)
    section = chance.choice([None, "Xã", "Hội"])
    return replace(article, header=replace(article.header, section=section))


def some_query(chance: random.Random, depth: int = 0) -> str:  # noqa: PLR0911 - one return a kind
    kind = chance.randint(0, 9 if depth < 3 else 3)
    if kind <= 2:
        return chance.choice(WORDS)
    if kind == 3:
        return f'"{some_text(chance, 3)}"'
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


def check_queries(engine: Engine, archive: Archive, chance: random.Random) -> None:
    articles = [archive.read(entry.path) for entry in archive.entries()]
    records = [record for article in articles for record in records_of(article)]
    sections = {article.id: article.header.section for article in articles}
    for _ in range(QUERIES):
        accents = chance.choice(list(Accents))
        kind = chance.choice([None, *Kind])
        text = some_query(chance)
        node = parse(text)
        request = SearchRequest(
            text, kind=kind, accents=accents, limit=1000, facets=(FacetName.SECTION,)
        )
        page = engine.search(request)
        found = [
            record
            for record in records
            if kind in (None, record.kind) and holds(record, node, accents)
        ]
        strict = [record for record in found if holds(record, node, Accents.STRICT)]
        assert {hit.id for hit in page.hits} == {record.id for record in found}, text
        assert page.total == len(page.hits) == len(found), text
        assert page.exact == len(strict), text
        assert {hit.id for hit in page.hits if hit.exact} == {record.id for record in strict}, text
        counted = {each.value: each.count for each in page.facets[0].counts}
        named = [sections[record.id.partition("#")[0]] for record in found]
        assert counted == {name: named.count(name) for name in set(named) if name}, text


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
