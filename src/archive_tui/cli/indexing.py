"""``index``: the index brought up to date, built anew, or looked at."""

import os
from argparse import Namespace
from contextlib import suppress
from pathlib import Path

from archive_tui.cli.arguments import Commands, Parser
from archive_tui.cli.console import stoppable
from archive_tui.cli.session import Session
from archive_tui.errors import ExitCode, IndexUnusable, UsageError
from archive_tui.i18n import _
from archive_tui.model import IndexReport, IndexStatus


def add_parser(commands: Commands, common: Parser) -> None:
    """Add the command to the command line."""
    words = _("bring the index up to date")
    parser = commands.add_parser("index", parents=[common], help=words, description=words)
    parser.add_argument(
        "articles", nargs="*", metavar="ID|FILE", help=_("articles to look at (default: all)")
    )
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument(
        "--rebuild", action="store_true", help=_("build it anew beside the one in use, then swap")
    )
    ways.add_argument("--check", action="store_true", help=_("only tell what state it is in"))
    ways.add_argument(
        "--digests",
        action="store_true",
        help=_("read all files, to find changes that left their size and time as they were"),
    )
    parser.set_defaults(run=_index)


def _index(arguments: Namespace, session: Session) -> ExitCode:
    if arguments.articles and (arguments.check or arguments.rebuild or arguments.digests):
        raise UsageError(
            _("--check, --rebuild and --digests are for the whole archive."),
            _("Name no articles with them."),
        )
    if arguments.check:
        return _check(session)
    library, console = session.library, session.console
    only = [_name(argument, library.folder) for argument in arguments.articles]
    with stoppable() as should_stop, console.progress() as on_progress:
        if arguments.rebuild:
            report = library.rebuild(should_stop, on_progress)
        else:
            report = library.update(should_stop, on_progress, only=only, digests=arguments.digests)
    console.report(report.problems)
    console.say(_summary(report))
    return ExitCode.SOME_FAILED if report.problems else ExitCode.DONE


def _name(argument: str, folder: Path) -> str:
    """Return an article as the index names it: an id, or a path relative to the archive."""
    if "/" not in argument and os.sep not in argument and not argument.endswith(".md"):
        return argument.partition("#")[0]
    place = Path(argument).absolute()
    with suppress(ValueError):
        own = place.parent.resolve() / place.name  # the file itself is never followed
        return own.relative_to(folder.resolve()).as_posix()
    return argument.replace(os.sep, "/")


def _check(session: Session) -> ExitCode:
    status = session.library.status(thorough=True)
    if not status.ready:
        raise IndexUnusable(
            status.reason or _("The archive has no index yet."),
            _("Run “archive-tui index --rebuild”."),
        )
    session.console.write(_state(status))
    session.console.flush()
    session.console.report(status.problems)
    return ExitCode.SOME_FAILED if status.problems else ExitCode.DONE


def _summary(report: IndexReport) -> str:
    counts = _(
        "{added} added, {changed} changed, {removed} removed, {unchanged} unchanged, "
        "{skipped} skipped, in {seconds} s."
    ).format(
        added=report.added,
        changed=report.changed,
        removed=report.removed,
        unchanged=report.unchanged,
        skipped=len(report.problems),
        seconds=f"{report.seconds:.1f}",
    )
    built = _("The index was built anew:") if report.rebuilt else _("The index is up to date:")
    return f"{built} {counts}"


def _state(status: IndexStatus) -> str:
    """Return what the index holds, one fact a line: a name, a tab, a value."""
    facts = (
        ("current", "yes" if status.current else "no"),
        ("articles", status.articles),
        ("photos", status.photos),
        ("bytes", status.size),
        ("added", status.added),
        ("changed", status.changed),
        ("removed", status.removed),
        ("skipped", len(status.problems)),
    )
    return "".join(f"{name}\t{value}\n" for name, value in facts)
