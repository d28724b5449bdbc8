"""Contacts as the card judges them: records of the assistant's calls, and transcripts of call-takers'; with what people corrected."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies import Agency
from agencies.contact_card import Card
from casework.calls.tables import CallRecord
from casework.quality.scoring import Contact, Score, Turn, scores
from casework.quality.tables import Correction, Transcript

# Streets and corners are [address] in what is kept; "a corner of my yard", "they drive past" and "blocking a lane" tell no place.
_PLACE = re.compile(
    r"\[address\]|\b(?:in|at|by|near|behind|next to) (?:the )?(?!(?:car|skate|dog|theme) )[a-z']+ (?:park|library|school)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Judged:
    """One contact with its scores; `corrected`: items that a supervisor decided, with what the rule had said."""

    contact_id: str
    at: datetime
    channel: str
    need: str | None
    answered_by: Literal["assistant", "staff"]
    staff: str | None
    turns: Sequence[Turn]
    scores: Sequence[Score]
    corrected: dict[str, str]

    def met(self, item: str) -> str | None:
        return next((one.met for one in self.scores if one.item == item), None)


@dataclass(frozen=True)
class Period:
    """`contact`: only this one."""

    agency: str
    since: datetime
    until: datetime
    contact: str | None = None


def judged(session: Session, agency: Agency, card: Card, period: Period) -> list[Judged]:
    """Every contact of the period, the latest first."""
    corrections = _corrections(session, period.agency)
    found = [*_of_assistant(session, agency, card, period), *_of_staff(session, card, period)]
    return sorted((_corrected(one, corrections) for one in found), key=lambda one: one.at, reverse=True)


def sampled(contacts: Sequence[Judged], number: int) -> list[Judged]:
    """So many by chance, and the same ones tomorrow: by a digest of their ids."""
    return sorted(contacts, key=lambda one: hashlib.sha256(one.contact_id.encode()).digest())[:number]


def _of_assistant(session: Session, agency: Agency, card: Card, period: Period) -> Iterator[Judged]:
    wanted = select(CallRecord).where(
        CallRecord.agency == period.agency, CallRecord.started_at >= period.since, CallRecord.started_at < period.until
    )
    wanted = wanted if period.contact is None else wanted.where(CallRecord.call_id == period.contact)
    for row in session.scalars(wanted):
        contact = Contact(
            row.record["turns"],
            "assistant",
            row.need,
            row.destination_id,
            row.disposition,
            _wanted(agency, row.need),
            _tells_place,
        )
        yield Judged(
            row.call_id,
            row.started_at,
            row.channel,
            row.need,
            "assistant",
            None,
            contact.turns,
            scores(contact, card),
            {},
        )


def _of_staff(session: Session, card: Card, period: Period) -> Iterator[Judged]:
    wanted = select(Transcript).where(
        Transcript.agency == period.agency, Transcript.at >= period.since, Transcript.at < period.until
    )
    wanted = wanted if period.contact is None else wanted.where(Transcript.contact_id == period.contact)
    for row in session.scalars(wanted):
        contact = Contact(row.turns, "staff", row.need, None, None, frozenset(), _tells_place)
        yield Judged(
            row.contact_id, row.at, row.channel, row.need, "staff", row.staff, row.turns, scores(contact, card), {}
        )


def _wanted(agency: Agency, need: str | None) -> frozenset[str]:
    found = agency.needs.needs.get(need) if need else None
    if found is None:
        return frozenset()
    changed = [one.destination for one in (*agency.needs.common, *found.conditions) if one.destination]
    return frozenset({found.destination, *changed})


def _tells_place(text: str) -> bool:
    return bool(_PLACE.search(text))


def _corrections(session: Session, agency: str) -> dict[tuple[str, str], str]:
    rows = session.execute(
        select(Correction.contact_id, Correction.item, Correction.met).where(Correction.agency == agency)
    )
    return {(contact_id, item): met for contact_id, item, met in rows}


def _corrected(one: Judged, corrections: dict[tuple[str, str], Any]) -> Judged:
    by_person: dict[str, str] = {
        score.item: score.met for score in one.scores if (one.contact_id, score.item) in corrections
    }
    if not by_person:
        return one
    changed = [
        replace(score, met=corrections[one.contact_id, score.item]) if score.item in by_person else score
        for score in one.scores
    ]
    return replace(one, scores=changed, corrected=by_person)
