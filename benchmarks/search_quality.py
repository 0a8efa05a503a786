"""How good the search is: nDCG@10, MRR@10 and recall@100 on test sets, next to other engines.

Run it with ``make eval``. The sets belong to the shared test data, which is not part of the
repository; one that is absent is left out. The first run takes long, above all to cut words for
the peers that need them; what it made is kept in a cache folder.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import quality_sets
from archive_tui.model import Matching
from quality_engine import Engine, kept_rankings
from quality_ours import Ours
from quality_peers import peers
from quality_report import Comparison, Outcome, as_json, put_between_marks, table, worst
from quality_sets import Half, TestSet

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "search-quality.md"
RESULTS: Final = ROOT / "benchmarks" / "results" / "search-quality.json"
CACHE: Final = Path(tempfile.gettempdir()) / "archive-tui-search-quality"
"""Where archives, words and answers of the peers are kept."""


def main() -> int:
    """Measure and print; return the exit code."""
    options = _options()
    engines = _engines(options.cache, options.peers)
    comparisons, sections = [], []
    for name in options.sets:
        tested = quality_sets.load(options.data, name)
        if tested is None:
            print(f"There is no {name} in {options.data}; name the test data with --data.")
            continue
        comparison = _compare(tested.part(options.half, options.limit), engines, options.cache)
        comparisons.append(comparison)
        sections.append(table(comparison, engines[0].key))
        print(f"\n{sections[-1]}", flush=True)
        if options.worst:
            print(*worst(comparison, engines[0].key, options.against, options.worst), sep="\n")
    if comparisons:
        _keep(as_json(comparisons, options.half))
    if options.write:
        return _write(sections, engines)
    return 0


def _options() -> argparse.Namespace:
    every = [engine.key for engine in peers(CACHE)]
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    add = parser.add_argument
    add("--data", type=Path, default=quality_sets.DATA, help="folder of the shared test data")
    add("--cache", type=Path, default=CACHE, help="folder for what is made once (%(default)s)")
    add("--sets", type=_names(quality_sets.NAMES), default=quality_sets.NAMES, help="which ones")
    add("--peers", type=_names(every), default=every, help="which ones; empty for none")
    add("--half", type=Half, choices=list(Half), default=Half.ALL, help="which queries")
    add("--limit", type=int, help="most queries of each set, for a quick look")
    add("--worst", type=int, default=0, help="list so many queries where a peer is ahead most")
    add("--against", choices=every, help="the peer that --worst compares with")
    add("--write", action="store_true", help=f"put the tables into {PAGE.relative_to(ROOT)}")
    options = parser.parse_args()
    if options.worst and options.against not in options.peers:
        parser.error("--worst needs --against and one of the peers that are asked")
    whole = options.half is Half.ALL and options.limit is None
    whole = whole and set(options.sets) == set(quality_sets.NAMES)
    if options.write and not (whole and set(options.peers) == set(every)):
        parser.error("--write takes everything: no choice of sets, peers or queries")
    return options


def _names(known: Sequence[str]) -> Callable[[str], list[str]]:
    """Return a reader of names parted by commas, which keeps the order they are known in."""

    def read(text: str) -> list[str]:
        named = [name.strip() for name in text.split(",") if name.strip()]
        for name in named:
            if name not in known:
                msg = f"there is no “{name}”; known are: {', '.join(known)}"
                raise argparse.ArgumentTypeError(msg)
        return [name for name in known if name in named]

    return read


def _engines(cache: Path, chosen: Sequence[str]) -> list[Engine]:
    """Return our engine, in both ways to match, and the chosen peers that are installed."""
    engines: list[Engine] = [Ours(Matching.ANY, cache), Ours(Matching.ALL, cache)]
    for peer in peers(cache):
        if peer.key in chosen and peer.missing:
            print(f"{peer.name} is left out: {peer.missing} is not installed", file=sys.stderr)
        elif peer.key in chosen:
            engines.append(peer)
    return engines


def _compare(tested: TestSet, engines: Sequence[Engine], cache: Path) -> Comparison:
    return Comparison(
        tested,
        marked=tuple(_asked(tested, engine, cache, bare=False) for engine in engines),
        bare=tuple(_asked(tested, engine, cache, bare=True) for engine in engines),
    )


def _asked(tested: TestSet, engine: Engine, cache: Path, *, bare: bool) -> Outcome:
    begun = time.perf_counter()
    texts = [query.bare if bare else query.marked for query in tested.queries]
    if isinstance(engine, Ours):
        rankings = engine.rankings(tested.corpus, texts, bare=bare)
    else:
        rankings = kept_rankings(engine, tested.corpus, texts, cache, bare=bare)
    seconds = time.perf_counter() - begun
    print(f"{tested.name}, {engine.key}{', bare' * bare}: {seconds:.1f} s", file=sys.stderr)
    return Outcome.of(engine, tested.queries, rankings)


def _keep(figures: dict[str, Any]) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    RESULTS.write_text(text + "\n", encoding="utf-8")


def _write(sections: Sequence[str], engines: Sequence[Engine]) -> int:
    """Put all tables into the page, unless one of them is not whole; return the exit code."""
    ours = 2
    if len(sections) < len(quality_sets.NAMES) or len(engines) < len(peers(CACHE)) + ours:
        print(f"{PAGE.name} stays as it is: not everything could be measured", file=sys.stderr)
        return 1
    releases = dict.fromkeys(f"{engine.release}" for engine in engines)
    text = "\n\n".join([f"Measured with {', '.join(releases)}.", *sections])
    put_between_marks(PAGE, "results", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
