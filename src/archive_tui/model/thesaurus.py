"""What the thesaurus is made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ThesaurusEntry:
    """Names that mean the same, each as it is written."""

    names: tuple[str, ...]
    """Two names or more; any of them, in a query, finds the others too."""
    source: str = ""
    """Where it is known from."""
