"""Real WebSocket calls: streamdouble plays Twilio's side of Media Streams against the served connector."""

import asyncio
import itertools
import re
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import streamdouble.api
from streamdouble.chaos import Impairments
from streamdouble.protocol import StreamIdentity
from streamdouble.scenario import parse
from streamdouble.session import Session, SessionConfig

from signatures.twilio import sign
from tests.voice_connector.stage_server import Served, served
from voice_connector.sound.codecs import mu_law_decode, write_wav

NAMES = (f"twilio-stream-test-{number}" for number in itertools.count())
TOKEN, ADDRESS = "a-token-of-nobody", "https://line.example"


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Served]:
    twilio = {"auth_token": TOKEN, "public_url": ADDRESS}
    async with served(tmp_path, next(NAMES), ("person please",), twilio=twilio) as running:
        yield running
        await everybody_hangs_up(running)


@pytest.fixture
def clip(tmp_path: Path) -> str:
    turns = np.arange(8_000) * (440 / 8_000)
    write_wav(tmp_path / "speech.wav", (np.sin(2 * np.pi * turns) * 9_000).astype(np.int16), 8_000)
    return str(tmp_path / "speech.wav")


CALLS: list[str] = []


async def everybody_hangs_up(line: Served) -> None:
    for sid in CALLS:
        await post(line, "notice", CallSid=sid, CallStatus="completed")
    CALLS.clear()
    async with asyncio.timeout(15):
        while line.connector.exchange.active:
            await asyncio.sleep(0.02)


async def post(line: Served, path: str, **fields: str) -> httpx.Response:
    """A webhook as Twilio sends it: signed over the public address."""
    form = {"From": "+13035550199", "To": "+17205550100", "FromCity": "", "CallStatus": "in-progress", **fields}
    signature = sign(TOKEN, f"{ADDRESS}/twilio/{path}", {name: [value] for name, value in form.items()})
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.post(f"{line.address}/twilio/{path}", data=form, headers={"X-Twilio-Signature": signature})


async def call(line: Served, steps: list[Any], token: str | None = None, **config: Any) -> Any:
    """Webhook, then the stream that its document asks for, with these steps."""
    identity = StreamIdentity(call_sid="CA" + secrets.token_hex(16))
    CALLS.append(identity.call_sid)
    document = (await post(line, "voice", CallSid=identity.call_sid)).text
    found = re.search('name="token" value="([^"]+)"', document)
    assert found
    assert f'url="wss{ADDRESS.removeprefix("https")}/twilio/stream"' in document
    chosen = SessionConfig(
        custom_parameters={"token": token or found.group(1)},
        quiet_period_s=0.5, max_drain_s=3.0, response_timeout_s=3.0, **config,
    )  # fmt: skip
    address = line.address.replace("http", "ws") + "/twilio/stream"
    session = Session(address, scenario=parse({"steps": steps}), config=chosen, identity=identity)
    report = await streamdouble.api._run(session, address, None)
    return identity.call_sid, report


async def test_our_voice_arrives_and_the_protocol_is_kept(line: Served) -> None:
    _, report = await call(
        line, [{"wait_for": "audio"}, {"wait": 0.6}, {"expect": "audio"}, {"expect": "no_violations"}]
    )
    assert report.passed, report.to_dict()
    heard = mu_law_decode(report.audio_received)
    spectrum = np.abs(np.fft.rfft(heard[:2_400].astype(float)))
    assert abs(np.argmax(spectrum) * 8_000 / 2_400 - 220) < 10


async def test_a_wish_for_a_person_ends_the_stream_and_dials_the_call_taker(line: Served, clip: str) -> None:
    sid, report = await call(line, [{"wait": 0.8}, {"say": clip}, {"wait_for": {"event": "mark", "timeout": 8}}])
    assert report.result.events_of("mark_received") or report.result.violations == []
    document = (await post(line, "next", CallSid=sid)).text
    assert '<Number statusCallback="https://line.example/twilio/notice?once=' in document
    assert ">+15550100<" in document
    assert 'action="https://line.example/twilio/dialled?once=' in document


async def test_speech_over_our_voice_clears_what_twilio_has(tmp_path: Path, clip: str) -> None:
    twilio = {"auth_token": TOKEN, "public_url": ADDRESS}
    async with served(tmp_path, next(NAMES), ("graffiti", "graffiti", "graffiti"), twilio=twilio) as line:
        _, report = await call(
            line,
            [
                {"wait": 0.9},
                {"say": clip},
                {"wait_for": "audio"},
                {"wait": 0.7},
                {"say": clip},
                {"wait_for": "clear"},
                {"expect": "clear"},
            ],
        )
        await everybody_hangs_up(line)
    assert report.result.expectations == [("expect clear", True)]
    assert not report.violations


async def test_keys_reach_the_bot(line: Served) -> None:
    await call(line, [{"wait": 0.8}, {"dtmf": "5"}, {"wait": 0.5}])
    assert '/dtmf{"digits": "5"}' in line.bot.messages()


async def test_a_caller_who_is_cut_off_leaves_an_abandoned_call(line: Served) -> None:
    await call(line, [{"wait": 0.3}, "hangup"])
    async with asyncio.timeout(15):
        while not line.casework.calls:
            await asyncio.sleep(0.02)
    [record] = line.casework.calls.values()
    assert record["disposition"] == "abandoned"
    assert record["gateway"] == "twilio"


async def test_a_bad_mobile_network_is_understood_all_the_same(line: Served, clip: str) -> None:
    sid, report = await call(
        line, [{"wait": 0.8}, {"say": clip}, {"wait": 1.5}], impairments=Impairments(loss=0.05, jitter_ms=30)
    )
    assert report.result.frames_dropped > 0
    assert "person please" in line.bot.messages()
    assert "<Dial" in (await post(line, "next", CallSid=sid)).text


async def test_a_stream_with_a_made_up_token_is_closed_and_hears_nothing(line: Served) -> None:
    _, report = await call(line, [{"wait": 0.5}], token="9999999999.x.y")
    assert not report.spoke
    assert line.connector.exchange.active == 0


async def test_a_token_serves_one_call_and_not_another(line: Served) -> None:
    other = await post(line, "voice", CallSid="CA" + "0" * 32)
    stolen = re.search('name="token" value="([^"]+)"', other.text)
    assert stolen
    _, report = await call(line, [{"wait": 0.5}], token=stolen.group(1))
    assert not report.spoke
