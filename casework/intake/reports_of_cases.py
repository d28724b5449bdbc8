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

    def reopen(
        self, session: Session, agency: Agency, case: Case, questions: Sequence[str], note: str, at: datetime
    ) -> None:
        assert case.report_id is not None, "the room of cases has looked"
        reopen(session, case.report_id, questions, note, at, agency.reports.kinds.get(case.kind or ""))

    def pass_on(self, session: Session, case: Case, to: Agency, actor: Actor, at: datetime) -> Case:
        return pass_on(session, case, to, actor, at)
