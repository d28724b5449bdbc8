"""Who does not wait for a bot that cannot be asked, and who does."""

import asyncio

import pytest

from tests.fakes.agency_line import CRISIS, fake_agency_line
from voice_connector.agency_line import load_agency_line
from voice_connector.call.ending.without_bot import urgent, way_out
from voice_connector.call.turns.dtmf import Entered, WantsPerson
from voice_connector.call.turns.inbox import Inbox
from voice_connector.call.turns.turn_taking import Contribution, Silence
from voice_connector.events import DtmfPressed, TextTyped

AGENCY_LINE = fake_agency_line()


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (WantsPerson(), "asked_for_person"),
        (TextTyped("Operator!"), "asked_for_person"),
        (TextTyped("can I please talk to a real person"), "asked_for_person"),
        (TextTyped("my neighbor is not breathing"), "emergency"),
        (TextTyped("give me a person, he has a gun"), "emergency"),
        (TextTyped("mi esposo no respira"), "emergency"),
        (TextTyped("in the movie a person is not breathing and I want to complain about it"), None),
        (TextTyped("there is a person who parks in front of my driveway every single day"), None),
        (TextTyped("somebody painted graffiti"), None),
        (Entered("2410"), None),
        (Silence(), None),
        (None, None),
    ],
)
def test_danger_goes_before_a_person_and_a_story_waits(said: Contribution | None, reason: str | None) -> None:
    way = way_out(said, AGENCY_LINE)
    assert (way.decision.reason if way else None) == reason
    assert way is None or way.safety is (reason == "emergency")


def test_denvers_own_phrases_are_heard_without_the_bot() -> None:
    agency_line = load_agency_line("denver")
    for words, need in (
        ("my baby stopped breathing", "emg_medical"),
        ("the house is on fire", "emg_fire"),
        ("救命", None),
    ):
        way = way_out(TextTyped(words), agency_line)
        assert way is not None, words
        assert agency_line.danger is not None
        assert way.text == agency_line.danger.sentence(need), "the life-saving sentence of that kind"
    assert way_out(TextTyped("my car was towed from Colfax"), agency_line) is None


def test_who_speaks_of_ending_a_life_is_connected_and_not_told_to_hang_up_without_the_bot_either() -> None:
    way = way_out(TextTyped("do people even answer here I want to end my life"), AGENCY_LINE)
    assert way is not None
    assert (way.text, way.decision.disposition, way.decision.emergency, way.safety) == (
        CRISIS,
        "call_taker",
        False,
        True,
    )


def test_only_key_zero_is_urgent_among_keys() -> None:
    assert urgent(DtmfPressed("0"), AGENCY_LINE) == WantsPerson()
    assert urgent(DtmfPressed("5"), AGENCY_LINE) is None
    assert urgent("something else that happens in a call", AGENCY_LINE) is None


async def test_what_is_not_urgent_keeps_its_order_for_later() -> None:
    inbox = Inbox()
    for event in ("a", "b"):
        inbox.put_nowait(event)
    looking = asyncio.create_task(inbox.overhear(lambda event: event if event == "urgent" else None))
    await asyncio.sleep(0)
    for event in ("c", "urgent", "d"):
        inbox.put_nowait(event)
    assert await looking == ("urgent", "urgent")
    inbox.drop("urgent")
    assert not inbox.empty()
    assert [await inbox.get(), inbox.get_nowait(), await inbox.get(), inbox.get_nowait()] == ["a", "b", "c", "d"]
    assert inbox.empty()


async def test_a_look_that_is_given_up_loses_nothing() -> None:
    inbox = Inbox()
    looking: asyncio.Task[tuple[object, None]] = asyncio.create_task(inbox.overhear(lambda event: None))
    inbox.put_nowait("a")
    await asyncio.sleep(0)
    looking.cancel()
    await asyncio.gather(looking, return_exceptions=True)
    inbox.put_nowait("b")
    assert [await inbox.get(), await inbox.get()] == ["a", "b"]


async def test_what_is_overheard_too_late_to_be_acted_on_is_the_next_turn() -> None:
    inbox = Inbox()
    looking = asyncio.create_task(inbox.overhear(lambda event: event))
    inbox.put_nowait("urgent")
    inbox.put_nowait("later")
    await looking
    assert [await inbox.get(), await inbox.get()] == ["urgent", "later"]


@pytest.mark.parametrize(
    "words", ["let me talk to somebody", "get me an agent", "agent please", "I want to speak to someone"]
)
def test_the_wish_for_a_person_is_heard_in_the_words_in_which_the_bot_hears_it(words: str) -> None:
    way = way_out(TextTyped(words), AGENCY_LINE)
    assert way is not None
    assert way.decision.reason == "asked_for_person"


def test_somebody_in_a_story_is_no_wish_for_a_person() -> None:
    assert way_out(TextTyped("somebody took my bike last night"), AGENCY_LINE) is None
