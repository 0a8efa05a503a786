"""An article file: what is written is read again, and what is broken is said with its line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tui.archive.article_file import decode, parse, render
from archive_tui.archive.limits import FILE_LIMIT, SIZE_LIMIT
from archive_tui.errors import DamagedFile
from archive_tui.model import Article, DateSpan, Header, Original, Photo
from archive_tui.text.clean import clean, clean_line

FULL = Article(
    Header(
        id="2024-01-10-tin",
        title="Hội nghị: “tổng kết” – #1",
        date=DateSpan.of_day(date(2024, 1, 10)),
        date_note="khoảng",
        updated="2024-01-11",
        section="No",
        source="1975",
        author="~",
        url="https://example.org/?a=1&b=2#c",
        language="vi",
        tags=("true", "hội nghị", "- a"),
        photos=(
            Photo("Cổng làng", credit="null", file="photos/x/1.jpg", after=2, guessed=True),
            Photo("Bến đò: buổi sáng"),
        ),
        original=Original(
            sha256="ab" * 32,
            path="originals/ab/abab.txt.gz",
            media_type="text/plain",
            encoding="utf-8",
            captured="2024-01-12T08:00:00+07:00",
            converter="page-text 1",
            losses=("site footer",),
        ),
        extra={"source_id": "17", "shelf": {"row": 3, "box": ["a", "b"]}},
    ),
    ("Đoạn một.", "Dòng một\ndòng hai.", "--- không phải là gạch đầu"),
)


def read(text: str, name: str = "x") -> Article:
    return parse(clean(text), f"{name}.md", name)


def test_an_article_with_everything_survives_writing_and_reading() -> None:
    assert read(render(FULL).decode(), FULL.id) == FULL


def test_writing_what_was_read_gives_the_same_bytes() -> None:
    data = render(FULL)
    assert render(read(data.decode(), FULL.id)) == data


_LINES = st.text(min_size=1, max_size=40).map(clean_line).filter(bool)
_PARAGRAPHS = st.lists(st.text(max_size=60).map(clean).map(str.strip).filter(bool), max_size=4)


@given(title=_LINES, tag=_LINES, caption=_LINES, extra=_LINES, body=_PARAGRAPHS)
def test_any_clean_text_survives_writing_and_reading(
    title: str, tag: str, caption: str, extra: str, body: list[str]
) -> None:
    paragraphs = tuple(" ".join(item.split()) for item in body if item.split())
    header = Header("x", title, tags=(tag,), photos=(Photo(caption),), extra={"k": extra})
    read_again = read(render(Article(header, paragraphs)).decode())
    assert _known(read_again.header) == _known(header)
    assert read_again.paragraphs == paragraphs


def _known(header: Header) -> tuple[object, ...]:
    """Return what has to be equal; YAML's own words for nothing come back as nothing."""
    return (header.title, header.tags, header.photos, dict(header.extra))


def test_values_are_taken_as_they_are_written() -> None:
    article = read("---\ntitle: 1975\nsection: No\nsource: 08:30\nauthor: 1.0\n---\n\nText\n")
    header = article.header
    assert (header.title, header.section, header.source) == ("1975", "No", "08:30")
    assert header.author == "1.0"


def test_keys_that_are_not_known_are_kept() -> None:
    article = read("---\ntitle: A\nshelf: {row: 3}\n---\n")
    assert article.header.extra == {"shelf": {"row": 3}}
    assert "shelf:\n  row: 3\n" in render(article).decode()


@pytest.mark.parametrize("written", ["1975", "1975-04", "1975-04-30", "1954/1975"])
def test_a_date_is_written_as_a_person_would(written: str) -> None:
    text = f"---\nid: x\ntitle: A\ndate: {written}\n---\n\nText\n"
    assert render(read(text)).decode() == text


def test_any_line_ends_and_a_byte_order_mark_are_read() -> None:
    text = "\ufeff---\r\ntitle: A\r\n---\r\n\r\nMột.\r\n\r\n \r\nHai.\r\n"
    assert read(text).paragraphs == ("Một.", "Hai.")


