"""A search asks whether to go on wherever it may take long, and leaves nothing half done."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from archive_tui.archive import Archive, adding
from archive_tui.errors import Interrupted
from archive_tui.index import IndexStore, Snapshot, ranks
from archive_tui.model import FacetName, SearchRequest, Sort
from archive_tui.search import WhooshEngine, engine
from archive_tui.search.counting import facets
from support import make_article


class Asked:
    """Counts how often somebody asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> bool:
        self.times += 1
        return False


@pytest.fixture
def searcher(archive: Archive, tmp_path: Path) -> Iterator[WhooshEngine]:
    """An index of two segments."""
    engine = WhooshEngine(archive, tmp_path / "index")
    engine.update()
    with adding(archive) as batch:
        for number in range(30):
            batch.add(make_article(f"Bài {number}", "Chuyện mới.", tags=(f"t{number}",)))
    engine.update()
    with closing(engine):
        yield engine


def test_titles_of_several_segments_are_put_in_order_with_questions_in_between(
    searcher: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = SearchRequest("", sort=Sort.TITLE, limit=50, snippets=False)
    whole = [hit.title for hit in searcher.search(request).hits]
    searcher.close()
    monkeypatch.setattr(ranks, "_FEW", 0)
    monkeypatch.setattr(ranks, "_AT_ONCE", 2)
    asked = Asked()
    assert [hit.title for hit in searcher.search(request, asked).hits] == whole
    assert asked.times > 2 * len(whole)


def test_an_order_that_was_stopped_is_worked_out_again(
    searcher: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranks, "_FEW", 0)
    request = SearchRequest("", sort=Sort.TITLE, snippets=False)
    for last in range(1, 12):
        asked = Asked()
        with pytest.raises(Interrupted):
            searcher.search(request, lambda a=asked, last=last: not a() and a.times >= last)  # type: ignore[misc] # mypy cannot infer defaults of lambdas
    assert searcher.search(request).total == 38


@pytest.mark.usefixtures("searcher")
def test_facets_ask_for_each_property(tmp_path: Path) -> None:
    store = IndexStore(tmp_path / "index")
    with closing(Snapshot(store.open(store.version()))) as snapshot:
        asked: list[None] = []
        docs = np.flatnonzero(snapshot.live)
        facets(snapshot, docs, tuple(FacetName), lambda: asked.append(None))
        assert len(asked) > len(FacetName)


def test_large_answers_are_let_go(searcher: WhooshEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_ANSWERS_BYTES", 3 * 5_000)
    searcher.close()
    for number in range(9):
        assert searcher.search(SearchRequest(f"{number}")).hits
    assert len(searcher._answers._kept) == 3
