"""The engines that are timed against each other, each behind the same questions."""

from functools import partial
from typing import Final

import speed_fts5
import speed_ours
import speed_tantivy
import speed_whoosh
import speed_xapian
from speed_questions import Engine

OURS: Final = "archive-tui"
_OURS_BY_TWO: Final = partial(speed_ours.build, processes=2)
_SOME: Final = 200_000
"""Articles beyond which some engines take seconds for a question, or an hour to build."""

ENGINES: Final = {
    engine.key: engine
    for engine in (
        Engine(OURS, "archive-tui, one process", speed_ours.build, speed_ours.opened),
        Engine("two", "archive-tui, two processes", _OURS_BY_TWO, speed_ours.opened, timed=False),
        Engine("fts5", "SQLite FTS5", speed_fts5.build, speed_fts5.opened, limit=_SOME),
        Engine(
            "tantivy", "tantivy, one thread", speed_tantivy.build, speed_tantivy.opened, "tantivy"
        ),
        Engine("xapian", "Xapian", speed_xapian.build, speed_xapian.opened, "xapian", _SOME),
        Engine(
            "whoosh",
            "Whoosh as it comes",
            speed_whoosh.build,
            speed_whoosh.opened,
            limit=speed_whoosh.LIMIT,
        ),
    )
}
