"""A connector killed in the middle of a chat: the page reads on, nothing is lost, nothing is said or done twice."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from launcher.temporary import free_port
from tests.voice_connector.chats.conftest import PARTY, Bot, Lines, begun, pages, said, says, until
from tests.voice_connector.chats.line_process import TOKEN
from web.citizen.chat.rooms import Rooms

NO = [("you", "no"), ("assistant", "The city's noise office handles that. Is there anything else?")]


async def test_a_chat_goes_on_where_it_was(lines: Lines, bot: Bot) -> None:
    async with pages(lines) as rooms:
        _, room = await begun(rooms)
        await says(room, "a loud party")
        lines.kill()
        await asyncio.to_thread(lines.start)
        await says(room, "no")
        assert said(room) == PARTY + NO
        assert bot.done == ["a loud party", "no"]
        assert not room.lost


async def test_what_is_written_while_nobody_is_there_is_answered_when_somebody_is(lines: Lines, bot: Bot) -> None:
    async with pages(lines) as rooms:
        _, room = await begun(rooms)
        await says(room, "a loud party")
        lines.kill()
        await room.say("no")
        await until(lambda: room.away)
        await asyncio.to_thread(lines.start)
        await until(lambda: not room.busy)
        assert said(room) == PARTY + NO
        assert not room.away


async def test_an_answer_that_was_on_its_way_comes_once_and_its_turn_is_done_once(lines: Lines, bot: Bot) -> None:
    async with pages(lines) as rooms:
        _, room = await begun(rooms)
        bot.goes_on.clear()
        await room.say("a loud party")
        await until(lambda: len(bot.talks.got) == 1)
        lines.kill()
        bot.goes_on.set()
        await asyncio.to_thread(lines.start)
        await until(lambda: not room.busy)
        assert said(room) == PARTY
        assert bot.done == ["a loud party"]
        assert [one["metadata"].get("again") for one in bot.talks.got] == [None, True]


async def test_a_rolling_restart_ends_no_chat(lines: Lines, bot: Bot) -> None:
    async with pages(lines) as rooms:
        _, room = await begun(rooms)
        await says(room, "a loud party")
        await asyncio.to_thread(lines.stop)
        await asyncio.to_thread(lines.start)
        await says(room, "no")
        assert said(room) == PARTY + NO


async def test_other_pages_show_the_whole_conversation_and_go_on_with_it(lines: Lines, bot: Bot) -> None:
    async with pages(lines) as rooms:
        name, room = await begun(rooms)
        await room.say("a loud party\nnext door", shown="")
        await until(lambda: not room.busy)
    async with pages(lines) as others:
        again = await others.find(name, "testville")
        assert again is not None
        assert said(again) == said(room)
        assert said(again)[1] == ("you", "a loud party\nnext door")
        await says(again, "no")
        assert said(again)[-2:] == NO


async def test_both_pages_and_the_connector_restarted_at_once(lines: Lines, bot: Bot) -> None:
    async with pages(lines) as rooms:
        name, room = await begun(rooms)
        await says(room, "a loud party")
        lines.kill()
    await asyncio.to_thread(lines.start)
    async with pages(lines) as others:
        again = await others.find(name, "testville")
        assert again is not None
        await says(again, "no")
        assert said(again) == PARTY + NO


async def test_a_chat_that_ended_is_not_gone_on_with_but_can_be_read(lines: Lines, bot: Bot) -> None:
    async with pages(lines) as rooms:
        name, room = await begun(rooms)
        await says(room, "graffiti on my wall")
        await until(lambda: room.over)
        lines.kill()
    await asyncio.to_thread(lines.start)
    async with pages(lines) as others:
        again = await others.find(name, "testville")
        assert again is not None
        assert again.over
        assert not again.lost
        assert said(again) == said(room)
        assert bot.done == ["graffiti on my wall"]


async def test_a_name_that_nobody_was_given_leads_nowhere(lines: Lines) -> None:
    async with pages(lines) as rooms:
        assert await rooms.find("abcdefghijklmnop", "testville") is None
        assert await rooms.find("../../etc/passwd", "testville") is None


async def test_whoever_had_taken_the_chat_has_it_again(lines: Lines, bot: Bot) -> None:
    def console(what: str, **body: str) -> httpx.Response:
        asking = {"Authorization": f"Bearer {TOKEN}"}
        where = f"{lines.address}/live/calls/{name}/{what}?agency=testville"
        return httpx.post(where, json={"by": "ana", **body}, headers=asking, trust_env=False)

    async with pages(lines) as rooms:
        name, room = await begun(rooms)
        await says(room, "a loud party")
        assert (await asyncio.to_thread(console, "take", name="Ana")).json()["yours"]
        await asyncio.to_thread(console, "say", text="Which street?")
        await until(lambda: said(room)[-1] == ("person", "Which street?"))
        before = said(room)
        lines.kill()
        await asyncio.to_thread(lines.start)
        await room.say("Maple street")
        await until(lambda: name in _calls(lines))
        assert (await asyncio.to_thread(console, "say", text="On my way.")).status_code == 200
        await until(lambda: said(room)[-1] == ("person", "On my way."))
        assert said(room) == [*before, ("you", "Maple street"), ("person", "On my way.")]
        assert bot.done == ["a loud party"]
        turns = [(turn["who"], turn["text"]) for turn in _calls(lines)[name]["turns"]]
        assert turns[-2:] == [("caller", "Maple street"), ("staff", "On my way.")]


def _calls(lines: Lines) -> dict[str, dict[str, list[dict[str, str]]]]:
    asking = {"Authorization": f"Bearer {TOKEN}"}
    found = httpx.get(f"{lines.address}/live/calls?agency=testville", headers=asking, trust_env=False).json()
    return {one["call_id"]: one for one in found["calls"]}


async def test_nothing_that_was_said_can_be_read_on_the_disk(lines: Lines, tmp_path: Path) -> None:
    async with pages(lines) as rooms:
        _, room = await begun(rooms)
        await says(room, "a loud party at Maple street")
        (kept,) = (tmp_path / "chats").glob("*.chat")
        assert b"Maple" not in kept.read_bytes()
        assert kept.stat().st_mode & 0o077 == 0


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[str]:
    server = shutil.which("valkey-server") or shutil.which("redis-server")
    if server is None:
        pytest.skip(
            "NO VALKEY OR REDIS: chats of several hosts are NOT tested. Install it: apt-get install redis-server"
        )
    port = free_port()
    command = [server, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        time.sleep(0.3)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait()


async def test_another_host_goes_on_with_the_chats_of_one_that_was_lost(valkey: str, tmp_path: Path, bot: Bot) -> None:
    first = Lines(tmp_path / "first", bot, chats=valkey)
    other = Lines(tmp_path / "other", bot, chats=valkey)
    first.start()
    other.start()
    try:
        async with pages(first) as rooms:
            name, room = await begun(rooms)
            await says(room, "a loud party")
            assert await _refused(other, name)  # it lives elsewhere
            first.kill()
            async with pages(other) as others:
                began = time.monotonic()
                while (again := await others.find(name, "testville")) is None:
                    assert time.monotonic() - began < 10
                await says(again, "no")
                assert said(again) == PARTY + NO
                assert bot.done == ["a loud party", "no"]
    finally:
        for process in (*first.running, *other.running):
            process.kill()
            process.wait()


async def _refused(lines: Lines, name: str) -> bool:
    async with pages(lines) as rooms:
        return await _once(rooms, name)


async def _once(rooms: Rooms, name: str) -> bool:
    return await rooms.find(name, "testville") is None
