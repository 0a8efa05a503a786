"""Commands of the main screen, whichever of its panes has the keys."""

from typing import Final

from archive_tui.i18n import N_
from archive_tui.tui.commands.command import Command

SEARCH: Final = Command(
    "search", "/", "focus_search", N_("Search"), N_("Go to the search box."), footer=True
)
BACK: Final = Command(
    "back",
    "escape",
    "back",
    N_("Back"),
    N_("Stop the running search; otherwise leave the pane, then the search box."),
)
DATES: Final = Command(
    "dates", "d", "pick_dates", N_("Dates"), N_("Show only items from a span of time."), footer=True
)
FACETS_PANE: Final = Command(
    "facets", "f", "focus_facets", N_("Filters"), N_("Go to the list of filters."), footer=True
)
SORT: Final = Command(
    "sort",
    "s",
    "cycle_sort",
    N_("Sort"),
    N_("Sort by relevance, newest, oldest or title, in turn."),
    footer=True,
)
ACCENTS: Final = Command(
    "accents",
    "a",
    "cycle_accents",
    N_("Accents"),
    N_("Take accent marks smartly, strictly or not at all, in turn."),
    footer=True,
)
MATCHING: Final = Command(
    "matching",
    "w",
    "toggle_matching",
    N_("All or any words"),
    N_("Ask for items with all of the words, or with any of them."),
)
OTHER_NAMES: Final = Command(
    "other-names",
    "m",
    "toggle_other_names",
    N_("Other names"),
    N_("Look for long forms of abbreviations and other names too, or only for what is typed."),
)
EXPLAIN: Final = Command(
    "explain",
    "e",
    "explain_query",
    N_("Explain"),
    N_("Say in words how the query was understood, and what would find more."),
)
SIMILAR: Final = Command(
    "similar",
    "tilde",
    "show_similar",
    N_("Similar"),
    N_("List the articles that speak of the same as this one."),
)
WAYS: Final = tuple(
    Command(
        f"way-{number}",
        f"{number}",
        f"take_way({number})",
        N_("Way out"),
        N_("Where little was found, ask the question of this number instead."),
    )
    for number in range(1, 7)
)
PHOTOS: Final = Command(
    "photos", "p", "toggle_photos", N_("Photos"), N_("Show only photo captions, or everything.")
)
CLEAR_FILTERS: Final = Command(
    "clear-filters", "0", "clear_filters", N_("Clear filters"), N_("Remove every filter.")
)
SELECT: Final = Command(
    "select",
    "space",
    "toggle_selected",
    N_("Select"),
    N_("Put the article into the collection, or take it out."),
    footer=True,
)
COLLECTIONS: Final = Command(
    "collections",
    "c",
    "show_collections",
    N_("Collections"),
    N_("Look into the collections and choose which one is filled."),
    footer=True,
)
EXPORT: Final = Command(
    "export",
    "x",
    "export",
    N_("Export"),
    N_("Write articles to a file as text that can be cited."),
    footer=True,
)
COPY_CITATION: Final = Command(
    "copy-citation",
    "y",
    "copy_citation",
    N_("Copy citation"),
    N_("Copy title, source and date of the article to the clipboard."),
)
NEXT_MARK: Final = Command(
    "next-mark", "n", "next_mark", N_("Next mark"), N_("Go to the next match in the article.")
)
PREVIOUS_MARK: Final = Command(
    "previous-mark",
    "N",
    "previous_mark",
    N_("Previous mark"),
    N_("Go to the previous match in the article."),
)
NEXT_RESULT: Final = Command(
    "next-result",
    "]",
    "next_result",
    N_("Next result"),
    N_("Open the next result without leaving the article."),
)
PREVIOUS_RESULT: Final = Command(
    "previous-result",
    "[",
    "previous_result",
    N_("Previous result"),
    N_("Open the previous result without leaving the article."),
)
TYPING: Final = Command(
    "typing",
    "f4",
    "cycle_typing",
    N_("Typing"),
    N_("Type accent marks into the search box by Telex, by VNI or without help, in turn."),
)
UPDATE_INDEX: Final = Command(
    "update-index",
    "f5",
    "update_index",
    N_("Update index"),
    N_("Read what is new or changed in the archive."),
)

BROWSING: Final = (
    SEARCH,
    FACETS_PANE,
    DATES,
    SORT,
    ACCENTS,
    SELECT,
    COLLECTIONS,
    EXPORT,
    PHOTOS,
    MATCHING,
    OTHER_NAMES,
    EXPLAIN,
    SIMILAR,
    CLEAR_FILTERS,
    NEXT_MARK,
    PREVIOUS_MARK,
    NEXT_RESULT,
    PREVIOUS_RESULT,
    COPY_CITATION,
    BACK,
    TYPING,
    UPDATE_INDEX,
    *WAYS,
)
"""Commands of the main screen."""
