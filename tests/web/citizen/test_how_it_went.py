"""A chat that is over asks whether it helped, where the agency wants it: once, and nobody whose chat was an emergency or broke off."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest

from tests.web.citizen.conftest import Desk, Line, sends
from web.citizen.chat.pages import _asks_how_it_went
from web.citizen.chat.room import Room

ASKED = "Did you get what you needed?"


def over(person: httpx.Client, line: Line) -> str:
    """The page of a chat that its person ended."""
    line.then = [{"type": "said", "who": "assistant", "text": "It is at the impound lot."}, {"type": "listening"}]
    sends(person, "/chat", "/chat/say", text="My car was towed")
    assert ASKED not in person.get("/chat/").text
    return sends(person, "/chat", "/chat/end").headers["location"]


@pytest.mark.parametrize(("said", "helped"), [("yes", True), ("no", False)])
def test_the_answer_is_kept_with_the_call_and_asked_for_once(
    person: httpx.Client, desk: Desk, line: Line, said: str, helped: bool
) -> None:
    assert ASKED in person.get(over(person, line), follow_redirects=True).text
    sends(person, "/chat", "/chat/helped", helped=said)
    ((path, body, _),) = desk.sent
    assert path.startswith("/v1/calls/")
    assert path.endswith("/survey")
    assert body == {"agency": "denver", "helped": helped}
    page = person.get("/chat/").text
    assert "Thank you. Your answer was kept." in page
    assert ASKED not in page


def test_an_answer_that_was_not_asked_for_is_kept_nowhere(person: httpx.Client, desk: Desk, line: Line) -> None:
    line.then = [{"type": "listening"}]
    sends(person, "/chat", "/chat/say", text="My car was towed")
    sends(person, "/chat", "/chat/helped", helped="no")
    assert desk.sent == [], "the chat goes on"
    sends(person, "/chat", "/chat/end")
    sends(person, "/chat", "/chat/helped", helped="maybe")
    assert desk.sent == []


def test_what_casework_does_not_keep_is_not_said_to_be_kept(person: httpx.Client, desk: Desk, line: Line) -> None:
    over(person, line)
    desk.refuses = True
    assert sends(person, "/chat", "/chat/helped", helped="yes").status_code == 303
    assert "Thank you. Your answer was kept." not in person.get("/chat/").text


def test_the_page_of_a_report_asks_where_casework_says_so(person: httpx.Client, desk: Desk) -> None:
    sends(person, "/case/sign-in", reference="12345", pin="4711")
    assert ASKED not in person.get("/case").text
    desk.asks_how = True
    assert ASKED in person.get("/case").text
    assert sends(person, "/case", "/case/helped", helped="no").headers["location"] == "/case#how"
    assert [(path, body) for path, body, _ in desk.sent] == [("/v1/person-session/helped", {"helped": False})]
    desk.helped = False
    assert "Thank you. Your answer was kept." in person.get("/case").text


@pytest.mark.parametrize(
    ("wanted", "room", "asks"),
    [
        (True, {"over": True, "call_id": "c-1"}, True),
        (False, {"over": True, "call_id": "c-1"}, False),
        (True, {"over": False, "call_id": "c-1"}, False),
        (True, {"over": True, "call_id": "c-1", "emergency": True}, False),
        (True, {"over": True, "call_id": "c-1", "lost": True}, False),
        (True, {"over": True}, False),
    ],
)
def test_who_is_asked(wanted: bool, room: dict[str, Any], asks: bool) -> None:
    info = SimpleNamespace(asks_how_it_went=wanted)
    request = SimpleNamespace(ctx=SimpleNamespace(look=SimpleNamespace(agency=SimpleNamespace(info=info))))
    assert _asks_how_it_went(cast("Any", request), Room("denver", **room)) is asks
