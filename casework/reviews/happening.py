"""What happened to the caller of one call, out of its judged turns and its end: what is counted by model. Pure, and imports nothing.

Nobody says of a call that its need was heard wrong. What callers do then can be counted: they say it again, take it back, ask for
a person or hang up; a call-taker finds another need; and a model that does not know its callers asks back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Container, Dict, Optional, Sequence

_UNSURE = "nlu_fallback"
_NOT_UNDERSTOOD = frozenset({"not_understood", "low_confidence"})
_ASKS_BACK = frozenset({"which_need", "did_you_mean"})  # questions of a model that is not sure
_AFTER_AN_ANSWER = frozenset({"anything_else", "self_service", "also", "need", "person"})
_TAKES_BACK = frozenset({"correct", "change_mind"})
_REFUSED = frozenset(
    {"did_you_mean", "which_need"}
)  # a "no" to these says that it was not meant; to an offer, often only "no thanks"
_PERSON = "speak_to_person"
_TO_A_PERSON = "call_taker"
TROUBLE = ("asked_back", "told_again", "taken_back", "person_wanted", "found_otherwise", "missed", "hung_up")


@dataclass(frozen=True)
class Judged:
    """One judged turn: what the model heard, which question was open, and whether danger was acted upon or asked about."""

    intent: str
    asked: Optional[str] = None
    at_once: bool = False
    ask: bool = False

    @classmethod
    def of(cls, understood: Dict[str, Any]) -> Judged:
        danger = understood.get("danger") or {}
        return cls(
            str(understood["intent"]), understood.get("asked"), bool(danger.get("at_once")), bool(danger.get("ask"))
        )


@dataclass(frozen=True)
class Ended:
    """How its record says that the call ended."""

    disposition: Optional[str] = None
    reason: Optional[str] = None
    failure: Optional[str] = None
    found_otherwise: bool = False  # whoever took the call over found another need than was heard first
    danger_missed: bool = False  # and danger, which nobody had asked about


def happened(turns: Sequence[Judged], ended: Ended, needs: Container[str]) -> Dict[str, bool]:
    """`turns`: in their order; `needs`: those of the agency. Every name of casework's ModelOutcome but `calls`."""
    unsure = sum(turn.intent == _UNSURE for turn in turns)
    found = {
        "danger_asked": any(turn.ask and not turn.at_once for turn in turns),
        "danger_at_once": any(turn.at_once for turn in turns),
        "asked_back": unsure > 0 or any(turn.asked in _ASKS_BACK for turn in turns),
        "told_again": sum(_tells(turn, needs) for turn in turns) > 1,
        "taken_back": any(_takes_back(turn) for turn in turns),
        "person_wanted": ended.reason == "asked_for_person" or any(turn.intent == _PERSON for turn in turns),
        "handed_over": ended.disposition == _TO_A_PERSON,
        "found_otherwise": ended.found_otherwise,
        "danger_missed": ended.danger_missed,
        "missed": unsure > 1 or ended.reason in _NOT_UNDERSTOOD,
        "hung_up": ended.disposition == "abandoned",
        "failed": ended.failure is not None,
    }
    return {**found, "troubled": any(found[what] for what in TROUBLE)}


def _tells(turn: Judged, needs: Container[str]) -> bool:
    """It says what it is about: to the open question, or after an answer, where a caller who was answered well says goodbye."""
    return turn.intent in needs and (turn.asked is None or turn.asked in _AFTER_AN_ANSWER)


def _takes_back(turn: Judged) -> bool:
    return turn.intent in _TAKES_BACK or (turn.intent == "deny" and turn.asked in _REFUSED)
