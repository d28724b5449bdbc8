"""Real SIP calls on the loopback interface: baresip calls itself. Skipped, loudly, where the optional package is not installed."""

import asyncio
import contextlib
import importlib
import itertools
import socket
import sys
import warnings
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from tests.fakes.ports import quiet_port
from tests.voice_connector.stage_server import Served, served
from voice_connector.errors import SettingsWrong
from voice_connector.gateways.sip import wire
from voice_connector.gateways.sip.server import SipServer
from voice_connector.gateways.sip.settings import SipSettings

baresip: Any
try:
    baresip = importlib.import_module("baresip")
except ImportError:  # the rest of this file says so
    baresip = None

NAMES = (f"sip-test-{number}" for number in itertools.count())
TONE = (np.sin(np.arange(8_000) * (2 * np.pi * 440 / 8_000)) * 9_000).astype("<i2")


class Phone:
    """A softphone in the same process (baresip has one runtime a process)."""

    def __init__(self, line: Served, server: SipServer, settings: SipSettings) -> None:
        self.line, self._server, self._settings = line, server, settings
        self.call: Any = None
        self.heard: list[bytes] = []
        self.closed = asyncio.Event()

    async def dial(self, number: str = "") -> None:
        account = baresip.Account(user="softphone", domain="127.0.0.1", password="", reg_interval=0)
        agent = await baresip.UserAgent.create(self._server.runtime, account)
        self.call = await agent.dial(f"sip:{number or self._settings.user}@127.0.0.1:{self._settings.port}")
        self.call.on(lambda event: self.closed.set() if int(event.event) == 16 else None)
        await self.call.wait_established(timeout=10)

    async def listen(self, seconds: float) -> np.ndarray[Any, Any]:
        self.heard = []
        until = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < until:
            with contextlib.suppress(baresip.AudioNotActive):
                self.heard.append(self.call.audio.read(32_000))
            await asyncio.sleep(0.02)
        return np.frombuffer(b"".join(self.heard), "<i2")

    async def speak(self, sound: "np.ndarray[Any, Any]") -> None:
        for at in range(0, len(sound), 160):
            self.call.audio.write(sound[at : at + 160].tobytes())
            await asyncio.sleep(0.019)


@pytest.fixture
async def phone(tmp_path: Path) -> AsyncIterator[Phone]:
    if baresip is None:
        warnings.warn(
            "SIP calls were NOT tested: baresip-python is not installed (requirements/voice-sip.in).", stacklevel=1
        )
        pytest.skip("baresip-python is not installed (requirements/voice-sip.in)")
    settings = SipSettings(on=True, port=quiet_port())
    async with served(tmp_path, next(NAMES), ("person please",)) as line:
        here = line.connector.exchange.parts
        there = replace(
            here,
            agency_line=replace(here.agency_line, agency="thornmouth", country="GB", numbers=("+441632960101", "101")),
        )
        exchange = line.connector.exchange.with_parts(here, [there])
        server = SipServer(replace(line.connector, exchange=exchange), settings)
        await server.start()
        try:
            yield Phone(line, server, settings)
        finally:
            await server.stop()


async def test_a_softphone_hears_us_is_understood_and_is_let_go_for_a_person(phone: Phone) -> None:
    await phone.dial()
    heard = await phone.listen(1.5)
    assert np.abs(heard.astype(np.int32)).max(initial=0) > 2_000, "the greeting was not heard"
    await phone.speak(TONE)
    async with asyncio.timeout(15):
        while "person please" not in phone.line.bot.messages():
            await asyncio.sleep(0.02)
        await phone.closed.wait()
        while not phone.line.casework.calls:
            await asyncio.sleep(0.02)
    [record] = phone.line.casework.calls.values()
    assert record["gateway"] == "sip"
    assert record["transfer"]["outcome"] == "simulated"


async def test_keys_reach_the_bot_and_a_hang_up_ends_the_call(phone: Phone) -> None:
    await phone.dial()
    await phone.listen(1.0)
    await phone.call.send_dtmf("5")
    async with asyncio.timeout(15):
        while '/dtmf{"digits": "5"}' not in phone.line.bot.messages():
            await asyncio.sleep(0.02)
        await phone.call.hangup()
        while not phone.line.casework.calls:
            await asyncio.sleep(0.02)
    [record] = phone.line.casework.calls.values()
    assert record["ended_by"] == "caller"


