"""A wire to casework that a function answers: for tests of actions without a server. The real one: tests/bot/actions/test_wire.py."""

from __future__ import annotations

import asyncio
from typing import Any, Awaitable, Callable, Dict, Optional, Union

import httpx

from actions.settings import Settings
from casework_client.wire import Answered, WireFailed

Handler = Callable[[httpx.Request], Union[httpx.Response, Awaitable[httpx.Response]]]


class Handled:
    """Shows each question to `handler` as a request; an httpx error that it raises is one of the wire."""

    def __init__(self, settings: Settings, handler: Handler) -> None:
        self._url, self._handler = settings.casework_url, handler

    async def send(
        self, method: str, path: str, body: Optional[Dict[str, Any]], headers: Optional[Dict[str, str]]
    ) -> Answered:
        request = httpx.Request(method, self._url + path, json=body, headers=headers)
        try:
            found = self._handler(request)
            response = await found if asyncio.iscoroutine(found) else found
        except httpx.HTTPError as error:
            timed_out = isinstance(error, httpx.TimeoutException)
            raise WireFailed(type(error).__name__, timed_out=timed_out) from error
        assert isinstance(response, httpx.Response)
        return Answered(response.status_code, response.content)
