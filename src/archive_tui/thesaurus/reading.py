"""A thesaurus as YAML, read and checked.

What is read is taken as it is written, never as YAML would guess: a name ``ON`` stays a name.
The user's file may come from anywhere, so aliases, tags and deep nesting are refused while it
is read, before anything is built of it. Only who has such a file pays for loading this.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import yaml

from archive_tui.errors import ConfigError
from archive_tui.i18n import _
from archive_tui.model import ThesaurusEntry
from archive_tui.text.clean import clean_line
from archive_tui.text.vietnamese import exact_form

SIZE_LIMIT: Final = 1 << 20
"""Most bytes a file may have; the shipped one takes a thirtieth."""

NAME_LIMIT: Final = 200
"""Characters a name may have; the longest one of an institution has fewer than half."""

_EVENT_LIMIT: Final = 100_000
"""Names, lists and ends of lists a file may hold: what bounds the time without a C parser."""
_DEPTH_LIMIT: Final = 6
_SHOWN: Final = 60
"""Characters of a mistaken text that are repeated in a message."""
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_TOP_KEYS: Final = ("format", "groups", "shipped", "without")
_GROUP_KEYS: Final = ("title", "source", "entries")
_VERSIONS: Final = {"1": True}
_SWITCH: Final = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_NO_LETTERS: Final = re.compile(r"[\W_]+")


class _Fault(Exception):  # noqa: N818 - it becomes a ConfigError
    """What is wrong, what to do, and on which line (from 0) where that is known."""

    def __init__(self, message: str, hint: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.line = line


@dataclass(frozen=True, slots=True)
class _Scalar:
    """A text of the file."""

    text: str
    """What it says, clean and on one line."""
    line: int
    """Where it stands, from 0."""


@dataclass(frozen=True, slots=True)
class _List:
    """A list of the file."""

    items: "tuple[_Node, ...]"
    """What is in it."""
    line: int
    """Where it begins, from 0."""


@dataclass(frozen=True, slots=True)
class _Mapping:
    """Keys and values of the file."""

    values: "dict[str, _Node]"
    """Each key with its value."""
    line: int
    """Where it begins, from 0."""


_Node: TypeAlias = _Scalar | _List | _Mapping


@dataclass(frozen=True, slots=True)
class _Content:
    """What a file says."""

    entries: tuple[ThesaurusEntry, ...] = ()
    """Its entries."""
    without: tuple[_Scalar, ...] = ()
    """Names whose shipped entries are switched off."""
    shipped: bool = True
    """Whether the shipped entries count too."""


def entries(path: Path, shipped: Sequence[ThesaurusEntry] = ()) -> tuple[ThesaurusEntry, ...]:
    """Return the entries that count where a file has its say.

    Args:
        path: The file; one that is not there changes nothing.
        shipped: The entries that count without it.

    Returns:
        The shipped entries that the file leaves, then its own.

    Raises:
        ConfigError: The file cannot be read, or has a mistake; names file and line.
    """
    with _naming(path):
        text = _read(path)
        return tuple(shipped) if text is None else _chosen(_content(text), shipped)


@contextmanager
def _naming(file: Path) -> Iterator[None]:
    """Turn a fault into an error that names the file it is in."""
    try:
        yield
    except _Fault as fault:
        place = str(file) if fault.line is None else f"{file}:{fault.line + 1}"
        raise ConfigError(f"{place}: {fault.message}", fault.hint) from fault


def _read(path: Path) -> str | None:
    """Return what stands in a file; None where there is none."""
    try:
        if not path.exists():
            return None
        if not path.is_file():  # a pipe would never end
            raise _Fault(_("This is no file."), _("Put a text file in its place."))
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
        if len(data) > SIZE_LIMIT:
            raise _too_large()
        return data.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        hint = _("Save it as text in UTF-8, or delete it.")
        raise _Fault(_("The thesaurus cannot be read."), hint) from error


def _too_large() -> _Fault:
    return _Fault(
        _("The thesaurus is larger than a thesaurus can be."),
        _("Keep only the entries that are needed."),
    )


def _chosen(content: _Content, shipped: Sequence[ThesaurusEntry]) -> tuple[ThesaurusEntry, ...]:
    """Return the shipped entries that a user's file leaves, and its own."""
    known = {_key(name): name for entry in shipped for name in entry.names}
    for name in content.without:
        if _key(name.text) not in known:
            said = _("“{name}” is no name of the shipped thesaurus.")
            hint = _near(name.text, known.values()) or _("Take it out of “without”.")
            raise _Fault(said.format(name=_shown(name)), hint, name.line)
    left_out = {_key(name.text) for name in content.without}
    kept = (entry for entry in shipped if left_out.isdisjoint(map(_key, entry.names)))
    return (*(kept if content.shipped else ()), *content.entries)


