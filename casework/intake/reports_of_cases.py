"""What moves of a case do with its report: it is opened again, or goes to another agency. Handed to the room of cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from agencies import Agency
from casework.cases.tables import Case
from casework.intake.passing_on import pass_on
from casework.intake.reopen import reopen
from casework.trail.actors import Actor


class ReportsOfCases:
    """As casework/cases/staff.py wants it (Reports)."""

    def reopen(self, session: Session, report: str, questions: Sequence[str], note: str, at: datetime) -> None:
        reopen(session, report, questions, note, at)

    def pass_on(self, session: Session, case: Case, to: Agency, actor: Actor, at: datetime) -> Case:
        return pass_on(session, case, to, actor, at)
