"""AudioSocket on a real port: who is let in, what ends a call, and that frames come whole and paced."""

import asyncio
import itertools
import uuid
from collections.abc import AsyncIterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog

from tests.fakes.ports import quiet_port
from tests.voice_connector.gateways.asterisk.peer import AUTHORIZED, PASSWORD, asked
from tests.voice_connector.stage_server import Served, served
from voice_connector.errors import SettingsWrong
from voice_connector.gateways.asterisk.audiosocket import AudioSocketServer
from voice_connector.gateways.asterisk.settings import AsteriskSettings

NAMES = (f"audiosocket-test-{number}" for number in itertools.count())


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Served]:
    settings = AsteriskSettings(password=PASSWORD, audiosocket_port=quiet_port())  # type: ignore[arg-type]
    async with served(tmp_path, next(NAMES), asterisk=settings) as running:
        yield running


@pytest.fixture
def logs() -> Any:
    with structlog.testing.capture_logs() as lines:
        yield lines


async def issued(line: Served) -> uuid.UUID:
    async with httpx.AsyncClient(trust_env=False, headers=AUTHORIZED) as client:
        answer = await client.post(f"{line.address}/telephony/asterisk/ids", params={"did": "13000"})
    return uuid.UUID(answer.text)


async def dialled(line: Served, first: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    port = line.connector.settings.asterisk.audiosocket_port
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(first)
    return reader, writer


def id_frame(call: uuid.UUID) -> bytes:
    return b"\x01\x00\x10" + call.bytes


async def until_closed(reader: asyncio.StreamReader, within_s: float = 5.0) -> bytes:
    """All that came until the other end closed; a reset is a close of a connection with unread bytes."""
    async with asyncio.timeout(within_s):
        try:
            return await reader.read(-1)
        except ConnectionResetError:
            return b""


async def test_sound_comes_in_whole_frames_at_the_pace_of_a_telephone(line: Served) -> None:
    reader, writer = await dialled(line, id_frame(await issued(line)))
    began, frames = asyncio.get_running_loop().time(), 0
    async with asyncio.timeout(10):
        while frames < 75:
            header = await reader.readexactly(3)
            assert header == b"\x10\x01\x40"
            await reader.readexactly(320)
            frames += 1
    lasted = asyncio.get_running_loop().time() - began
    assert lasted >= 75 * 0.02 - 0.1, "sound that comes too early is lost at Asterisk"
    writer.close()


async def test_a_channel_of_16_khz_is_heard_and_answered_at_16_khz(line: Served) -> None:
    wide = b"\x12\x02\x80" + b"\x00" * 640
    reader, writer = await dialled(line, id_frame(await issued(line)) + wide)
    async with asyncio.timeout(10):
        for _ in range(10):
            assert await reader.readexactly(3) == b"\x12\x02\x80"
            await reader.readexactly(640)
            writer.write(wide)
    writer.close()


async def test_a_rate_that_changes_in_mid_call_ends_the_leg(line: Served, logs: Any) -> None:
    reader, writer = await dialled(line, id_frame(await issued(line)) + b"\x10\x01\x40" + b"\x00" * 320)
    await reader.readexactly(3)
    writer.write(b"\x12\x02\x80" + b"\x00" * 640)
    await until_closed(reader)
    assert "form_changed" in {one.get("code") for one in logs}


async def test_key_zero_ends_the_leg_and_the_dialplan_learns_where_to(line: Served) -> None:
    call = await issued(line)
    reader, writer = await dialled(line, id_frame(call))
    await reader.readexactly(323 * 30)
    writer.write(b"\x03\x00\x010")
    step = asyncio.create_task(asked(line, str(call)))
    sound = await until_closed(reader, within_s=15)
    assert sound[-3:] == b"\x00\x00\x00"
    assert (await step).startswith("civicline1,transfer,call_taker,+15550100,tick-2,")


@pytest.mark.parametrize(
    "first",
    [b"\x01\x00\x10" + bytes(16), b"\x10\x01\x40" + bytes(320), b"GET / HTTP/1.1\r\n\r\n", b"\x01\xff\xff"],
    ids=["an id that was not issued", "sound before the id", "another protocol", "an id of 64 KB"],
)
async def test_who_has_no_id_of_ours_is_shown_out(line: Served, logs: Any, first: bytes) -> None:
    reader, _ = await dialled(line, first)
    assert await until_closed(reader) == b""
    assert [one["event"] for one in logs] == ["a PBX broke the protocol, its call is ended"]
    assert line.connector.exchange.active == 0


async def test_an_id_works_once(line: Served) -> None:
    call = await issued(line)
    reader, writer = await dialled(line, id_frame(call))
    await reader.readexactly(323)
    twin, _ = await dialled(line, id_frame(call))
    assert await until_closed(twin) == b""
    await reader.readexactly(323 * 10)
    writer.close()


async def test_ids_are_given_to_nobody_without_the_password(line: Served) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(f"{line.address}/telephony/asterisk/ids")
    assert (answer.status_code, answer.text) == (401, "")


async def test_address_that_is_not_allowed_is_refused_before_a_byte_is_read(tmp_path: Path, logs: Any) -> None:
    settings = AsteriskSettings(
        password=PASSWORD,  # type: ignore[arg-type]
        audiosocket_port=quiet_port(),
        audiosocket_allow=(ip_network("10.9.9.0/24"),),
    )
    async with served(tmp_path, next(NAMES), asterisk=settings) as line:
        reader, _ = await dialled(line, id_frame(await issued(line)))
        assert await until_closed(reader) == b""
    assert "an AudioSocket connection was refused" in [one["event"] for one in logs]


async def test_port_that_somebody_has_stops_the_start_with_a_sentence(line: Served) -> None:
    taken = line.connector.settings.asterisk
    with pytest.raises(SettingsWrong, match="AUDIOSOCKET_PORT"):
        await AudioSocketServer(taken, None, None).start()  # type: ignore[arg-type]


async def test_connection_that_says_nothing_is_closed(line: Served, logs: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice_connector.gateways.asterisk.audiosocket._ID_WITHIN_S", 0.2)
    reader, writer = await dialled(line, b"\x01\x00")
    assert await until_closed(reader) == b""
    writer.close()
    assert [one["code"] for one in logs if "broke the protocol" in one["event"]] == ["no_id"]


async def test_more_connections_than_allowed_are_refused_and_the_others_stay(
    line: Served, logs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voice_connector.gateways.asterisk.audiosocket._MOST_CONNECTIONS", 1)
    _, first = await dialled(line, id_frame(await issued(line)))
    await asyncio.sleep(0.1)
    reader, second = await dialled(line, id_frame(await issued(line)))
    assert await until_closed(reader) == b""
    assert not first.is_closing()
    for one in (first, second):
        one.close()
    assert "an AudioSocket connection was refused" in [one["event"] for one in logs]
