"""How good a ranking is, and whether one engine is better than another by more than chance.

Pure functions on ids and numbers: they read no files and know no engine.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

SHORT: Final = 10
"""Ranks that a reader looks at."""
LONG: Final = 100
"""Ranks in which a patient reader, or another ranking, could still find something."""
RESAMPLES: Final = 1000
_SEED: Final = 7


def ndcg(ranking: Sequence[str], relevant: Mapping[str, int], depth: int = SHORT) -> float:
    """Return the normalised discounted cumulative gain.

    The gain is the grade itself and the discount is ``log2(rank + 1)``, as in trec_eval
    (Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques, 2002).

    Args:
        ranking: Ids, best first, each once.
        relevant: The grade of every relevant id.
        depth: Ranks that count.

    Returns:
        From 0 to 1, which is the best order there is; 0 where nothing is relevant.
    """
    best = _gain(sorted(relevant.values(), reverse=True)[:depth])
    got = _gain([relevant.get(found, 0) for found in ranking[:depth]])
    return got / best if best else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def first_rank(ranking: Sequence[str], relevant: Mapping[str, int]) -> int | None:
    """Return the rank of the first relevant id, from 1; None where there is none."""
    ranks = (rank for rank, found in enumerate(ranking, start=1) if relevant.get(found, 0) > 0)
    return next(ranks, None)


def reciprocal_rank(
    ranking: Sequence[str], relevant: Mapping[str, int], depth: int = SHORT
) -> float:
    """Return one over the rank of the first relevant id, 0 where that is beyond ``depth``."""
    rank = first_rank(ranking[:depth], relevant)
    return 1 / rank if rank else 0.0


def recall(ranking: Sequence[str], relevant: Mapping[str, int], depth: int = LONG) -> float:
    """Return the share of the relevant ids among the first; 0 where nothing is relevant."""
    wanted = {found for found, grade in relevant.items() if grade > 0}
    return len(wanted.intersection(ranking[:depth])) / len(wanted) if wanted else 0.0


@dataclass(frozen=True, slots=True)
class Lead:
    """How far one engine is ahead of another on the same queries."""

    mean: float
    """Mean difference; negative where it is behind."""
    low: float
    """Lower end of the interval of 95 per cent."""
    high: float
    """Upper end."""

    @property
    def certain(self) -> bool:
        """Whether the interval leaves out 0, so that chance alone hardly explains it."""
        return self.low > 0 or self.high < 0


def lead(ours: Sequence[float], theirs: Sequence[float], resamples: int = RESAMPLES) -> Lead:
    """Compare two engines by a paired bootstrap over the queries.

    The differences are drawn anew, with replacement, and the middle 95 per cent of the means
    are the interval (Efron's percentile method; for retrieval: Sakai, Evaluating evaluation
    metrics based on the bootstrap, 2006). The seed is fixed, so a run repeats.

    Args:
        ours: A figure for each query.
        theirs: The other engine's figures for the same queries, in the same order.
        resamples: How often to draw.

    Raises:
        ValueError: There are no queries, or not equally many.
    """
    if not ours or len(ours) != len(theirs):
        msg = f"{len(ours)} figures cannot be paired with {len(theirs)}"
        raise ValueError(msg)
    differences = np.asarray(ours, dtype=float) - np.asarray(theirs, dtype=float)
    chance = np.random.default_rng(_SEED)
    drawn = chance.integers(len(differences), size=(resamples, len(differences)))
    means = differences[drawn].mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return Lead(float(differences.mean()), float(low), float(high))
