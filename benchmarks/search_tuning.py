"""What chose the parameters of the ranking: one after the other moved, the rest as chosen.

Run it with ``make tune``. Only the development half of the queries of the test sets is asked,
so that `search_quality` can be trusted on the other half. Each row is one change to the weights
in force; the headline measure of each set, with marks and without, says what it is worth.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from statistics import mean
from typing import Final

import numpy as np

import quality_sets
from archive_tui.analysis import words
from archive_tui.index import IndexStore, Snapshot
from archive_tui.model import Accents
from archive_tui.query import And, Node, Word
from archive_tui.search.occurrences import OccurrenceFinder
from archive_tui.search.opened import OpenedIndex
from archive_tui.search.ranking import CHOSEN, Ranker, Weights
from archive_tui.search.resolving import Resolver
from quality_measures import ndcg, reciprocal_rank
from quality_ours import CACHE_BYTES, document_ids, prepared
from quality_report import put_between_marks
from quality_sets import Half, Measure, Query, TestSet
from search_quality import CACHE, PAGE

GRID: Final[Mapping[str, tuple[float, ...]]] = {
    "saturation": (0.7, 0.9, 1.4, 2.0),
    "length_share": (0.4, 0.55, 0.75, 0.9),
    "title": (1.0, 2.0, 4.0, 6.0),
    "caption": (1.0, 1.5, 2.0, 3.5),
    "pair": (0.0, 0.3, 0.9, 1.4),
    "whole_title": (0.0, 1.0, 4.0),
    "as_typed": (0.0, 0.25, 0.75, 1.0),
}
"""The values each parameter is tried with, beside the one in force."""

_PROCESSES: Final = 2
_DEPTH: Final = 40
"""Documents of a ranking; a source and photos of one article are taken out of them."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one set of weights is worth."""

    change: str
    """The parameter and its value; empty for the weights in force."""
    figures: Mapping[str, tuple[float, float]]
    """For each set the headline measure with marks and without."""


def main() -> int:
    """Measure and print; return the exit code."""
    options = _options()
    loaded = (quality_sets.load(options.data, name) for name in options.sets)
    sets = [each.part(Half.DEV, options.limit) for each in loaded if each]
    if not sets:
        print(f"There is no test set in {options.data}; name the test data with --data.")
        return 0
    variants = dict(_variants())
    worth: dict[str, list[tuple[float, float]]] = {}
    for each in sets:
        begun = time.perf_counter()
        folder = prepared(each.corpus, options.cache)
        worth[each.name] = _worth(each, folder, tuple(variants.values()))
        print(f"{each.name}: {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    rows = [
        Row(change, {name: figures[place] for name, figures in worth.items()})
        for place, change in enumerate(variants)
    ]
    table = _table(rows, sets)
    print(table)
    if options.write:
        put_between_marks(PAGE, "tuning", table)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    add = parser.add_argument
    add("--data", type=Path, default=quality_sets.DATA, help="folder of the shared test data")
    add("--cache", type=Path, default=CACHE, help="folder for what is made once (%(default)s)")
    add("--sets", nargs="*", choices=quality_sets.NAMES, default=quality_sets.NAMES)
    add("--limit", type=int, default=150, help="most queries of each set (%(default)s)")
    add("--write", action="store_true", help=f"put the table into {PAGE.name}")
    return parser.parse_args()


def _variants() -> Iterator[tuple[str, Weights]]:
    """Yield the weights in force, then each with one parameter moved."""
    yield "", CHOSEN
    for name, values in GRID.items():
        for value in values:
            yield f"{name} {value:g}", replace(CHOSEN, **{name: value})


def _worth(tested: TestSet, folder: Path, variants: Sequence[Weights]) -> list[tuple[float, float]]:
    """Return the mean headline measure of a set for each variant, with marks and without."""
    ask = partial(_figures, folder, tested.headline, variants)
    with ProcessPoolExecutor(_PROCESSES) as pool:
        figures = np.array(list(pool.map(ask, tested.queries, chunksize=4)))
    return [(float(marked), float(bare)) for marked, bare in figures.mean(axis=0)]


@lru_cache(maxsize=1)
def _opened(folder: Path) -> tuple[OpenedIndex, tuple[str, ...]]:
    """Open an index once in each process, with the set's own name of each record."""
    Snapshot.CACHE_BYTES = CACHE_BYTES
    store = IndexStore(folder / "archive" / ".index")
    snapshot = Snapshot(store.open(store.version()))
    ids = document_ids(folder)
    listings = snapshot.listings(np.arange(snapshot.size))
    names = (ids[listing.article_id] for listing in listings)
    return OpenedIndex(snapshot), tuple(names)


def _figures(
    folder: Path, headline: Measure, variants: Sequence[Weights], query: Query
) -> list[tuple[float, float]]:
    """Return the headline measure of a query for each variant, with its marks and without."""
    measure = ndcg if headline is Measure.NDCG else reciprocal_rank
    relevant = {name: grade for name, grade in query.relevant.items() if name != query.source}
    marked, bare = (
        [
            measure([name for name in ranking if name != query.source], relevant)
            for ranking in _rankings(folder, variants, text)
        ]
        for text in (query.marked, query.bare)
    )
    return list(zip(marked, bare, strict=True))


def _rankings(folder: Path, variants: Sequence[Weights], text: str) -> Iterator[list[str]]:
    """Yield for each variant the documents that hold any of the words, best first, each once.

    What occurs where is looked up once for all variants, which is most of the work.
    """
    opened, names = _opened(folder)
    snapshot, node = opened.snapshot, _any_of(text)
    docs = np.flatnonzero(snapshot.live)
    finder = OccurrenceFinder(snapshot, lambda: None)
    resolver = Resolver(Accents.SMART, opened.words)
    for weights in variants:
        ranker = Ranker(snapshot, finder, resolver, Accents.SMART, weights)
        scores = ranker.scores(node, docs)
        likely = np.argpartition(-scores, min(_DEPTH, len(scores) - 1))[:_DEPTH]
        best = likely[np.lexsort((snapshot.id_ranks(docs[likely]), -scores[likely]))]
        found = (names[docs[place]] for place in best if scores[place] > 0)
        yield list(dict.fromkeys(found))


def _any_of(text: str) -> Node:
    found = tuple(map(Word, words(text)))
    return found[0] if len(found) == 1 else And(found)


def _mean(row: Row) -> float:
    return mean(figure for pair in row.figures.values() for figure in pair)


def _table(rows: list[Row], sets: list[TestSet]) -> str:
    heads = " | ".join(f"{each.name}, {each.headline}" for each in sets)
    lines = [f"| weights | {heads} | mean |", f"| --- |{' --- |' * (len(sets) + 1)}"]
    for row in rows:
        cells = " | ".join(f"{marked:.3f} / {bare:.3f}" for marked, bare in row.figures.values())
        name = f"`{row.change}`" if row.change else "**as chosen**"
        lines.append(
            f"| {name} | {cells} | {_mean(row):.4f} ({_mean(row) - _mean(rows[0]):+.4f}) |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
