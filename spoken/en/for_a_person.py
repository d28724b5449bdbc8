"""Who names a person in a few words, whatever else they say: for a line that cannot ask its bot just now. Pure.

While nobody can be asked, a person too many is the smaller fault; with a bot, spoken/en/choices.wishes_person decides.
"""

from __future__ import annotations

import re

MOST_WORDS = 8  # a story that mentions a person is no wish for one
_PERSON = re.compile(r"\b(?:person|operator|human|agent|representative|call.?taker)\b", re.IGNORECASE)


def names_person(text: str) -> bool:
    """ "Operator!", "a person please"."""
    return len(text.split()) <= MOST_WORDS and bool(_PERSON.search(text))
