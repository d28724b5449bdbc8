"""A chat that is spoken meets a call-taker, danger, and what is done beside writing."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.voice_connector.chats.conftest import PARTY, Bot, Lines, begun, said, says, until
from tests.voice_connector.chats.conftest import pages as pages_of_process
from tests.voice_connector.chats.speaking import (
    line_for,
    live,
    person_says,
    refused,
    speaking,
    taken,
)


async def test_who_asks_for_a_person_by_voice_is_told_and_meets_them_in_the_chat(tmp_path: Path) -> None:
    async with line_for(tmp_path, "a person please") as (line, rooms):
        exchange = line.connector.exchange
        name, room = await begun(rooms)
        with exchange.attendance.looks("testville"):
            async with speaking(line.address, await rooms.pass_for(name)) as page:
                await page.speaks()
                await until(lambda: page.closed)
                assert ("assistant", "Sure. I'm connecting you to a person.") in page.said
                assert page.got[-1] == {"type": "in_writing"}
            await until(lambda: name in exchange.attendance.ringing)
            await until(lambda: room.handed_over is not None)
            assert not room.over
            assert await refused(line, rooms, name) == "not_now"
            await taken(line, name)
            await person_says(line, name, "Which street?")
            await until(lambda: said(room)[-1] == ("person", "Which street?"))


async def test_a_person_who_takes_a_chat_that_is_spoken_is_met_in_writing(tmp_path: Path) -> None:
    async with line_for(tmp_path) as (line, rooms):
        name, room = await begun(rooms)
        await says(room, "a loud party")
        async with speaking(line.address, await rooms.pass_for(name)) as page:
            await until(lambda: page.sound > 20)
            shown = (await live(line))[name]
            assert shown["channel"] == "web"
            await taken(line, name)
            await until(lambda: page.closed)
            assert page.got[-1] == {"type": "in_writing"}
        await until(lambda: line.connector.exchange.sessions[name].journal.call.channel == "web")
        await person_says(line, name, "Which street?")
        await until(lambda: said(room)[-1] == ("person", "Which street?"))
        await room.say("Maple street")
        await asyncio.sleep(0.2)
        assert line.bot.messages() == ["a loud party"]


async def test_danger_that_is_said_stands_in_the_chat_with_its_sentence(tmp_path: Path) -> None:
    async with line_for(tmp_path, "he is not breathing") as (line, rooms):
        name, room = await begun(rooms)
        async with speaking(line.address, await rooms.pass_for(name)) as page:
            await page.speaks()
            await until(lambda: room.emergency)
            assert [line.safety for line in room.lines][-1]
            await until(lambda: room.handed_over is not None, 40)


async def test_what_was_done_without_writing_stands_wherever_the_chat_is_read_and_nobody_answers_it(
    lines: Lines, bot: Bot
) -> None:
    async with pages_of_process(lines) as rooms:
        name, room = await begun(rooms)
        await says(room, "a loud party")
        async with pages_of_process(lines) as others:
            other = await others.find(name, "testville")
            assert other is not None
            await room.show("Added to the report: bike.png")
            await until(lambda: other.lines[-1].text == "Added to the report: bike.png")
            assert (other.lines[-1].who, other.busy, other.turn.kind) == ("you", False, "yes_no")
        lines.kill()
        await asyncio.to_thread(lines.start)
        async with pages_of_process(lines) as later:
            again = await later.find(name, "testville")
            assert again is not None
            assert said(again) == [*PARTY, ("you", "Added to the report: bike.png")] == said(room)
            await says(again, "no")
        assert bot.done == ["a loud party", "no"]
