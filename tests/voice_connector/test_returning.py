"""Passes of callers who may come back: unguessable, good once, not for long, and only for a call that has left us."""

import asyncio
from collections.abc import Awaitable, Callable

from tests.calls.virtual_time import VirtualClock, run_virtually
from voice_connector.call.journal import Journal
from voice_connector.events import CallStarted
from voice_connector.returning import LIVES_S, Returning


def story(call_id: str, ended_by: str = "transfer") -> Journal:
    journal = Journal(CallStarted(call_id, "voice", "asterisk"), "denver", "en", VirtualClock())
    journal.caller("my bicycle is gone", "speech")
    journal.ended_by = ended_by  # type: ignore[assignment]
    return journal


def perform(play: Callable[[Returning], Awaitable[None]]) -> None:
    async def main() -> None:
        await play(Returning())

    run_virtually(main())


def test_pass_leads_into_its_call_once() -> None:
    async def play(returning: Returning) -> None:
        given = returning.pass_for("one")
        returning.over(story("one"))
        assert returning.spend(given) == "one"
        kept = returning.story("one")
        assert kept is not None
        assert kept.turns[0].text == "my bicycle is gone"
        assert returning.spend(given) is None
        assert returning.story("one") is None

    perform(play)


def test_only_the_latest_pass_of_a_call_counts() -> None:
    async def play(returning: Returning) -> None:
        first, second = returning.pass_for("one"), returning.pass_for("one")
        returning.over(story("one"))
        assert returning.spend(first) is None
        assert returning.spend(second) == "one"

    perform(play)


def test_pass_and_story_are_gone_after_a_quarter_of_an_hour() -> None:
    async def play(returning: Returning) -> None:
        given = returning.pass_for("one")
        returning.over(story("one"))
        await asyncio.sleep(LIVES_S + 1)
        assert returning.spend(given) is None
        assert not returning._ways
        assert not returning._passes
        assert not returning._stories

    perform(play)


def test_call_that_its_caller_ended_cannot_be_gone_on_with() -> None:
    async def play(returning: Returning) -> None:
        given = returning.pass_for("one")
        returning.over(story("one", "caller"))
        assert returning.spend(given) is None

    perform(play)


def test_story_that_a_full_house_left_behind_is_not_kept() -> None:
    async def play(returning: Returning) -> None:
        given = returning.pass_for("one")
        returning.over(story("one"))
        returning.spend(given)
        await asyncio.sleep(60)
        assert not returning._stories

    perform(play)


def test_nothing_and_nonsense_lead_nowhere() -> None:
    async def play(returning: Returning) -> None:
        returning.pass_for("one")
        returning.over(story("one"))
        assert [returning.spend(given) for given in (None, "", "0" * 32, "one")] == [None] * 4

    perform(play)


def test_thousands_of_passes_take_no_more_than_their_room() -> None:
    async def play(returning: Returning) -> None:
        for number in range(3_000):
            returning.pass_for(f"call-{number}")
        assert len(returning._ways) == len(returning._passes) == 2_000

    perform(play)
