"""What the API takes and gives about turns and their labels."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, model_validator

from casework.http.shapes import CallId, Limit, Name, Shape

State = Literal["open", "second", "disputed", "settled", "discarded"]
Verdict = Literal["need", "two_needs", "out_of_scope", "new_need", "answer", "discard"]
Cursor = Annotated[str, Field(pattern=r"^[0-9]{1,6}(?:\.[0-9]{1,18})? [A-Za-z0-9_-]{1,100} [0-9]{1,4}$")]
Words = Annotated[str, Field(max_length=4000)]
Said = Annotated[str, Field(min_length=1, max_length=4000)]
File = Annotated[str, Field(max_length=200)]
Place = Annotated[int, Field(ge=0, lt=10_000)]
Group = Annotated[int, Field(ge=1, lt=2**31)]
_NEEDS_OF = {"need": (1, 1), "two_needs": (2, 4)}


class LabelRequest(Shape):
    """What a reviewer says that the turn was.

    need, two_needs: with the ids; out_of_scope: nothing that this line does; new_need: it should be one; answer: only an
    answer to a question; discard: of no use. `danger`: somebody was in danger now. `text`: the words with more taken out.
    `parts`: with two_needs, which of the words say each, in the order of `needs`.
    """

    verdict: Verdict
    needs: list[Name] = Field([], max_length=4)
    danger: bool = False
    text: Said | None = None
    parts: list[Said] = Field([], max_length=4)

    @model_validator(mode="after")
    def _as_many_as_it_says(self) -> LabelRequest:
        least, most = _NEEDS_OF.get(self.verdict, (0, 0))
        if not least <= len(set(self.needs)) <= most or len(set(self.needs)) != len(self.needs):
            raise ValueError(f"{self.verdict} goes with {least} to {most} different needs")
        if self.parts and (self.verdict != "two_needs" or len(self.parts) != len(self.needs)):
            raise ValueError("parts go with two_needs, one for each need")
        return self


class Label(LabelRequest):
    reviewer: str
    at: datetime


class NearExample(Shape):
    """An example of the training data and how near it lies to a turn (`cosine`: 1 the same). `line`: of `file`, from 1."""

    file: File
    line: Annotated[int, Field(ge=1, lt=2**31)]
    intent: Name
    danger: bool
    text: Words
    cosine: Annotated[float, Field(ge=-1.01, le=1.01)]


class Becomes(Shape):
    """What a settled turn is to be in the training data, for a person to read before it is.

    training: `text` becomes an example of `intent` (`danger`: of its block of danger) in `file`, behind what stands in `line`, `behind`;
    kept_apart: it is measured with and never trained on; left_out: nothing, and `why`; conflict: `why` names the needs whose example it
    is already. `labelled_at`: of its latest label, by which it is so.
    """

    what: Literal["training", "kept_apart", "left_out", "conflict"]
    labelled_at: AwareDatetime
    intent: Name | None = None
    danger: bool = False
    file: File | None = None
    line: Annotated[int, Field(ge=1, lt=2**31)] | None = None
    behind: Words | None = None
    text: Words | None = None
    why: Annotated[str, Field(max_length=500)] | None = None


class Around(Shape):
    """What the record has around a turn, redacted. `asked`, `answered`: what our voice said before it, and after. `confidence`: the
    recogniser's; `alternatives`: what else the same sound was heard as.
    """

    asked: Words | None = None
    answered: Words | None = None
    confidence: float | None = None
    alternatives: list[str] | None = None


class Outcome(Shape):
    """How the call of a turn ended, and what happened after. `handed_over`: what became of it with a call-taker, as they said;
    `helped`: whether its caller said that they got what they needed; `came_back`: somebody was handed over about the same need at the
    same place within 48 hours. Absent: not known.
    """

    disposition: str | None = None
    reason: str | None = None
    ended_by: str | None = None
    transfer: str | None = None
    failure: str | None = None
    handed_over: str | None = None
    helped: bool | None = None
    came_back: bool | None = None


class TurnLine(Shape):
    """One judged turn, redacted, with the labels that it has. `found_need`, `found_danger`: what a call-taker found the call to be.

    `around`, `outcome`: in the inbox and what is exported of it. `nearest`: examples of the training data, the nearest first; absent until
    the machine that has them has told. `becomes`: one, or one for each part of a turn of two needs. `alike`: its group, of turns that are
    unlike all examples and like each other; 0 until they were compared.
    """

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
    nearest: list[NearExample] | None = None
    becomes: list[Becomes] | None = None
    alike: int | None = None
    around: Around | None = None
    outcome: Outcome | None = None


class TurnList(Shape):
    """`next`: the cursor of the page behind this one; absent on the last."""

    turns: list[TurnLine]
    next: str | None = None


class TurnQuery(Shape):
    """`state`, `reason`, `intent`, `model`: only those; `since`, `until`: when it was said; `cursor`: from the page before.

    `alike`: those of a group (GET .../turns/groups).
    `balanced`: danger first, then the first of every need, the second of every need ...: what teaches most by the fewest labels
    (benchmarks/results/labels.md). It has one page: label it and ask again.
    """

    state: State | None = None
    reason: Name | None = None
    intent: Name | None = None
    model: Annotated[str, Field(max_length=80)] | None = None
    since: datetime | None = None
    until: datetime | None = None
    alike: Group | None = None
    cursor: Cursor | None = None
    balanced: bool = False
    limit: Limit = 50


class Labelled(Shape):
    state: State


class TurnKey(Shape):
    call_id: CallId
    n: Place


class LabelsRequest(Shape):
    """One label for each of the turns; null takes one's own back."""

    turns: Annotated[list[TurnKey], Field(min_length=1, max_length=100)]
    label: LabelRequest | None

    @model_validator(mode="after")
    def _fits_all(self) -> LabelsRequest:
        if self.label is not None and (self.label.text is not None or self.label.parts):
            raise ValueError("text and parts are of one turn")
        return self


