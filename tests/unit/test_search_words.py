"""Words for patterns, read a letter at a time, against the whole vocabulary."""

from pathlib import Path

import pytest

from archive_tui.index import IndexStore, Snapshot
from archive_tui.index.known_files import KnownFiles
from archive_tui.index.records import records
from archive_tui.index.store import Version
from archive_tui.query import Form
from archive_tui.search.opened import OpenedIndex
from support import make_article

TEXTS = ("Đường xa nghìn dặm", "nghỉ ngơi, nghi ngờ", "nghị quyết; đứng dậy", "ôm ấp ước mơ")


@pytest.fixture
def opened(tmp_path: Path) -> OpenedIndex:
    """An index of several segments, since words of a letter are spread over them."""
    store = IndexStore(tmp_path / "index")
    version = store.create()
    for number, text in enumerate(TEXTS):
        writer = store.writer(version, lambda: None)
        article = make_article(f"Bài {number}", text, id=f"bai-{number}", captions=("ngân nga",))
        for record in records(article, f"undated/{article.id}.md", None):
            writer.add(record)
        writer.commit(KnownFiles())
        version = Version(version.build, writer.generation)
    return OpenedIndex(Snapshot(store.open(version)))


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("pattern", ["ng*", "ngh*", "n*i", "*i", "đ*", "d*", "*", "ng*ng*", "z*"])
def test_patterns_find_what_they_find_among_all_words(
    opened: OpenedIndex, pattern: str, form: Form
) -> None:
    all_of = opened.vocabulary.matching(pattern, folded=form is Form.FOLDED)
    assert opened.words.matching(pattern, form) == list(all_of)


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("word", ["nghi", "nghị", "đưng", "dung", "om", "z", ""])
def test_words_alike_are_those_among_all_words(opened: OpenedIndex, word: str, form: Form) -> None:
    all_of = opened.vocabulary.within_one_edit(word, folded=form is Form.FOLDED)
    assert opened.words.within_one_edit(word, form) == list(all_of)
