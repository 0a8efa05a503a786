"""An index whose checksums are right and whose contents are not: somebody else made it."""

import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray

from archive_tui.archive import Archive, Settled, adding
from archive_tui.errors import IndexOutdated
from archive_tui.index.sections import SectionFile, SectionWriter
from archive_tui.index.segments import FILES, file_name
from archive_tui.model import FacetName, SearchRequest
from archive_tui.search import WhooshEngine
from support import make_article

Arrays: TypeAlias = dict[str, NDArray[Any]]
Change: TypeAlias = Callable[[Arrays], None]

SEGMENT: Final = "s000001"
ARTICLES: Final = 3


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    """An index of one segment."""
    archive = Archive.create(tmp_path / "archive", Settled(name="K", identity="k"))
    with adding(archive) as batch:
        for number in range(ARTICLES):
            text = f"xin chào bạn nguyenhu{number}g"
            article = make_article(f"Bài {number}", text, tags=("t",), day="2020-01-01")
            batch.add(article)
    engine = WhooshEngine(archive, tmp_path / "index")
    engine.update()
    engine.close()
    return engine


def rewrite(tmp_path: Path, kind: str, change: Change) -> None:
    """Write a file of the segment anew, and say that it is the one that is meant."""
    build = tmp_path / "index" / (tmp_path / "index" / "CURRENT").read_text().strip()
    path = build / file_name(SEGMENT, kind)
    file = SectionFile(path)
    arrays = {name: file.array(name).copy() for name in file.names()}
    file.close()
    change(arrays)
    path.unlink()
    with SectionWriter(path) as writer:
        for name, values in arrays.items():
            writer.add(name, values)
    [contents] = build.glob("contents-*.json")
    value = json.loads(contents.read_bytes().partition(b"\n")[2])
    value["segments"][0]["identity"][FILES.index(kind)] = writer.identity
    body = json.dumps(value).encode()
    contents.write_bytes(b"%08x\n" % zlib.crc32(body) + body)


def setting(name: str, *values: int) -> Change:
    return lambda arrays: arrays[name].__setitem__(slice(None), values)


def typed(name: str, kind: str) -> Change:
    return lambda arrays: arrays.update({name: arrays[name].astype(kind)})


def backwards(name: str) -> Change:
    return lambda arrays: arrays.update({name: arrays[name][::-1].copy()})


def filled(name: str, number: int) -> Change:
    return lambda arrays: arrays[name].fill(number)


REFUSED: Final[list[tuple[str, str, Change]]] = [
    ("", "documents", setting("date_first", 1, 1, 2**31 - 1)),
    ("", "documents", setting("date_first", -5, 0, 1)),
    ("", "documents", setting("date_last", 1, 1, 4_000_000)),
    ("", "documents", typed("kind", "<f4")),
    ("", "documents", typed("listing_starts", "<i8")),
    ("", "documents", setting("listing_docs", 3, 3)),
    ("", "documents", setting("listing_docs", 0, 2)),
    ("xin", "documents", typed("length_body", "<f4")),
    ("xin", "terms", typed("body_folded.lines", "<i8")),
    ("", "terms", setting("tag.postings", 0, 9)),
    ("", "terms", setting("section.postings", 7)),
    ("xin", "postings", typed("body_folded", "<i4")),
    ("xin", "postings", backwards("body_folded")),
    ("xin", "postings", filled("body_folded", 0)),
    ('"xin chào"', "postings", backwards("body_exact")),
    ("xin", "frequencies", typed("body_folded", "<f4")),
    ("xin", "frequencies", filled("body_folded", 0)),
    ('"xin chào"', "frequencies", filled("body_exact", 0)),
    ('"xin chào"', "positions", typed("body_exact", "<i4")),
]


@pytest.mark.parametrize(("query", "kind", "change"), REFUSED)
def test_numbers_that_cannot_be_are_refused(
    engine: WhooshEngine, tmp_path: Path, query: str, kind: str, change: Change
) -> None:
    rewrite(tmp_path, kind, change)
    with pytest.raises(IndexOutdated):
        engine.search(SearchRequest(query, facets=tuple(FacetName)))


def test_positions_that_do_not_ascend_are_refused(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", Settled(name="K", identity="k"))
    with adding(archive) as batch:
        batch.add(make_article("Bài", "xin xin chào xin chào"))
    engine = WhooshEngine(archive, tmp_path / "index")
    engine.update()
    assert engine.search(SearchRequest('"xin chào"')).total == 1
    engine.close()
    rewrite(tmp_path, "positions", backwards("body_exact"))
    with pytest.raises(IndexOutdated):
        engine.search(SearchRequest('"xin chào"'))


def test_what_goes_wrong_in_an_answer_is_said_to_be_damage(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise IndexError

    monkeypatch.setattr("archive_tui.search.advice.Adviser.advise", fail)
    with pytest.raises(IndexOutdated):
        engine.advise(SearchRequest("xin"))
    for place in ("Answerer.answer", "facets"):
        with monkeypatch.context() as patch:
            patch.setattr(f"archive_tui.search.engine.{place}", fail)
            with pytest.raises(IndexOutdated):
                engine.search(SearchRequest("xin"))


@pytest.mark.parametrize("foreign", ["\x1b", " ", "\x85", "\u202e"])
def test_words_nobody_could_have_written_are_never_shown(
    engine: WhooshEngine, tmp_path: Path, foreign: str
) -> None:
    old = b"nguyenhu1g"
    letters = foreign.encode()
    new = old[: -1 - len(letters)] + letters + b"g"  # as long as before

    def change(arrays: Arrays) -> None:
        for form in ("exact", "folded"):
            text = arrays[f"body_{form}.text"].tobytes()
            assert old in text
            arrays[f"body_{form}.text"] = np.frombuffer(text.replace(old, new), dtype=np.uint8)

    rewrite(tmp_path, "terms", change)
    shown = [word.word for word in engine.vocabulary("n", 50)]
    assert shown == ["nguyenhu0g", "nguyenhu2g"]
    for typed_word in ("nguyenhuxg", "nguyehuxg", "nguyenhg"):
        for way in engine.advise(SearchRequest(typed_word)).ways:
            assert foreign not in way.instead


def listings(*lines: bytes) -> Change:
    def change(arrays: Arrays) -> None:
        block = zlib.compress(b"\n".join(lines))
        arrays["listings"] = np.frombuffer(block, dtype=np.uint8)
        arrays["listing_docs"] = np.array([0, ARTICLES], dtype=np.uint64)
        arrays["listing_starts"] = np.array([0, len(block)], dtype=np.uint64)

    return change


def listing(title: str) -> bytes:
    return json.dumps(["a", "2020/a.md", title, None, None, None, None]).encode()


@pytest.mark.parametrize(
    "change",
    [
        listings(*[listing("A" * (2 << 20))] * ARTICLES),
        listings(*[listing("A")] * (ARTICLES - 1)),
        listings(*[b""] * 1_000_000),
        listings(b"A" * (40 << 20)),
        lambda arrays: arrays["listings"].__setitem__(slice(-9, None), 0),
    ],
)
def test_listings_that_cannot_be_are_refused(
    engine: WhooshEngine, tmp_path: Path, change: Change
) -> None:
    rewrite(tmp_path, "documents", listings(*[listing("A")] * ARTICLES))
    assert engine.search(SearchRequest("", snippets=False)).total == ARTICLES
    engine.close()
    rewrite(tmp_path, "documents", change)
    with pytest.raises(IndexOutdated):
        engine.search(SearchRequest("", snippets=False))
