"""``archive.yaml``: read without YAML where it is simple, and always to the same end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_tui.archive.settlement import Settled, settlement_text, simple_values, yaml_values
from archive_tui.text.clean import clean

_ALPHABET = st.one_of(st.sampled_from("aZ0đẫ .,:#'\"()/–-_~!&*%@|>[]{}?"), st.characters())
_VALUES = st.text(_ALPHABET, max_size=12)
_LINES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(("name", "id", "format", "null", "é", " x")),
    st.sampled_from((": ", ":", ":  ")),
    _VALUES,
    st.sampled_from(("", "'", " ")),
)


@given(st.lists(_LINES, min_size=1, max_size=4))
def test_what_is_read_without_yaml_is_what_yaml_gives(lines: list[str]) -> None:
    text = clean("\n".join(lines) + "\n")
    if found := simple_values(text):
        assert found == yaml_values(text, "x")


@given(_VALUES)
def test_a_text_in_quotes_is_what_yaml_gives(value: str) -> None:
    text = clean(f"name: '{value}'\n")
    if found := simple_values(text):
        assert found == yaml_values(text, "x")


@pytest.mark.parametrize("name", ["Báo Nhân Dân", "1975", "1e5", "Tin (cũ), 1951–1975", "a-b_c.d"])
@pytest.mark.parametrize("identity", ["e547eb237c0b5b9e", "1234567812345678", "12345678123456e1"])
def test_what_the_program_writes_is_read_without_yaml(name: str, identity: str) -> None:
    text = settlement_text(Settled(name, identity=identity))
    assert simple_values(text) == {
        "name": name, "language": "vi", "format": "1", "id": identity
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["", "name: a: b\n", "name: a #b\n", "name: a\n  b\n", "name: |\n a\n", "- a\n", "---\n"],
)
def test_what_is_not_simple_is_left_to_yaml(text: str) -> None:
    assert not simple_values(text)
