"""The connector's two errands at casework: hand over a call's story, and file the call record."""

from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx

from voice_connector.errors import CaseworkDown, CaseworkRefused


@dataclass(frozen=True, slots=True)
class Handover:
    """What a call-taker should know. Casework redacts the transcript."""

    call_id: str
    agency: str
    channel: str
    reason: str
    need: str | None
    language: str | None
    destination_id: str | None
    transcript: list[dict[str, str]]
    facts: dict[str, Any] = field(default_factory=dict)
    wish: str | None = None

    @property
    def key(self) -> str:
        return f"connector-{self.call_id}"

    def to_json(self) -> dict[str, Any]:
        body: dict[str, Any] = {
            "agency": self.agency,
            "call_id": self.call_id,
            "channel": self.channel,
            "need": self.need,
            "facts": self.facts,
            "wish": self.wish,
            "reason": self.reason,
            "language": self.language,
            "destination_id": self.destination_id,
            "transcript": self.transcript,
        }
        return {name: value for name, value in body.items() if value is not None}


class Casework(Protocol):
    async def hand_over(self, story: dict[str, Any], key: str) -> str:
        """Makes a ticket of the story, once for a key; its id. Raises CaseworkDown or CaseworkRefused."""
        ...

    async def put_call(self, call_id: str, record: dict[str, Any]) -> None:
        """Files a call record; the same record twice is once. Raises CaseworkDown or CaseworkRefused."""
        ...

    async def ready(self) -> bool: ...


class HttpCasework:
    """The real one, over its JSON API."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def hand_over(self, story: dict[str, Any], key: str) -> str:
        answer = await self._send("POST", "/v1/handovers", story, {"Idempotency-Key": key})
        try:
            return str(answer.json()["ticket"])
        except (ValueError, KeyError, TypeError):
            raise CaseworkDown("Casework made a ticket but did not name it.") from None

    async def put_call(self, call_id: str, record: dict[str, Any]) -> None:
        await self._send("PUT", f"/v1/calls/{call_id}", record, {})

    async def ready(self) -> bool:
        try:
            return (await self._client.get("/readyz")).is_success
        except httpx.HTTPError:
            return False

    async def _send(self, method: str, path: str, body: dict[str, Any], headers: dict[str, str]) -> httpx.Response:
        try:
            answer = await self._client.request(method, path, json=body, headers=headers)
        except httpx.HTTPError as error:
            raise CaseworkDown(f"Casework cannot be reached ({type(error).__name__}).") from None
        if answer.is_success:
            return answer
        if answer.status_code >= 500 or answer.status_code in (401, 403, 408, 429):
            raise CaseworkDown(f"Casework answered with HTTP status {answer.status_code}.")
        done = answer.status_code == httpx.codes.CONFLICT
        raise CaseworkRefused(f"Casework refused with HTTP status {answer.status_code}.", done=done)
