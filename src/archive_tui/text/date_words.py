"""The words of dates, Vietnamese and English, turned into one small vocabulary.

The grammar of dates is written once, in the senses on the left of the table here, so that a
further spelling is a further entry and no further rule. Nothing here knows in what order
words make a date.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Final, TypeAlias

from archive_tui.text.vietnamese import exact_form, folded_form

UNKNOWN: Final = "_"
"""The sense of what belongs to no date."""

MONTH_NAMES: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
"""The senses of the English months; unlike a numbered month they may stand before the day."""

_SPELLINGS: Final[Mapping[str, str]] = {
    "day": "ngày, mùng, mồng, ngày mùng, ngày mồng, day, days",
    "week": "tuần, week, weeks",
    "month": "tháng, thg, month, months",
    "quarter": "quý, quí, quarter, quarters, q",
    "year": "năm, year, years",
    "decade": "thập niên, thập kỷ, thập kỉ, decade, decades",
    "years": "những năm, các năm",
    "s": "s",
    "century": "thế kỷ, thế kỉ, century, centuries",
    "half": "half, h",
    "half 1": "nửa đầu, nửa năm đầu",
    "half 2": "nửa cuối, nửa sau, nửa năm cuối, nửa năm sau",
    "early": "đầu, early, beginning, start",
    "mid": "giữa, mid, middle",
    "late": "cuối, late, end",
    "t": "t",
    "thu": "thứ",
    "weekday 1": "monday, mon",
    "weekday 2": "tuesday, tues, tue",
    "weekday 3": "wednesday, wed",
    "weekday 4": "thursday, thurs, thur",
    "weekday 5": "friday, fri",
    "weekday 6": "saturday, sat",
    "weekday 7": "chủ nhật, chúa nhật, cn, sunday, sun",
    "today-2": "hôm kia, day before yesterday",
    "today-1": "hôm qua, yesterday, sáng qua, trưa qua, chiều qua, tối qua, đêm qua",
    "today+0": "hôm nay, today, sáng nay, trưa nay, chiều nay, đêm nay",
    "today+1": "ngày mai, mai, tomorrow",
    "today+2": "ngày kia, ngày mốt, day after tomorrow",
    "now": "nay, hiện nay, bây giờ, now, present",
    "this": "này, this",
    "next": "next, coming",
    "last": "ngoái, rồi, vừa rồi, last, previous",
    "last2": "kia",
    "past": "qua, vừa qua, gần đây, gần nhất, past",
    "ago": "cách đây, cách nay, ago",
    "before": "trước, trước đây, before, prior to, earlier than",
    "after": "sau, after, later than",
    "from": "từ, kể từ, from, since",
    "to": "đến, tới, hết, cho đến, cho tới, đến hết, tới hết, cho đến hết, tính đến, tính tới, "
    "to, until, till, through, up to, by",
    "and": "và, and",
    "between": "between",
    "onwards": "trở đi, trở lại đây, về sau, onward, onwards, and later, or later",
    "backwards": "trở về trước, trở lại trước, and earlier, or earlier",
    "about": "khoảng, khoảng chừng, vào khoảng, chừng, quãng, about, around, approximately, "
    "approx, roughly, circa, ca, c",
    "~": "~, ≈",
    "?": "?",
    "lunar": "âm lịch, giêng, chạp, rằm, tết, lunar",
    "": "vào, trong, trong vòng, hồi, lúc, của, of, the, in, on, at, during, within",
}
"""Each sense with its spellings; the empty one is that of words that add nothing.

