"""Runs end before they take much memory, whatever the articles are like."""

import json
import tracemalloc
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from archive_tui.index import runs
from archive_tui.index.contents import SegmentEntry
from archive_tui.index.records import Listing, records, title_key
from archive_tui.index.runs import RunSeries
from archive_tui.model import Article, DateSpan, Header, Photo
from archive_tui.text.vietnamese import exact_form
from support import make_article

MEGABYTE = 1 << 20


def written(folder: Path, articles: Iterator[Article]) -> list[SegmentEntry]:
    """Return the segments that some articles become."""
    names = (f"s{number}" for number in count())
    series = RunSeries(folder, names.__next__)
    made = [
        series.add(record) for article in articles for record in records(article, "2024/a.md", None)
    ]
    return [entry for entry in (*made, series.flush()) if entry]


def large_article(number: int) -> Article:
    """Return an article that has as much of everything as it may."""
    header = Header(
        id=f"a{number}",
        title="tiêu đề " * 250,
        section="mục " * 25_000,
        source="báo " * 25_000,
        tags=tuple(f"nhãn {tag}" for tag in range(200)),
        photos=(Photo("Ảnh"),) * 2_000,
    )
    return Article(header, ("thân bài",))


def test_an_article_with_as_much_as_it_may_have_takes_little_memory(tmp_path: Path) -> None:
    tracemalloc.start()
    try:
        [entry] = written(tmp_path, iter([large_article(1)]))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert entry.records == 2_001
    assert peak < 60 * MEGABYTE


@pytest.mark.parametrize(
    ("limit", "value"),
    [
        ("_RUN_LETTERS", 1_000),
        ("_RUN_VALUES", 60),
        ("_RUN_RECORDS", 10),
        ("RUN_WORDS", 50),
        ("_LEXICON_LETTERS", 50),
    ],
)
def test_a_run_ends_by_whatever_there_is_too_much_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    monkeypatch.setattr("archive_tui.index.inversion._BATCH", 1)
    monkeypatch.setattr(runs, limit, value)
    articles = (
        make_article(f"Bài {number}", f"xã hội số từ{number} rất dài", captions=("Ảnh",))
        for number in range(30)
    )
    entries = written(tmp_path, articles)
    assert len(entries) > 2
    assert sum(entry.records for entry in entries) == 60


def test_a_list_of_hits_shows_a_long_title_cut() -> None:
    listing = next(iter(records(large_article(1), "2024/a.md", None))).listing
    assert len(listing.title) <= 1_000
    assert listing.title.endswith("đề…")
    assert len(listing.section or "") <= 1_000
    assert len(listing.pack()) < 8_000


@pytest.mark.parametrize("text", ['"a"', "\\", "a\tb", "\u2028", "xã", "\U00020000", "\ud800"])
def test_a_listing_is_packed_as_json_of_one_line(text: str) -> None:
    listing = Listing("a#1", "2024/a.md", text, DateSpan.of_year(1975), text, None, text)
    line = listing.pack()
    assert b"\n" not in line
    values = ["a#1", "2024/a.md", text, "1975", text, None, text]
    assert json.loads(line.decode("utf-8", "surrogatepass")) == values


def test_what_titles_are_sorted_by_is_not_kept_in_memory() -> None:
    before = exact_form.cache_info()
    assert title_key("Đường về xã Hòa An") == "duong ve xa hoa an\0đường về xã hoà an"
    assert exact_form.cache_info() == before
