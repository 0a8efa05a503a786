"""The part of an answer that is at hand: a bounded number of pages of hits.

An answer may have millions of hits; only what was looked at lately is kept. Nothing here
fetches or draws.
"""

from collections import OrderedDict
from typing import Final

from archive_tui.model import Hit, ResultPage

_KEPT_PAGES: Final = 40


class HitPages:
    """Hits of one answer by rank, the pages used least recently forgotten.

    Args:
        page_size: Hits a page.
        kept: Most pages to keep.
    """

    def __init__(self, page_size: int, kept: int = _KEPT_PAGES) -> None:
        self._size = page_size
        self._kept = kept
        self._pages: OrderedDict[int, tuple[Hit, ...]] = OrderedDict()
        self.total = 0

    def start(self, page: ResultPage) -> None:
        """Forget everything and begin with the first page of another answer."""
        self._pages.clear()
        self.total = page.total
        self.put(page)

    def put(self, page: ResultPage) -> None:
        """Keep a page; its offset has to be a whole number of pages."""
        number = page.request.offset // self._size
        self._pages[number] = page.hits
        self._pages.move_to_end(number)
        while len(self._pages) > self._kept:
            self._pages.popitem(last=False)

    def hit(self, rank: int) -> Hit | None:
        """Return the hit at a rank, or nothing where its page is not at hand."""
        number, place = divmod(rank, self._size)
        page = self._pages.get(number)
        if page is None or place >= len(page):
            return None
        self._pages.move_to_end(number)
        return page[place]

    def missing(self, first: int, last: int) -> tuple[int, ...]:
        """Return the offsets of the pages not at hand that hold ranks of a range.

        Args:
            first: The first rank wanted.
            last: The last rank wanted, itself included; may lie beyond the answer.
        """
        if not self.total:
            return ()
        begin = max(first, 0) // self._size
        end = min(last, self.total - 1) // self._size
        return tuple(n * self._size for n in range(begin, end + 1) if n not in self._pages)
