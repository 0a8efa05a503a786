"""Neighbours whose rarity is told from a sample."""

import numpy as np
import pytest

from archive_tui.index import IndexStore, Snapshot
from archive_tui.index.known_files import KnownFiles
from archive_tui.index.records import records
from archive_tui.index.store import Version
from archive_tui.query import Form
from archive_tui.search import occurrences
from archive_tui.search.arrays import mask_of
from archive_tui.search.occurrences import OccurrenceFinder
from archive_tui.search.resolving import Slot, SoughtText
from support import make_article

_PAIR = SoughtText(tuple(Slot(Form.FOLDED, (word,)) for word in ("hai", "phong")))


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Articles every third of which has the neighbours; in the others they stand apart."""
    store = IndexStore(tmp_path_factory.mktemp("index"))
    version = store.create()
    writer = store.writer(version, lambda: None)
    for number in range(900):
        text = "hải phòng" if number % 3 == 0 else "hải có phòng"
        article = make_article(f"Bài {number}", text, id=f"bai-{number}")
        for record in records(article, f"undated/{article.id}.md", None):
            writer.add(record)
    writer.commit(KnownFiles())
    return Snapshot(store.open(Version(version.build, writer.generation)))


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
