"""A WebSocket as gateways see it, so that tests can play one without a network."""

from typing import Protocol

from sanic import Websocket
from websockets.protocol import State


class Socket(Protocol):
    """What is used of a WebSocket. A closed one gives None, or raises."""

    @property
    def gone(self) -> bool:
        """The connection is closed or lost, whether or not anybody has said so."""
        ...

    async def recv(self) -> str | bytes | None: ...

    async def send(self, data: str | bytes) -> None: ...


class SanicSocket:
    """Sanic's WebSocket. When the network drops, its recv goes on waiting, so that the state must be asked for."""

    def __init__(self, socket: Websocket) -> None:
        self._socket = socket

    @property
    def gone(self) -> bool:
        return self._socket.ws_proto.state in (State.CLOSING, State.CLOSED)

    async def recv(self) -> str | bytes | None:
        return await self._socket.recv()

    async def send(self, data: str | bytes) -> None:
        await self._socket.send(data)
