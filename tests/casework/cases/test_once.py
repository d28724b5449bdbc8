"""A change that is asked for twice tells people once: after a retry, after a crash in between, after its key was forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from casework.idempotency import IdempotencyKey
from casework.notifications.tables import NotificationEvent
from casework.trail.actors import Actor
from casework.trail.tables import AuditEntry
from casework.webhooks import addresses as webhooks
from casework.webhooks.tables import WebhookDelivery
from tests.casework.console import NOW

WHEN = {"event": "court_date", "values": {"when": (datetime.now(UTC) + timedelta(days=9)).isoformat()}}


def told(console, event: str) -> list[str]:
    with console.casework.services.database.reading() as session:
        return list(session.scalars(select(NotificationEvent.key).where(NotificationEvent.event == event)))


def sent(console, event: str) -> list[str]:
    with console.casework.services.database.reading() as session:
        return list(session.scalars(select(WebhookDelivery.id).where(WebhookDelivery.event == event)))


def listen(console) -> None:
    with console.casework.services.database.writing() as session:
        webhooks.add(session, "denver", "https://rms.example.gov/nobody", [], Actor("chief-1", "supervisor"), NOW)


async def test_a_notice_that_a_client_repeats_is_told_once(console) -> None:
    listen(console)
    case = console.file()
    answers = [await console.post(f"/cases/{case}/notices", key="again", **WHEN) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 200]
    assert len(told(console, "court_date")) == len(sent(console, "court_date")) == 1


async def test_a_retry_days_later_when_the_key_is_forgotten_still_tells_nobody_twice(console) -> None:
    """Idempotency keys live a day; the names of tellings and webhooks follow from them and live as long as the case."""
    listen(console)
    case = console.file()
    await console.post(f"/cases/{case}/notices", key="again", **WHEN)
    with console.casework.services.database.writing() as session:
        session.execute(delete(IdempotencyKey))
    assert (await console.post(f"/cases/{case}/notices", key="again", **WHEN)).status_code == 200
    assert len(told(console, "court_date")) == len(sent(console, "court_date")) == 1
    await console.post(f"/cases/{case}/notices", key="another", **WHEN)
    assert len(told(console, "court_date")) == 2, "another request is another event"


async def test_a_crash_between_the_change_and_its_key_leaves_neither_and_the_retry_does_it_once(
    console, monkeypatch: pytest.MonkeyPatch
) -> None:
    listen(console)
    case = console.file()
    real, broken = AuditEntry.__init__, []

    def crash_once(self, *args, **more) -> None:
        real(self, *args, **more)
        if more.get("action") == "notify" and not broken:
            broken.append(1)
            raise RuntimeError("the process dies here")

    monkeypatch.setattr(AuditEntry, "__init__", crash_once)
    assert (await console.post(f"/cases/{case}/notices", key="again", **WHEN)).status_code == 500
    assert told(console, "court_date") == []
    assert (await console.post(f"/cases/{case}/notices", key="again", **WHEN)).status_code == 200
    assert len(told(console, "court_date")) == len(sent(console, "court_date")) == 1


async def test_every_move_of_a_case_is_told_under_a_name_of_its_own(console) -> None:
    """A case may come to the same stage twice: that is two events."""
    case = console.file()
    for move in ("review", "accept", "allocate", "investigate", "allocate"):
        done = await console.move(case, move, "supervisor", **({"officer": "officer-9"} if move == "allocate" else {}))
        assert done.status_code == 200, done.text
    assert len(set(told(console, "allocated"))) == 2
    assert not [key for key in told(console, "allocated") if "40417" in key]
