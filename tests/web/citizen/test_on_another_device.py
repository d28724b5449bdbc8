"""A chat goes on on another device by a code: whose pages ask is told, what cannot be known now is no wrong code, and few are made."""

from __future__ import annotations

import httpx
import pytest

from tests.web.citizen.conftest import Line, sends


@pytest.fixture
def chatting(person: httpx.Client, line: Line) -> httpx.Client:
    line.then = [{"type": "listening"}]
    sends(person, "/chat", "/chat/say", text="My bicycle was stolen")
    return person


def test_the_connector_is_told_on_whose_pages_a_code_is_made_and_used(chatting: httpx.Client, line: Line) -> None:
    assert "1234 5678" in sends(chatting, "/chat", "/chat/elsewhere").text
    assert line.got[-1]["agency"] == "denver"
    assert sends(chatting, "/chat/code", code="1234 5678").status_code in (302, 303)
    (asked,) = [one for one in line.got if one.get("code") == "12345678"]
    assert asked["agency"] == "denver"


def test_a_code_that_leads_nowhere_is_told_so(chatting: httpx.Client, line: Line) -> None:
    line.refuses = "gone"
    page = sends(chatting, "/chat/code", code="12345678")
    assert page.status_code == 422
    assert "Get a new one" in page.text


def test_what_cannot_be_looked_up_now_is_no_old_code(chatting: httpx.Client, line: Line) -> None:
    line.refuses = "again"
    page = sends(chatting, "/chat/code", code="12345678")
    assert page.status_code == 503
    assert "The code is still good" in page.text


@pytest.mark.parametrize("refuses", ["again", "gone"])
def test_where_no_code_can_be_made_the_chat_goes_on_and_says_so(
    chatting: httpx.Client, line: Line, refuses: str
) -> None:
    line.refuses = refuses
    page = sends(chatting, "/chat", "/chat/elsewhere")
    assert page.status_code == 503
    assert "try again in a moment" in page.text
    assert "My bicycle was stolen" in page.text
    assert "not available" not in page.text


def test_a_chat_makes_no_more_than_ten_codes_an_hour(chatting: httpx.Client) -> None:
    made = [sends(chatting, "/chat", "/chat/elsewhere").status_code for _ in range(11)]
    assert made == [200] * 10 + [429]


def test_who_leaves_quickly_ends_what_leads_into_the_chat_and_another_site_does_not(
    chatting: httpx.Client, line: Line
) -> None:
    chatting.get("/leave", headers={"Sec-Fetch-Site": "cross-site"})
    sends(chatting, "/chat", "/chat/elsewhere")
    (name,) = [one["lend"] for one in line.got if "lend" in one]
    assert not any("leave" in one for one in line.got)
    chatting.get("/leave")
    told = {"type": "start", "token": "", "mode": "text", "leave": name, "agency": "denver"}
    assert line.gets(told)
