"""Numbers and letters as people say them, to the characters they mean. Pure; no Rasa.

"two four one double seven" -> 24177; "oh" -> 0; "twenty-four seventeen" -> 2417; "alpha bravo" -> AB; "b as in boy" -> B.
"""
from __future__ import annotations

import re
from typing import Dict, List, Optional, Tuple

DIGITS: Dict[str, str] = {
    "zero": "0", "oh": "0", "o": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4",
    "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "niner": "9",
}
# What recognisers write for a digit between other digits; never used for the first or only word.
MISHEARD: Dict[str, str] = {"to": "2", "too": "2", "for": "4", "ate": "8", "won": "1", "tree": "3", "fife": "5"}
TEENS: Dict[str, int] = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}
TENS: Dict[str, int] = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}
MULTIPLES: Dict[str, int] = {"double": 2, "triple": 3, "treble": 3}
SPELLING: Dict[str, str] = {
    word: word[0].upper()
    for word in (
        "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa "
        "quebec romeo sierra tango uniform victor whiskey whisky xray x-ray yankee zulu adam boy david edward frank "
        "george henry ida john king lincoln mary nora ocean paul queen robert sam tom union william young zebra"
    ).split()
}
SPOKEN_LETTERS: Dict[str, str] = {
    "ay": "A", "bee": "B", "cee": "C", "see": "C", "sea": "C", "dee": "D", "ee": "E", "eff": "F", "gee": "G", "jay": "J",
    "kay": "K", "el": "L", "em": "M", "en": "N", "pee": "P", "cue": "Q", "queue": "Q", "ar": "R", "are": "R", "ess": "S",
    "tee": "T", "tea": "T", "you": "U", "vee": "V", "ex": "X", "why": "Y", "zee": "Z", "zed": "Z",
}
JOINERS = {"dash", "hyphen", "slash", "minus", "and", "then", "um", "uh", "er", "point", "dot"}
_WORD = re.compile(r"[a-z]-ray|[a-z']+|\d+")


def words_of(text: str) -> List[str]:
    """Lower-case words and digit groups; hyphens and punctuation separate ("24-17", "twenty-four")."""
    return _WORD.findall(text.lower())


def _number_at(words: List[str], i: int, inside: bool) -> Optional[Tuple[str, int]]:
    """The digits that start at word i and how many words they take; None when there is no number."""
    word, following = words[i], words[i + 1] if i + 1 < len(words) else ""
    if word.isdigit():
        return word, 1
    if word in MULTIPLES and following:
        repeated = _number_at(words, i + 1, True)
        if repeated and len(repeated[0]) == 1:
            return repeated[0] * MULTIPLES[word], 1 + repeated[1]
        return None
    if word in TENS:
        if following in DIGITS and DIGITS[following] != "0":
            return str(TENS[word] + int(DIGITS[following])), 2
        return str(TENS[word]), 1
    if word in TEENS:
        return str(TEENS[word]), 1
    if word in DIGITS and (word != "o" or inside):
        return _with_scale(DIGITS[word], words, i)
    if inside and word in MISHEARD:
        return MISHEARD[word], 1
    return None


def _with_scale(digit: str, words: List[str], i: int) -> Tuple[str, int]:
    """"two hundred (and) five" -> 205; "four thousand" -> 4000; otherwise the digit itself."""
    scale = {"hundred": 100, "thousand": 1000}.get(words[i + 1] if i + 1 < len(words) else "")
    if scale is None:
        return digit, 1
    used, value = 2, int(digit) * scale
    rest = i + 2 + (1 if i + 2 < len(words) and words[i + 2] == "and" else 0)
    tail = _number_at(words, rest, False) if rest < len(words) else None
    if tail and int(tail[0]) < scale:
        return str(value + int(tail[0])), rest - i + tail[1]
    return str(value), used


def digit_groups(text: str) -> List[str]:
    """Every run of digits that was spoken or written, in order: "code 4 4 one nine, pin oh three" -> ["4419", "03"].

    Words such as "dash", "and", "um" stay inside a run; anything else ends it.
    """
    words, groups, current, i = words_of(text), [], "", 0
    while i < len(words):
        found = _number_at(words, i, bool(current))
        if found:
            current += found[0]
            i += found[1]
            continue
        if current and not (words[i] in JOINERS and i + 1 < len(words) and _number_at(words, i + 1, True)):
            groups.append(current)
            current = ""
        i += 1
    return groups + [current] if current else groups


def digits_only(text: str) -> str:
    """All digits of a text joined: what somebody means who was asked for a number."""
    return "".join(digit_groups(text))


def spelled(text: str) -> str:
    """Letters and digits as spelled, e.g. for a licence plate: "alpha bravo c one twenty three" -> "ABC123".

    A word that is neither letter nor number is passed over; "b as in boy" counts once.
    """
    words, out, i = words_of(text), "", 0
    while i < len(words):
        if len(words[i]) == 1 and words[i].isalpha() and words[i + 1 : i + 3] in (["as", "in"], ["like", "in"]):
            out, i = out + words[i].upper(), i + 4
            continue
        if len(words[i]) == 1 and words[i].isalpha() and i + 2 < len(words) and words[i + 1] == "for":
            out, i = out + words[i].upper(), i + 3
            continue
        if words[i] in ("o", "oh") and out and out[-1].isalpha() and not _digit_next(words, i):
            out, i = out + "O", i + 1
            continue
        found = _number_at(words, i, bool(out) and out[-1].isdigit())
        if found:
            out, i = out + found[0], i + found[1]
            continue
        out, i = out + _letter(words[i]), i + 1
    return out


def _digit_next(words: List[str], i: int) -> bool:
    return i + 1 < len(words) and _number_at(words, i + 1, True) is not None


def _letter(word: str) -> str:
    if len(word) == 1 and word.isalpha():
        return word.upper()
    return SPELLING.get(word) or SPOKEN_LETTERS.get(word) or ""


_SAY = {str(value): name for name, value in (("zero", 0), ("one", 1), ("two", 2), ("three", 3), ("four", 4), ("five", 5),
                                             ("six", 6), ("seven", 7), ("eight", 8), ("nine", 9))}


def say_digits(digits: str, group: int = 3) -> str:
    """Digits as a person reads them out, in groups: "44192" -> "four four one, nine two"."""
    names = [_SAY.get(character, character) for character in digits if character.isalnum()]
    groups = [" ".join(names[start : start + group]) for start in range(0, len(names), group)]
    return ", ".join(groups)
