"""What a case does with its report: it is opened again, goes to another agency, or gets a thing more. Handed to the room of cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from agencies import Agency
from casework.cases.staff import Told
from casework.cases.tables import Case
from casework.intake import added
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

    def add_thing(self, session: Session, agency: Agency, case: Case, told: Told, actor: Actor, at: datetime) -> bool:
        return added.add(session, agency, case, told, actor, at)
