"""The agency's own systems: signed webhooks that arrive once, a file of cases, updates of the records system."""

from __future__ import annotations

import asyncio
import base64
import csv
import hashlib
import hmac
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from agencies import load_agency
from casework.database import Database
from casework.life import changes, desk, export, importing, webhooks
from casework.life.delivery import WAITS_S, Deliverer, sign
from casework.life.machine import Actor
from casework.life.tables import AuditEntry, ImportedUpdate, WebhookDelivery
from casework.models import Case
from casework.notifications.contacts import save_contact
from casework.notifications.tables import NotificationEvent
from tests.casework.life.conftest import NOW

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


def review(database: Database, case_id: int) -> None:
    with database.writing() as session:
        desk.do(session, DENVER, changes.held(session, case_id), SUPERVISOR, desk.Asked("review"), NOW)


def deliveries(database: Database) -> list[WebhookDelivery]:
    with database.reading() as session:
        found = list(
            session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.created_at, WebhookDelivery.event))
        )
        session.expunge_all()
        return found


# webhooks


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
    assert len(deliveries(database)) == 1


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
            desk.do(session, DENVER, changes.held(session, case), SUPERVISOR, desk.Asked("review"), NOW)
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
        "https://0.0.0.0/",
        "https://rms.example.gov:99999/",
        "https:///in",
    ],
)
async def test_an_address_that_must_not_be_called_is_refused(console, url: str) -> None:
    refused = await console.post("/webhooks", "supervisor", url=url)
    assert refused.status_code == 400
    assert "secret@" not in refused.text


async def test_dead_letters_are_seen_and_tried_again(console) -> None:
    made = await console.post("/webhooks", "supervisor", url="http://127.0.0.1:9/in")
    assert made.json()["secret"].startswith("whsec_")
    console.file()
    with console.casework.services.database.writing() as session:
        session.execute(update(WebhookDelivery).values(state="dead", tries=11, last_problem="ConnectError"))
    listed = (await console.get("/webhooks", role="supervisor")).json()["webhooks"]
    assert [(one["waiting"], one["dead"]) for one in listed] == [(0, 1)]
    assert "secret" not in listed[0]
    (letter,) = (await console.get("/webhooks/dead", role="supervisor")).json()["deliveries"]
    assert letter["last_problem"] == "ConnectError"
    assert (await console.get("/webhooks/dead", role="officer")).status_code == 409
    again = await console.post(f"/webhooks/dead/{letter['delivery']}/retry", "supervisor")
    assert again.json() == {"waiting": 1}
    assert (await console.post("/webhooks/dead/msg_none/retry", "supervisor")).status_code == 404
    path = f"/v1/agencies/denver/webhooks/{listed[0]['webhook']}"
    assert (await console.casework.client.delete(path, headers=console.who("supervisor"))).status_code == 204


# the file


async def test_the_file_has_a_line_a_case_with_nibrs_names(console) -> None:
    console.file(
        answers={"what_happened": "=HYPERLINK(1)", "items": [{"value": 850}, {"value": 40}]},
        when=datetime(2026, 11, 21, 2, 30, tzinfo=UTC),
    )
    console.file(need="lost_property", when=None)
    lines = (await console.get("/export", role="supervisor")).text.splitlines()
    first, second = (json.loads(line) for line in lines)
    assert {name: first[name] for name in export.FIELDS[:6]} == {
        "incident_number": None,
        "incident_date": "2026-11-20",
        "incident_hour": "19",
        "ucr_offense_code": "23H",
        "attempted_completed": "C",
        "property_value": 890,
    }
    assert (second["ucr_offense_code"], second["incident_date"]) == (None, None)
    table = list(csv.DictReader(io.StringIO((await console.get("/export", role="supervisor", format="csv")).text)))
    assert [row["need"] for row in table] == ["theft_cold", "lost_property"]
    assert table[0]["narrative"] == "'=HYPERLINK(1)"