def test_control_characters_and_decomposed_letters_are_gone_after_reading() -> None:
    data = '---\ntitle: "Hô\u0323i \\e[31mx \\u202e"\n---\n\nĐoa\u0323n\x1b]0;x\x07\n'.encode()
    article = parse(decode(data, "x.md"), "x.md", "x")
    assert article.title == "Hội [31mx"
    assert article.paragraphs == ("Đoạn]0;x",)


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("", "no front matter", 1),
        ("title: A\n", "no front matter", 1),
        ("---\ntitle: A\n", "no front matter", 1),
        ("---\nsection: A\n---\n", "no title", 2),
        ("---\ntitle:\n---\n", "no title", 2),
        ("---\ntitle: [a]\n---\n", "“title” has to be a text", 2),
        ("---\nid: other\ntitle: A\n---\n", "id is not the name", 2),
        ("---\ntitle: A\nx: 'open\n---\n", "not valid YAML", None),
        ("---\ntitle: A\n  bad: indent\n---\n", "not valid YAML", 3),
        ("---\n- a\n- b\n---\n", "not a list of keys and values", 2),
        ("---\ntitle: A\ndate: 2024-02-31\n---\n", "no such date", 3),
        ("---\ntitle: A\ndate: 1975/1954\n---\n", "ends before it begins", 3),
        ("---\ntitle: A\ndate: gestern\n---\n", "not an ISO date", 3),
        ("---\ntitle: A\ntags: {a: b}\n---\n", "“tags” has to be a list", 3),
        ("---\ntitle: A\nphotos: x\n---\n", "“photos” has to be a list", 3),
        ("---\ntitle: A\nphotos:\n- credit: x\n---\n", "neither caption nor file", 4),
        ("---\ntitle: A\nphotos:\n- caption: x\n  after: y\n---\n", "has to be a number", 5),
        ("---\ntitle: A\nx: !!python/object:os.system {}\n---\n", "YAML tags", 3),
        ("---\ntitle: !!str A\n---\n", "YAML tags", 2),
        ("---\ntitle: &a A\nx: *a\n---\n", "YAML", 2),
        ("---\ntitle: A\nx: " + "[" * 500 + "]" * 500 + "\n---\n", "nested too deeply", 3),
        ("---\ntitle: A\nx: " + "- " * 5000 + "a\n---\n", "YAML|nested", None),
        ("---\nid: x\ntitle: " + "a" * 2001 + "\n---\n", "longer than 2000", 3),
        ("---\ntitle: A\ntags:\n" + "- a\n" * 201 + "---\n", "more than 200 tags", 4),
        ("---\ntitle: A\nphotos:\n" + "- file: a\n" * 2001 + "---\n", "than 2000 photos", 4),
        ("---\ntitle: " + "a" * SIZE_LIMIT + "\n---\n", "larger than a front matter", None),
    ],
    ids=lambda value: str(value)[:40].replace("\n", " "),
)
def test_a_broken_file_is_said_with_its_place(text: str, message: str, line: int | None) -> None:
    with pytest.raises(DamagedFile, match=message) as caught:
        read(text)
    assert caught.value.path == "x.md"
    assert line is None or caught.value.line == line


def test_aliases_by_the_million_take_no_memory() -> None:
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    with pytest.raises(DamagedFile, match="YAML"):
        read(f"---\ntitle: A\na0: &a0 [x]\n{levels}---\n")


def test_bytes_that_are_no_utf_8_are_said_with_their_line() -> None:
    with pytest.raises(DamagedFile, match="not UTF-8") as caught:
        decode(b"---\ntitle: A\n---\n\nH\xe0 N\xf4i\n", "x.md")
    assert caught.value.line == 5


def test_a_file_of_impossible_size_is_refused_before_it_is_read() -> None:
    with pytest.raises(DamagedFile, match="larger than an article"):
        decode(b"a" * (FILE_LIMIT + 1), "x.md")
