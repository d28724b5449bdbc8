"""All rooms of this process, by a name that nobody can guess; it travels in the visit's cookie only."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time

import websockets
from websockets.exceptions import WebSocketException

from web.citizen.chat import wire
from web.citizen.chat.room import Room
from web.shared.guarding import Rates
from web.shared.log import logger

_OPEN_WITHIN_S = 5.0
_FORGET_EVERY_S = 30.0
_LARGEST_FRAME = 256 * 1024


class NoRoom(Exception):
    """Nobody can be asked now: the connector is away, or there are too many chats."""


class Rooms:
    """`kept_s`: how long a chat can be read again after the last thing that was written in it."""

    def __init__(self, address: str, token: str, most: int, an_hour: int, kept_s: float) -> None:
        self._address, self._token = address, token
        self._most, self._kept_s = most, kept_s
        self._rooms: dict[str, Room] = {}
        self._begun = Rates(an_hour, 3_600)

    def find(self, name: str | None) -> Room | None:
        return self._rooms.get(name or "")

    async def open(self, agency: str, host: str, source: str, opaque: str) -> tuple[str, Room]:
        """A new conversation; `opaque`: the source as the connector may know it.

        Raises NoRoom, or TooOften for an address that opens one after the other.
        """
        self._begun.take(source)
        if sum(1 for room in self._rooms.values() if not room.over) >= self._most:
            logger.warning("a chat found no room")
            raise NoRoom
        room, name = Room(agency), secrets.token_urlsafe(24)
        headers = {"Authorization": f"Bearer {self._token}", "Civicline-Host": host, "Civicline-Source": opaque}
        try:
            async with asyncio.timeout(_OPEN_WITHIN_S):
                socket = await websockets.connect(
                    self._address, additional_headers=headers, proxy=None, max_size=_LARGEST_FRAME
                )
                await socket.send(wire.start())
        except (OSError, TimeoutError, WebSocketException) as error:
            logger.warning("the connector could not be asked for a chat", error=type(error).__name__)
            raise NoRoom from None
        room.attend(socket)
        self._rooms[name] = room
        return name, room

    async def keep_tidy(self) -> None:
        """Forgets rooms that nobody has written in for a while."""
        while True:
            await asyncio.sleep(_FORGET_EVERY_S)
            now = time.monotonic()
            for name, room in list(self._rooms.items()):
                if now - room.touched_at > self._kept_s:
                    await self._rooms.pop(name).close()

    async def close(self) -> None:
        for room in self._rooms.values():
            with contextlib.suppress(Exception):
                await room.close()
        self._rooms.clear()
