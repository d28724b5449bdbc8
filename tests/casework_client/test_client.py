"""One client, whatever carries it: what it makes of answers and failures, over either HTTP library."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from casework_client.client import CaseworkClient
from casework_client.errors import CaseworkRefused, CaseworkUnavailable
from casework_client.wire import Answered, WireFailed
from casework_client.wire_httpx import casework_over


class Script:
    """A wire that does what is written down, one by one; the last stays."""

    def __init__(self, *does: Answered | WireFailed) -> None:
        self._does, self.sent = list(does), 0

    async def send(self, *_: Any) -> Answered:
        self.sent += 1
        now = self._does.pop(0) if len(self._does) > 1 else self._does[0]
        if isinstance(now, WireFailed):
            raise now
        return now


@pytest.mark.parametrize("status", [401, 403, 408, 429, 500, 503, 302])
async def test_what_may_work_later_is_unavailable(status: int) -> None:
    """A wrong token is mended by an operator: what the connector has on its disk must wait for that."""
    with pytest.raises(CaseworkUnavailable):
        await CaseworkClient(Script(Answered(status, b"{}"))).put_call("call-1", {})


@pytest.mark.parametrize(("status", "is_done"), [(400, False), (404, False), (409, True), (413, False)])
async def test_what_never_works_is_refused_and_says_whether_it_was_done_before(status: int, is_done: bool) -> None:
    with pytest.raises(CaseworkRefused, match="why") as refused:
        await CaseworkClient(Script(Answered(status, b'{"error": {"message": "why"}}'))).hand_over({}, "key")
    assert (refused.value.status, refused.value.done) == (status, is_done)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}"])
async def test_a_ticket_without_a_name_is_none(body: bytes) -> None:
    with pytest.raises(CaseworkUnavailable):
        await CaseworkClient(Script(Answered(201, body))).hand_over({}, "key")


async def test_after_a_failure_nothing_is_asked_for_a_while_unless_nobody_waits_for_it() -> None:
    for pause_s, sent in ((3.0, 2), (0.0, 4)):  # each question is tried twice
        wire = Script(WireFailed("ConnectError", timed_out=False))
        client = CaseworkClient(wire, pause_s)
        for _ in range(2):
            with pytest.raises(CaseworkUnavailable):
                await client.put_call("call-1", {})
        assert wire.sent == sent


@pytest.mark.parametrize(
    ("error", "tries"), [(httpx.ConnectError("x"), 2), (httpx.ConnectTimeout("x"), 2), (httpx.ReadTimeout("x"), 1)]
)
async def test_over_httpx_what_casework_cannot_have_done_is_tried_again(error: Exception, tries: int) -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.path)
        raise error

    async with httpx.AsyncClient(base_url="http://casework", transport=httpx.MockTransport(handler)) as http:
        with pytest.raises(CaseworkUnavailable):
            await casework_over(http).call_back({}, "key")
    assert seen == ["/v1/call-backs"] * tries


@pytest.mark.parametrize("first", [WireFailed("ServerDisconnectedError", timed_out=False), Answered(502, b"")])
async def test_a_casework_that_goes_away_behind_a_balancer_costs_nobody_their_call(
    first: Answered | WireFailed,
) -> None:
    wire = Script(first, Answered(200, b'{"status": "ask"}'))
    client = CaseworkClient(wire)
    assert (await client.route({}))["status"] == "ask"
    assert (await client.route({}))["status"] == "ask"
    assert wire.sent == 3


async def test_what_staff_change_without_a_key_is_sent_once() -> None:
    wire = Script(WireFailed("ServerDisconnectedError", timed_out=False))
    with pytest.raises(CaseworkUnavailable):
        await CaseworkClient(wire).as_staff("POST", "/v1/x", "session", {})
    assert wire.sent == 1


async def test_casework_that_is_not_there_is_not_ready() -> None:
    assert not await CaseworkClient(Script(WireFailed("ConnectError", timed_out=False))).ready()
    assert await CaseworkClient(Script(Answered(200, b"{}"))).ready()
    assert not await CaseworkClient(Script(Answered(503, b"{}"))).ready()
