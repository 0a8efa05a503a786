"""Vietnamese spelling: the exact and the folded form of a word.

Two spellings that differ only in where the tone mark stands (``hoà``, ``hòa``) are one word,
and a reader in a hurry leaves all marks out. Both rules live here and nowhere else. The
functions take words that passed the text gate (NFC); they must not be given whole articles
letter by letter, since a word is the unit of the rules.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

_TONES: Final = "\u0300\u0301\u0309\u0303\u0323"
"""Grave, acute, hook above, tilde, dot below: huyền, sắc, hỏi, ngã, nặng."""


def _compose(letter: str, mark: str) -> str:
    return unicodedata.normalize("NFC", letter + mark)


_MODERN_PLACE: Final = {
    _compose(glide, tone) + vowel: glide + _compose(vowel, tone)
    for glide, vowel in (("o", "a"), ("o", "e"), ("u", "y"))
    for tone in _TONES
}
_OLD_PLACE: Final = re.compile("|".join(_MODERN_PLACE))
_WITHOUT_D_BAR: Final = str.maketrans({"đ": "d", "Đ": "D"})


@lru_cache(maxsize=1 << 16)
def exact_form(word: str) -> str:
    """Return a word case-folded, its tone mark on the modern place.

    ``Hòa`` and ``hoà`` give ``hoà``; ``i`` and ``y`` are not merged. The rule is the one of
    the Ministry of Education's list of 1984, which writes the mark on the main vowel: in
    the rhymes ``oa``, ``oe`` and ``uy`` that is the second letter.

    Args:
        word: A word in NFC.

    Returns:
        Its exact form, in NFC.
    """
    return _exact(word)


def _exact(text: str) -> str:
    lower = unicodedata.normalize("NFC", text.casefold())
    return _OLD_PLACE.sub(lambda old: _MODERN_PLACE[old.group()], lower)


@lru_cache(maxsize=1 << 16)
def folded_form(word: str) -> str:
    """Return the exact form without marks, ``đ`` as ``d``.

    Args:
        word: A word in NFC.

    Returns:
        Letters and digits without any combining mark.
    """
    return strip_marks(exact_form(word))


def folded_forms(words: Sequence[str]) -> list[str]:
    """Return the folded forms of many words, which takes less time than one by one.

    Args:
        words: Words in NFC, without line ends.
    """
    return strip_marks(_exact("\n".join(words))).split("\n") if words else []


def exact_forms(words: Sequence[str]) -> list[str]:
    """Return the exact forms of many words, as `folded_forms` does the folded ones."""
    return _exact("\n".join(words)).split("\n") if words else []


def pattern_forms(pattern: str) -> tuple[str, ...]:
    """Return the exact forms a word with ``*`` in it stands for.

    A tone mark right before a star may stand on the old place: ``hò*`` begins ``hòa``, whose
    exact form is ``hoà``, so ``hoà*`` is a form of it too.

    Args:
        pattern: Letters and digits in NFC, and stars for any run of them.

    Returns:
        One form or more, the one nearest to what was typed first.
    """
    forms = [exact_form(pattern)]
    for old, modern in _MODERN_PLACE.items():
        glide = f"{old[0]}*"
        forms += [form.replace(glide, f"{modern}*", 1) for form in forms if glide in form]
    return tuple(forms)


def strip_marks(text: str) -> str:
    """Return a text of any length without its marks, ``đ`` as ``d``, case kept."""
    if text.isascii():
        return text
    bare = unicodedata.normalize("NFD", text.translate(_WITHOUT_D_BAR))
    for mark in filter(unicodedata.combining, set(bare)):  # few different ones, however long it is
        bare = bare.replace(mark, "")
    return unicodedata.normalize("NFC", bare)


def has_marks(word: str) -> bool:
    """Return whether a word is written with marks, so that it means one spelling only."""
    return exact_form(word) != folded_form(word)


def slug(text: str, *, words: int = 7, length: int = 60) -> str:
    """Return an ASCII name made of the first words of a text.

    Args:
        text: A cleaned text in any script.
        words: Most words to take.
        length: Most characters to return.

    Returns:
        Lower-case letters, digits and single hyphens; ``item`` where no ASCII letter or
        digit is left. It never begins or ends with a hyphen, and is never a device name.
    """
    parts = re.findall(r"[a-z0-9]+", strip_marks(text).lower())
    name = "-".join(parts[:words])[:length].strip("-")
    return f"item-{name}".rstrip("-") if not name or _RESERVED.fullmatch(name) else name


_RESERVED: Final = re.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""Names that Windows gives to devices, whatever ending follows."""
