"""Rasa's REST channel and the action server answer whoever shows the credential of this line, and nobody else."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from rasa.core.run import create_http_input_channels
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import read_endpoint_config
from sanic import Sanic

from actions.__main__ import closed_app
from bot_server.channel import RestWithCredential

ROOT = Path(__file__).parents[3]
TOKEN = "0123456789abcdef0123456789abcdef"
OURS = {"Authorization": f"Bearer {TOKEN}"}
MESSAGE = {"sender": "call-1", "message": "/emergency", "metadata": {}}
FOREIGN = [
    ({}, 401),
    ({"Authorization": "Bearer guessed"}, 401),
    ({**OURS, "Origin": "https://evil.example"}, 403),
    ({**OURS, "Content-Type": "text/plain"}, 415),
]


class Asked:
    """What reached the bot."""

    def __init__(self) -> None:
        self.messages: list = []

    async def __call__(self, message: Any) -> None:
        self.messages.append((message.sender_id, message.text, message.input_channel))
        await message.output_channel.send_text_message(message.sender_id, "Hello.")


async def served(app: Sanic) -> Any:
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    server = await app.create_server(sock=door, return_asyncio_server=True)
    await server.startup()
    return server, f"http://127.0.0.1:{door.getsockname()[1]}"


@pytest.fixture(autouse=True)
def _several_apps_in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sanic rewrites its own code when an app starts; in test mode it can do so again."""
    monkeypatch.setattr(Sanic, "test_mode", True)


@pytest.fixture
def asked() -> Asked:
    return Asked()


async def post(address: str, headers: dict, body: str) -> int:
    given = {"Content-Type": "application/json", **headers}
    async with aiohttp.ClientSession() as client, client.post(address, data=body, headers=given) as answer:
        return answer.status


def test_slash_commands_reach_rasa_from_the_connector_only(asked: Asked) -> None:
    async def play() -> None:
        app = Sanic("rasa_channel", configure_logging=False)
        made = RestWithCredential.from_credentials({"token": TOKEN}).blueprint(asked)
        app.blueprint(made, url_prefix="/webhooks/rest")
        server, address = await served(app)
        try:
            for headers, status in FOREIGN:
                assert await post(f"{address}/webhooks/rest/webhook", headers, json.dumps(MESSAGE)) == status
            assert asked.messages == []
            assert await post(f"{address}/webhooks/rest/webhook", OURS, json.dumps(MESSAGE)) == 200
            assert asked.messages == [("call-1", "/emergency", "rest")]
            async with aiohttp.ClientSession() as client, client.get(f"{address}/webhooks/rest/") as answer:
                assert answer.status == 200
        finally:
            await server.close()

    asyncio.run(play())


def test_our_own_files_name_the_channel_and_hand_on_the_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in re.findall(r"\$\{(\w+)\}", (ROOT / "endpoints.yml").read_text("utf-8")):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("CIVICLINE_ACTIONS_TOKEN", TOKEN)
    monkeypatch.setenv("CIVICLINE_BOT_TOKEN", TOKEN)
    endpoint = read_endpoint_config(str(ROOT / "endpoints.yml"), "action_endpoint")
    assert endpoint.headers == OURS
    [channel] = create_http_input_channels(None, str(ROOT / "credentials.yml"))
    assert isinstance(channel, RestWithCredential)
    assert channel._token == TOKEN
    assert channel.url_prefix() == "rest"


@pytest.mark.parametrize("credentials", [None, {}, {"token": ""}, {"token": "short"}, {"token": None}])
def test_rasa_does_not_start_without_a_credential(credentials: Any) -> None:
    with pytest.raises(RasaException, match="CIVICLINE_BOT_TOKEN"):
        RestWithCredential.from_credentials(credentials)


def test_the_action_server_is_closed_the_same_way() -> None:
    async def play() -> None:
        server, address = await served(closed_app(TOKEN))
        body = '{"next_action": "action_nothing_of_ours", "tracker": {"sender_id": "x"}}'
        try:
            for headers, status in FOREIGN:
                assert await post(f"{address}/webhook", headers, body) == status
            assert await post(f"{address}/webhook", OURS, body) == 404  # let in, and there is no such action
            async with aiohttp.ClientSession() as client:
                async with client.get(f"{address}/readyz") as answer:
                    assert answer.status == 200
                async with client.get(f"{address}/actions") as answer:
                    assert answer.status == 401
        finally:
            await server.close()

    asyncio.run(play())
