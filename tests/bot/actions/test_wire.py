"""The real wire to casework, against a real server: what it sends, what it keeps open, and how it fails."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import AsyncIterator, List, Optional

import pytest
from aiohttp import web

from casework_client.client import CaseworkClient
from casework_client.errors import CaseworkRefused, CaseworkUnavailable
from casework_client.wire import WireFailed
from casework_client.wire_aiohttp import AiohttpWire


class Server:
    """Answers 200 with what it was sent; `breaks` closes that many connections first, `hangs` never answers."""

    def __init__(self) -> None:
        self.seen: List[web.Request] = []
        self.bodies: List[str] = []
        self.connections: set[Optional[asyncio.Transport]] = set()
        self.breaks, self.hangs, self.url = 0, False, ""

    async def answer(self, request: web.Request) -> web.Response:
        self.seen.append(request)
        self.bodies.append(await request.text())
        self.connections.add(request.transport)
        if self.breaks:
            self.breaks -= 1
            assert request.transport is not None
            request.transport.close()
        if self.hangs:
            await asyncio.sleep(30)
        if request.path == "/v1/refused":
            return web.json_response({"error": {"message": "no"}}, status=404)
        return web.json_response({"id": "one"})


@asynccontextmanager
async def served() -> AsyncIterator[Server]:
    server, app = Server(), web.Application()
    app.router.add_route("*", "/{tail:.*}", server.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"  # type: ignore[union-attr]
    try:
        yield server
    finally:
        await runner.cleanup()


def wire(url: str, within_s: float = 5.0) -> AiohttpWire:
    return AiohttpWire(url, "the-token", within_s)


async def test_every_question_carries_the_token_and_json_over_one_connection() -> None:
    async with served() as server:
        asking = wire(server.url)
        for _ in range(3):
            answered = await asking.send("POST", "/v1/route", {"where": "Zuñi St"}, {"Idempotency-Key": "k"})
        assert (answered.status, answered.body) == (200, b'{"id": "one"}')
        assert {request.headers["Authorization"] for request in server.seen} == {"Bearer the-token"}
        assert {request.headers["Content-Type"] for request in server.seen} == {"application/json"}
        assert {request.headers["Idempotency-Key"] for request in server.seen} == {"k"}
        assert server.bodies[0] == '{"where": "Zu\\u00f1i St"}'
        assert len(server.connections) == 1


async def test_a_question_without_a_body_is_sent_without_one() -> None:
    async with served() as server:
        await wire(server.url).send("GET", "/v1/agencies/denver", None, None)
        assert (server.seen[0].method, server.bodies) == ("GET", [""])


async def test_nobody_there_is_a_failure_that_may_be_tried_again() -> None:
    with pytest.raises(WireFailed) as failed:
        await wire("http://127.0.0.1:1").send("GET", "/v1/agencies/denver", None, None)
    assert not failed.value.timed_out


async def test_no_answer_in_time_may_have_been_done_and_is_not_tried_again() -> None:
    async with served() as server:
        server.hangs = True
        client = CaseworkClient(wire(server.url, 0.2))
        with pytest.raises(CaseworkUnavailable):
            await client.call_back({}, "key")
        assert len(server.seen) == 1


async def test_a_connection_that_broke_is_tried_again_once_where_a_key_makes_that_safe() -> None:
    async with served() as server:
        server.breaks = 1
        assert await CaseworkClient(wire(server.url)).call_back({}, "key") == "one"
        assert [request.headers["Idempotency-Key"] for request in server.seen] == ["key", "key"]


async def test_what_casework_refuses_is_told_with_its_reason() -> None:
    async with served() as server:
        with pytest.raises(CaseworkRefused, match="no") as refused:
            await CaseworkClient(wire(server.url))._ask("GET", "/v1/refused", None)
        assert refused.value.status == 404


def test_the_wire_follows_its_process_to_another_event_loop() -> None:
    async def ask(asking: AiohttpWire) -> int:
        async with served() as server:
            asking._url = server.url
            return (await asking.send("GET", "/", None, None)).status

    asking = wire("")
    assert [asyncio.run(ask(asking)) for _ in range(2)] == [200, 200]
