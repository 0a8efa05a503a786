"""Neighbours whose rarity is told from a sample."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from archive_tui.index import IndexStore, Snapshot
from archive_tui.index.known_files import KnownFiles
from archive_tui.index.records import records
from archive_tui.index.store import Version
from archive_tui.model import Article
from archive_tui.query import Form
from archive_tui.search import occurrences
from archive_tui.search.arrays import mask_of
from archive_tui.search.occurrences import OccurrenceFinder
from archive_tui.search.resolving import Slot, SoughtText
from support import make_article

_PAIR = SoughtText(tuple(Slot(Form.FOLDED, (word,)) for word in ("hai", "phong")))


def snapshot_of(folder: Path, articles: Sequence[Article]) -> Snapshot:
    store = IndexStore(folder)
    version = store.create()
    writer = store.writer(version, lambda: None)
    for article in articles:
        for record in records(article, f"undated/{article.id}.md", None):
            writer.add(record)
    writer.commit(KnownFiles())
    return Snapshot(store.open(Version(version.build, writer.generation)))


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Articles every third of which has the neighbours; in the others they stand apart."""
    texts = ("hải phòng", "hải có phòng", "hải có phòng")
    articles = [
        make_article(f"Bài {number}", texts[number % 3], id=f"bai-{number}")
        for number in range(900)
    ]
    return snapshot_of(tmp_path_factory.mktemp("index"), articles)


def test_neighbours_are_exact_where_they_are_asked_for(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(occurrences, "_SAMPLE", 100)
    asked = mask_of(np.arange(0, 90), snapshot.size)
    whole = OccurrenceFinder(snapshot, lambda: None).find(_PAIR)
    near = OccurrenceFinder(snapshot, lambda: None).near(_PAIR, asked)
    assert whole.count == 300
    assert (near.mask & asked).tolist() == (whole.mask & asked).tolist()
    assert near.count == pytest.approx(300, rel=0.35)
    assert np.count_nonzero(near.mask) < 200


def test_no_more_documents_have_neighbours_than_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All have them in two texts, so that what is told of one must not be added to the other."""
    articles = [make_article(f"Hải phòng {number}", "hải phòng") for number in range(60)]
    snapshot = snapshot_of(tmp_path, articles)
    monkeypatch.setattr(occurrences, "_SAMPLE", 4)
    asked = mask_of(np.arange(3), snapshot.size)
    near = OccurrenceFinder(snapshot, lambda: None).near(_PAIR, asked)
    assert [item.field for item in near.fields] == ["title", "body"]
    assert near.fields[0].docs.tolist() == near.fields[1].docs.tolist()
    assert 50 <= near.count <= snapshot.live_count == 60


def test_few_documents_are_counted_exactly(snapshot: Snapshot) -> None:
    nobody = np.zeros(snapshot.size, dtype=np.bool_)
    assert OccurrenceFinder(snapshot, lambda: None).near(_PAIR, nobody).count == 300


def test_a_word_nobody_wrote_with_marks_is_read_once(snapshot: Snapshot) -> None:
    finder = OccurrenceFinder(snapshot, lambda: None)
    plain, marked = (SoughtText((Slot(Form.EXACT, (word,)),)) for word in ("co", "bai"))
    assert finder.find(plain).count == 0
    assert finder.find(marked).count == 0
    unmarked = SoughtText((Slot(Form.EXACT, ("7",)),))
    folded = SoughtText((Slot(Form.FOLDED, ("7",)),))
    assert finder.find(unmarked) is finder.find(folded)


def test_what_was_found_is_kept_as_far_as_it_is_small(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [SoughtText((Slot(Form.FOLDED, (word,)),)) for word in ("hai", "phong", "co", "bai")]
    kept = OccurrenceFinder(snapshot, lambda: None)
    assert kept.find(texts[0]) is kept.find(texts[0])
    assert kept.find(texts[0]).nbytes > snapshot.size
    monkeypatch.setattr(occurrences, "_KEPT_BYTES", 3 * kept.find(texts[0]).nbytes)
    few = OccurrenceFinder(snapshot, lambda: None)
    first = [few.find(text) for text in texts]
    assert few.find(texts[-1]) is first[-1]
    assert few.find(texts[0]) is not first[0]
