"""Reads contacts with their scores, keeps what supervisors say of them, and takes in call-takers' transcripts, redacted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies import Agency
from agencies.contact_card import Card
from casework.calls.redaction import Redactors
from casework.database import Database
from casework.errors import BadRequest, NotFound
from casework.quality.contacts import Judged, Period, judged, sampled
from casework.quality.shapes import (
    ContactList,
    ContactQuery,
    CorrectionRequest,
    Scored,
    ScoredContact,
    TranscriptRequest,
)  # fmt: skip
from casework.quality.tables import Correction, Transcript
from casework.trail.actors import Actor
from casework.trail.entries import noted

_EVER = datetime(2000, 1, 1, tzinfo=UTC)


def listed(
    database: Database, agency: Agency, card: Card, asked: ContactQuery, actor: Actor, now: datetime
) -> ContactList:
    """Looking at contacts is written down."""
    period = Period(agency.info.id, asked.since, asked.until or now)
    with database.writing() as session:
        found = [one for one in judged(session, agency, card, period) if _wanted(one, asked)]
        page = sampled(found, asked.sample) if asked.sample else found[: asked.limit]
        noted(session, agency.info.id, actor, "see_quality", now, {"contacts": len(page)})
    return ContactList(contacts=[_line(one, card) for one in page])


def correct(
    database: Database,
    agency: Agency,
    card: Card,
    key: tuple[str, str],
    asked: CorrectionRequest,
    actor: Actor,
    now: datetime,
) -> None:
    """Keeps what a supervisor says of an item, in place of what they said before. Raises NotFound and BadRequest."""
    contact_id, item = key
    with database.writing() as session:
        one = _contact(session, agency, card, contact_id)
        if item not in card.items:
            raise BadRequest(f"'{item}' is no item of the card; it has {', '.join(card.items)}.")
        before = session.get(Correction, (agency.info.id, contact_id, item))
        said = before.rule_said if before else one.met(item) or "not_due"
        row = Correction(
            agency=agency.info.id, contact_id=contact_id, item=item, by=actor.id, at=now, rule_said=said, met=asked.met,
            why=asked.why,
        )  # fmt: skip
        session.merge(row)
        noted(
            session,
            agency.info.id,
            actor,
            "correct_quality",
            now,
            {"contact": contact_id, "item": item, "met": asked.met},
        )


def looked_at(session: Session, agency: str) -> list[tuple[str, str, str]]:
    """(item, what the rule said, what a person says) of every correction; one that agrees is none the less one."""
    rows = session.execute(
        select(Correction.item, Correction.rule_said, Correction.met).where(Correction.agency == agency)
    )
    return [(item, rule, person) for item, rule, person in rows]


def contacts(session: Session, agency: Agency, card: Card, period: Period) -> list[Judged]:
    return judged(session, agency, card, period)


def take_in(
    database: Database,
    agency: str,
    given: Sequence[TranscriptRequest],
    redactors: Redactors,
    actor: Actor,
    now: datetime,
) -> int:
    """The same contact again replaces it. Words are redacted before they are kept; nobody's voice or number is taken."""
    redact = redactors.of("staff").redact
    with database.writing() as session:
        for one in given:
            turns = [{"who": line.who, "text": redact(line.text)} for line in one.turns]
            row = Transcript(
                agency=agency, contact_id=one.contact_id, staff=one.staff, at=one.at, channel=one.channel, need=one.need,
                turns=turns,
            )  # fmt: skip
            session.merge(row)
        noted(session, agency, actor, "import_transcripts", now, {"transcripts": len(given)})
    return len(given)


def _contact(session: Session, agency: Agency, card: Card, contact_id: str) -> Judged:
    period = Period(agency.info.id, _EVER, datetime.now(UTC), contact_id)
    found = next(iter(judged(session, agency, card, period)), None)
    if found is None:
        raise NotFound("There is no such contact; it may have been deleted after its retention period.")
    return found


def _wanted(one: Judged, asked: ContactQuery) -> bool:
    return (
        asked.need in (None, one.need)
        and asked.answered_by in (None, one.answered_by)
        and (asked.failed is None or one.met(asked.failed) == "no")
    )


def _line(one: Judged, card: Card) -> ScoredContact:
    scored = [
        Scored(
            item=score.item,
            title=card.items[score.item].title,
            met=score.met,
            line=score.line,
            proof=None if score.line is None else one.turns[score.line]["text"],
            by="person" if score.item in one.corrected else "rule",
        )
        for score in one.scores
    ]
    return ScoredContact(
        contact_id=one.contact_id,
        at=one.at,
        channel=one.channel,
        need=one.need,
        answered_by=one.answered_by,
        scores=scored,
    )
