"""The code and the PIN of a report: chosen, sent, and how its person comes back by them."""

from __future__ import annotations

import asyncio

from sqlalchemy import select

from casework.cases.tables import Case
from casework.intake.tables import Report
from casework.notifications.tables import Notification, NotificationEvent
from tests.casework.intake.conftest import resumed


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
