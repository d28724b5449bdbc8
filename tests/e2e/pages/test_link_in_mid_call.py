"""A caller asks for a link, sends a photograph and answers by it in a browser, while the call goes on: the line knows at its next turn."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from launcher.stack import Stack
from tests.e2e.conftest import Conversation
from tests.e2e.pages.conftest import PHONE, Opens
from tests.e2e.pages.test_case import PNG

NUMBER = "720 555 0143"
SENT_WITHIN_S = 90


@pytest.fixture
def on_the_phone(stack: Stack) -> Conversation:
    return Conversation(stack.settings.url("rasa"), stack.settings.bot_token, channel="voice")


def link_of(stack: Stack, seen: int) -> str:
    """The newest link that was texted, after `seen` others."""
    ends_at = time.monotonic() + SENT_WITHIN_S
    while time.monotonic() < ends_at:
        if len(found := links(stack)) > seen:
            return found[0]  # the newest comes first
        time.sleep(0.2)
    raise AssertionError("no link was sent")


def links(stack: Stack) -> list[str]:
    asking = {"Authorization": f"Bearer {stack.settings.token}"}
    answer = httpx.get(f"{stack.settings.url('casework')}/v1/dev/messages", headers=asking, trust_env=False)
    assert answer.status_code == 200, answer.text
    texts = [str(one["body"]) for one in answer.json()["messages"] if "/in/" in str(one.get("body"))]
    return [text.partition("/in/")[2].split()[0] for text in texts]


def asked_until(caller: Conversation, slot: str) -> dict[str, Any]:
    """No to every question until this one is asked."""
    said = caller.says("i lost my wallet")
    for _ in range(12):
        asked = said.get("ask", {}).get("slot")
        if asked == slot:
            return said
        said = caller.says("you can take it now" if asked == "self_service" else "no")
    raise AssertionError(f"{slot} was not asked")


def test_a_photograph_and_an_answer_by_the_link_are_known_at_the_next_turn_and_not_asked_again(
    stack: Stack, opens: Opens, on_the_phone: Conversation
) -> None:
    before = len(links(stack))
    asked_until(on_the_phone, "where")
    said = on_the_phone.says("can i send you a picture of it")
    assert "That needs a phone number" in said["text"]
    said = on_the_phone.says(NUMBER)
    for _ in range(3):  # whether it may be texted, where the form asks that apart
        if "sent you a link" in said["text"]:
            break
        said = on_the_phone.says("yes by text please")
    assert "I've sent you a link" in said["text"]
    assert said["ask"]["slot"] == "where"
    page = opens(f"/in/{link_of(stack, before)}", script=False, size=PHONE)
    page.get_by_role("button", name="Open my report").click()
    page.set_input_files("input[type=file]", {"name": "desk.png", "mimeType": "image/png", "buffer": PNG})
    page.locator("form[action='/report/file'] button").click()
    said = on_the_phone.says("at fourteen thirty seven bannock street")
    assert said["text"].startswith("I have your picture, thank you.")
    assert said["ask"]["slot"] != "where"
    assert "picture" not in on_the_phone.says("yesterday at noon")["text"]
