"""All rooms of this process, by the name of their conversation; nobody can guess it, and it travels in the visit's cookie only.

A name that this process does not know is asked for at the connector: another process of the pages had it, or this one before a restart.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time

import websockets
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import WebSocketException

from web.citizen.chat import wire
from web.citizen.chat.room import Away, Room
from web.shared.guarding import Rates
from web.shared.log import logger

_OPEN_WITHIN_S = 5.0
_FORGET_EVERY_S = 30.0
_TRIES = 12  # one of several connectors has the chat
_TRY_EVERY_S = 0.25
_CODES_AN_HOUR = 10  # of one chat; each ends the one before
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
        self._lent = Rates(_CODES_AN_HOUR, 3_600)
        self._finding = asyncio.Lock()

    async def find(self, name: str | None, agency: str) -> Room | None:
        """The conversation of this name, gone on with where this process does not know it; None when nobody does."""
        if name is None or name in self._rooms:
            return self._rooms.get(name or "")
        async with self._finding:
            if name in self._rooms:
                return self._rooms[name]
            for _ in range(_TRIES):
                try:
                    socket, ready = await self._resumed(name, 0)
                except Away as away:
                    if away.for_good:
                        return None
                    await asyncio.sleep(_TRY_EVERY_S)
                    continue
                room = self._attended(Room(agency, idle_s=ready.idle_s), name, socket)
                await room.caught_up(ready.upto, _OPEN_WITHIN_S)
                return room
        return None

    async def open(self, agency: str, host: str, source: str, opaque: str) -> tuple[str, Room]:
        """A new conversation; `opaque`: the source as the connector may know it.

        Raises NoRoom, or TooOften for an address that opens one after the other.
        """
        self._begun.take(source)
        if sum(1 for room in self._rooms.values() if not room.over) >= self._most:
            logger.warning("a chat found no room")
            raise NoRoom
        try:
            socket, first = await self._dial(wire.start(), {"Civicline-Host": host, "Civicline-Source": opaque})
        except (OSError, TimeoutError, WebSocketException) as error:
            logger.warning("the connector could not be asked for a chat", error=type(error).__name__)
            raise NoRoom from None
        if not isinstance(first, wire.Ready):  # it says why
            await socket.close()
            return self._turned_away(Room(agency), first)
        return first.call_id, self._attended(Room(agency, idle_s=first.idle_s), first.call_id, socket)

    async def code_for(self, name: str, agency: str) -> str:
        """Digits that lead to this conversation from another device, once. Raises NoRoom, or TooOften for a chat that asks for many."""
        self._lent.take(name)
        code = (await self._asked(wire.lend(name, agency))).code
        if not code:
            raise NoRoom
        return code

    async def pass_for(self, name: str) -> str:
        """What the connector's own page needs to speak with this conversation, once. Raises NoRoom, or TooOften as for codes."""
        self._lent.take(name)
        given = (await self._asked(wire.lend_pass(name))).code
        if not given:
            raise NoRoom
        return given

    async def left(self, name: str, agency: str) -> None:
        """The person has left quickly: no code and no pass of before leads to this conversation. Tried again while nobody can be asked."""
        for _ in range(_TRIES):
            with contextlib.suppress(NoRoom):
                await self._asked(wire.leave(name, agency))
                return
            await asyncio.sleep(_TRY_EVERY_S)
        logger.warning("the connector could not be told that a person has left")

    async def behind(self, code: str, agency: str) -> str | None:
        """The name of the conversation that such digits lead to. Raises NoRoom where nobody can say now."""
        return (await self._asked(wire.code(code, agency))).call_id or None

    async def _asked(self, frame: str) -> wire.Code:
        try:
            socket, told = await self._dial(frame, {})
        except (OSError, TimeoutError, WebSocketException):
            raise NoRoom from None
        await socket.close()
        if isinstance(told, wire.Refused) and told.again:
            raise NoRoom
        return told if isinstance(told, wire.Code) else wire.Code()

    def _turned_away(self, room: Room, why: wire.Event | None) -> tuple[str, Room]:
        room.end_with(why if isinstance(why, wire.Over) else wire.Over())
        name = secrets.token_urlsafe(24)
        self._rooms[name] = room
        return name, room

    def _attended(self, room: Room, name: str, socket: ClientConnection) -> Room:
        room.call_id, room.dial = name, self._again
        room.attend(socket)
        self._rooms[name] = room
        return room

    async def _again(self, name: str, seen: int) -> ClientConnection:
        return (await self._resumed(name, seen))[0]

    async def _resumed(self, name: str, seen: int) -> tuple[ClientConnection, wire.Ready]:
        """A connection that goes on with a conversation, and how it stands. Raises Away."""
        try:
            socket, first = await self._dial(wire.resume(name, seen), {})
        except (OSError, TimeoutError, WebSocketException):
            raise Away(for_good=False) from None
        if isinstance(first, wire.Ready):
            return socket, first
        await socket.close()
        raise Away(for_good=isinstance(first, wire.Refused) and not first.again)

    async def _dial(self, start: str, headers: dict[str, str]) -> tuple[ClientConnection, wire.Event | None]:
        """A connection, and the first thing that was said on it."""
        asking = {"Authorization": f"Bearer {self._token}", **headers}
        async with asyncio.timeout(_OPEN_WITHIN_S):
            socket = await websockets.connect(
                self._address, additional_headers=asking, proxy=None, max_size=_LARGEST_FRAME
            )
            try:
                await socket.send(start)
                return socket, wire.decode(await socket.recv())
            except BaseException:
                await socket.close()
                raise

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
