"""The next Rasa may listen beside this one only where that was asked for, and says when it does."""

from __future__ import annotations

import asyncio
import os
import socket
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Dict, List, Tuple

import pytest
from sanic.server import runners

from bot_server import beside


class App:
    def __init__(self) -> None:
        self.listeners: List[Tuple[Any, str]] = []

    def register_listener(self, listener: Any, event: str) -> None:
        self.listeners.append((listener, event))

    def register_middleware(self, middleware: Any, at: str) -> None: ...


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Dict[str, Any]:
    """What Sanic is asked to serve with."""
    asked: Dict[str, Any] = {}
    monkeypatch.setattr(beside, "step_back", lambda: None)
    monkeypatch.setattr(runners, "serve", lambda host, port, app, **named: asked.update(named, port=port))
    return asked


def test_a_port_that_is_taken_stays_an_error_without_the_variable(
    served: Dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(beside.VARIABLE, raising=False)
    beside.install()
    runners.serve("127.0.0.1", 5005, App(), backlog=9)  # type: ignore[arg-type]
    assert served == {"port": 5005, "backlog": 9}


def test_with_it_the_port_is_shared_and_the_one_that_listens_is_named(
    served: Dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(beside.VARIABLE, "1")
    monkeypatch.setenv("CIVICLINE_VAR", str(tmp_path))
    beside.install()
    app = App()
    runners.serve("127.0.0.1", 5005, app, reuse_port=False)  # type: ignore[arg-type]
    assert served["reuse_port"]
    (listener, event), _ = app.listeners
    assert event == "after_server_start"
    assert not beside.pid_file(5005).exists()
    asyncio.run(listener(app, None))
    assert beside.pid_file(5005).read_text() == str(os.getpid())


def test_two_that_share_a_port_are_both_reached() -> None:
    """What the kernel promises, and only to sockets that both ask for it."""
    doors: List[socket.socket] = []
    for _ in range(2):
        door = socket.socket()
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        door.bind(("127.0.0.1", doors[0].getsockname()[1] if doors else 0))
        door.listen()
        doors.append(door)
    doors[0].close()
    with socket.create_connection(doors[1].getsockname(), timeout=5):
        pass
    doors[1].close()


class Request:
    def __init__(self) -> None:
        self.ctx = SimpleNamespace()


async def test_turns_that_are_being_answered_end_before_the_door_is_closed_and_new_ones_come_again() -> None:
    door, inside = beside.Door(), Request()
    assert await door.came(inside) is None
    closing = asyncio.ensure_future(door.close())
    await asyncio.sleep(0)
    late = await door.came(Request())
    assert late is not None
    assert (late.status, late.headers["connection"]) == (503, "close")
    assert not closing.done()
    await door.went(inside, None)
    await asyncio.wait_for(closing, 5)


async def test_a_turn_that_never_ends_does_not_keep_the_old_one_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "FINISHES_WITHIN_S", 0.05)
    door = beside.Door()
    await door.came(Request())
    await asyncio.wait_for(door.close(), 5)


class Server:
    """What a loop makes."""

    def __init__(self) -> None:
        self.open = True

    def close(self) -> None:
        self.open = False


class Loop:
    async def create_server(self, *_: Any, **__: Any) -> Server:
        return Server()


def test_the_one_before_listens_no_more_while_it_still_answers() -> None:
    async def replaced() -> Tuple[bool, bool]:
        door, loop = beside.Door(), Loop()
        beside._note_what_listens(loop, door)
        server = await loop.create_server("handler", "127.0.0.1", 5005)
        request = Request()
        await door.came(request)
        closing = asyncio.ensure_future(door.close())
        await asyncio.sleep(0)
        still_answering = not closing.done()
        await door.went(request, None)
        await closing
        return server.open, still_answering

    assert asyncio.run(replaced()) == (False, True)


def test_while_it_loads_the_next_one_is_less_important_and_then_as_important_as_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nice: Dict[int, int] = {}
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(os, "getpriority", lambda *_: 2)
    monkeypatch.setattr(os, "nice", lambda more: nice.update({0: 2 + more}))
    monkeypatch.setattr(os, "listdir", lambda _: ["11", "12"])
    monkeypatch.setattr(os, "setpriority", lambda _, thread, value: nice.update({thread: value}))
    beside.step_back()
    assert nice == {0: 7}
    beside.step_forward()
    assert (nice[11], nice[12]) == (2, 2)


def test_who_may_not_come_back_does_not_step_back(monkeypatch: pytest.MonkeyPatch) -> None:
    stepped: List[int] = []
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(beside.resource, "getrlimit", lambda _: (0, 0))
    monkeypatch.setattr(os, "nice", stepped.append)
    beside.step_back()
    assert stepped == []