def _key(name: str) -> str:
    """Return what two spellings of one name share: its letters, whatever stands in between."""
    return exact_form(_NO_LETTERS.sub(" ", name).strip())


def _near(typed: str, known: Iterable[str]) -> str:
    """Return a hint that names what was probably meant; empty where nothing is near."""
    near = difflib.get_close_matches(typed, list(known), n=1, cutoff=0.5)
    return _("Did you mean “{near}”?").format(near=near[0]) if near else ""


def _content(text: str) -> _Content:
    node = _parsed(text)
    if node is None:
        return _Content()
    values = _values(node, _TOP_KEYS)
    version = values.get("format")
    if version is not None:
        _choice(version, "format", _VERSIONS)
    switch = values.get("shipped")
    return _Content(
        tuple(entry for group in _items(values, "groups") for entry in _group(group)),
        tuple(map(_name, _items(values, "without"))),
        switch is None or _choice(switch, "shipped", _SWITCH),
    )


def _group(node: _Node) -> Iterator[ThesaurusEntry]:
    values = _values(node, _GROUP_KEYS)
    source = _text(values, "source") or _text(values, "title")
    for entry in _items(values, "entries"):
        yield ThesaurusEntry(_names(entry), source)


def _names(entry: _Node) -> tuple[str, ...]:
    """Return the names of an entry, each once."""
    if not isinstance(entry, _List):
        raise _form(_("An entry has to be a list of names, here it is “{entry}”."), entry)
    names = {_key(name.text): name.text for name in reversed(list(map(_name, entry.items)))}
    if len(names) < 2:  # noqa: PLR2004 - it takes two to mean the same
        said = _("The entry “{entry}” has fewer than two different names.")
        hint = _("Write another name into it, or take it out.")
        raise _Fault(said.format(entry=_shown(entry)), hint, entry.line)
    return tuple(reversed(names.values()))


def _name(node: _Node) -> _Scalar:
    if not isinstance(node, _Scalar) or len(node.text) > NAME_LIMIT or not _key(node.text):
        said = _("“{name}” is no name: that is a short text with letters or digits.")
        hint = _("Write a name there, in quotation marks if it holds a colon or a comma.")
        raise _Fault(said.format(name=_shown(node)), hint, node.line)
    return node


def _values(node: _Node, known: tuple[str, ...]) -> dict[str, _Node]:
    """Return the values of a mapping that may have certain keys."""
    if not isinstance(node, _Mapping):
        raise _form(_("Keys and values were expected here, not “{entry}”."), node)
    for key, value in node.values.items():
        if key not in known:
            hint = _near(key, known) or _("Known keys: {known}.").format(known=", ".join(known))
            said = _("There is no key “{key}” here.").format(key=key[:_SHOWN])
            raise _Fault(said, hint, value.line)
    return node.values


def _items(values: dict[str, _Node], key: str) -> tuple[_Node, ...]:
    """Return the items of a list; one that is absent or empty has none."""
    node = values.get(key)
    if isinstance(node, _List):
        return node.items
    if node is None or node == _Scalar("", node.line):
        return ()
    raise _form(_("There has to be a list here, not “{entry}”."), node)


