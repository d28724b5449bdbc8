"""What the API takes and gives about the bot's models."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, model_validator

from casework.http.shapes import Shape

ModelName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
Line = Annotated[str, Field(max_length=500)]
Count = Annotated[int, Field(ge=0, lt=2**31)]
Verdict = Literal["not_measured", "passed", "may_be_overridden", "never"]
What = Literal["promote", "roll_back", "train"]
State = Literal["asked", "doing", "done", "refused", "taken_back"]
OPEN: tuple[State, ...] = ("asked", "doing")


class ModelFinding(Shape):
    """One rule of the gate on one group of lines. `before`, `now`: shares that are right, or `unit`; `lost`: newly wrong, by kind."""

    what: Line
    group: Line
    lines: Count
    before: float
    now: float
    newly_wrong: Count
    newly_right: Count
    passed: bool
    why: Line
    unit: Annotated[str, Field(max_length=10)] = ""
    lost: dict[Line, Count] = Field({}, max_length=100)


class BotModel(Shape):
    """`verdict`: of the gate, against the model in use now; `data_of`: the commit whose data it was trained from.

    may_be_overridden: it did not pass, and no rule that failed is about danger.
    """

    name: ModelName
    model_id: Line
    trained_at: AwareDatetime
    data_of: Line = ""
    measured_against: ModelName | None = None
    verdict: Verdict
    findings: list[ModelFinding] = Field([], max_length=100)


class ModelEvent(Shape):
    """What was done with a model, and by whom: measured, canary, canary_passed, canary_returned, promoted, rolled_back."""

    at: AwareDatetime
    what: Line
    model: Line
    by: Line
    why: Annotated[str, Field(max_length=2000)]


class ModelRegistry(Shape):
    """The registry, whole: models the newest first, what was done with them the latest first. `before`: what a roll-back brings back.

    `keeper`: who tells, as the machine and its folder of models; one of an agency at a time. `over`: it ends, so that another may tell
    at once.
    """

    keeper: Line | None = None
    over: bool = False
    in_use: ModelName | None = None
    before: ModelName | None = None
    models: Annotated[list[BotModel], Field(max_length=20)]
    history: Annotated[list[ModelEvent], Field(max_length=100)]


class ModelWished(Shape):
    """`model`: what shall answer, none where one is to be trained; `in_use`: what a roll-back takes it from; `said`: what came of it, in
    the words of the machine.

    `override`: it did not pass, and who may override that said `why`; else `why` is kept and overrides nothing.
    """

    id: int
    at: datetime
    by: str
    what: What
    model: str | None = None
    in_use: str | None = None
    why: str | None = None
    override: bool
    state: State
    said: str | None = None
    ended_at: datetime | None = None


class ModelWishes(Shape):
    """What waits to be done. `canary_share`: of the calls, that a model answers before all; 0: none."""

    canary_share: float
    wishes: list[ModelWished]


class ModelsTold(Shape):
    """`heard_at`: when the registry was last told; nothing where it never was."""

    heard_at: datetime | None = None
    registry: ModelRegistry | None = None
    canary_share: float
    wishes: list[ModelWished]


class ModelWishRequest(Shape):
    """`model`: what shall answer callers; `in_use`: with roll_back, the model that is not to answer any more, so that no press that
    comes late or twice brings that one back. `why`: wanted where a model did not pass and may be promoted all the same.
    train: a candidate from the present data, put before the gate; it names no model.
    """

    what: What
    model: ModelName | None = None
    in_use: ModelName | None = None
    why: Annotated[str, Field(max_length=500)] | None = None

    @model_validator(mode="after")
    def _back_from_a_model(self) -> ModelWishRequest:
        if (self.what == "roll_back") != (self.in_use is not None):
            raise ValueError("roll_back names the model in use, nothing else does")
        if (self.what == "train") != (self.model is None):
            raise ValueError("train names no model, everything else does")
        return self


class ModelWishAnswer(Shape):
    """What the machine that has the models says of a wish. `doing` takes it: once, so that no two do the same, and only for the
    `keeper` whose registry the console shows; `goes_on`: how far it is."""

    keeper: Line | None = None

    state: Literal["doing", "goes_on", "done", "refused"]
    said: Annotated[str, Field(max_length=4000)] = ""
