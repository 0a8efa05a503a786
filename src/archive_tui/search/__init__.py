"""Queries answered from a snapshot of the index: matching, ranking, facets, marks, snippets.

The Whoosh engine stands here; nothing above this floor knows what it is made of.
"""

from archive_tui.search.engine import WhooshEngine
from archive_tui.search.marks import QueryMarks, article_marks

__all__ = ["QueryMarks", "WhooshEngine", "article_marks"]
