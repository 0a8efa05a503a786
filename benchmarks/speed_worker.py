"""A process that does one thing for the benchmark of the index, so that its memory can be seen.

Started by `speed_work` and by nobody else. It writes JSON, a line for each thing it did.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from corpus import Corpus
from speed_cancelling import cancelled
from speed_engines import ENGINES
from speed_questions import FIRST_ASK, Answerer, Ask, AskKind
from speed_updates import updated


def main() -> int:
    """Do it; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("job", choices=("build", "answer", "update", "cancel"))
    parser.add_argument("--engine", choices=ENGINES, default=next(iter(ENGINES)))
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--articles", type=int)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args()
    _tell("ready")
    asks = [_ask(each) for each in json.loads(sys.stdin.readline())]
    match options.job:
        case "build":
            _build(options.engine, Corpus(options.corpus, options.articles), options.folder)
        case "answer":
            _answer(options.engine, options.folder)
        case "update":
            _tell(updated(Corpus(options.corpus, options.articles), options.folder))
        case "cancel":
            _tell(cancelled(asks, options.folder, options.rounds))
    return 0


def _ask(sent: tuple[str, Sequence[str]]) -> Ask:
    kind, words = sent
    return Ask(AskKind(kind), tuple(words))


def _build(name: str, corpus: Corpus, folder: Path) -> None:
    begun = time.perf_counter()
    ENGINES[name].build(corpus, folder)
    _tell(time.perf_counter() - begun)


def _answer(name: str, folder: Path) -> None:
    """Open an engine, then answer a question a line until there are no more."""
    begun = time.perf_counter()
    answer = ENGINES[name].opened(folder)
    answer(FIRST_ASK)
    _tell(time.perf_counter() - begun)
    for line in sys.stdin:
        _tell(_answered(answer, _ask(json.loads(line))))


def _answered(answer: Answerer, ask: Ask) -> tuple[float, int, int] | None:
    """Return seconds, hits and hits shown; nothing where there is no answer."""
    begun = time.perf_counter()
    found = answer(ask)
    seconds = time.perf_counter() - begun
    return (seconds, found.count, len(found.shown)) if found else None


def _tell(what: object) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    sys.exit(main())
