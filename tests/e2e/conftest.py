"""The real processes, started once for all end-to-end tests on ports of their own, with a sample city of their own."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from typing import Any, Iterator

import pytest

from launcher import rest, sample_data
from launcher.sample_data import CASE
from launcher.stack import Stack
from launcher.temporary import temporary_stack
from tests.patience import patient

START_WITHIN_S = 600  # a model may have to be trained first
# all tests come from one address, which asks more in a minute than a street full of people: how much one may do is tried in
# tests/web/shared, not here
MUCH = {f"CIVICLINE_{name}": "10000" for name in ("REQUESTS_A_MINUTE", "CHATS_AN_HOUR", "SIGN_INS_AN_HOUR")}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.timeout(START_WITHIN_S))


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    read = {"CIVICLINE_DEV_MESSAGES": "true"}  # what would have been sent can be read
    with patient(**MUCH, **read), temporary_stack() as started:
        yield started


@dataclass
class Conversation:
    """One caller, who writes unless `channel` is voice; remembers every answer."""

    base_url: str
    token: str
    call_id: str = field(default_factory=lambda: f"e2e-{uuid.uuid4().hex[:12]}")
    turns: list[rest.BotTurn] = field(default_factory=list)
    channel: str = "web"

    def says(self, message: str) -> dict[str, Any]:
        """The decision of the turn, with the words in `text`."""
        metadata = {"agency": "denver", "channel": self.channel, "language": "en", "call_id": self.call_id}
        asking = self.turns[-1].decision.get("ask", {}).get("slot") if self.turns else None
        extra = {"asking": asking} if asking else {}
        turn = rest.send(self.base_url, self.token, self.call_id, message, {**metadata, **extra})
        self.turns.append(turn)
        return {**turn.decision, "text": " ".join(turn.texts)}


@pytest.fixture
def caller(stack: Stack) -> Conversation:
    return Conversation(stack.settings.url("rasa"), stack.settings.bot_token)


@dataclass(frozen=True)
class SampleCase:
    number: str
    access_code: str
    pin: str
    expect: str


@pytest.fixture(scope="session")
def sample_case(stack: Stack) -> SampleCase:
    """The first made-up case that casework named, with what should be said about it."""
    text = sample_data.note(stack.settings).read_text(encoding="utf-8")
    case, expected = CASE.search(text), re.search(r"expect: (.+)", text)
    assert case is not None, text
    assert expected is not None, text
    number, access_code, pin = case.groups()
    return SampleCase(number, access_code, pin, expected.group(1))
