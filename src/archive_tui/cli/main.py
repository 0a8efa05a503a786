"""From the words of a command line to the command that does the work."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Final

from archive_tui import __version__, i18n
from archive_tui.cli.arguments import Parser, common_options, nearest
from archive_tui.cli.console import PROGRAM, Console
from archive_tui.cli.session import Session
from archive_tui.config import Settings, UserFolders, load
from archive_tui.errors import ConfigError, UsageError
from archive_tui.i18n import LANGUAGES, _
from archive_tui.text.clean import clean_line

_MODULES: Final = {
    "browse": "browse",
    "init": "init",
    "import": "importing",
    "index": "indexing",
    "search": "searching",
    "similar": "similar",
    "show": "showing",
    "export": "exporting",
    "collection": "collecting",
    "stats": "stats",
}
"""Where each command lives, in the order they are told of; only the one asked for is loaded."""

_VALUED: Final = ("--archive", "--lang")
"""Options before the command whose next word is their value."""

_ANSWERED: Final = ("-h", "--help", "--version")
"""Options that need no command."""


def run(argv: Sequence[str]) -> int:
    """Do what a command line asks for.

    Args:
        argv: Its words, without the program's name.

    Returns:
        The exit code.
    """
    options = argv[: argv.index("--")] if "--" in argv else argv
    console = Console(UserFolders.of_environment().log if "--debug" in options else None)
    return console.finish(lambda: _run(argv, console))


def _run(argv: Sequence[str], console: Console) -> int:
    settings, mistake = _user_settings()
    # Before anything is parsed: the parser's own texts have to be in the right language.
    i18n.activate(next((each for each in LANGUAGES if each in _languages(argv)), settings.language))
    arguments = _parse(argv)
    if mistake:
        raise mistake
    if archive := getattr(arguments, "archive", None):
        settings = replace(settings, archive=Path(archive))
    session = Session(console, replace(settings, language=i18n.current()))
    try:
        code: int = arguments.run(arguments, session)
    finally:
        session.close()
    return code


def _user_settings() -> tuple[Settings, ConfigError | None]:
    """Return the settings; where the file has a mistake, the defaults and the mistake.

    ``--help`` has to work even then.
    """
    try:
        return load(), None
    except ConfigError as error:
        return Settings(UserFolders.of_environment(), language=i18n.guess()), error


def _languages(argv: Sequence[str]) -> Iterator[str]:
    """Yield what follows ``--lang``."""
    for word, following in zip(argv, (*argv[1:], ""), strict=True):
        if word == "--":
            return
        if word == "--lang":
            yield following
        elif word.startswith("--lang="):
            yield word.partition("=")[2]


def _parse(argv: Sequence[str]) -> Namespace:
    common = common_options()
    parser = Parser(
        prog=PROGRAM,
        parents=[common],
        description=_("Browse, search and export an archive of Vietnamese news."),
        epilog=_("Without a command, or with a query alone, the browser opens."),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"{PROGRAM} {__version__}",
        help=_("show program's version number and exit"),
    )
    commands = parser.add_subparsers(title=_("commands"), metavar=_("COMMAND"), dest="command")
    words = _with_command(argv)
    for name in _asked_for(words):
        import_module(f"archive_tui.cli.{_MODULES[name]}").add_parser(commands, common)
    arguments, unknown = parser.parse_known_args(words)
    if unknown:
        commands.choices[arguments.command].refuse(unknown)
    return arguments


def _asked_for(words: Sequence[str]) -> Sequence[str]:
    """Return the command the words name; all of them where their help is wanted."""
    position = _first_word(words)
    if position is None or any(word.startswith(("-h", "--help")) for word in words[:position]):
        return tuple(_MODULES)
    return (words[position],)


def _with_command(argv: Sequence[str]) -> list[str]:
    """Return the words with ``browse`` put in where no command was named.

    Raises:
        UsageError: The first word is nearly, but not quite, a command.
    """
    position = _first_word(argv)
    if position is None:
        return [*argv] if any(word in _ANSWERED for word in argv) else [*argv, "browse"]
    word = argv[position]
    if position and argv[position - 1] == "--":  # a query that may look like anything
        return [*argv[: position - 1], "browse", *argv[position - 1 :]]
    if word in _MODULES:
        return [*argv]
    if near := nearest(word, tuple(_MODULES), 0.8):
        raise UsageError(
            _("There is no command “{word}”.").format(word=clean_line(word)),
            _("Did you mean “{near}”? To look for the word: “archive-tui browse {word}”.").format(
                near=near, word=clean_line(word)
            ),
        )
    return [*argv[:position], "browse", *argv[position:]]


def _first_word(argv: Sequence[str]) -> int | None:
    """Return where the first word stands that is no option and no option's value."""
    position = 0
    while position < len(argv):
        word = argv[position]
        if word == "--":
            return position + 1 if position + 1 < len(argv) else None
        if not word.startswith("-") or word == "-":
            return position
        position += 2 if word in _VALUED else 1
    return None
