"""Flags by hand over HTTP, the contact of a case, and who may open a case that is kept close."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from casework.cases.tables import Case
from casework.cases.thrive import ELEMENTS
from casework.notifications.contacts import save_contact
from casework.notifications.tables import NotificationEvent
from casework.trail.tables import AuditEntry
from tests.casework.conftest import trail
from tests.casework.console import Console

SAID = {"flag": "domestic_violence", "reason": "she said so at the door"}


def person(casework: Any, **fields: Any) -> int:
    with casework.services.database.writing() as session:
        known = {"name": "Ada Lovelace", "phone": "+13035550142", "wants": ["sms"]}
        return save_contact(session, "denver", None, **known | fields)


async def test_a_call_taker_sets_a_flag_and_everybody_sees_it(casework: Any, console: Console) -> None:
    case = console.file(contact_id=person(casework))
    answer = await console.post(f"/cases/{case}/flags", "call_taker", **SAID)
    assert answer.status_code == 200
    assert answer.json()["flags"] == ["domestic_violence"]
    seen = (await console.get(f"/cases/{case}", "supervisor")).json()
    assert seen["flags"] == ["domestic_violence"]
    assert seen["contact"]["phone"] == "+13035550142"
    assert seen["contact"]["flags"] == ["domestic_violence"]
    assert ("flag", "officer-7", "call_taker", {"flag": "domestic_violence"}) in trail(casework)


async def test_flags_are_refused_without_a_reason_or_a_right(casework: Any, console: Console) -> None:
    case = console.file(contact_id=person(casework))
    assert (await console.post(f"/cases/{case}/flags", flag="stalking")).status_code == 400
    assert (await console.post(f"/cases/{case}/flags", flag="bad", reason="x")).status_code == 400
    assert (await console.post(f"/cases/{case}/flags", "citizen", **SAID)).status_code in (403, 409)
    assert (await console.post("/cases/99999/flags", **SAID)).status_code == 404


async def test_a_person_is_flagged_whatever_their_case(casework: Any, console: Console) -> None:
    contact = person(casework)
    other = console.file(contact_id=person(casework))
    answer = await console.post(
        f"/contacts/{contact}/flags", "call_taker", flag="shared_phone", reason="her brother answers"
    )
    assert answer.status_code == 200
    assert answer.json()["flags"] == ["shared_phone"]
    assert (await console.get(f"/cases/{other}", "supervisor")).json()["flags"] == ["shared_phone"]
    taken = await console.post(
        f"/contacts/{contact}/flags/removals", flag="shared_phone", reason="her own telephone now"
    )
    assert taken.json()["flags"] == []


async def test_the_supervisors_list_takes_domestic_violence(casework: Any, console: Console) -> None:
    entry = {"flag": "domestic_violence", "match": "phone", "value": "303 555 0142", "until": "2027-06-01T00:00:00Z"}
    assert (await console.post("/flags", "supervisor", **entry)).status_code == 201


async def test_a_case_of_a_sensitive_queue_is_for_those_who_serve_it(casework: Any, console: Console) -> None:
    case = console.file(need="sexual_assault", contact_id=person(casework))
    refused = await console.get(f"/cases/{case}", "officer")
    assert refused.status_code in (403, 409)
    assert "Civicline-Why" in refused.json()["error"]["message"]
    for path in ("messages", "evidence", "audit"):
        assert (await console.get(f"/cases/{case}/{path}", "officer")).status_code in (403, 409), path
    assert (await console.get(f"/cases/{case}", "supervisor")).json()["contact"]["name"] == "Ada Lovelace"
    line = next(one for one in (await console.get("/cases", "officer")).json()["cases"] if one["case"] == case)
    assert line.get("place") is None
    await console.post(f"/cases/{case}/assignment", "supervisor", officer="officer-7")
    assert (await console.get(f"/cases/{case}", "officer")).json()["contact"]["name"] == "Ada Lovelace"


async def test_a_reason_opens_it_and_stands_in_the_trail(casework: Any, console: Console) -> None:
    case = console.file(need="sexual_assault", contact_id=person(casework))
    headers = console.who("call_taker", "taker-3") | {"Civicline-Why": "she%20is%20on%20the%20line"}
    answer = await casework.client.get(f"/v1/agencies/denver/cases/{case}", headers=headers)
    assert answer.status_code == 200
    assert answer.json()["contact"]["phone"] == "+13035550142"
    entries = (await console.get(f"/cases/{case}/audit", "supervisor")).json()["entries"]
    assert [one.get("why") for one in entries if one["action"] == "see" and one["actor"] == "taker-3"] == [
        "she is on the line"
    ]


async def test_the_contact_of_somebody_elses_case_is_not_shown_by_the_way(casework: Any, console: Console) -> None:
    case = console.file(contact_id=person(casework))
    await console.post(f"/cases/{case}/assignment", "supervisor", officer="officer-99")
    assert (await console.get(f"/cases/{case}", "officer")).json().get("contact") is None


def in_trail(casework: Any, action: str) -> list[str | None]:
    with casework.services.database.reading() as session:
        return [
            one.why or one.details.get("why")
            for one in session.scalars(select(AuditEntry).where(AuditEntry.action == action))
        ]


BY_WHO_DOES_NOT_SERVE_IT: dict[str, tuple[str, str, dict[str, Any]]] = {
    "give it to themselves": ("assignment", "officer", {"officer": "officer-7"}),
    "put it in another queue": ("assignment", "officer", {"queue": "reports"}),
    "move it": ("moves", "officer", {"move": "review"}),
    "a link to its person's page": ("invitations", "call_taker", {}),
    "let messages go again": ("flags/removals", "officer", {"flag": "domestic_violence", "reason": "a mistake"}),
    "write to its person": ("messages", "call_taker", {"text": "where are you now?"}),
    "say that messages were read": ("messages/read", "officer", {"up_to": 1}),
    "change what was said": (
        "corrections",
        "officer",
        {"question": "where", "value": "elsewhere", "why": "they said so"},
    ),
    "tell of an appointment": ("notices", "officer", {"event": "property_ready", "values": {}}),
    "assess it": ("thrive", "officer", {"levels": dict.fromkeys(ELEMENTS, "low"), "note": "no risk"}),
}


@pytest.mark.parametrize("what", BY_WHO_DOES_NOT_SERVE_IT)
async def test_a_case_that_is_kept_close_is_not_changed_without_a_reason_by_who_does_not_serve_it(
    casework: Any, console: Console, what: str
) -> None:
    """Else a colleague who is the one to be feared gives it to themselves, or a link to her page."""
    case = console.file(need="dv_current", contact_id=person(casework))
    await console.post(f"/cases/{case}/flags", "call_taker", flag="domestic_violence", reason="she says so")
    path, role, body = BY_WHO_DOES_NOT_SERVE_IT[what]
    before = len(trail(casework))
    headers = console.who(role) | {"Idempotency-Key": "k"}
    address = f"/v1/agencies/denver/cases/{case}/{path}"
    refused = await casework.client.post(
        address, json={"actor": {"id": "officer-7", "role": role}, **body}, headers=headers
    )
    assert (refused.status_code, "Civicline-Why" in refused.text) == (409, True), refused.text
    assert len(trail(casework)) == before
    assert (await console.get(f"/cases/{case}", "officer")).status_code == 409, "and it is not theirs"


async def test_with_a_reason_it_is_changed_and_the_reason_stands_in_the_trail(casework: Any, console: Console) -> None:
    case = console.file(need="dv_current", contact_id=person(casework))
    headers = console.who("officer") | {"Idempotency-Key": "k", "Civicline-Why": "she%20stands%20at%20the%20desk"}
    body = {"actor": {"id": "officer-7", "role": "officer"}, "officer": "officer-7"}
    done = await casework.client.post(f"/v1/agencies/denver/cases/{case}/assignment", json=body, headers=headers)
    assert done.status_code == 200, done.text
    assert in_trail(casework, "see") == ["she stands at the desk"]
    assert (await console.get(f"/cases/{case}", "officer")).status_code == 200


async def test_what_lies_near_a_case_that_is_kept_close_is_not_told_either(casework: Any, console: Console) -> None:
    case = console.file(need="sexual_assault", contact_id=person(casework))
    assert (await console.get(f"/cases/{case}/duplicates", "officer")).status_code == 409
    assert (await console.get(f"/cases/{case}/duplicates", "supervisor")).status_code == 200


async def test_whoever_is_in_danger_is_flagged_by_anybody_at_once(casework: Any, console: Console) -> None:
    case = console.file(need="sexual_assault", contact_id=person(casework))
    done = await console.post(
        f"/cases/{case}/flags", "call_taker", flag="domestic_violence", reason="he is at the door"
    )
    assert done.status_code == 200, done.text


@pytest.mark.parametrize("need", ["sexual_assault", "theft"])
async def test_how_to_reach_a_person_is_for_those_who_serve_their_case(
    casework: Any, console: Console, need: str
) -> None:
    contact = person(casework)
    case = console.file(need=need, contact_id=contact)
    await console.post(f"/cases/{case}/assignment", "supervisor", officer="officer-99")
    await console.post(f"/cases/{case}/flags", "supervisor", flag="shared_phone", reason="her brother answers")
    address, mine, others = (
        f"/v1/agencies/denver/contacts/{contact}",
        console.who("officer", "officer-99"),
        console.who(),
    )
    change = {"phone": "303 555 0177"}  # to which codes would be sent
    assert (await casework.client.get(address, headers=others)).status_code == 409
    assert (await casework.client.patch(address, json=change, headers=others)).status_code == 409
    off = await console.post(f"/contacts/{contact}/flags/removals", flag="shared_phone", reason="a mistake")
    assert off.status_code == 409
    assert (await casework.client.get(address, headers=mine)).json()["phone"] == "+13035550142"
    why = {"Civicline-Why": "her%20officer%20is%20ill"}
    assert (await casework.client.get(address, headers=others | why)).json()["phone"] == "+13035550142"
    assert (await casework.client.patch(address, json=change, headers=others | why)).status_code == 200
    assert in_trail(casework, "see_contact") == [None, "her officer is ill"]
    assert in_trail(casework, "change_contact") == ["her officer is ill"]


async def test_who_has_no_case_yet_is_reached_by_whoever_takes_the_report(casework: Any, console: Console) -> None:
    address = f"/v1/agencies/denver/contacts/{person(casework)}"
    assert (await casework.client.get(address, headers=console.who("call_taker"))).status_code == 200


async def test_a_case_that_is_kept_close_is_not_found_by_its_place_which_would_tell_where_it_was(
    console: Console,
) -> None:
    case = console.file(need="child_abuse", place="1437 Bannock Street", answers={"where": "1437 Bannock Street"})
    other = console.file(place="1437 Bannock Street")

    async def found(role: str) -> list[int]:
        return [one["case"] for one in (await console.get("/cases", role, q="1437 Bannock")).json()["cases"]]

    assert await found("officer") == [other]
    assert await found("supervisor") == [case, other]
    await console.post(f"/cases/{case}/assignment", "supervisor", officer="officer-7")
    assert await found("officer") == [case, other]


async def test_a_case_that_is_kept_close_does_not_stand_beside_one_of_the_same_place(console: Console) -> None:
    plain, close = console.file(), console.file()
    with console.casework.services.database.writing() as session:
        session.get_one(Case, close).queue = "sensitive"

    async def beside(role: str) -> list[int]:
        return [one["case"] for one in (await console.get(f"/cases/{plain}/duplicates", role)).json()["cases"]]

    assert (await beside("officer"), await beside("supervisor")) == ([], [close])


async def test_why_nothing_was_told_of_a_case_that_is_kept_close_is_for_those_who_serve_it(console: Console) -> None:
    """The rule may be that somebody is in danger."""
    case, plain = (
        console.file(need=need, contact_id=person(console.casework)) for need in ("child_abuse", "theft_cold")
    )
    with console.casework.services.database.writing() as session:
        for event in session.scalars(select(NotificationEvent)):
            event.state, event.why = "suppressed", "stalking"
    path = f"/v1/agencies/denver/notification-events?case={case}"

    async def seen(role: str, address: str = path, **more: str) -> set[str]:
        told = await console.casework.client.get(address, headers=console.who(role) | more)
        return {one["why"] for one in told.json()["events"]}

    assert await seen("officer") == {"kept_close"}
    assert await seen("supervisor") == await seen("officer", **{"Civicline-Why": "I%20ring%20her"}) == {"stalking"}
    assert await seen("officer", f"/v1/agencies/denver/notification-events?case={plain}") == {"stalking"}
    whole = "/v1/agencies/denver/notification-events"
    assert await seen("officer", whole, **{"Civicline-Why": "all%20of%20them"}) == {"stalking", "kept_close"}
    looks = [one[3] for one in trail(console.casework) if one[0] == "list_untold" and one[1] == "officer-7"]
    assert {"case": case, "why": "I ring her"} in looks
