"""How a citizen's session is begun, and what it tells."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, model_validator

from casework.cases.status import CaseWords
from casework.http.shapes import AgencyId, Shape
from casework.lookup.shapes import CaseStatusRequest

Source = Annotated[str, Field(min_length=1, max_length=128)]


class PersonSessionRequest(CaseStatusRequest):
    """Number or code, and PIN; tries count as for a case status, so `source` is wanted here."""

    source: Source


class InvitationRequest(Shape):
    """`invitation`: what stood in the link; it opens once."""

    agency: AgencyId
    invitation: Annotated[str, Field(min_length=20, max_length=200)]
    source: Source


class ByReport(Shape):
    """For whoever began or resumed a report just now, and so knows its id."""

    report: Annotated[str, Field(min_length=1, max_length=64)]


class CodeRequest(Shape):
    """Of which case a code is wanted: by its number or its access code. It goes to the contact on record, wherever that is."""

    agency: AgencyId
    case_number: Annotated[str, Field(max_length=40)] | None = None
    access_code: Annotated[str, Field(max_length=40)] | None = None
    source: Source

    @model_validator(mode="after")
    def _one_reference(self) -> CodeRequest:
        if bool(self.case_number) == bool(self.access_code):
            raise ValueError("give either case_number or access_code")
        return self


class ReminderRequest(Shape):
    """Whose access codes are wanted: by the telephone or the e-mail on record, to which they go."""

    agency: AgencyId
    phone: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    email: Annotated[str, Field(min_length=1, max_length=254)] | None = None
    source: Source

    @model_validator(mode="after")
    def _one_address(self) -> ReminderRequest:
        if bool(self.phone) == bool(self.email):
            raise ValueError("give either phone or email")
        return self


class ReminderAsked(Shape):
    """The same whether anything was sent or not."""

    outcome: Literal["asked"] = "asked"


class CodeAsked(Shape):
    """The same whether there is such a case or not. `minutes`: how long a code that was sent is good."""

    outcome: Literal["asked"] = "asked"
    minutes: int


class CodeSignIn(CodeRequest):
    """`code`: the six digits that were sent."""

    code: Annotated[str, Field(min_length=1, max_length=20)]


class NewPin(Shape):
    pin: Annotated[str, Field(min_length=1, max_length=20)]


class PinChosen(Shape):
    """`refused`: why this one cannot be taken, as it is said; nothing has changed then."""

    outcome: Literal["chosen", "refused"]
    refused: str | None = None


class PersonSessionBegun(Shape):
    """`session`: send it as Civicline-Person-Session; in addresses of this case, contact or report write "mine" for the id."""

    outcome: Literal["signed_in"] = "signed_in"
    session: str
    expires_at: datetime
    idle_minutes: int
    report: str | None = None
    filed: bool


class InvitationOver(Shape):
    """It was used, is older than a day, or never was."""

    outcome: Literal["over"] = "over"


class HistoryLine(Shape):
    """A stage that the case reached, and when."""

    stage: str
    at: datetime


class PersonSessionAnswer(Shape):
    """`filed`: there is a case, and `status` says how it is going. `unread`: messages of the agency, to be read.

    `in_person_only`: of such a matter nothing is told here; a person speaks of it. `history`: oldest first. `handled_by`: an
    officer, the desk that reads reports, or the name of whom it was passed on to.
    """

    agency: str
    expires_at: datetime
    report: str | None = None
    filed: bool
    number: str | None = None
    access_code: str | None = None
    status: CaseWords | None = None
    unread: int = 0
    history: list[HistoryLine] = Field([])
    handled_by: str | None = None
    contact: bool
    in_person_only: bool = False


class Invited(Shape):
    """`invitation`: for a link that opens this case once; an earlier one of the case is over."""

    invitation: str
    expires_at: datetime
