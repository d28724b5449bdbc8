"""Steps of the tests over HTTP: tell, wait until it went, look, and speak as Twilio does."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import httpx
from sqlalchemy import select

from casework.notifications.contacts import save_contact
from casework.notifications.outbox import Happened, tell
from casework.notifications.tables import Notification
from casework.trail.tables import AuditEntry
from signatures.twilio import sign

TWILIO_TOKEN = "twilio-token-for-tests"
OURS = "/v1/agencies/denver"
OFFICER = {"Civicline-Actor": "officer-7", "Civicline-Role": "officer"}
SUPERVISOR = {"id": "lead-2", "role": "supervisor"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
NOW = datetime.now(UTC)


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
    given = signed or sign(TWILIO_TOKEN, f"https://calls.example.gov{path}", {k: [v] for k, v in form.items()})
    headers = {**FORM, "X-Twilio-Signature": given, "Authorization": ""}
    return (await casework.client.post(path, content=urlencode(form), headers=headers)).status_code