def _text(values: dict[str, _Node], key: str) -> str:
    node = values.get(key)
    if node is None or isinstance(node, _Scalar):
        return node.text if node else ""
    raise _form(_("There has to be a text here, not “{entry}”."), node)


def _choice(node: _Node, key: str, allowed: Mapping[str, bool]) -> bool:
    if isinstance(node, _Scalar) and node.text.lower() in allowed:
        return allowed[node.text.lower()]
    said = _("“{value}” is no value for “{key}”.").format(value=_shown(node), key=key)
    raise _Fault(said, _("It can be: {allowed}.").format(allowed=", ".join(allowed)), node.line)


def _form(message: str, node: _Node) -> _Fault:
    hint = _("The form is: groups, in each group entries, each entry a list of names.")
    return _Fault(message.format(entry=_shown(node)), hint, node.line)


def _shown(node: _Node) -> str:
    """Return the beginning of what stands in a place, for a message."""
    match node:
        case _Scalar(text):
            said = text
        case _List(items):
            said = ", ".join(_shown(item) for item in items[:_SHOWN])
        case _Mapping(values):
            said = ", ".join(values)
    return said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"


def _parsed(text: str) -> _Node | None:
    """Return what a YAML text holds; None where it is empty."""
    events = _events(text)
    found: _Node | None = None
    try:
        for event in events:
            if not isinstance(event, yaml.NodeEvent):
                continue
            node = _node(event, events)
            if found:
                raise _no_yaml(_("there is a second document"), node.line)
            found = node
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        detail = clean_line(str(error.problem or error.context or ""))
        raise _no_yaml(detail, mark.line if mark else None) from error
    except (yaml.YAMLError, ValueError, ArithmeticError) as error:
        raise _no_yaml(clean_line(str(error))[:_SHOWN], None) from error
    return found


def _no_yaml(detail: str, line: int | None) -> _Fault:
    said = _("The thesaurus is not valid YAML ({detail}).").format(detail=detail)
    return _Fault(said, _("Mend the line, or delete the file."), line)


def _events(text: str) -> Iterator[yaml.Event]:
    """Yield what a YAML text is made of, and refuse what a list of names does not need."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_Loader)):
        line = event.start_mark.line if event.start_mark else None
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if count > _EVENT_LIMIT:
            raise _too_large()
        if depth > _DEPTH_LIMIT:
            raise _Fault(_("Lists are nested too deeply here."), _("Take the list apart."), line)
        marked = getattr(event, "anchor", None) or getattr(event, "tag", None)
        if marked or isinstance(event, yaml.AliasEvent):
            said = _("YAML aliases and tags cannot stand here.")
            raise _Fault(said, _("Write every name out; quote a name that begins so."), line)
        yield event


def _node(event: yaml.Event, events: Iterator[yaml.Event]) -> _Node:
    """Build what begins with an event; takes the events that belong to it."""
    line = event.start_mark.line if event.start_mark else 0
    if isinstance(event, yaml.SequenceStartEvent):
        return _List(tuple(_children(events)), line)
    if isinstance(event, yaml.MappingStartEvent):
        return _mapping(list(_children(events)), line)
    return _Scalar(clean_line(str(getattr(event, "value", ""))), line)


def _children(events: Iterator[yaml.Event]) -> Iterator[_Node]:
    for event in events:
        if isinstance(event, yaml.CollectionEndEvent):
            return
        yield _node(event, events)


def _mapping(nodes: list[_Node], line: int) -> _Mapping:
    values: dict[str, _Node] = {}
    for key, value in zip(nodes[::2], nodes[1::2], strict=True):
        if not isinstance(key, _Scalar):
            raise _form(_("“{entry}” is no key."), key)
        if key.text in values:
            said = _("The key “{key}” stands here twice.").format(key=_shown(key))
            raise _Fault(said, _("Put what belongs to it together."), key.line)
        values[key.text] = value
    return _Mapping(values, line)
