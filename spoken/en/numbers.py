"""Numbers and letters as people say them, to the characters they mean. Pure; no Rasa.

"two four one double seven" -> 24177; "oh" -> 0; "twenty-four seventeen" -> 2417; "fourteen hundred" -> 1400;
"alpha bravo" -> AB; "b as in boy" -> B.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Optional, Sequence, Tuple

from spoken.utterance import heard
from spoken.word_sets import word_list, word_set

DIGITS: Dict[str, str] = {
    "zero": "0",
    "oh": "0",
    "o": "0",
    "nought": "0",
    "naught": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "niner": "9",
}
# What recognisers write for a digit; read so only in the middle of digits said one by one ("four four won nine").
MISHEARD: Dict[str, str] = {"to": "2", "too": "2", "for": "4", "ate": "8", "won": "1", "tree": "3", "fife": "5"}
TEENS: Dict[str, int] = {
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
TENS: Dict[str, int] = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fourty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
SCALES: Dict[str, int] = {"hundred": 100, "thousand": 1000}
MULTIPLES: Dict[str, int] = {"double": 2, "triple": 3, "treble": 3}
RADIO_ALPHABET = word_list(
    "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa quebec romeo "
    "sierra tango uniform victor whiskey whisky xray x-ray yankee zulu"
)
POLICE_ALPHABET = word_list(
    "adam able baker boy charles david edward frank george henry ida john king lincoln mary nancy nora ocean paul peter queen robert "
    "roger sam tom union william young zebra"
)
SPELLING: Dict[str, str] = {word: word[0].upper() for word in (*RADIO_ALPHABET, *POLICE_ALPHABET)}
SPOKEN_LETTERS: Dict[str, str] = {
    "ay": "A",
    "bee": "B",
    "cee": "C",
    "see": "C",
    "sea": "C",
    "dee": "D",
    "ee": "E",
    "eff": "F",
    "gee": "G",
    "aitch": "H",
    "haitch": "H",
    "jay": "J",
    "kay": "K",
    "el": "L",
    "em": "M",
    "en": "N",
    "pee": "P",
    "cue": "Q",
    "queue": "Q",
    "ar": "R",
    "are": "R",
    "ess": "S",
    "tee": "T",
    "tea": "T",
    "you": "U",
    "vee": "V",
    "ex": "X",
    "why": "Y",
    "zee": "Z",
    "zed": "Z",
}
_TALK_OF_I = word_set(
    "don't dont think only could couldn't did didn't can't forget forgot guess saw mean meant am was have had know said told just"
    " already got"
)
_TALK_OF_YOU = _TALK_OF_I | {"in", "put", "wrote", "say", "get", "need", "want", "spelled", "misspelled", "heard"}
JOINERS = frozenset(("dash", "hyphen", "slash", "minus", "then", "um", "uh", "er", "point", "dot"))


@dataclass(frozen=True)
class Run:
    """Digits that were said without another word between; first and last are word numbers (inclusive)."""

    digits: str
    first: int
    last: int


def words_of(text: str) -> List[str]:
    """Lower-case words and digit groups; hyphens and punctuation separate ("24-17", "twenty-four")."""
    return heard(text).texts()


def number_at(words: Sequence[str], i: int, inside: bool = False) -> Optional[Tuple[str, int]]:
    """The digits that start at word i and how many words they take; None when there is no number.

    inside: the word before was part of the same number, so a lone "o" is a zero.
    """
    word = words[i]
    if word.isdigit():
        return _with_hundred(word, words, i, 1)
    if word in MULTIPLES:
        return _repeated(words, i)
    if word in TENS:
        unit = DIGITS.get(_at(words, i + 1), "0")
        return _with_hundred(str(TENS[word] + int(unit)), words, i, 1 if unit == "0" else 2)
    if word in TEENS:
        return _with_hundred(str(TEENS[word]), words, i, 1)
    if word in DIGITS and (word != "o" or inside or _single_digit(_at(words, i + 1))):
        return _with_scale(DIGITS[word], words, i, 1)
    if word in ("a", "one") and _at(words, i + 1) in SCALES:
        return _with_scale("1", words, i, 1)
    if word in MISHEARD and inside and _between_digits(words, i):
        return MISHEARD[word], 1
    return None


def _at(words: Sequence[str], i: int) -> str:
    return words[i] if 0 <= i < len(words) else ""


def _single_digit(word: str) -> bool:
    return word in DIGITS or (len(word) == 1 and word.isdigit())


def _digit_like(word: str) -> bool:
    return _single_digit(word) or word in MISHEARD


def _between_digits(words: Sequence[str], i: int) -> bool:
    """Three digits said one by one around a word make it a digit too; "from 2 to 4" stays words."""
    before = [_digit_like(_at(words, i - step)) for step in (1, 2)]
    after = [_digit_like(_at(words, i + step)) for step in (1, 2)]
    return before[0] and after[0] and (before[1] or after[1])


def _repeated(words: Sequence[str], i: int) -> Optional[Tuple[str, int]]:
    if i + 1 >= len(words) or words[i + 1] in MULTIPLES:  # "double double" doubles nothing
        return None
    following = number_at(words, i + 1, True)
    if following and len(following[0]) == 1:
        return following[0] * MULTIPLES[words[i]], 1 + following[1]
    return None


def _with_hundred(number: str, words: Sequence[str], i: int, used: int) -> Tuple[str, int]:
    """ "fourteen hundred (and) five" -> 1405; "2 thousand" -> 2000; otherwise the number itself."""
    return _with_scale(number, words, i, used) if len(number) <= 3 else (number, used)


def _with_scale(number: str, words: Sequence[str], i: int, used: int) -> Tuple[str, int]:
    """ "two hundred (and) five" -> 205; "four thousand two hundred" -> 4200; otherwise the number itself."""
    scale = SCALES.get(_at(words, i + used))
    if scale is None:
        return number, used
    value, used = int(number) * scale, used + 1
    rest = i + used + (1 if _at(words, i + used) == "and" else 0)
    tail = number_at(words, rest) if rest < len(words) and words[rest] not in ("o", "oh", "zero", "a") else None
    if tail and int(tail[0]) < scale:
        return str(value + int(tail[0])), rest - i + tail[1]
    return str(value), used


def number_runs(words: Sequence[str]) -> List[Run]:
    """Every run of digits, in order. Words such as "dash" and "um" stay inside a run; anything else ends it."""
    runs: List[Run] = []
    digits, first, last, i = "", 0, 0, 0
    while i < len(words):
        found = number_at(words, i, bool(digits))
        if found:
            first = first if digits else i
            digits, last, i = digits + found[0], i + found[1] - 1, i + found[1]
            continue
        if digits and not (words[i] in JOINERS and i + 1 < len(words) and number_at(words, i + 1, True)):
            runs.append(Run(digits, first, last))
            digits = ""
        i += 1
    return [*runs, Run(digits, first, last)] if digits else runs


def digit_groups(text: str) -> List[str]:
    """The digits of every run that was spoken or written: "code 4 4 one nine, pin oh three" -> ["4419", "03"]."""
    return [run.digits for run in number_runs(words_of(text))]


def digits_only(text: str) -> str:
    """All digits of a text joined: what somebody means who was asked for a number."""
    return "".join(digit_groups(text))


def spelled(text: str) -> str:
    """Letters and digits as spelled, e.g. for a licence plate: "alpha bravo c one twenty three" -> "ABC123".

    A word that is neither letter nor number is passed over; "b as in boy" counts once.
    """
    words, out, i = words_of(text), "", 0
    while i < len(words):
        characters, used = spelled_at(words, i, out)
        out, i = out + characters, i + max(used, 1)
    return out


def spelled_at(words: Sequence[str], i: int, before: str = "") -> Tuple[str, int]:
    """What the word at i spells and how many words that takes; ("", 0) when it spells nothing. before: spelled so far."""
    word, after_letter = words[i], before[-1:].isalpha()
    if word in ("i", "you") and _at(words, i + 1) in (_TALK_OF_I if word == "i" else _TALK_OF_YOU):
        return "", 0
    if word == "double" and _at(words, i + 1) in ("u", "you"):  # the letter, far oftener than two of them
        return "W", 2
    if word in MULTIPLES and i + 1 < len(words) and _letter(words[i + 1]):
        return _letter(words[i + 1]) * MULTIPLES[word], 2
    if len(word) == 1 and word.isalpha():
        if tuple(words[i + 1 : i + 3]) in (("as", "in"), ("like", "in")) and i + 3 < len(words):
            return word.upper(), 4
        named = _at(words, i + 2)
        if _at(words, i + 1) in ("for", "like", "as") and named[:1] == word and len(named) > 1:
            return word.upper(), 3
        if _at(words, i + 1) in SPELLING and _at(words, i + 1)[0] == word:  # "B boy"
            return word.upper(), 2
    if word in ("o", "oh") and after_letter and not (i + 1 < len(words) and number_at(words, i + 1, True)):
        return "O", 1
    found = number_at(words, i, before[-1:].isdigit())
    if found and word != "a":
        return found
    letter = _letter(word)
    return letter, 1 if letter else 0


def _letter(word: str) -> str:
    if len(word) == 1 and word.isalpha():
        return word.upper()
    return SPELLING.get(word) or SPOKEN_LETTERS.get(word) or ""
