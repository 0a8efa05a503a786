"""Which form of a typed word is looked for: the rule of smart accents, in one place.

Matching, ranking, marks, explanations and the thesaurus all ask here, so that none of them
can take a word another way. Nothing here may know where words are looked for.
"""

from dataclasses import dataclass

from archive_tui.analysis import Form
from archive_tui.model import Accents
from archive_tui.text.vietnamese import exact_form, folded_form, has_marks


@dataclass(frozen=True, slots=True)
class SoughtWord:
    """A typed word as it is looked for."""

    form: Form
    """The form whose texts are searched."""
    term: str
    """The word in that form."""
    exact: str
    """The word in its exact form, to tell exact hits from folded ones."""

    @property
    def is_loose(self) -> bool:
        """Whether other spellings than the typed one match."""
        return self.form is Form.FOLDED


def written(accents: Accents) -> Accents:
    """Return how marks are taken in a name the thesaurus added: as they are written there.

    Nobody left them out by haste, so only where marks count for nothing do they not count here.
    """
    return Accents.IGNORE if accents is Accents.IGNORE else Accents.STRICT


def sought(word: str, accents: Accents) -> SoughtWord:
    """Return how a typed word is looked for.

    Args:
        word: The word as typed.
        accents: With `Accents.SMART`, marks decide: a word without any is loose.
    """
    exact, folded = exact_form(word), folded_form(word)
    loose = accents is Accents.IGNORE or (accents is Accents.SMART and not has_marks(word))
    return SoughtWord(Form.FOLDED, folded, exact) if loose else SoughtWord(Form.EXACT, exact, exact)
