"""Changes go to the agency's own systems: signed, again when they fail, once, and only those that are asked for."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select, update

from agencies import load_agency
from agencies.loader import AGENCIES
from casework.cases import changes, staff
from casework.database import Database
from casework.directory.directory import Directory
from casework.intake.reports_of_cases import ReportsOfCases
from casework.sweeping import Portions, Sweeping
from casework.trail.actors import Actor
from casework.trail.guard import gate_open
from casework.webhooks import addresses as webhooks
from casework.webhooks import delivery
from casework.webhooks.delivery import WAITS_S, Deliverer, sign
from casework.webhooks.retention import sweep
from casework.webhooks.tables import Webhook, WebhookDelivery
from tests.casework.console import NOW

DENVER = load_agency("denver")
RMS, SUPERVISOR = Actor("rms", "records_system"), Actor("chief-1", "supervisor")


@dataclass
class Receiver:
    """The agency's own system; answers as told and remembers what it got."""

    answers: list[int | httpx.HTTPError] = field(default_factory=list)
    got: list[tuple[str, bytes, dict[str, str]]] = field(default_factory=list)

    async def __call__(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        self.got.append((url, body, headers))
        answer = self.answers.pop(0) if self.answers else 204
        if isinstance(answer, httpx.HTTPError):
            raise answer
        return answer


def hook(database: Database, *events: str) -> str:
    with database.writing() as session:
        return webhooks.add(session, "denver", "https://rms.example.gov/in", list(events), SUPERVISOR, NOW).secret


def _listed(database: Database) -> list[tuple[Webhook, int, int]]:
    with database.reading() as session:
        found = webhooks.listed(session, "denver")
        session.expunge_all()
        return found


def review(database: Database, case_id: int) -> None:
    with database.writing() as session:
        staff.do(
            session, DENVER, changes.held(session, case_id), SUPERVISOR, staff.Asked("review"), NOW, ReportsOfCases()
        )


def deliveries(database: Database) -> list[WebhookDelivery]:
    with database.reading() as session:
        found = list(
            session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.created_at, WebhookDelivery.event))
        )
        session.expunge_all()
        return found


async def test_where_nothing_is_due_the_deliverer_waits_for_nobody_who_writes(database: Database) -> None:
    """Every two seconds it looks; on SQLite whoever writes would wait for it, and it for whoever writes."""
    hook(database)
    if database.engine.dialect.name != "sqlite":
        pytest.skip("rows are locked there, not the database")
    with database.writing():
        assert await asyncio.wait_for(Deliverer(database, Receiver()).once(NOW), 3) == 0


async def test_a_change_arrives_signed_as_standard_webhooks_asks(
    database: Database, file_report: Callable[..., int]
) -> None:
    secret = hook(database)
    file_report()
    receiver = Receiver()
    assert await Deliverer(database, receiver).once(NOW) == 1
    url, body, headers = receiver.got[0]
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert url == "https://rms.example.gov/in"
    message = json.loads(body)
    assert (message["type"], message["data"]["stage"]) == ("case.report_received", "submitted")
    assert "bicycle" not in body.decode()
    assert await Deliverer(database, receiver).once(NOW) == 0


def test_the_signature_is_that_of_the_example_of_the_specification() -> None:
    """https://github.com/standard-webhooks/standard-webhooks: the test vector of its reference libraries."""
    at = datetime.fromtimestamp(1614265330, UTC)
    headers = sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}'
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


async def test_a_delivery_is_tried_again_with_the_same_id_and_given_up_in_the_end(
    database: Database, file_report: Callable[..., int]
) -> None:
    hook(database)
    file_report()
    receiver = Receiver([500, httpx.ConnectError("refused"), *[503] * 20])
    now = NOW
    for wait in (*WAITS_S, 0):
        assert await Deliverer(database, receiver).once(now) == 1
        assert await Deliverer(database, receiver).once(now + timedelta(seconds=wait * 0.99)) == 0
        now += timedelta(seconds=wait * 1.3 + 1)
    assert len({headers["webhook-id"] for _, _, headers in receiver.got}) == 1
    assert len(receiver.got) == len(WAITS_S) + 1
    (row,) = deliveries(database)
    assert (row.state, row.last_problem) == ("dead", "answered 503")


async def test_an_address_that_is_gone_is_switched_off(database: Database, file_report: Callable[..., int]) -> None:
    hook(database)
    file_report()
    receiver = Receiver([410])
    await Deliverer(database, receiver).once(NOW)
    file_report()
    assert await Deliverer(database, receiver).once(NOW + timedelta(days=1)) == 0
    assert len(receiver.got) == 1


async def test_what_happens_while_an_address_is_off_goes_to_it_when_it_is_on_again(
    database: Database, file_report: Callable[..., int]
) -> None:
    hook(database)
    case = file_report()
    receiver = Receiver([410])
    await Deliverer(database, receiver).once(NOW)
    review(database, case)
    other = file_report()
    [(row, waiting, dead)] = _listed(database)
    assert (row.is_on, waiting, dead) == (False, 3, 0)
    with database.writing() as session:
        assert webhooks.switch_on(session, "denver", row.id, SUPERVISOR, NOW)
    receiver.got.clear()
    while await Deliverer(database, receiver).once(NOW):
        pass
    told = sorted((json.loads(body)["data"]["case"], json.loads(body)["type"]) for _, body, _ in receiver.got)
    assert told == [(case, "case.report_received"), (case, "case.under_review"), (other, "case.report_received")]
    assert {one.state for one in deliveries(database)} == {"delivered"}


