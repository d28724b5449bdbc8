"""The connector on a real port: page, socket, health, metrics; and that one caller's mischief is nobody else's."""

import asyncio
import itertools
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import structlog
import websockets

from tests.voice_connector.stage_server import Served, served
from voice_connector import log
from voice_connector.gateways.browser import wire

NAMES = (f"connector-test-{number}" for number in itertools.count())
LOUD = wire.encode_audio(np.tile(np.array([8_000, -8_000], np.int16), 160))
QUIET = wire.encode_audio(np.zeros(320, np.int16))


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path, next(NAMES), ("somebody painted graffiti",)) as running:
        yield running


async def token(line: Served) -> str:
    async with httpx.AsyncClient(trust_env=False) as client:
        page = (await client.get(line.address)).text
    found = re.search('data-token="([^"]+)"', page)
    assert found
    return found.group(1)


@asynccontextmanager
async def dialled(line: Served, mode: str, **headers: Any) -> AsyncIterator[Any]:
    async with websockets.connect(line.socket_address, origin=line.address, proxy=None, **headers) as socket:  # type: ignore[arg-type]
        await socket.send(json.dumps({"type": "start", "token": await token(line), "mode": mode}))
        yield socket


async def messages_of(socket: Any, until: str = "ended") -> list[dict[str, Any]]:
    """Messages until one of the type, or until the socket closes."""
    found: list[dict[str, Any]] = []
    async with asyncio.timeout(15):
        async for frame in socket:
            if isinstance(frame, str):
                found.append(json.loads(frame))
                if found[-1]["type"] == until:
                    break
    return found


async def filed(line: Served, call: str) -> dict[str, Any]:
    """The record of a call, once it is filed and the call takes up no room any more."""
    async with asyncio.timeout(5):
        while call not in line.casework.calls or line.connector.exchange.active:
            await asyncio.sleep(0.02)
    return line.casework.calls[call]


def only(messages: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [message for message in messages if message["type"] == kind]


async def test_a_chat_over_the_socket_reaches_the_right_desk(line: Served) -> None:
    async with dialled(line, "text") as socket:
        await socket.send(json.dumps({"type": "text", "text": "graffiti on my wall"}))
        seen = await messages_of(socket)
    assert only(seen, "transfer")[0]["name"] == "Graffiti removal"
    assert only(seen, "ended")[0]["disposition"] == "transfer"
    assert (await filed(line, only(seen, "ready")[0]["call_id"]))["channel"] == "web"


async def test_a_call_by_voice_is_heard_and_answered_in_sound(line: Served) -> None:
    sound = 0
    async with dialled(line, "voice") as socket:
        seen: list[dict[str, Any]] = []
        speaking = None
        async with asyncio.timeout(20):
            async for frame in socket:
                if isinstance(frame, bytes):
                    sound += 1
                    assert len(frame) == wire.FRAME_BYTES
                    continue
                seen.append(json.loads(frame))
                if seen[-1]["type"] == "listening" and speaking is None:
                    speaking = asyncio.create_task(_say(socket))
                if seen[-1]["type"] == "ended":
                    break
        if speaking is not None:
            speaking.cancel()
    assert sound > 50
    assert only(seen, "said")[-1]["text"].startswith("Graffiti removal")
    assert only(seen, "timing")[0]["total"] > 0
    assert only(seen, "transfer")


async def _say(socket: Any) -> None:
    for frame in [LOUD] * 50 + [QUIET] * 400:
        await socket.send(frame)
        await asyncio.sleep(0.018)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (b"\x00" * 7, "bad_audio"),
        ("{not json", "not_json"),
        ('{"type": "teleport"}', "unknown_type"),
        ('{"type": "start", "token": "x", "mode": "text"}', "started_twice"),
    ],
)
async def test_a_malformed_frame_ends_its_own_call_and_no_other(line: Served, frame: str | bytes, code: str) -> None:
    async with dialled(line, "text") as good, dialled(line, "text") as bad:
        await messages_of(good, "listening")
        await messages_of(bad, "listening")
        await bad.send(frame)
        assert only(await messages_of(bad, "error"), "error")[0]["code"] == code
        await good.send(json.dumps({"type": "text", "text": "graffiti"}))
        assert only(await messages_of(good), "transfer")


