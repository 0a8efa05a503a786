"""The YAML at the head of an article file, read with limits and written in one fixed order.

Values are taken as they are written, never as YAML would guess: a title ``1975`` stays text
and a section ``No`` stays no boolean. Only keys this version does not know are built as YAML
values, so that they survive a rewrite. Custom tags, aliases and deep nesting are refused
before anything is built.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

import yaml

from archive_tui.archive.limits import PHOTO_LIMIT, SIZE_LIMIT, TAG_LIMIT, TITLE_LIMIT
from archive_tui.errors import DamagedFile, DateSyntaxError
from archive_tui.i18n import _
from archive_tui.model import DateSpan, Header, Original, Photo
from archive_tui.text.clean import clean, clean_line
from archive_tui.text.dates import parse_iso

_DEPTH_LIMIT: Final = 12
_SCALAR_LIMIT: Final = 64
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Dumper: Final = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

_TEXT_KEYS: Final = (
    "date_note", "updated", "section", "source", "author", "url", "language",
)  # fmt: skip
_KNOWN: Final = frozenset({"id", "title", "date", "tags", "photos", "original", *_TEXT_KEYS})


class _Fault(Exception):  # noqa: N818 - it becomes a DamagedFile
    """What is wrong, and on which line of the front matter (from 0)."""

    def __init__(self, message: str, line: int | None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def read_header(text: str, path: str, article_id: str, first_line: int = 2) -> Header:
    """Read a front matter.

    Args:
        text: What stands between the ``---`` lines, cleaned.
        path: The file, for messages.
        article_id: The name the file gives the article.
        first_line: Line of the file the front matter begins on, for messages.

    Returns:
        The header, every string on one line and clean.

    Raises:
        DamagedFile: It is no YAML mapping, breaks a limit, lacks a title, or its values
            have the wrong shape; carries the line.
    """
    try:
        return _header(_Fields(_compose(text)), article_id)
    except _Fault as fault:
        line = None if fault.line is None else fault.line + first_line
        raise DamagedFile(path, fault.message, line=line) from fault


def _compose(text: str) -> yaml.MappingNode:
    if len(text) > SIZE_LIMIT:
        raise _Fault(_("The front matter is larger than a front matter can be."), None)
    try:
        _refuse_hostile(text)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        detail = clean_line(str(error.problem or error.context or ""))
        message = _("The front matter is not valid YAML ({detail}).").format(detail=detail)
        raise _Fault(message, mark.line if mark else None) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise _Fault(_("The front matter is not valid YAML."), None) from error
    if not isinstance(node, yaml.MappingNode):
        raise _Fault(_("The front matter is not a list of keys and values."), 0)
    return node


def _refuse_hostile(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Fault(_("The front matter uses YAML aliases."), _line(event))
        if isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None):
            raise _Fault(_("The front matter uses YAML tags."), _line(event))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEPTH_LIMIT:
            raise _Fault(_("The front matter is nested too deeply."), _line(event))


def _line(event: yaml.Event) -> int | None:
    return event.start_mark.line if event.start_mark else None


class _Fields:
    """A YAML mapping, its scalars taken as written."""

    def __init__(self, node: yaml.Node) -> None:
        if not isinstance(node, yaml.MappingNode):
            message = _("A list of keys and values was expected here.")
            raise _Fault(message, node.start_mark.line)
        self._nodes = {
            clean_line(key.value): value
            for key, value in node.value
            if isinstance(key, yaml.ScalarNode)
        }
        self.line = node.start_mark.line

    def text(self, key: str) -> str | None:
        """Return a value on one line, or None where it is absent or empty."""
        node = self._nodes.get(key)
        if node is None:
            return None
        if not isinstance(node, yaml.ScalarNode):
            raise self.fault(key, _("“{key}” has to be a text.").format(key=key))
        return _scalar(node)

    def number(self, key: str) -> int:
        """Return a whole number, 0 where it is absent."""
        value = self.text(key) or "0"
        if not re.fullmatch(r"\d{1,6}", value):
            raise self.fault(key, _("“{key}” has to be a number.").format(key=key))
        return int(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; a single text is a list of one."""
        node = self._nodes.get(key)
        items = node.value if isinstance(node, yaml.SequenceNode) else [node] if node else []
        if not all(isinstance(item, yaml.ScalarNode) for item in items):
            raise self.fault(key, _("“{key}” has to be a list of texts.").format(key=key))
        return tuple(value for item in items if (value := _scalar(item)))

    def mappings(self, key: str) -> list["_Fields"]:
        """Return a list of mappings."""
        node = self._nodes.get(key)
        if node is None or _is_null(node):
            return []
        if not isinstance(node, yaml.SequenceNode):
            raise self.fault(key, _("“{key}” has to be a list.").format(key=key))
        return [_Fields(item) for item in node.value]

    def mapping(self, key: str) -> "_Fields | None":
        """Return a mapping, or None where it is absent."""
        node = self._nodes.get(key)
        return None if node is None or _is_null(node) else _Fields(node)

    def rest(self) -> Mapping[str, object]:
        """Return the keys this version does not know, as plain YAML values."""
        return {key: _plain(node) for key, node in self._nodes.items() if key not in _KNOWN}

    def fault(self, key: str, message: str) -> _Fault:
        """Return an error that points at a key."""
        node = self._nodes.get(key)
        return _Fault(message, self.line if node is None else node.start_mark.line)