async def test_switching_an_address_on_turns_the_switch_alone_and_the_deliverer_takes_what_was_kept_in_portions(
    database: Database, file_report: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    hook(database)
    file_report()
    await Deliverer(database, Receiver([410])).once(NOW)
    for _ in range(3):
        file_report()
    [(row, _, _)] = _listed(database)
    with database.writing() as session:
        assert webhooks.switch_on(session, "denver", row.id, SUPERVISOR, NOW)
    assert {one.state for one in deliveries(database)} == {"kept"}, "the agency's cases wait for this transaction"
    monkeypatch.setattr(delivery, "PORTION", 2)
    receiver = Receiver()
    tried = [await Deliverer(database, receiver).once(NOW) for _ in range(3)]
    assert (tried, len(receiver.got)) == ([2, 2, 0], 4)


async def test_for_an_address_that_stays_off_three_months_are_kept(
    database: Database, file_report: Callable[..., int]
) -> None:
    hook(database)
    file_report()
    await Deliverer(database, Receiver([410])).once(NOW)
    created = deliveries(database)[0].created_at
    for days, left in ((80, 1), (91, 0)):
        sweep(Portions(database, gate_open), Sweeping(Directory(AGENCIES), created + timedelta(days=days), Path()))
        assert len(deliveries(database)) == left, days


async def test_two_processes_do_not_send_the_same_side_by_side(
    database: Database, file_report: Callable[..., int]
) -> None:
    hook(database)
    for _ in range(20):
        file_report()
    receiver = Receiver()
    one, other = Deliverer(database, receiver), Deliverer(database, receiver)
    while sum(await asyncio.gather(one.once(NOW), other.once(NOW))):
        pass
    assert len(receiver.got) == len({headers["webhook-id"] for _, _, headers in receiver.got}) == 20


async def test_a_sender_that_died_leaves_the_delivery_to_the_next_one(
    database: Database, file_report: Callable[..., int]
) -> None:
    hook(database)
    file_report()
    assert len(Deliverer(database, Receiver())._lease(NOW)) == 1
    receiver = Receiver()
    assert await Deliverer(database, receiver).once(NOW + timedelta(seconds=59)) == 0
    assert await Deliverer(database, receiver).once(NOW + timedelta(seconds=60)) == 1


async def test_an_address_hears_only_the_events_it_asked_for(
    database: Database, file_report: Callable[..., int]
) -> None:
    hook(database, "under_review")
    case = file_report()
    review(database, case)
    assert [row.event for row in deliveries(database)] == ["under_review"]


def test_what_was_rolled_back_is_not_sent(database: Database, file_report: Callable[..., int]) -> None:
    hook(database)
    case = file_report()

    def fail_late() -> None:
        with database.writing() as session:
            staff.do(
                session, DENVER, changes.held(session, case), SUPERVISOR, staff.Asked("review"), NOW, ReportsOfCases()
            )
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_late()
    assert [row.event for row in deliveries(database)] == ["report_received"]


@pytest.mark.parametrize(
    "url",
    [
        "http://rms.example.gov/in",
        "https://user:secret@rms.example.gov/in",
        "https://169.254.169.254/latest/meta-data",
        "https://[fe80::1]/",
        "https://100.100.100.200/latest/meta-data",
        "https://[::ffff:168.63.129.16]/",
        "https://[fd00:ec2::254]/",
        "https://0.0.0.0/",
        "https://10.0.4.7/in",
        "https://192.168.1.1/in",
        "https://172.16.0.9/in",
        "https://100.64.3.2/in",
        "https://127.0.0.1/in",
        "http://127.0.0.1:8100/in",
        "http://localhost:8100/in",
        "https://[::1]/in",
        "https://[fd12:3456::1]/in",
        "https://[64:ff9b::a00:1]/in",
        "https://[2002:a00:1::1]/in",
        "https://167772161/in",
        "https://[::7f00:1]/in",
        "https://[::ffff:0:a00:1]/in",
        "https://[::1%25lo]/in",
        "https://10\u30020\u30020\u30021/in",
        "https://127.1/in",
        "https://rms/in",
        "https://rms.internal/in",
        "https://RMS.Local./in",
        "https://records.corp/in",
        "https://app.localhost/in",
        "https://rms.example.gov:99999/",
        "https:///in",
    ],
)
async def test_an_address_that_must_not_be_called_is_refused(console, url: str) -> None:
    refused = await console.post("/webhooks", "supervisor", url=url)
    assert refused.status_code == 400
    assert "secret@" not in refused.text


async def test_dead_letters_are_seen_and_tried_again(console) -> None:
    made = await console.post("/webhooks", "supervisor", url="https://rms.example.gov/in")
    assert made.json()["secret"].startswith("whsec_")
    console.file()
    with console.casework.services.database.writing() as session:
        session.execute(update(WebhookDelivery).values(state="dead", tries=11, last_problem="ConnectError"))
    listed = (await console.get("/webhooks", role="supervisor")).json()["webhooks"]
    assert [(one["waiting"], one["dead"]) for one in listed] == [(0, 1)]
    assert "secret" not in listed[0]
    (letter,) = (await console.get("/webhooks/dead", role="supervisor")).json()["deliveries"]
    assert letter["last_problem"] == "ConnectError"
    assert (await console.get("/webhooks/dead", role="officer")).status_code == 403
    again = await console.post(f"/webhooks/dead/{letter['delivery']}/retry", "supervisor")
    assert again.json() == {"waiting": 1}
    assert (await console.post("/webhooks/dead/msg_none/retry", "supervisor")).status_code == 404
    path = f"/v1/agencies/denver/webhooks/{listed[0]['webhook']}"
    assert (await console.casework.client.delete(path, headers=console.who("supervisor"))).status_code == 204
