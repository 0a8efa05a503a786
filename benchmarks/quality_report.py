"""What the retrieval evaluation found, as Markdown tables, as JSON, and query by query."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from quality_engine import Engine
from quality_measures import Lead, first_rank, lead, ndcg, recall, reciprocal_rank
from quality_sets import Half, Measure, Query, TestSet

_RANKS_SHOWN: Final = 5
_MEASURES: Final = {Measure.NDCG: ndcg, Measure.MRR: reciprocal_rank, Measure.RECALL: recall}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one engine made of one set, with or without marks."""

    engine: Engine
    """Who was asked."""
    rankings: tuple[tuple[str, ...], ...]
    """What it found for each query, without the query's own source."""
    figures: Mapping[Measure, tuple[float, ...]]
    """Each measure, query by query."""

    @classmethod
    def of(
        cls, engine: Engine, queries: Sequence[Query], rankings: Sequence[Sequence[str]]
    ) -> "Outcome":
        """Measure what an engine found."""
        pairs = zip(queries, rankings, strict=True)
        own = tuple(tuple(i for i in found if i != query.source) for query, found in pairs)
        figures = {
            measure: tuple(
                judge(found, query.relevant) for query, found in zip(queries, own, strict=True)
            )
            for measure, judge in _MEASURES.items()
        }
        return cls(engine, own, figures)

    def mean(self, measure: Measure) -> float:
        """Return a measure over all queries."""
        return sum(self.figures[measure]) / len(self.figures[measure])

    def ahead_of(self, other: "Outcome", measure: Measure) -> Lead:
        """Return how far this engine is ahead of another."""
        return lead(self.figures[measure], other.figures[measure])


@dataclass(frozen=True, slots=True)
class Comparison:
    """All engines on one set."""

    tested: TestSet
    """The set, with the queries that were asked."""
    marked: tuple[Outcome, ...]
    """What came out for queries as people write them."""
    bare: tuple[Outcome, ...]
    """What came out for the same queries without marks."""

    @property
    def variants(self) -> tuple[tuple[str, tuple[Outcome, ...]], ...]:
        """Both ways to write the queries, with what each is called."""
        return (("with marks", self.marked), ("without marks", self.bare))


def table(comparison: Comparison, base: str) -> str:
    """Return a set's figures as a Markdown section.

    Args:
        comparison: What came out.
        base: Key of the engine whose lead over every other one is told.
    """
    tested = comparison.tested
    heads = [*Measure, "lead"]
    about = (
        f"{tested.about[0].upper()}{tested.about[1:]}: {len(tested.queries):,} queries, "
        f"{len(tested.corpus.documents):,} documents. The lead is in {tested.headline}."
    )
    head = " | ".join(["engine", *heads, *(f"{each}, no marks" for each in heads)])
    lines = [f"### {tested.name}", "", about, "", f"| {head} |"]
    lines.append("| --- |" + " ---: |" * 2 * len(heads))
    columns = [_columns(outcomes, tested.headline, base) for _name, outcomes in comparison.variants]
    for outcome, marked, bare in zip(comparison.marked, *columns, strict=True):
        lines.append(f"| {outcome.engine.name} | " + " | ".join([*marked, *bare]) + " |")
    return "\n".join(lines)


def _columns(outcomes: Sequence[Outcome], headline: Measure, base: str) -> Iterator[list[str]]:
    """Yield the cells of each engine; the best of each measure is set in bold."""
    best = {measure: max(each.mean(measure) for each in outcomes) for measure in Measure}
    ours = next((each for each in outcomes if each.engine.key == base), None)
    for outcome in outcomes:
        cells = []
        for measure in Measure:
            figure = f"{outcome.mean(measure):.3f}"
            cells.append(f"**{figure}**" if figure == f"{best[measure]:.3f}" else figure)
        same = ours is None or ours is outcome
        yield [*cells, "" if same or not ours else _told(ours.ahead_of(outcome, headline))]


def _told(found: Lead) -> str:
    told = f"{found.mean:+.3f} (95 % {found.low:.3f}…{found.high:.3f})"
    return told.replace("-", "−")


def worst(comparison: Comparison, base: str, against: str, number: int) -> Iterator[str]:
    """Yield the queries where an engine is furthest ahead of the base, with ranks of both.

    Args:
        comparison: What came out.
        base: Key of the engine that is behind.
        against: Key of the engine that is ahead.
        number: Most queries to show, for each way to write them.
    """
    tested = comparison.tested
    for name, outcomes in comparison.variants:
        known = {outcome.engine.key: outcome for outcome in outcomes}
        ours, theirs = known[base], known[against]
        gaps = [
            (theirs.figures[tested.headline][place] - ours.figures[tested.headline][place], place)
            for place in range(len(tested.queries))
        ]
        behind = sorted((gap for gap in gaps if gap[0] > 0), key=lambda gap: (-gap[0], gap[1]))
        ahead = sum(gap < 0 for gap, _place in gaps)
        yield f"\n{tested.name}, {name}: {against} is better for {len(behind)}, {base} for {ahead}"
        for gap, place in behind[:number]:
            query = tested.queries[place]
            text = query.bare if outcomes is comparison.bare else query.marked
            yield f"  {gap:.3f}  {query.id}: {text}"
            for outcome in (ours, theirs):
                ranks = _ranks(outcome.rankings[place], query.relevant)
                yield f"         {outcome.engine.key}: {ranks}"


def _ranks(ranking: Sequence[str], relevant: Mapping[str, int]) -> str:
    ranks = [rank for rank, found in enumerate(ranking, start=1) if found in relevant]
    shown = ", ".join(map(str, ranks[:_RANKS_SHOWN]))
    return f"ranks {shown}" if shown else f"not among the first {len(ranking)}"


def as_json(comparisons: Sequence[Comparison], half: Half) -> dict[str, Any]:
    """Return all figures, and the rank of the first relevant document for every query."""
    return {
        "half": half,
        "sets": {
            comparison.tested.name: {
                name: {
                    outcome.engine.key: _figures(outcome, comparison.tested.queries)
                    for outcome in outcomes
                }
                for name, outcomes in comparison.variants
            }
            for comparison in comparisons
        },
    }


def _figures(outcome: Outcome, queries: Sequence[Query]) -> dict[str, Any]:
    return {
        "release": outcome.engine.release,
        **{str(measure): round(outcome.mean(measure), 5) for measure in Measure},
        "first_ranks": {
            query.id: first_rank(found, query.relevant)
            for query, found in zip(queries, outcome.rankings, strict=True)
        },
    }


def put_between_marks(page: Path, part: str, text: str) -> None:
    """Replace a generated part of a page.

    Args:
        page: A Markdown file.
        part: Name of the part; it stands between ``<!-- name -->`` and ``<!-- /name -->``.
        text: What to put there.

    Raises:
        ValueError: The page has not both marks, in their order.
    """
    begin, end = f"<!-- {part} -->", f"<!-- /{part} -->"
    before, begun, rest = page.read_text(encoding="utf-8").partition(begin)
    _old, ended, after = rest.partition(end)
    if not begun or not ended:
        msg = f"{page.name} has no place between “{begin}” and “{end}”"
        raise ValueError(msg)
    page.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")
