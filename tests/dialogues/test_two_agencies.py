"""Two agencies of two countries on the same processes, turn by turn beside each other: neither hears a word of the other's."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import UTC, datetime

import httpx
import pytest

from casework import schema
from casework.access.pins import hasher
from casework.database import Database
from launcher.stack import Stack
from tests.dialogues.line import Caller, Reply

DENVERS = re.compile(
    r"denver|colorado|nine one one|\b911\b|three one one|\b311\b|call-taker|dollar|aurora|colfax|\+1\d{10}|neighbor\b|trash",
    re.IGNORECASE,
)
THORNMOUTHS = re.compile(r"thornmouth|nine nine nine|\b999\b|call handler|borough|pounds|\+44|warden", re.IGNORECASE)
# what callers say; what of the answer is wanted in Thornmouth: decision, and part of the text
TALKS: dict[str, list[tuple[str, dict[str, str], str]]] = {
    "help": [("help", {"act": "ask"}, "hang up and dial nine nine nine")],
    "a person": [("can i speak to a person please", {"act": "transfer"}, "put you through to a call handler")],
    "an emergency": [("my dad collapsed and he's not breathing", {"disposition": "911"}, "dial nine nine nine")],
    "their own number": [("i need nine nine nine right now", {"disposition": "911"}, "dial nine nine nine")],
    "thanks": [("thank you", {}, "No trouble at all")],
    "goodbye": [("goodbye", {"act": "end"}, "Thanks for ringing")],
    "a burglary that is over": [
        ("we came home and found out that someone broke into our house", {"act": "ask"}, "still in there"),
        ("no", {"act": "transfer", "need": "burglary_cold"}, "details of the burglary"),
    ],
    "a need that the town leaves out": [
        (
            "there's a huge pothole on harbour road",
            {"act": "transfer", "disposition": "call_taker"},
            "I'd like a call handler",
        )
    ],
    "something lost": [("i lost my umbrella on the bus", {"act": "inform"}, "two pounds fifty")],
}


def talk(http: httpx.Client, agency: str, said: list[str]) -> list[Reply]:
    caller = Caller(http, agency)
    return [caller.turn(words) for words in said]


@pytest.mark.parametrize("name", TALKS)
def test_a_town_in_another_country_hears_its_own_words_numbers_and_people(http: httpx.Client, name: str) -> None:
    turns = TALKS[name]
    there, here = Caller(http, "thornmouth"), Caller(http, "denver")
    for words, decided, text in turns:
        reply = there.turn(words)
        here.turn(words)
        assert text in reply.text, there.talk
        assert {key: reply.decision.get(key) for key in decided} == decided, there.talk
        destination = reply.decision.get("destination") or {}
        assert not DENVERS.search(f"{reply.text} {destination.get('phone', '')}"), there.talk
    assert not any(THORNMOUTHS.search(reply.text) for reply in here.replies), here.talk


def test_an_emergency_goes_to_the_towns_own_number(http: httpx.Client) -> None:
    said = ["she has collapsed, she's not breathing"]
    numbers = [talk(http, agency, said)[-1].decision["destination"]["phone"] for agency in ("thornmouth", "denver")]
    assert numbers == ["999", "911"]


def test_how_a_case_is_going_is_said_in_the_words_of_its_agency(http: httpx.Client, stack: Stack) -> None:
    numbers = {"thornmouth": "2026-700001", "denver": "2026-700002"}
    with (
        closing(Database(f"sqlite:///{stack.settings.var / 'casework.db'}")) as database,
        database.writing() as session,
    ):
        at, pin = datetime.now(UTC), hasher().hash("2468")
        session.add_all(
            schema.cases.Case(
                agency=agency, number=number, pin_hash=pin, need="theft_cold", stage="under_investigation", opened_at=at,
                updated_at=at,
            )
            for agency, number in numbers.items()
        )  # fmt: skip
    told = {
        agency: talk(http, agency, ["how is my case going", number, "2468"])[-1].text
        for agency, number in numbers.items()
    }
    assert "A constable is looking into your report of a theft" in told["thornmouth"], told
    assert "An officer is working on your report of a theft" in told["denver"], told
