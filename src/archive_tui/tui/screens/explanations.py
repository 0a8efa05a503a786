"""Sentences for an empty list: why there is nothing, and what would bring something."""

from collections.abc import Callable

from archive_tui.i18n import _
from archive_tui.model import Accents, SearchRequest
from archive_tui.tui.commands.browsing import ACCENTS, CLEAR_FILTERS
from archive_tui.tui.commands.command import Command
from archive_tui.tui.commands.everywhere import HELP
from archive_tui.tui.widgets import question


def nothing_found(request: SearchRequest, key_of: Callable[[Command], str]) -> str:
    """Explain an answer without hits.

    Args:
        request: The question.
        key_of: Gives the key a command has now.
    """
    if question.asks_everything(request) and not question.has_filters(request):
        return empty_archive()
    parts = [_("Nothing was found.")]
    if not question.asks_everything(request):
        parts = [_("Nothing was found for “{text}”.").format(text=request.text)]
    if question.has_filters(request):
        hint = _("Filters are on; Esc and then {key} removes them all.")
        parts.append(hint.format(key=key_of(CLEAR_FILTERS)))
    if request.accents is not Accents.IGNORE and not request.text.isascii():
        hint = _("Esc and then {key} changes how accent marks are taken.")
        parts.append(hint.format(key=key_of(ACCENTS)))
    if not question.asks_everything(request):
        parts.append(_("Fewer words find more; words without accent marks find every spelling."))
        parts.append(_("{key} shows the query language.").format(key=key_of(HELP)))
    return "\n\n".join(parts)


def empty_archive() -> str:
    """Say that there is nothing yet, and how something comes in."""
    return "\n\n".join(
        (
            _("The archive is empty."),
            _("Leave with {key} and read documents into it:").format(key="Ctrl+Q"),
            "archive-tui import PATH",
        )
    )


def nothing_to_read() -> str:
    """Say what the reading pane is for, while there is nothing in it."""
    return _("Here stands the article that is chosen in the list.")
