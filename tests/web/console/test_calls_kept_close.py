"""Calls about what is sensitive, as people of the console meet them: no words in lists, a reason opens one, taking it serves its caller."""

from __future__ import annotations

import uuid

import pytest

from tests.casework.calls.test_calls import record
from tests.web.console.office import Office
from tests.web.serving import token_in

SAID = "he has changed the locks"
WISH = "an officer who is a woman"


@pytest.fixture
def call(office: Office) -> str:
    turns = [{"who": "caller", "at_ms": 1200, "text": SAID, "by": "speech"}]
    return office.file(record(call_id=f"call-{uuid.uuid4().hex[:8]}", need="sexual_assault", turns=turns))


@pytest.fixture
def ticket(office: Office) -> str:
    said = [{"who": "caller", "text": SAID}]
    return office.hand_over(need="sexual_assault", wish=WISH, transcript=said)


def test_a_record_opens_with_a_reason_and_the_next_one_wants_its_own(office: Office, call: str) -> None:
    other = office.file(record(call_id=f"call-{uuid.uuid4().hex[:8]}", need="dv_current"))
    with office.signed_in("olga") as client:
        assert "kept close" in client.get("/calls?need=sexual_assault").text
        refused = client.get(f"/calls/{call}")
        assert (refused.status_code, SAID in refused.text) == (403, False)
        token = token_in(refused.text)
        assert client.post(f"/calls/{call}/why", data={"csrf": token, "reason": "x"}).status_code == 422
        given = client.post(f"/calls/{call}/why", data={"csrf": token, "reason": "she asked me to ring her"})
        assert given.headers["location"] == f"/calls/{call}"
        assert SAID in client.get(f"/calls/{call}").text
        assert client.get(f"/calls/{other}").status_code == 403
    with office.signed_in("sam") as client:
        assert SAID in client.get(f"/calls/{call}").text


def test_who_takes_a_hand_over_reads_it_and_a_colleague_does_not(office: Office, ticket: str) -> None:
    with office.signed_in("ana") as client:
        board = client.get("/live").text
        assert f'id="ticket-{ticket}"' in board, "it waits, so that somebody comes"
        assert WISH not in board
        page = client.get(f"/handovers/{ticket}")
        assert (page.status_code, SAID in page.text) == (403, False)
        taken = client.post(f"/handovers/{ticket}/claim", data={"csrf": token_in(page.text)})
        assert taken.headers["location"] == f"/handovers/{ticket}"
        mine = client.get(f"/handovers/{ticket}").text
        assert SAID in mine
        assert WISH in mine
    with office.signed_in("ben") as client:
        page = client.get(f"/handovers/{ticket}")
        assert (page.status_code, SAID in page.text) == (403, False)
        client.post(f"/handovers/{ticket}/claim", data={"csrf": token_in(page.text)})
        assert client.get(f"/handovers/{ticket}").status_code == 403, "ana was first"
        token = token_in(client.get(f"/handovers/{ticket}").text)
        client.post(f"/handovers/{ticket}/why", data={"csrf": token, "reason": "ana is ill today"})
        assert SAID in client.get(f"/handovers/{ticket}").text


def test_the_live_page_of_such_a_call_that_is_over_leads_to_where_a_reason_is_asked_for(
    office: Office, call: str
) -> None:
    with office.signed_in("ben") as client:
        led = client.get(f"/live/calls/{call}")
        assert (led.status_code, led.headers.get("location")) == (303, f"/calls/{call}")


def test_a_call_back_that_is_kept_close_is_rung_with_a_reason_or_by_who_took_its_story(office: Office) -> None:
    names = []
    for key in ("one", "two"):
        call = f"call-{key}-{uuid.uuid4().hex[:8]}"
        ticket = office.hand_over(need="sexual_assault", wish=WISH, call_id=call)
        names.append((office.call_back(ticket, call_id=call, need="sexual_assault", number="7205550147"), ticket))
    (by_reason, _), (by_taking, ticket) = names
    shown = "tel:+17205550147"
    with office.signed_in("ana") as client:
        page = client.get("/call-backs").text
        assert (shown in page, f'href="/call-backs/{by_reason}"' in page) == (False, True)
        refused = client.get(f"/call-backs/{by_reason}")
        assert (refused.status_code, "7205550147" in refused.text) == (403, False)
        told = client.post(f"/call-backs/{by_reason}/done", data={"csrf": token_in(page), "outcome": "reached"})
        assert told.headers["location"] == f"/call-backs/{by_reason}"
        assert by_reason in client.get("/call-backs").text, "nothing was closed"
        token = token_in(refused.text)
        client.post(f"/call-backs/{by_reason}/why", data={"csrf": token, "reason": "I ring her now"})
        page = client.get(f"/call-backs/{by_reason}").text
        assert shown in page
        client.post(f"/call-backs/{by_reason}/done", data={"csrf": token_in(page), "outcome": "reached"})
        assert by_reason not in client.get("/call-backs").text
        client.post(f"/handovers/{ticket}/claim", data={"csrf": token_in(page)})
        page = client.get("/call-backs").text
        assert (shown in page, f'action="/call-backs/{by_taking}/done"' in page) == (True, True)
    with office.signed_in("ben") as client:
        assert shown not in client.get("/call-backs").text
    with office.signed_in("sam") as client:
        assert shown in client.get("/call-backs").text


def test_the_live_page_which_is_one_for_all_shows_no_words_that_only_one_of_them_may_read(office: Office) -> None:
    call = f"call-{uuid.uuid4().hex[:8]}"
    first = office.hand_over(need="sexual_assault", call_id=call)
    with office.signed_in("ana") as client:
        token = token_in(client.get("/live").text)
        client.post(f"/handovers/{first}/claim", data={"csrf": token})
        client.post(f"/handovers/{first}/done", data={"csrf": token, "outcome": "helped"})
        ticket = office.hand_over(need="sexual_assault", wish=WISH, call_id=call)
        board = client.get("/live").text
        assert (f'id="ticket-{ticket}"' in board, WISH in board) == (True, False)
        assert WISH in client.get(f"/handovers/{ticket}").text, "she serves this caller"
