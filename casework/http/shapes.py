"""What the API takes and gives; contracts/casework.openapi.json is generated from these models."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from agencies.directory.vocabulary import Act, AskKind, Disposition
from casework.cases.status import CaseWords

_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
AgencyId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
CallId = Annotated[str, Field(min_length=1, max_length=100)]
Channel = Annotated[str, Field(min_length=1, max_length=40)]
Facts = Annotated[dict[Name, bool | Annotated[str, Field(max_length=500)] | int | float | None], Field(max_length=60)]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class ErrorDetail(Shape):
    code: str
    message: str


class ErrorAnswer(Shape):
    error: ErrorDetail


class EmergencyAnswer(Shape):
    number: str
    action: Literal["hang_up_and_dial", "transfer"]
    say: str


class AgencyAnswer(Shape):
    """An agency as the channels need it. `notices`: what is said to every caller now."""

    id: str
    name: str
    timezone: str
    emergency: EmergencyAnswer
    general_line: str | None
    languages: list[str]
    notices: list[str]
    storm_mode: bool


class RouteRequest(Shape):
    """A need with what is known; `asked` are slots already asked; `at` is for trying out another time."""

    agency: AgencyId
    need: Name
    facts: Facts = {}
    asked: list[Name] = Field([], max_length=60)
    channel: Channel = "unknown"
    at: Annotated[AwareDatetime, Field(ge=_EARLIEST, lt=_LATEST)] | None = None


class DestinationAnswer(Shape):
    id: str
    name: str
    phone: str | None = None


class AskAnswer(Shape):
    slot: str
    kind: AskKind
    choices: list[str] | None = None
    prompt: str
    reprompt: str


class RouteAsk(Shape):
    """The one question that decides."""

    status: Literal["ask"] = "ask"
    need: str
    ask: AskAnswer


class OfferAnswer(Shape):
    """The one offer of self-service; `online_say` is the answer to the choice online."""

    slot: Literal["self_service"] = "self_service"
    kind: Literal["choice"] = "choice"
    choices: list[str] = ["online", "person"]
    prompt: str
    online_say: str


class PersonAnswer(Shape):
    """Where a caller goes who declines the offer."""

    destination: DestinationAnswer
    say: str


class RouteDecided(Shape):
    """`rule` names the condition that decided: an id of needs.yml, default, unanswered, outside_hours or circular."""

    status: Literal["decided"] = "decided"
    need: str
    disposition: Disposition
    act: Act
    destination: DestinationAnswer
    say: str
    offer: OfferAnswer | None = None
    person: PersonAnswer | None = None
    notices: list[str] = []
    rule: str


class CaseStatusRequest(Shape):
    """Either the case number (year-six digits) or the access code (five digits), and the PIN.

    `source`: an opaque hash of the caller's number or address, where the channel has one.
    """

    agency: AgencyId
    case_number: Annotated[str, Field(max_length=40)] | None = None
    access_code: Annotated[str, Field(max_length=40)] | None = None
    pin: Annotated[str, Field(min_length=1, max_length=20)]
    call_id: CallId
    source: Annotated[str, Field(min_length=1, max_length=128)] | None = None

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


class Line(Shape):
    who: Literal["caller", "assistant"]
    text: Annotated[str, Field(max_length=4000)]


class HandoverRequest(Shape):
    """What a call-taker should know. Texts are redacted before they are stored.

    ticket: chosen by the sender, random, so that the transfer can carry it before casework is reached; else casework's.
    """

    agency: AgencyId
    call_id: CallId
    ticket: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{16,40}$")] | None = None
    channel: Channel
    need: Name | None = None
    facts: Facts = {}
    reason: Name
    language: Annotated[str, Field(max_length=20)] | None = None
    wish: Annotated[str, Field(max_length=500)] | None = None
    destination_id: Annotated[str, Field(max_length=80)] | None = None
    transcript: list[Line] = Field([], max_length=400)


class HandoverCreated(Shape):
    ticket: str


class HandoverAnswer(Shape):
    """The hand-over as a call-taker sees it."""

    ticket: str
    agency: str
    call_id: str
    channel: str
    need: str | None = None
    facts: dict[str, Any]
    reason: str
    language: str | None = None
    wish: str | None = None
    destination_id: str | None = None
    transcript: list[Line]
    created_at: datetime
