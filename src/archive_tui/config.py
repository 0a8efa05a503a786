"""One settings object, made from a YAML file, the environment and the command line.

Later ones win. A key nobody knows is an error that names file, key and the nearest known
one, because a misspelt setting that is silently ignored costs an afternoon. Nothing here
looks at an archive.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from archive_tui.errors import ConfigError
from archive_tui.i18n import LANGUAGES, Language, _, guess
from archive_tui.model import Accents, Sort, Typing
from archive_tui.text.clean import clean_line

PROGRAM: Final = "archive-tui"
"""Name under which the user's folders are kept."""

HOME_VARIABLE: Final = "ARCHIVE_TUI_HOME"
"""One folder for settings, data, cache and log, for portable use and for tests."""

_NO_KEYS: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class UserFolders:
    """Where the user's own files lie."""

    config: Path
    """Settings."""
    data: Path
    """Collections and other things the user made."""
    cache: Path
    """Indexes of archives that cannot be written to."""
    log: Path
    """Log files of ``--debug``."""

    @classmethod
    def of_environment(cls, environment: Mapping[str, str] = os.environ) -> "UserFolders":
        """Return the folders the system has for this program.

        Args:
            environment: ``ARCHIVE_TUI_HOME`` in it moves all of them into one folder.
        """
        if home := environment.get(HOME_VARIABLE):
            root = Path(home)
            return cls(root / "config", root / "data", root / "cache", root / "log")
        import platformdirs  # noqa: PLC0415 - only to look where nobody said

        return cls(
            platformdirs.user_config_path(PROGRAM, appauthor=False),
            platformdirs.user_data_path(PROGRAM, appauthor=False),
            platformdirs.user_cache_path(PROGRAM, appauthor=False),
            platformdirs.user_log_path(PROGRAM, appauthor=False),
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the user can set; each field is a key of ``config.yaml``."""

    folders: UserFolders
    """Where the user's own files lie; no key of the file."""
    archive: Path | None = None
    """The archive to open; the nearest ``archive/`` folder upward when absent."""
    language: Language = "en"
    """Language of the interface; the locale's when absent."""
    accents: Accents = Accents.SMART
    """How marks in a query are taken."""
    sort: Sort = Sort.RELEVANCE
    """Order of the results."""
    typing: Typing = Typing.OFF
    """How marks are typed into the search box at the beginning."""
    theme: str = "textual-dark"
    """Colours of the browser."""
    export_width: int = 78
    """Cells a line of exported text may take."""
    export_folder: Path | None = None
    """Where exports go that name no place; the current folder when absent."""
    keys: Mapping[str, str] = field(default_factory=lambda: _NO_KEYS, hash=False)
    """The user's own keys: name of a command to the keys that call it."""


def load(
    environment: Mapping[str, str] = os.environ, folders: UserFolders | None = None
) -> Settings:
    """Read the user's settings.

    Args:
        environment: ``ARCHIVE_TUI_ARCHIVE`` and ``ARCHIVE_TUI_LANG`` in it win over the file.
        folders: Where to look; the system's places when left out.

    Returns:
        The settings; defaults where there is no file.

    Raises:
        ConfigError: The file cannot be read, or holds an unknown key or a bad value.
    """
    folders = folders or UserFolders.of_environment(environment)
    settings = Settings(folders, language=guess(dict(environment)))
    path = folders.config / "config.yaml"
    for key, value in _file_values(path).items():
        settings = _with(settings, key, value, str(path))
    if archive := environment.get("ARCHIVE_TUI_ARCHIVE"):
        settings = replace(settings, archive=Path(archive))
    if language := environment.get("ARCHIVE_TUI_LANG"):
        settings = _with(settings, "language", language, "ARCHIVE_TUI_LANG")
    return settings


def _file_values(path: Path) -> dict[str, object]:
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:
        raise _unreadable(path) from error
    values = _yaml_values(text, path)
    if not isinstance(values, dict | None):
        raise ConfigError(
            _("The settings in {path} are not a list of keys and values.").format(path=path)
        )
    return {clean_line(str(key)): value for key, value in (values or {}).items()}


def _yaml_values(text: str, path: Path) -> object:
    import yaml  # noqa: PLC0415 - most users have no file of settings

    try:
        return yaml.safe_load(text)
    except (ValueError, ArithmeticError, yaml.YAMLError, RecursionError) as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> ConfigError:
    return ConfigError(
        _("The settings in {path} cannot be read.").format(path=path),
        _("Mend the file, or delete it to use the defaults."),
    )


def _with(settings: Settings, key: str, value: object, place: str) -> Settings:
    """Return the settings with one key set, checked."""
    known = [item.name for item in fields(Settings) if item.name != "folders"]
    if key not in known:
        import difflib  # noqa: PLC0415 - only for a mistake

        near = difflib.get_close_matches(key, known, n=1, cutoff=0.4)
        raise ConfigError(
            _("{place}: there is no setting “{key}”.").format(place=place, key=key),
            _("Did you mean “{near}”?").format(near=near[0])
            if near
            else _("Known settings: {known}.").format(known=", ".join(known)),
        )
    try:
        return replace(settings, **{key: _CONVERTERS[key](value)})  # type: ignore[arg-type]
    except (ValueError, TypeError, AttributeError, RuntimeError) as error:
        raise ConfigError(
            _("{place}: “{value}” is no value for “{key}”.").format(
                place=place, value=clean_line(str(value))[:80], key=key
            ),
            _advice(key),
        ) from error


def _advice(key: str) -> str:
    if key in _ALLOWED:
        return _("It can be: {allowed}.").format(allowed=", ".join(_ALLOWED[key]))
    if key == "export_width":
        return _("Give a whole number, 0 or more.")
    if key == "keys":
        return _("Give a key for each command, such as “quit: f10”.")
    return _("Give a text.")


def _language(value: object) -> Language:
    for language in LANGUAGES:
        if value == language:
            return language
    raise ValueError(value)


def _typing(value: object) -> Typing:
    """Read a way of typing; YAML takes a bare ``off`` for false."""
    return Typing.OFF if value is False else Typing(str(value).lower())


def _positive(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(value)
    return value


def _key_map(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise TypeError(value)
    pairs = ((clean_line(str(name)), clean_line(str(keys))) for name, keys in value.items())
    return MappingProxyType(dict(pairs))


def _path(value: object) -> Path:
    if not isinstance(value, str):
        raise TypeError(value)
    return Path(value).expanduser()


_CONVERTERS: Final[dict[str, Callable[[object], object]]] = {
    "archive": _path,
    "language": _language,
    "accents": lambda value: Accents(str(value)),
    "sort": lambda value: Sort(str(value)),
    "typing": _typing,
    "theme": str,
    "export_width": _positive,
    "export_folder": _path,
    "keys": _key_map,
}
_ALLOWED: Final = {
    "language": LANGUAGES,
    "accents": tuple(Accents),
    "sort": tuple(Sort),
    "typing": tuple(Typing),
}
"""What a setting that takes only certain values can be."""
