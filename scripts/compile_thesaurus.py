"""Compile the shipped thesaurus from its YAML, which people write, to what every start reads.

A test compares the two, so one that was changed without the other does not pass.
"""

import json
import sys
from itertools import groupby
from operator import attrgetter

from archive_tui.thesaurus import COMPILED, SHIPPED
from archive_tui.thesaurus.reading import entries


def main() -> int:
    """Compile; return the exit code."""
    grouped = groupby(entries(SHIPPED), key=attrgetter("source"))
    groups = [[source, [entry.names for entry in found]] for source, found in grouped]
    lines = ",\n".join(json.dumps(group, ensure_ascii=False) for group in groups)
    COMPILED.write_text(f"[\n{lines}\n]\n", encoding="utf-8", newline="\n")
    print(f"{sum(len(found) for _source, found in groups)} entries")
    return 0


if __name__ == "__main__":
    sys.exit(main())
