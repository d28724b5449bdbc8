"""Which language somebody speaks, by their everyday words and by what they say of their English. Pure.

Slow to call anything foreign: names, streets and restaurants of every language stand in English sentences.
"""

from __future__ import annotations

import re
from typing import Collection, Iterable, Optional, Tuple

from spoken.language_wishes import language_asked_for
from spoken.languages import UNKNOWN, languages, without_accents

FEWEST_CUES, LEAST_SHARE = 2, 0.2
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LITTLE_ENGLISH = re.compile(  # of oneself, without accents: "he don't speak english" is told of somebody else
    r"\bno (?:hablo|ablo|entiendo|comprendo)(?: (?:mucho|muy|bien|nada|de|casi|el))* (?:english|inglish|ingles)\b"
    r"|(?:^|[.,;!?] ?|\b(?:sorry|hello|hi|hola|please|and|but|me|yo|i) )(?:(?:me|yo|i) )?"
    r"(?:no (?:speaks?|understand)|(?<!that i )(?:do not|don'?t|can(?:not|'?t| not)) (?:speak|understand))"
    r"(?: (?:so|very|much|too|any|good|well|the))* (?:english|inglish|ingles)\b"
    r"|\b(?:i|me|yo|hablo)(?: (?:only|just|speaks?))* (?:muy |very |a )*(?:poco|poquito|little|small)"
    r"(?: de| bit of)? (?:english|inglish|ingles)\b"
)
_OF_SPANISH = re.compile(r"\b(?:hablo|ablo|entiendo|comprendo|ingles|poquito|poco|yo)\b")


def language_of_caller(text: str) -> Optional[str]:
    """ISO 639-1 code of the language asked for or spoken; UNKNOWN for little English of nobody knows which. None for English."""
    if asked := language_asked_for(text):
        return asked
    plain = without_accents(text.lower())
    if _LITTLE_ENGLISH.search(plain):
        return "es" if _OF_SPANISH.search(plain) else UNKNOWN
    words = words_of(text)
    found = by_everyday_words(words)
    return found[0] if found and found[1] >= LEAST_SHARE * len(words) else None


def words_of(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text.replace("’", "'"))]


def by_everyday_words(words: Iterable[str], among: Optional[Collection[str]] = None) -> Optional[Tuple[str, int]]:
    """(language, how many different words of it), where those are more than the English ones; `among`: the codes to look for."""
    seen = frozenset(words)
    known = languages()
    counts = {code: len(seen & cues) for code, cues in known.everyday.items() if among is None or code in among}
    code = max(counts, key=lambda one: counts[one], default="")
    found = counts.get(code, 0)
    return (code, found) if found >= FEWEST_CUES and found > len(seen & known.english) else None
