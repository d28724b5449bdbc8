"""Ordinals as days and streets have them: "third", "twenty first", "21st". Pure."""

from __future__ import annotations

import re
from typing import Optional, Sequence, Tuple

from spoken.en.numbers import TENS
from spoken.word_sets import word_list

UNITS = {
    word: number
    for number, word in enumerate(word_list("first second third fourth fifth sixth seventh eighth ninth"), 1)
}
TEENTHS = {
    word: number
    for number, word in enumerate(
        word_list("tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"),
        10,
    )
}
TENTHS = {word: number for number, word in zip(range(20, 100, 10), word_list(
    "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"
))}  # fmt: skip
_WRITTEN = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")


def ordinal_at(words: Sequence[str], i: int) -> Optional[Tuple[int, int]]:
    """(the number, how many words it takes); None when no ordinal starts at word i."""
    word = words[i]
    written = _WRITTEN.fullmatch(word)
    if written:
        return int(written[1]), 1
    simple = UNITS.get(word) or TEENTHS.get(word) or TENTHS.get(word)
    if simple:
        return simple, 1
    if word in TENS and i + 1 < len(words) and words[i + 1] in UNITS:
        return TENS[word] + UNITS[words[i + 1]], 2
    return None
