"""What is asked with a case number or access code, and a PIN, and what is answered."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from agencies.status.shape import ENGLISH
from casework.cases.status import CaseWords
from casework.http.shapes import AgencyId, CallId, Shape, Words


class CaseStatusRequest(Shape):
    """Either the case number (in a form of the agency's) or the access code (five digits), and the PIN.

    `source`: an opaque hash of the caller's number or address, where the channel has one. `language`: of the sentences, where the
    agency has its own in it; English otherwise.
    """

    agency: AgencyId
    case_number: Annotated[str, Field(max_length=40)] | None = None
    access_code: Annotated[str, Field(max_length=40)] | None = None
    pin: Annotated[str, Field(min_length=1, max_length=20)]
    call_id: CallId
    source: Annotated[str, Field(min_length=1, max_length=128)] | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,8}$")] = ENGLISH

    @model_validator(mode="after")
    def _one_reference(self) -> CaseStatusRequest:
        if bool(self.case_number) == bool(self.access_code):
            raise ValueError("give either case_number or access_code")
        return self


class CaseFound(Shape):
    outcome: Literal["found"] = "found"
    case: CaseWords


class CaseNotFound(Shape):
    """No such case or a wrong PIN; nobody learns which."""

    outcome: Literal["not_found"] = "not_found"
    tries_left: int


class CaseLocked(Shape):
    outcome: Literal["locked"] = "locked"
    minutes: int


class UnreadRequest(CaseStatusRequest):
    """As a case status: number or code, and PIN. `mark_read`: the summary was spoken to its end."""

    mark_read: bool = False


class UnreadFound(Shape):
    """`spoken`: the new messages as they are said; `session` and `up_to` are for the receipt (Civicline-Person-Session)."""

    outcome: Literal["found"] = "found"
    case: int
    count: int
    spoken: str
    up_to: int | None = None
    session: str | None = None


class WithdrawalRequest(CaseStatusRequest):
    """As a case status: number or code, and PIN. `why`: in the person's own words, if they wish."""

    why: Words | None = None


class WithdrawalOfCase(Shape):
    """What is done once per key; the PIN is no part of it."""

    case: int
    why: str | None = None


class Withdrawn(Shape):
    outcome: Literal["withdrawn"] = "withdrawn"
    case: int
    say: str


class WithdrawalNotPossible(Shape):
    """It is worked on or has ended, or others reported the same: a person helps."""

    outcome: Literal["not_possible"] = "not_possible"
    say: str
