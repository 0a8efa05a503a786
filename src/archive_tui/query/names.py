"""The names that may stand before a colon, in English and in Vietnamese, and their values.

One table serves the lexer, the parser and the explanations. A Vietnamese name may be typed
with its marks or without any.
"""

from collections.abc import Mapping
from typing import Final

from archive_tui.model import Kind
from archive_tui.query.tree import FilterName, TextField
from archive_tui.text.vietnamese import exact_form, folded_form

DATE_NAMES: Final = ("date", "since", "until")
"""The names whose value is a date."""

_VIETNAMESE: Final = {
    "tiêuđề": TextField.TITLE.value,
    "nộidung": TextField.BODY.value,
    "chúthích": TextField.CAPTION.value,
    "chuyênmục": FilterName.SECTION.value,
    "nguồn": FilterName.SOURCE.value,
    "tácgiả": FilterName.AUTHOR.value,
    "nhãn": FilterName.TAG.value,
    "loại": FilterName.KIND.value,
    "có": FilterName.HAS.value,
    "trong": FilterName.IN.value,
    "ngày": "date",
    "từngày": "since",
    "đếnngày": "until",
}
_ENGLISH: Final = frozenset([*TextField, *FilterName, *DATE_NAMES])
_SPELT: Final[Mapping[str, str]] = {
    spelling: name
    for vietnamese, name in _VIETNAMESE.items()
    for spelling in (exact_form(vietnamese), folded_form(vietnamese))
}

_PHOTO: Final = {"photo": "photo", "ảnh": "photo", "anh": "photo", "hình": "photo", "hinh": "photo"}
ALLOWED: Final[Mapping[FilterName, Mapping[str, str]]] = {
    FilterName.KIND: {**{str(kind): str(kind) for kind in Kind}, **_PHOTO}
    | {"bài": Kind.ARTICLE.value, "bai": Kind.ARTICLE.value},
    FilterName.HAS: _PHOTO,
}
"""The filters that take only certain values: each spelling with the value it stands for."""


def prefix_name(typed: str, following: str) -> str | None:
    """Return which field or filter a word before a colon names.

    Args:
        typed: The word.
        following: The character behind the colon; empty at the end. A Vietnamese name, which
            is an ordinary word as well, has to have its value right behind it.

    Returns:
        The English name; None where the word names nothing, and its colon is punctuation.
    """
    lower = typed.lower()
    if lower in _ENGLISH:
        return lower
    return _SPELT.get(exact_form(typed)) if following.strip() else None


def allowed_values(name: FilterName, typed: str = "") -> tuple[str, ...]:
    """Return the values a filter can have, each once; empty where it takes any.

    Args:
        name: The filter.
        typed: How its name was typed; a Vietnamese name has Vietnamese values.
    """
    known = ALLOWED.get(name, {})
    if typed.lower() in _ENGLISH or not typed:
        return tuple(dict.fromkeys(known.values()))
    first: dict[str, str] = {}
    for spelling, value in known.items():
        if spelling != value:
            first.setdefault(value, spelling)
    return tuple(first.values())
