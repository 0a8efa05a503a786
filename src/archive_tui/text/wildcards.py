"""Patterns with stars, matched in a time that grows with the word and not with the stars."""

import re


def wildcard(pattern: str) -> re.Pattern[str]:
    """Return an expression whose ``fullmatch`` takes what a pattern means.

    The first place where a piece between two stars fits is kept: no later place could let more
    of the rest fit. Without that, nine stars against a word of sixty letters take minutes.

    Args:
        pattern: Letters, and ``*`` for any run of letters, an empty one too.
    """
    head, *rest = pattern.split("*")
    if not rest:
        return re.compile(re.escape(head))
    *middle, tail = (re.escape(part) for part in rest)
    runs = "".join(f"(?>.*?{part})" for part in middle)
    return re.compile(f"{re.escape(head)}{runs}.*{tail}", re.DOTALL)
