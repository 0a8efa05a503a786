"""Captions among the lines of a page, told from paragraphs by their form.

A page copied as text keeps its captions as lines between the paragraphs. Signs speak for or
against each line, each worth a few points; a line with enough points is a caption. The table
`_SIGNS` is the whole rule, and ``docs/caption-recognition.md`` says how well it does. No
sign may name a person, a place or a sentence of any real page.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from archive_tui.model import Photo

ENOUGH: Final = 4
"""Points that make a line a caption."""

CERTAIN: Final = 6
"""Points an unmarked line needs on a page that marks its pictures."""

PICTURE_MARK: Final = re.compile(r"\[(?:img|image|ảnh|hình)\]", re.IGNORECASE)
"""A line that stands where a picture was; the next line is nearly always its caption."""

_SHORT: Final = 35
_LONGEST: Final = 60
_MOST_CHARACTERS: Final = 600
_CREDIT_REACH: Final = 120
_FEWEST: Final = 4
_FEWEST_MARKED: Final = 2
_TIMES_LONGER: Final = 1.5
_NEAR: Final = 4
"""How many lines to look past picture marks for the next text."""


@dataclass(frozen=True, slots=True)
class Caption:
    """A line that was taken for a caption."""

    line: int
    """Its place among the lines, from 0."""
    guessed: bool
    """Whether only its form speaks for it, and no picture mark."""
    score: int
    """Its points."""


@dataclass(frozen=True, slots=True)
class Body:
    """The lines of a page, sorted into what they are."""

    paragraphs: tuple[str, ...]
    """The text."""
    photos: tuple[Photo, ...]
    """The captions, each with the number of the paragraph it follows."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with what its signs look at."""

    text: str
    """The line in lower case."""
    said: str
    """The same without a credit at its end."""
    words: int
    """How many words it has."""
    marked: bool
    """Whether a picture mark stands before it."""
    shadowed: bool
    """Whether the lines around it are clearly longer."""


def _any(*words: str) -> str:
    return "(?:" + "|".join(words) + ")"


_CREDIT: Final = re.compile(
    r"(?P<gap>(?:^|[\s.\-–(\[/])[\s.\-–(\[/]*)"
    r"(?:(?:Ảnh|ẢNH|Nguồn ảnh)(?: tư liệu| minh h[oọ][aạ])?|(?<=[(\[])ảnh)\s*:\s*"
    r"(?P<name>[^:]{1,60}?)[)\]]?\.?\s*$"
)
_SCENE: Final = re.compile(
    r"^(?:các |những |một số )?"
    + _any(
        "quang cảnh", "toàn cảnh", "khung cảnh", "một góc", "không khí", "hình ảnh",
        "đại biểu", "tiết mục", "niềm vui", "chân dung", "từ trái", "trong ảnh", "ảnh",
    )
    + r"\b"
)  # fmt: skip
_SOMEBODY: Final = re.compile(
    r"^(?:các |những |nguyên |đại diện |lãnh đạo |nữ |phó )*"
    + _any(
        "đồng chí", "đ/c", "ông", "bà", "anh", "chị", "em", "cụ", "cháu", "tổng bí thư",
        "bí thư", "chủ tịch", "chủ nhiệm", "thủ tướng", "bộ trưởng", "thứ trưởng", "giám đốc",
        "tổng giám đốc", "trưởng", "chánh", "hiệu trưởng", "ủy viên", "uỷ viên", "đại tá",
        "thượng tá", "thiếu tướng", "trung tướng", "đoàn", "đội", "lực lượng", "cán bộ",
        "chiến sĩ", "học sinh", "sinh viên", "giáo viên", "công nhân", "nông dân", "ngư dân",
        "người dân", "bà con", "nhân dân", "nghệ sĩ", "vận động viên", "vđv", "thành viên",
        "lãnh đạo", "đại diện",
    )
    + r"\b"
)  # fmt: skip
_SHOWN: Final = re.compile(
    r"\b"
    + _any(
        "phát biểu", "tặng", "trao", "chụp ảnh", "bắt tay", "cắt băng", "dâng hương", "thăm",
        "kiểm tra", "tham quan", "khảo sát", "trình bày", "báo cáo", "biểu diễn", "ký kết",
        "bỏ phiếu", "biểu quyết", "thi đấu", "chủ trì", "kết luận", "khai mạc", "điều hành",
        "tham dự", "tham gia", "giới thiệu", "hướng dẫn", "chúc mừng",
    )
    + r"\b"
)  # fmt: skip
_POSITION: Final = re.compile(
    r"\((?:[^()]*\b)?(?:giữa|bên trái|bên phải|từ trái|từ phải|ngoài cùng|hàng đầu|hàng trước)\b"
)
_REPORTED: Final = re.compile(
    r"\b"
    + _any(
        "cho biết", "cho rằng", "cho hay", "nhấn mạnh", "khẳng định", "đề nghị", "yêu cầu",
        "ghi nhận", "chia sẻ", "nói", "đã", "sẽ", "vừa", "cần", "nhằm", "tuy nhiên",
    )
    + r"\b"
)  # fmt: skip
_OPENING: Final = re.compile(
    "^"
    + _any(
        "tại", "trong(?! ảnh)", "theo", "sau", "trước", "với", "ngày", "sáng", "trưa", "chiều",
        "tối", "năm", "tháng", "phát biểu", "về", "để", "từ(?! trái)", "đến", "khi", "nhân dịp",
        "qua", "do", "vì", "bên cạnh", "ngoài", "đồng thời", "tiếp", "hiện", "cùng", "như",
        "dự", "kết thúc", "thay mặt", "được", "đối với", "căn cứ", "nhằm", "có", "mặc dù",
    )
    + r"\b"
)  # fmt: skip
_LIST_ITEM: Final = re.compile(r"(?:[-–•+*]|\d+[.)]|[a-zđ]\))\s")
_STOP: Final = re.compile(r"[.!?…;,]$|\./\.$")
_NEXT_SENTENCE: Final = re.compile(r"[^\W\d_]{3,}[.!?…]+\s+\w|;\s")

