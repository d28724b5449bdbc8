"""From the first question to the answer to the last one: intake and the life of the case together, over HTTP."""

from __future__ import annotations

from typing import Any

from casework.intake.tables import Report
from tests.casework.cases.moving import filed
from tests.casework.console import Console
from tests.casework.intake.conftest import Person


async def test_what_an_officer_asks_comes_back_and_the_case_goes_on(console) -> None:
    person = Person(console.casework.client)
    await person.begin()
    await person.answer_all()
    filed = await person.post("submit", turn="file it")
    case = filed["case"]
    assert (await console.get(f"/cases/{case}")).json()["report"] == person.report
    await console.move(case, "review")
    await console.move(case, "accept")
    asked = await console.move(case, "ask_more", questions=["what_happened"], note="Which lock was it?")
    assert asked.json()["stage"] == "more_wanted", asked.text
    step = (await console.casework.client.get(f"/v1/reports/{person.report}")).json()["step"]
    assert step["question"]["id"] == "what_happened"
    await person.answer("what_happened", "a folding lock, cut in two")
    await person.post("submit", turn="file it again")
    seen = (await console.get(f"/cases/{case}")).json()
    assert seen["stage"] == "accepted"
    assert seen["answers"]["what_happened"] == "a folding lock, cut in two"
    actions = [entry["action"] for entry in (await console.get(f"/cases/{case}/audit")).json()["entries"]]
    assert actions == ["submit", "see", "review", "accept", "ask_more", "answer", "see"]
    asked_status = {"agency": "denver", "pin": person.pin, "call_id": "c9", "access_code": person.code}
    told = (await console.casework.client.post("/v1/case-status", json=asked_status)).json()
    assert told["case"]["stage"] == "accepted"


async def now(person: Person) -> dict[str, Any]:
    """The report's step, as whoever resumes it gets it."""
    found: dict[str, Any] = (await person.client.get(f"/v1/reports/{person.report}")).json()["step"]
    person.step = found
    return found


async def test_a_question_that_the_form_lacks_is_refused_to_the_officer(console: Console) -> None:
    person, case = await filed(console)
    refused = await console.move(case, "ask_more", questions=["serial", "what_happened", "items.9.serial"])
    assert refused.status_code == 400
    assert "serial, items.9.serial" in refused.json()["error"]["message"]
    assert (await now(person))["state"] == "submitted"
    assert console.case(case).stage == "under_review"


async def test_a_question_inside_a_group_can_be_asked(console: Console) -> None:
    person, case = await filed(console)
    asked = await console.move(case, "ask_more", questions=["items.1.serial"])
    assert asked.status_code == 200, asked.text
    assert (await now(person))["question"]["id"] == "items.1.serial"
    await person.answer("items.1.serial", "WTU 8812")
    await person.post("submit", turn="again")
    assert console.case(case).answers["items"][0]["serial"] == "WTU8812"


async def test_what_is_asked_no_more_is_asked_no_more(console: Console) -> None:
    person, case = await filed(console)
    await console.move(case, "ask_more", questions=["what_happened", "where"])
    await console.move(case, "stop_asking")
    assert (await now(person))["state"] == "submitted"
    late = await person.client.post(
        f"/v1/reports/{person.report}/answers",
        json={"question": "what_happened", "value": "late", "channel": "web", "turn": "late"},
    )
    assert late.json()["step"]["say"] == "Thank you. Your answers have been added to your report."
    assert console.case(case).answers["what_happened"] == "late", "what was said all the same is with the case"
    await console.move(case, "ask_more", note="What colour is it?")
    step = await now(person)
    assert step["question"]["prompt"].endswith("What colour is it?")
    assert step["progress"]["left"] == 1, "what was taken back is not asked a second time"


async def test_a_second_note_keeps_the_first_answer_with_its_question(console: Console) -> None:
    person, case = await filed(console)
    for turn, (note, said) in enumerate([("What colour is it?", "blue"), ("Which lock was it?", "a folding lock")]):
        await console.move(case, "ask_more", note=note)
        await now(person)
        await person.answer("officer_asks", said)
        await person.post("submit", turn=f"again {turn}")
    await console.move(case, "ask_more", questions=["what_happened"])
    await now(person)
    await person.answer("what_happened", "it was cut")
    await person.post("submit", turn="third")
    assert console.case(case).answers["officer_asks"] == [
        {"asked": "What colour is it?", "answer": "blue"},
        {"asked": "Which lock was it?", "answer": "a folding lock"},
    ]


async def test_of_a_case_that_is_closed_meanwhile_nothing_is_asked(console: Console) -> None:
    person, case = await filed(console)
    await console.move(case, "ask_more", questions=["what_happened"])
    await console.move(case, "close", reason="resolved")
    assert (await now(person))["state"] == "submitted"


async def test_a_question_that_the_form_lost_can_still_be_answered(console: Console) -> None:
    """The agency changed its form while the person was asked: they get the plain question, and an answer to it is taken."""
    person, case = await filed(console)
    await console.move(case, "ask_more", questions=["what_happened"])
    with console.casework.services.database.writing() as session:
        session.get_one(Report, person.report).wanted = ["gone_since"]
    assert (await now(person))["question"]["id"] == "officer_asks"
    await person.answer("officer_asks", "nothing more")
    await person.post("submit", turn="again")
    assert console.case(case).stage == "under_review"
