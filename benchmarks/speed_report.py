"""What was measured of the engines, as tables to read and as figures to draw."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from speed_engines import ENGINES, OURS
from speed_questions import KNOWN_TO_SOME, Ask, AskKind
from speed_work import Answered, Built

_SHOWN_DIFFERENCES: Final = 4


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was measured at one size."""

    articles: int
    """How many."""
    repeated: int
    """How many of them are others repeated."""
    rounds: int
    """How often all questions were asked."""
    asks: Sequence[Ask]
    """The questions."""
    built: Mapping[str, Built]
    """What building cost, by engine."""
    counts: Mapping[str, Sequence[int]]
    """Hits of each question, by engine; -1 where it knows no such questions."""
    answered: Mapping[str, Answered]
    """What answering cost, by engine."""
    cancelled: Mapping[str, Sequence[tuple[float, bool]]]
    """How late searches ended that were told to stop, and whether before their answer."""
    updated: Mapping[str, float]
    """Seconds an update took, by what was to be done."""


def high(times: Sequence[float], share: float = 0.95) -> float:
    """Return what a share of the values does not exceed."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def report(measured: Measured) -> str:
    """Return tables of everything, as Markdown."""
    parts = (_title, _building, _counting, _opening, _answers, _cancelling, _updating)
    return "\n".join(line for part in parts for line in part(measured))


def _title(measured: Measured) -> Iterator[str]:
    yield f"\n## {measured.articles:,} articles"
    if measured.repeated:
        yield (
            f"\n{measured.articles - measured.repeated:,} are real; the others are these again, "
            "with other digits in their numbers and their sentences shuffled."
        )


def _building(measured: Measured) -> Iterator[str]:
    """Tell what building cost; of several processes also what the first one took alone."""
    heads = ("engine", "articles/s", "of ours", "index, MB", "memory, MB", "first process, MB")
    yield from _head("Building", heads)
    ours = next(iter(measured.built.values()))
    for key, cost in measured.built.items():
        yield _row(
            ENGINES[key].name,
            f"{measured.articles / cost.seconds:,.0f}",
            f"{ours.seconds / cost.seconds:.2f}",
            *(f"{each / 1e6:,.0f}" for each in (cost.size, cost.together, cost.alone)),
        )


def _counting(measured: Measured) -> Iterator[str]:
    """Say for how many questions an engine counts other hits than the first."""
    first, *others = measured.counts
    yield ""
    for key in others:
        pairs = zip(measured.asks, measured.counts[first], measured.counts[key], strict=True)
        known = [(ask, ours, theirs) for ask, ours, theirs in pairs if theirs >= 0]
        differing = [(ask, ours, theirs) for ask, ours, theirs in known if theirs != ours]
        yield (
            f"- {ENGINES[key].name} counts other hits than ours for "
            f"{len(differing)} of {len(known)} questions{_by_kind(differing)}"
        )


def _by_kind(differing: Sequence[tuple[Ask, int, int]]) -> str:
    if not differing:
        return "."
    kinds = [ask.kind for ask, _ours, _theirs in differing]
    numbers = ", ".join(f"{kind} {kinds.count(kind)}" for kind in AskKind if kind in kinds)
    examples = "; ".join(
        f"`{' '.join(ask.words)}` {ours:,} and {theirs:,}"
        for ask, ours, theirs in differing[:_SHOWN_DIFFERENCES]
    )
    return f" ({numbers}): {examples}."


def _opening(measured: Measured) -> Iterator[str]:
    heads = ("engine", "until the first answer, ms", "own memory, MB", "of files, MB")
    yield from _head("Opening, and memory when all was asked", heads)
    for key, each in measured.answered.items():
        mapped = f"{each.memory.mapped / 1e6:,.0f}"
        yield _row(
            ENGINES[key].name,
            f"{median(each.opening) * 1e3:.1f}",
            f"{each.memory.own / 1e6:,.0f}",
            mapped,
        )


def _answers(measured: Measured) -> Iterator[str]:
    ours, *others = measured.answered
    heads = ("question", f"{ENGINES[ours].name}, ms", *(ENGINES[key].name for key in others))
    rounds = f"{len(measured.asks)} questions, rounds: {measured.rounds}"
    for when in ("first", "again"):
        title = {"first": "An engine just opened", "again": "The same engine, asked again"}[when]
        yield from _head(f"{title}: median and p95, the others in our medians; {rounds}", heads)
        times = {key: getattr(each, when) for key, each in measured.answered.items()}
        for kind in AskKind:
            middle = median(times[ours][kind])
            cells = [_pair(times[ours][kind], 1e-3)]
            cells += [_pair(times[key][kind], middle) for key in others]
            yield _row(kind, *cells)


def _pair(times: Sequence[float], unit: float) -> str:
    return f"{median(times) / unit:.2f}, {high(times) / unit:.2f}" if times else "–"


def _cancelling(measured: Measured) -> Iterator[str]:
    if not measured.cancelled:
        return
    heads = ("question", "searches", "stopped", "median", "p95", "slowest")
    yield from _head("Told to stop in the middle: ms until the search has ended", heads)
    for kind, seen in measured.cancelled.items():
        late = [seconds * 1e3 for seconds, _stopped in seen]
        stopped = sum(stopped for _seconds, stopped in seen)
        figures = (median(late), high(late), max(late)) if late else ()
        yield _row(kind, str(len(late)), str(stopped), *(f"{each:.2f}" for each in figures))


def _updating(measured: Measured) -> Iterator[str]:
    if not measured.updated:
        return
    figures = dict(measured.updated)
    files = figures.pop("articles")
    yield from _head(f"Files in folders, {files:,.0f} of them", ("update", "ms"))
    yield _row("index built, articles/s", f"{files / figures.pop('build'):,.0f}")
    for what, seconds in figures.items():
        yield _row(what, f"{seconds * 1e3:.1f}")


def _head(title: str, names: Iterable[str]) -> Iterator[str]:
    names = tuple(names)
    yield f"\n### {title}\n"
    yield _row(*names)
    yield f"| --- |{' ---: |' * (len(names) - 1)}"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def figures(measured: Measured) -> dict[str, Any]:
    """Return the same for programs to read; times in seconds, memory and sizes in bytes."""
    engines = {}
    for key, cost in measured.built.items():
        engines[key] = {
            "articles/s": measured.articles / cost.seconds,
            "index": cost.size,
            "building memory": {"together": cost.together, "alone": cost.alone},
            "differing": _differing(measured.counts[OURS], measured.counts[key]),
            **(_answer_figures(measured.answered[key]) if key in measured.answered else {}),
        }
    return {
        "articles": measured.articles,
        "repeated": measured.repeated,
        "rounds": measured.rounds,
        "engines": engines,
        "cancelling": {
            kind: _spread([seconds for seconds, _stopped in seen])
            for kind, seen in measured.cancelled.items()
            if seen
        },
        "updates": dict(measured.updated),
    }


def _differing(ours: Sequence[int], theirs: Sequence[int]) -> int:
    return sum(other not in {-1, mine} for mine, other in zip(ours, theirs, strict=True))


def _answer_figures(answered: Answered) -> dict[str, Any]:
    compared = [
        each
        for kind, times in answered.first.items()
        if kind not in KNOWN_TO_SOME
        for each in times
    ]
    return {
        "opening": median(answered.opening),
        "own memory": answered.memory.own,
        "mapped memory": answered.memory.mapped,
        "first": {kind: _spread(times) for kind, times in answered.first.items() if times},
        "again": {kind: _spread(times) for kind, times in answered.again.items() if times},
        "first, known to all": _spread(compared),
    }


def _spread(times: Sequence[float]) -> dict[str, float]:
    return {"median": median(times), "p95": high(times), "most": max(times)}
