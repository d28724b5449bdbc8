"""The action server with a certificate of our own authority: Rasa and the bot's clients reach it, nobody in the clear."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot_server.patches import remote_actions
from casework_client.wire import WireFailed
from casework_client.wire_aiohttp import AiohttpWire
from signatures import tls
from tests.fakes.certificates import authority, certificate

ROOT = Path(__file__).parents[3]
TOKEN = "an-actions-token-for-tests"


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    own = authority(tmp_path)
    part = certificate(tmp_path, "actions", own)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    for name, value in ((tls.CERT, part.cert), (tls.KEY, part.key), (tls.CA, own.cert), (tls.CLIENTS, "required")):
        monkeypatch.setenv(name, str(value))
    names = {"CIVICLINE_ACTIONS_PORT": str(number), "CIVICLINE_ACTIONS_TOKEN": TOKEN}
    with (tmp_path / "log").open("wb") as log:
        started = subprocess.Popen(
            [sys.executable, "-m", "actions"], cwd=ROOT, env={**os.environ, **names}, stdout=log, stderr=log
        )
    end = time.monotonic() + 120
    while time.monotonic() < end and started.poll() is None:
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", number)) == 0:
                break
        time.sleep(0.2)
    assert started.poll() is None, (tmp_path / "log").read_text(errors="replace")
    yield number
    started.terminate()
    started.wait(20)


def asked(address: str) -> int:
    async def ask() -> int:
        wire = AiohttpWire(address, TOKEN, 20)
        try:
            return (await wire.send("GET", "/health", None, None)).status
        finally:
            await wire.close()

    return asyncio.run(ask())


def test_parts_of_ours_reach_the_action_server_over_tls_and_nobody_else(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asked(f"https://127.0.0.1:{port}") == 200
    assert asyncio.run(by_rasa(port)) == 200
    with pytest.raises(WireFailed):
        asked(f"http://127.0.0.1:{port}")
    monkeypatch.delenv(tls.CERT)
    monkeypatch.delenv(tls.KEY)
    monkeypatch.delenv(tls.CLIENTS)
    with pytest.raises(WireFailed):
        asked(f"https://127.0.0.1:{port}")


async def by_rasa(port: int) -> int:
    """With the connections by which Rasa asks for its actions."""
    session = remote_actions.Connections().session()
    async with session.get(f"https://127.0.0.1:{port}/health") as answer:
        status = answer.status
    await session.close()
    return status
