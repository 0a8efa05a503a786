"""Words for patterns, read a letter at a time, against a look through all words."""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from archive_tui.index import IndexStore, Snapshot
from archive_tui.index.known_files import KnownFiles
from archive_tui.index.records import records
from archive_tui.index.store import Version
from archive_tui.query import Form
from archive_tui.search.fitting import within_one_edit
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


def all_words(opened: OpenedIndex, form: Form) -> Sequence[str]:
    return opened.vocabulary.starting("", folded=form is Form.FOLDED)


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("pattern", ["ng*", "ngh*", "n*i", "*i", "đ*", "d*", "*", "ng*ng*", "z*"])
def test_patterns_find_what_they_find_among_all_words(
    opened: OpenedIndex, pattern: str, form: Form
) -> None:
    among = [word for word in all_words(opened, form) if fnmatchcase(word, pattern)]
    assert opened.words.matching(pattern, form) == among


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("word", ["nghi", "nghị", "đưng", "dung", "om", "z", ""])
def test_words_alike_are_those_among_all_words(opened: OpenedIndex, word: str, form: Form) -> None:
    among = [found for found in all_words(opened, form) if word and within_one_edit(word, found)]
    assert opened.words.within_one_edit(word, form) == among
