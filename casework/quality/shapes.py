"""What the API takes and gives about the quality of contacts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from casework.http.shapes import CallId, Limit, Name, Shape

MetName = Literal["yes", "no", "not_due"]
By = Literal["need", "hour", "channel", "day"]


class Scored(Shape):
    """One item of the card. `line`: the turn that proves it, from 0; `by`: a person where a supervisor corrected the rule."""

    item: str
    title: str
    met: MetName
    line: int | None = None
    proof: str | None = None
    by: Literal["rule", "person"] = "rule"


class ScoredContact(Shape):
    contact_id: str
    at: datetime
    channel: str
    need: str | None = None
    answered_by: Literal["assistant", "staff"]
    scores: list[Scored]


class ContactList(Shape):
    contacts: list[ScoredContact]


class ContactQuery(Shape):
    """Of contacts from `since` on. `failed`: only those where this item is not met; `sample`: so many of all, by chance but steady."""

    since: AwareDatetime
    until: AwareDatetime | None = None
    need: Name | None = None
    answered_by: Literal["assistant", "staff"] | None = None
    failed: Name | None = None
    sample: Annotated[int, Field(ge=1, le=200)] | None = None
    limit: Limit = 50


class CorrectionRequest(Shape):
    met: MetName
    why: Annotated[str, Field(max_length=500)] | None = None


class ItemTrend(Shape):
    """Of the contacts in which the item was due: how many, and how many met it."""

    item: str
    title: str
    due: int
    met: int


class Trend(Shape):
    """`of`: a need, an hour of the day (0-23, the agency's clock), a channel or a day."""

    of: str
    contacts: int
    items: list[ItemTrend]


class TrendList(Shape):
    trends: list[Trend]


class TrendQuery(Shape):
    first: date
    last: date
    by: By = "need"
    answered_by: Literal["assistant", "staff"] = "assistant"


class ItemAgreement(Shape):
    """Over items that a supervisor looked at: the share in which rule and person say the same, and Cohen's kappa."""

    item: str
    looked_at: int
    agree: float
    kappa: float | None = None


class AgreementList(Shape):
    items: list[ItemAgreement]


class SpokenLine(Shape):
    who: Literal["caller", "staff"]
    text: Annotated[str, Field(max_length=4000)]


class TranscriptRequest(Shape):
    """A call-taker's contact as the agency's own system has it. It is redacted before it is kept."""

    contact_id: CallId
    staff: Annotated[str, Field(min_length=1, max_length=80)]
    at: AwareDatetime
    channel: Annotated[str, Field(max_length=40)] = "voice"
    need: Name | None = None
    turns: list[SpokenLine] = Field(min_length=1, max_length=400)


class TranscriptBatch(Shape):
    transcripts: list[TranscriptRequest] = Field(min_length=1, max_length=100)


class Imported(Shape):
    imported: int


class Practice(Shape):
    """`items`: those that this call-taker's contacts met less often than everybody's, the largest gap first."""

    staff: str
    contacts: int
    items: list[ItemTrend]


class CoachingList(Shape):
    practice: list[Practice]


class LevelsChanged(Shape):
    """One element of THRIVE over first decisions: how often the officer's level lies above or below what rules had filled in."""

    element: str
    decided: int
    raised: int
    lowered: int


class FlagsChanged(Shape):
    """One flag. `taken_off`: of those that came with the case, by its answers or the agency's list; `set_by_hand`: that nothing had set."""

    flag: str
    came_with_the_case: int
    taken_off: int
    set_by_hand: int


class Prefilled(Shape):
    thrive: list[LevelsChanged]
    flags: list[FlagsChanged]


class PrefilledQuery(Shape):
    """Of cases opened on these days."""

    first: date
    last: date
