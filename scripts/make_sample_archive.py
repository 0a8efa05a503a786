"""Make an archive of any size out of invented sentences, for trying out scale.

The same number always gives the same archive: the random numbers start from a fixed seed.
The sentences mean nothing; their words are common ones, so that searches find something.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from archive_tui.archive import Archive, Settled, adding
from archive_tui.errors import ArchiveTuiError
from archive_tui.model import Article, DateSpan, Header, Photo

_SEED: Final = 20240110
_FIRST_DAY: Final = date(1975, 5, 1)
_DAYS: Final = 50 * 365

_WHO: Final = (
    "Xã Hoà Thuận mẫu", "Thư viện tỉnh", "Bảo tàng tỉnh", "Hội đồng nhân dân xã",
    "Hợp tác xã nông nghiệp", "Trường tiểu học", "Trạm y tế xã", "Đoàn thanh niên",
    "Hội phụ nữ thôn Đông", "Tổ thủy nông", "Câu lạc bộ bóng chuyền", "Ban quản lý chợ",
)  # fmt: skip
_DID: Final = (
    "tổ chức hội nghị", "khánh thành", "sửa chữa", "trao tặng", "mở lớp tập huấn", "kiểm tra",
    "trưng bày", "tổng kết", "phát động", "tiếp nhận", "khảo sát", "hoàn thành",
)  # fmt: skip
_WHAT: Final = (
    "công tác năm", "con đường liên xã", "phòng đọc mới", "tập ảnh tư liệu", "vụ lúa xuân",
    "kênh mương nội đồng", "cây cầu qua sông", "ngày hội đọc sách", "giải bóng đá",
    "đợt tiêm chủng", "nhà văn hóa thôn", "lớp học buổi tối",
)  # fmt: skip
_WHERE: Final = (
    "tại hội trường", "ở thôn Đoài", "bên bờ sông", "trước sân đình", "trong dịp đầu năm",
    "cùng bà con địa phương", "theo kế hoạch đã đề ra", "với sự tham gia của nhiều hộ dân",
)  # fmt: skip
_SECTIONS: Final = ("Chính trị", "Kinh tế", "Văn hóa", "Xã hội", "Giáo dục", "Thể thao", "Y tế")
_SOURCES: Final = ("Bản tin mẫu", "Đài truyền thanh mẫu", "Báo mẫu")
_TAGS: Final = ("hội nghị", "giao thông", "trường học", "ảnh cũ", "mùa vụ", "lễ hội")


def main() -> int:
    """Make the archive; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("items", type=int, help="how many articles")
    parser.add_argument("folder", type=Path, help="a folder that is empty or not there yet")
    options = parser.parse_args()
    try:
        archive = Archive.create(options.folder, Settled(name=f"{options.items} tin mẫu"))
        with adding(archive) as batch:
            for article in _articles(options.items):
                batch.add(article)
    except ArchiveTuiError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def _articles(items: int) -> Iterator[Article]:
    chance = random.Random(_SEED)  # noqa: S311 - samples, not secrets
    for number in range(1, items + 1):
        day = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
        paragraphs = tuple(_paragraph(chance) for _ in range(chance.randint(2, 6)))
        header = Header(
            id="",
            title=f"{_sentence(chance)} ({number})",
            date=DateSpan.of_day(day),
            section=chance.choice(_SECTIONS),
            source=chance.choice(_SOURCES),
            tags=tuple(chance.sample(_TAGS, chance.randint(0, 2))),
            photos=tuple(
                Photo(f"{_sentence(chance)}.", after=chance.randint(0, len(paragraphs)))
                for _ in range(chance.choice((0, 0, 1, 2)))
            ),
        )
        yield Article(header, paragraphs)


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choice(words) for words in (_WHO, _DID, _WHAT, _WHERE))


def _paragraph(chance: random.Random) -> str:
    return " ".join(f"{_sentence(chance)}." for _ in range(chance.randint(2, 6)))


if __name__ == "__main__":
    sys.exit(main())
