"""The reader of page texts."""

import hashlib
import unicodedata
from pathlib import Path

import pytest

from archive_tui.errors import SourceUnreadable
from archive_tui.ingest import page
from archive_tui.ingest.document import DOCUMENT_LIMIT
from archive_tui.model import Article, Photo

TITLE = "Xã Hoà Thuận mẫu tổng kết công tác năm 2023"
FIRST = (
    "Sáng 09/01/2024, Đảng ủy xã Hoà Thuận mẫu tổ chức hội nghị tổng kết công tác năm 2023 với sự "
    "có mặt của đông đủ cán bộ các thôn, đại diện các trường học, trạm y tế và hợp tác xã."
)
SECOND = (
    "Hội nghị đã thảo luận nhiều việc của năm mới, trong đó có việc sửa đường liên thôn, nạo vét "
    "kênh mương, và giữ cho thư viện xã mở cửa đều đặn mỗi tuần hai buổi tối cho bà con."
)
CAPTION = "Đồng chí Bí thư Đảng ủy xã phát biểu tại hội nghị"
PAGE = f"""{TITLE}

Thứ 4, Ngày 10 / 01 / 2024

{TITLE.upper()}

{FIRST}

{CAPTION}

{SECOND}

Video hoạt độngHình ảnh hoạt động

Website liên kết
"""


def read(folder: Path, data: bytes) -> Article:
    file = folder / "page.txt"
    file.write_bytes(data)
    (document,) = page.read(file)
    assert document.original == data
    assert document.ending == "txt"
    return document.article


def test_a_page_is_taken_apart(tmp_path: Path) -> None:
    article = read(tmp_path, PAGE.encode())
    header = article.header
    assert header.title == TITLE
    assert str(header.date) == "2024-01-10"
    assert header.date_note is None
    assert article.paragraphs == (FIRST, SECOND)
    assert header.photos == (Photo(CAPTION, after=1, guessed=True),)
    assert header.original is not None
    assert header.original.sha256 == hashlib.sha256(PAGE.encode()).hexdigest()
    assert header.original.converter == "page-text 1"
    assert header.original.losses == ("repeated title", "site footer")


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + PAGE.encode(),
        PAGE.replace("\n", "\r\n").encode(),
        PAGE.replace("\n", "\r").encode(),
        PAGE.replace("\n\n", "\n").encode(),
        unicodedata.normalize("NFD", PAGE).encode(),
    ],
    ids=["byte order mark", "CRLF", "CR", "no empty lines", "NFD"],
)
def test_the_same_page_is_read_however_it_was_saved(tmp_path: Path, data: bytes) -> None:
    plain, other = page.parse(PAGE, ""), read(tmp_path, data)
    assert other.paragraphs == plain.paragraphs
    assert (other.title, other.header.photos) == (plain.title, plain.header.photos)


def test_a_page_needs_neither_date_nor_repetition_nor_footer() -> None:
    article = page.parse(f"{TITLE}\n{FIRST}\n{SECOND}", "")
    assert (article.title, article.header.date) == (TITLE, None)
    assert article.paragraphs == (FIRST, SECOND)
    assert article.header.original is not None
    assert article.header.original.losses == ()


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE}\n{TITLE}\n10/01/2024 08:30\n{FIRST}",
        f"10/01/2024 08:30\n{TITLE}\n{FIRST}",
        f"{TITLE}\n10/01/2024 08:30\n{FIRST}",
    ],
)
def test_the_date_line_may_stand_anywhere_at_the_top(text: str) -> None:
    article = page.parse(text, "")
    assert (article.title, str(article.header.date)) == (TITLE, "2024-01-10")
    assert article.paragraphs == (FIRST,)


def test_a_day_that_never_was_is_kept_as_a_note() -> None:
    header = page.parse(f"{TITLE}\nThứ 6, Ngày 31 / 02 / 2024\n{FIRST}", "").header
    assert (header.date, header.date_note) == (None, "Thứ 6, Ngày 31 / 02 / 2024")


def test_a_title_that_is_a_date_is_still_a_title() -> None:
    article = page.parse(f"30/4/1975\nThứ tư, 30/04/2025\n{FIRST}", "")
    assert (article.title, str(article.header.date)) == ("30/4/1975", "2025-04-30")
    assert page.parse("30/4/1975", "").title == "30/4/1975"


def test_a_page_that_begins_with_a_paragraph_keeps_it() -> None:
    article = page.parse(f"{FIRST} {SECOND}\n{SECOND}", "")
    assert article.title.endswith("…")
    assert FIRST.startswith(article.title.rstrip("…"))
    assert article.paragraphs == (f"{FIRST} {SECOND}", SECOND)


def test_entries_under_a_footer_label_go_with_it() -> None:
    text = f"{TITLE}\n{FIRST}\n{SECOND}\nTin liên quan\nCổng thông tin mẫu\nThư viện mẫu"
    assert page.parse(text, "").paragraphs == (FIRST, SECOND)


def test_a_footer_label_amid_the_text_ends_nothing() -> None:
    text = f"{TITLE}\n{FIRST}\nTin liên quan\n{SECOND}"
    assert page.parse(text, "").paragraphs == (FIRST, "Tin liên quan", SECOND)


def test_control_characters_do_not_come_through() -> None:
    article = page.parse("Ti\x1b]0;x\x07êu đề\x9b", "")
    assert page.decode(b"A\x1b[31mB\xc2\x9bC\xe2\x80\xaeD\nE") == "A[31mBCD\nE"
    assert article.title.isprintable()


@pytest.mark.parametrize(
    "data",
    [TITLE.encode("utf-16"), "Hà Nội".encode("cp1258", "replace"), b"\xb8\xb5 TCVN3", b"a\x00b"],
)
def test_what_is_no_utf_8_is_refused_with_a_word_on_the_encoding(
    tmp_path: Path, data: bytes
) -> None:
    with pytest.raises(SourceUnreadable, match="encoding of the document is not understood"):
        read(tmp_path, data)


@pytest.mark.parametrize("data", [b"", b" \n\r\n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_page_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(SourceUnreadable, match="empty"):
        read(tmp_path, data)


def test_a_page_larger_than_any_article_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="larger than 16 MiB"):
        read(tmp_path, b"a" * (DOCUMENT_LIMIT + 1))


def test_more_captions_than_a_front_matter_can_hold_are_refused(tmp_path: Path) -> None:
    lines = "".join(f"[img]\nCổng làng số {number}, nhìn từ phía sông\n" for number in range(6000))
    with pytest.raises(SourceUnreadable, match="longer than an article file can hold"):
        read(tmp_path, f"{TITLE}\n{lines}".encode())


@pytest.mark.data
def test_the_sample_page_has_three_captions(sample_page: Path) -> None:
    (document,) = page.read(sample_page)
    article = document.article
    assert str(article.header.date) == "2024-01-10"
    assert [photo.after for photo in article.header.photos] == [5, 6, 7]
    assert all(photo.guessed for photo in article.header.photos)
    assert [photo.caption.split(" ")[-2:] for photo in article.header.photos] == [
        ["hội", "nghị."], ["hội", "nghị"], ["hội", "nghị"],
    ]  # fmt: skip
    assert len(article.paragraphs) == 8
    assert article.paragraphs[2].startswith("Với 151 tổ chức cơ sở Đảng")
    assert not any("Website" in paragraph for paragraph in article.paragraphs)


@pytest.fixture
def sample_page() -> Path:
    file = Path(__file__).resolve().parents[3] / "shared" / "data" / "seed" / "page.txt"
    if not file.is_file():
        pytest.skip("the shared test data is not here")
    return file
