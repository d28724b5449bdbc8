"""When two needs are nearly equally likely: "is it about a dead streetlight, or about a street sign?" before anything is decided.

Asked once, at the start of a need, and only between needs in which nobody is in danger and a person is not wanted anyway: those
are never made to wait. How sure a turn is, is measured (nlu_components/needs/measuring.py); how sure is sure enough stands in sureness.yml.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, Optional, Tuple

import yaml

from actions.needs import CHAT, form_of, is_need, spoken_name
from actions.turn import Memory, Turn
from agencies.properties import Properties
from spoken.en import none_of_it
from spoken.en.choices import place_in

FILE = Path(__file__).with_name("sureness.yml")
WHICH = "which_need"
PLAIN_FORM = "need_form"
FEW = 3  # words
RIVAL = 0.25  # share of the first's likelihood
NOT_ASKED_ABOUT = ("dangerous", "sensitive", "always_911", "person_first", "never_checked")


@lru_cache(maxsize=1)
def asked_below() -> float:
    """Of sureness.yml. Raises ValueError for anything but a share."""
    limit = yaml.safe_load(FILE.read_text(encoding="utf-8"))["ask_which_below"]
    if not isinstance(limit, (int, float)) or not 0 <= limit <= 1:
        raise ValueError(f"{FILE}: ask_which_below is {limit!r}; write a share from 0 (never) to 1.")
    return float(limit)


def question_between(turn: Turn, before: Memory) -> Optional[Dict[str, Any]]:
    """The question, when this turn begins a need and is in doubt between two of them."""
    if turn.sure >= asked_below() or len(turn.candidates) < 2 or WHICH in before.asked:
        return None
    one, other = turn.candidates[:2]
    if turn.intent != one or one in (before.need, before.candidate) or other in turn.also or not _rivals(turn):
        return None
    properties = turn.danger.properties
    if not all(_may_be_asked_about(need, properties) for need in (one, other)):
        return None
    said = {"one": spoken_name(one), "other": spoken_name(other)}
    ask = {"slot": WHICH, "kind": "choice", "choices": ["first", "second"], "between": [one, other]}
    return {**ask, "response": "utter_which_need", "values_said": said}


def candidate_in_doubt(turn: Turn, before: Memory) -> Optional[str]:
    """The need that "is it about ...?" asks for, where a turn begins one in doubt and nothing else of the line's is as likely.

    What may as well be chat or a move of the talk is not acted upon unasked, and what may as well be a need is not turned away.
    """
    if turn.sure >= asked_below() or len(turn.candidates) < 2 or WHICH in before.asked:
        return None
    one, other = turn.candidates[:2]
    if turn.intent != one or one in (before.need, before.candidate):
        return None
    if one == CHAT:
        doubted, alone = other, _rivals(turn)
    else:
        doubted, alone = one, _rivals(turn) == (other == CHAT or not is_need(other))
    return doubted if alone and _may_be_asked_about(doubted, turn.danger.properties) else None


def _rivals(turn: Turn) -> bool:
    """Whether the second is likely enough to be named: "a towed car, or a crash" asks in vain where nothing speaks for a crash."""
    return turn.beside >= RIVAL * turn.sure


def _may_be_asked_about(need: str, properties: Properties) -> bool:
    plain = is_need(need) and need != CHAT and form_of(need) == PLAIN_FORM
    return plain and not any(properties.has(need, word) for word in NOT_ASKED_ABOUT)


def chosen(turn: Turn, before: Memory) -> Optional[Memory]:
    """The need that the answer names, by its place, its key or its words; another one when that is plainly said.

    An answer that tells nothing leaves the likelier of the two. None: it is neither, as the caller said.
    """
    assert before.ask is not None
    one, other = before.ask["between"]
    need = _by_place(turn, (one, other)) or next((name for name in turn.candidates if name in (one, other)), None)
    worded = _by_words(turn.text, (one, other))
    if worded:
        need = worded
    elif is_need(turn.intent) and turn.intent not in (one, other, CHAT) and turn.sure >= asked_below():
        need = turn.intent
    if need is None and (turn.intent == "deny" or none_of_it.is_neither(turn.text)):
        return None
    facts = {**before.facts, **turn.facts}
    return replace(before, need=need or one, facts=facts, ask=None, asked=(*before.asked, WHICH), misses=0)


def _by_words(text: str, between: Tuple[str, str]) -> Optional[str]:
    """The one of the two that few words name: "parking" of a parking ticket and a court date."""
    said = set(re.findall(r"[a-z]+", text.lower()))
    named = [need for need in between if len(said) <= FEW and said & set(need.split("_"))]
    return named[0] if len(named) == 1 else None


def _by_place(turn: Turn, between: Tuple[str, str]) -> Optional[str]:
    if turn.digits in ("1", "2"):
        return between[int(turn.digits) - 1]
    place = place_in(turn.text)
    return None if place is None else between[place]
