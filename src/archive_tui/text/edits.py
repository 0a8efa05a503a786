"""How far two words are apart, in letters put in, left out, replaced or swapped."""


def is_near(first: str, second: str, edits: int) -> bool:
    """Return whether two words are at most some edits away from each other.

    Two neighbouring letters that are swapped are one edit, and no letter is changed twice: the
    distance of optimal string alignment (Boytsov, "Indexing methods for approximate dictionary
    searching", 2011).

    Args:
        first: A word.
        second: Another.
        edits: The most edits, a small number: the time grows fast with it.
    """
    if not edits or first == second:
        return first == second
    if abs(len(first) - len(second)) > edits:
        return False
    same = 0
    while first[same : same + 1] == second[same : same + 1]:
        same += 1
    left, right = first[same:], second[same:]
    return (
        is_near(left[1:], right[1:], edits - 1)
        or is_near(left[1:], right, edits - 1)
        or is_near(left, right[1:], edits - 1)
        or (left[:2] == right[1::-1] and is_near(left[2:], right[2:], edits - 1))
    )
