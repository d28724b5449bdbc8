"""Messages both ways, with receipts and files; and what of them is said on the telephone."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from casework import files
from casework.cases import attachments
from casework.cases.tables import Case, CaseAttachment, CaseMessage
from casework.retention import delete_expired
from casework.trail.guard import gate_open
from tests.fakes.pictures import PNG

UNREAD = "/v1/case-messages/unread"


async def write(console, case: int, role: str, text: str, key: str | None = None) -> int:
    answer = await console.post(f"/cases/{case}/messages", role, key, text=text)
    assert answer.status_code == 201, answer.text
    return answer.json()["message"]


async def attach(console, case: int, message: int, data: bytes, role: str = "citizen", name: str = "bike.png"):
    return await console.casework.client.post(
        f"/v1/agencies/denver/cases/{case}/messages/{message}/attachments",
        content=data,
        headers=console.who(role) | {"Civicline-Filename": name},
    )


async def test_both_sides_write_and_read_with_receipts(console) -> None:
    case = console.file()
    asked = await write(console, case, "officer", "Do you have the serial number?")
    answered = await write(console, case, "citizen", "Yes, WTU 123 X 0417.")
    assert (await console.get(f"/cases/{case}")).json()["unread"] == 1
    done = await console.post(f"/cases/{case}/messages/read", up_to=answered)
    assert done.json() == {"read": 1}
    assert (await console.post(f"/cases/{case}/messages/read", up_to=answered)).json() == {"read": 0}
    lines = (await console.get(f"/cases/{case}/messages")).json()["messages"]
    assert [(line["side"], "read_at" in line) for line in lines] == [("agency", False), ("citizen", True)]
    await console.post(f"/cases/{case}/messages/read", "citizen", up_to=asked)
    lines = (await console.get(f"/cases/{case}/messages")).json()["messages"]
    assert all("read_at" in line for line in lines)


async def test_a_message_that_is_sent_twice_is_there_once(console) -> None:
    case = console.file()
    first = await write(console, case, "citizen", "Here is more.", "k")
    assert await write(console, case, "citizen", "Here is more.", "k") == first
    assert await write(console, case, "officer", "Thank you.", "k") != first


async def test_the_telephone_says_the_new_messages_after_code_and_pin(console) -> None:
    case = console.file(access_code="60606")
    asked = {"agency": "denver", "access_code": "60606", "pin": "2468", "call_id": "c1"}
    client = console.casework.client
    nothing = (await client.post(UNREAD, json=asked)).json()
    assert (nothing["count"], nothing["spoken"]) == (0, "There are no new messages for you.")
    await write(console, case, "officer", "Is there a camera\nnearby")
    heard = (await client.post(UNREAD, json=asked | {"mark_read": True})).json()
    assert heard["count"] == 1
    assert heard["spoken"].startswith("You have one new message. On ")
    assert "Is there a camera nearby. To answer, say person" in heard["spoken"]
    assert (await client.post(UNREAD, json=asked)).json()["count"] == 0


async def test_a_wrong_pin_hears_no_message_and_counts_as_a_try(console) -> None:
    console.file(access_code="60607")
    asked = {"agency": "denver", "access_code": "60607", "pin": "0000", "call_id": "c1"}
    outcomes = [(await console.casework.client.post(UNREAD, json=asked)).json()["outcome"] for _ in range(3)]
    assert outcomes == ["not_found", "not_found", "locked"]


async def test_what_only_a_person_should_say_is_not_read_out(console) -> None:
    case = console.file(access_code="60608", need="dv_current")
    await write(console, case, "supervisor", "The hearing is on Monday.")
    asked = {"agency": "denver", "access_code": "60608", "pin": "2468", "call_id": "c1", "mark_read": True}
    heard = (await console.casework.client.post(UNREAD, json=asked)).json()
    assert "hearing" not in heard["spoken"]
    assert "person" in heard["spoken"]
    assert (await console.casework.client.post(UNREAD, json=asked)).json()["count"] == 1


async def test_many_and_long_messages_stay_short_to_listen_to(console) -> None:
    case = console.file(access_code="60609")
    for number in range(5):
        await write(console, case, "officer", f"Number {number}. " + "word " * 300)
    asked = {"agency": "denver", "access_code": "60609", "pin": "2468", "call_id": "c1", "mark_read": True}
    heard = (await console.casework.client.post(UNREAD, json=asked)).json()
    assert heard["spoken"].startswith("You have five new messages.")
    assert len(heard["spoken"]) < 1800
    assert (await console.casework.client.post(UNREAD, json=asked)).json()["count"] == 2


async def test_a_file_goes_with_a_message_and_comes_back_as_it_was(console) -> None:
    case = console.file()
    message = await write(console, case, "citizen", "A photo.")
    stored = await attach(console, case, message, PNG, name="..%2F..%2Fevil%22name.png")
    assert stored.status_code == 201, stored.text
    assert stored.json()["sha256"] == hashlib.sha256(PNG).hexdigest()
    assert "/" not in stored.json()["name"]
    assert '"' not in stored.json()["name"]
    again = await attach(console, case, message, PNG)
    assert again.json()["attachment"] == stored.json()["attachment"]
    path = f"/v1/agencies/denver/cases/{case}/attachments/{stored.json()['attachment']}"
    back = await console.casework.client.get(path, headers=console.who())
    assert back.content == PNG
    assert back.headers["content-type"] == "image/png"
    assert back.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"<script>alert(1)</script>", 400),
        (b"MZ\x90\x00 a program", 400),
        (b"", 413),
        (PNG + b"0" * files.LARGEST, 413),
    ],
)
async def test_a_file_that_is_not_taken_is_refused_and_not_stored(console, data: bytes, status: int) -> None:
    case = console.file()
    message = await write(console, case, "citizen", "A file.")
    refused = await attach(console, case, message, data, name="photo.png")
    assert refused.status_code == status
    assert not list((console.casework.services.var / "attachments").glob("*/*"))


async def test_a_file_cannot_be_added_to_the_other_sides_message(console) -> None:
    case = console.file()
    message = await write(console, case, "officer", "Please send a photo.")
    assert (await attach(console, case, message, PNG)).status_code == 404


async def test_files_are_few(console) -> None:
    case = console.file()
    message = await write(console, case, "citizen", "Photos.")
    answers = [(await attach(console, case, message, PNG + bytes([n]))).status_code for n in range(6)]
    assert answers == [201] * 5 + [413]


async def test_retention_takes_messages_and_files_with_their_case(console) -> None:
    case = console.file()
    services = console.casework.services
    message = await write(console, case, "citizen", "A photo.")
    await attach(console, case, message, PNG)
    long_ago = datetime.now(UTC) - timedelta(days=400)
    with services.database.writing() as session:
        session.get(Case, case).closed_at = long_ago
    folder = services.var / "attachments"
    for stored in folder.glob("*/*"):  # what was sent, and the picture written anew
        _aged(stored)
    counts = delete_expired(services.database, services.directory, datetime.now(UTC), services.var)
    assert (counts["cases"], counts["attachment files"]) == (1, 2)
    assert list(folder.glob("*/*")) == []
    with services.database.reading() as session:
        assert session.query(CaseMessage).count() == session.query(CaseAttachment).count() == 0


async def test_the_sweep_leaves_files_that_belong_to_somebody(console) -> None:
    case = console.file()
    services = console.casework.services
    message = await write(console, case, "citizen", "A photo.")
    await attach(console, case, message, PNG)
    for stored in (services.var / "attachments").glob("*/*"):
        _aged(stored)
    with services.database.writing() as session, gate_open(session):
        assert attachments.sweep(session, services.store) == 0


def _aged(path: Path) -> None:
    import os

    old = datetime.now(UTC).timestamp() - 7_200
    os.utime(path, (old, old))
