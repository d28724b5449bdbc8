"""What a caller's first words come to, held against what a good call-taker would do. Pure.

A row of benchmarks/openings names what is right, any of several: a need's id; `911`; `danger` (asking whether anyone is in danger will
do as well); `person`; `general_line`; `elsewhere` (not for this line: nothing is acted upon); `asked` (an open question); `end`; or a
response of domain.yml that must be said, such as `utter_ask_recording`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GENERAL_LINE, CALL_TAKER = "general_line", "call_taker"
NOT_FOR_US = (None, "out_of_scope_chat", "city_hours_info")
RIGHT, WHICH, DANGER, AGAIN, PERSON, ALARM, WRONG = (
    "right",
    "asked which of two",
    "asked about danger",
    "asked again",
    "to a person",
    "911 for nothing",
    "wrong",
)
VERDICTS = (RIGHT, WHICH, DANGER, AGAIN, PERSON, ALARM, WRONG)


@dataclass(frozen=True)
class Opening:
    kind: str
    right: tuple[str, ...]
    says: str


@dataclass(frozen=True)
class Answer:
    """What came back: the words, and the decision (`civicline`)."""

    text: str
    decision: Mapping[str, Any]

    @property
    def need(self) -> str | None:
        return self.decision.get("need")

    @property
    def ask(self) -> str | None:
        return (self.decision.get("ask") or {}).get("slot")

    @property
    def to(self) -> str | None:
        """Where the caller is put through to."""
        return (self.decision.get("destination") or {}).get("id") if self.decision.get("act") == "transfer" else None


def read(file: Path) -> list[Opening]:
    """Lines of kind, what is right, words; raises ValueError for a line of another shape."""
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    if odd := next((row for row in rows if len(row) != len(("kind", "right", "words"))), None):
        raise ValueError(f"{file.name}: {odd} is not kind, what is right, words, with tabs between.")
    return [Opening(kind, tuple(right.split("|")), words) for kind, right, words in rows]


def verdict(opening: Opening, answer: Answer, responses: Mapping[str, str]) -> str:
    """One of VERDICTS. `responses`: the words of domain.yml by name."""
    if any(_is(right, answer, responses) for right in opening.right):
        return RIGHT
    if answer.decision.get("disposition") == "911":
        return ALARM
    if answer.ask in ("which_need", "did_you_mean"):
        return WHICH
    if answer.ask == "danger":
        return DANGER
    if answer.ask == "need" and not answer.need:
        return AGAIN
    return PERSON if answer.to == CALL_TAKER else WRONG


def _is(right: str, answer: Answer, responses: Mapping[str, str]) -> bool:
    if right.startswith("utter_"):
        return responses[right] in answer.text
    emergency, asked = answer.decision.get("disposition") == "911", answer.ask
    states = {
        "911": emergency,
        "danger": emergency or asked == "danger",
        "person": answer.to == CALL_TAKER and not emergency,
        GENERAL_LINE: (answer.decision.get("destination") or {}).get("id") == GENERAL_LINE,
        "elsewhere": answer.need in NOT_FOR_US and answer.to is None and asked != "danger",
        "asked": asked == "need",
        "end": answer.decision.get("act") == "end",
    }
    if right in states:
        return states[right]
    return answer.need == right and asked not in ("danger", "which_need", "did_you_mean")


def both_served(needs: Sequence[str], answers: Iterable[Answer]) -> bool:
    """Each was taken up, or the caller was told how to come to it and the person who takes the call knows of it."""
    served: set[object] = set()
    for answer in answers:
        served |= {answer.need, (answer.decision.get("facts") or {}).get("asked_along")}
    return set(needs) <= served
