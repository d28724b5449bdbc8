"""The wire over aiohttp, which the bot has: one session for the process, its connections kept open between turns.

aiohttp, which Rasa brings: a question costs it 0.3 ms of CPU; httpx took 1.2 ms, four times a turn's own work here.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any, Dict, Optional

import aiohttp

from casework_client.wire import Answered, WireFailed
from signatures import tls
from watching import traces

CONNECT_SHARE = 0.4  # of the time that an answer has
IDLE_S = 4.0  # a connection that is idle for longer is not used again: casework may be closing it just then


class AiohttpWire:
    def __init__(self, url: str, token: str, within_s: float) -> None:
        self._url, self._token, self._within_s = url, token, within_s
        self._session: Optional[aiohttp.ClientSession] = None
        self._loop: Optional[asyncio.AbstractEventLoop] = None
        self._trusts = tls.asking()

    async def send(
        self, method: str, path: str, body: Optional[Dict[str, Any]], headers: Optional[Dict[str, str]]
    ) -> Answered:
        data = None if body is None else json.dumps(body).encode()
        traced = {**(headers or {}), **traces.carried()}
        try:
            async with self._open().request(method, self._url + path, data=data, headers=traced) as response:
                return Answered(response.status, await response.read())
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise WireFailed(type(error).__name__, timed_out=isinstance(error, asyncio.TimeoutError)) from error

    async def close(self) -> None:
        """Ends its connections; a command that is done closes what it opened."""
        if self._session is not None:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        loop = asyncio.get_running_loop()
        if self._session is None or self._session.closed or self._loop is not loop:
            headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
            self._session, self._loop = (
                aiohttp.ClientSession(
                    headers=headers,
                    connector=aiohttp.TCPConnector(keepalive_timeout=IDLE_S, ssl=self._trusts or True),
                    timeout=aiohttp.ClientTimeout(total=self._within_s, sock_connect=CONNECT_SHARE * self._within_s),
                    cookie_jar=aiohttp.DummyCookieJar(),
                    trust_env=False,  # loopback or private network only: never through a proxy
                ),
                loop,
            )
        return self._session
