"""A report over HTTP: begun, answered, filed, refused. Nothing given is asked again."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from agencies import load_agency
from casework.cases.tables import Case
from casework.intake.tables import ReportAnswer
from casework.notifications.tables import Contact
from tests.casework.intake.conftest import SAID


async def test_a_theft_is_reported_from_the_first_question_to_the_case(casework, person) -> None:
    ada = person()
    await ada.begin()
    await ada.answer_all()
    assert ada.step["state"] == "summary"
    lines = {line["question"]: line for line in ada.step["summary"]}
    assert lines["where"]["value_spoken"] == "fourteenth Avenue and Pearl Street"
    assert lines["items.1.value"]["value_written"] == "$1,200"
    filed = await ada.post("submit", turn="file")
    assert filed["access_code"] == ada.code
    assert filed["reference_spoken"] in filed["say"]
    with casework.services.database.reading() as session:
        case = session.get(Case, filed["case"])
        assert (case.stage, case.kind, case.need, case.place) == (
            "submitted",
            "theft",
            "theft_cold",
            "14th Ave & Pearl St",
        )
        assert case.answers["items"] == [{"what": "my blue bicycle", "value": 1200}]
        contact = session.get(Contact, case.contact_id)
        assert (contact.phone, contact.email, contact.wants) == ("+13035550199", None, ["sms"])


async def test_filing_twice_makes_one_case_and_the_same_answer(casework, person) -> None:
    ada = person("graffiti")
    await ada.begin()
    await ada.answer_all(anonymous=True)
    first = await ada.post("submit", turn="file")
    assert await ada.post("submit", turn="file") == first == await ada.post("submit", turn="other")
    with casework.services.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 1


async def test_beginning_twice_with_one_key_is_one_report_with_one_code(person) -> None:
    ada = person()
    assert await ada.begin() == await ada.begin()


async def test_what_the_conversation_knows_is_not_asked_again(person) -> None:
    ada = person()
    known = {
        "injured": False,
        "where": "1437 Bannock St",
        "when": "last night",
        "when_iso": "2026-11-20",
        "suspect_present": "unknown",
    }
    made = await ada.begin(known=known)
    assert made["step"]["progress"]["given"] == 2
    asked = []
    while ada.step["state"] == "ask" and len(asked) < 8:
        asked.append(ada.step["question"]["id"])
        about_danger = asked[-1] == "any_concern"
        await ada.answer(asked[-1], about_danger if ada.step["question"]["kind"] == "yes_no" else "my bicycle")
    assert not {"injured", "where", "when"} & set(asked)
    assert "suspect_present" in asked
    kept = {one["question"]: one for one in (await ada.whole())["answers"]}
    assert (kept["when"]["value"], kept["when"]["text"]) == ("2026-11-20", "last night")


async def test_a_long_story_that_was_told_before_the_report_is_kept_to_its_last_word_or_asked_for(person) -> None:
    ada, ben = person(), person()
    story = "Somebody cut the lock.\n" * 100 + "He wore a red coat."
    await ada.begin(known={"what": story, "said": story})
    kept = {one["question"]: one for one in (await ada.whole())["answers"]}
    assert kept["what_happened"]["value"].endswith("He wore a red coat.")
    await ben.begin("two", known={"what": "x" * 4_001, "said": "x" * 4_001})
    assert "what_happened" not in {one["question"] for one in (await ben.whole())["answers"]}


async def test_who_has_no_more_to_tell_is_not_asked_for_it_and_who_has_is(person) -> None:
    optional = {"knows_suspect", "has_witnesses", "video", "insurance", "items.1.has_serial", "items.1.more"}
    for more in (False, True):
        ada, asked = person(), set()
        await ada.begin(f"more-{more}")
        while ada.step["state"] == "ask":
            question = ada.step["question"]
            asked.add(question["id"])
            value = more if question["id"] == "more_to_tell" else SAID.get(question["kind"], "sms")
            await ada.answer(question["id"], value)
        assert asked & optional == (optional if more else set())


async def test_the_same_turn_twice_is_one_answer(casework, person) -> None:
    ada = person()
    await ada.begin()
    for value in (False, False, True):
        await ada.answer("happening_now", value, turn="turn-a")
    await ada.answer("where", "1437 Bannock St", turn="turn-a")
    with casework.services.database.reading() as session:
        rows = [(r.question, r.value) for r in session.scalars(select(ReportAnswer).order_by(ReportAnswer.id))]
    assert rows == [("happening_now", False), ("where", "1437 Bannock St")]


async def test_a_report_that_is_not_complete_is_not_filed(casework, person) -> None:
    ada = person()
    await ada.begin()
    refused = await casework.client.post(f"/v1/reports/{ada.report}/submit", json={"turn": "s"})
    assert refused.status_code == 409


async def test_a_group_may_be_sent_whole_as_a_page_does(person) -> None:
    ada = person(channel="web")
    await ada.begin()
    await ada.answer(
        "items", [{"what": "a bicycle", "value": 400, "has_serial": True, "serial": "WTU04417"}, {"what": "a helmet"}]
    )
    kept = {one["question"]: one["value"] for one in (await ada.whole())["answers"] if one["how"] == "given"}
    assert kept["items.1.serial"] == "WTU04417"
    assert kept["items.2.what"] == "a helmet"
    assert (kept["items.1.more"], kept["items.2.more"]) == (True, False)
    await ada.answer("items", [{"what": "a bicycle", "value": "a fortune"}])
    assert "dollars" in str(ada.step)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("answers", {"question": "colour", "value": 1, "channel": "web", "turn": "t"}, 400),
        ("answers", {"question": "items.99.what", "text": "x", "channel": "web", "turn": "t"}, 400),
        ("answers", {"question": "where", "value": {"a": 1}, "channel": "web", "turn": "t"}, 400),
        ("answers", {"question": "../x", "channel": "web", "turn": "t"}, 400),
        ("leave", {"reason": "bored", "channel": "web"}, 400),
        ("pin", {"pin": ""}, 400),
    ],
)
async def test_a_request_that_does_not_fit_is_refused_in_one_sentence(
    casework, person, path: str, body: Any, status: int
) -> None:
    ada = person()
    await ada.begin()
    answer = await casework.client.post(f"/v1/reports/{ada.report}/{path}", json=body)
    assert answer.status_code == status
    assert answer.json()["error"]["message"].endswith(".")


async def test_a_report_that_is_not_there_is_not_found(casework) -> None:
    for path in ("", "/answers", "/back", "/submit"):
        body = (
            {"question": "where", "text": "x", "channel": "web", "turn": "t"} if path == "/answers" else {"turn": "t"}
        )
        sent = (
            casework.client.post(f"/v1/reports/nobody{path}", json=body)
            if path
            else casework.client.get("/v1/reports/nobody")
        )
        assert (await sent).status_code == 404


async def test_the_forms_are_listed_for_the_web(casework) -> None:
    kinds = (await casework.client.get("/v1/agencies/denver/reports")).json()["kinds"]
    assert len(kinds) == len(load_agency("denver").reports.kinds)
    form = (await casework.client.get("/v1/agencies/denver/reports/theft")).json()
    items = next(question for question in form["questions"] if question["id"] == "items")
    assert [each["id"] for each in items["each"]] == ["what", "looks", "value", "has_serial", "serial"]
    assert (await casework.client.get("/v1/agencies/denver/reports/murder")).status_code == 404
