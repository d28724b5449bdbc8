"""One call over a socket of its own: what comes in is read beside the session, and what goes out is sent to its last frame."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, Protocol

from voice_connector.call.line import Line
from voice_connector.call.session import Session
from voice_connector.errors import WireError
from voice_connector.events import CallStarted
from voice_connector.exchange import Exchange
from voice_connector.gateways.shared.sockets import Socket

_LAST_FRAMES_S = 3.0
Beside = Callable[[Session, list[WireError]], Iterable[Coroutine[Any, Any, None]]]


class QueuedLine(Line, Protocol):
    """A line that puts into `outgoing` what the socket is to send."""

    outgoing: asyncio.Queue[Any]


async def carry(exchange: Exchange, call: CallStarted, line: QueuedLine, socket: Socket, beside: Beside) -> None:
    """The whole call. `beside` gives what runs while it lasts, and notes what broke the protocol: the first is raised.

    Raises LineBusy before anything has happened when the call cannot be served.
    """
    broken: list[WireError] = []
    tasks = [asyncio.create_task(send(socket, line.outgoing))]

    def connected(session: Session) -> None:
        tasks.extend(asyncio.create_task(one) for one in beside(session, broken))

    try:
        await exchange.hold(call, line, connected)
        await send_the_rest(line.outgoing, tasks[0])
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    if broken:
        raise broken[0]


async def send(socket: Socket, outgoing: "asyncio.Queue[Any]") -> None:
    while True:
        item = await outgoing.get()
        await socket.send(item)
        outgoing.task_done()


async def send_the_rest(outgoing: "asyncio.Queue[Any]", sending: "asyncio.Task[None]") -> None:
    rest = asyncio.create_task(outgoing.join())
    await asyncio.wait({rest, sending}, timeout=_LAST_FRAMES_S, return_when=asyncio.FIRST_COMPLETED)
    rest.cancel()
