"""A call-taker hands a caller in: begins the report with what was told, and gives the ways to go on with it elsewhere.

By telephone the caller is transferred into the assistant with a pass of digits, on the web a link opens it: each once, for a
short while, and neither asks again what is known. What the person does there stands in the report at once, for the call-taker to see.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import persons
from casework.access.persons import Begun, Whose
from casework.access.tables import PersonKey
from casework.directory.directory import Directory
from casework.errors import NotFound
from casework.intake import answering, finding
from casework.intake.answering import Begin
from casework.intake.tables import Report
from casework.trail.actors import Actor
from casework.trail.entries import noted


@dataclass(frozen=True)
class Ways:
    """`way_in`: the digits for the telephone. `link`: what stands in the link."""

    way_in: Begun
    link: Begun


def hand_in(session: Session, directory: Directory, begin: Begin, actor: Actor, now: datetime) -> str:
    """Begins the report; its id. Raises NotFound, NoCodeLeft."""
    report = answering.begin(session, directory, begin, now).report
    noted(session, begin.agency, actor, "hand_in", now, {"kind": begin.kind})
    _ways(session, report, actor, now)
    return str(report.id)


def ways(session: Session, agency: str, report_id: str, actor: Actor, now: datetime) -> Ways:
    """Fresh ways in; those that were given before are over. Raises NotFound."""
    return _ways(session, begun_by(session, agency, report_id, actor), actor, now)


def begun_by(session: Session, agency: str, report_id: str, actor: Actor) -> Report:
    """A report that this person handed in; a supervisor sees everybody's. Raises NotFound."""
    report = finding.found(session, report_id)
    keys = select(PersonKey.digest).where(PersonKey.report_id == report.id, PersonKey.kind == persons.HANDED_IN)
    if actor.role != "supervisor":
        keys = keys.where(PersonKey.made_by == actor.id)
    if report.agency != agency or session.execute(keys.limit(1)).first() is None:
        raise NotFound("There is no such report of yours.")
    return report


def _ways(session: Session, report: Report, actor: Actor, now: datetime) -> Ways:
    whose = Whose(report.agency, report.id, report.case_id)
    return Ways(persons.hand_in(session, whose, actor.id, now), persons.invite(session, whose, actor.id, now))
