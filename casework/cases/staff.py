"""What the agency's people do with a case: move it on, give it to an officer, ask for more, pass it on, tell of a date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from agencies import Agency
from casework.cases import changes, duplicates, numbers
from casework.cases.machine import life
from casework.cases.tables import Case
from casework.directory.directory import Directory
from casework.errors import BadRequest, MoveRefused
from casework.notifications import given
from casework.trail.actors import Actor, allow


@dataclass(frozen=True)
class Asked:
    """A move and what comes with it; stages.yml says what each move wants.

    `number` None: the next one of the series. `officer_name`: as the person is told it.
    """

    move: str
    why: str | None = None
    reason: str | None = None
    to: str | None = None
    number: str | None = None
    questions: list[str] = field(default_factory=list)
    note: str | None = None
    destination: str | None = None
    officer: str | None = None
    officer_name: str | None = None
    into: int | None = None


@dataclass(frozen=True)
class Told:
    """Words that the person of a case wrote or said after filing, and the message that keeps them."""

    message: int
    text: str


class Reports(Protocol):
    """What a case asks of the room that takes reports. It lies above this one, so the app hands it in."""

    def reopen(
        self, session: Session, agency: Agency, case: Case, questions: Sequence[str], note: str, at: datetime
    ) -> None:
        """Opens the case's report again, at these questions of its form, or at the officer's own words; raises BadRequest."""
        ...

    def pass_on(self, session: Session, case: Case, to: Agency, actor: Actor, at: datetime) -> Case:
        """Opens the case at another agency, with its report, and gives the new one."""
        ...

    def add_thing(self, session: Session, agency: Agency, case: Case, told: Told, actor: Actor, at: datetime) -> bool:
        """Puts a thing that the words name among the things of the report; False where they name none, or it has none."""
        ...


@dataclass
class _Doing:
    session: Session
    agency: Agency
    case: Case
    actor: Actor
    asked: Asked
    at: datetime
    reports: Reports
    change: str | None = None
    directory: Directory | None = None
    values: dict[str, str] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)


def do(
    session: Session,
    agency: Agency,
    case: Case,
    actor: Actor,
    asked: Asked,
    at: datetime,
    reports: Reports,
    change: str | None = None,
    directory: Directory | None = None,
) -> str:
    """Makes the move with all that belongs to it, and gives the stage. Raises MoveRefused, BadRequest, Conflict, NotFound.

    `change` names the request for ever (changes.move); `directory`: who else is served here, to pass cases on to.
    """
    doing = _Doing(session, agency, case, actor, asked, at, reports, change, directory)
    life().leads_to(asked.move, case.stage, actor.role, before=case.stage_before, reason=asked.reason, to=asked.to)
    if asked.officer_name:
        doing.values["officer"] = asked.officer_name
    wants = life().moves[asked.move].wants
    if "into" in wants:
        duplicates.merge(session, case, _given(asked.into, "into"), actor, at, asked.why, change)
        return case.stage
    for want in wants:
        _PREPARED[want](doing)
    return changes.move(
        session, case, actor, asked.move, at,
        why=asked.why, reason=asked.reason, to=asked.to, details=doing.details, values=doing.values,
        change=change,
    )  # fmt: skip


def assign(
    session: Session, case: Case, actor: Actor, at: datetime, *,
    officer: str | None, officer_name: str | None, queue: str | None, why: str | None, change: str | None = None,
) -> None:  # fmt: skip
    """Gives the case to an officer, to a queue, or (officer None, queue None) back to nobody."""
    allow("assign", actor.role)
    if case.stage not in life().open_stages:
        raise MoveRefused("A case that has ended is given to nobody; a supervisor can reopen it.")
    was = {"officer": case.assigned_to, "queue": case.queue}
    case.assigned_to, case.queue, case.updated_at = officer, queue or case.queue, at
    entry = changes.wrote(
        session, case, actor, "assign", at, why=why, details={"was": was, "officer": officer, "queue": case.queue}
    )
    told = "officer_assigned" if officer and officer != was["officer"] else None
    changes.announce(session, case, told, at, change or entry, {"officer": officer_name} if officer_name else {})


def notify(
    session: Session,
    case: Case,
    actor: Actor,
    at: datetime,
    event: str,
    values: dict[str, str],
    zone: ZoneInfo,
    change: str | None = None,
) -> None:
    """Tells the person of an appointment, a hearing, their property: what is no change of stage. `zone`: the agency's."""
    allow("notify", actor.role)
    if event not in life().notices:
        raise BadRequest(f"event does not fit: it is one of {', '.join(life().notices)}.")
    values = given.checked(event, values, zone, at)
    entry = changes.wrote(session, case, actor, "notify", at, details={"event": event, "values": values})
    changes.announce(session, case, event, at, change or entry, values)


def _number(doing: _Doing) -> None:
    case = doing.case
    if case.number is None or doing.asked.number:
        if case.number is not None:
            raise BadRequest("number does not fit: this case already has its official number.")
        case.number = numbers.issue(
            doing.session, case.agency, doing.at.year, doing.asked.number, doing.agency.info.number_forms
        )
    doing.details["number"] = case.number


def _questions(doing: _Doing) -> None:
    """Intake reopens the report at just these questions; a note alone is asked in the officer's own words."""
    case, asked = doing.case, doing.asked
    if case.report_id is None:
        raise BadRequest("This case did not come by a report form, so nothing can be asked there; write a message.")
    if not asked.questions and not asked.note:
        raise BadRequest("questions is missing: name the questions of the form to ask again, or write a note.")
    if case.kind is not None and case.report_id and case.kind not in doing.agency.reports.kinds:
        raise BadRequest("This agency has no report form of that kind, so nothing can be asked there; write a message.")
    doing.reports.reopen(doing.session, doing.agency, case, asked.questions, asked.note or "", doing.at)
    doing.details |= {"questions": asked.questions, "note": asked.note}
    doing.values["questions"] = str(len(asked.questions) or 1)


def _destination(doing: _Doing) -> None:
    name = _given(doing.asked.destination, "destination")
    found = doing.agency.destinations.get(name)
    if found is None:
        raise BadRequest("destination does not fit: it is an id of the agency's destinations.yml.")
    doing.case.redirected_to = name
    doing.details["destination"] = name
    hosted = doing.directory is not None and found.agency in doing.directory.ids()
    if doing.directory is not None and found.agency and hosted and found.agency != doing.case.agency:
        new = doing.reports.pass_on(doing.session, doing.case, doing.directory.get(found.agency), doing.actor, doing.at)
        doing.details |= {"to_agency": found.agency, "to_case": new.id}
    doing.values["destination"] = found.name


def _officer(doing: _Doing) -> None:
    doing.case.assigned_to = _given(doing.asked.officer, "officer")
    doing.details["officer"] = doing.asked.officer


def _reason(_doing: _Doing) -> None:
    """The state machine has looked at it."""


def _given(value: Any, name: str) -> Any:
    if value is None:
        raise BadRequest(f"{name} is missing: this move wants it.")
    return value


_PREPARED: dict[str, Callable[[_Doing], None]] = {
    "number": _number,
    "questions": _questions,
    "destination": _destination,
    "officer": _officer,
    "reason": _reason,
}
