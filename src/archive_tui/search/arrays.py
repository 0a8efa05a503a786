"""Operations on ascending arrays that numpy does not have in their fast form."""

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

_Array = TypeVar("_Array", bound=NDArray[Any])


def contained(needles: NDArray[Any], hay: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell for each needle whether it is in the hay.

    Args:
        needles: Shape (n,), any order.
        hay: Shape (m,), ascending.

    Returns:
        Shape (n,).
    """
    if not len(hay):
        return np.zeros(len(needles), dtype=np.bool_)
    places = np.searchsorted(hay, needles)
    places[places == len(hay)] = 0
    return np.asarray(hay[places] == needles)


def intersect(first: _Array, second: _Array) -> _Array:
    """Return what two ascending arrays without repeats have in common, ascending."""
    small, large = (first, second) if len(first) <= len(second) else (second, first)
    return small[contained(small, large)]  # type: ignore[return-value]


def union(arrays: list[_Array]) -> _Array:
    """Return what is in any of several ascending arrays, ascending and once each."""
    if len(arrays) == 1:
        return arrays[0]
    return np.unique(np.concatenate(arrays))  # type: ignore[return-value]


def subtract(first: _Array, second: _Array) -> _Array:
    """Return what of one ascending array is not in another, ascending."""
    return first[~contained(first, second)]  # type: ignore[return-value]
