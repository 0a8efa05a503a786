"""Which segments are merged when: few segments, and no small update that waits for large ones.

Segments are sorted into tiers by size. When a tier is full, its segments become one, which is
of the next tier. A commit merges no more than a fixed number of records, or a few times as
many as it wrote, whichever is more; so small updates stay small, and large merges are paid
for by large updates. This is the policy of Lucene's `TieredMergePolicy` in its simplest form.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

_TIER_FACTOR: Final = 8
"""Segments of a tier that become one; also how much larger those of the next tier are."""
_SMALLEST: Final = 500
"""Records under which segments are all of the lowest tier."""
_CHEAP: Final = 8_000
"""Records that any commit may merge."""
_SHARE: Final = 2 * _TIER_FACTOR
"""Records a commit may merge for each one it wrote; commits of equal size fill a tier."""
_PART: Final = 16
"""One such part of all records may be merged too, so that there is a limit to their number."""


def to_merge(sizes: Sequence[int], deleted: Sequence[int], written: int) -> tuple[int, ...]:
    """Return which segments a commit should make into one.

    Args:
        sizes: Records of each segment that are in force.
        deleted: Records of each that are deleted.
        written: Records this commit wrote.

    Returns:
        Their places, ascending; none where nothing is to be done.
    """
    budget = max(_CHEAP, _SHARE * written, sum(sizes) // _PART)
    tiers: defaultdict[int, list[int]] = defaultdict(list)
    for place, size in enumerate(sizes):
        tiers[_tier(size)].append(place)
    chosen = _mostly_deleted(sizes, deleted, budget)
    for tier in sorted(tiers):
        candidates = set(tiers[tier]) | chosen  # what a lower tier makes comes on top
        if len(tiers[tier]) + bool(chosen) < _TIER_FACTOR:
            continue
        cost = sum(sizes[place] for place in candidates)
        if cost > budget:
            break
        chosen = candidates
    return tuple(sorted(chosen))


def _mostly_deleted(sizes: Sequence[int], deleted: Sequence[int], budget: int) -> set[int]:
    """Return segments most of which is deleted, the smallest first, as far as they may cost."""
    chosen: set[int] = set()
    for place in sorted(range(len(sizes)), key=sizes.__getitem__):
        if deleted[place] > sizes[place] <= budget:
            chosen.add(place)
            budget -= sizes[place]
    return chosen


def _tier(size: int) -> int:
    tier = 0
    while size > _SMALLEST:
        size //= _TIER_FACTOR
        tier += 1
    return tier
