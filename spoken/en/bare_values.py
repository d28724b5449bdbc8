"""A value and nothing else, which a classifier takes for nonsense: "twelve hundred", "eight forty p m", "Gagnon with an o". Pure."""

from __future__ import annotations

from spoken.en import describing, plates, taking_out
from spoken.en.beside_the_question import is_a_time
from spoken.en.day_and_hour import hour_words
from spoken.en.name_letters import spelled_as_said
from spoken.en.names import spelled_in
from spoken.utterance import fold

MOST_WORDS = 14
FEWEST_LETTERS = 3


def is_one(text: str, country: str = "US") -> bool:
    """Said to a report that was read back, it can be a change."""
    folded = fold(text)
    if not folded.strip() or len(folded.split()) > MOST_WORDS:
        return False
    names_a_letter = spelled_as_said(folded).split() != folded.split() or len(spelled_in(text)) >= FEWEST_LETTERS
    time = is_a_time(text) or bool(hour_words(text))
    plate = plates.named_plate(text, country) is not None
    return names_a_letter or time or plate or describing.only_a_number(text) or bool(taking_out.wished_unsaid(text))
