"""What operators, vendors and mail programs do over HTTP; nobody without the token or a signature does anything."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from sqlalchemy import select

from casework.life.tables import AuditEntry
from casework.notifications import stops
from casework.notifications.contacts import save_contact
from casework.notifications.outbox import Happened, tell
from casework.notifications.tables import Notification
from casework.notifications.vendors.twilio import signature

TWILIO_TOKEN = "twilio-token-for-tests"
OURS = "/v1/agencies/denver"
OFFICER = {"Civicline-Actor": "officer-7", "Civicline-Role": "officer"}
SUPERVISOR = {"id": "lead-2", "role": "supervisor"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch, agencies_root, _no_settings_from_outside: None) -> None:
    monkeypatch.setenv("CIVICLINE_TWILIO_AUTH_TOKEN", TWILIO_TOKEN)
    monkeypatch.setenv("CIVICLINE_PUBLIC_URL", "https://calls.example.gov")
    monkeypatch.setenv("CIVICLINE_DEV_MESSAGES", "true")
    rules = agencies_root / "denver" / "messages" / "rules.yml"
    quiet = 'quiet_hours: {begin: "21:00", end: "08:00"}'
    text = rules.read_text(encoding="utf-8")
    assert quiet in text
    rules.write_text(text.replace(quiet, "quiet_hours: null"), encoding="utf-8")


def told(casework: Any, event: str = "report_received", **fields: Any) -> int:
    """Tells a person; gives the contact."""
    with casework.services.database.writing() as session:
        known = {"phone": "+13035550199", "email": "ada@example.org", "wants": ["sms"]}
        contact = save_contact(session, "denver", None, **known | fields)
        tell(session, Happened(f"{event} {contact}", "denver", event, contact, 7, None, "theft_cold", {}, NOW))
    return contact


async def get(casework: Any, path: str) -> httpx.Response:
    answer: httpx.Response = await casework.client.get(f"{OURS}{path}", headers=OFFICER)
    return answer


async def sent(casework: Any, count: int = 1) -> list[dict[str, Any]]:
    """Waits until the embedded worker has delivered so many."""
    for _ in range(200):
        found = (await get(casework, "/notifications")).json()["notifications"]
        if sum(one["state"] == "delivered" for one in found) >= count:
            return found
        await asyncio.sleep(0.05)
    raise AssertionError("the worker did not deliver within ten seconds")


def stored(casework: Any, **fields: Any) -> str:
    """A notification in a state of the test's choice."""
    contact = told(casework, "under_review", wants=[])
    with casework.services.database.writing() as session:
        row = {
            "id": "n" * 32,
            "event_id": 1,
            "agency": "denver",
            "contact_id": contact,
            "channel": "sms",
            "template": "under_review",
            "language": "en",
            "body": "words",
            "state": "sent",
            "due_at": NOW,
            "attempts": 1,
            "created_at": NOW,
        }
        session.add(Notification(**row | fields))
    return "n" * 32


def state(casework: Any, notification: str) -> Notification:
    with casework.services.database.reading() as session:
        return session.get_one(Notification, notification)


def trail(casework: Any) -> list[tuple[str, str, str, dict[str, Any]]]:
    with casework.services.database.reading() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(one.action, one.actor_id, one.actor_role, one.details) for one in entries]


async def twilio(casework: Any, path: str, form: dict[str, str], signed: str | None = None) -> int:
    given = signed or signature(TWILIO_TOKEN, f"https://calls.example.gov{path}", {k: [v] for k, v in form.items()})
    headers = {**FORM, "X-Twilio-Signature": given, "Authorization": ""}
    return (await casework.client.post(path, content=urlencode(form), headers=headers)).status_code


async def test_the_embedded_worker_delivers_what_is_told(casework) -> None:
    told(casework, wants=["sms", "email"])
    found = await sent(casework, 2)
    assert {one["channel"] for one in found} == {"sms", "email"}
    kept = (await casework.client.get("/v1/dev/messages")).json()["messages"]
    assert any("We received your report" in one["body"] for one in kept)
    assert "civicline_notification_attempts_total" in (await casework.client.get("/metrics")).text


async def test_messages_are_not_shown_where_development_is_off(casework, monkeypatch) -> None:
    telling = casework.app.ctx.telling
    monkeypatch.setattr(telling, "settings", telling.settings.model_copy(update={"dev_messages": False}))
    assert (await casework.client.get("/v1/dev/messages")).status_code == 404


