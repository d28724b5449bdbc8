"""What the API takes and gives about turns and their labels."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from casework.http.shapes import CallId, Limit, Name, Shape

State = Literal["open", "second", "disputed", "settled", "discarded"]
Verdict = Literal["need", "two_needs", "out_of_scope", "new_need", "answer", "discard"]
Cursor = Annotated[str, Field(pattern=r"^[0-9]{1,6}(?:\.[0-9]{1,18})? [A-Za-z0-9_-]{1,100} [0-9]{1,4}$")]
_NEEDS_OF = {"need": (1, 1), "two_needs": (2, 4)}


class LabelRequest(Shape):
    """What a reviewer says that the turn was.

    need, two_needs: with the ids; out_of_scope: nothing that this line does; new_need: it should be one; answer: only an
    answer to a question; discard: of no use. `danger`: somebody was in danger now. `text`: the words with more taken out.
    """

    verdict: Verdict
    needs: list[Name] = Field([], max_length=4)
    danger: bool = False
    text: Annotated[str, Field(min_length=1, max_length=4000)] | None = None

    @model_validator(mode="after")
    def _as_many_as_it_says(self) -> LabelRequest:
        least, most = _NEEDS_OF.get(self.verdict, (0, 0))
        if not least <= len(set(self.needs)) <= most or len(set(self.needs)) != len(self.needs):
            raise ValueError(f"{self.verdict} goes with {least} to {most} different needs")
        return self


class Label(LabelRequest):
    reviewer: str
    at: datetime


class TurnLine(Shape):
    """One judged turn, redacted, with the labels that it has. `found_need`, `found_danger`: what a call-taker found the call to be."""

    call_id: CallId
    n: int
    at: datetime
    channel: str
    language: str
    text: str
    intent: str
    understood: dict[str, Any]
    model: str | None = None
    reasons: list[str]
    score: float
    found_need: str | None = None
    found_danger: bool | None = None
    state: State
    labels: list[Label]


class TurnList(Shape):
    """`next`: the cursor of the page behind this one; absent on the last."""

    turns: list[TurnLine]
    next: str | None = None


class TurnQuery(Shape):
    """`state`, `reason`, `intent`, `model`: only those; `since`, `until`: when it was said; `cursor`: from the page before.

    `balanced`: danger first, then the first of every need, the second of every need ...: what teaches most by the fewest labels
    (benchmarks/results/labels.md). It has one page: label it and ask again.
    """

    state: State | None = None
    reason: Name | None = None
    intent: Name | None = None
    model: Annotated[str, Field(max_length=80)] | None = None
    since: datetime | None = None
    until: datetime | None = None
    cursor: Cursor | None = None
    balanced: bool = False
    limit: Limit = 50


class Labelled(Shape):
    state: State


class Agreement(Shape):
    """Of turns that two reviewers labelled: how many, the share that agree, and Cohen's kappa; absent below two different labels."""

    turns: int
    agree: float | None = None
    kappa: float | None = None


class ModelOutcome(Shape):
    """Calls that one model understood from beginning to end, and in how many of them each thing happened at least once.

    danger_asked: the caller was asked whether somebody is in danger; danger_at_once: taken for an emergency; asked_back: not sure
    at once what was meant; told_again: a need was told more than once; taken_back: what was heard was corrected or refused;
    person_wanted: a person was asked for; found_otherwise: a call-taker found another need; danger_missed: or danger that nobody
    had asked about; missed: not understood twice, or handed over for it; hung_up: ended without an answer; troubled: any of these
    but danger; failed: by us.
    """

    model: str
    calls: int = 0
    danger_asked: int = 0
    danger_at_once: int = 0
    asked_back: int = 0
    told_again: int = 0
    taken_back: int = 0
    person_wanted: int = 0
    found_otherwise: int = 0
    danger_missed: int = 0
    missed: int = 0
    hung_up: int = 0
    troubled: int = 0
    failed: int = 0


class OutcomeList(Shape):
    models: list[ModelOutcome]


class OutcomeQuery(Shape):
    """`since`: of calls that began then or later."""

    since: datetime
