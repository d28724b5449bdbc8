"""A report over HTTP: begun, resumed elsewhere, corrected, left, filed, reopened. Nothing given is asked again."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select

from agencies import load_agency
from casework.cases.tables import Case
from casework.intake.reopen import reopen
from casework.intake.tables import Report, ReportAnswer
from casework.notifications.tables import Contact, Notification, NotificationEvent
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


@pytest.mark.parametrize(
    ("fact", "disposition"),
    [("injured", "911"), ("happening_now", "911"), ("suspect_present", "911"), ("weapon", "call_taker"),
     ("firearm_stolen", "call_taker")],
)  # fmt: skip
async def test_a_danger_that_the_conversation_knows_ends_the_form_at_once(person, fact: str, disposition: str) -> None:
    made = await person().begin(known={fact: True})
    assert made["step"]["state"] == "ended"
    assert made["step"]["ended"]["disposition"] == disposition


async def test_danger_that_has_been_denied_one_by_one_is_not_asked_about_again(person) -> None:
    known = dict.fromkeys(("being_pressured", "in_danger_now"), False)
    assert (await person("fraud_scam").begin(known=known))["step"]["question"]["id"] == "any_concern"
    known = dict.fromkeys(("happening_now", "suspect_present", "injured", "weapon", "firearm_stolen"), False)
    made = await person("theft_from_vehicle").begin("other", known=known)
    assert made["step"]["question"]["id"] == "where"


@pytest.mark.parametrize(
    ("said", "next_question"),
    [("no", "what_happened"), ("no nothing like that", "what_happened"), ("yes", "happening_now"),
     ("no but he had a gun", "happening_now"), ("no it was my brother", "happening_now")],
)  # fmt: skip
async def test_only_a_no_to_everything_passes_over_the_questions_about_danger(
    person, said: str, next_question: str
) -> None:
    ada = person()
    await ada.begin()
    await ada.answer("any_concern", False, text=said) if said.startswith("no") else await ada.answer(
        "any_concern", said
    )
    assert ada.step["question"]["id"] == next_question


async def test_who_does_not_know_is_asked_about_every_danger_one_by_one(person) -> None:
    ada, asked = person(), []
    await ada.begin()
    await ada.answer("any_concern", how="unknown")
    while ada.step["question"]["id"] != "what_happened":
        asked.append(ada.step["question"]["id"])
        await ada.answer(asked[-1], False)
    assert asked == ["happening_now", "suspect_present", "injured", "weapon", "close_person", "firearm"]


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


async def test_the_pin_is_asked_for_last_and_an_easy_one_is_refused(casework, person) -> None:
    ada = person()
    await ada.begin(pin=None)
    assert ada.step["question"]["id"] == "any_concern"
    assert (await ada.whole())["pin"]["prompt"].startswith("To keep what you told me")
    await ada.answer_all(but="pin")
    assert ada.step["question"]["kind"] == "pin"
    assert ada.step["question"]["digits"] == 4
    for pin, problem in (("1234", "easy to guess"), ("739", "four digits")):
        await ada.post("pin", pin=pin)
        assert problem in ada.step["question"]["problem"]
    await ada.post("pin", pin="seven three nine one")
    assert ada.step["state"] == "summary"
    assert "pin" not in await ada.whole()
    again = await casework.client.post(f"/v1/reports/{ada.report}/pin", json={"pin": "8264"})
    assert again.status_code == 409
    with casework.services.database.reading() as session:
        assert session.get(Report, ada.report).pin_hash.startswith("$argon2id$v=19$m=8,t=1,p=1,keyid=")


async def test_a_report_begun_by_voice_goes_on_in_the_web_with_code_and_pin(casework, person) -> None:
    ada = person()
    await ada.begin()
    await ada.answer_all(but="items.1.what")
    left = await ada.post("leave", reason="stopped", channel="voice")
    assert "kept" in left["say"]
    assert not any(character.isdigit() for character in left["say"])
    found = await resumed(casework, ada.code)
    assert found["outcome"] == "found"
    assert found["report"] == ada.report
    assert found["step"]["question"]["id"] == "items.1.what"
    assert found["progress"]["given"] == 4


async def test_an_unfinished_report_answers_case_status_with_what_is_missing(casework, person) -> None:
    ada = person("graffiti")
    await ada.begin()
    await ada.answer_all(but="hateful")
    asked = {"agency": "denver", "access_code": ada.code, "pin": "7391", "call_id": "call-2"}
    found = (await casework.client.post("/v1/case-status", json=asked)).json()
    assert (found["outcome"], found["report"], found["spoken"]) == ("draft", ada.report, "graffiti")
    assert found["missing"][0] == "Hateful words or signs"


async def test_the_same_turn_twice_is_one_answer(casework, person) -> None:
    ada = person()
    await ada.begin()
    for value in (False, False, True):
        await ada.answer("happening_now", value, turn="turn-a")
    await ada.answer("where", "1437 Bannock St", turn="turn-a")
    with casework.services.database.reading() as session:
        rows = [(r.question, r.value) for r in session.scalars(select(ReportAnswer).order_by(ReportAnswer.id))]
    assert rows == [("happening_now", False), ("where", "1437 Bannock St")]


async def test_a_correction_changes_the_answer_and_what_follows_from_it(person) -> None:
    ada = person()
    await ada.begin()
    await ada.answer_all(but="has_witnesses", more_to_tell=True, knows_suspect=True)
    assert (await ada.post("corrections", question="where", text="no, fifteenth and Pearl"))["step"]["question"][
        "id"
    ] == "has_witnesses"
    await ada.post("corrections", question="knows_suspect", value=False)
    kept = {one["question"]: one["value"] for one in (await ada.whole())["answers"]}
    assert kept["where"] == "no, fifteenth and Pearl"
    assert "suspect" not in kept
    await ada.post("corrections", question="knows_suspect", value=True)
    kept = {one["question"]: one["value"] for one in (await ada.whole())["answers"]}
    assert kept["suspect"] == "my blue bicycle"


async def test_a_correction_that_does_not_fit_is_asked_for_with_the_reason(person) -> None:
    ada = person()
    await ada.begin()
    await ada.answer_all(but="name")
    await ada.post("corrections", question="items.1.value", text="a fortune")
    assert ada.step["question"]["id"] == "items.1.value"
    assert "dollars" in ada.step["question"]["problem"]
    assert ada.step["question"]["given"] == "one thousand two hundred dollars"
    kept = {one["question"]: one["value"] for one in (await ada.whole())["answers"]}
    assert kept["items.1.value"] == 1200


async def test_going_back_asks_the_question_before_again_and_keeps_its_answer(person) -> None:
    ada = person()
    await ada.begin()
    await ada.answer_all(but="items.1.what")
    await ada.post("back", turn="b1")
    await ada.post("back", turn="b1")
    assert ada.step["question"]["id"] == "when"
    assert ada.step["question"]["given"]
    await ada.post("back")
    assert ada.step["question"]["id"] == "where"
    await ada.answer("where", "1437 Bannock St")
    assert ada.step["question"]["id"] == "items.1.what"


async def test_an_answer_that_means_danger_ends_the_form_and_a_correction_goes_on(person) -> None:
    ada = person()
    await ada.begin()
    await ada.answer("happening_now", True)
    assert ada.step["ended"]["disposition"] == "911"
    assert "nine one one" in ada.step["ended"]["say"]
    assert (await ada.whole())["state"] == "ended"
    await ada.post("corrections", question="happening_now", value=False)
    assert ada.step["state"] == "ask"


async def test_domestic_violence_goes_to_a_person_and_sends_no_message(casework, person) -> None:
    ada = person()
    await ada.begin()
    for question, value in (("phone", "303 555 0199"), ("contact_by", "sms"), ("close_person", True)):
        await ada.answer(question, value)
    assert ada.step["ended"]["reason"] == "domestic_violence"
    left = await ada.post("leave", reason="handed_over", channel="voice")
    assert "person" in left["say"]


async def test_a_report_that_is_not_complete_is_not_filed(casework, person) -> None:
    ada = person()
    await ada.begin()
    refused = await casework.client.post(f"/v1/reports/{ada.report}/submit", json={"turn": "s"})
    assert refused.status_code == 409


async def test_anonymous_where_the_kind_allows_it_has_no_contact_and_no_message_but_code_and_pin(
    casework, person
) -> None:
    ada = person("graffiti")
    await ada.begin()
    await ada.answer_all(anonymous=True)
    filed = await ada.post("submit", turn="s")
    with casework.services.database.reading() as session:
        case = session.get(Case, filed["case"])
        assert (case.anonymous, case.contact_id) == (True, None)
        assert session.scalars(select(NotificationEvent).where(NotificationEvent.event == "code_issued")).all() == []
    asked = {"agency": "denver", "access_code": ada.code, "pin": "7391", "call_id": "call-2"}
    assert (await casework.client.post("/v1/case-status", json=asked)).json()["outcome"] == "found"


async def test_the_code_is_sent_once_as_soon_as_it_is_known_how(casework, person) -> None:
    ada = person()
    await ada.begin()
    await ada.answer("phone", "303 555 0199")
    for _ in range(2):
        await ada.answer("contact_by", "sms")
    with casework.services.database.reading() as session:
        told = session.scalars(select(NotificationEvent).where(NotificationEvent.event == "code_issued")).all()
    assert len(told) == 1
    for _ in range(200):  # the worker beside the requests makes a message of it
        with casework.services.database.reading() as session:
            if session.get(NotificationEvent, told[0].id).state != "waiting":
                break
        await asyncio.sleep(0.05)
    with casework.services.database.reading() as session:
        event = session.get(NotificationEvent, told[0].id)
        assert (event.state, event.why) == ("planned", None)
        message = session.scalar(select(Notification).where(Notification.event_id == event.id))
    assert message.channel == "sms"
    assert "7391" not in str(message.body)


async def test_an_officer_who_wants_more_reopens_just_those_questions(casework, person) -> None:
    ada = person()
    await ada.begin()
    await ada.answer_all()
    filed = await ada.post("submit", turn="s")
    with casework.services.database.writing() as session:
        reopen(session, ada.report, ["items.1.value", "suspect"], "", session.get(Report, ada.report).submitted_at)
        session.get_one(Case, filed["case"]).stage = "more_wanted"
    found = await resumed(casework, ada.code)
    assert found["step"]["question"]["id"] == "items.1.value"
    ada.step = found["step"]
    await ada.answer("items.1.value", 900)
    assert ada.step["question"]["id"] == "suspect"
    await ada.answer("suspect", "a man in a red coat")
    assert [line["question"] for line in ada.step["summary"]] == ["items.1.value", "suspect"]
    again = await ada.post("submit", turn="s2")
    assert again["case"] == filed["case"]
    with casework.services.database.reading() as session:
        answers = session.get(Case, filed["case"]).answers
        assert (answers["items"][0]["value"], answers["suspect"]) == (900, "a man in a red coat")


async def test_an_officers_note_is_put_as_a_question(casework, person) -> None:
    ada = person("graffiti")
    await ada.begin()
    await ada.answer_all(anonymous=True)
    filed = await ada.post("submit", turn="s")
    with casework.services.database.writing() as session:
        session.get_one(Case, filed["case"]).stage = "more_wanted"
        reopen(session, ada.report, [], "Is it on the north side?", session.get(Report, ada.report).submitted_at)
    found = await resumed(casework, ada.code)
    assert found["step"]["question"]["prompt"].endswith("Is it on the north side?")
    ada.step = found["step"]
    await ada.answer("officer_asks", "yes, facing the park")
    assert ada.step["state"] == "summary"
    filed = await ada.post("submit", turn="s2")
    with casework.services.database.reading() as session:
        kept = session.get_one(Case, filed["case"]).answers["officer_asks"]
        assert kept == [{"asked": "Is it on the north side?", "answer": "yes, facing the park"}]


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


async def resumed(casework, code: str, pin: str = "7391", call: str = "call-9", **more: str) -> dict[str, Any]:
    body = {"agency": "denver", "access_code": code, "pin": pin, "call_id": call, "channel": "web"} | more
    return (await casework.client.post("/v1/reports/resume", json=body)).json()
