"""The things that are named from a word on: "my laptop, my purse and two rings off the shelf" -> laptop, purse, two rings. Pure.

Which words are things, and which never are, the caller of this room says (`Nouns`); where a thing ends says thing_words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import FrozenSet, List, Sequence

from spoken.en.thing_words import CANS, CONTAINERS, DROPPED, ENDS, FIRST, NUMBERS, OWNERS, TAILS, UNITED, plain
from spoken.utterance import Utterance, Word

MOST_WORDS, MOST_UNKNOWN = 8, 4  # of one thing; the second where no word of it is known
MOST_THINGS = 10  # of one list
COUNTED = (NUMBERS | {"a", "an", "some", "another"}) - {"all", "both"}
_SUBJECT = re.compile(
    r" (?:is|are|was|were|has|have|had|got|gets|needs|says|will|would|can|could|does|did|do|isn't|said|wants)\b"
)


@dataclass(frozen=True)
class Thing:
    text: str
    start: int  # characters of the text
    end: int


@dataclass(frozen=True)
class Nouns:
    known: FrozenSet[str]  # singular
    never: FrozenSet[str]  # what has one of these is none: "phone number"


def word_at(utterance: Utterance, character: int) -> int:
    """The number of the first word at or after a character."""
    return bisect_left(utterance.words, character, key=lambda word: word.start)


def listed(nouns: Nouns, utterance: Utterance, at: int, unknown: bool, subject: bool = False) -> List[Thing]:
    """The things named one after the other from a word on: "my laptop, my purse and two rings". One that is none has no text.

    subject: something is said of them next, as it may not be where they follow their verb ("my laptop and my son is ...").
    """
    names: List[Thing] = []
    while at < len(utterance.words) and len(names) < MOST_THINGS:
        after = _run(utterance.words, at)
        name = _named(nouns, utterance, at, after, unknown and (not names or _is_linked(utterance, at)))
        if not name.text and (names or after == at or utterance.words[at].text not in FIRST):
            break
        if names and not subject and _SUBJECT.match(utterance.folded, name.end):
            break
        names.append(name)
        at = _next(utterance, word_at(utterance, name.end))
    return names if any(name.text for name in names) else []


def _next(utterance: Utterance, at: int) -> int:
    """Where the list goes on; the number of words where it does not."""
    words = utterance.words
    joined = at < len(words) and words[at].text in ("and", "plus")
    at = at + 1 + (at + 1 < len(words) and words[at + 1].text == "also") if joined else at
    if not 0 < at < len(words):
        return len(words)
    goes_on = (
        joined or _is_linked(utterance, at) or words[at].text in COUNTED
    )  # "a laptop two phones and my ring": nobody says a comma
    return at if goes_on else len(words)


def _is_linked(utterance: Utterance, at: int) -> bool:
    """Whether it is plain that the word goes on a list: an "and", a comma or a "my" stands there."""
    words = utterance.words
    comma = utterance.folded[words[at - 1].end : words[at].start].strip() == ","
    return comma or words[at - 1].text in ("and", "plus", "also") or words[at].text in OWNERS - {"the", "your"}


def _run(words: Sequence[Word], at: int) -> int:
    """The number of the word after the last that can belong to one thing."""
    i = at
    while i < len(words) and i - at < MOST_WORDS + 3 and words[i].clause == words[at].clause:
        text, before = words[i].text, words[i - 1].text if i > at else ""
        if text == "of":
            if before not in CONTAINERS:
                break
        elif text in FIRST and i > at:
            if before not in ("of", "all", "both", "another", "the") and before not in OWNERS:
                break
        elif text in ENDS and not (text in ("can", "cans") and before in CANS):
            break
        i += 1
    while i > at and words[i - 1].text == "of":
        i -= 1
    return i


def _named(nouns: Nouns, utterance: Utterance, first: int, after: int, unknown: bool) -> Thing:
    """One thing out of words first..after-1, as it is spoken of: without "my"; no text where it is none."""
    words = utterance.words[first:after]
    nothing = Thing("", utterance.words[first].start, utterance.words[max(first, after - 1)].end)
    bare = [plain(word.text[:-2] if word.text.endswith("'s") and word is words[-1] else word.text) for word in words]
    heads = [i for i, word in enumerate(bare) if word in nouns.known]
    if heads:
        tail = [word for word in bare[heads[-1] + 1 :] if word not in TAILS and not word.isdigit()]
        if not any(word in nouns.never for word in tail) and all(word.endswith(("ing", "ly")) for word in tail):
            keep = heads[-1] + 1 + next((i for i, word in enumerate(bare[heads[-1] + 1 :]) if word in tail), 99)
            return _spoken(utterance, words[:keep])
    known_words = [word for word in bare if word not in FIRST and word != "of"]
    few = words and words[0].text in FIRST and 0 < len(known_words) <= MOST_UNKNOWN
    if unknown and few and not known_words[-1].isdigit() and not any(word in nouns.never for word in known_words):
        return _spoken(utterance, words)
    return nothing


def _spoken(utterance: Utterance, words: Sequence[Word]) -> Thing:
    """ "all four of my tires" -> "four tires"; "my son's bike" -> "son's bike"."""
    start, end = words[0].start, words[-1].end
    owned = [i for i, word in enumerate(words) if i and word.text == "of" and words[i - 1].text in UNITED]
    counted = [word.text for word in words[: owned[0] if owned else 0] if word.text in NUMBERS - {"all", "both"}]
    rest = list(words[owned[0] + 1 :] if owned and words[owned[0] + 1 :] else words)
    while len(rest) > 1 and (rest[0].text in OWNERS or rest[0].text in DROPPED):
        rest.pop(0)
    end -= 2 if words[-1].text.endswith("'s") else 0
    told = [word for word in utterance.folded[rest[0].start : end].split() if word not in ("uh", "um")]
    return Thing(" ".join(counted + told), start, end)
