"""What was read last, kept as far as a number of bytes goes."""

from collections import OrderedDict
from typing import Generic, Protocol, TypeVar


class Sized(Protocol):
    """Something that takes memory."""

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        ...


_Key = TypeVar("_Key")
_Value = TypeVar("_Value", bound=Sized)


class ByteCache(Generic[_Key, _Value]):
    """Keeps what was asked for last; at least the newest.

    Args:
        limit: Bytes that may be held.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._bytes = 0
        self._kept: OrderedDict[_Key, _Value] = OrderedDict()

    def get(self, key: _Key) -> _Value | None:
        """Return what is kept under a key; None where nothing is."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def keep(self, key: _Key, value: _Value) -> _Value:
        """Keep something and return it; what was not asked for for longest is let go."""
        self._kept[key] = value
        self._bytes += value.nbytes
        while self._bytes > self._limit and len(self._kept) > 1:
            self._bytes -= self._kept.popitem(last=False)[1].nbytes
        return value
