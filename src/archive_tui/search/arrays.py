"""Operations on ascending arrays of numbers from 0 that numpy does not have in their fast form."""

from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

_FLAGS_A_NUMBER: Final = 192
"""Flags that are set aside and read in the time one number is searched for."""
_STRETCH: Final = 1 << 19
"""Flags that stay in the cache of a processor."""
_FEW: Final = 8
"""How many times fewer numbers have to be so that they are searched one by one."""

_Array = TypeVar("_Array", bound=NDArray[Any])


def contained(needles: NDArray[Any], hay: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell for each needle whether it is in the hay.

    Args:
        needles: Shape (n,), any order, none negative.
        hay: Shape (m,), ascending, none negative.

    Returns:
        Shape (n,).
    """
    if not len(hay) or not len(needles):
        return np.zeros(len(needles), dtype=np.bool_)
    if _is_dense(hay, len(needles) + len(hay)):
        flags = np.zeros(int(hay[-1]) + 2, dtype=np.bool_)  # the last one is for what is beyond
        flags[as_places(hay)] = True
        return np.asarray(flags.take(as_places(needles), mode="clip"))
    places = np.searchsorted(hay, needles)
    places[places == len(hay)] = 0
    return np.asarray(hay[places] == needles)


def _is_dense(ascending: NDArray[Any], count: int) -> bool:
    """Tell whether a flag for each number up to the highest is cheaper than searching."""
    return int(ascending[-1]) < _FLAGS_A_NUMBER * count


def contained_ascending(needles: NDArray[np.intp], hay: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Tell for each needle whether it is in the hay, both ascending, none negative.

    The numbers are taken a stretch at a time, so that the flags of a stretch stay in the cache
    of the processor.

    Args:
        needles: Shape (n,).
        hay: Shape (m,).

    Returns:
        Shape (n,).
    """
    if not len(hay) or int(hay[-1]) <= _STRETCH or not _is_dense(hay, len(needles) + len(hay)):
        return contained(needles, hay)
    edges = np.arange(0, int(hay[-1]) + _STRETCH + 1, _STRETCH)
    of_needles, of_hay = (np.searchsorted(each, edges).tolist() for each in (needles, hay))
    found = np.zeros(len(needles), dtype=np.bool_)
    flags = np.empty(_STRETCH, dtype=np.bool_)
    for number, edge in enumerate(edges[:-1].tolist()):
        asked = slice(of_needles[number], of_needles[number + 1])
        flags[:] = False
        flags[hay[of_hay[number] : of_hay[number + 1]] - edge] = True
        found[asked] = flags.take(needles[asked] - edge)
    return found


def as_places(numbers: NDArray[Any]) -> NDArray[np.intp]:
    """Return numbers as the type that arrays are indexed with fastest."""
    return numbers.astype(np.intp, copy=False)


def intersect(first: _Array, second: _Array) -> _Array:
    """Return what two ascending arrays without repeats have in common, ascending."""
    small, large = (first, second) if len(first) <= len(second) else (second, first)
    return small.take(np.flatnonzero(contained(small, large)))  # type: ignore[return-value]


def mask_of(numbers: NDArray[Any], size: int) -> NDArray[np.bool_]:
    """Return which of the numbers below a size are among some; shape (size,)."""
    mask = np.zeros(size, dtype=np.bool_)
    mask[as_places(numbers)] = True
    return mask


def values_at(
    wanted: NDArray[np.integer[Any]], numbers: NDArray[Any], values: NDArray[Any], size: int
) -> NDArray[Any]:
    """Return the values that belong to some numbers, 0 where a number has none.

    Args:
        wanted: The numbers asked for, ascending, shape (n,).
        numbers: The numbers that have a value, ascending, shape (m,).
        values: Their values, shape (m,).
        size: A number above all of them.

    Returns:
        Shape (n,), of the type of the values.
    """
    if len(wanted) * _FEW < len(numbers):
        places = np.searchsorted(numbers, wanted.astype(numbers.dtype))
        places[places == len(numbers)] = 0
        found = values[places]
        found[numbers[places] != wanted] = 0
        return found
    if len(numbers) * _FEW < len(wanted):
        found = np.zeros(len(wanted), dtype=values.dtype)
        places = np.searchsorted(wanted, as_places(numbers))
        places[places == len(wanted)] = 0
        there = np.flatnonzero(wanted[places] == numbers)
        found[places[there]] = values[there]
        return found
    spread = np.zeros(size, dtype=values.dtype)
    spread[as_places(numbers)] = values
    return spread.take(wanted)
