"""The user's own selections from the archive."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CollectionItem:
    """An article in a collection."""

    id: str
    """The article's id; it is kept even when the article is gone from the archive."""
    note: str = ""
    """What the user wrote about it."""


@dataclass(frozen=True, slots=True)
class Collection:
    """A named selection of articles, in the user's order."""

    name: str
    """What the user calls it."""
    items: tuple[CollectionItem, ...] = ()
    """Its articles."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its articles, in order."""
        return tuple(item.id for item in self.items)
