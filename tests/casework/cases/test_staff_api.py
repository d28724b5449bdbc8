"""The agency's side over HTTP: who may, what is answered, and that nothing is done twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from casework.contract import document

STATUS = "/v1/case-status"


async def test_a_case_is_found_in_its_queue_and_leaves_it_when_it_closes(console) -> None:
    theft, fraud = console.file(), console.file(need="fraud_scam")
    listed = (await console.get("/cases", queue="fraud")).json()
    assert [case["case"] for case in listed["cases"]] == [fraud]
    assert "answers" not in listed["cases"][0]
    counts = (await console.get("/queues")).json()["queues"]
    assert counts == [
        {"queue": "fraud", "stage": "submitted", "open": 1},
        {"queue": "reports", "stage": "submitted", "open": 1},
    ]
    assert (await console.move(fraud, "close", reason="civil_matter")).json()["stage"] == "closed_civil_matter"
    assert [case["case"] for case in (await console.get("/cases")).json()["cases"]] == [theft]
    assert [case["case"] for case in (await console.get("/cases", state="closed")).json()["cases"]] == [fraud]


async def test_pages_hold_every_case_once_while_others_arrive(console) -> None:
    ids = [console.file() for _ in range(7)]
    seen, after = [], 0
    while after is not None:
        page = (await console.get("/cases", after=after, limit=3)).json()
        seen += [case["case"] for case in page["cases"]]
        after = page.get("next")
        if len(seen) == 3:
            ids.append(console.file())
    assert seen == ids


async def test_looking_at_a_case_stands_in_its_trail(console) -> None:
    case = console.file(answers={"what_happened": "my bicycle is gone", "items": [{"what": "bicycle", "value": 1200}]})
    seen = (await console.get(f"/cases/{case}")).json()
    assert seen["answers"]["what_happened"] == "my bicycle is gone"
    assert seen["thrive"]["prefilled"]["levels"]["harm"]["reasons"][0] == "a loss of 1000 or more"
    assert "review" in seen["moves"]
    trail = (await console.get(f"/cases/{case}/audit")).json()["entries"]
    assert [(entry["actor"], entry["role"], entry["action"]) for entry in trail] == [
        ("citizen", "citizen", "submit"),
        ("officer-7", "officer", "see"),
    ]


async def test_an_assessment_follows_what_the_agency_says_of_the_need(console) -> None:
    case = console.file()
    calm = (await console.get(f"/cases/{case}")).json()["thrive"]["prefilled"]["levels"]["harm"]
    needs = console.casework.root / "denver" / "needs.yml"
    told = needs.read_text(encoding="utf-8")
    needs.write_text(
        told.replace("  theft_cold:\n", "  theft_cold:\n    properties: {violent: true}\n"), encoding="utf-8"
    )
    console.casework.services.directory.load_all()
    violent = (await console.get(f"/cases/{case}")).json()["thrive"]["prefilled"]["levels"]["harm"]
    assert (calm["level"], violent["level"]) == ("none", "high")
    assert violent["reasons"] == ["this kind of report tells of violence"]


async def test_a_move_that_is_sent_twice_is_made_once(console) -> None:
    case = console.file()
    first = await console.move(case, "review", key="the same")
    second = await console.move(case, "review", key="the same")
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    other = await console.move(case, "accept", key="the same")
    assert other.status_code == 409
    again = await console.move(case, "review")
    assert again.status_code == 409
    assert again.json()["error"]["code"] == "move_refused"
    assert "possible now" in again.json()["error"]["message"]


@pytest.mark.parametrize("role", ["citizen", "system", "records_system"])
async def test_who_is_no_person_of_the_agency_sees_no_queue(console, role: str) -> None:
    refused = await console.get("/cases", role=role)
    assert refused.status_code == 403
    assert "may not see" in refused.json()["error"]["message"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Civicline-Actor": "officer-7"},
        {"Civicline-Actor": "officer-7", "Civicline-Role": "sheriff"},
        {"Civicline-Actor": "Ada Lovelace, 5 Pearl St", "Civicline-Role": "officer"},
    ],
)
async def test_a_request_without_a_proper_actor_is_refused(console, headers: dict[str, str]) -> None:
    answer = await console.casework.client.get("/v1/agencies/denver/cases", headers=headers)
    assert answer.status_code == 400
    assert "Civicline-Actor" in answer.json()["error"]["message"]
    assert "Lovelace" not in answer.text


async def test_a_citizen_cannot_move_a_case_by_the_agencys_address(console) -> None:
    case = console.file()
    answer = await console.move(case, "withdraw", role="citizen")
    assert answer.status_code == 403
    assert console.case(case).stage == "submitted"


async def test_a_case_of_another_agency_and_no_case_answer_the_same(console) -> None:
    console.file()
    case = console.file(agency="boulder")
    other, nobody = await console.get(f"/cases/{case}"), await console.get("/cases/999999")
    strange = [await console.get(f"/cases/{odd}") for odd in ("0", "-1", "x", "99999999999999999999", "١")]
    assert {answer.status_code for answer in (other, nobody, *strange)} == {404}
    assert other.json() == nobody.json()


async def test_the_number_is_issued_and_the_caller_hears_the_case_by_it(console) -> None:
    case = console.file()
    await console.move(case, "review")
    number = (await console.move(case, "accept")).json()["number"]
    asked = {"agency": "denver", "pin": "2468", "call_id": "c1", "case_number": number}
    found = (await console.casework.client.post(STATUS, json=asked)).json()["case"]
    assert found["stage"] == "accepted"
    assert found["number_spoken"].startswith("two zero")


async def test_before_there_is_a_number_the_code_tells_the_status(console) -> None:
    case = console.file(access_code="70707")
    asked = {"agency": "denver", "pin": "2468", "call_id": "c1", "access_code": "7 0 7 0 7"}
    found = (await console.casework.client.post(STATUS, json=asked)).json()["case"]
    assert found["stage"] == "submitted"
    assert "number_spoken" not in found
    await console.move(case, "redirect", destination="animal_protection")
    told = (await console.casework.client.post(STATUS, json=asked)).json()["case"]
    assert "Animal" in told["spoken"]


async def test_a_merged_case_answers_with_the_status_of_the_one_that_stays(console) -> None:
    first, second = console.file(), console.file(pin="1357", access_code="80808")
    found = (await console.get(f"/cases/{second}/duplicates")).json()["cases"]
    assert [case["case"] for case in found] == [first]
    await console.move(second, "merge", into=first, why="same bicycle")
    await console.move(first, "review")
    asked = {"agency": "denver", "pin": "1357", "call_id": "c1", "access_code": "80808"}
    assert (await console.casework.client.post(STATUS, json=asked)).json()["case"]["stage"] == "under_review"
    assert (await console.get(f"/cases/{first}")).json()["merged"] == [second]


async def test_a_case_is_given_to_an_officer_and_to_a_queue(console) -> None:
    case = console.file()
    done = await console.post(f"/cases/{case}/assignment", "supervisor", officer="officer-9", queue="burglary")
    assert done.status_code == 200
    assert [found["case"] for found in (await console.get("/cases", assigned_to="officer-9")).json()["cases"]] == [case]
    assert (await console.post(f"/cases/{case}/assignment", "call_taker", officer="officer-9")).status_code == 403
    await console.move(case, "close", reason="resolved")
    late = await console.post(f"/cases/{case}/assignment", "supervisor", officer="officer-9")
    assert "a supervisor can reopen it" in late.json()["error"]["message"]


async def test_an_appointment_is_told_with_what_its_template_knows(console) -> None:
    case = console.file()
    when = {"when": (datetime.now(UTC) + timedelta(days=3)).isoformat(), "place": "1331 Cherokee Street"}
    done = await console.post(f"/cases/{case}/notices", event="appointment_made", values=when)
    assert done.status_code == 200, done.text
    unknown = await console.post(f"/cases/{case}/notices", event="appointment_made", values={"shoe_size": "42"})
    assert "appointment_made knows officer, place, when" in unknown.json()["error"]["message"]
    assert (await console.post(f"/cases/{case}/notices", event="charged")).status_code == 400


async def test_an_assessment_is_decided_by_a_person_on_all_six(console) -> None:
    case = console.file()
    levels = dict.fromkeys(("threat", "harm", "risk", "investigation", "vulnerability"), "low")
    assert (await console.post(f"/cases/{case}/thrive", levels=levels)).status_code == 400
    done = await console.post(f"/cases/{case}/thrive", levels=levels | {"engagement": "high"}, note="spoke to her")
    assert done.status_code == 200
    thrive = (await console.get(f"/cases/{case}")).json()["thrive"]
    assert (thrive["decided"]["by"], thrive["decided"]["note"]) == ("officer-7", "spoke to her")
    assert thrive["decided"]["older_than_answers"] is False


async def test_the_agencys_own_list_is_kept_by_supervisors(console) -> None:
    until = (datetime.now(UTC) + timedelta(days=90)).isoformat()
    entry = {"flag": "at_risk_address", "match": "place", "value": "1437 Bannock St", "until": until}
    assert (await console.post("/flags", **entry)).status_code == 403
    made = await console.post("/flags", "supervisor", **entry)
    assert made.status_code == 201, made.text
    assert (await console.post("/flags", "supervisor", **entry)).json() == made.json()
    case = console.file(place="1437 Bannock Street")
    assert console.case(case).flags == ["at_risk_address"]
    path = f"/v1/agencies/denver/flags/{made.json()['entry']}"
    gone = await console.casework.client.delete(path, headers=console.who("supervisor"))
    assert gone.status_code == 204
    assert (await console.get("/flags", role="supervisor")).json()["entries"] == []
    for_ever = entry | {"until": "2099-01-01T00:00:00Z"}
    assert (await console.post("/flags", "supervisor", **for_ever)).status_code == 400


async def test_the_contract_lists_every_address_of_this_room_and_that_staff_sign_in_for_it(console) -> None:
    paths = document()["paths"]
    parameters = paths["/v1/agencies/{agency}/cases"]["get"]["parameters"]
    assert {"client": [], "staff_session": []} in paths["/v1/agencies/{agency}/cases"]["get"]["security"]
    assert {"queue", "stage", "state", "after", "limit"} <= {one["name"] for one in parameters}