async def test_a_frame_without_end_closes_its_socket_and_no_other(line: Served) -> None:
    async with dialled(line, "text") as good:
        await messages_of(good, "listening")
        bad = await websockets.connect(line.socket_address, origin=line.address, proxy=None)  # type: ignore[arg-type]
        with pytest.raises(websockets.ConnectionClosed):
            await _flood(bad)
        await good.send(json.dumps({"type": "text", "text": "graffiti"}))
        assert only(await messages_of(good), "transfer")


async def _flood(socket: Any) -> None:
    await socket.send("x" * 4_000_000)
    while True:
        await socket.recv()


async def test_a_flood_of_messages_ends_the_call(line: Served) -> None:
    async with dialled(line, "text") as socket:
        await messages_of(socket, "listening")
        for _ in range(80):
            await socket.send(json.dumps({"type": "key", "digit": "5"}))
        assert only(await messages_of(socket, "error"), "error")[0]["code"] == "too_fast"


async def test_a_page_that_vanishes_leaves_an_abandoned_call_and_nothing_running(line: Served) -> None:
    async with dialled(line, "text") as socket:
        call = only(await messages_of(socket, "listening"), "ready")[0]["call_id"]
        socket.transport.abort()
    assert (await filed(line, call))["disposition"] == "abandoned"
    assert line.bot.messages(call)[-1] == "/hang_up"


async def test_a_connector_that_stops_hands_its_calls_to_a_person(line: Served) -> None:
    async with dialled(line, "text") as socket:
        await messages_of(socket, "listening")
        stopping = asyncio.create_task(line.connector.exchange.close(within_s=5))
        seen = await messages_of(socket)
        await stopping
    assert only(seen, "transfer")[0]["reason"] == "system_failure"
    assert line.connector.exchange.active == 0


async def test_a_foreign_page_and_a_program_without_a_page_are_refused(line: Served) -> None:
    for origin in ("https://evil.example", None):
        async with websockets.connect(line.socket_address, origin=origin, proxy=None) as socket:  # type: ignore[arg-type]
            with pytest.raises(websockets.ConnectionClosed) as closed:
                await socket.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4403


async def test_a_service_of_ours_needs_its_token_and_no_page(tmp_path: Path) -> None:
    async with served(tmp_path / "var", next(NAMES), service_token="a-token-of-services") as line:
        for header, welcome in (("Bearer a-token-of-services", True), ("Bearer another", False), ("", False)):
            sent = {"Authorization": header, "Civicline-Host": "chat.example.org"}
            async with websockets.connect(line.socket_address, additional_headers=sent, proxy=None) as socket:
                if welcome:
                    await socket.send(json.dumps({"type": "start", "token": "", "mode": "text"}))
                    assert json.loads(await socket.recv())["type"] == "ready"
                else:
                    with pytest.raises(websockets.ConnectionClosed):
                        await socket.recv()
                    assert socket.close_code == 4403


async def test_a_call_without_our_token_is_refused(line: Served) -> None:
    async with websockets.connect(line.socket_address, origin=line.address, proxy=None) as socket:  # type: ignore[arg-type]
        await socket.send(json.dumps({"type": "start", "token": "1.2.3", "mode": "voice"}))
        assert only(await messages_of(socket, "error"), "error")[0]["code"] == "bad_token"
    assert line.bot.got == []


async def test_a_page_that_says_nothing_is_let_go(tmp_path: Path) -> None:
    async with served(tmp_path, next(NAMES), longest_chat_idle_s=30) as line:
        object.__setattr__(line.connector.settings, "longest_chat_idle_s", 0.2)
        async with dialled(line, "text") as socket:
            assert only(await messages_of(socket, "error"), "error")[0]["code"] == "idle"


async def test_when_there_is_no_room_the_next_caller_is_told(tmp_path: Path) -> None:
    async with served(tmp_path, next(NAMES), most_chats=1) as line, dialled(line, "text") as first:
        await messages_of(first, "listening")
        async with dialled(line, "text") as second:
            told = only(await messages_of(second, "error"), "error")[0]
    assert told["code"] == "busy"
    assert "Call +15550100 to speak with a call-taker" in told["message"]


async def test_health_readiness_and_metrics_say_how_it_goes(line: Served) -> None:
    async with dialled(line, "text") as socket:
        await socket.send(json.dumps({"type": "text", "text": "a person"}))
        await messages_of(socket)
    async with httpx.AsyncClient(base_url=line.address, trust_env=False) as client:
        assert (await client.get("/healthz")).json() == {"alive": True}
        ready = await client.get("/readyz")
        assert ready.status_code == 200
        line.casework.state = "down"
        assert (await client.get("/readyz")).json()["degraded"] is True
        text = (await client.get("/metrics")).text
    assert 'civicline_calls_total{channel="web",disposition="call_taker",ended_by="transfer"} 1.0' in text
    assert 'civicline_escalations_total{reason="asked_for_person"} 1.0' in text
    assert "civicline_engine_waiting" in text


