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
    officer, the desk that reads reports, or the name of whom it was passed on to. `officer_name`: where the agency shows it.
    `decided`: the agency has, and the person may ask for another look. `kind`: the form that it was told by, or would be.
    `erasable`: it goes at once when they wish it. `asks_how`: the agency wants to know whether they got what they needed; `helped`: what
    they said, also at the end of the chat in which it was begun.
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
    officer_name: str | None = None
    kind: str | None = None
    decided: bool = False
    erasable: bool = False
    contact: bool
    in_person_only: bool = False
    asks_how: bool = False
    helped: bool | None = None


class HelpedRequest(Shape):
    helped: bool


Did = Literal["read", "files", "messages", "compared", "given_out"]


class ToldLine(Shape):
    """What the agency told of: a date, property, what a court did (stages.yml: notices). `when`: of an appointment or hearing."""

    event: str
    at: datetime
    when: str | None = None
    place: str | None = None
    officer: str | None = None
    days: str | None = None


class OwnTold(Shape):
    told: list[ToldLine]


class SeenLine(Shape):
    """On this `day` of the agency, how often somebody in this role looked. Nobody is named."""

    day: str
    role: str
    did: Did
    times: int


class OwnSeen(Shape):
    """`given_out`: to the records system of the agency, or to the person who asked for all that is kept."""

    seen: list[SeenLine]


class ReviewRequest(Shape):
    """`why`: in the person's own words."""

    why: Annotated[str, Field(min_length=1, max_length=3_500)]


class ReviewAsked(Shape):
    message: int


class Invited(Shape):
    """`invitation`: for a link that opens this case once; an earlier one of the case is over."""

    invitation: str
    expires_at: datetime
