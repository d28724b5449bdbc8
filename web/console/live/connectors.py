"""The connectors' /live, over HTTP: the stream of running calls, and what a person does with one of them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
from sanic.exceptions import SanicException

from casework_client.staff import Answer

CONNECTOR_AWAY = "The telephone side does not answer just now."


class NotDone(SanicException):
    """What was wished could not be done; the message says why, for whoever wished it."""

    status_code = 409
    quiet = True


class Connectors:
    """One or several; a call is at one of them."""

    def __init__(self, client: httpx.AsyncClient, addresses: tuple[str, ...]) -> None:
        self._client, self.addresses = client, addresses

    async def follow(self, address: str, agency: str, *, attending: bool) -> AsyncIterator[tuple[str, dict[str, Any]]]:
        """(kind, data) of every event until the connection ends. Raises httpx.HTTPError."""
        wanted = {"agency": agency} | ({"attending": "1"} if attending else {})
        async with self._client.stream("GET", f"{address}/live/events", params=wanted) as answer:
            answer.raise_for_status()
            kind = ""
            async for line in answer.aiter_lines():
                if line.startswith("event: "):
                    kind = line[7:]
                elif line.startswith("data: "):
                    yield kind, json.loads(line[6:], object_hook=Answer)

    async def act(self, address: str, agency: str, call_id: str, what: str, body: dict[str, str]) -> dict[str, Any]:
        """`what`: take, say, whisper or end. Raises NotDone with why."""
        try:
            answer = await self._client.post(
                f"{address}/live/calls/{call_id}/{what}", params={"agency": agency}, json=body
            )
        except httpx.HTTPError:
            raise NotDone(CONNECTOR_AWAY) from None
        if answer.status_code != 200:
            raise NotDone(_why(answer))
        return dict(answer.json())


def _why(answer: httpx.Response) -> str:
    if answer.status_code == 404:
        return "This call is over."
    try:
        return str(answer.json()["error"]["message"]) if answer.status_code < 500 else CONNECTOR_AWAY
    except (ValueError, KeyError, TypeError):
        return CONNECTOR_AWAY
