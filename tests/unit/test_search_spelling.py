"""A slip is answered with the word that was meant, and only with words the archive has."""

import json
import lzma
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from string import ascii_lowercase
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tui.analysis import words
from archive_tui.search.spelling import Reason, Suggestion, suggest
from archive_tui.search.vocabulary import Vocabulary
from archive_tui.text.clean import clean
from archive_tui.text.vietnamese import exact_form, folded_form

ARCHIVE: Final = """
    của 4436 người 3601 những 3002 năm 3012 làm 2893 thành 2958 trường 2701 quốc 2462 hội 2198
    nhưng 2275 trung 2300 đây 2454 ở 3311 việt 1900 dân 1864 tháng 1836 sự 2857 xuất 1761
    đường 1626 trình 2161 đảng 900 đáng 848 lý 2177 ngành 1172 nghị 1082 tiếng 1043 triển 1600
    phố 1003 tranh 822 hỏi 762 hồi 856 chiến 1100 dương 562 giường 60 đương 321 mắt 445 nghĩa 930
    tiến 1312 sử 1463 sữa 120 nghe 476 nghề 427 nghỉ 379 thuỷ 300 thuý 70 hoà 807 hoả 40 hoa 510
    covid 400 gà 149 ga 96 hđnd 156 washington 147 nam 2203 chánh 119 đãi 60 xứ 90 lâm 416 lắm 94
    ngại 344 hanh 12 đưòng 1 duong 2 nguoi 1 nghi 5 anh 1579 bản 1744 sân 502 qđnd 3 ngừng 200
"""
COUNTS: Final = {word: int(count) for word, count in re.findall(r"(\w+) (\d+)", ARCHIVE)}
VOCABULARY: Final = Vocabulary(COUNTS.items())
LETTERS: Final = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjw019áảãạệốộỡứỹ"


