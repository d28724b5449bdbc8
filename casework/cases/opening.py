"""Where a report becomes a case, and where answers to our questions come back to it. Called by intake, in its transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies.properties import Properties
from casework.cases import changes, flags, thrive, words
from casework.cases.machine import life
from casework.cases.tables import Case, Correction, StatusEvent
from casework.trail.actors import Actor
from spoken.en import place_keys


@dataclass(frozen=True)
class Submitted:
    """A report as it was filed. `answers`: question id -> value as intake normalised it (JSON values only).

    `place`: written, at most 200 characters are kept; `when`: about when it happened, aware, None when nobody knows.
    `point`: the place on a map, {lat, lon, by}. `call_id`: the call, chat or visit to the pages in which it was begun.
    `properties`: of needs, as the agency has them.
    `flags`: what the form said, for those who decide whether messages may be sent (domestic_violence, ...).
    """

    report_id: str
    agency: str
    kind: str
    need: str
    answers: dict[str, Any]
    place: str | None
    when: datetime | None
    channel: str
    access_code: str
    pin_hash: str
    contact_id: int | None
    anonymous: bool
    flags: frozenset[str]
    properties: Properties
    at: datetime
    point: dict[str, Any] | None = None
    call_id: str | None = None


CITIZEN = Actor("citizen", "citizen")


def open_case(session: Session, submitted: Submitted) -> Case:
    """The case of a report, at stage submitted; the same report again gives the same case. `case.id` is set.

    It has no `number` before the agency issues one: until then people refer to it by the access code.
    """
    there = session.scalar(select(Case).where(Case.report_id == submitted.report_id))
    if there is not None:
        return there
    case = _case(submitted)
    case.flags = sorted(submitted.flags | flags.matching(session, case))
    session.add(case)
    session.flush()
    session.add(StatusEvent(case=case, stage=case.stage, at=submitted.at))
    words.keep(session, case)
    changes.wrote(session, case, CITIZEN, "submit", submitted.at, details={"channel": submitted.channel})
    thrive.assess(session, case, submitted.properties, submitted.at)
    changes.announce(session, case, life().all_stages[case.stage].event, submitted.at, f"submit {case.report_id}")
    return case


def answered(
    session: Session,
    case_id: int,
    answers: dict[str, Any],
    properties: Properties,
    at: datetime,
    point: dict[str, Any] | None = None,
    by: Actor = CITIZEN,
) -> Case:
    """Takes the answers as they stand now (all of them, not only the new ones); a case that waited for them goes on.

    What was corrected since stays corrected. `by`: who handed them in, for the trail.
    """
    case = changes.held(session, case_id)
    answers, corrected = _corrected(session, case, answers)
    point = None if "where" in corrected else point
    changed = sorted(name for name in {*answers, *case.answers} if answers.get(name) != case.answers.get(name))
    case.answers = answers
    case.updated_at = at
    placed(case, changed)
    if point is not None:
        case.put_on_map(point)
    words.keep(session, case)
    if case.stage == "more_wanted":
        changes.move(session, case, by, "answer", at, details={"changed": changed})
    elif changed:
        entry = changes.wrote(session, case, by, "add_answers", at, details={"changed": changed})
        changes.announce(session, case, None, at, entry)
    case.flags = sorted({*case.flags, *flags.matching(session, case)})
    thrive.assess(session, case, properties, at, changed=bool(changed))
    return case


def _corrected(session: Session, case: Case, answers: dict[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """The answers with the agency's corrections laid over what they corrected, and which questions those are.

    A report keeps what was said first, so it comes uncorrected; what its person says anew since is no longer what was corrected.
    """
    found, corrected = dict(answers), set[str]()
    rows = select(Correction).where(Correction.case_id == case.id).order_by(Correction.id)
    for row in session.scalars(rows):
        if row.question in found and found[row.question] == row.was:
            found[row.question] = row.now
            corrected.add(row.question)
    return found, corrected


def placed(case: Case, changed: Collection[str]) -> None:
    """Where it was, as lists, duplicates and the map have it, follows the answer when that has changed."""
    where = case.answers.get("where")
    if "where" in changed:
        case.put_on_map(None)  # the pin was of the other place
    if "where" in changed and isinstance(where, str) and where != "unknown":
        case.place = where[:200] or None
        case.place_key = place_keys.place_key(case.place)


def _case(submitted: Submitted) -> Case:
    place = (submitted.place or "")[:200] or None
    case = Case(
        agency=submitted.agency,
        number=None,
        access_code=submitted.access_code,
        pin_hash=submitted.pin_hash,
        need=submitted.need,
        kind=submitted.kind,
        report_id=submitted.report_id,
        call_id=submitted.call_id,
        contact_id=submitted.contact_id,
        anonymous=submitted.anonymous,
        channel=submitted.channel,
        stage="submitted",
        queue=life().queue_of(submitted.need),
        place=place,
        place_key=place_keys.place_key(place),
        happened_at=submitted.when,
        answers=submitted.answers,
        flags=sorted(submitted.flags),
        opened_at=submitted.at,
        updated_at=submitted.at,
    )
    case.put_on_map(submitted.point)
    return case