``thu`` is ``thứ`` without its mark, and Thursday; ``t`` is ``tháng`` or ``thứ``. A word that
is a number too when its marks are left out (``tu``, ``sau``), or always (``năm``), stands here
with its other sense; the grammar takes it for the number where only a number can stand.
"""

_MARKED: Final[Mapping[str, str]] = {
    "tư": "4",
    "sáu": "6",
    "kìa": "last3",
    "hôm kìa": "today-3",
    "ngày kìa": "today+3",
    "tối nay": "today+0",
}
"""What is read so only with its marks; without them it is another word."""

_ONES: Final = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}
_TENS: Final = {**_ONES, "năm": 5, "sáu": 6}
_ENDINGS: Final = {**_ONES, "mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5, "sáu": 6}
_ROMAN_ONES: Final = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ENGLISH: Final[Mapping[str, str]] = {
    "1": "a, an, one, first",
    "2": "two, second",
    "3": "three, third",
    "4": "four, fourth",
    "5": "five, fifth",
    "6": "six, sixth",
    "7": "seven, seventh",
    "8": "eight, eighth",
    "9": "nine, ninth",
    "10": "ten, tenth",
    "11": "eleven, eleventh",
    "12": "twelve, twelfth",
    "19": "nineteenth",
    "20": "twentieth",
    "21": "twenty-first",
    "20 s": "twenties",
    "30 s": "thirties",
    "40 s": "forties",
    "50 s": "fifties",
    "60 s": "sixties",
    "70 s": "seventies",
    "80 s": "eighties",
    "90 s": "nineties",
    "jan": "january, jan",
    "feb": "february, feb",
    "mar": "march, mar",
    "apr": "april, apr",
    "may": "may",
    "jun": "june, jun",
    "jul": "july, jul",
    "aug": "august, aug",
    "sep": "september, sept, sep",
    "oct": "october, oct",
    "nov": "november, nov",
    "dec": "december, dec",
}


def _entries() -> Iterator[tuple[str, str]]:
    """Yield every spelling but those that need their marks, with its sense."""
    for sense, spellings in (*_SPELLINGS.items(), *_ENGLISH.items()):
        yield from ((spelling, sense) for spelling in spellings.split(", "))
    yield from ((word, str(number)) for word, number in _ONES.items())
    yield "mười", "10"
    yield from ((f"mười {ending}", str(10 + one)) for ending, one in _ENDINGS.items())
    for word, ten in _TENS.items():
        yield f"{word} mươi", f"{ten}0"
        yield from ((f"{word} mươi {end}", str(10 * ten + one)) for end, one in _ENDINGS.items())
    for ten in range(3):
        romans = (("x" * ten + roman, str(10 * ten + n)) for n, roman in enumerate(_ROMAN_ONES))
        yield from (entry for entry in romans if entry[0])


_PIECE: Final = re.compile(
    r"\s*([0-9]+(?:(?:st|nd|rd|th)\b)?|[^\W\d_]+(?:\.(?!\.))?|\.{2,}|\S)", re.IGNORECASE
)
"""Digits, or letters with the dot of an abbreviation, or two dots and more, or any one sign."""
_ORDINAL: Final = "stndrhSTNDRH"
"""The letters that end ``1st``, ``2nd``, ``3rd`` and ``4th``."""

_LONGEST: Final = 4
"""Most pieces a word has, such as ``day before yesterday`` or ``cho đến hết``."""
_DIGITS: Final = frozenset("0123456789")
_DASHES: Final = frozenset("‐‑‒–—―−")
_SIGNS: Final = frozenset(("/", ".", "..", "-", "–"))
_SILENT: Final = frozenset(",'’‘\"“”()[]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a date."""

    sense: str
    """What it means, in the vocabulary of this module; digits mean themselves."""
    text: str
    """How it was typed, with what was passed over before it; empty where it was not typed."""


Words: TypeAlias = tuple[Word, ...]
"""A date, or a part of one."""


def senses(words: Words) -> str:
    """Return what words mean, with one blank between them."""
    return " ".join(word.sense for word in words)


def quoted(words: Words) -> str:
    """Return words as they were typed."""
    return "".join(word.text for word in words).strip()


def unwritten(meaning: str) -> Words:
    """Return words of a meaning that nobody typed."""
    return tuple(Word(sense, "") for sense in meaning.split())


def words_of(text: str) -> Words:
    """Cut a text into words.

    Case, blanks and the spelling of dashes make no difference. A word may be typed without
    marks; typed with marks it is that word alone, as everywhere in a search: ``hội`` is not
    ``hồi``. ``–`` stands for a dash with blanks around it, too.

    Args:
        text: A cleaned line, in NFKC.

    Returns:
        All that was typed, in order, each word with its sense; without a full stop behind it.
        A word that adds nothing has to stand before something.
    """
    pieces = [(match[0], _plain(match, text)) for match in _PIECE.finditer(text)]
    words: list[Word] = []
    at, typed = 0, ""
    while at < len(pieces):
        size, meaning = _longest([plain for _source, plain in pieces[at : at + _LONGEST]])
        typed += "".join(source for source, _plain in pieces[at : at + size])
        for sense in meaning.split():
            words.append(Word(sense, typed))
            typed = ""
        at += size
    if any(char.isalpha() for char in typed):
        words.append(Word(UNKNOWN, typed))
    if len(words) > 1 and words[-1].sense == ".":
        words.pop()
    return tuple(words)


def _plain(match: re.Match[str], text: str) -> str:
    """Return a piece without what makes no difference."""
    piece = match[1]
    if piece[0] in _DIGITS:
        return piece.rstrip(_ORDINAL)
    if piece.startswith(".."):
        return ".."
    if piece == "-":
        spaced = match.start() < match.start(1) and text[match.end() : match.end() + 1].isspace()
        return "–" if spaced else "-"
    if piece in _DASHES:
        return "–"
    return piece.rstrip(".") or piece


def _longest(pieces: list[str]) -> tuple[int, str]:
    """Return how many pieces the longest word at the beginning has, and its meaning."""
    piece = pieces[0]
    if piece in _SIGNS or piece[0] in _DIGITS:
        return 1, piece
    for size in range(len(pieces), 0, -1):
        meaning = _vocabulary().get(" ".join(map(exact_form, pieces[:size])))
        if meaning is not None:
            return size, meaning
    return 1, "" if piece in _SILENT else UNKNOWN


def _variants(spelling: str) -> Iterator[str]:
    """Yield a spelling as it is, then with some or all of its words without their marks."""
    words = [match[1] for match in _PIECE.finditer(spelling)]
    for variant in product(*((exact_form(word), folded_form(word)) for word in words)):
        yield " ".join(variant)


@cache
def _vocabulary() -> Mapping[str, str]:
    """Return every way of typing a word with its sense; what is typed in full comes first.

    It is made when the first date is read: most runs of the program read none.
    """
    found = {next(_variants(word)): sense for word, sense in (*_entries(), *_MARKED.items())}
    for spelling, sense in _entries():
        for variant in _variants(spelling):
            found.setdefault(variant, sense)
    return found
