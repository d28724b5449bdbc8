"""The one typed HTTP client to casework: short timeouts, no retry inside a turn, and a pause after a failure.

A caller must not wait for a service that is down: one failure opens the circuit for PAUSE_S seconds, during which
every question fails at once and the caller goes to a person.
"""

from __future__ import annotations

import time
from typing import Any, Dict, Optional

import httpx

from actions.errors import CaseworkRefused, CaseworkUnavailable
from actions.settings import Settings

PAUSE_S = 3.0


class CaseworkClient:
    def __init__(self, settings: Settings, transport: Optional[httpx.AsyncBaseTransport] = None) -> None:
        self._http = httpx.AsyncClient(
            base_url=settings.casework_url,
            headers={"Authorization": f"Bearer {settings.service_token}"},
            timeout=httpx.Timeout(settings.casework_timeout_s, connect=0.5),
            transport=transport,
            trust_env=False,  # loopback or private network only: never through a proxy
        )
        self._closed_until = 0.0

    async def route(self, request: Dict[str, Any]) -> Dict[str, Any]:
        """POST /v1/route: {"status": "ask" | "decided", ...} as in contracts/casework.openapi.json."""
        return await self._ask("POST", "/v1/route", request)

    async def case_status(self, request: Dict[str, Any]) -> Dict[str, Any]:
        """POST /v1/case-status: {"outcome": "found" | "not_found" | "locked", ...}."""
        return await self._ask("POST", "/v1/case-status", request)

    async def hand_over(self, ticket: Dict[str, Any], idempotency_key: str) -> str:
        """POST /v1/handovers; returns the opaque ticket id."""
        answer = await self._ask("POST", "/v1/handovers", ticket, {"Idempotency-Key": idempotency_key})
        return str(answer["ticket"])

    async def agency(self, agency: str) -> Dict[str, Any]:
        return await self._ask("GET", f"/v1/agencies/{agency}", None)

    async def _ask(
        self, method: str, path: str, body: Optional[Dict[str, Any]], headers: Optional[Dict[str, str]] = None
    ) -> Dict[str, Any]:
        if time.monotonic() < self._closed_until:
            raise CaseworkUnavailable("casework failed a moment ago; not asked again yet")
        try:
            response = await self._http.request(method, path, json=body, headers=headers)
        except httpx.HTTPError as error:
            self._closed_until = time.monotonic() + PAUSE_S
            raise CaseworkUnavailable(f"casework did not answer {path}: {type(error).__name__}") from error
        return self._content(response, path)

    def _content(self, response: httpx.Response, path: str) -> Dict[str, Any]:
        if response.status_code >= 500 or response.status_code == 429:
            self._closed_until = time.monotonic() + PAUSE_S
            raise CaseworkUnavailable(f"casework answered {path} with status {response.status_code}")
        try:
            content = response.json()
        except ValueError as error:
            raise CaseworkUnavailable(f"casework answered {path} with something that is not JSON") from error
        if response.status_code >= 400:
            message = (content.get("error") or {}).get("message", "") if isinstance(content, dict) else ""
            raise CaseworkRefused(response.status_code, message)
        if not isinstance(content, dict):
            raise CaseworkUnavailable(f"casework answered {path} with a list, an object was expected")
        return content


_shared: Optional[CaseworkClient] = None


def shared_client() -> CaseworkClient:
    """The process-wide client, so that connections stay open between turns."""
    global _shared
    if _shared is None:
        _shared = CaseworkClient(Settings.from_environment())
    return _shared