class LabelsKept(Shape):
    """How many of the turns are in each state now; `passed_over`: those that are gone, that wait for no label of this reviewer any more, or
    of which they have none to take back.
    """

    open: int = 0
    second: int = 0
    disputed: int = 0
    settled: int = 0
    discarded: int = 0
    passed_over: int = 0


class GroupQuery(Shape):
    """`words`: with the most typical turns, which is written down as looked at; else their numbers alone."""

    words: bool = True


class TurnGroup(Shape):
    """Turns that are unlike all examples and like each other. `waiting`: those that wait for a first label; `new_need`: those that
    reviewers called one already; `intents`: what they were heard as, the most frequent first; `typical`: some that wait, the most
    typical first.
    """

    group: Group
    waiting: int
    new_need: int
    intents: list[str]
    typical: list[TurnLine]


class TurnGroupList(Shape):
    """The largest first. `compared`: every turn that is unlike all examples has been compared with the others."""

    groups: list[TurnGroup]
    compared: bool


class GroupTurns(Shape):
    """Of one group, the most typical first, at most a hundred each. `waiting`: for a first label; `mine`: labelled by whoever asks, with
    their own label alone.
    """

    waiting: list[TurnLine]
    mine: list[TurnLine]


class Grouped(TurnKey):
    """`group`: the same number for turns that are alike, from 1; 0: like no other."""

    group: Annotated[int, Field(ge=0, lt=2**31)]


class Groups(Shape):
    """Every turn that was compared, those of a group in their order, the most typical first; whichever is not among them is in no group."""

    turns: Annotated[list[Grouped], Field(max_length=2000)]


class UnexplainedTurn(Shape):
    call_id: CallId
    n: int
    text: str


class Unexplained(Shape):
    """`turns`: those that reviewers look at and that say no examples yet, what teaches most first; `settled`: some settled turn does not
    say yet what it becomes; `ungrouped`: some turn that is unlike all examples has not been compared with the others.
    """

    turns: list[UnexplainedTurn]
    settled: bool
    ungrouped: bool = False


class Explanation(Shape):
    """Of one turn: the examples that it is heard by, or what it becomes; what is absent stays as it is."""

    call_id: CallId
    n: Place
    nearest: Annotated[list[NearExample], Field(max_length=10)] | None = None
    becomes: Annotated[list[Becomes], Field(min_length=1, max_length=4)] | None = None


class Explanations(Shape):
    turns: Annotated[list[Explanation], Field(max_length=100)]


class Agreement(Shape):
    """Of turns that two reviewers labelled: how many, the share that agree, and Cohen's kappa; absent below two different labels."""

    turns: int
    agree: float | None = None
    kappa: float | None = None


class ModelOutcome(Shape):
    """Calls that one model understood from beginning to end, and in how many of them each thing happened at least once.

    danger_asked: the caller was asked whether somebody is in danger; danger_at_once: taken for an emergency; asked_back: not sure
    at once what was meant; told_again: a need was told more than once; taken_back: what was heard was corrected or refused;
    person_wanted: a person was asked for; handed_over: it went to a person, for any reason; found_otherwise: a call-taker found another
    need; danger_missed: or danger that nobody had asked about; missed: not understood twice, or handed over for it; hung_up: ended without
    an answer; troubled: any of these but danger and handed_over; failed: by us.
    """

    model: str
    calls: int = 0
    danger_asked: int = 0
    danger_at_once: int = 0
    asked_back: int = 0
    told_again: int = 0
    taken_back: int = 0
    person_wanted: int = 0
    handed_over: int = 0
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
