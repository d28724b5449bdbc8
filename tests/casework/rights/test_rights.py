"""People's own data: shown, corrected, erased, kept under a hold and by kind; each with an entry in the trail."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from casework.cases.tables import Case
from casework.intake.tables import Report, ReportAnswer
from casework.notifications.contacts import save_contact
from casework.notifications.tables import Contact
from casework.retention import delete_expired
from tests.casework.conftest import trail
from tests.casework.console import Console
from tests.casework.intake.conftest import Person

WHO = {"phone": "303 555 0142", "why": "they asked in writing"}


def person(casework: Any, console: Console, **changed: Any) -> int:
    with casework.services.database.writing() as session:
        contact = save_contact(session, "denver", None, name="Ada Lovelace", phone="+13035550142", wants=["sms"])
    return console.file(contact_id=contact, **changed)


def close(casework: Any, case: int, days: int = 1) -> None:
    with casework.services.database.writing() as session:
        found = session.get_one(Case, case)
        found.stage, found.closed_at = "closed_resolved", datetime.now(UTC) - timedelta(days=days)


def there(casework: Any, table: Any) -> int:
    with casework.services.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


async def test_a_person_is_given_all_that_is_held_on_them_and_no_secret(casework: Any, console: Console) -> None:
    case = person(casework, console)
    other = console.file()
    await console.post(f"/cases/{case}/messages", "officer", text="please call us about the bicycle")
    answer = await console.post("/subject-access", "supervisor", **WHO)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["contacts"][0]["name"] == "Ada Lovelace"
    assert [one["case"] for one in told["cases"]] == [case] != [other]
    assert told["cases"][0]["messages"][0]["text"] == "please call us about the bicycle"
    assert "submit" in [one["action"] for one in told["cases"][0]["trail"]]
    written = json.dumps(told)
    assert "pin_hash" not in written
    assert "access_code" not in written
    assert [one[0] for one in trail(casework) if one[0] == "subject_access"]


async def test_only_a_supervisor_may_and_one_person_is_named(casework: Any, console: Console) -> None:
    person(casework, console)
    for path in ("/subject-access", "/erasures"):
        assert (await console.post(path, "officer", **WHO)).status_code in (403, 409)
        assert (await console.post(path, "supervisor", why="x")).status_code == 400
        assert (await console.post(path, "supervisor", **WHO, case=1)).status_code == 400


async def test_erasure_takes_everything_but_what_is_open_or_held(casework: Any, console: Console) -> None:
    closed, opened, held = (person(casework, console) for _ in range(3))
    for case in (closed, held):
        close(casework, case)
    assert (await console.post(f"/cases/{held}/hold", "supervisor", on=True, why="a court asked")).status_code == 204
    done = (await console.post("/erasures", "supervisor", **WHO)).json()
    assert (done["cases"], done["contacts"]) == (1, 1)
    assert done["kept"] == {str(opened): "open", str(held): "legal_hold"}
    assert there(casework, Case) == 2
    (entry,) = [one for one in trail(casework) if one[0] == "erase"]
    assert "0142" not in json.dumps(entry[3])
    again = (await console.post("/subject-access", "supervisor", **WHO)).json()
    assert sorted(one["case"] for one in again["cases"]) == sorted([opened, held])


async def test_a_draft_goes_with_an_erasure(casework: Any, console: Console) -> None:
    ada = Person(casework.client)
    await ada.begin()
    await ada.answer("phone", "303 555 0142")
    await ada.answer("contact_by", "sms")
    done = (await console.post("/erasures", "supervisor", **WHO)).json()
    assert (done["drafts"], done["contacts"]) == (1, 1)
    assert there(casework, Report) == there(casework, Contact) == 0


async def test_a_hold_outlives_retention_until_it_is_lifted(casework: Any, console: Console) -> None:
    case = person(casework, console)
    close(casework, case, days=900)
    services = casework.services
    await console.post(f"/cases/{case}/hold", "supervisor", on=True, why="a court asked")
    delete_expired(services.database, services.directory, datetime.now(UTC), services.var)
    assert there(casework, Case) == 1
    await console.post(f"/cases/{case}/hold", "supervisor", on=False, why="the court is done")
    delete_expired(services.database, services.directory, datetime.now(UTC), services.var)
    assert there(casework, Case) == 0


async def test_cases_are_kept_by_kind(casework: Any, console: Console) -> None:
    path = casework.root / "denver" / "agency.yml"
    path.write_text(
        path.read_text(encoding="utf-8") + "\ncase_days: {theft_cold: 2000, lost_property: 30}\n", encoding="utf-8"
    )
    casework.services.directory.load_all()
    theft, lost, other = (person(casework, console, need=need) for need in ("theft_cold", "lost_property", "vandalism"))
    for case in (theft, lost, other):
        close(casework, case, days=60)
    services = casework.services
    delete_expired(services.database, services.directory, datetime.now(UTC), services.var)
    with services.database.reading() as session:
        assert sorted(session.scalars(select(Case.id))) == sorted([theft, other])


async def test_a_correction_keeps_what_was_said_first(casework: Any, console: Console) -> None:
    case = person(casework, console)
    asked = {"question": "what_happened", "value": "two bicycles are gone", "why": "they had forgotten one"}
    assert (await console.post(f"/cases/{case}/corrections", "officer", **asked)).status_code == 204
    assert console.case(case).answers["what_happened"] == "two bicycles are gone"
    told = (await console.post("/subject-access", "supervisor", **WHO)).json()["cases"][0]
    assert (told["corrections"][0]["was"], told["corrections"][0]["now"]) == (
        "my bicycle is gone",
        "two bicycles are gone",
    )
    assert (await console.post(f"/cases/{case}/corrections", "officer", **asked)).status_code == 409
    assert (
        await console.post(f"/cases/{case}/corrections", "officer", **{**asked, "question": "shoe_size"})
    ).status_code == 400
    assert (await console.post(f"/cases/{case}/corrections", "officer", **{**asked, "value": 5})).status_code == 400
    assert ("correct", "officer-7", "officer", {"question": "what_happened"}) in trail(casework)


async def test_what_was_said_first_stands_beside_what_counts_for_whoever_serves_the_case(
    casework: Any, console: Console
) -> None:
    ada = Person(casework.client)
    await ada.begin("one")
    with casework.services.database.writing() as session:
        contact = save_contact(session, "denver", None, name="Ada Lovelace", phone="+13035550142", wants=["sms"])
        for turn, words in enumerate(("a bicycle", "no, a scooter")):
            session.add(
                ReportAnswer(
                    report_id=ada.report, question="what_happened", value=words, text=words, how="said", channel="voice",
                    turn=str(turn), at=datetime.now(UTC) - timedelta(minutes=9 - turn),
                )
            )  # fmt: skip
    case = console.file(contact_id=contact, report_id=ada.report)
    asked = {"question": "what_happened", "value": "two scooters", "why": "they had forgotten one"}
    await console.post(f"/cases/{case}/corrections", "officer", **asked)
    with casework.services.database.writing() as session:
        save_contact(session, "denver", contact, phone="+13035550177")
    told = (await console.get(f"/cases/{case}/statements")).json()
    said = [(one["value"], one["by"]) for one in told["answers"] if one["question"] == "what_happened"]
    assert said[-3:] == [("a bicycle", "citizen"), ("no, a scooter", "citizen"), ("two scooters", "officer-7")]
    phones = [one["value"] for one in told["contact"] if one["question"] == "phone"]
    assert phones == ["+13035550142", "+13035550177"]
    assert ("see_statements", "officer-7") in [one[:2] for one in trail(casework)]
    mine = (await console.post("/subject-access", "supervisor", phone="303 555 0177", why="asked")).json()
    assert [one["was"] for one in mine["contacts"][0]["earlier"]] == ["+13035550142"]


async def test_a_person_deletes_their_draft_and_not_a_filed_report(casework: Any) -> None:
    ada, ben = Person(casework.client), Person(casework.client)
    await ada.begin("one")
    assert (await casework.client.delete(f"/v1/reports/{ada.report}")).status_code == 204
    assert (await casework.client.get(f"/v1/reports/{ada.report}")).status_code == 404
    assert trail(casework)[-1][:3] == ("delete_draft", "citizen", "citizen")
    await ben.begin("two")
    await ben.answer_all()
    await ben.post("submit", turn="s")
    assert (await casework.client.delete(f"/v1/reports/{ben.report}")).status_code == 409
