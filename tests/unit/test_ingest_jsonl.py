"""The reader of JSON lines."""

import json
from pathlib import Path

import pytest

from archive_tui.errors import SourceUnreadable
from archive_tui.ingest import jsonl
from archive_tui.ingest.document import DOCUMENT_LIMIT, Document
from archive_tui.model import Header, Photo


def parse(**values: object) -> Document:
    return jsonl.parse(json.dumps({"title": "Tin", **values}).encode())


def header(**values: object) -> Header:
    return parse(**values).article.header


def test_a_record_becomes_an_article() -> None:
    line = json.dumps(
        {
            "id": "bao-1",
            "title": " Lễ  hội ",
            "date": "2024-01-10",
            "section": "Văn hóa",
            "source": "Báo mẫu",
            "author": "Văn Bách",
            "url": "https://example.org/1",
            "tags": ["lễ hội", " "],
            "body": "Một.\n\n  Hai.\r\nBa.",
            "captions": [],
            "unknown": {"a": 1},
        }
    ).encode()
    document = jsonl.parse(line + b"\r\n")
    article, known = document.article, document.article.header
    assert article.paragraphs == ("Một.", "Hai.", "Ba.")
    assert (known.title, str(known.date)) == ("Lễ hội", "2024-01-10")
    assert (known.section, known.source, known.author) == ("Văn hóa", "Báo mẫu", "Văn Bách")
    assert (known.url, known.tags) == ("https://example.org/1", ("lễ hội",))
    assert known.extra == {"source_id": "bao-1"}
    assert (document.original, document.ending) == (line, "json")
    assert known.original is not None
    assert (known.original.converter, known.original.media_type) == ("jsonl 1", "application/json")


def test_null_and_absent_are_the_same() -> None:
    empty = dict.fromkeys(("id", "date", "section", "source", "url", "body", "captions", "tags"))
    ours, theirs = parse(**empty).article, parse().article
    assert ours.paragraphs == theirs.paragraphs == ()
    assert ours.header.extra == theirs.header.extra == {}
    assert (ours.header.date, ours.header.section) == (None, None)


def test_an_id_that_is_a_number_is_kept_as_text() -> None:
    assert header(id=17).extra == {"source_id": "17"}


@pytest.mark.parametrize(
    ("given", "date", "note"),
    [
        ("2024-01-10", "2024-01-10", None),
        ("2024-01-10T07:00:00+07:00", "2024-01-10", None),
        ("10/1/2024", "2024-01-10", None),
        ("1954/1975", "1954/1975", None),
        (1975, "1975", None),
        ("khoảng 1975", "1974/1976", "khoảng"),
        ("31/02/2024", None, "31/02/2024"),
        ("hồi trước Tết", None, "hồi trước Tết"),
        ("trước 1975", None, "trước 1975"),
        ("", None, None),
    ],
)
def test_a_date_that_cannot_be_read_is_kept_as_a_note(
    given: object, date: str | None, note: str | None
) -> None:
    known = header(date=given)
    assert (str(known.date) if known.date else None, known.date_note) == (date, note)


def test_a_caption_that_stands_in_the_body_is_taken_out_and_placed() -> None:
    body = "Một.\nCổng làng. Ảnh: V.B\nHai.\nBến  đò\nBa."
    article = parse(body=body, captions=["Cổng làng. Ảnh: V.B", "Bến đò"]).article
    assert article.paragraphs == ("Một.", "Hai.", "Ba.")
    assert article.header.photos == (
        Photo("Cổng làng.", credit="V.B", after=1),
        Photo("Bến đò", after=2),
    )


def test_a_caption_without_a_place_stands_with_the_one_before_it() -> None:
    photos = header(body="Một.\nA b\nHai.\nC d\nBa.", captions=["A b", "x y", "C d", "z"]).photos
    assert [(photo.caption, photo.after) for photo in photos] == [
        ("A b", 1), ("x y", 1), ("C d", 2), ("z", 2),
    ]  # fmt: skip


def test_captions_without_any_place_stand_at_the_end() -> None:
    photos = header(body="Một.\nHai.", captions=["A b", "C d"]).photos
    assert [photo.after for photo in photos] == [2, 2]


