"""What a label of a turn would teach: reasons, each with its weight, out of the call's record alone. Pure.

A steady random share is in the inbox as well (`sample`), so that figures about the whole are not drawn from the doubtful.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

WEIGHTS = {
    "danger_missed": 8.0,  # a call-taker found danger, and it was neither acted upon nor asked about
    "danger_near": 5.0,  # the odds of danger lay near the limit at which it is acted upon
    "call_taker_differs": 4.0,  # a call-taker found another need than was heard first
    "danger_asked": 3.0,  # the caller was asked whether there is danger
    "person_wanted": 3.0,  # a person was asked for right after
    "missed_twice": 3.0,
    "models_differ": 3.0,  # danger in what is surely routine, or none in what is always an emergency
    "taken_back": 2.5,  # the caller corrected what was made of it
    "hung_up": 2.5,
    "not_helped": 2.5,  # the caller said afterwards that they did not get what they needed
    "alarm": 2.5,  # taken for danger at once: was it? Labels of doubt alone would make a model ever less alert
    "not_sure": 2.0,  # the model would not say what it is
    "two_alike": 2.0,  # the first and the second need were nearly as likely
    "unlike": 1.5,  # nothing of the training data is near these words: a new need, or an old one in new words
    "little_confidence": 1.5,
    "sample": 1.0,
}
NEAR_LOG_ODDS = 1.5
ALIKE = 0.15
LITTLE = 0.5
UNLIKE = 0.6  # cosine to the nearest example; of everyday sentences one in a hundred lies below
SAMPLED_IN = 50  # one turn of so many, by its id
_TAKEN_BACK = {"correct", "change_mind"}
_READ_BACK = frozenset({"did_you_mean", "which_need", "report_summary"})  # questions that say what was heard
_PERSON = "speak_to_person"
_UNSURE = "nlu_fallback"


@dataclass(frozen=True)
class Found:
    """What a call-taker found the call to be, and whether its caller said that it helped; None: they did not say."""

    need: str | None = None
    danger: bool | None = None
    helped: bool | None = None


NOTHING = Found()
Turn = dict[str, Any]  # of contracts/call_record.schema.json


def judged(record: dict[str, Any]) -> list[int]:
    """The places of the turns that a model judged and whose words were kept."""
    return [
        at
        for at, turn in enumerate(record["turns"])
        if turn["who"] == "caller" and turn.get("understood") and turn["text"]
    ]


def reasons_of(record: dict[str, Any], place: int, by_person: Found = NOTHING) -> list[str]:
    """Why a label of this turn would teach something, in the order of WEIGHTS; often nothing."""
    turn, after = record["turns"][place], _next(record["turns"], place)
    found = _of_judgement(turn["understood"]) | _of_people(record, place, by_person)
    if turn["understood"]["intent"] == _UNSURE and after and after["understood"]["intent"] == _UNSURE:
        found.add("missed_twice")
    if after and _takes_back(after["understood"]):
        found.add("taken_back")
    if after and after["understood"]["intent"] == _PERSON:
        found.add("person_wanted")
    if after is None and record["ended_by"] == "caller" and record["disposition"] == "abandoned":
        found.add("hung_up")
    if _sampled(record["call_id"], place):
        found.add("sample")
    return [name for name in WEIGHTS if name in found]


def score(reasons: Sequence[str]) -> float:
    return sum(WEIGHTS[name] for name in reasons)


def _of_judgement(understood: dict[str, Any]) -> set[str]:
    found = set()
    danger, ranking = understood.get("danger") or {}, understood.get("ranking") or []
    answer = bool(understood.get("asked"))  # of a form: no need is told in it
    if danger and abs(danger["log_odds"] - danger["threshold"]) < NEAR_LOG_ODDS:
        found.add("danger_near")
    if danger.get("ask") and not danger.get("at_once"):
        found.add("danger_asked")
    if danger.get("at_once"):
        found.add("alarm")
    if understood["intent"] == _UNSURE:
        found.add("not_sure")
    if understood.get("differ"):
        found.add("models_differ")
    if not answer and understood.get("nearest", 1.0) < UNLIKE:
        found.add("unlike")
    if answer or not ranking:
        return found
    if len(ranking) > 1 and ranking[0]["confidence"] - ranking[1]["confidence"] < ALIKE:
        found.add("two_alike")
    if understood.get("confidence", 1.0) < LITTLE:
        found.add("little_confidence")
    return found


def _takes_back(understood: dict[str, Any]) -> bool:
    """Corrected, or "no" to what was read back."""
    refused = understood["intent"] == "deny" and understood.get("asked") in _READ_BACK
    return refused or understood["intent"] in _TAKEN_BACK


def _of_people(record: dict[str, Any], place: int, by_person: Found) -> set[str]:
    """What a person found or said is held against the call's first telling turn; danger against all of them."""
    telling = [at for at in judged(record) if not record["turns"][at]["understood"].get("asked")]
    if place not in telling[:1]:
        return set()
    heard = [record["turns"][at]["understood"].get("danger") or {} for at in judged(record)]
    found = set()
    if by_person.need is not None and by_person.need != record["turns"][place]["understood"]["intent"]:
        found.add("call_taker_differs")
    if by_person.danger and not any(one.get("at_once") or one.get("ask") for one in heard):
        found.add("danger_missed")
    if by_person.helped is False:
        found.add("not_helped")
    return found


def _next(turns: Sequence[Turn], place: int) -> Turn | None:
    """The caller's next judged turn."""
    return next((turn for turn in turns[place + 1 :] if turn["who"] == "caller" and turn.get("understood")), None)


def _sampled(call_id: str, place: int) -> bool:
    digest = hashlib.sha256(f"{call_id} {place}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % SAMPLED_IN == 0
