"""A link by text to who is on the telephone: sent once for a wish, to nobody who may not be told, and it opens the report."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from casework.intake.tables import Report
from casework.notifications.tables import Contact, NotificationEvent

PAGE = "https://report.denver.example"


@pytest.fixture(autouse=True)
def _citizens_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVICLINE_NOTIFY_WORKER", "apart")
    monkeypatch.setenv("CIVICLINE_CITIZEN_URL", PAGE)


@pytest.fixture
async def ada(_citizens_pages, casework, person):
    caller = person()
    await caller.begin()
    return caller


async def reachable(ada: Any, by: str = "sms") -> None:
    await ada.answer("phone", "303 555 0199")
    await ada.answer("contact_by", by)


async def wishes(ada: Any, turn: str = "t1") -> str:
    return str((await ada.post("link", channel="voice", turn=turn))["outcome"])


def sent(casework) -> list[NotificationEvent]:
    with casework.services.database.reading() as session:
        return list(session.scalars(select(NotificationEvent).where(NotificationEvent.event == "report_link")))


async def test_the_link_opens_the_report_while_the_call_goes_on(casework, ada) -> None:
    await reachable(ada)
    assert await wishes(ada) == "sent"
    (one,) = sent(casework)
    address = one.given["link"]
    assert address.startswith(f"{PAGE}/in/")
    body = {"agency": "denver", "invitation": address.rsplit("/", 1)[-1], "source": "somewhere"}
    opened = (await casework.client.post("/v1/person-sessions/by-invitation", json=body)).json()
    assert opened["report"] == ada.report
    await ada.answer("when", "last night")
    assert ada.step["state"] == "ask"


async def test_the_same_wish_twice_is_one_link_and_another_wish_is_another(casework, ada) -> None:
    await reachable(ada)
    assert [await wishes(ada), await wishes(ada)] == ["sent", "sent"]
    assert len(sent(casework)) == 1
    await wishes(ada, "t2")
    assert len(sent(casework)) == 2


async def test_without_a_number_or_a_wish_to_be_written_to_nothing_is_sent(casework, ada) -> None:
    assert await wishes(ada) == "no_number"
    await reachable(ada, "none")
    assert await wishes(ada, "t2") == "no_number"
    assert sent(casework) == []


@pytest.mark.parametrize("flag", ["domestic_violence", "at_risk_person", "do_not_contact"])
async def test_nothing_is_sent_to_who_is_at_risk_and_the_caller_is_not_told_otherwise(
    casework, ada, monkeypatch: pytest.MonkeyPatch, flag: str
) -> None:
    await reachable(ada)
    planner = casework.services.notifier.planner
    object.__setattr__(planner, "flags_of", lambda _session, events, _now: {one.id: {flag} for one in events})
    assert await wishes(ada) == "not_told"
    assert sent(casework) == []


async def test_a_number_that_said_stop_is_not_written_to(casework, ada) -> None:
    await reachable(ada)
    assert await wishes(ada) == "sent"
    with casework.services.database.writing() as session:
        contact = session.get(Report, ada.report).contact_id
        session.execute(update(Contact).where(Contact.id == contact).values(unsubscribed_at=one_moment(session)))
    assert await wishes(ada, "t2") == "not_told"


def one_moment(session: Any) -> Any:
    return session.scalar(select(Report.created_at).limit(1))


async def test_where_there_are_no_pages_the_caller_is_told_so(
    casework, person, monkeypatch: pytest.MonkeyPatch
) -> None:
    object.__setattr__(casework.services.notifier.settings, "citizen_url", None)
    bob = person()
    await bob.begin()
    await reachable(bob)
    assert await wishes(bob) == "no_page"
