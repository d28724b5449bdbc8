"""A console at running calls: it sees the talk as it is spoken, takes a chat, whispers; two never have the same one."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from tests.voice_connector.stage_server import Served, served
from tests.voice_connector.test_server import dialled, filed, messages_of, only

NAMES = (f"live-test-{number}" for number in itertools.count())
TOKEN = "a-token-of-the-consoles"


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path, next(NAMES), service_token=SecretStr(TOKEN)) as running:
        yield running


def console(line: Served, token: str = TOKEN) -> httpx.AsyncClient:
    agency = line.connector.agency_line.agency
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.AsyncClient(base_url=line.address, headers=headers, params={"agency": agency}, trust_env=False)


@asynccontextmanager
async def looking(line: Served, *, attending: bool = False) -> AsyncIterator[AsyncIterator[tuple[str, Any]]]:
    """The events of one console, as (kind, data)."""
    async with console(line) as client:
        query = {"agency": line.connector.agency_line.agency} | ({"attending": "1"} if attending else {})
        async with client.stream("GET", "/live/events", params=query) as answer:
            assert answer.status_code == 200
            yield _events(answer)


async def _events(answer: httpx.Response) -> AsyncIterator[tuple[str, Any]]:
    kind = ""
    async for row in answer.aiter_lines():
        if row.startswith("event: "):
            kind = row[7:]
        elif row.startswith("data: "):
            yield kind, json.loads(row[6:])


async def until(events: AsyncIterator[tuple[str, Any]], wanted: Any) -> Any:
    async with asyncio.timeout(10):
        async for kind, data in events:
            if wanted(kind, data):
                return data
    raise AssertionError("the events ended")


def said(view: dict[str, Any]) -> list[tuple[str, str]]:
    return [(turn["who"], turn["text"]) for turn in view["turns"]]


async def ready(socket: Any) -> str:
    return str((await messages_of(socket, "ready"))[-1]["call_id"])


async def tell(socket: Any, text: str) -> None:
    await socket.send(json.dumps({"type": "text", "text": text}))


async def test_a_console_sees_a_chat_as_it_is_written_and_when_it_is_over(line: Served) -> None:
    async with looking(line) as events:
        assert (await until(events, lambda kind, _: kind == "calls"))["calls"] == []
        async with dialled(line, "text") as socket:
            call_id = await ready(socket)
            await messages_of(socket, "listening")
            await tell(socket, "a loud party next door")
            view = await until(events, lambda kind, data: kind == "call" and len(data["turns"]) > 1)
            assert (view["call_id"], view["channel"], view["state"]) == (call_id, "web", "talking")
            assert ("caller", "a loud party next door") in said(view)
        assert await until(events, lambda kind, _: kind == "over") == {"call_id": call_id}


async def test_nothing_is_done_while_nobody_looks(line: Served) -> None:
    async with dialled(line, "text") as socket:
        call_id = await ready(socket)
        async with console(line) as client:
            (view,) = (await client.get("/live/calls")).json()["calls"]
        assert view["call_id"] == call_id
        names = [task.get_coro().__qualname__ for task in asyncio.all_tasks()]  # type: ignore[union-attr]
        assert "Board._look" not in names


@pytest.mark.parametrize("path", ["/live/calls", "/live/events"])
async def test_without_the_token_there_is_nothing_to_see(line: Served, path: str) -> None:
    async with console(line, token="wrong") as client:
        assert (await client.get(path)).status_code == 401


async def test_where_no_token_is_set_nothing_is_open(tmp_path: Path) -> None:
    async with served(tmp_path, next(NAMES)) as running, console(running) as client:
        assert (await client.get("/live/calls")).status_code == 404


async def test_another_agency_sees_nothing_and_does_nothing(line: Served) -> None:
    async with dialled(line, "text") as socket, console(line) as client:
        call_id = await ready(socket)
        other = {"agency": "elsewhere"}
        assert (await client.get("/live/calls", params=other)).json()["calls"] == []
        taking = {"by": "ana", "name": "Ana"}
        assert (await client.post(f"/live/calls/{call_id}/take", params=other, json=taking)).status_code == 404


async def take(client: httpx.AsyncClient, call_id: str, by: str) -> dict[str, Any]:
    return dict((await client.post(f"/live/calls/{call_id}/take", json={"by": by, "name": by.title()})).json())


async def test_a_chat_that_is_taken_goes_on_with_a_person_and_not_with_the_bot(line: Served) -> None:
    async with dialled(line, "text") as socket, console(line) as client:
        call_id = await ready(socket)
        await messages_of(socket, "listening")
        assert (await take(client, call_id, "ana"))["yours"]
        asked = line.bot.messages(call_id)
        await client.post(f"/live/calls/{call_id}/say", json={"by": "ana", "text": "Hello, <b>how</b> can I help?"})
        seen = await until_said(socket, "person")
        assert (seen["name"], seen["text"]) == ("Ana", "Hello, <b>how</b> can I help?")
        await tell(socket, "my bike is gone")
        assert (await until_said(socket, "caller"))["text"] == "my bike is gone"
        assert line.bot.messages(call_id) == asked
        await client.post(f"/live/calls/{call_id}/end", json={"by": "ana"})
        ended = only(await messages_of(socket), "ended")[0]
        assert (ended["disposition"], ended["ended_by"]) == ("call_taker", "transfer")
    record = await filed(line, call_id)
    assert [(turn["who"], turn["text"]) for turn in record["turns"]][-2:] == [
        ("staff", "Hello, <b>how</b> can I help?"),
        ("caller", "my bike is gone"),
    ]


async def until_said(socket: Any, who: str) -> dict[str, Any]:
    async with asyncio.timeout(10):
        async for frame in socket:
            message = json.loads(frame)
            if message["type"] == "said" and message["who"] == who:
                return dict(message)
    raise AssertionError("the socket closed")


async def test_of_two_who_take_a_chat_at_once_one_has_it_and_the_other_hears_who(line: Served) -> None:
    async with dialled(line, "text") as socket, console(line) as client:
        call_id = await ready(socket)
        first, second = await asyncio.gather(take(client, call_id, "ana"), take(client, call_id, "ben"))
        assert sorted([first["yours"], second["yours"]]) == [False, True]
        assert first["taken_by"] == second["taken_by"]
        loser = "ben" if first["taken_by"] == "ana" else "ana"
        for what in ("say", "end"):
            refused = await client.post(f"/live/calls/{call_id}/{what}", json={"by": loser, "text": "me too"})
            assert refused.status_code == 409


async def test_a_whisper_reaches_the_bot_and_not_the_caller(line: Served) -> None:
    async with dialled(line, "text") as socket, console(line) as client:
        call_id = await ready(socket)
        await messages_of(socket, "listening")
        done = await client.post(f"/live/calls/{call_id}/whisper", json={"by": "ana", "text": "graffiti on a wall"})
        assert done.status_code == 200
        seen = await messages_of(socket)
        assert only(seen, "transfer")[0]["name"] == "Graffiti removal"
        assert "graffiti on a wall" not in [one["text"] for one in only(seen, "said")]
    record = await filed(line, call_id)
    assert ("staff", "graffiti on a wall") in [(turn["who"], turn["text"]) for turn in record["turns"]]


async def test_a_chat_waits_for_a_call_taker_who_is_there(line: Served) -> None:
    async with looking(line, attending=True) as events, dialled(line, "text") as socket, console(line) as client:
        call_id = await ready(socket)
        await messages_of(socket, "listening")
        await tell(socket, "I want to speak to a person")
        view = await until(events, lambda kind, data: kind == "call" and data["state"] == "waiting")
        assert (view["call_id"], bool(view["ticket"])) == (call_id, True)
        await tell(socket, "are you there?")
        assert (await take(client, call_id, "ana"))["yours"]
        assert (await until_said(socket, "caller"))["text"]
        await client.post(f"/live/calls/{call_id}/say", json={"by": "ana", "text": "I am."})
        assert (await until_said(socket, "person"))["text"] == "I am."


async def test_where_a_console_was_and_nobody_is_now_nobody_answers(line: Served) -> None:
    async with looking(line, attending=True) as events:
        await until(events, lambda kind, _: kind == "calls")
    async with asyncio.timeout(5):
        while line.connector.exchange.attendance.somebody(line.connector.agency_line.agency):
            await asyncio.sleep(0.02)
    async with dialled(line, "text") as socket:
        await messages_of(socket, "listening")
        await tell(socket, "I want to speak to a person")
        seen = await messages_of(socket, "listening")
        assert only(seen, "transfer")
        assert not only(seen, "ended")


@pytest.mark.parametrize("body", [{}, {"by": ""}, {"by": "x", "name": "y" * 99}, {"by": 7, "name": "Ana"}])
async def test_a_wish_that_does_not_fit_is_refused(line: Served, body: dict[str, Any]) -> None:
    async with dialled(line, "text") as socket, console(line) as client:
        call_id = await ready(socket)
        assert (await client.post(f"/live/calls/{call_id}/take", json=body)).status_code == 400
