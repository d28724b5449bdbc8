"""From the first question to the answer to the last one: intake and the life of the case together, over HTTP."""

from __future__ import annotations

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
