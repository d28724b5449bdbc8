"""A text as words with their places, and what each is worth as a number: "double four", "oh", "twenty", "14", "b"."""

import re
from dataclasses import dataclass


def word_set(text: str) -> frozenset[str]:
    """The words of a text, as the lists of this room are written."""
    return frozenset(text.split())


def _in_order(text: str, first: int = 0, step: int = 1) -> dict[str, str]:
    return {word: str(n * step) for n, word in enumerate(text.split(), first)}


_WORD = re.compile(r"\[[a-z]+\]|[A-Za-z]+(?:['’][A-Za-z]+)?|\d+")

ONES = _in_order("zero one two three four five six seven eight nine") | {
    "oh": "0",
    "o": "0",
    "nought": "0",
    "niner": "9",
}
TEENS = _in_order("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 10)
TENS = _in_order("twenty thirty forty fifty sixty seventy eighty ninety", 2, 10)
SCALES = {"hundred": 2, "thousand": 3}
REPEATS = {"double": 2, "triple": 3}
ORDINALS = word_set("""
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth
    eightieth ninetieth
    """)
MONTHS = word_set("""
    january february march april may june july august september october november december jan feb apr jun jul aug
    sept oct nov dec
    """)
SPELLING = word_set("""
    alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec
    romeo sierra tango uniform victor whiskey xray yankee zulu adam boy david edward frank george henry ida john
    king lincoln mary nora ocean paul queen robert sam tom union william young zebra
    """)


@dataclass(frozen=True, slots=True)
class Word:
    """One word or digit group; `low` is it in small letters."""

    text: str
    low: str
    start: int
    end: int

    @property
    def is_digits(self) -> bool:
        return self.text.isdigit()

    @property
    def is_letter(self) -> bool:
        return len(self.text) == 1 and self.text.isalpha()


def split_words(text: str) -> list[Word]:
    """Words in order; a placeholder like [name] counts as one and is never a number."""
    return [Word(m.group(), m.group().lower().replace("’", "'"), m.start(), m.end()) for m in _WORD.finditer(text)]


def is_number_word(word: Word) -> bool:
    """Whether the word says digits by itself."""
    return word.is_digits or word.low in ONES or word.low in TEENS or word.low in TENS or word.low in SCALES


def is_ordinal(words: list[Word], at: int) -> bool:
    """fourteenth, or 14 followed by th (written 14th)."""
    word = words[at]
    if word.low in ORDINALS:
        return True
    return (
        word.is_digits
        and at + 1 < len(words)
        and words[at + 1].low in {"st", "nd", "rd", "th"}
        and words[at + 1].start == word.end
    )


def digit_count(words: list[Word]) -> int:
    """How many digits somebody would write for these number words."""
    count, repeat, tens = 0, 1, False
    for word in words:
        if word.low in REPEATS:
            repeat = REPEATS[word.low]
            continue
        if word.is_digits:
            count, tens = count + len(word.text), False
        elif word.low in ONES:
            count, tens = count + repeat - (1 if tens and word.low not in {"zero", "oh", "o"} else 0), False
        elif word.low in TEENS:
            count, tens = count + 2, False
        elif word.low in TENS:
            count, tens = count + 2, True
        elif word.low in SCALES:
            count, tens = count + SCALES[word.low], False
        elif word.is_letter or word.low in SPELLING:
            count, tens = count + 1, False
        repeat = 1
    return count
