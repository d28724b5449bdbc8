"""A language that somebody asks for in so many words ("Spanish, please", "no English"), whatever language they say it in. Pure."""

from __future__ import annotations

import re
from typing import List, Optional

from spoken.languages import UNKNOWN, Languages, languages, without_accents

_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 9


def language_asked_for(text: str) -> Optional[str]:
    """ISO 639-1 code; UNKNOWN for "I don't speak English". None unless nothing else is said, so that no need is passed over."""
    known, words = languages(), [without_accents(word) for word in _WORD.findall(text.lower())]
    if len(words) > _MOST_WORDS or not all(_belongs(known, word) for word in words):
        return None
    asked = list(dict.fromkeys(known.code_of[word] for word in words if word in known.code_of))
    english = next((word for word in words if word in known.speakers_of_english_as), None)
    if len(asked) > 1 or not (asked or english):
        return None
    if _refused(known, words) not in (None, english):
        return None
    if english is None:
        return asked[0]
    speaker = known.speakers_of_english_as[english]
    if _refused(known, words) is None and speaker == UNKNOWN:
        return None  # "English, please"
    return asked[0] if asked else speaker


def _belongs(known: Languages, word: str) -> bool:
    return any(word in words for words in (known.asking, known.refusing, known.code_of, known.speakers_of_english_as))


def _refused(known: Languages, words: List[str]) -> Optional[str]:
    """The language that stands next behind a "no" or "don't"."""
    at = next((number for number, word in enumerate(words) if word in known.refusing), len(words))
    return next((word for word in words[at:] if word in known.code_of or word in known.speakers_of_english_as), None)
