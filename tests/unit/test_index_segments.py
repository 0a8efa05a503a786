"""Segments hold what plain Python would have counted, merged or not."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_tui.analysis import Form, words
from archive_tui.index.lexicon import Lexicon
from archive_tui.index.merging import merge, sources
from archive_tui.index.records import Listing, Record
from archive_tui.index.runs import Run
from archive_tui.index.schema import (
    NUMBER_FIELDS,
    PARAGRAPH_GAP,
    POSITIONED_FIELDS,
    TEXT_FIELDS,
    VALUE_FIELDS,
)
from archive_tui.index.sections import DamagedSections
from archive_tui.index.segments import FILES, Segment, file_name
from archive_tui.text.vietnamese import exact_form, folded_form

Whereabouts: TypeAlias = dict[str, list[tuple[int, list[int]]]]
"""By term, its records and its positions in each."""

FORMS: Final = {Form.EXACT: exact_form, Form.FOLDED: folded_form}
PARAGRAPHS: Final = st.lists(
    st.text(st.sampled_from("xã hội Hòa hoà Đảng bộ, nghiêngngả."), max_size=25), max_size=4
)
VALUES: Final = st.lists(st.sampled_from(["Báo Tỉnh", "hội nghị", "a", "b"]), max_size=3)
RECORDS: Final = st.lists(
    st.builds(
        Record,
        st.builds(
            Listing,
            st.from_regex(r"\A[a-z]{1,9}\Z"),
            st.just("a/b.md"),
            st.text(max_size=9),
            st.none(),
            st.none(),
            st.none(),
            st.none(),
        ),
        st.integers(0, 1),
        st.integers(0, 0xFFFF),
        st.tuples(st.integers(0, 3_000_000), st.integers(0, 3_000_000)),
        st.dictionaries(st.sampled_from(TEXT_FIELDS), PARAGRAPHS),
        st.dictionaries(st.sampled_from(VALUE_FIELDS), VALUES),
    ),
    max_size=40,
)


def write(folder: Path, name: str, records: Sequence[Record]) -> Segment:
    run = Run(Lexicon())
    for record in records:
        run.add(record)
    run.write(folder, name)
    return Segment(folder, name)


def naive_text(records: Sequence[Record], text: str, form: Form) -> Whereabouts:
    found: defaultdict[str, dict[int, list[int]]] = defaultdict(dict)
    for doc, record in enumerate(records):
        position = 0
        for paragraph in record.texts.get(text, ()):
            for word in words(paragraph):
                found[FORMS[form](word)].setdefault(doc, []).append(position)
                position += 1
            position += PARAGRAPH_GAP
    return {term: sorted(docs.items()) for term, docs in found.items()}


def naive_values(records: Sequence[Record], field: str) -> Whereabouts:
    found: defaultdict[str, list[tuple[int, list[int]]]] = defaultdict(list)
    for doc, record in enumerate(records):
        for value in dict.fromkeys(record.values.get(field, ())):
            found[value].append((doc, []))
    return found


def naive(records: Sequence[Record]) -> Mapping[str, Whereabouts]:
    texts = {
        f"{text}_{form}": naive_text(records, text, form) for text in TEXT_FIELDS for form in Form
    }
    return {**texts, **{field: naive_values(records, field) for field in VALUE_FIELDS}}


def whereabouts(segment: Segment, field: str) -> Whereabouts:
    """Return what a segment says of a field, term by term."""
    found: Whereabouts = {}
    for place, term in enumerate(segment.terms(field).texts()):
        if field in VALUE_FIELDS:
            found[term] = [(doc, []) for doc in segment.docs(field, place).tolist()]
            continue
        own = segment.postings(field, place)
        ends = np.cumsum(own.frequencies, dtype=np.int64)[:-1]
        parts = [part.tolist() for part in np.split(own.positions, ends)]
        found[term] = list(zip(own.docs.tolist(), parts, strict=True))
    return found


def assert_holds(segment: Segment, records: Sequence[Record]) -> None:
    segment.check()
    assert segment.size == len(records)
    for field, expected in naive(records).items():
        terms = segment.terms(field)
        assert terms.texts() == sorted(expected)
        assert terms.counts().tolist() == [len(expected[term]) for term in sorted(expected)]
        assert whereabouts(segment, field) == expected
    for doc, record in enumerate(records):
        assert segment.listing(doc) == record.listing.pack()
        own = {"kind": record.kind, "photos": record.photos}
        days = dict(zip(("date_first", "date_last"), record.days, strict=True))
        lengths = {
            f"length_{text}": len(words("\n".join(record.texts.get(text, ()))))
            for text in TEXT_FIELDS
        }
        for name, number in {**own, **days, **lengths}.items():
            assert segment.numbers(name)[doc] == number


@settings(max_examples=40, deadline=None)
@given(RECORDS)
def test_a_run_holds_what_a_naive_inversion_gives(
    tmp_path_factory: pytest.TempPathFactory, records: list[Record]
) -> None:
    segment = write(tmp_path_factory.mktemp("run"), "s000001", records)
    assert_holds(segment, records)
    segment.close()


@settings(max_examples=40, deadline=None)
@given(st.lists(RECORDS, min_size=1, max_size=4), st.data())
def test_merged_segments_hold_the_records_that_stay_as_one_run_would(
    tmp_path_factory: pytest.TempPathFactory, parts: list[list[Record]], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("merge")
    segments, deletions, stay = [], [], []
    for number, records in enumerate(parts):
        segments.append(write(folder, f"s{number:06}", records))
        gone = data.draw(st.sets(st.sampled_from(range(len(records))))) if records else set()
        deletions.append(np.array(sorted(gone), dtype=np.uint32))
        stay += [record for doc, record in enumerate(records) if doc not in gone]
    merge(sources(list(zip(segments, deletions, strict=True))), folder, "s000009", lambda: None)
    merged = Segment(folder, "s000009")
    assert_holds(merged, stay)
    for segment in (*segments, merged):
        segment.close()


def numbered(begin: int, end: int) -> list[Record]:
    listing = Listing("a", "a/b.md", "", None, None, None, None)
    return [
        Record(
            listing, 0, 0, (0, 0), {"body": (f"từ{number} chung", "x")}, {"tag": (f"t{number}",)}
        )
        for number in range(begin, end)
    ]


def test_a_merge_in_small_pieces_gives_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_TERMS_AT_ONCE", "_POSTINGS_AT_ONCE"):
        monkeypatch.setattr(f"archive_tui.index.merging.{name}", 7)
    first, second = numbered(0, 60), numbered(40, 90)
    parts = [write(tmp_path, "s000001", first), write(tmp_path, "s000002", second)]
    asked: list[None] = []
    none = np.empty(0, dtype=np.uint32)
    merge(
        sources([(part, none) for part in parts]), tmp_path, "s000003", lambda: asked.append(None)
    )
    assert len(asked) > 9, "so that it can be stopped"
    merged = Segment(tmp_path, "s000003")
    assert_holds(merged, [*first, *second])
    for segment in (*parts, merged):
        segment.close()


def test_a_term_is_found_by_its_bytes_or_not_at_all(tmp_path: Path) -> None:
    segment = write(tmp_path, "s000001", numbered(0, 20))
    terms = segment.terms("tag")
    assert [terms.texts()[terms.find(f"t{number}") or 0] for number in range(20)] == [
        f"t{number}" for number in range(20)
    ]
    assert [terms.find(term) for term in ("", "t", "t20", "zz", "t1\n", "\ud800")] == [None] * 6
    assert terms.place(b"") == 0
    assert terms.place(b"zz") == len(terms) == 20
    segment.close()


def test_counts_and_positions_take_the_smallest_type_they_fit_into(tmp_path: Path) -> None:
    listing = Listing("a", "a/b.md", "", None, None, None, None)
    for name, repeats, types in (
        ("s000001", 3, ("uint8", "uint16")),
        ("s000002", 300, ("uint16", "uint16")),
        ("s000003", 70_000, ("uint32", "uint32")),
    ):
        record = Record(listing, 0, 0, (0, 0), {"body": ("x " * repeats,)}, {})
        segment = write(tmp_path, name, [record])
        assert tuple(map(str, segment.types("body_exact"))) == types
        assert_holds(segment, [record])
        segment.close()


@pytest.mark.parametrize("kind", FILES)
def test_a_segment_that_lacks_a_file_is_not_opened(tmp_path: Path, kind: str) -> None:
    write(tmp_path, "s000001", numbered(0, 3)).close()
    (tmp_path / file_name("s000001", kind)).unlink()
    with pytest.raises(FileNotFoundError):
        Segment(tmp_path, "s000001")


def test_numbers_and_fields_are_those_of_the_schema(tmp_path: Path) -> None:
    segment = write(tmp_path, "s000001", numbered(0, 3))
    for name, kind in NUMBER_FIELDS.items():
        assert segment.numbers(name).dtype == np.dtype(kind)
    for field in POSITIONED_FIELDS:
        assert len(segment.terms(field)) == (5 if field.startswith("body") else 0)
    with pytest.raises(DamagedSections):
        segment.numbers("unknown")
    segment.close()
