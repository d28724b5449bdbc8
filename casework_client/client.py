"""The one typed HTTP client to casework: short timeouts, and a pause after a failure.

A caller must not wait for a service that is down: one failure opens the circuit for PAUSE_S seconds, during which
every question fails at once and the caller goes to a person. What carries an idempotency key is sent a second time when
the connection broke (casework was restarted under it), never after a timeout. Shapes: contracts/casework.openapi.json.
"""

from __future__ import annotations

import json
import re
import time
from typing import Any, Dict, List, Optional

from actions.settings import Settings
from casework_client.errors import CaseworkRefused, CaseworkUnavailable
from casework_client.wire_aiohttp import Answered, HttpWire, Wire, WireFailed

PAUSE_S = 3.0
BY_TELEPHONE = {"id": "by-telephone", "role": "citizen"}  # who writes and reads on a case after code and PIN


class CaseworkClient:
    def __init__(self, settings: Settings, wire: Optional[Wire] = None) -> None:
        self._wire = wire or HttpWire(settings)
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

    async def call_back(self, wish: Dict[str, Any], idempotency_key: str) -> str:
        """POST /v1/call-backs; returns the id of the promise."""
        answer = await self._ask("POST", "/v1/call-backs", wish, {"Idempotency-Key": idempotency_key}, again=True)
        return str(answer["id"])

    async def agency(self, agency: str) -> Dict[str, Any]:
        return await self._ask("GET", f"/v1/agencies/{agency}", None)

    async def report_kinds(self, agency: str) -> List[Dict[str, Any]]:
        """[{kind, need, spoken, channels, ...}]: the reports that this agency takes."""
        return list((await self._ask("GET", f"/v1/agencies/{agency}/reports", None)).get("kinds") or [])

    async def begin_report(self, request: Dict[str, Any], idempotency_key: str) -> Dict[str, Any]:
        """{report, access_code, access_code_spoken, step}"""
        return await self._ask("POST", "/v1/reports", request, {"Idempotency-Key": idempotency_key}, again=True)

    async def resume_report(self, request: Dict[str, Any]) -> Dict[str, Any]:
        """{"outcome": "found" | "not_found" | "locked", ...}"""
        return await self._ask("POST", "/v1/reports/resume", request)

    async def report(self, report: str) -> Dict[str, Any]:
        """{state, answers, access_code_spoken, case, step, ...}"""
        return await self._ask("GET", f"/v1/reports/{report}", None, again=True)

    async def tell_report(self, report: str, what: str, request: Dict[str, Any]) -> Dict[str, Any]:
        """POST to pin, answers, corrections, back, submit or leave of a report; every one may be sent twice."""
        return await self._ask("POST", f"/v1/reports/{report}/{what}", request, again=True)

    async def unread_messages(self, request: Dict[str, Any]) -> Dict[str, Any]:
        """{"outcome": "found", case, count, spoken, up_to}, by the same number or code and PIN as a case status."""
        return await self._ask("POST", "/v1/case-messages/unread", request)

    async def messages_read(self, agency: str, case: int, up_to: int) -> None:
        """The receipt: the person has heard the messages up to this one."""
        body = {"actor": BY_TELEPHONE, "up_to": up_to}
        await self._ask("POST", f"/v1/agencies/{agency}/cases/{case}/messages/read", body)

    async def add_message(self, agency: str, case: int, text: str, idempotency_key: str) -> None:
        """Words of the person who reported, for whoever works on the case."""
        body, key = {"actor": BY_TELEPHONE, "text": text}, {"Idempotency-Key": idempotency_key}
        await self._ask("POST", f"/v1/agencies/{agency}/cases/{case}/messages", body, key, again=True)

    async def _ask(
        self,
        method: str,
        path: str,
        body: Optional[Dict[str, Any]],
        headers: Optional[Dict[str, str]] = None,
        *,
        again: bool = False,
    ) -> Dict[str, Any]:
        if time.monotonic() < self._closed_until:
            raise CaseworkUnavailable("casework failed a moment ago; not asked again yet")
        try:
            answered = await self._wire.send(method, path, body, headers)
        except WireFailed as error:
            if again and not error.timed_out:
                return await self._ask(method, path, body, headers)
            self._closed_until = time.monotonic() + PAUSE_S
            raise CaseworkUnavailable(f"casework did not answer {_named(path)}: {error}") from error
        return self._content(answered, _named(path))

    def _content(self, answered: Answered, path: str) -> Dict[str, Any]:
        if answered.status >= 500 or answered.status == 429:
            self._closed_until = time.monotonic() + PAUSE_S
            raise CaseworkUnavailable(f"casework answered {path} with status {answered.status}")
        try:
            content = json.loads(answered.body)
        except ValueError as error:
            raise CaseworkUnavailable(f"casework answered {path} with something that is not JSON") from error
        if answered.status >= 400:
            message = (content.get("error") or {}).get("message", "") if isinstance(content, dict) else ""
            raise CaseworkRefused(answered.status, message)
        if not isinstance(content, dict):
            raise CaseworkUnavailable(f"casework answered {path} with a list, an object was expected")
        return content


def _named(path: str) -> str:
    """The path as it may be logged: a report's id opens the report."""
    return re.sub(r"(?<=/v1/reports/)(?!resume)[^/]+", "...", path)


_shared: Optional[CaseworkClient] = None


def shared_client() -> CaseworkClient:
    """The process-wide client, so that connections stay open between turns."""
    global _shared
    if _shared is None:
        _shared = CaseworkClient(Settings.from_environment())
    return _shared
