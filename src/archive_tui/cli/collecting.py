"""``collection``: named selections of articles, kept outside the archive."""

from argparse import Namespace

from archive_tui.cli.arguments import Commands, Parser
from archive_tui.cli.console import stoppable
from archive_tui.cli.reading import article_ids, exit_code
from archive_tui.cli.session import Session
from archive_tui.errors import DamagedFile, ExitCode, NothingFound
from archive_tui.i18n import _, ngettext
from archive_tui.model import Collection, CollectionItem
from archive_tui.text.clean import clean_line


def add_parser(commands: Commands, common: Parser) -> None:
    """Add the command and its actions to the command line."""
    words = _("named selections of articles")
    parser = commands.add_parser("collection", parents=[common], help=words, description=words)
    actions: Commands = parser.add_subparsers(
        title=_("actions"), metavar=_("ACTION"), dest="action", required=True
    )
    _add_list(actions, common)
    show = _add_action(actions, common, "show", _("print what is in a collection"))
    show.set_defaults(run=_show)
    add = _add_action(actions, common, "add", _("add articles at its end"))
    add.add_argument("ids", nargs="+", metavar="ID", help=_("ids, as a search gives them"))
    add.set_defaults(run=_add)
    remove = _add_action(actions, common, "remove", _("take articles out of it"))
    remove.add_argument("ids", nargs="+", metavar="ID", help=_("ids, as “show” gives them"))
    remove.set_defaults(run=_remove)
    rename = _add_action(actions, common, "rename", _("give it another name"))
    rename.add_argument("new", metavar="NEW", help=_("its new name"))
    rename.set_defaults(run=_rename)
    delete = _add_action(actions, common, "delete", _("delete it, but not its articles"))
    delete.set_defaults(run=_delete)


def _add_list(actions: Commands, common: Parser) -> None:
    words = _("print the names of all collections")
    parser = actions.add_parser("list", parents=[common], help=words, description=words)
    parser.set_defaults(run=_list)


def _add_action(actions: Commands, common: Parser, action: str, words: str) -> Parser:
    """Add an action on one collection."""
    parser = actions.add_parser(action, parents=[common], help=words, description=words)
    parser.add_argument("name", metavar="NAME", help=_("the collection"))
    return parser


def _list(arguments: Namespace, session: Session) -> ExitCode:
    del arguments
    shelf = session.library.collections.shelf()
    session.console.report(shelf.problems)
    if not shelf.collections and not shelf.problems:
        raise NothingFound(
            _("There are no collections yet."), _("Make one with “archive-tui collection add”.")
        )
    lines = (f"{each.name}\t{len(each.items)}\n" for each in shelf.collections)
    session.console.write("".join(lines))
    return ExitCode.SOME_FAILED if shelf.problems else ExitCode.DONE


def _show(arguments: Namespace, session: Session) -> ExitCode:
    collection = _filled(arguments.name, session)
    for item in collection.items:
        title = _title(item, session)
        session.console.write(f"{item.id}\t{title}\t{item.note}\n")
    return ExitCode.DONE


def _title(item: CollectionItem, session: Session) -> str:
    """Return an article's title; nothing where it is gone from the archive."""
    try:
        return session.library.article(item.id).title
    except (NothingFound, DamagedFile):
        return ""


def _add(arguments: Namespace, session: Session) -> ExitCode:
    with stoppable() as should_stop:
        reading = session.library.read(article_ids(arguments.ids), should_stop)
    if reading.articles:
        ids = [article.id for article in reading.articles]
        _tell(session.library.collections.add(arguments.name, ids), session)
    for each in reading.unread:
        session.console.warn(str(each.error))
    return exit_code(reading)


def _remove(arguments: Namespace, session: Session) -> ExitCode:
    before = set(_filled(arguments.name, session).ids)
    ids = article_ids(arguments.ids)
    missing = [each for each in ids if each not in before]
    if len(missing) < len(ids):
        _tell(session.library.collections.remove(arguments.name, ids), session)
    for article_id in missing:
        session.console.warn(
            _("“{id}” is not in the collection.").format(id=clean_line(article_id))
        )
    if missing:
        return ExitCode.SOME_FAILED if len(missing) < len(ids) else ExitCode.NOTHING_FOUND
    return ExitCode.DONE


def _rename(arguments: Namespace, session: Session) -> ExitCode:
    session.library.collections.rename(arguments.name, arguments.new)
    return ExitCode.DONE


def _delete(arguments: Namespace, session: Session) -> ExitCode:
    session.library.collections.delete(arguments.name)
    return ExitCode.DONE


def _filled(name: str, session: Session) -> Collection:
    """Return a collection that holds something.

    Raises:
        NothingFound: There is none, or it is empty.
    """
    collection = session.library.collections.get(name)
    if collection.items:
        return collection
    raise NothingFound(
        _("There is nothing in a collection “{name}”.").format(name=collection.name),
        _("See all with “archive-tui collection list”."),
    )


def _tell(collection: Collection, session: Session) -> None:
    count = len(collection.items)
    session.console.say(
        ngettext("“{name}”: {count} article.", "“{name}”: {count} articles.", count).format(
            name=collection.name, count=count
        )
    )
