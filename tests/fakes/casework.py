"""A stand-in for casework's two errands of the connector: keeps what it is given, and can be down or slow."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

import httpx


@dataclass
class FakeCasework:
    """`state`: up, down, slow or refusing."""

    state: str = "up"
    calls: dict[str, dict[str, Any]] = field(default_factory=dict)
    tickets: dict[str, dict[str, Any]] = field(default_factory=dict)  # by idempotency key

    async def handle(self, request: httpx.Request) -> httpx.Response:
        """For httpx.MockTransport."""
        if self.state == "down":
            raise httpx.ConnectError("refused", request=request)
        if self.state == "slow":
            await asyncio.sleep(60)
        if self.state == "refusing":
            return httpx.Response(422, json={"error": {"code": "invalid", "message": "The record does not fit."}})
        if request.headers.get("authorization") != "Bearer test-token":
            return httpx.Response(401, json={"error": {"code": "unauthorised", "message": "The token is wrong."}})
        return self._do(request)

    def _do(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/readyz":
            return httpx.Response(200, json={"ready": True})
        body = json.loads(request.content)
        if request.method == "PUT" and request.url.path.startswith("/v1/calls/"):
            self.calls[request.url.path.rsplit("/", 1)[1]] = body
            return httpx.Response(204)
        if request.method == "POST" and request.url.path == "/v1/handovers":
            key = request.headers["idempotency-key"]
            if self.tickets.setdefault(key, body) != body:
                return httpx.Response(409, json={"error": {"code": "conflict", "message": "The key was used before."}})
            return httpx.Response(201, json={"ticket": body.get("ticket", "ticket-1")})
        return httpx.Response(404, json={"error": {"code": "not_found", "message": "There is no such thing."}})

    def client(self) -> httpx.AsyncClient:
        headers = {"authorization": "Bearer test-token"}
        return httpx.AsyncClient(
            base_url="http://casework.test", transport=httpx.MockTransport(self.handle), headers=headers
        )
