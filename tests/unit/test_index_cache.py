"""What was read last is kept, as far as a number of bytes goes."""

import numpy as np

from archive_tui.index.cache import ByteCache


def array(size: int) -> np.ndarray:
    return np.zeros(size, dtype=np.uint8)


def test_what_was_not_asked_for_for_longest_is_let_go() -> None:
    cache = ByteCache[str, np.ndarray](100)
    for name in "abc":
        cache.keep(name, array(30))
    assert cache.get("a") is not None  # asked for again, so that b is the oldest
    cache.keep("d", array(30))
    assert cache.get("b") is None
    assert all(cache.get(name) is not None for name in "acd")


def test_the_newest_is_kept_though_it_is_too_large() -> None:
    cache = ByteCache[str, np.ndarray](100)
    cache.keep("small", array(50))
    large = cache.keep("large", array(500))
    assert cache.get("large") is large
    assert cache.get("small") is None
    cache.keep("small", array(50))
    assert cache.get("large") is None
    assert cache.get("small") is not None


def test_what_is_not_there_is_none() -> None:
    assert ByteCache[str, np.ndarray](100).get("a") is None
