"""What operators and the agency's people do over HTTP; nobody without the token does anything."""

from __future__ import annotations

import asyncio

import pytest

from casework.notifications import stops
from tests.casework.notifications.steps import (
    NOW,
    OFFICER,
    OURS,
    SUPERVISOR,
    get,
    sent,
    state,
    stored,
    told,
    trail,
)

pytestmark = pytest.mark.usefixtures("at_any_hour")


async def test_the_embedded_worker_delivers_what_is_told(casework) -> None:
    told(casework, wants=["sms", "email"])
    found = await sent(casework, 2)
    assert {one["channel"] for one in found} == {"sms", "email"}
    kept = (await casework.client.get("/v1/dev/messages")).json()["messages"]
    assert any("We received your report" in one["body"] for one in kept)
    assert "civicline_notification_attempts_total" in (await casework.client.get("/metrics")).text


async def test_messages_are_not_shown_where_development_is_off(casework, monkeypatch) -> None:
    notifier = casework.services.notifier
    monkeypatch.setattr(notifier, "settings", notifier.settings.model_copy(update={"dev_messages": False}))
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


async def test_what_was_stopped_begins_again_at_the_persons_wish_and_that_is_written_down(casework) -> None:
    contact = told(casework, wants=["voice", "email"])
    with casework.services.database.writing() as session:
        stops.stop(session, "denver", "voice", "+13035550199", "stop", NOW)
        stops.stop(session, "denver", "email", "ada@example.org", "bounced", NOW)
    address = f"{OURS}/contacts/{contact}"
    answer = await casework.client.patch(address, json={"restart": ["voice"]}, headers=OFFICER)
    assert answer.json()["stopped"] == ["email"]
    assert ("change_contact", "officer-7", "officer", {"contact": contact, "fields": ["restart"]}) in trail(casework)


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
