"""What the directory takes and gives."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from agencies.directory.vocabulary import Act, AskKind, Disposition
from casework.http.shapes import AgencyId, Channel, Facts, Name, Shape

_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


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
    general_line: str | None = None
    languages: list[str]
    notices: list[str]
    storm_mode: bool


class RouteRequest(Shape):
    """A need with what is known; `asked` are slots already asked; `at` is for trying out another time."""

    agency: AgencyId
    need: Name
    facts: Facts = Field(default={})
    asked: list[Name] = Field([], max_length=60)
    channel: Channel = "unknown"
    at: Annotated[AwareDatetime, Field(ge=_EARLIEST, lt=_LATEST)] | None = None


class DestinationAnswer(Shape):
    id: str
    name: str
    phone: str | None = None


class AskAnswer(Shape):
    """`danger`: an answer to it sends the caller to the emergency services."""

    slot: str
    kind: AskKind
    choices: list[str] | None = None
    prompt: str
    reprompt: str
    danger: bool = False


class RouteAsk(Shape):
    """The one question that decides."""

    status: Literal["ask"] = "ask"
    need: str
    ask: AskAnswer


class OfferAnswer(Shape):
    """The one offer of self-service; `online_say` is the answer to the choice online."""

    slot: Literal["self_service"] = "self_service"
    kind: Literal["choice"] = "choice"
    choices: list[str] = Field(default=["online", "person"])
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
    notices: list[str] = Field(default=[])
    rule: str
