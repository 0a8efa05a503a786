"""The words of an archive are found exactly, however they are looked for."""

from collections.abc import Sequence
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tui.search.fitting import within_one_edit
from archive_tui.search.vocabulary import Vocabulary, WordColumn, real_words
from archive_tui.text.vietnamese import exact_form, folded_form

COUNTS: Final = {
    "đường": 9, "dương": 4, "đương": 4, "duong": 1, "hoà": 5, "hoa": 2, "hoan": 1, "hoàn": 3,
    "nghị": 7, "ngh": 1, "中文": 2, "ngà": 1,
}  # fmt: skip
VOCABULARY: Final = Vocabulary(COUNTS.items())

LETTERS: Final = "abđáâ中"
"""``a`` and ``á`` share a bit of the signatures."""
WORDS: Final = (st.text(LETTERS, min_size=1, max_size=6) | st.text("ab", min_size=1)).map(
    exact_form
)
PATTERNS: Final = st.text(f"{LETTERS}**", max_size=6) | st.text("ab", min_size=3).map("*{}*".format)
ARCHIVES: Final = st.dictionaries(WORDS, st.integers(1, 99), max_size=30)


def distance(first: str, second: str) -> int:
    """Return the distance of optimal string alignment, by its recurrence."""
    rows = [list(range(len(second) + 1))]
    for i, left in enumerate(first, 1):
        rows.append([i])
        for j, right in enumerate(second, 1):
            cost = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (left != right))
            if (
                i > 1
                and j > 1
                and first[i - 2 : i] == second[j - 1 : j - 3 if j > 2 else None : -1]
            ):
                cost = min(cost, rows[i - 2][j - 2] + 1)
            rows[i].append(cost)
    return rows[-1][-1]


def fits(word: str, pattern: str) -> bool:
    """Return whether a word fits a pattern, letter by letter."""
    if not pattern:
        return not word
    if pattern[0] == "*":
        return any(fits(word[start:], pattern[1:]) for start in range(len(word) + 1))
    return word[:1] == pattern[0] and fits(word[1:], pattern[1:])


def forms(counts: dict[str, int], *, folded: bool) -> list[str]:
    return sorted({folded_form(word) if folded else word for word in counts})


@pytest.mark.parametrize(("first", "second", "edits"), [
    ("", "ab", 2), ("ab", "ba", 1), ("abc", "ca", 3), ("abcd", "badc", 2), ("đường", "đươnk", 2),
    ("a", "a", 0),
])  # fmt: skip
def test_the_distance_the_tests_count_with_is_the_known_one(
    first: str, second: str, edits: int
) -> None:
    assert distance(first, second) == distance(second, first) == edits


def test_a_word_has_its_frequency_and_a_folded_form_that_of_all_spellings() -> None:
    assert [VOCABULARY.frequency(word) for word in ("đường", "duong", "Đường", "")] == [9, 1, 0, 0]
    assert [VOCABULARY.folded_frequency(word) for word in ("duong", "đường", "中文")] == [18, 0, 2]
    assert VOCABULARY.highest_frequency == 9


def test_spellings_come_with_the_commonest_first() -> None:
    spelt = [("đường", 9), ("dương", 4), ("đương", 4), ("duong", 1)]
    assert VOCABULARY.spellings("duong") == spelt
    assert VOCABULARY.spellings("中文") == [("中文", 2)]
    assert not VOCABULARY.spellings("nothing")


@pytest.mark.parametrize(
    ("prefix", "folded", "found"),
    [
        ("ng", False, ["ngh", "nghị", "ngà"]),
        ("ng", True, ["nga", "ngh", "nghi"]),
        ("hoa", True, ["hoa", "hoan"]),
        ("đ", True, []),
        ("x", False, []),
    ],
)
def test_words_are_found_by_their_beginning(prefix: str, folded: bool, found: list[str]) -> None:
    assert VOCABULARY.starting(prefix, folded=folded) == found


