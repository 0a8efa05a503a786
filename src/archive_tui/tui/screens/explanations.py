"""Sentences for an empty list: why there is nothing, and what would bring something."""

from collections.abc import Callable

from archive_tui.i18n import _
from archive_tui.model import Advice, SearchRequest
from archive_tui.tui.commands.browsing import CLEAR_FILTERS, WAYS
from archive_tui.tui.commands.command import Command
from archive_tui.tui.commands.everywhere import HELP
from archive_tui.tui.widgets import question, wording


def nothing_found(
    request: SearchRequest, advice: Advice | None, key_of: Callable[[Command], str]
) -> str:
    """Explain an answer without hits.

    Args:
        request: The question.
        advice: What would find more, where that is known already.
        key_of: Gives the key a command has now.
    """
    if question.asks_everything(request) and not question.has_filters(request):
        return empty_archive()
    parts = [_("Nothing was found.")]
    if not question.asks_everything(request):
        parts = [_("Nothing was found for “{text}”.").format(text=request.text)]
    if advice and advice.ways:
        parts.append(_("Esc, and then the number of what you mean:"))
        parts.append(_ways(advice))
    if advice and len(advice.words) > 1:
        counts = (f"  {each.text}: {wording.number(each.count)}" for each in advice.words)
        parts.append("\n".join([_("By itself, whatever the filters:"), *counts]))
    if question.has_filters(request):
        hint = _("Filters are on; Esc and then {key} removes them all.")
        parts.append(hint.format(key=key_of(CLEAR_FILTERS)))
    if not question.asks_everything(request):
        parts.append(_("{key} shows the query language.").format(key=key_of(HELP)))
    return "\n\n".join(parts)


def _ways(advice: Advice) -> str:
    pairs = zip(WAYS, advice.ways, strict=False)
    return "\n".join(f"  {command.keys}  {wording.way_text(way)}" for command, way in pairs)


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