async def test_the_file_of_what_changed_since_is_written_down(console) -> None:
    console.file(at=NOW - timedelta(days=9))
    console.file(at=NOW)
    since = (NOW - timedelta(days=1)).isoformat()
    assert len((await console.get("/export", role="records_system", since=since)).text.splitlines()) == 1
    assert (await console.get("/export", role="officer")).status_code == 409
    with console.casework.services.database.reading() as session:
        entry = session.scalar(select(AuditEntry).where(AuditEntry.action == "export"))
        assert (entry.actor_role, entry.case_id, entry.details["since"]) == ("records_system", None, since)


# updates


def take(database: Database, *updates: dict[str, Any] | bytes, now: datetime = NOW) -> importing.Result:
    lines = [(n, one if isinstance(one, bytes) else json.dumps(one).encode()) for n, one in enumerate(updates, 1)]
    result = importing.Result()
    importing.take_in(database, "denver", "rms", RMS, lines, now, result)
    return result


def change(update: str, **fields: Any) -> dict[str, Any]:
    return {"update": update, "at": NOW.isoformat(), **fields}


def the_case(database: Database, case_id: int) -> Case:
    with database.reading() as session:
        case = session.get(Case, case_id)
        session.expunge(case)
        return case


def test_updates_of_the_records_system_are_the_truth(database: Database, file_report: Callable[..., int]) -> None:
    with database.writing() as session:
        contact = save_contact(
            session, "denver", None, name=None, phone="+13035550199", email=None, language="en", wants=["sms"]
        )
    case = file_report(contact_id=contact)
    done = take(
        database,
        change("1", case=case, set_number="2026-417702", stage="recorded"),
        change("2", number="2026-417702", officer="badge-7", officer_name="Officer Alvarez"),
        change("3", number="2026417702", stage="charged", why="by the district attorney"),
        change("4", case=case, stage="closed_court_decided"),
    )
    assert (done.applied, done.refused) == (4, 0), done.problems
    found = the_case(database, case)
    assert (found.number, found.stage, found.assigned_to) == ("2026-417702", "closed_court_decided", "badge-7")
    assert found.closed_at == NOW
    with database.reading() as session:
        told = list(session.scalars(select(NotificationEvent.event).order_by(NotificationEvent.id)))
        trail = list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
    assert told == ["report_received", "number_issued", "officer_assigned", "charged", "closed_court_decided"]
    assert [entry.action for entry in trail] == ["submit", *["import"] * 4]
    assert trail[3].why == "by the district attorney"
    assert trail[3].details == {"source": "rms", "update": "3"}


def test_the_same_update_again_does_nothing_and_another_source_may_use_its_id(
    database: Database, file_report: Callable[..., int]
) -> None:
    case = file_report()
    one = change("1", case=case, set_number="2026-000417", stage="recorded")
    assert take(database, one, one).applied == 1
    assert take(database, one).already == 1
    result = importing.Result()
    lines = [(1, json.dumps(change("1", case=case, stage="allocated")).encode())]
    importing.take_in(database, "denver", "cad", RMS, lines, NOW, result)
    assert result.applied == 1
    with database.reading() as session:
        assert len(session.scalars(select(ImportedUpdate)).all()) == 2


def test_a_bad_line_is_told_by_its_number_and_hinders_no_other(
    database: Database, file_report: Callable[..., int]
) -> None:
    case, numbered = file_report(), file_report()
    done = take(
        database,
        b"not json",
        b'{"update": "x"}',
        b"[1, 2]",
        change("a", number="2026-999999", stage="recorded"),
        change("b", case=case, stage="recorded"),
        change("c", case=case, stage="nowhere", set_number="2026-000001"),
        change("d", case=numbered, set_number="2026-000001"),
        change("e", case=case, set_number="2026-000001"),
        change("f", case=case, officer="Ada Lovelace"),
        change("g", case=case, at="2030-01-01T00:00:00Z", officer="badge-1"),
        b'{"update": "h", "case": 1, "at": "2026-11-20T18:00:00Z", "why": "' + b"x" * 9000 + b'"}',
        b"\xff\xfe",
        change("i", case=case, officer="badge-9"),
    )
    assert (done.lines, done.applied, done.refused) == (13, 2, 11)
    said = {problem["line"]: problem["problem"] for problem in done.problems}
    assert said[1].startswith("This is not one JSON object")
    assert said[4] == "This agency has no such case."
    assert said[5] == "The case has no official number yet; send set_number with it."
    assert "leads to one of" in said[6]
    assert said[8] == "Another case of this agency has that number; look it up, or merge the two."
    assert said[10] == "at lies in the future."
    assert "Lovelace" not in str(done.problems)
    assert the_case(database, case).assigned_to == "badge-9"


