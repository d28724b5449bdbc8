"""Cases as officers work with them: opened, kept close, moved on, answered; a chat that waits is taken by its ticket."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

import httpx
import pytest

from agencies.loader import load_agency
from tests.web.console.desk import a_case, a_chat, at_the_desk
from tests.web.console.office import Office
from tests.web.serving import token_in

CLOSE = "kept close"


def test_a_sensitive_case_opens_with_a_reason_that_stands_in_its_trail(office: Office) -> None:
    with office.signed_in("olga") as client:
        case = a_case(client, queue="sensitive")
        refused = client.get(f"/cases/{case}")
        assert (refused.status_code, CLOSE in refused.text) == (403, True)
        token = token_in(refused.text)
        assert client.post(f"/cases/{case}/why", data={"csrf": token, "reason": " "}).status_code == 422
        client.post(f"/cases/{case}/why", data={"csrf": token, "reason": "the caller is on the line"})
        opened = client.get(f"/cases/{case}")
        assert (opened.status_code, "the caller is on the line" in opened.text) == (200, True)
        other = next(one for one in range(1, 200) if one != case and CLOSE in client.get(f"/cases/{one}").text)
        assert client.get(f"/cases/{other}").status_code == 403


def test_the_reason_for_one_case_opens_no_other_that_is_put_beside_it(office: Office) -> None:
    with office.signed_in("olga") as client:
        case = a_case(client, queue="sensitive")
        token = token_in(client.get(f"/cases/{case}").text)
        client.post(f"/cases/{case}/why", data={"csrf": token, "reason": "the caller is on the line"})
        assert client.get(f"/cases/{case}").status_code == 200
        other = next(one for one in range(1, 200) if one != case and CLOSE in client.get(f"/cases/{one}").text)
        beside = client.get(f"/cases/{case}/compare/{other}")
        assert (beside.status_code, CLOSE in beside.text) == (403, True)
        client.post(f"/cases/{case}/compare/{other}/why", data={"csrf": token, "reason": "twice the same, she says"})
        assert client.get(f"/cases/{case}/compare/{other}").status_code == 200
        assert client.get(f"/cases/{other}").status_code == 403


def test_a_case_is_put_among_what_is_kept_close_with_a_reason(office: Office) -> None:
    with office.signed_in("olga") as client:
        case = a_case(client, queue="reports", stage="submitted")
        page = client.get(f"/cases/{case}").text
        given = {"csrf": token_in(page), "officer": "olga", "queue": "sensitive"}
        client.post(f"/cases/{case}/assignment", data=given)
        refused = client.get(f"/cases/{case}").text
        assert "usa-alert--error" in refused
        why = {"csrf": token_in(refused), "why": "her husband took it"}
        client.post(f"/cases/{case}/assignment", data=given | why)
        assert "her husband took it" in client.get(f"/cases/{case}").text


def test_a_case_is_found_by_its_number_whatever_became_of_it(office: Office) -> None:
    with office.signed_in("olga") as client:
        listed = client.get("/cases", params={"state": "closed"}).text
        known = re.search(r'href="/cases/(\d+)">(\d{4}-\d+)</a>', listed)
        assert known, listed[:2000]
        found = client.get("/cases", params={"q": known[2]}).text
    assert f'href="/cases/{known[1]}"' in found
    assert "1 found" in found


def test_a_case_is_reviewed_and_accepted_with_a_number(office: Office) -> None:
    with office.signed_in("olga") as client:
        case = a_case(client, queue="reports", stage="submitted")
        for move in ("review", "accept"):
            page = client.get(f"/cases/{case}").text
            assert f'id="do-{move}"' in page
            client.post(f"/cases/{case}/moves/{move}", data={"csrf": token_in(page)})
        page = client.get(f"/cases/{case}").text
    assert re.search(r"<h1>[^<]*, \d{4}-\d+</h1>", page)
    assert "no number yet" not in page


def test_a_move_that_casework_refuses_is_told_and_nothing_happens(office: Office) -> None:
    with office.signed_in("olga") as client:
        case = a_case(client, queue="reports", stage="under_investigation")
        page = client.get(f"/cases/{case}").text
        client.post(f"/cases/{case}/moves/review", data={"csrf": token_in(page)})
        again = client.get(f"/cases/{case}").text
    assert "usa-alert--error" in again


def test_what_a_person_will_get_is_shown_before_it_is_sent(office: Office) -> None:
    with office.signed_in("sam") as client:
        token = token_in(client.get("/cases/1").text)
        asked = {"csrf": token, "event": "please_call", "need": "theft_cold"}
        shown = client.post("/cases/1/preview", data=asked, headers={"HX-Request": "true"}).text
    assert "As a text" in shown
    assert "<html" not in shown


@pytest.mark.parametrize("when", ["", "yesterday", "1999-01-01T10:00"])
def test_an_appointment_without_a_time_ahead_is_not_told(office: Office, when: str) -> None:
    with office.signed_in("sam") as client:
        token = token_in(client.get("/cases/1").text)
        client.post("/cases/1/notices", data={"csrf": token, "event": "appointment_made", "when": when})
        assert "Give day and time" in client.get("/cases/1").text


async def test_a_chat_that_waits_goes_on_with_whoever_takes_its_ticket(office: Office) -> None:
    async with at_the_desk(office, "ben") as console, console.stream("GET", "/live/stream") as live:
        rows = live.aiter_lines()  # kept: who forgets it hangs up
        await anext(rows)  # Ben is there now: chats wait for him
        await _taken(office, console)


async def _taken(office: Office, console: httpx.AsyncClient) -> None:
    async with a_chat(office, console) as chat:
        await chat.tells("text", text="I want to speak to a person")
        await chat.until("transfer")
        ticket = office.hand_over(
            call_id=chat.call_id, channel="web"
        )  # the scripted bot makes none of its own at casework
        csrf = token_in((await console.get(f"/handovers/{ticket}")).text)
        taken = await console.post(f"/handovers/{ticket}/claim", data={"csrf": csrf})
        assert taken.status_code == 303, taken.text
        there = taken.headers["location"]
        assert there.startswith("/live/calls/"), (await console.get(there)).text
        await console.post(f"{there}/say", data={"csrf": csrf, "text": "I am here <now>"})
        said = await chat.until("said", who="person")
        assert (said["name"], said["text"]) == ("Ben Okafor", "I am here <now>")


def test_many_people_about_one_thing_are_shown_and_offered_as_a_notice_that_the_assistant_says(office: Office) -> None:
    for n in range(4):
        office.hand_over(need="power_outage", facts={"where": "1437 Bannock St"}, call_id=f"call-surge-{n}")
    with office.signed_in("sam") as client:
        until = time.monotonic() + 30  # what casework says is kept for some seconds
        while not (found := re.search(r'href="(/settings\?surge=power_outage[^"]+)"', client.get("/live").text)):
            assert time.monotonic() < until
            time.sleep(0.5)
        form = client.get(found[1].replace("&amp;", "&")).text
        assert "We know about this at 1437 Bannock St" in form
        name, ends = (re.search(rf'name="{part}"[^>]* value="([^"]+)"', form) for part in ("id", "ends"))
        assert name
        assert ends
        sent = {"id": name[1], "ends": ends[1], "say": "We know about the power.", "need": "power_outage"}
        client.post("/settings/notices", data=sent | {"csrf": token_in(form)})
    now = datetime.now(UTC)
    told = [one.say for one in load_agency("denver", office.agencies).notices if one.is_on(now, False, "power_outage")]
    assert "We know about the power." in told
    assert not [
        one for one in load_agency("denver", office.agencies).notices if one.is_on(now, False) and "power" in one.say
    ]
