"""How a question travels to casework: what the client asks of an HTTP library. One file a library: wire_aiohttp, wire_httpx."""

from __future__ import annotations

from typing import Any, Dict, NamedTuple, Optional, Protocol


class Answered(NamedTuple):
    status: int
    body: bytes


class WireFailed(Exception):
    """There is no answer. `timed_out`: casework may still do what it was asked."""

    def __init__(self, what: str, *, timed_out: bool) -> None:
        super().__init__(what)
        self.timed_out = timed_out


class Wire(Protocol):
    async def send(
        self, method: str, path: str, body: Optional[Dict[str, Any]], headers: Optional[Dict[str, str]]
    ) -> Answered:
        """Raises WireFailed when no whole answer came in time."""
        ...
