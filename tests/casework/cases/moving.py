"""Cases moved as the agency's people move them, without HTTP, and the rows that this leaves; and a report filed through it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from agencies import load_agency
from casework.cases import changes, staff
from casework.cases.tables import Case
from casework.database import Database
from casework.trail.actors import Actor
from tests.casework.console import NOW, Console
from tests.casework.intake.conftest import Person

DENVER = load_agency("denver")
OFFICER, SUPERVISOR = Actor("officer-7", "officer"), Actor("chief-1", "supervisor")


@dataclass
class NoReports:
    """Stands in for the room that takes reports: writes down what it was asked."""

    reopened: list[Any] = field(default_factory=list)

    def reopen(self, _session: Any, _agency: Any, case: Case, questions: Sequence[str], note: str, _at: Any) -> None:
        self.reopened.append((case.report_id, list(questions), note))

    def pass_on(self, session: Any, case: Case, to: Any, actor: Actor, at: Any) -> Case:
        raise AssertionError("no case is passed on here")


def do(
    database: Database, case_id: int, move: str, actor: Actor = OFFICER, at=NOW, reports: Any = None, **more: Any
) -> str:
    with database.writing() as session:
        case, asked = changes.held(session, case_id), staff.Asked(move, **more)
        return staff.do(session, DENVER, case, actor, asked, at, reports or NoReports())


def rows(database: Database, table: Any, *where: Any) -> list[Any]:
    with database.reading() as session:
        found = list(session.scalars(select(table).where(*where).order_by(table.id)))
        session.expunge_all()
        return found


async def filed(console: Console, **more: Any) -> tuple[Person, int]:
    """A report that somebody filed and an officer took up, and its case."""
    person = Person(console.casework.client)
    await person.begin(**more)
    await person.answer_all()
    case = (await person.post("submit", turn="file it"))["case"]
    await console.move(case, "review")
    return person, case