async def test_an_operator_sees_no_address_and_no_words(casework) -> None:
    told(casework)
    await sent(casework)
    text = (await get(casework, "/notifications")).text
    assert "3035550199" not in text
    assert "received your" not in text


async def test_a_held_back_event_says_why(casework) -> None:
    told(casework, wants=[])
    for _ in range(100):
        answer = await get(casework, "/notification-events?state=suppressed&case=7")
        if answer.json()["events"]:
            break
        await asyncio.sleep(0.05)
    assert answer.json()["events"][0]["why"] == "no_wish"


@pytest.mark.parametrize(("do", "after"), [("sent", "sent"), ("discard", "skipped")])
async def test_an_operator_decides_about_what_is_held(casework, do: str, after: str) -> None:
    notification = stored(casework, state="held", secret=True)
    assert (await get(casework, "/notifications/summary")).json()["held"] == 1
    address, body = f"{OURS}/notifications/{notification}/resolve", {"do": do, "actor": SUPERVISOR}
    assert (await casework.client.post(address, json=body)).status_code == 204
    assert (state(casework, notification).state, state(casework, notification).body) == (after, None)
    assert (await casework.client.post(address, json=body)).status_code == 409
    assert trail(casework) == [
        ("resolve_notification", "lead-2", "supervisor", {"notification": notification, "do": do})
    ]


async def test_a_preview_shows_every_channel(casework) -> None:
    body = {"event": "number_issued", "language": "es", "need": "theft_cold", "values": {"number": "2026-000001"}}
    answer = (await casework.client.post("/v1/agencies/denver/messages/preview", json=body)).json()
    assert "2026-000001" in answer["sms"]["text"]
    assert "un robo" in answer["email"]["body"]
    assert "dos cero dos seis" in answer["voice"]
    assert answer["reviewed_by_native_speaker"] is False
    unknown = await casework.client.post("/v1/agencies/denver/messages/preview", json={"event": "pizza"})
    assert unknown.status_code == 404


async def test_a_status_of_twilio_is_written_down_once_it_is_signed(casework) -> None:
    notification = stored(casework, vendor="twilio_sms", vendor_ref="SM1", secret=True)
    path = f"/callbacks/twilio/status?m={notification}"
    form = {"MessageSid": "SM1", "MessageStatus": "delivered"}
    assert await twilio(casework, path, form, signed="wrong") == 403
    assert state(casework, notification).state == "sent"
    assert await twilio(casework, path, form) == 204
    assert (state(casework, notification).state, state(casework, notification).body) == ("delivered", None)
    assert await twilio(casework, path, form | {"MessageStatus": "failed"}) == 204
    assert state(casework, notification).state == "delivered", "statuses come in any order"


async def test_a_changed_field_breaks_the_signature(casework) -> None:
    notification = stored(casework, vendor_ref="SM1")
    path = f"/callbacks/twilio/status?m={notification}"
    form = {"MessageSid": "SM1", "MessageStatus": "sent"}
    good = signature(TWILIO_TOKEN, f"https://calls.example.gov{path}", {k: [v] for k, v in form.items()})
    assert await twilio(casework, path, form | {"MessageStatus": "failed"}, signed=good) == 403


def test_the_signature_is_the_one_of_twilios_documentation() -> None:
    """The example of https://www.twilio.com/docs/usage/security."""
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+12349013030",
        "Digits": "1234",
        "From": "+12349013030",
        "To": "+18005551212",
    }
    signed = signature(
        "12345", "https://mycompany.com/myapp.php?foo=1&bar=2", {name: [value] for name, value in form.items()}
    )
    assert signed == "0/KCTR6DLpKmkAf8muzZqo1nDgQ="


async def test_stop_by_text_ends_texts_and_start_begins_them_again(casework) -> None:
    contact = told(casework)
    await sent(casework)
    words = {"From": "+13035550199", "Body": " Stop. "}
    assert await twilio(casework, "/callbacks/twilio/incoming", words) == 200
    answer = (await get(casework, f"/contacts/{contact}")).json()
    assert answer["stopped"] == ["sms"]
    assert await twilio(casework, "/callbacks/twilio/incoming", words | {"Body": "START"}) == 200
    assert (await get(casework, f"/contacts/{contact}")).json()["stopped"] == []