async def test_neighbours_that_hang_make_the_connector_look_degraded_and_not_dead(
    line: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hangs() -> bool:
        await asyncio.sleep(60)
        return True

    monkeypatch.setattr(line.connector.bot, "ready", hangs)
    monkeypatch.setattr(line.connector.casework, "ready", hangs)
    async with httpx.AsyncClient(base_url=line.address, trust_env=False, timeout=2.0) as client:
        answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()["degraded"]) == (200, True)


async def test_a_request_that_fails_here_is_logged_without_its_address_and_its_words(
    line: Served, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async def breaks() -> bool:
        raise KeyError("Zebulon Quartermaine")

    monkeypatch.setattr(line.connector.bot, "ready", breaks)
    log.configure("json", "info")
    try:
        async with httpx.AsyncClient(base_url=line.address, trust_env=False) as client:
            answer = await client.get("/readyz?caller=Quartermaine")
        written = "".join(capfd.readouterr())
    finally:
        structlog.reset_defaults()
    assert answer.status_code == 500
    assert re.search(r"KeyError at [^\"]*test_server\.py:", written)
    assert "Quartermaine" not in written + answer.text


async def test_the_page_is_served_strictly_and_with_a_new_token_each_time(line: Served) -> None:
    assert await token(line) != await token(line)
    async with httpx.AsyncClient(base_url=line.address, trust_env=False) as client:
        page = await client.get("/")
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert page.headers["x-content-type-options"] == "nosniff"
        assert "<script>" not in page.text
        assert "call 911" in page.text
        assert "{{" not in page.text
        assert " style=" not in page.text
        for part in re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text):
            assert (await client.get(part)).status_code == 200, part
        assert "//" not in re.sub(r'xmlns="[^"]+"', "", page.text).replace("<!doctype", ""), (
            "nothing comes from elsewhere"
        )


@pytest.mark.parametrize(
    "path", ["/static/../server.py", "/static/..%2fserver.py", "/static/%2e%2e/settings.py", "/static/none.js", "/.env"]
)
async def test_no_other_file_is_served(line: Served, path: str) -> None:
    async with httpx.AsyncClient(base_url=line.address, trust_env=False) as client:
        assert (await client.get(path)).status_code == 404


async def test_a_draining_connector_says_so_takes_no_call_and_lets_running_ones_end(line: Served) -> None:
    exchange, stop = line.connector.exchange, asyncio.Event()
    async with dialled(line, "text") as going_on:
        await messages_of(going_on, "listening")
        draining = asyncio.create_task(exchange.drain(30, stop))
        async with httpx.AsyncClient(base_url=line.address, trust_env=False) as client:
            await asyncio.sleep(0.1)
            assert (await client.get("/readyz")).status_code == 503
            assert (await client.get("/healthz")).status_code == 200
        async with dialled(line, "text") as late:
            assert only(await messages_of(late, "error"), "error")[0]["code"] == "busy"
        assert not draining.done()
        await going_on.send(json.dumps({"type": "text", "text": "graffiti on my wall"}))
        assert only(await messages_of(going_on), "transfer")[0]["name"] == "Graffiti removal"
        async with asyncio.timeout(5):
            await draining


async def test_draining_ends_when_its_time_is_over_or_somebody_is_in_a_hurry(line: Served) -> None:
    hurry = asyncio.Event()
    async with dialled(line, "text") as socket:
        await messages_of(socket, "listening")
        await line.connector.exchange.drain(0.1, hurry)
        hurry.set()
        await line.connector.exchange.drain(30, hurry)
        assert line.connector.exchange.active == 1


async def test_a_request_that_comes_letter_by_letter_is_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voice_connector.server._WHOLE_REQUEST_S", 0.3)
    async with served(tmp_path, next(NAMES)) as line:
        host, port = line.address.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"POST /twilio/voice HTTP/1.1\r\nHost: x\r\nContent-Le")
        async with asyncio.timeout(8):
            answer = await reader.read(-1)
        writer.close()
        assert answer == b"" or answer.startswith(b"HTTP/1.1 408")
