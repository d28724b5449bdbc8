"""What waits and is not true any more: dropped when something newer happens to the same case, or when it would come too late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, field_validator, model_validator
from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies.messages.values import EVENTS
from agencies.yaml_lines import read
from casework.notifications import holding
from casework.notifications.suppression import NEUTRAL
from casework.notifications.tables import Contact, Notification, NotificationEvent

_FILE = Path(__file__).parent / "lapsing.yml"
_STAGES = "stages"


class Lapsing(BaseModel):
    """lapsing.yml, checked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    stages: frozenset[str]
    moot: dict[str, frozenset[str]]
    ends: frozenset[str]
    useful_hours: dict[str, float]
    otherwise_hours: float

    @model_validator(mode="after")
    def _events_exist(self) -> Lapsing:
        named = {*self.stages, *self.moot, *self.ends, *self.useful_hours}.union(*self.moot.values()) - {_STAGES}
        unknown = named - set(EVENTS)
        if unknown:
            raise ValueError(f"there is no event '{min(unknown)}'")
        return self

    @field_validator("otherwise_hours")
    @classmethod
    def _some(cls, value: float) -> float:
        if value <= 0:
            raise ValueError("otherwise_hours is more than none")
        return value

    def is_dropped(self, waiting: str, newer: str, told: bool) -> bool:
        """Whether what waits of `waiting` goes when `newer` happens; `told`: over the same channel."""
        if newer in self.ends:
            return True
        moot = self.moot.get(waiting, frozenset())
        if newer in moot or (_STAGES in moot and newer in self.stages and newer != waiting):
            return True
        return told and {waiting, newer} <= self.stages


@cache
def rules() -> Lapsing:
    """The rules, read once."""
    return Lapsing.model_validate(read(_FILE, "casework/notifications/lapsing.yml").data)


def replace(
    session: Session, event: NotificationEvent, contact: Contact, channels: Sequence[str], now: datetime
) -> None:
    """Drops what waits for this person about the same case (or draft) and is replaced by `event`, told over `channels`.

    A "please call us" and a digest stay: they say nothing that is wrong by now. What a vendor may have is left alone.
    """
    same = (
        NotificationEvent.case_id == event.case_id if event.case_id else NotificationEvent.report_id == event.report_id
    )
    if event.case_id and event.report_id:
        same = same | ((NotificationEvent.report_id == event.report_id) & NotificationEvent.case_id.is_(None))
    if event.case_id is None and event.report_id is None:
        return
    waits = Notification.state.in_(("queued", "handed")) & Notification.in_doubt.is_(False)
    waits &= Notification.template.not_in(("digest", NEUTRAL))
    theirs = (Notification.agency == event.agency, NotificationEvent.id < event.id)
    found = select(Notification).join(NotificationEvent, NotificationEvent.id == Notification.event_id)
    for row in session.scalars(found.where(waits, same, *theirs)):
        if row.contact_id == contact.id and rules().is_dropped(row.template, event.event, row.channel in channels):
            holding.skip(row, f"replaced by {event.event}", now)


def not_after(event: str, hours: float | None, from_when: datetime, given: Mapping[str, str]) -> datetime:
    """Until when it is of use: some hours after it is due, and never after the time that it names."""
    until = from_when + timedelta(hours=hours or rules().useful_hours.get(event, rules().otherwise_hours))
    return min(until, _named(given) or until)


def _named(given: Mapping[str, str]) -> datetime | None:
    try:
        at = datetime.fromisoformat(given.get("when", ""))
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
