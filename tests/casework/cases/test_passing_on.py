"""A case is redirected to an agency that is served here too: it opens there, and code, PIN, answers and files go along."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from casework.cases.tables import Case
from casework.intake.tables import Report
from casework.notifications import stops
from casework.notifications.contacts import save_contact
from casework.notifications.tables import Contact, NotificationEvent
from casework.trail.tables import AuditEntry
from tests.casework.console import NOW, Console
from tests.casework.intake.conftest import Person

PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 50


@pytest.fixture
def agencies_root(agencies_root: Path) -> Path:
    """Denver, and a neighbour served by the same installation to whom Denver's animal_protection leads."""
    denver, aurora = agencies_root / "denver", agencies_root / "aurora"
    shutil.copytree(denver, aurora)
    info = aurora / "agency.yml"
    info.write_text(info.read_text(encoding="utf-8").replace("id: denver", "id: aurora", 1), encoding="utf-8")
    where = denver / "destinations.yml"
    text = where.read_text(encoding="utf-8")
    where.write_text(
        text.replace("animal_protection:\n", "animal_protection:\n  agency: aurora\n", 1), encoding="utf-8"
    )
    return agencies_root


def cases(console: Console, agency: str) -> list[Case]:
    with console.casework.services.database.reading() as session:
        found = list(session.scalars(select(Case).where(Case.agency == agency).order_by(Case.id)))
        session.expunge_all()
        return found


async def redirect(console: Console, case: int, key: str = "pass it on"):
    return await console.move(case, "redirect", destination="animal_protection", why="it was in Aurora", key=key)


async def test_the_case_opens_at_the_other_agency_with_code_pin_answers_and_files(console: Console) -> None:
    person = Person(console.casework.client, channel="web")
    await person.begin()
    await person.answer_all()
    await console.casework.client.post(f"/v1/reports/{person.report}/evidence", files={"file": ("a.png", PNG)})
    case = (await person.post("submit", turn="file it"))["case"]
    assert (await redirect(console, case)).json()["stage"] == "redirected"
    assert (await redirect(console, case)).status_code == 200, "sent again"
    (new,) = cases(console, "aurora")
    old = console.case(case)
    assert (new.stage, new.answers, new.access_code) == ("submitted", old.answers, person.code)
    status = {"access_code": person.code, "pin": person.pin, "call_id": "c1"}
    for agency, stage in (("denver", "redirected"), ("aurora", "submitted")):
        asked = await console.casework.client.post("/v1/case-status", json=status | {"agency": agency})
        assert asked.json()["case"]["stage"] == stage
    there = Console(console.casework, "aurora")
    assert len((await there.get(f"/cases/{new.id}/evidence")).json()["files"]) == 1
    with console.casework.services.database.reading() as session:
        report = session.get(Report, person.report)
        assert (report.agency, report.case_id) == ("aurora", new.id)
        trail = session.scalars(select(AuditEntry).where(AuditEntry.action.in_(("redirect", "passed_on")))).all()
        assert [(entry.agency, entry.details.get("to_case") or entry.details.get("from_case")) for entry in trail] == [
            ("aurora", case),
            ("denver", new.id),
        ]


async def test_the_other_agency_asks_for_more_and_the_person_answers_there(console: Console) -> None:
    person = Person(console.casework.client)
    await person.begin()
    await person.answer_all()
    await redirect(console, (await person.post("submit", turn="file it"))["case"])
    (new,) = cases(console, "aurora")
    there = Console(console.casework, "aurora")
    await there.move(new.id, "review")
    assert (await there.move(new.id, "ask_more", questions=["what_happened"])).json()["stage"] == "more_wanted"
    resume = {"agency": "aurora", "access_code": person.code, "pin": person.pin, "call_id": "c2", "channel": "voice"}
    resumed = (await console.casework.client.post("/v1/reports/resume", json=resume)).json()
    assert resumed["step"]["question"]["id"] == "what_happened"
    await person.answer("what_happened", "it ran to Aurora")
    await person.post("submit", turn="file it again")
    assert console.case(new.id).stage == "under_review"


async def test_a_code_that_the_other_agency_gave_to_somebody_else_becomes_a_new_one_that_is_told(
    console: Console,
) -> None:
    console.file(agency="aurora", access_code="51515")
    with console.casework.services.database.writing() as session:
        contact = save_contact(session, "denver", None, phone="+13035550199", wants=["sms"], language="en")
        stops.stop(session, "denver", "sms", "+13035550199", "stop", NOW)
    flags = frozenset({"shared_phone", "repeat_caller"})
    case = console.file(access_code="51515", contact_id=contact, flags=flags)
    await redirect(console, case)
    new = cases(console, "aurora")[-1]
    assert new.access_code not in (None, "51515")
    assert new.flags == ["shared_phone"], "what an agency's list says of a person stays with that agency"
    with console.casework.services.database.reading() as session:
        told = session.execute(select(NotificationEvent.agency, NotificationEvent.event)).all()
        assert ("aurora", "code_issued") in told
        assert ("denver", "redirected") in told
        there = session.get(Contact, new.contact_id)
        assert (there.agency, there.phone) == ("aurora", "+13035550199")
        assert stops.reach(session, there) == frozenset({"voice"}), "who said stop to one has said it to the other"


async def test_a_place_that_is_not_served_here_is_named_to_the_person_and_nothing_opens(console: Console) -> None:
    case = console.file(access_code="51515")
    done = await console.move(case, "redirect", destination="sheriff_impound")
    if done.status_code == 400:
        done = await console.move(case, "redirect", destination="general_line")
    assert done.json()["stage"] == "redirected", done.text
    assert cases(console, "aurora") == []
