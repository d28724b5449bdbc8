"""What somebody hostile would try at cases, files and exports; each of these was possible once, or would be a disaster."""

from __future__ import annotations

import io
import json
import logging
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from casework.base import Base
from casework.errors import BadRequest
from casework.logs import JsonLines
from casework.notifications.contacts import save_contact
from casework.records_system.export import FIELDS, _csv
from casework.trail.tables import AuditEntry
from casework.webhooks.reach import Reach
from signatures.twilio import is_signed
from tests.casework.console import Console
from tests.casework.intake.conftest import Person


def _picture() -> bytes:
    """A real one: what is none goes to quarantine and is not handed out."""
    written = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(written, "PNG")
    return written.getvalue()


PNG = _picture()


@pytest.fixture
def console(casework: Any) -> Console:
    return Console(casework)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＋1", "\u00a0=1"])
def test_no_cell_of_an_export_is_a_formula(cell: str) -> None:
    line = _csv([dict.fromkeys(FIELDS, None) | {"narrative": cell}])
    assert f"'{cell}" in line


@pytest.mark.parametrize(
    "url",
    [
        "https://169.254.169.254/latest",
        "https://[::ffff:169.254.169.254]/",
        "https://2852039166/",
        "https://0xa9fea9fe/",
        "https://0251.0376.0251.0376/",
        "https://0/",
        "http://10.0.0.1/",
        "https://user:secret@example.org/",
        "ftp://example.org/",
    ],
)
def test_webhooks_do_not_call_what_a_cloud_keeps_secrets_at(url: str) -> None:
    with pytest.raises(BadRequest):
        Reach().check(url)


async def test_a_strangers_file_never_reaches_the_disk(console: Console) -> None:
    case, other = console.file(), console.file(agency="boulder")
    sent = await console.post(f"/cases/{case}/messages", "officer", text="Which lock was it?")
    message = sent.json()["message"]
    headers = {**console.who("citizen", "citizen"), "Civicline-Filename": "a.png"}
    for path in (
        f"/cases/{case}/messages/{message}",
        f"/cases/{case}/messages/999",
        f"/cases/{other}/messages/{message}",
    ):
        address = f"/v1/agencies/denver{path}/attachments"
        assert (await console.casework.client.post(address, content=PNG, headers=headers)).status_code == 404
    assert not [path for path in (console.casework.services.var / "attachments").rglob("*") if path.is_file()]


async def test_a_file_that_is_sent_twice_lies_there_once_and_who_took_it_is_written_down(console: Console) -> None:
    case = console.file()
    message = (await console.post(f"/cases/{case}/messages", text="See this")).json()["message"]
    address = f"/v1/agencies/denver/cases/{case}/messages/{message}/attachments"
    for _ in range(2):
        sent = await console.casework.client.post(address, content=PNG, headers=console.who())
        assert sent.status_code == 201
    files = [path for path in (console.casework.services.var / "attachments").rglob("*") if path.is_file()]
    assert sorted(path.suffix for path in files) == ["", ".shown"], "as it came, and written anew to be handed out"
    await console.get(f"/cases/{case}/attachments/{sent.json()['attachment']}")
    actions = [entry["action"] for entry in (await console.get(f"/cases/{case}/audit")).json()["entries"]]
    assert actions.count("attach") == actions.count("take_attachment") == 1


async def test_a_changed_contact_names_who_changed_it_and_not_the_address(console: Console) -> None:
    with console.casework.services.database.writing() as session:
        contact = save_contact(session, "denver", None, phone="+13035550199", wants=["sms"])
    address = f"/v1/agencies/denver/contacts/{contact}"
    done = await console.casework.client.patch(address, json={"phone": "303 555 0177"}, headers=console.who())
    assert done.status_code == 200, done.text
    with console.casework.services.database.reading() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.action == "change_contact")).all()
        assert (entry.actor_id, entry.details) == ("officer-7", {"contact": contact, "fields": ["phone"]})
    other = f"/v1/agencies/boulder/contacts/{contact}"
    refused = await console.casework.client.patch(other, json={"phone": "303 555 0177"}, headers=console.who())
    assert refused.status_code == 404


async def test_the_pin_is_nowhere_and_the_code_in_no_log_trail_or_webhook(console: Console, caplog) -> None:
    with caplog.at_level(logging.DEBUG):
        await console.post("/webhooks", "supervisor", url="https://rms.example.gov/nobody")
        person = Person(console.casework.client, pin="8317")
        await person.begin()
        await person.answer_all(contact_by="sms")
        case = (await person.post("submit", turn="file it"))["case"]
        wrong = {"agency": "denver", "access_code": person.code, "pin": "8317", "call_id": "c1"}
        await console.casework.client.post("/v1/case-status", json=wrong)
        await console.move(case, "review")
    logged = "\n".join(JsonLines().format(record) for record in caplog.records if record.name.startswith("casework"))
    assert "8317" not in logged
    assert f'"{person.code}"' not in logged
    with console.casework.services.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)):
                told = json.dumps([value for value in row if not isinstance(value, bytes)], default=str)
                assert '"8317"' not in told, table.name
                if table.name in ("audit_entries", "webhook_deliveries", "idempotency_keys", "attempts"):
                    assert person.code not in told, table.name


def test_a_callback_without_a_signature_or_with_a_strange_one_is_not_believed() -> None:
    form = {"From": ["+13035550199"], "Body": ["STOP"]}
    for given in ("", "x", "\udcff", "A" * 5000):
        assert not is_signed("token", "https://calls.example.gov/callbacks/twilio/incoming", form, given)


async def test_an_address_that_is_put_in_twice_with_its_key_is_there_once(console: Console) -> None:
    body = {"url": "https://rms.example.gov/civicline"}
    first = await console.post("/webhooks", "supervisor", key="again", **body)
    again = await console.post("/webhooks", "supervisor", key="again", **body)
    assert first.json() == again.json()
    assert len((await console.get("/webhooks", role="supervisor")).json()["webhooks"]) == 1


async def test_a_chosen_pin_that_is_sent_again_with_its_key_goes_on_and_tells_no_guesser_whether_it_fits(
    console: Console,
) -> None:
    person = Person(console.casework.client)
    await person.begin(pin=None)
    address, again = f"/v1/reports/{person.report}/pin", {"Idempotency-Key": "again"}
    first = await console.casework.client.post(address, json={"pin": "8317"}, headers=again)
    assert first.json() == (await console.casework.client.post(address, json={"pin": "8317"}, headers=again)).json()
    other = await console.casework.client.post(address, json={"pin": "9427"}, headers=again)
    assert other.json() == first.json(), "the same answer for another PIN: it is not looked at"
    assert (await console.casework.client.post(address, json={"pin": "8317"})).status_code == 409
