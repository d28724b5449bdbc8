"""When two needs are nearly equally likely: "is it about a dead streetlight, or about a street sign?" before anything is decided.

Asked once, at the start of a need, and only between needs in which nobody is in danger and a person is not wanted anyway: those
are never made to wait. How sure a turn is, is measured (nlu_components/needs/measuring.py); how sure is sure enough stands in sureness.yml.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, Mapping, Optional, Tuple

import yaml

from actions.needs import CHAT, form_of, is_need, spoken_name
from actions.turn import Memory, Turn
from agencies.properties import Properties
from spoken.en import after_a_no, none_of_it, one_of_two, yes_no
from spoken.en.choices import choice_in, place_in

FILE = Path(__file__).with_name("sureness.yml")
WHICH = "which_need"
WAITS_FOR_NOTHING = "exposed"  # somebody out in the cold, or without medicine, is asked nothing of the kind
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


@lru_cache(maxsize=1)
def kind_named_from() -> float:
    """Of sureness.yml: how sure a kind of danger must be for its own sentence. Raises ValueError for anything but a share."""
    limit = yaml.safe_load(FILE.read_text(encoding="utf-8"))["kind_named_from"]
    if not isinstance(limit, (int, float)) or not 0 <= limit <= 1:
        raise ValueError(f"{FILE}: kind_named_from is {limit!r}; write a share from 0 (always) to 1.")
    return float(limit)


def question_between(turn: Turn, before: Memory) -> Optional[Dict[str, Any]]:
    """The question, when this turn begins a need and is in doubt between two of them."""
    if (
        turn.sure >= asked_below()
        or len(turn.candidates) < 2
        or WHICH in before.asked
        or turn.facts.get(WAITS_FOR_NOTHING)
    ):
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
    if (
        turn.sure >= asked_below()
        or len(turn.candidates) < 2
        or WHICH in before.asked
        or turn.facts.get(WAITS_FOR_NOTHING)
    ):
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


def told_instead_of(denied: str, turn: Turn) -> Optional[str]:
    """The need that stands behind a no to `denied`, when the turn is surely about it: "no alarm, large item trash"."""
    need = turn.intent if is_need(turn.intent) and turn.intent != CHAT else None
    if need is None and after_a_no.told_instead(turn.text) and turn.sure >= asked_below():
        need = next((one for one in turn.candidates if is_need(one) and one != CHAT), None)
    return need if need != denied else None


def denies_candidate(turn: Turn, before: Memory) -> bool:
    """ "What bond?? no", "no that's not it": to the question whether it is about one need, whatever the words resemble."""
    if turn.intent != before.candidate or before.open_question not in ("also", "did_you_mean"):
        return False
    alone = len(turn.text.split()) <= FEW + 1
    return yes_no.read(turn.text).value is False and (alone or turn.sure < asked_below())


def chooses_nothing(turn: Turn, before: Memory) -> bool:
    """ "Take it now" to "is it about A, or about B?": asked once more, for neither was named."""
    one, other = (before.ask or {})["between"]
    if before.misses or turn.digits or place_in(turn.text) is not None or _by_words(turn.text, (one, other)):
        return False
    return turn.intent == "report_something" or choice_in(turn.text) == "now"


def chosen(turn: Turn, before: Memory, names: Optional[Mapping[str, str]] = None) -> Optional[Memory]:
    """The need that the answer names, by its place, its key or its words; another one when that is plainly said.

    An answer that tells nothing leaves the likelier of the two, also of somebody who cannot tell. None: it is neither, as they said.
    `names`: how the question named each of the two.
    """
    assert before.ask is not None
    one, other = before.ask["between"]
    another = is_need(turn.intent) and turn.intent not in (one, other, CHAT) and turn.sure >= asked_below()
    need = _by_place(turn, (one, other))
    if need is None and (turn.intent not in (one, other) or one_of_two.denies(turn.text)):
        need = _by_name(turn.text, (one, other), names or {})
    if need is None and (turn.intent == "deny" or one_of_two.begins_with_neither(turn.text)):
        if not another:
            return None
        need = turn.intent
    if need is None:
        likelier = next((name for name in turn.candidates if name in (one, other)), None)
        need = _by_words(turn.text, (one, other)) or (turn.intent if another else likelier)
    if need is None and none_of_it.is_neither(turn.text):
        return None
    facts = {**before.facts, **turn.facts}
    return replace(before, need=need or one, facts=facts, ask=None, asked=(*before.asked, WHICH), misses=0)


def _by_name(text: str, between: Tuple[str, str], names: Mapping[str, str]) -> Optional[str]:
    named = one_of_two.named(text, names.get(between[0], ""), names.get(between[1], ""))
    return None if named is None else between[named]


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