def table() -> list[tuple[str, str, str]]:
    """Return the rows of the table of slips."""
    lines = (Path(__file__).parent / "spelling_slips.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "slip\tfirst\treason"
    rows = [line.split("\t") for line in lines[1:] if not line.startswith("#")]
    return [(slip, first, reason) for slip, first, reason in rows]


@pytest.mark.parametrize(("slip", "first", "reason"), table())
def test_the_first_suggestion_is_what_was_meant(slip: str, first: str, reason: str) -> None:
    best = suggest(slip, VOCABULARY)[0]
    assert (best.word, best.reason) == (exact_form(first), Reason(reason))


def test_the_likeliest_come_first_and_no_more_than_asked_for() -> None:
    found = suggest("duong", VOCABULARY, 3)
    assert [item.word for item in found] == ["đường", "dương", "đương"]
    assert found[0] == Suggestion("đường", 1626, Reason.ACCENTS)
    assert suggest("duong", VOCABULARY, 1) == found[:1]
    assert not suggest("duong", VOCABULARY, 0)


@pytest.mark.parametrize(
    ("slip", "archive", "order"),
    [
        ("hỗi", {"hối": 9, "hổi": 9}, ["hổi", "hối"]),  # hỏi and ngã sound alike
        ("hôi", {"hơi": 9, "hồi": 9}, ["hồi", "hơi"]),  # left out rather than wrong
        ("hỏi", {"hồi": 9, "hối": 90}, ["hối", "hồi"]),  # equally near: the commoner one
        ("xử", {"cử": 9, "sử": 9, "lử": 9}, ["sử", "cử", "lử"]),  # sound, key beside, any letter
        ("hộj", {"hôj": 1, "hội": 5000}, ["hội", "hôj"]),  # far commoner, though a letter is wrong
        ("hộj", {"hôj": 9, "hội": 9}, ["hôj", "hội"]),
        ("chínhphủ", {"chinhphu": 1, "chính": 900, "phủ": 900}, ["chính phủ", "chinhphu"]),
    ],
)
def test_what_is_near_and_what_is_common_comes_first(
    slip: str, archive: dict[str, int], order: list[str]
) -> None:
    assert [item.word for item in suggest(slip, Vocabulary(archive.items()))] == order


@pytest.mark.parametrize("word", ["", "-", "2024", "f", "zzzzz", "a" * 41, "中文"])
def test_a_word_like_no_other_gets_no_suggestion(word: str) -> None:
    assert suggest(word, VOCABULARY) == ()
    assert suggest(word, Vocabulary([])) == ()


@pytest.mark.parametrize("word", ["hội", "Hội", "HOÀ", "hòa", "duong"])
def test_the_word_itself_is_never_suggested(word: str) -> None:
    assert exact_form(word) in COUNTS
    assert exact_form(word) not in [item.word for item in suggest(word, VOCABULARY, 99)]


def test_two_words_are_as_common_as_the_rarer_and_loose_without_marks() -> None:
    assert suggest("hộinghị", VOCABULARY)[0].frequency == COUNTS["nghị"]
    assert suggest("hoinghi", VOCABULARY)[0].frequency == VOCABULARY.folded_frequency("nghi")


def test_a_letter_that_cannot_be_spoken_is_not_split_off() -> None:
    vocabulary = Vocabulary([("h", 500), ("ội", 500), ("hội", 1)])
    assert [item.word for item in suggest("hộih", vocabulary)] == ["hội"]


@given(st.text(LETTERS, max_size=9) | st.text(max_size=9), st.integers(0, 5))
def test_a_suggestion_is_another_word_and_finds_something(word: str, limit: int) -> None:
    found = suggest(clean(word), VOCABULARY, limit)
    assert len(found) == len({item.word for item in found}) <= limit
    for item in found:
        assert item.word != exact_form(clean(word))
        if item.reason is Reason.SPLIT:
            known = (
                COUNTS.get(part) or VOCABULARY.folded_frequency(part) for part in item.word.split()
            )
            assert item.frequency > 0
            assert all(known)
        else:
            assert item.frequency == COUNTS[item.word]


@given(st.text(LETTERS, max_size=7), st.randoms())
def test_suggestions_do_not_depend_on_the_order_of_the_words(word: str, chance: Random) -> None:
    pairs = list(COUNTS.items())
    chance.shuffle(pairs)
    assert suggest(word, Vocabulary(pairs)) == suggest(word, VOCABULARY)


TONES: Final = {"\u0301": "s1", "\u0300": "f2", "\u0309": "r3", "\u0303": "x4", "\u0323": "j5"}
SHAPES: Final = {
    "â": ("aa", "a6"), "ê": ("ee", "e6"), "ô": ("oo", "o6"), "ă": ("aw", "a8"),
    "ơ": ("ow", "o7"), "ư": ("uw", "u7"), "đ": ("dd", "d9"),
}  # fmt: skip
FAMILIES: Final = ("aăâ", "eê", "oôơ", "uư", "i", "y", "dđ")
ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
BESIDE: Final = {
    letter: row[max(place - 1, 0) : place + 2]  # a key hit twice is beside itself
    for row in ROWS
    for place, letter in enumerate(row)
}


def parted(letter: str) -> tuple[str, str]:
    """Return a letter without its tone, and the tone."""
    decomposed = unicodedata.normalize("NFD", letter)
    tone = "".join(mark for mark in decomposed if mark in TONES)
    return unicodedata.normalize("NFC", decomposed.replace(tone, "") if tone else letter), tone


def with_another_mark(word: str, chance: Random) -> str:
    """Change the tone or the shape of one letter."""
    places = [
        place
        for place, letter in enumerate(word)
        if any(folded_form(letter) in family for family in FAMILIES)
    ]
    if not places:
        return word
    place = chance.choice(places)
    shape, tone = parted(word[place])
    if shape in "dđ" or chance.random() < 0.5:
        family = next(family for family in FAMILIES if folded_form(shape) in family)
        shape = chance.choice(family)
    else:
        tone = chance.choice(["", *TONES])
    return word[:place] + unicodedata.normalize("NFC", shape + tone) + word[place + 1 :]


def with_keys(word: str, column: int, *, tone_last: bool) -> str:
    """Return the keys of a word in Telex (0) or VNI (1)."""
    keys, last = "", ""
    for letter in word:
        bare, tone = parted(letter)
        keys += SHAPES[bare][column] if bare in SHAPES else bare
        last = TONES[tone][column] if tone else last
        if not tone_last:
            keys, last = keys + last, ""
    return keys + last


def with_a_wrong_letter(word: str, chance: Random, choices: Callable[[str], str]) -> str:
    """Leave out, put in or replace a letter, or swap two."""
    place = chance.randrange(len(word))
    head, letter, tail = word[:place], word[place], word[place + 1 :]
    other = chance.choice(choices(folded_form(letter)))
    put_in, swapped = head + other + letter + tail, head + tail[:1] + letter + tail[1:]
    return chance.choice([head + tail, head + other + tail, put_in, swapped])


SLIPS: Final[dict[str, Callable[[str, Random], str]]] = {
    "another mark": with_another_mark,
    "keys of Telex": lambda word, chance: with_keys(word, 0, tone_last=chance.random() < 0.5),
    "keys of VNI": lambda word, chance: with_keys(word, 1, tone_last=chance.random() < 0.5),
    "the key beside": lambda word, chance: with_a_wrong_letter(word, chance, BESIDE.__getitem__),
    "any letter": lambda word, chance: with_a_wrong_letter(word, chance, lambda _: ascii_lowercase),
}


@cache
def counted(path: Path) -> Counter[str]:
    """Return the words of a dump of articles, each with the number of articles it is in."""
    counts: Counter[str] = Counter()
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            text = "\n".join((item["title"], item["body"], *item["captions"]))
            counts.update({exact_form(word) for word in words(clean(text))})
    return counts


def slips_of(counts: Counter[str], kind: str) -> Iterator[tuple[str, str]]:
    """Yield one slip that finds nothing of each common word that has one, and the word."""
    chance, folded = Random(2024), {folded_form(word) for word in counts}
    by_frequency = sorted(counts, key=lambda word: (-counts[word], word))
    common = [word for word in by_frequency if word.isalpha() and len(word) >= 3]
    for word in common[:1000]:
        made = (exact_form(SLIPS[kind](word, chance)) for _ in range(50))
        absent = (slip for slip in made if slip not in counts and slip not in folded)
        if slip := next(absent, ""):
            yield slip, word


@pytest.mark.data
@pytest.mark.parametrize(
    ("kind", "share"),
    [
        ("another mark", 0.95),
        ("keys of Telex", 0.99),
        ("keys of VNI", 0.99),
        ("the key beside", 0.92),
        ("any letter", 0.9),
    ],
)
def test_slips_in_real_words_are_seen_through(shared_data: Path, kind: str, share: float) -> None:
    counts = counted(shared_data / "news" / "full-dated-5k.jsonl.xz")
    vocabulary = Vocabulary(counts.items())
    slips = list(slips_of(counts, kind))
    assert len(slips) > 700
    right = sum(word in [item.word for item in suggest(slip, vocabulary)] for slip, word in slips)
    assert right / len(slips) >= share, f"{right} of {len(slips)}"
