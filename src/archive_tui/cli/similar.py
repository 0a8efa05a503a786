"""``similar``: the articles that speak of the same as one."""

import json
from argparse import Namespace
from collections.abc import Sequence
from enum import StrEnum

from archive_tui.cli.arguments import Commands, Parser, choice, count
from archive_tui.cli.console import stoppable
from archive_tui.cli.results import hit_values
from archive_tui.cli.session import Session
from archive_tui.errors import ExitCode, NothingFound
from archive_tui.i18n import _, current
from archive_tui.model import SimilarArticle
from archive_tui.text.clean import clean_line
from archive_tui.text.dates import display_date


class _Format(StrEnum):
    TABLE = "table"
    JSONL = "jsonl"
    IDS = "ids"


def add_parser(commands: Commands, common: Parser) -> None:
    """Add the command to the command line."""
    words = _("list articles that speak of the same as one")
    parser = commands.add_parser("similar", parents=[common], help=words, description=words)
    parser.add_argument("id", metavar="ID", help=_("id of the article, as a search gives it"))
    parser.add_argument(
        "--format",
        type=choice("--format", _Format),
        default=_Format.TABLE,
        metavar="|".join(_Format),
        help=_("form of the answer (default: table)"),
    )
    parser.add_argument(
        "--limit", type=count("--limit"), default=10, metavar="N", help=_("most results to print")
    )
    parser.set_defaults(run=_similar)


def _similar(arguments: Namespace, session: Session) -> ExitCode:
    article_id = clean_line(arguments.id)
    with stoppable() as should_stop:
        found = session.library.similar(article_id, arguments.limit, should_stop)
    if not found and arguments.limit:
        raise NothingFound(_("No other article speaks of the same."))
    session.console.write(_FORMS[arguments.format](found))
    return ExitCode.DONE


def _table(found: Sequence[SimilarArticle]) -> str:
    return "".join(map(_entry, found))


def _entry(article: SimilarArticle) -> str:
    hit = article.hit
    date = display_date(hit.date, current()) if hit.date else "—"
    about = ", ".join(article.shared)
    return f"{date}  {hit.title}\n    {about}\n    {hit.article_id}\n"


def _json_lines(found: Sequence[SimilarArticle]) -> str:
    values = ({**hit_values(each.hit), "shared": list(each.shared)} for each in found)
    return "".join(f"{json.dumps(value, ensure_ascii=False)}\n" for value in values)


def _ids(found: Sequence[SimilarArticle]) -> str:
    return "".join(f"{each.hit.article_id}\n" for each in found)


_FORMS = {_Format.TABLE: _table, _Format.JSONL: _json_lines, _Format.IDS: _ids}
