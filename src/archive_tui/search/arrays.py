"""Operations on ascending arrays of numbers from 0 that numpy does not have in their fast form."""

from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

_FLAGS_A_NUMBER: Final = 64
"""Flags that are set aside and read in the time one number is searched for."""

_Array = TypeVar("_Array", bound=NDArray[Any])


def contained(needles: NDArray[Any], hay: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell for each needle whether it is in the hay.

    Args:
        needles: Shape (n,), any order, none negative.
        hay: Shape (m,), ascending, none negative.

    Returns:
        Shape (n,).
    """
    if not len(hay):
        return np.zeros(len(needles), dtype=np.bool_)
    if _is_dense(hay, len(needles) + len(hay)):
        flags = np.zeros(int(hay[-1]) + 2, dtype=np.bool_)  # the last one is for what is beyond
        flags[hay] = True
        return np.asarray(flags[np.minimum(needles, len(flags) - 1)])
    places = np.searchsorted(hay, needles)
    places[places == len(hay)] = 0
    return np.asarray(hay[places] == needles)


def _is_dense(ascending: NDArray[Any], count: int) -> bool:
    """Tell whether a flag for each number up to the highest is cheaper than searching."""
    return int(ascending[-1]) < _FLAGS_A_NUMBER * count


def intersect(first: _Array, second: _Array) -> _Array:
    """Return what two ascending arrays without repeats have in common, ascending."""
    small, large = (first, second) if len(first) <= len(second) else (second, first)
    return small[contained(small, large)]  # type: ignore[return-value]


def union(arrays: list[_Array]) -> _Array:
    """Return what is in any of several ascending arrays, ascending and once each."""
    filled = [array for array in arrays if len(array)]
    if len(filled) < 2:  # noqa: PLR2004 - there is nothing to unite
        return filled[0] if filled else arrays[0]
    highest = max(filled, key=lambda array: int(array[-1]))
    if _is_dense(highest, sum(map(len, filled))):
        flags = np.zeros(int(highest[-1]) + 1, dtype=np.bool_)
        for array in filled:
            flags[array] = True
        return np.flatnonzero(flags).astype(highest.dtype)  # type: ignore[return-value]
    values = np.sort(np.concatenate(filled))
    return values[np.append(True, values[1:] != values[:-1])]  # type: ignore[no-any-return]


def subtract(first: _Array, second: _Array) -> _Array:
    """Return what of one ascending array is not in another, ascending."""
    return first[~contained(first, second)]  # type: ignore[return-value]
