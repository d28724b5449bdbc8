"""PINs, access codes and case numbers are in nothing that is kept of a conversation: not spoken, keyed, or said back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, List, Optional

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa_sdk import Tracker

from actions.turn import transcript
from tests.bot.tracker_store.test_tracker_store import agencies, store  # noqa: F401  # a fixture
from tracker_store.masking import masked


def turn(text: str, asking: Optional[str] = None, **parsed: Any) -> UserUttered:
    known = {"intent": {"name": "inform"}, "entities": [], "text": text, "metadata": {"asking": asking}, **parsed}
    return UserUttered(text, intent=known["intent"], parse_data=known, metadata={"asking": asking})


KEYS = turn('/dtmf{"digits": "8364"}', "pin", entities=[{"entity": "digits", "value": "8364"}])
SPOKEN = turn("it's eight three six four", "pin", facts={"pin": "8364"}, entities=[{"entity": "pin", "value": "8364"}])
UNASKED = turn(
    "my pin is 8364 and the bike is red",
    "where",
    facts={"pin": "8364", "vehicle": "red bike"},
    entities=[{"entity": "pin", "value": "8364", "start": 10, "end": 14}, {"entity": "vehicle", "value": "red bike"}],
)
CODE = BotUttered(
    "Your code is four two seven, one nine. Bye.",
    {},
    {"secret": "four two seven, one nine", "code": "four two seven, one nine"},
)


@pytest.mark.parametrize("event", [KEYS, SPOKEN, UNASKED, CODE], ids=["keys", "spoken", "unasked", "said"])
def test_a_secret_is_gone_from_the_text_and_from_all_that_was_understood(event: Event) -> None:
    written = json.dumps(masked(event.as_dict()))
    for secret in ("8364", "eight three six four", "four two seven"):
        assert secret not in written


def test_what_was_said_beside_the_secret_stays() -> None:
    found = masked(UNASKED.as_dict())
    assert found["text"] == "my pin is [number] and the bike is red"
    assert found["parse_data"]["facts"] == {"vehicle": "red bike"}
    assert masked(CODE.as_dict())["text"] == "Your code is [number]. Bye."


@pytest.mark.parametrize(
    "event",
    [
        turn("one moment please", "pin"),
        turn("i have 4 bikes", "pin"),
        turn("call 303 555 0123", "phone"),
        BotUttered("Hello."),
    ],
)
def test_a_turn_without_a_secret_is_the_same_object(event: Event) -> None:
    written = event.as_dict()
    assert masked(written) is written


async def test_neither_way_of_writing_keeps_a_secret(agencies: Path) -> None:  # noqa: F811
    """The first save of a conversation goes through Rasa, later ones through our own statement."""
    kept = store(agencies)
    tracker: Optional[DialogueStateTracker] = DialogueStateTracker.from_events("call-1", [SPOKEN, CODE])
    assert tracker is not None
    await kept.save(tracker)
    tracker = await kept.retrieve("call-1")
    assert tracker is not None
    tracker.update_with_events([KEYS, UNASKED], Domain.empty())
    await kept.save(tracker)
    files = b"".join(path.read_bytes() for path in agencies.parent.glob("tracker.db*"))
    assert b"bike is red" in files
    assert not [secret for secret in (b"8364", b"eight three six four", b"four two seven") if secret in files]


async def test_an_event_broker_hears_no_secret(agencies: Path) -> None:  # noqa: F811
    heard: List[Dict[str, Any]] = []

    class Broker:
        def publish(self, event: Dict[str, Any]) -> None:
            heard.append(event)

    await store(agencies)._stream_new_events(Broker(), [SPOKEN, CODE], "call-1")  # type: ignore[arg-type]
    assert len(heard) == 2
    assert "eight three six four" not in json.dumps(heard)
    assert "four two seven" not in json.dumps(heard)


def test_a_ticket_hears_no_secret() -> None:
    events = [event.as_dict() for event in (SPOKEN, CODE, UNASKED)]
    told = json.dumps(transcript(Tracker("c", {}, {}, events, False, None, {}, "action_listen")))
    assert "bike is red" in told
    assert not [secret for secret in ("8364", "eight three six four", "four two seven") if secret in told]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("the code's one five four six oh", "the code's [number]"),
        ("my social is 521 44 9087 and i live on zuni", "my social is [number] and i live on zuni"),
        ("i live at 4417 Zuni Street", "i live at 4417 Zuni Street"),
    ],
)
def test_a_number_that_is_called_a_code_is_masked_as_in_the_call_record(said: str, kept: str) -> None:
    """Also where nothing was asked and nothing was understood; a house number stays for the call-taker's story."""
    assert masked(turn(said, "where").as_dict())["text"] == kept
