"""Rasa over REST: one message, one reply, within a time limit. Any failure is BotFailed, so that a person can take over."""

import asyncio
import json
from typing import Any, Protocol

import httpx

from voice_connector.bot.messages import Message
from voice_connector.bot.replies import Reply, read_reply
from voice_connector.errors import BotFailed
from watching import traces

PATH = "/webhooks/rest/webhook"
LARGEST_ANSWER = 256 * 1024
_RECONNECT_S = 0.1
_STARTING = (502, 503, 504)  # of a proxy before it, while it starts


class Bot(Protocol):
    async def send(self, call_id: str, message: Message) -> Reply:
        """The bot's reply. Raises BotFailed."""
        ...

    async def tell(self, call_id: str, message: Message) -> None:
        """Sends and wants no reply; never raises for a bot that is down."""
        ...

    async def ready(self) -> bool: ...

    @property
    def away(self) -> bool:
        """It is known not to be there now, and callers are held."""
        ...


class RasaBot:
    """The real one. A connection that was refused is tried once more; what a restart asks for is `holding`'s."""

    def __init__(self, client: httpx.AsyncClient, timeout_s: float) -> None:
        self._client = client
        self._timeout_s = timeout_s
        self.away = False

    async def send(self, call_id: str, message: Message) -> Reply:
        return read_reply(await self._post(call_id, message))

    async def tell(self, call_id: str, message: Message) -> None:
        try:
            await self._post(call_id, message)
        except BotFailed:
            return

    async def ready(self) -> bool:
        try:
            async with asyncio.timeout(self._timeout_s):
                return (await self._client.get("/")).is_success
        except (httpx.HTTPError, TimeoutError):
            return False

    async def _post(self, call_id: str, message: Message) -> Any:
        body = {"sender": call_id, "message": message.text, "metadata": message.metadata}
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._answer(body)
        except TimeoutError:
            raise BotFailed("timeout", f"The bot gave no answer within {self._timeout_s:g} s.") from None
        except httpx.TimeoutException:
            raise BotFailed("timeout", "The bot's connection timed out.") from None
        except httpx.ConnectError as error:
            raise BotFailed("unreachable", f"The bot cannot be reached ({type(error).__name__}).") from None
        except httpx.HTTPError as error:
            raise BotFailed("broken_off", f"The connection to the bot broke ({type(error).__name__}).") from None

    async def _answer(self, body: dict[str, Any]) -> Any:
        try:
            return await self._read(body)
        except httpx.ConnectError:
            await asyncio.sleep(_RECONNECT_S)
            return await self._read(body)

    async def _read(self, body: dict[str, Any]) -> Any:
        async with self._client.stream("POST", PATH, json=body, headers=traces.carried()) as answer:
            if answer.status_code in _STARTING:
                raise BotFailed("starting", f"The bot answered with HTTP status {answer.status_code}.")
            if answer.status_code != httpx.codes.OK:
                raise BotFailed("status", f"The bot answered with HTTP status {answer.status_code}.")
            text = await _limited(answer)
        try:
            return json.loads(text)
        except ValueError:
            raise BotFailed("malformed", "The bot's answer is not JSON.") from None


async def _limited(answer: httpx.Response) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in answer.aiter_bytes():
        size += len(part)
        if size > LARGEST_ANSWER:
            raise BotFailed("too_large", f"The bot's answer is larger than {LARGEST_ANSWER} bytes.")
        parts.append(part)
    return b"".join(parts)
