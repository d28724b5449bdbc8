"""Contacts, and decisions about what failed: only for a named person, of that agency, and written down."""

from __future__ import annotations

import shutil
from typing import Any

import httpx
import pytest

from casework.notifications.contacts import save_contact
from casework.notifications.tables import Notification, NotificationEvent
from tests.casework.conftest import NOW
from tests.casework.notifications.steps import OFFICER, SUPERVISOR, trail

CITIZEN = {"Civicline-Actor": "citizen-3", "Civicline-Role": "citizen"}
DEAD = "d" * 32


@pytest.fixture(autouse=True)
def _a_second_agency(agencies_root: Any) -> None:
    """A neighbour that is set up as well, so that a 404 is not for the lack of it."""
    shutil.copytree(agencies_root / "denver", agencies_root / "lakewood")
    path = agencies_root / "lakewood" / "agency.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: denver", "id: lakewood"), encoding="utf-8")


@pytest.fixture
def contact(casework: Any) -> int:
    """A person of Denver, with one dead message and one event that could not be told."""
    with casework.services.database.writing() as session:
        found = save_contact(session, "denver", None, phone="+13035550199", wants=[])
        common = {"agency": "denver", "contact_id": found}
        about = {"case_id": 7, "event": "under_review", "given": {}, "flags": [], "at": NOW, "planned_at": NOW}
        session.add(NotificationEvent(id=1, key="a", state="planned", **common, **about))
        session.add(NotificationEvent(id=2, key="b", state="failed", why="no value for officer", **common, **about))
        session.flush()
        words = {"channel": "sms", "template": "under_review", "language": "en", "body": "words"}
        times = {"due_at": NOW, "created_at": NOW, "attempts": 6, "state": "dead"}
        session.add(Notification(id=DEAD, event_id=1, **common, **words, **times))
    return found


async def decide(casework: Any, path: str, agency: str = "denver", **body: Any) -> httpx.Response:
    known = {"actor": SUPERVISOR}
    answer: httpx.Response = await casework.client.post(f"/v1/agencies/{agency}{path}", json=known | body)
    return answer


RESOLVE, RETRY = f"/notifications/{DEAD}/resolve", "/notification-events/2/retry"


@pytest.mark.parametrize("headers", [OFFICER, CITIZEN])
async def test_who_looked_at_a_contact_stands_in_the_trail(
    casework: Any, contact: int, headers: dict[str, str]
) -> None:
    answer = await casework.client.get(f"/v1/agencies/denver/contacts/{contact}", headers=headers)
    assert answer.json()["phone"] == "+13035550199"
    who = (headers["Civicline-Actor"], headers["Civicline-Role"])
    assert trail(casework) == [("see_contact", *who, {"contact": contact})]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 400),
        ({"Civicline-Actor": "officer-7"}, 400),
        ({"Civicline-Actor": "Ada Lovelace", "Civicline-Role": "officer"}, 400),
        ({"Civicline-Actor": "rms", "Civicline-Role": "records_system"}, 403),
    ],
)
async def test_nobody_sees_or_changes_a_contact_without_saying_who_they_are(
    casework: Any, contact: int, headers: dict[str, str], status: int
) -> None:
    address = f"/v1/agencies/denver/contacts/{contact}"
    seen = await casework.client.get(address, headers=headers)
    changed = await casework.client.patch(address, json={"wants": ["sms"]}, headers=headers)
    assert (seen.status_code, changed.status_code) == (status, status)
    assert "+1303" not in seen.text
    assert trail(casework) == []


@pytest.mark.parametrize("agency", ["lakewood", "nowhere"])
async def test_the_contact_of_another_agency_is_as_one_that_there_is_not(
    casework: Any, contact: int, agency: str
) -> None:
    for method in ("GET", "PATCH"):
        body = {"json": {"wants": ["sms"]}} if method == "PATCH" else {}
        address = f"/v1/agencies/{agency}/contacts/"
        theirs = await casework.client.request(method, f"{address}{contact}", headers=OFFICER, **body)
        nobody = await casework.client.request(method, f"{address}99", headers=OFFICER, **body)
        assert (theirs.status_code, theirs.json()) == (404, nobody.json())
    assert trail(casework) == []


async def test_a_supervisor_tries_a_dead_message_and_a_failed_event_again(casework: Any, contact: int) -> None:
    assert (await decide(casework, RESOLVE, do="retry")).status_code == 204
    assert (await decide(casework, RETRY)).status_code == 204
    assert (await decide(casework, RETRY)).status_code == 409, "it does not wait twice"
    supervisor = ("lead-2", "supervisor")
    assert trail(casework) == [
        ("resolve_notification", *supervisor, {"notification": DEAD, "do": "retry"}),
        ("retry_notification_event", *supervisor, {"event": 2}),
    ]


@pytest.mark.parametrize(("path", "body"), [(RESOLVE, {"do": "discard"}), (RETRY, {})])
async def test_nobody_else_decides_about_what_failed(
    casework: Any, contact: int, path: str, body: dict[str, Any]
) -> None:
    for role in ("citizen", "call_taker", "officer", "system", "records_system"):
        answer = await decide(casework, path, actor={"id": "somebody", "role": role}, **body)
        assert answer.status_code == 403, role
    nameless = await casework.client.post(f"/v1/agencies/denver{path}", json=body)
    assert nameless.status_code == 400
    for agency in ("lakewood", "nowhere"):
        assert (await decide(casework, path, agency=agency, **body)).status_code == 404
    assert trail(casework) == []
    with casework.services.database.reading() as session:
        assert session.get_one(Notification, DEAD).state == "dead"
        assert session.get_one(NotificationEvent, 2).state == "failed"


@pytest.mark.parametrize("path", ["/v1/notification-events/2/retry", f"/v1/notifications/{DEAD}/resolve"])
async def test_the_addresses_that_asked_for_nobody_are_gone(casework: Any, contact: int, path: str) -> None:
    assert (await casework.client.post(path, json={"do": "discard", "by": "me"})).status_code == 404


@pytest.mark.parametrize("path", ["notifications", "notifications/summary", "notification-events"])
async def test_what_waits_is_shown_to_the_agencys_people_only(casework: Any, contact: int, path: str) -> None:
    address = f"/v1/agencies/denver/{path}"
    assert (await casework.client.get(address)).status_code == 400
    assert (await casework.client.get(address, headers=CITIZEN)).status_code == 403
    assert (await casework.client.get(address, headers=OFFICER)).status_code == 200


@pytest.mark.parametrize("event", ["0", "-1", "x", "99999999999999999999", "2%00"])
async def test_an_event_that_there_cannot_be_is_not_found(casework: Any, contact: int, event: str) -> None:
    assert (await decide(casework, f"/notification-events/{event}/retry")).status_code == 404


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"phone": "900 555 0199"}, "costs whoever calls it"),
        ({"phone": "303 976 5555"}, "costs whoever calls it"),
        ({"phone": "555 0199"}, "not a telephone number"),
        ({"email": "ada@example.org\r\nBcc: all@example.org"}, "not an e-mail address"),
        ({"restart": ["fax"]}, "restart"),
    ],
)
async def test_a_contact_takes_no_dear_number_and_no_second_header(
    casework: Any, contact: int, change: dict[str, Any], says: str
) -> None:
    address = f"/v1/agencies/denver/contacts/{contact}"
    refused = await casework.client.patch(address, json=change, headers=OFFICER)
    assert refused.status_code == 400
    assert says in refused.json()["error"]["message"]
    assert trail(casework) == [], "nothing was changed, so nothing is written"
