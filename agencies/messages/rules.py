"""rules.yml of an agency's messages: who may be told what, when, over which channel and by which vendor."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from agencies.directory.shape import Id, Part
from agencies.messages.values import EVENTS, OPTIONAL
from agencies.yaml_lines import read

Channel = Literal["sms", "email", "voice"]
VENDORS: dict[str, list[Channel]] = read(Path(__file__).parent / "vendors.yml", "agencies/messages/vendors.yml").data


def _clock(written: str) -> str:
    try:
        time.fromisoformat(written)
    except ValueError:
        raise ValueError("this is not a time of day|write it as '21:00', in quotes") from None
    return written


def _event(name: str) -> str:
    if name not in EVENTS:
        raise ValueError(f"there is no event '{name}'|agencies/messages/values.py lists them")
    return name


def _vendor(name: str) -> str:
    if name not in VENDORS:
        raise ValueError(f"there is no vendor '{name}'|use one of {', '.join(VENDORS)}")
    return name


Vendor = Annotated[str, AfterValidator(_vendor)]
Clock = Annotated[str, AfterValidator(_clock)]
Event = Annotated[str, AfterValidator(_event)]


class QuietHours(Part):
    """Nothing is sent between these times of the agency's zone, except what is urgent."""

    begin: Clock
    end: Clock


class PerPerson(Part):
    """At most so many messages to one address over one channel; more wait their turn.

    `urgent_per_hour` holds for what is urgent: codes, which somebody could have sent to a stranger's telephone on purpose.
    `asked_per_hour` for what somebody asks for and waits for: it counts by itself, whatever else went to them.
    """

    per_hour: int = Field(ge=1, le=100)
    per_day: int = Field(ge=1, le=500)
    urgent_per_hour: int = Field(default=6, ge=1, le=100)
    asked_per_hour: int = Field(default=6, ge=1, le=100)


class Phones(Part):
    """Which telephones are texted and called: those that begin with one of `begin` and with none of `but_not`."""

    begin: list[Annotated[str, Field(pattern=r"^\+[1-9]\d{0,6}$")]] = Field(default=["+1"], min_length=1)
    but_not: list[Annotated[str, Field(pattern=r"^\+[1-9]\d{0,9}$")]] = Field(default=[])


class Retries(Part):
    """So many attempts, the first repeated after `first_s`, each wait twice the one before, up to `longest_s`."""

    most: int = Field(ge=1, le=50)
    first_s: float = Field(gt=0, le=3600)
    longest_s: float = Field(gt=0, le=86_400)


class EventRule(Part):
    """How one event is told. `urgent`: at once, also in quiet hours; `important`: also to those who want only that.
    `asked_for`: somebody waits for it, who asked for it this minute: it has a limit of its own (PerPerson).

    `useful_hours`: after so many it is not sent any more; left out: as casework/notifications/lapsing.yml says.
    """

    urgent: bool = False
    important: bool = False
    asked_for: bool = False
    channels: list[Channel] = Field(default=["sms", "email", "voice"])
    off: bool = False
    useful_hours: float | None = Field(default=None, gt=0, le=24 * 60)


class SuppressionRule(Part):
    """When any of `needs` or `flags` is there (and the event is one of `events`, where given), this is done instead.

    nothing: no message at all. neutral: only "please call us" (please_call), over `channels`.
    """

    id: Id
    needs: list[Id] = Field(default=[])
    flags: list[Id] = Field(default=[])
    events: list[Event] = Field(default=[])
    do: Literal["nothing", "neutral"] = "nothing"
    channels: list[Channel] = Field(default=["sms", "email", "voice"])

    @model_validator(mode="after")
    def _says_when(self) -> SuppressionRule:
        if not self.needs and not self.flags:
            raise ValueError("this rule says not when it holds|give it needs or flags")
        return self


class FollowUp(Part):
    """So many days after one of `after` (for reports of one of `needs`, where given) the person is told `tell`."""

    after: list[Event] = Field(min_length=1)
    needs: list[Id] = Field(default=[])
    tell: Event
    days: float = Field(ge=0, le=60)

    @model_validator(mode="after")
    def _has_the_values(self) -> FollowUp:
        missing = [name for name in EVENTS[self.tell] - OPTIONAL if any(name not in EVENTS[one] for one in self.after)]
        if missing:
            raise ValueError(
                f"{self.tell} needs '{missing[0]}', which is not given then|take another event for `tell` or `after`"
            )
        return self


class MessageRules(Part):
    """rules.yml"""

    sender: Annotated[str, Field(min_length=2, max_length=40)]
    portal: Annotated[str, Field(pattern=r"^https://\S+$")] | None = None
    quiet_hours: QuietHours | None
    digest_at: Clock
    per_person: PerPerson
    phones: Phones = Field(default=Phones())
    retries: Retries
    sms_most_parts: int = Field(ge=1, le=10)
    in_doubt: dict[Channel, Literal["repeat", "hold"]]
    vendors: dict[Channel, Annotated[list[Vendor], Field(min_length=1)]]
    suppression: list[SuppressionRule] = Field(default=[])
    events: dict[Event, EventRule] = Field(default={})
    follow_ups: list[FollowUp] = Field(default=[])

    @model_validator(mode="after")
    def _vendors_fit_their_channels(self) -> MessageRules:
        for channel, vendors in self.vendors.items():
            wrong = [vendor for vendor in vendors if channel not in VENDORS[vendor]]
            if wrong:
                raise ValueError(f"{wrong[0]} cannot send {channel}|take it out of the list of {channel}")
        return self

    def rule(self, event: str) -> EventRule:
        return self.events.get(event, _USUAL)

    def asked_for(self, template: str) -> bool:
        """Of a message as it is kept: what is no event (neutral words, a digest) nobody asked for."""
        return any(rule.asked_for for event, rule in self.events.items() if event == template)


_USUAL = EventRule()
