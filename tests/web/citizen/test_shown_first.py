"""What is said in a chat is shown at once, however long casework takes to say what else stands on the page."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from tests.web.citizen.conftest import Desk, Line, sends

SLOW_S = 4.0
NEED = {"type": "decision", "act": "ask", "need": "theft_cold"}
ASKS = {"type": "listening", "asking": "what"}
ADVICE = {"type": "said", "who": "assistant", "text": "Call 911 now.", "safety": True}


def news(person: httpx.Client, seen: int) -> str:
    return person.get("/chat/news", params={"seen": seen, "after": 0}).text


@pytest.mark.parametrize(
    "then",
    [[NEED, ADVICE, ASKS], [ADVICE, {"type": "transfer", "name": "911", "phone": "911", "reason": "emergency"}]],
    ids=["a report may be taken", "somebody is asked to come"],
)
def test_advice_in_danger_waits_for_nobody(
    person: httpx.Client, desk: Desk, line: Line, then: list[dict[str, Any]]
) -> None:
    desk.slow_s, line.then = SLOW_S, then
    began = time.monotonic()
    page = sends(person, "/chat", "/chat/say", text="He has a gun").headers["location"]
    assert "Call 911 now." in person.get(page).text
    assert "Call 911 now." in news(person, 0)
    assert time.monotonic() - began < SLOW_S


def test_that_files_can_be_put_to_the_report_comes_as_news_once_it_is_known(
    person: httpx.Client, desk: Desk, line: Line
) -> None:
    desk.slow_s, desk.report, line.then = 1.0, "a-report", [NEED, ASKS]
    sends(person, "/chat", "/chat/say", text="My bicycle was stolen")
    first = news(person, 0)
    assert "data-reporting" not in first
    seen = int(first.split("news?seen=")[1].split("&")[0])
    assert "data-reporting" in news(person, seen)


def test_a_page_without_script_that_asks_casework_in_time_shows_it_at_once(
    person: httpx.Client, desk: Desk, line: Line
) -> None:
    desk.report, line.then = "a-report", [NEED, ASKS]
    sends(person, "/chat", "/chat/say", text="My bicycle was stolen")
    assert "data-reporting" in person.get("/chat/").text
