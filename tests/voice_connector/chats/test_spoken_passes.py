"""The pass that leads from a chat to its page that speaks: it opens it once, at its own agency, for nobody else."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import websockets

from tests.voice_connector.chats.conftest import begun, until
from tests.voice_connector.chats.line_process import TOKEN
from tests.voice_connector.chats.speaking import (
    QUESTION,
    answered,
    line_for,
    speaking,
)
from voice_connector.dialled import Dialled
from web.citizen.chat.rooms import NoRoom, Rooms


async def test_a_pass_opens_its_chat_once_and_a_code_of_eight_digits_is_none(tmp_path: Path) -> None:
    async with line_for(tmp_path) as (line, rooms):
        name, room = await begun(rooms)
        given, code = await rooms.pass_for(name), await rooms.code_for(name, "testville")
        async with speaking(line.address, given) as first:
            assert first.got[0]["type"] == "ready"
        for other in (given, "A" * 32):
            async with speaking(line.address, other) as page:
                assert (page.got[0]["type"], page.got[0]["code"]) == ("error", "gone")
        async with speaking(line.address, code) as page:
            assert page.got[0]["code"] == "bad_pass"
        assert await rooms.behind(code, "testville") == name, "a pass ends no code"
        await answered(room, "a loud party", QUESTION)


async def test_a_chat_that_ends_while_its_pass_is_spent_is_not_spoken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with line_for(tmp_path) as (line, rooms):
        name, room = await begun(rooms)
        given, codes = await rooms.pass_for(name), line.connector.chats.codes
        spend = codes.spend

        async def slow(given: str) -> bool:
            await room.end()
            await until(lambda: name not in line.connector.exchange.sessions)
            return await spend(given)

        monkeypatch.setattr(codes, "spend", slow)
        async with speaking(line.address, given) as page:
            assert page.got[0].get("code") == "gone"
            await until(lambda: page.closed)


async def test_a_pass_of_one_agency_leads_nowhere_on_another_s_page_and_stays_good_on_its_own(tmp_path: Path) -> None:
    async with line_for(tmp_path) as (line, rooms):
        exchange = line.connector.exchange
        parts = exchange.dialled.default
        other = replace(parts, agency_line=replace(parts.agency_line, agency="elsewhere", hosts=("localhost",)))
        exchange.dialled = Dialled(parts, [other])
        name, room = await begun(rooms)
        given = await rooms.pass_for(name)
        async with speaking(line.address.replace("127.0.0.1", "localhost"), given) as page:
            assert page.got[0].get("code") == "gone"
        async with speaking(line.address, given) as page:
            assert page.got[0] == {"type": "ready", "call_id": name}
            await until(lambda: page.said[-1:] == [("assistant", "Hello.")])
        await answered(room, "a loud party", QUESTION)


async def test_each_agency_s_call_page_names_its_own_emergency_number_and_its_own_quick_way_out(tmp_path: Path) -> None:
    async with line_for(tmp_path) as (line, _):
        exchange = line.connector.exchange
        parts = exchange.dialled.default
        number = replace(parts.agency_line.emergency, phone="999")
        there = replace(
            parts.agency_line, agency="elsewhere", name="Thornmouth", hosts=("localhost",), emergency=number,
            leave_to="https://weather.example/",
        )  # fmt: skip
        exchange.dialled = Dialled(parts, [replace(parts, agency_line=there)])
        async with httpx.AsyncClient(trust_env=False) as client:
            own = (await client.get(line.address)).text
            other = (await client.get(line.address.replace("127.0.0.1", "localhost"))).text
        assert "call 999." in other
        assert 'href="https://weather.example/"' in other
        assert f"call {parts.agency_line.emergency.phone}." in own
        assert "999" not in re.sub('data-token="[^"]+"', "", own)


async def test_who_leaves_quickly_leaves_no_pass_and_no_code_behind_and_no_page_that_speaks(tmp_path: Path) -> None:
    async with line_for(tmp_path) as (line, rooms):
        name, room = await begun(rooms)
        async with speaking(line.address, await rooms.pass_for(name)) as page:
            await until(lambda: page.said[-1:] == [("assistant", "Hello.")])
            given, code = await rooms.pass_for(name), await rooms.code_for(name, "testville")
            await rooms.left(name, "testville")
            await until(lambda: page.closed)
            assert page.got[-1] == {"type": "in_writing"}
        async with speaking(line.address, given) as late:
            assert late.got[0].get("code") == "gone"
        assert await rooms.behind(code, "testville") is None
        await answered(room, "a loud party", QUESTION)


async def test_another_page_cannot_ask_for_what_only_our_services_may(tmp_path: Path) -> None:
    async with line_for(tmp_path) as (line, rooms):
        name, _ = await begun(rooms)
        async with httpx.AsyncClient(trust_env=False) as client:
            (token,) = re.findall('data-token="([^"]+)"', (await client.get(line.address)).text)
        async with websockets.connect(line.socket_address, origin=line.address, proxy=None) as socket:  # type: ignore[arg-type]
            await socket.send(json.dumps({"type": "start", "token": token, "mode": "voice", "lend": name}))
            first = json.loads(await socket.recv())
            assert first["type"] == "ready"
            assert first["call_id"] != name, "a call of its own"


def test_a_connector_that_knows_no_pass_gives_none() -> None:
    async def asked() -> None:
        rooms = Rooms("ws://127.0.0.1:9/call", TOKEN, 10, 100, 600)
        with pytest.raises(NoRoom):
            await rooms.pass_for("abcdefgh12345678")

    asyncio.run(asked())