@pytest.mark.parametrize(
    ("number", "agency"),
    [("+441632960101", "thornmouth"), ("101", "thornmouth"), ("+15550100", "testville"), ("", "testville")],
)
async def test_the_number_that_a_softphone_dials_chooses_the_agency(phone: Phone, number: str, agency: str) -> None:
    await phone.dial(number)
    await phone.listen(1.0)
    await phone.call.hangup()
    async with asyncio.timeout(15):
        while not phone.line.casework.calls:
            await asyncio.sleep(0.02)
    [record] = phone.line.casework.calls.values()
    assert record["agency"] == agency


async def test_the_served_connector_listens_where_the_settings_say(tmp_path: Path) -> None:
    if baresip is None:
        pytest.skip("baresip-python is not installed (requirements/voice-sip.in)")
    port = quiet_port()
    async with served(tmp_path, next(NAMES), sip={"on": True, "port": port}):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as phone:
            phone.bind(("127.0.0.1", 0))
            phone.settimeout(5)
            here = phone.getsockname()[1]
            question = (
                f"OPTIONS sip:civicline@127.0.0.1:{port} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{here};branch=z9hG4bK1;rport\r\n"
                f"From: <sip:a@127.0.0.1>;tag=1\r\nTo: <sip:civicline@127.0.0.1:{port}>\r\nCall-ID: 1@test\r\n"
                "CSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
            )
            phone.sendto(question.encode(), ("127.0.0.1", port))
            answer = await asyncio.to_thread(phone.recv, 4_000)
    assert answer.startswith(b"SIP/2.0 200")


def test_without_the_package_the_start_stops_with_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "baresip", None)
    with pytest.raises(SettingsWrong, match="voice-sip"):
        SipServer(None, SipSettings(on=True))  # type: ignore[arg-type]


def test_it_is_off_and_on_loopback_by_itself() -> None:
    assert not SipSettings().on
    assert SipSettings().host == "127.0.0.1"
    with pytest.raises(ValidationError, match="loopback"):
        SipSettings(on=True, host="192.0.2.1")
    assert SipSettings(on=True, host="192.0.2.1", open_to_network=True).on


@pytest.mark.parametrize(
    ("to", "number"),
    [
        ("<sip:+441632960101@127.0.0.1:5070;transport=udp>", "+441632960101"),
        ('"The <police>" <sip:101@thornmouth.example>;tag=1', "101"),
        ("sip:441632960101;phone-context=gb@trunk.example", "441632960101"),
        ("<tel:+17209132000>", "+17209132000"),
        ("<sip:civicline@127.0.0.1:5070>", None),
        ("<sip:101%0d%0aX-Evil@127.0.0.1>", None),
        ("<sip:" + "1" * 500 + "@127.0.0.1>", None),
        ("", None),
        (None, None),
    ],
)
def test_of_the_to_header_only_a_number_is_kept(to: str | None, number: str | None) -> None:
    assert wire.dialled(to) == number


@pytest.mark.parametrize(
    ("peer", "allow", "allowed"),
    [
        ("sip:anybody@192.0.2.1", (), True),
        (None, (), True),
        ("sip:desk@192.0.2.1:5060", ("desk@192.0.2.1",), True),
        ("sip:desk@192.0.2.1;transport=udp", ("desk@192.0.2.1",), True),
        ("sip:evil@192.0.2.1", ("agency_line@192.0.2.1",), False),
        ("sip:evil@192.0.2.9;x=agency_line@192.0.2.1", ("agency_line@192.0.2.1",), False),
        (None, ("agency_line@192.0.2.1",), False),
        ("agency_line@192.0.2.1", ("agency_line@192.0.2.1",), False),
    ],
)
def test_only_addresses_on_the_list_may_call(peer: str | None, allow: tuple[str, ...], allowed: bool) -> None:
    assert wire.may_call(peer, allow) is allowed
