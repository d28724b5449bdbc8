"""A licence plate, spelled or written: "alpha bravo c one two three", "ABC-123"; a part of one stays a part. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Dict, Optional, Sequence, Tuple

from spoken.en.corrections import versions
from spoken.en.numbers import MULTIPLES, SPELLING, number_at, spelled_at, words_of
from spoken.utterance import Utterance, fold, heard
from spoken.word_sets import word_set

LABELS = word_set("plate plates tag tags")
SHORTEST, LONGEST = 5, 8
PART = range(2, 7)  # characters that a caller remembers of a plate
# written plates whose groups a country has beside those of all: the third group belongs to it
_WRITTEN_IN: Dict[str, re.Pattern[str]] = {"GB": re.compile(r"(?<![a-z0-9])([a-z]{2}\d{2}[ -]?[a-z]{3})(?![a-z0-9])")}
_WRITTEN = re.compile(
    r"(?<![a-z0-9])(?=[a-z0-9 -]*\d)(?=[a-z0-9 -]*[a-z])"
    r"([a-z]{2,4}[ -]?\d{2,4}|\d{2,4}[ -]?[a-z]{2,4}|[a-z]{3}[ -]?[a-z]\d\d|[a-z]\d[a-z] ?\d{3})(?![a-z0-9])"
)
_LEADS = word_set(
    """number numbers is it's its was reads says of on the a uh um like that's that state license licence plate
    starting starts begins ends ending with in partial first last three temporary temp"""
)
_PARTIAL = word_set("partial starting starts begins first ends ending last")
# Short words of talk; three letters beside digits are otherwise part of a plate.
_TALK = word_set(
    """a an the is it in on at to of or and are you see was for but not his her him he she we my me by be so no do go if up
    us as i am had has got did saw ran can its all out off one two six ten who car van suv red tan old new any may way why
    tea bee gee am pm th st nd rd apt ave"""
)


_NONE = re.compile(
    r"\b(?:no|without(?: a| any)?|(?:did|does|do)(?:n't| not) have (?:a |any )?|(?:had|has|have) no|"
    r"there (?:was|were)(?:n't| not) (?:a |any )?)"
    r" ?(?:license |licence |number )?(?:plates?|tags?)\b|\b(?:temp|temporary|paper|dealer|dealership|trade)\b.{0,14}\b(?:tags?|plates?)\b"
)


@dataclass(frozen=True)
class Plate:
    characters: str
    first: int  # word numbers, inclusive
    last: int
    partial: bool = False


def plate_in(utterance: Utterance, words: Sequence[str], asked: bool, country: str = "US") -> Optional[Plate]:
    """asked: the open question was the plate, so no "plate" need be said. `country` (ISO 3166): whose plates are usual."""
    labels = [i for i, word in enumerate(words) if word in LABELS]
    own = _WRITTEN_IN.get(country)
    if own and (asked or labels) and (plate := _written(utterance, own)):
        return plate
    for i in labels:
        # a state may stand between: "the plate, Colorado, A B C one two three"
        found = next(filter(None, (_spelled(words, k) for k in range(i + 1, min(i + 3, len(words))))), None)
        if found:
            return found
    written = _written(utterance, _WRITTEN) if asked or labels else None
    return written or (next(filter(None, (_spelled(words, i) for i in range(len(words)))), None) if asked else None)


def _spelled(words: Sequence[str], i: int) -> Optional[Plate]:
    partial = any(word in _PARTIAL for word in words[max(0, i - 3) : i])
    while i < len(words) and words[i] in _LEADS and not (len(words[i]) == 1 and _spells(words, i + 1)):
        partial, i = partial or words[i] in _PARTIAL, i + 1
    first, out = i, ""
    while i < len(words) and len(out) <= LONGEST:
        characters, used = _characters(words, i, out)
        if not characters:
            break
        out, i = out + characters, i + used
    if partial and not out and i < len(words) and words[i].isalpha() and len(words[i]) <= 3 and words[i] not in _TALK:
        out, i = words[i].upper(), i + 1  # "partial plate ABC"
    mixed = any(c.isdigit() for c in out) and any(c.isalpha() for c in out)
    if partial:
        return Plate(out, first, i - 1, partial=True) if len(out) in PART else None
    return Plate(out, first, i - 1) if SHORTEST <= len(out) <= LONGEST and mixed else None


def _characters(words: Sequence[str], i: int, before: str) -> Tuple[str, int]:
    """What the word at i adds to a plate; "are", "you" and "see" are letters only between other letters."""
    characters, used = spelled_at(words, i, before)
    together = words[i].isalpha() and 2 <= len(words[i]) <= 3 and words[i] not in _TALK  # "abc" as one word
    if together and not characters and i + 1 < len(words) and (words[i + 1].isdigit() or before):
        return words[i].upper(), 1
    sure = len(words[i]) == 1 or words[i] in SPELLING or words[i] in MULTIPLES or number_at(words, i) or together
    return (characters, used) if before or sure else ("", 0)


def _spells(words: Sequence[str], i: int) -> bool:
    return i < len(words) and (len(words[i]) == 1 or words[i] in MULTIPLES or bool(number_at(words, i)))


def _written(utterance: Utterance, forms: re.Pattern[str]) -> Optional[Plate]:
    for found in forms.finditer(utterance.folded):
        characters = re.sub(r"[^a-z0-9]", "", found.group(1))
        letters = re.sub(r"\d", "", characters)
        if SHORTEST <= len(characters) <= LONGEST and letters not in _TALK and letters not in LABELS:
            inside = [i for i, word in enumerate(utterance.words) if found.start() <= word.start < found.end()]
            return Plate(characters.upper(), inside[0], inside[-1])
    return None


def asked_plate(text: str, country: str = "US") -> Optional[str]:
    """The characters in an answer to "what is the plate?"; None when there are none."""
    for said in versions(text):
        utterance = heard(said)
        found = plate_in(utterance, utterance.texts(), True, country) if utterance.words else None
        if found:
            return found.characters
    return None


def has_no_plate(text: str) -> bool:
    """ "no plate", "temp tag", "it had dealer plates": nothing that could be written down."""
    return bool(_NONE.search(fold(text))) and asked_plate(text) is None


def characters_in(text: str) -> str:
    """Letters and digits of a serial number, spelled out or written as it is; "" for plain words."""
    words = words_of(text)
    out, i, passed_over = "", 0, 0
    while i < len(words):
        characters, used = spelled_at(words, i, out)
        passed_over += not used
        out, i = out + characters, i + max(used, 1)
    written = re.sub(r"[^A-Za-z0-9]", "", text).upper()
    return out if out and (not passed_over or len(words) > 4) else written