@pytest.mark.parametrize(
    ("pattern", "folded", "found"),
    [
        ("hoà*", False, ["hoà", "hoàn"]),
        ("h*n", True, ["hoan"]),
        ("*o*n*", True, ["duong", "hoan"]),
        ("*文", False, ["中文"]),
        ("*ghị", False, ["nghị"]),
        ("*oan", True, ["hoan"]),
        ("*uon*", True, ["duong"]),
        ("*gh*g*", True, []),
        ("hoa", True, ["hoa"]),
        ("ho", True, []),
        ("h**n", True, ["hoan"]),
        (".*", True, []),
    ],
)
def test_words_are_found_by_a_pattern(pattern: str, folded: bool, found: list[str]) -> None:
    assert WordColumn(forms(COUNTS, folded=folded)).matching(pattern) == found


def test_many_stars_on_a_long_word_come_to_an_end() -> None:
    column = WordColumn(["a" * 2_000, "a" * 2_000 + "b"])
    assert column.matching("*a" * 20 + "*b") == ["a" * 2_000 + "b"]


def test_nothing_is_like_no_letters_at_all() -> None:
    assert not WordColumn(COUNTS).near("", 1)
    assert not VOCABULARY.within_two_edits("", folded=True)


def test_an_archive_without_words_has_none() -> None:
    empty = Vocabulary([])
    assert not empty.highest_frequency
    for folded in (False, True):
        assert not empty.starting("", folded=folded)
        assert not empty.within_two_edits("a", folded=folded)
    assert not WordColumn([]).matching("*")
    assert not WordColumn([]).near("a", 1)


@given(ARCHIVES)
def test_every_spelling_is_one_of_its_folded_form(counts: dict[str, int]) -> None:
    vocabulary = Vocabulary(counts.items())
    assert vocabulary.highest_frequency == max(counts.values(), default=0)
    for folded in forms(counts, folded=True):
        spelt = {word: count for word, count in counts.items() if folded_form(word) == folded}
        assert dict(vocabulary.spellings(folded)) == spelt
        assert vocabulary.folded_frequency(folded) == sum(spelt.values())


@given(ARCHIVES, st.text(LETTERS, max_size=3), st.booleans())
def test_a_beginning_finds_what_begins_so(
    counts: dict[str, int],
    prefix: str,
    folded: bool,
) -> None:
    expected = [word for word in forms(counts, folded=folded) if word.startswith(prefix)]
    assert Vocabulary(counts.items()).starting(prefix, folded=folded) == expected


@given(ARCHIVES, PATTERNS, st.booleans())
def test_a_pattern_finds_what_fits_it(
    counts: dict[str, int],
    pattern: str,
    folded: bool,
) -> None:
    words = forms(counts, folded=folded)
    expected = [word for word in words if fits(word, pattern)]
    assert WordColumn(words).matching(pattern) == expected


@given(ARCHIVES, WORDS, st.booleans())
def test_a_likeness_finds_what_is_within_its_distance(
    counts: dict[str, int],
    word: str,
    folded: bool,
) -> None:
    vocabulary = Vocabulary(counts.items())

    def expected(edits: int) -> Sequence[str]:
        alike = (near for near in forms(counts, folded=folded) if near[0] == word[0])
        return [near for near in alike if distance(near, word) <= edits]

    assert WordColumn(forms(counts, folded=folded)).near(word, 1) == expected(1)
    assert vocabulary.within_two_edits(word, folded=folded) == expected(2)


@given(ARCHIVES, WORDS)
def test_the_reader_marks_the_same_words_that_are_looked_up(
    counts: dict[str, int], word: str
) -> None:
    marked = [near for near in sorted(counts) if within_one_edit(word, near)]
    assert WordColumn(counts).near(word, 1) == marked


@pytest.mark.parametrize(
    "strange", ["", "a b", " a", "a\nb", "a\x1bb", "a\x85", "a\u202eb", "\ud800"]
)
def test_terms_that_are_no_words_are_left_out(strange: str) -> None:
    assert list(real_words(["đường", strange, "中文"])) == ["đường", "中文"]
    assert real_words(words := ["đường", "中文"]) is words
