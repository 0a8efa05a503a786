"""How well captions are recognised: precision and recall on pages with known captions.

The pages are the raw texts of ``news/provincial-raw``, the truth is ``provincial-34.jsonl``;
both belong to the shared test data, which is not part of the repository. Each page is read
twice: with its ``[img]`` marks, and without them, by the form of the lines alone.
"""

import argparse
import json
import lzma
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from archive_tui.ingest.captions import find_captions, is_picture
from archive_tui.text.clean import clean, clean_line

DATA: Final = Path(__file__).resolve().parents[2] / "shared" / "data"
"""Where the shared test data lies beside the repository."""

_NO_CAPTION: Final = re.compile(r"[\W_]*|.*:|\d+\. .*")
"""Truth that is none: dashes, an empty label such as “Minh hoạ ảnh:”, a numbered paragraph."""

_OTHER_ARTICLES: Final = 4000
_LONG: Final = "lời " * 100


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its known captions."""

    name: str
    """Number of its file."""
    lines: tuple[str, ...]
    """Its lines, picture marks among them."""
    captions: frozenset[str]
    """Lines that are captions."""
    junk: int
    """Captions of the truth that were left out, see `_NO_CAPTION`."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out for one page."""

    page: Page
    """The page."""
    found: frozenset[str]
    """Lines taken for captions."""

    @property
    def right(self) -> int:
        """How many of them are captions."""
        return len(self.found & self.page.captions)


def main() -> int:
    """Print the figures; return the exit code."""
    options = _options()
    folder: Path = options.data / "news"
    if not (folder / "provincial-34.jsonl").is_file():
        print(f"There is no test data in {options.data}; name it with --data.")
        return 0
    pages = list(_pages(folder))
    known = sum(len(page.captions) for page in pages)
    junk = sum(page.junk for page in pages)
    print(
        f"{len(pages)} pages, {known} captions; {junk} entries of the truth are none and left out"
    )
    for name, marks in (("with picture marks", True), ("by form alone", False)):
        outcomes = [_recognise(page, marks=marks) for page in pages]
        _print_figures(name, outcomes)
        if options.verbose:
            _print_mistakes(outcomes)
    _print_other_news(folder)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the shared test data")
    parser.add_argument("--verbose", action="store_true", help="list every mistake")
    return parser.parse_args()


def _pages(folder: Path) -> Iterator[Page]:
    for record in (folder / "provincial-34.jsonl").read_text(encoding="utf-8").splitlines():
        known = json.loads(record)
        name = known["id"].rpartition("-")[2]
        raw = clean((folder / "provincial-raw" / f"{name}.txt").read_text(encoding="utf-8"))
        lines = tuple(line for item in raw.split("\n") if (line := clean_line(item)))
        captions = [clean_line(caption) for caption in known["captions"]]
        real = frozenset(item for item in captions if not _NO_CAPTION.fullmatch(item))
        junk = sum(1 for item in captions if _NO_CAPTION.fullmatch(item))
        yield Page(name, lines, real, junk)


def _recognise(page: Page, *, marks: bool) -> Outcome:
    lines = [line for line in page.lines if marks or not is_picture(line)]
    return Outcome(page, frozenset(lines[caption.line] for caption in find_captions(lines)))


def _print_figures(name: str, outcomes: list[Outcome]) -> None:
    right = sum(outcome.right for outcome in outcomes)
    found = sum(len(outcome.found) for outcome in outcomes)
    known = sum(len(outcome.page.captions) for outcome in outcomes)
    print(
        f"{name}: precision {right / found:.3f} ({right} of {found} found), "
        f"recall {right / known:.3f} ({right} of {known} known)"
    )


def _print_mistakes(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        for line in sorted(outcome.page.captions - outcome.found):
            print(f"  missed  {outcome.page.name}: {line}")
        for line in sorted(outcome.found - outcome.page.captions):
            print(f"  wrong   {outcome.page.name}: {line}")


def _print_other_news(folder: Path) -> None:
    """Print how the rule does on news it was not made for, where less is known.

    The first archive has captions without their places, so each is judged as if longer lines
    stood around it; the other has articles whose captions are not known.
    """
    captions = [
        line
        for record in islice(_records(folder / "full-100k.jsonl.xz"), _OTHER_ARTICLES)
        for caption in record["captions"]
        if (line := clean_line(caption))
    ]
    known = sum(1 for line in captions if list(find_captions([_LONG, line, _LONG])))
    print(f"captions of other news, alone: {known} of {len(captions)} known")
    articles = lines = found = 0
    for record in _records(folder / "full-dated-5k.jsonl.xz"):
        body = [line for item in record["body"].split("\n") if (line := clean_line(item))]
        articles, lines = articles + 1, lines + len(body)
        found += len(list(find_captions(body)))
    print(f"lines of other news: {found} of {lines} in {articles} articles taken for captions")


def _records(file: Path) -> Iterator[Any]:
    """Yield the records of a packed file; none where it is absent."""
    if file.is_file():
        with lzma.open(file, "rt", encoding="utf-8") as stream:
            yield from map(json.loads, stream)


if __name__ == "__main__":
    sys.exit(main())