def test_a_repeated_caption_takes_a_line_each_time() -> None:
    article = parse(body="Cổng\nMột.\nCổng\nCổng", captions=["Cổng", "Cổng"]).article
    assert [photo.after for photo in article.header.photos] == [0, 1]
    assert article.paragraphs == ("Một.", "Cổng")


def test_given_captions_are_not_guessed_and_dashes_are_none() -> None:
    photos = header(body="Một.", captions=["---", "", "Cổng làng"]).photos
    assert photos == (Photo("Cổng làng", after=1, guessed=False),)


def test_photos_of_our_own_export_keep_credit_and_place() -> None:
    photos = [
        {"caption": "Cổng làng", "credit": "V.B", "file": "../../etc/passwd", "after": 1},
        {"caption": "Bến đò", "credit": None, "file": None, "after": 99},
        {"caption": None, "file": "photos/1.jpg", "after": 1},
    ]
    found = header(body="Một.\nHai.", captions=["Cổng làng", "Bến đò"], photos=photos).photos
    assert found == (Photo("Cổng làng", credit="V.B", after=1), Photo("Bến đò", after=2))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"title": "Tin"', "not valid JSON"),
        (b"[" * 200_000, "not valid JSON"),
        (b'{"title": ' + b"9" * 5000 + b"}", "not valid JSON"),
        (b'["Tin"]', "not a JSON object"),
        (b"null", "not a JSON object"),
        (b'{"title": "H\xe0"}', "not UTF-8"),
        (b'{"title": " \\u200b "}', "neither title nor text"),
        (b'{"title": ["a"]}', "“title” has the wrong form"),
        (b'{"title": true}', "“title” has the wrong form"),
        (b'{"title": "a", "body": {}}', "“body” has the wrong form"),
        (b'{"title": "a", "captions": "x"}', "“captions” has the wrong form"),
        (b'{"title": "a", "tags": [1]}', "“tags” has the wrong form"),
        (b'{"title": "a", "photos": [1]}', "“photos” has the wrong form"),
        (b'{"title": "' + b"a" * DOCUMENT_LIMIT + b'"}', "larger than 16 MiB"),
        (b'{"title": "' + b"a" * 2_001 + b'"}', "longer than an article file can hold"),
        (b'{"title": "a", "tags": [' + b'"t",' * 200 + b'"t"]}', "longer than an article file"),
        (b'{"title": "' + b"a" * 300_000 + b'"}', "longer than an article file can hold"),
    ],
    ids=lambda value: str(value[:24]),
)
def test_a_record_that_cannot_be_read_is_refused(line: bytes, message: str) -> None:
    with pytest.raises(SourceUnreadable, match=message):
        jsonl.parse(line)


def test_hostile_characters_are_cleaned_from_every_value() -> None:
    bad = "a\x1b]0;t\x07\u202eb\ud800"
    document = parse(title=bad, body=bad, captions=[bad], section=bad, tags=[bad], id=bad)
    known = document.article.header
    good = "a]0;tb\ufffd"
    assert (known.title, known.section, known.tags) == (good, good, (good,))
    assert (document.article.paragraphs, known.photos[0].caption) == ((), good)
    assert known.extra == {"source_id": good}


def test_a_bad_line_does_not_stop_the_next_ones(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    file.write_bytes(b'\xef\xbb\xbf{"title": "A"}\n\n{broken\n{"title": "B"}')
    items = list(jsonl.read(file))
    assert [item.article.title for item in items if isinstance(item, Document)] == ["A", "B"]
    assert [item[0] for item in items if not isinstance(item, Document)] == [3]


def test_an_endless_line_is_passed_over_as_one(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    file.write_bytes(b'{"title": "A"}\n' + b"x" * (2 * DOCUMENT_LIMIT + 5) + b'\n{"title": "B"}\n')
    items = list(jsonl.read(file))
    assert [isinstance(item, Document) for item in items] == [True, False, True]
    problem = items[1]
    assert not isinstance(problem, Document)
    assert problem[0] == 2
    assert "larger than" in problem[1].message
