"""A chat that is spoken for a while on the connector's own page, and written again: one conversation, whatever happens on the way."""

from __future__ import annotations

from pathlib import Path

from tests.voice_connector.chats.conftest import PARTY, begun, said, says, until
from tests.voice_connector.chats.speaking import (
    NOISE_OFFICE,
    QUESTION,
    answered,
    line_for,
    record_of,
    speaking,
)


async def test_whoever_writes_goes_on_by_voice_and_back_and_is_asked_nothing_twice(tmp_path: Path) -> None:
    async with line_for(tmp_path, "no") as (line, rooms):
        name, room = await begun(rooms)
        await says(room, "a loud party")
        async with speaking(line.address, await rooms.pass_for(name)) as page:
            assert page.got[0] == {"type": "ready", "call_id": name}
            await page.speaks()
            await until(lambda: page.said[-1] == ("assistant", NOISE_OFFICE) and page.sound > 100)
            assert page.said[:3] == [("assistant", PARTY[0][1]), ("caller", "a loud party"), ("assistant", QUESTION)]
            await page.hang_up()
            assert page.got[-1] == {"type": "in_writing"}
        await until(lambda: room.lines[-1].text == NOISE_OFFICE and not room.busy)
        assert said(room) == [*PARTY, ("assistant", QUESTION), ("you", "no"), ("assistant", NOISE_OFFICE)]
        assert room.turn.kind == "yes_no", "choices to tap are those of the open question"
        await says(room, "thanks, bye")
        assert room.over
        assert line.bot.messages() == ["a loud party", "no", "thanks, bye"]
        assert {one["sender"] for one in line.bot.got} == {name}
        assert [one["metadata"]["channel"] for one in line.bot.got] == ["web", "voice", "web"]
        record = await record_of(line, name)
        assert (len(line.casework.calls), record["channel"]) == (1, "web")
        own = [(turn["text"], turn["by"]) for turn in record["turns"] if turn["who"] == "caller"]
        assert own == [("a loud party", "typed"), ("no", "speech"), ("thanks, bye", "typed")]


async def test_who_has_written_nothing_yet_is_greeted_as_a_caller(tmp_path: Path) -> None:
    async with line_for(tmp_path) as (line, rooms):
        name, room = await begun(rooms)
        async with speaking(line.address, await rooms.pass_for(name)) as page:
            await until(lambda: page.said[-1:] == [("assistant", "Hello.")])
        await answered(room, "a loud party", QUESTION)


async def test_what_is_written_while_somebody_speaks_is_answered_aloud(tmp_path: Path) -> None:
    async with line_for(tmp_path) as (line, rooms):
        name, room = await begun(rooms)
        async with speaking(line.address, await rooms.pass_for(name)) as page:
            await room.say("a loud party")
            await until(lambda: page.said[-2:] == [("caller", "a loud party"), ("assistant", QUESTION)])
            await until(lambda: room.lines[-1].text == QUESTION)
        assert [line.text for line in room.lines].count("a loud party") == 1


async def test_two_pages_that_speak_are_one_after_the_other(tmp_path: Path) -> None:
    async with line_for(tmp_path) as (line, rooms):
        name, room = await begun(rooms)
        await says(room, "a loud party")
        async with (
            speaking(line.address, await rooms.pass_for(name)) as first,
            speaking(line.address, await rooms.pass_for(name)) as second,
        ):
            await until(lambda: first.closed)
            assert first.got[-1]["type"] == "in_writing"
            await until(lambda: second.sound > 20)
        await answered(room, "no", NOISE_OFFICE)