def _plain(node: yaml.Node) -> object:
    """Return the value of a key we do not know, so that it survives a rewrite."""
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    text = clean(str(node.value))
    if len(text) > _SCALAR_LIMIT:  # no number or date is so long, but it may take long to read
        return text
    return yaml.constructor.SafeConstructor().construct_object(node)


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"


def _scalar(node: yaml.ScalarNode) -> str | None:
    return None if _is_null(node) else clean_line(str(node.value)) or None


def _header(fields: _Fields, article_id: str) -> Header:
    title = fields.text("title")
    if not title:
        raise fields.fault("title", _("The article has no title."))
    if len(title) > TITLE_LIMIT:
        message = _("The title is longer than {limit} characters.").format(limit=TITLE_LIMIT)
        raise fields.fault("title", message)
    if fields.text("id") not in (None, article_id):
        raise fields.fault("id", _("The id is not the name of the file."))
    texts = {key: fields.text(key) for key in _TEXT_KEYS}
    original = fields.mapping("original")
    try:
        extra = fields.rest()
    except (yaml.YAMLError, ValueError, ArithmeticError) as error:
        raise _Fault(_("The front matter is not valid YAML."), fields.line) from error
    return Header(
        id=article_id,
        title=title,
        date=_date(fields),
        tags=_tags(fields),
        photos=_photos(fields),
        original=_original(original) if original else None,
        extra=extra,
        **texts,
    )


def _date(fields: _Fields) -> DateSpan | None:
    value = fields.text("date")
    try:
        return parse_iso(value) if value else None
    except DateSyntaxError as error:
        raise fields.fault("date", error.message) from error


def _tags(fields: _Fields) -> tuple[str, ...]:
    tags = fields.texts("tags")
    if len(tags) > TAG_LIMIT:
        message = _("There are more than {limit} tags.").format(limit=TAG_LIMIT)
        raise fields.fault("tags", message)
    return tags


def _photos(fields: _Fields) -> tuple[Photo, ...]:
    photos = fields.mappings("photos")
    if len(photos) > PHOTO_LIMIT:
        message = _("There are more than {limit} photos.").format(limit=PHOTO_LIMIT)
        raise fields.fault("photos", message)
    return tuple(map(_photo, photos))


def _photo(fields: _Fields) -> Photo:
    caption = fields.text("caption")
    if not caption and not fields.text("file"):
        raise fields.fault("caption", _("A photo has neither caption nor file."))
    return Photo(
        caption=caption or "",
        credit=fields.text("credit"),
        file=fields.text("file"),
        after=fields.number("after"),
        guessed=(fields.text("guessed") or "").lower() == "true",
    )


def _original(fields: _Fields) -> Original:
    return Original(
        sha256=fields.text("sha256") or "",
        path=fields.text("path"),
        media_type=fields.text("media_type"),
        encoding=fields.text("encoding"),
        captured=fields.text("captured"),
        converter=fields.text("converter"),
        losses=fields.texts("losses"),
    )


def write_header(header: Header) -> str:
    """Return a header as YAML, without the ``---`` lines, keys always in the same order.

    Unknown keys come last, as they were. Reading the result gives an equal header.
    """
    values: dict[str, object] = {"id": header.id, "title": header.title}
    if header.date:
        values["date"] = _IsoDate(str(header.date))
    values |= {key: value for key in _TEXT_KEYS if (value := getattr(header, key))}
    if header.tags:
        values["tags"] = list(header.tags)
    if header.photos:
        values["photos"] = [_photo_values(photo) for photo in header.photos]
    if header.original:
        values["original"] = _original_values(header.original)
    values |= header.extra
    return yaml.dump(
        values, Dumper=_HeaderDumper, allow_unicode=True, sort_keys=False, width=1 << 20
    )


def _photo_values(photo: Photo) -> dict[str, object]:
    values = (
        ("caption", photo.caption),
        ("credit", photo.credit),
        ("file", photo.file),
        ("after", photo.after),
        ("guessed", photo.guessed or None),
    )
    return _present(values)


def _original_values(original: Original) -> dict[str, object]:
    values = (
        ("path", original.path),
        ("sha256", original.sha256),
        ("media_type", original.media_type),
        ("encoding", original.encoding),
        ("captured", original.captured),
        ("converter", original.converter),
        ("losses", list(original.losses) or None),
    )
    return _present(values)


def _present(values: Iterable[tuple[str, object]]) -> dict[str, object]:
    return {key: value for key, value in values if value is not None}


class _IsoDate(str):
    """A date, written without the quotes YAML would put around it."""

    __slots__ = ()


class _HeaderDumper(_Dumper):  # type: ignore[valid-type,misc] # C or Python, as installed
    """Writes dates as a person would."""


def _represent_date(dumper: yaml.SafeDumper, value: _IsoDate) -> yaml.ScalarNode:
    text = str(value)
    tag = dumper.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call] # the stubs lack it
    return yaml.ScalarNode(tag, text)


_HeaderDumper.add_representer(_IsoDate, _represent_date)
