"""Which segments are merged when: few segments, and no small update that waits for large ones.

Segments are sorted into tiers by size. When a tier is full, its segments become one, which is
of a higher tier. A commit merges no more records than take a moment, or a few times as many
as it wrote, whichever is more; so small updates stay small, and large merges are paid for by
large updates, or by those that look at the whole archive and take their time for that. This
is the policy of Lucene's `TieredMergePolicy` in its simplest form.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Final

_TIER_FACTOR: Final = 8
"""Segments of a tier that become one; also how much larger those of the next tier are."""
_FEWEST: Final = _TIER_FACTOR // 2
"""Segments that become one where those of a whole tier are too large for the commit."""
_SMALLEST: Final = 64
"""Records up to which segments are all of the lowest tier."""
_CHEAP: Final = 1_000
"""Records that any commit may merge: about 0.1 s."""
_SHARE: Final = 2 * _TIER_FACTOR
"""Records a commit may merge for each one it wrote; commits of equal size fill a tier."""
_PART: Final = 16
"""One such part of all records may be merged by a commit that has time: about as long as it
takes to walk over the archive."""
_MOST: Final = 48
"""Segments from which on every commit has time."""


def to_merge(
    sizes: Sequence[int], deleted: Sequence[int], written: int, *, at_once: bool = False
) -> tuple[int, ...]:
    """Return which segments a commit should make into one.

    Args:
        sizes: Records of each segment that are in force.
        deleted: Records of each that are deleted.
        written: Records this commit wrote.
        at_once: Whether the commit has no time for what is not its own.

    Returns:
        Their places, ascending; none where nothing is to be done.
    """
    budget = max(_CHEAP, _SHARE * written)
    if not at_once or len(sizes) > _MOST:
        budget = max(budget, sum(sizes) // _PART)
    tiers: defaultdict[int, list[int]] = defaultdict(list)
    for place, size in enumerate(sizes):
        tiers[_tier(size)].append(place)
    chosen = _mostly_deleted(sizes, deleted, budget)
    for tier in sorted(tiers):
        if len(tiers[tier]) + bool(chosen) < _TIER_FACTOR:
            continue
        # What a lower tier makes comes on top.
        candidates = _affordable(sizes, {*tiers[tier], *chosen}, budget)
        if len(candidates) < _FEWEST or not chosen <= candidates:
            break
        chosen = candidates
    return tuple(sorted(chosen))


def _affordable(sizes: Sequence[int], places: Collection[int], budget: int) -> set[int]:
    """Return the smallest of some segments, as many as may be merged."""
    taken: set[int] = set()
    for place in sorted(places, key=sizes.__getitem__):
        budget -= sizes[place]
        if budget < 0:
            break
        taken.add(place)
    return taken


def _mostly_deleted(sizes: Sequence[int], deleted: Sequence[int], budget: int) -> set[int]:
    """Return segments most of which is deleted, the smallest first, as far as they may cost."""
    places = [place for place, size in enumerate(sizes) if deleted[place] > size]
    return _affordable(sizes, places, budget)


def _tier(size: int) -> int:
    tier = 0
    while size > _SMALLEST:
        size //= _TIER_FACTOR
        tier += 1
    return tier
