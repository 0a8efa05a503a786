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
_SHARE: Final = 4
"""Records a commit may merge for each one it wrote."""


def to_merge(sizes: Sequence[int], deleted: Sequence[int], written: int) -> tuple[int, ...]:
    """Return which segments a commit should make into one.

    Args:
        sizes: Records of each segment that are in force.
        deleted: Records of each that are deleted.
        written: Records this commit wrote.

    Returns:
        Their places, ascending; none where nothing is to be done.
    """
    budget = max(_CHEAP, _SHARE * written)
    tiers: defaultdict[int, list[int]] = defaultdict(list)
    for place, size in enumerate(sizes):
        tiers[_tier(size)].append(place)
    chosen = {place for place, size in enumerate(sizes) if deleted[place] > size and size <= budget}
    total = sum(sizes[place] for place in chosen)
    for tier in sorted(tiers):
        candidates = set(tiers[tier]) | chosen  # what a lower tier makes comes on top
        if len(tiers[tier]) + bool(chosen) < _TIER_FACTOR:
            continue
        cost = sum(sizes[place] for place in candidates)
        if cost > budget:
            break
        chosen, total = candidates, cost
    return tuple(sorted(chosen)) if total <= budget else ()


def _tier(size: int) -> int:
    tier = 0
    while size > _SMALLEST:
        size //= _TIER_FACTOR
        tier += 1
    return tier
