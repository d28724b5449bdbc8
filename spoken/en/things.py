"""Which thing a sentence says was taken, lost, dumped or broken: "my blue trek bike was stolen" -> "blue trek bike". Pure.

A thing is told by a verb of taking, losing, dumping or breaking beside it, in the same clause, that nobody denies.
Cautious: what is not plainly a thing ("somebody stole it", "i lost my case number") is left out, and the caller is asked.
A vehicle is no thing that was taken (spoken.en.vehicles describes it), but one that may be broken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import FrozenSet, Iterator, Optional, Pattern, Sequence, Tuple

from spoken.en.thing_phrases import Nouns, Thing, listed, word_at
from spoken.en.thing_words import ASKING, BROKEN, DONE, FIRST, NEVER, NOT, OWNED, UNSURE, VEHICLES, plain
from spoken.utterance import Utterance, heard
from spoken.word_sets import word_set

BACK = 4  # words before the verb in which a "not" or an "if" takes it back
_PLAIN = r"stole|steal|stolen|stealing|swiped|snatched|nicked|robbed (?:(?:me|us|him|her|them) )?of"
_AWAY = r"(?:ran|walked|made|drove|rode|run|took|taken) (?:off|away|out) with|(?:got|gotten|gone) away with"
_DUMPED = r"dumped|dumping|dump|threw out|thrown out|tossed out"
_TOOK = r"ripped off|took|taken|taking|grabbed|misplaced|lost|missing|can't find|cannot find|couldn't find"
_GOT = r"(?:they|he|she|someone|somebody)(?: also| even)? got(?= (?:my|our) )"  # "they got my kids car seat"; not "he got a gun"
_MINE = r"(?:i|we)(?: (?:have|had|must|just|also|accidentally))* (?:left|dropped|forgot|forgotten)"
_CUT_OUT = r"(?:cut|sawed)(?: off| out)?(?= (?:my|our|his|her|their|the) (?:[a-z]+ ){0,3}(?:catalytic|converter))"
_SMASHED = (
    r"smashed(?: in| up| out)?|shattered|keyed|slashed|vandalized|vandalised|egged|dented|kicked in|spray painted|tore down|"
    r"knocked over|busted(?: out)?"
)
_BROKE = (
    r"broke(?: out)?|broken|scratched|damaged|cut|painted|tagged|wrecked|destroyed|cracked|knocked down|ran over|"
    r"(?:rock|brick|stone|bottle|pipe|bat|chair|ball)s? (?:came |went |flew |straight |right )*through"
)
_HAD_BEEN = (
    r"(?:was|were|is|are|got|gets|has|have|had|been|being|be|just|recently|also|all|both|getting|went|gone|totally|"
    r"completely|apparently|now|uh|um)"
)
_PLACE = (
    r"(?: (?:from|in|on|off|out of|outside|at|by|near|behind)(?: (?:my|our|his|her|their|the|a))? [a-z]+(?: [a-z]+)?)??"
)
_CHANGED = "dim|all|up|off|into|to|down|dead|wrong|crazy|bad|black|dark|on|round|around|fuzzy|quiet"  # "the light has gone dim"
_GONE = (
    rf"stolen|taken|gone(?! (?:{_CHANGED})\b)|missing|lost|swiped|snatched|nicked|ripped off|cut off|cut out|sawed off"
    r"|(?<=got )took|(?<=been )took|(?<=was )removed|(?<=were )removed|(?<=been )removed"
)
_WRECKED = (
    r"smashed|broken|shattered|keyed|slashed|damaged|scratched|dented|egged|vandalized|vandalised|busted|cracked|destroyed|"
    r"wrecked|kicked in|spray painted|knocked over|tagged|cut"
)
_HERS = re.compile(r" (?:off|out)(?! (?:of|my|our|his|her|their|the|a|me)\b)")  # "she took her coat off"
_ADJECTIVE = re.compile(r"\b(?:stolen|lost|missing) (?=\S)")
_SEEN = re.compile(r"\b(?:see|sees|saw|seeing|spotted|selling|sells|sold|bought|buying|buy) (?:[a-z]+ ){0,3}$")
_FOR_SALE = re.compile(
    r"[^,.;]{0,40}\b(?:for sale|being sold|(?:up|listed) on|on (?:craigslist|facebook|ebay|offerup|marketplace))\b"
)
_BY_ME = re.compile(r"\b(?:i|we|it|officers?|police|cops?|deputy|deputies|court)(?: (?:just|have|had|already))* $")


@dataclass(frozen=True)
class _Loss:
    """One kind of loss: the verbs before the thing, the words after it, and the things that it happens to."""

    plainly: Pattern[str]  # verbs after which also an unknown word is a thing
    loosely: Pattern[str]  # verbs of many meanings: only a known thing counts
    after: Pattern[str]  # "... was stolen"
    plain_states: FrozenSet[str]
    nouns: Nouns
    adjective: Optional[Pattern[str]] = None  # "a stolen ..."


def _verbs(pattern: str, between: str) -> Pattern[str]:
    return re.compile(rf"\b(?P<verb>{pattern})(?: (?:{between}))* (?=\S)")


_TAKEN = _Loss(
    _verbs(f"{_PLAIN}|{_AWAY}|{_DUMPED}|{_CUT_OUT}", "just|also|me|us|like|even|uh|um"),
    _verbs(f"{_TOOK}|{_MINE}|{_GOT}", "just|also|me|us|like|even|uh|um|off|out|away|down"),
    re.compile(rf"(?:'s)?{_PLACE}(?: {_HAD_BEEN})* (?P<state>{_GONE})\b"),
    word_set("stolen swiped snatched nicked"),
    Nouns(OWNED, (NEVER | VEHICLES) - OWNED),
    _ADJECTIVE,
)
_DAMAGED = _Loss(
    _verbs(_SMASHED, "just|also|like|even|uh|um|all"),
    _verbs(_BROKE, "just|also|like|even|uh|um|all|up|over"),
    re.compile(
        rf"(?:'s)?(?:{_PLACE} {_HAD_BEEN})?(?: {_HAD_BEEN})* (?P<state>{_WRECKED})\b(?! in\b| into\b| out\b| off\b| down\b)"
    ),
    word_set("smashed keyed slashed vandalized vandalised egged shattered dented"),
    Nouns(BROKEN, NEVER - BROKEN),
)


def thing_in(text: str) -> Optional[Thing]:
    """The first thing that was stolen, lost or dumped, without "my"; None when none is named."""
    return _first(_TAKEN, heard(text))


def broken_in(text: str) -> Optional[Thing]:
    """The first thing that was damaged: "somebody keyed my car" -> "car"; None when none is named."""
    return _first(_DAMAGED, heard(text))


def owned_in(text: str, unknown: bool = False) -> Optional[Thing]:
    """The first thing that people own in a text in which nothing need become of it: "the lens was four hundred". `unknown`: also one
    behind "the" or "my" that is in no list of ours."""
    utterance = heard(text)
    for nouns, any_word in ((_TAKEN.nouns, False), (_TAKEN.nouns, True)) if unknown else ((_TAKEN.nouns, False),):
        for at in range(len(utterance.words)):
            named = [_without_its_price(one) for one in listed(nouns, utterance, at, any_word)]
            if named and named[0].text:
                return next(_ranked(0, named))[1]
    return None


def is_one_of(text: str, words: Sequence[str]) -> bool:
    """Whether the thing that a text names first is one of these: "canadian passport, dark blue" is a passport, "hoka shoes" are shoes."""
    if not words:
        return False
    named = re.split(r"[,;]| (?:with|from|in|on|of mine|that|which|like)\b", text.lower())[0]
    said = re.findall(r"[a-z]+", named)
    known = [word for word in said if plain(word) in OWNED or word in OWNED] or said
    return bool(known) and bool({known[-1], plain(known[-1]), known[-1].removesuffix("s")} & set(words))


def _without_its_price(thing: Thing) -> Thing:
    """ "four hundred dollar lens" is a lens, "forty dollars cash" is cash."""
    words = re.split(r"\b(?:dollars?|bucks?)\b", thing.text)
    return Thing(words[-1].strip() or thing.text, thing.start, thing.end)


def _first(loss: _Loss, utterance: Utterance) -> Optional[Thing]:
    """Of all things told, the first behind a plain verb; else the first."""
    told = list(_told(loss, utterance))
    return min(told, key=lambda one: (one[0], one[1].start))[1] if told else None


def _told(loss: _Loss, utterance: Utterance) -> Iterator[Tuple[int, Thing]]:
    """Every thing with its rank: 0 behind a plain verb, 1 behind another."""
    for rank, verbs in enumerate((loss.plainly, loss.loosely)):
        for found in verbs.finditer(utterance.folded):
            at = word_at(utterance, found.end())
            if found["verb"] == "stolen" and _somebody_elses(utterance.folded, found.start(), found.end()):
                continue
            if not _taken_back(utterance, found.start()) and not _by_the_caller(utterance.folded, found):
                names = listed(loss.nouns, utterance, at, unknown=not rank)
                if not rank or not _done_with(utterance.folded, found, names):
                    yield from _ranked(rank, names)
    for at in _openings(utterance):
        for unknown in (False, True):
            names = listed(loss.nouns, utterance, at, unknown, subject=True)
            state = loss.after.match(utterance.folded, names[-1].end) if names else None
            if state and (not unknown or (state["state"] in loss.plain_states and " " in state[0].strip())):
                if not _taken_back(utterance, utterance.words[at].start):
                    yield from _ranked(state["state"] not in loss.plain_states, names)
                break
    for found in loss.adjective.finditer(utterance.folded) if loss.adjective else ():
        if not _somebody_elses(utterance.folded, found.start(), found.end()):
            yield from _ranked(1, listed(loss.nouns, utterance, word_at(utterance, found.end()), unknown=False))


def _somebody_elses(folded: str, start: int, end: int) -> bool:
    """ "I see a stolen bike for sale": not what the caller misses."""
    before = folded[:start]
    return bool(_SEEN.search(before) or (_FOR_SALE.match(folded, end) and not re.search(r"\b(?:my|our) $", before)))


def _ranked(rank: int, names: Sequence[Thing]) -> Iterator[Tuple[int, Thing]]:
    named = [name for name in names if name.text]
    if named:
        texts = [name.text for name in named]
        said = " and ".join([", ".join(texts[:-1]), texts[-1]] if texts[:-1] else texts)
        yield int(rank), Thing(said, named[0].start, named[-1].end)


def _openings(utterance: Utterance) -> Iterator[int]:
    """Where a thing may begin that is spoken of before what became of it."""
    for i, word in enumerate(utterance.words):
        before = utterance.words[i - 1] if i else None
        if word.text in FIRST or before is None or before.clause != word.clause or before.text in ("and", "had"):
            yield i


def _taken_back(utterance: Utterance, character: int) -> bool:
    """Whether what stands there is denied or only supposed: "nobody took", "if they took"; not "i don't know who took"."""
    at = word_at(utterance, character)
    clause = utterance.words[at].clause if at < len(utterance.words) else -1
    for word in reversed(utterance.words[max(0, at - BACK) : at]):
        if word.clause != clause or word.text in ASKING or word.text == "and":
            return False
        if word.text in NOT or word.text in UNSURE:
            return True
    return utterance.folded.endswith("no one ", 0, character)


def _by_the_caller(folded: str, found: re.Match[str]) -> bool:
    """ "i took my coat off", "the officer took my name": nobody's theft."""
    return found["verb"] in ("took", "taken", "taking", "grabbed") and bool(
        _BY_ME.search(folded[max(0, found.start() - 40) : found.start()])
    )


def _done_with(folded: str, found: re.Match[str], names: Sequence[Thing]) -> bool:
    """ "she took her coat off", "he took the pills", "took a swing at me": no thing was taken from anybody."""
    if not found["verb"].startswith("tak") and found["verb"] != "took":
        return False
    return any(name.text.split()[-1] in DONE for name in names if name.text) or bool(
        names and _HERS.match(folded, names[-1].end)
    )
