"""Files of named arrays come back as they were written, or are refused."""

from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from archive_tui.index.sections import DamagedSections, SectionFile, SectionWriter

TYPES: Final = ("u1", "<u2", "<u4", "<u8", "<i4", "<i8", "<f4")
ARRAYS: Final[dict[str, NDArray[Any]]] = {
    **{f"some {kind}": np.array([1, 2, 100], dtype=kind) for kind in TYPES},
    **{f"no {kind}": np.empty(0, dtype=kind) for kind in TYPES},
    "extremes": np.array([-(2**63), 2**63 - 1], dtype="<i8"),
    "all bytes": np.arange(256, dtype="u1"),
}
BLOCK: Final = 1 << 16


def write(path: Path, arrays: dict[str, NDArray[Any]]) -> bytes:
    path.unlink(missing_ok=True)
    writer = SectionWriter(path)
    for name, values in arrays.items():
        writer.add(name, values)
    writer.close()
    return path.read_bytes()


def everything(path: Path) -> dict[str, NDArray[Any]]:
    file = SectionFile(path)
    try:
        file.check()
        return {name: file.array(name).copy() for name in file.names()}
    finally:
        file.close()


def test_arrays_of_all_types_and_empty_ones_come_back_in_their_order(tmp_path: Path) -> None:
    write(tmp_path / "file.atx", ARRAYS)
    found = everything(tmp_path / "file.atx")
    assert list(found) == list(ARRAYS)
    for name, values in ARRAYS.items():
        assert found[name].dtype == values.dtype
        assert found[name].tolist() == values.tolist()


@pytest.mark.parametrize("arrays", [{}, {"none": np.empty(0, dtype="<u8")}])
def test_a_file_without_data_can_be_read(tmp_path: Path, arrays: dict[str, NDArray[Any]]) -> None:
    write(tmp_path / "file.atx", arrays)
    assert list(everything(tmp_path / "file.atx")) == list(arrays)


def test_an_array_is_written_in_pieces_and_read_in_parts(tmp_path: Path) -> None:
    writer = SectionWriter(tmp_path / "file.atx")
    writer.add("before", b"abc")
    writer.begin("long", "<u4")
    values = np.arange(100_000, dtype="<u4")
    for begin in range(0, len(values), 7_777):
        writer.append(values[begin : begin + 7_777].astype("<i8"))
        writer.append(np.empty(0))
    writer.add("after", b"xyz")
    writer.close()
    file = SectionFile(tmp_path / "file.atx")
    assert file.count("long") == len(values)
    for begin, end in ((0, 0), (0, 1), (16_380, 16_390), (99_999, 100_000), (100_000, 100_000)):
        assert file.array("long", begin, end).tolist() == list(range(begin, end))
    assert file.array("long", 5).tolist() == list(range(5, 100_000))
    assert file.array("before").tobytes() + file.array("after").tobytes() == b"abcxyz"
    file.close()


@pytest.mark.parametrize(("begin", "end"), [(-1, 1), (0, 4), (2, 1), (4, 4)])
def test_parts_that_are_not_there_are_refused(tmp_path: Path, begin: int, end: int) -> None:
    write(tmp_path / "file.atx", {"three": np.arange(3)})
    file = SectionFile(tmp_path / "file.atx")
    with pytest.raises(DamagedSections):
        file.array("three", begin, end)
    with pytest.raises(DamagedSections):
        file.array("four")
    file.close()


def test_a_file_that_is_there_is_not_written_to(tmp_path: Path) -> None:
    genuine = write(tmp_path / "file.atx", ARRAYS)
    with pytest.raises(FileExistsError):
        SectionWriter(tmp_path / "file.atx")
    assert (tmp_path / "file.atx").read_bytes() == genuine


def test_names_are_given_once_and_types_are_those_of_the_format(tmp_path: Path) -> None:
    writer = SectionWriter(tmp_path / "file.atx")
    writer.add("taken", b"")
    for name, kind in (("taken", "u1"), ("wide", "<f8"), ("any", object), ("text", "U3")):
        with pytest.raises(ValueError, match=name):
            writer.begin(name, kind)
    writer.discard()


def test_arrays_cannot_be_changed_and_outlive_the_file(tmp_path: Path) -> None:
    write(tmp_path / "file.atx", {"three": np.arange(3)})
    file = SectionFile(tmp_path / "file.atx")
    values = file.array("three")
    file.close()
    assert values.tolist() == [0, 1, 2]
    with pytest.raises(ValueError, match="read-only"):
        values[0] = 9


def test_every_flipped_byte_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "file.atx"
    genuine = write(path, {"one": np.arange(5, dtype="<u2"), "other": np.arange(3)})
    for place in range(len(genuine)):
        for bits in (1, 0x20, 0xFF):
            data = bytearray(genuine)
            data[place] ^= bits
            path.write_bytes(data)
            with pytest.raises(DamagedSections):
                everything(path)
    path.write_bytes(genuine)
    assert len(everything(path)) == 2


def test_every_other_length_is_noticed_on_opening(tmp_path: Path) -> None:
    path = tmp_path / "file.atx"
    genuine = write(path, {"one": np.arange(5, dtype="<u2"), "other": np.arange(3)})
    for length in range(len(genuine)):
        path.write_bytes(genuine[:length])
        with pytest.raises(DamagedSections):
            SectionFile(path)
    path.write_bytes(genuine + b"\0")
    with pytest.raises(DamagedSections):
        SectionFile(path)


def test_damage_is_noticed_in_the_block_it_is_in(tmp_path: Path) -> None:
    path = tmp_path / "file.atx"
    data = bytearray(write(path, {"long": np.zeros(3 * BLOCK, dtype="u1")}))
    data[BLOCK + 5] ^= 1
    path.write_bytes(data)
    file = SectionFile(path)
    assert file.array("long", 0, 100).sum() == 0
    assert file.array("long", 2 * BLOCK).sum() == 0
    for _again in range(2):
        with pytest.raises(DamagedSections):
            file.array("long", BLOCK, BLOCK + 1)
    with pytest.raises(DamagedSections):
        file.check()
    file.close()


def test_files_of_other_contents_have_other_identities(tmp_path: Path) -> None:
    identities = []
    for values in ([1, 2], [2, 1], [1, 2]):
        write(tmp_path / "file.atx", {"values": np.array(values)})
        file = SectionFile(tmp_path / "file.atx")
        identities.append(file.identity)
        file.close()
    assert identities[0] == identities[2] != identities[1]


@given(st.binary(max_size=200))
def test_bytes_that_are_no_such_file_are_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "file.atx"
    path.write_bytes(data)
    with pytest.raises(DamagedSections):
        SectionFile(path)


@pytest.mark.parametrize("items", [10, 100_000])
def test_small_files_are_not_kept_open_and_large_ones_are_not_read_as_a_whole(
    tmp_path: Path, items: int
) -> None:
    path = tmp_path / "file.atx"
    write(path, {"numbers": np.arange(items, dtype="<u4")})
    file = SectionFile(path)
    maps = Path("/proc/self/maps")
    if maps.exists():
        assert (str(path) in maps.read_text()) == (items > 10_000)
    file.forget()
    assert file.array("numbers").tolist() == list(range(items))
    file.close()
