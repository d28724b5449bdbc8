"""In which script something is written: whoever writes in another one than the line's language speaks another language. Pure."""

from __future__ import annotations

import unicodedata

FEWEST_LETTERS = 3


def is_latin(text: str) -> bool:
    """False when more than half of the letters, three or more, belong to another script."""
    letters = [character for character in text if character.isalpha()]
    others = sum(1 for character in letters if not unicodedata.name(character, "LATIN").startswith(_LATIN))
    return others < FEWEST_LETTERS or 2 * others <= len(letters)


_LATIN = (
    "LATIN",
    "FULLWIDTH LATIN",
    "MATHEMATICAL",
    "FEMININE ORDINAL",
    "MASCULINE ORDINAL",
    "SCRIPT",
    "DOUBLE-STRUCK",
)
