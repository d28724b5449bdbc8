"""Sound that ends, breaks off or never begins: the chat goes on in writing, and nothing of it is lost."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.voice_connector.chats.conftest import PARTY, Bot, Lines, begun, said, says, until
from tests.voice_connector.chats.conftest import pages as pages_of_process
from tests.voice_connector.chats.speaking import (
    NOISE_OFFICE,
    QUESTION,
    answered,
    line_for,
    record_of,
    speaking,
)


async def test_where_there_is_no_room_for_sound_the_chat_goes_on_in_writing(tmp_path: Path) -> None:
    async with line_for(tmp_path) as (line, rooms):
        name, room = await begun(rooms)
        line.connector.exchange.admission.most_calls = 0
        async with speaking(line.address, await rooms.pass_for(name)) as page:
            await until(lambda: page.closed)
            assert page.got[-1]["code"] == "busy"
        await answered(room, "a loud party", QUESTION)
        assert said(room) == PARTY


@pytest.mark.parametrize("frame", [b"\0" * 7, "{", '{"type": "start", "token": "x", "mode": "voice"}'])
async def test_a_page_that_breaks_the_protocol_ends_its_sound_and_not_the_chat(
    tmp_path: Path, frame: str | bytes
) -> None:
    async with line_for(tmp_path) as (line, rooms):
        name, room = await begun(rooms)
        async with speaking(line.address, await rooms.pass_for(name)) as page:
            await until(lambda: page.sound > 5)
            await page.socket.send(frame)
            await until(lambda: page.closed)
            assert page.got[-1]["type"] == "error"
        await answered(room, "a loud party", QUESTION)


async def test_the_chat_that_is_ended_in_writing_ends_for_the_page_that_speaks(tmp_path: Path) -> None:
    async with line_for(tmp_path) as (line, rooms):
        name, room = await begun(rooms)
        given = await rooms.pass_for(name)
        async with speaking(line.address, await rooms.pass_for(name)) as page:
            await until(lambda: page.sound > 5)
            await room.end()
            await until(lambda: page.closed)
            assert page.got[-1]["type"] == "ended"
        async with speaking(line.address, given) as late:
            assert late.got[0]["code"] == "gone"
        assert (await record_of(line, name))["ended_by"] == "caller"


async def test_a_connector_that_is_killed_while_somebody_speaks_loses_nothing_of_the_chat(
    lines: Lines, bot: Bot
) -> None:
    async with pages_of_process(lines) as rooms:
        name, room = await begun(rooms)
        await says(room, "a loud party")
        async with speaking(lines.address, await rooms.pass_for(name)) as page:
            await until(lambda: page.sound > 20)
            lines.kill()
            await until(lambda: page.closed)
        await asyncio.to_thread(lines.start)
        await answered(room, "no", NOISE_OFFICE)
        assert said(room) == [*PARTY, ("assistant", QUESTION), ("you", "no"), ("assistant", NOISE_OFFICE)]
        assert [one["metadata"]["channel"] for one in bot.talks.got] == ["web", "web"]


async def test_a_rolling_restart_brings_who_speaks_back_to_writing(lines: Lines, bot: Bot) -> None:
    async with pages_of_process(lines) as rooms:
        name, room = await begun(rooms)
        await says(room, "a loud party")
        async with speaking(lines.address, await rooms.pass_for(name)) as page:
            await until(lambda: page.sound > 20)
            await asyncio.to_thread(lines.stop)
            await until(lambda: page.closed)  # the page says by itself that the chat goes on
        await asyncio.to_thread(lines.start)
        await answered(room, "no", NOISE_OFFICE)
        assert bot.done == ["a loud party", "no"]


async def test_an_answer_that_was_on_its_way_when_the_page_went_comes_in_writing_once(tmp_path: Path) -> None:
    async with line_for(tmp_path, "no") as (line, rooms):
        name, room = await begun(rooms)
        await says(room, "a loud party")
        line.bot.delay_s = 1.0
        async with speaking(line.address, await rooms.pass_for(name)) as page:
            await page.speaks()
            await until(lambda: line.bot.messages()[-1] == "no")
        await until(lambda: not room.busy and room.lines[-1].text == NOISE_OFFICE)
        await asyncio.sleep(1.2)
        assert said(room)[-2:] == [("you", "no"), ("assistant", NOISE_OFFICE)]
        assert line.bot.got[-1]["metadata"].get("again") is True
