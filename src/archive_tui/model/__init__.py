"""The values that pass between the floors: frozen, typed, without behaviour of their own.

They are one vocabulary: every floor imports from here, and a reader who looks for a value has
one place to look. Making such a class takes longer than using it, so each subject is a module
that is loaded when one of its names is first asked for. Nothing here knows of files, engines
or screens, and must not.
"""

from typing import TYPE_CHECKING, Final

from archive_tui import lazily

if TYPE_CHECKING:
    from archive_tui.model.advice import (
        Advice,
        SimilarArticle,
        VocabularyWord,
        Way,
        WayKind,
        WordCount,
    )
    from archive_tui.model.answers import Facet, FacetCount, Hit, Mark, ResultPage
    from archive_tui.model.articles import Article, ArticleMarks, Header, Original, Photo
    from archive_tui.model.collected import Collection, CollectionItem
    from archive_tui.model.dates import DateSpan
    from archive_tui.model.exchange import (
        ExportFormat,
        ExportOptions,
        ExportReport,
        ImportFormat,
        ImportOptions,
        ImportReport,
    )
    from archive_tui.model.reports import ArchiveStats, IndexReport, IndexStatus, Problem, Progress
    from archive_tui.model.requests import (
        Accents,
        FacetName,
        Kind,
        Matching,
        SearchRequest,
        Sort,
        Typing,
    )
    from archive_tui.model.thesaurus import ThesaurusEntry

_NAMES: Final = {
    "dates": (
        "DateSpan",
    ),
    "articles": (
        "Article", "ArticleMarks", "Header", "Original", "Photo",
    ),
    "requests": (
        "Accents", "FacetName", "Kind", "Matching", "SearchRequest", "Sort", "Typing",
    ),
    "answers": (
        "Facet", "FacetCount", "Hit", "Mark", "ResultPage",
    ),
    "advice": (
        "Advice", "SimilarArticle", "VocabularyWord", "Way", "WayKind", "WordCount",
    ),
    "thesaurus": (
        "ThesaurusEntry",
    ),
    "reports": (
        "ArchiveStats", "IndexReport", "IndexStatus", "Problem", "Progress",
    ),
    "exchange": (
        "ExportFormat", "ExportOptions", "ExportReport", "ImportFormat", "ImportOptions",
        "ImportReport",
    ),
    "collected": (
        "Collection", "CollectionItem",
    ),
}  # fmt: skip
"""The values by the module they are at home in."""

if not TYPE_CHECKING:
    __getattr__ = lazily.from_modules(
        __name__, {name: module for module, names in _NAMES.items() for name in names}
    )

__all__ = [
    "Accents", "Advice", "ArchiveStats", "Article", "ArticleMarks", "Collection",
    "CollectionItem", "DateSpan", "ExportFormat", "ExportOptions", "ExportReport", "Facet",
    "FacetCount", "FacetName", "Header", "Hit", "ImportFormat", "ImportOptions", "ImportReport",
    "IndexReport", "IndexStatus", "Kind", "Mark", "Matching", "Original", "Photo", "Problem",
    "Progress", "ResultPage", "SearchRequest", "SimilarArticle", "Sort", "ThesaurusEntry",
    "Typing", "VocabularyWord", "Way", "WayKind", "WordCount",
]  # fmt: skip