async def test_a_nine_in_a_call_ends_calls_and_another_key_does_not(casework) -> None:
    notification = stored(casework, channel="voice", language="es", vendor="twilio_voice")
    path = f"/callbacks/twilio/key?m={notification}"
    contact = state(casework, notification).contact_id
    pressed = {"To": "+13035550199", "From": "+17205550100", "CallSid": "CA1", "Digits": "1"}
    assert await twilio(casework, path, pressed, signed="wrong") == 403
    assert await twilio(casework, path, pressed) == 200
    assert (await get(casework, f"/contacts/{contact}")).json()["stopped"] == []
    assert await twilio(casework, path, pressed | {"Digits": "9"}) == 200
    assert (await get(casework, f"/contacts/{contact}")).json()["stopped"] == ["voice"]
    unknown = await twilio(casework, "/callbacks/twilio/key?m=nobody", pressed | {"Digits": "9", "To": "+13035550177"})
    assert unknown == 200
    with casework.services.database.reading() as session:
        assert not stops.is_stopped(session, "denver", "voice", "+13035550177")


async def test_what_was_stopped_begins_again_at_the_persons_wish_and_that_is_written_down(casework) -> None:
    contact = told(casework, wants=["voice", "email"])
    with casework.services.database.writing() as session:
        stops.stop(session, "denver", "voice", "+13035550199", "stop", NOW)
        stops.stop(session, "denver", "email", "ada@example.org", "bounced", NOW)
    address = f"{OURS}/contacts/{contact}"
    answer = await casework.client.patch(address, json={"restart": ["voice"]}, headers=OFFICER)
    assert answer.json()["stopped"] == ["email"]
    assert ("change_contact", "officer-7", "officer", {"contact": contact, "fields": ["restart"]}) in trail(casework)


async def test_the_link_of_an_e_mail_ends_e_mails_by_its_button_and_not_by_looking(casework) -> None:
    contact = told(casework)
    token = stops.link_token(casework.app.ctx.telling.settings.signing_key, contact)
    page = await casework.client.get(f"/u/{token}", headers={"Authorization": ""})
    assert "<button>" in page.text
    assert (await get(casework, f"/contacts/{contact}")).json()["stopped"] == []
    one_click = await casework.client.post(f"/u/{token}", content="List-Unsubscribe=One-Click", headers=FORM)
    assert one_click.status_code == 200
    assert (await get(casework, f"/contacts/{contact}")).json()["stopped"] == ["email"]
    forged = f"{contact + 1}.{token.partition('.')[2]}"
    assert (await casework.client.post(f"/u/{forged}")).status_code == 400


async def test_an_e_mail_that_came_back_ends_e_mails_to_that_address(casework) -> None:
    notification = stored(casework, channel="email")
    body = {"message_id": f"<{notification}@example.gov>", "permanent": True}
    assert (await casework.client.post("/v1/notifications/bounces", json=body)).status_code == 204
    row = state(casework, notification)
    assert row.state == "undelivered"
    answer = (await get(casework, f"/contacts/{row.contact_id}")).json()
    assert answer["stopped"] == ["email"]


async def test_a_person_changes_how_they_are_told(casework) -> None:
    contact = told(casework)
    client, address = casework.client, f"{OURS}/contacts/{contact}"
    change = {"wants": ["voice", "email"], "frequency": "daily", "phone": "720 555 0123"}
    answer = (await client.patch(address, json=change, headers=OFFICER)).json()
    assert (answer["wants"], answer["frequency"], answer["phone"]) == (["email", "voice"], "daily", "+17205550123")
    assert (await client.patch(address, json={"phone": "12"}, headers=OFFICER)).status_code == 400
    assert (await client.patch(address, json={"unsubscribed": True}, headers=OFFICER)).json()["unsubscribed"] is True
    assert (await get(casework, "/contacts/999")).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/v1/agencies/denver/notifications",
        "/v1/agencies/denver/messages",
        "/v1/dev/messages",
        "/v1/agencies/denver/contacts/1",
    ],
)
async def test_without_the_token_nothing_is_shown(casework, path: str) -> None:
    assert (await casework.client.get(path, headers={"Authorization": ""})).status_code == 401


@pytest.mark.parametrize("query", ["state=pizza", "case=x", "limit=-1", "case=99999999999999"])
async def test_a_query_that_makes_no_sense_is_refused(casework, query: str) -> None:
    assert (await get(casework, f"/notifications?{query}")).status_code == 400
