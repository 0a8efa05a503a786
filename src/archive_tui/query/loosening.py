"""A query loosened: of the words that stand side by side, one is enough.

Only the loose words of the outermost level give way. Filters, dates, exclusions and what
stands in brackets were asked for on purpose and stay as they are.
"""

from archive_tui.query.tree import (
    And,
    Expanded,
    Fuzzy,
    Node,
    Or,
    Pattern,
    Phrase,
    Word,
)


def any_word(node: Node) -> Node:
    """Return a tree that an item matches with one of its words already.

    Args:
        node: The tree of a query.

    Returns:
        The same tree where there are no two words to choose from.
    """
    parts = node.parts if isinstance(node, And) else (node,)
    loose = tuple(word for part in parts if is_loose_part(part) for word in _choices(part))
    if len(loose) < 2:  # noqa: PLR2004 - a choice takes two
        return node
    others = tuple(part for part in parts if not is_loose_part(part))
    return And((Or(loose), *others)) if others else Or(loose)


def _choices(part: Node) -> tuple[Node, ...]:
    """Return what of a part is enough: of words that spell a name, each, and its other names."""
    if isinstance(part, Expanded) and isinstance(part.part, And):
        *words, last = part.part.parts
        return (*words, Expanded(last, part.others))
    return (part,)


def is_loose_part(node: Node) -> bool:
    """Return whether a part of a query is a word or phrase that may be left out."""
    return isinstance(node, Word | Phrase | Pattern | Fuzzy | Expanded)