def test_an_older_update_does_not_undo_a_newer_one(database: Database, file_report: Callable[..., int]) -> None:
    case = file_report()
    take(database, change("2", case=case, set_number="2026-000001", stage="charged"))
    old = (NOW - timedelta(days=1)).isoformat()
    done = take(database, change("1", case=case, stage="allocated") | {"at": old})
    assert done.problems[0]["problem"] == "This is older than the last change of the case; the newer one stays."
    assert the_case(database, case).stage == "charged"


def test_a_merged_case_is_not_woken_by_an_update(database: Database, file_report: Callable[..., int]) -> None:
    first, second = file_report(), file_report()
    with database.writing() as session:
        case = changes.held(session, second)
        desk.do(session, DENVER, case, SUPERVISOR, desk.Asked("merge", into=first), NOW)
    assert take(database, change("1", case=second, set_number="2026-000001", stage="charged")).refused == 1


def test_a_case_of_another_agency_is_not_touched(database: Database, file_report: Callable[..., int]) -> None:
    case = file_report(agency="boulder")
    assert (
        take(database, change("1", case=case, officer="badge-1")).problems[0]["problem"]
        == "This agency has no such case."
    )


async def test_an_import_arrives_in_pieces_however_they_are_cut(console) -> None:
    cases = [console.file() for _ in range(3)]
    at = datetime.now(UTC).isoformat()
    lines = [
        json.dumps({"update": f"u{n}", "case": cases[n % 3], "at": at, "officer": f"badge-{n}"}) for n in range(1_200)
    ]
    body = ("\n".join(lines) + "\n\nnot json").encode()

    async def pieces() -> Any:
        for start in range(0, len(body), 777):
            yield body[start : start + 777]

    answer = await console.casework.client.post(
        "/v1/agencies/denver/imports?source=rms", content=pieces(), headers=console.who("records_system", "rms")
    )
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert {name: told[name] for name in ("lines", "applied", "already", "refused")} == {
        "lines": 1_201,
        "applied": 1_200,
        "already": 0,
        "refused": 1,
    }
    assert told["problems"][0]["line"] == 1_202
    assert console.case(cases[2]).assigned_to == "badge-1199"
    again = await console.casework.client.post(
        "/v1/agencies/denver/imports?source=rms", content=body, headers=console.who("records_system", "rms")
    )
    assert again.json()["already"] == 1_200


async def test_only_the_records_system_sends_updates(console) -> None:
    answer = await console.casework.client.post(
        "/v1/agencies/denver/imports?source=rms", content=b"{}", headers=console.who("officer")
    )
    assert answer.status_code == 409
    nameless = await console.casework.client.post(
        "/v1/agencies/denver/imports", content=b"{}", headers=console.who("records_system", "rms")
    )
    assert nameless.status_code == 400
    assert "source" in nameless.json()["error"]["message"]


def test_a_line_that_never_ends_does_not_fill_the_memory() -> None:
    lines = importing.Lines()
    for _ in range(100):
        assert lines.feed(b"x" * 65_536) == []
    assert len(lines._rest) <= importing.LONGEST_LINE + 1
    ((number, text),) = lines.feed(b"\n")
    assert (number, len(text) > importing.LONGEST_LINE) == (1, True)