_SIGNS: Final[tuple[tuple[int, Callable[[_Line], object]], ...]] = (
    (+6, lambda line: line.marked),
    # “Ảnh: …” at the end: nothing but a caption names its photographer.
    (+6, lambda line: line.said != line.text),
    # “(ảnh)” may also end a paragraph that speaks of a picture.
    (+3, lambda line: line.text.rstrip(".").endswith(("(ảnh)", "(ảnh tư liệu)"))),
    # “(giữa)”, “(thứ hai từ trái sang)”: where somebody stands in a picture.
    (+3, lambda line: _POSITION.search(line.text)),
    (+2, lambda line: _SCENE.search(line.text)),
    (+1, lambda line: _SOMEBODY.search(line.text)),
    (+1, lambda line: _SHOWN.search(line.said)),
    (+1, lambda line: not _STOP.search(line.text)),
    (+1, lambda line: line.words <= _SHORT),
    (+1, lambda line: line.shadowed),
    # What follows belongs to reports: speech, past and future, an adverbial at the
    # beginning, several sentences, a list.
    (-2, lambda line: _REPORTED.search(line.said)),
    (-3, lambda line: _OPENING.search(line.text)),
    (-2, lambda line: _NEXT_SENTENCE.search(line.said)),
    (-6, lambda line: _LIST_ITEM.match(line.text)),
)


def find_captions(lines: Sequence[str]) -> Iterator[Caption]:
    """Find the captions among the lines of a page.

    Args:
        lines: Cleaned lines without empty ones, headline, date and footer left out; picture
            marks may be among them.

    Yields:
        The captions, in order.
    """
    pictures = {number for number, line in enumerate(lines) if is_picture(line)}
    lengths = [0 if number in pictures else len(line.split()) for number, line in enumerate(lines)]
    for number, line in enumerate(lines):
        marked = number - 1 in pictures
        fewest = _FEWEST_MARKED if marked else _FEWEST
        if number in pictures or not _fits(line, fewest):
            continue
        points = score(line, marked=marked, shadowed=_shadowed(lengths, number))
        if points >= (CERTAIN if pictures and not marked else ENOUGH):
            yield Caption(number, guessed=not marked, score=points)


def score(line: str, *, marked: bool = False, shadowed: bool = True) -> int:
    """Return the points of a line.

    Args:
        line: A cleaned line.
        marked: Whether a picture mark stands before it.
        shadowed: Whether the lines around it are clearly longer.
    """
    said = _without_credit(line).lower()
    seen = _Line(line.lower(), said, len(line.split()), marked, shadowed)
    return sum(points for points, holds in _SIGNS if holds(seen))


def separate(lines: Sequence[str]) -> Body:
    """Sort the lines of a page into paragraphs and photos; see `find_captions`."""
    captions = {caption.line: caption for caption in find_captions(lines)}
    paragraphs: list[str] = []
    photos: list[Photo] = []
    for number, line in enumerate(lines):
        if caption := captions.get(number):
            photos.append(photo_of(line, after=len(paragraphs), guessed=caption.guessed))
        elif not is_picture(line):
            paragraphs.append(line)
    return Body(tuple(paragraphs), tuple(photos))


def photo_of(caption: str, *, after: int, guessed: bool = False) -> Photo:
    """Return the photo of a printed caption, its credit (``Ảnh: …``) taken apart."""
    match = _find_credit(caption)
    shown = caption[: match.start()].rstrip() if match else ""
    if not match or not shown:
        return Photo(caption, after=after, guessed=guessed)
    stop = "." if match["gap"].startswith(".") else ""
    return Photo(shown + stop, credit=match["name"].strip(), after=after, guessed=guessed)


def _find_credit(line: str) -> re.Match[str] | None:
    """Find a credit at the end of a line, without looking through a very long one."""
    return _CREDIT.search(line, max(0, len(line) - _CREDIT_REACH))


def _without_credit(line: str) -> str:
    match = _find_credit(line)
    return line[: match.start()] if match else line


def _fits(line: str, fewest: int) -> bool:
    """Return whether a line has the size of a caption, and is no label (``Trong ảnh:``)."""
    if len(line) > _MOST_CHARACTERS or line.endswith(":"):
        return False
    return fewest <= len(_without_credit(line).split()) <= _LONGEST


def is_picture(line: str) -> bool:
    """Return whether a line only marks the place of a picture."""
    return PICTURE_MARK.fullmatch(line.strip()) is not None


def _shadowed(lengths: Sequence[int], number: int) -> bool:
    """Return whether the nearest text on both sides is clearly longer, where there is any."""
    before = lengths[max(number - _NEAR, 0) : number][::-1]
    after = lengths[number + 1 : number + 1 + _NEAR]
    nearest = (next((length for length in side if length), None) for side in (before, after))
    return all(length is None or length >= _TIMES_LONGER * lengths[number] for length in nearest)
