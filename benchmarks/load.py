"""A load generator for a bot's REST channel: N conversations at once, each waiting for its answer before it goes on."""

from __future__ import annotations

import asyncio
import statistics
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

TURN_WITHIN_S = 30.0
Conversation = Sequence[str]


@dataclass(frozen=True)
class Measured:
    """One stretch of load. Times in milliseconds."""

    turns: int
    failed: int
    seconds: float
    latencies_ms: tuple[float, ...]

    @property
    def turns_per_s(self) -> float:
        return self.turns / self.seconds

    def quantile_ms(self, share: float) -> float:
        """share 0.5 is the median; 0 when nothing was answered."""
        ordered = sorted(self.latencies_ms)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


async def load(
    url: str,
    at_once: int,
    seconds: float,
    conversation: Callable[[], Conversation],
    metadata: dict[str, Any],
    token: str = "",
) -> Measured:
    """Keeps `at_once` conversations going against `url` for `seconds`; a turn in flight at the end is counted."""
    latencies: list[float] = []
    failures: list[str] = []
    started = time.perf_counter()
    limits = httpx.Limits(max_connections=at_once, max_keepalive_connections=at_once)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with httpx.AsyncClient(headers=headers, timeout=TURN_WITHIN_S, limits=limits, trust_env=False) as client:

        async def caller() -> None:
            while time.perf_counter() - started < seconds:
                sender = f"bench-{uuid.uuid4().hex}"
                for message in conversation():
                    if time.perf_counter() - started >= seconds:
                        return
                    await one_turn(client, sender, message)

        async def one_turn(client: httpx.AsyncClient, sender: str, message: str) -> None:
            body = {"sender": sender, "message": message, "metadata": {**metadata, "call_id": sender}}
            sent = time.perf_counter()
            try:
                answer = await client.post(f"{url}/webhooks/rest/webhook", json=body)
                good = answer.status_code == 200 and bool(answer.json())
            except (httpx.HTTPError, ValueError) as error:
                failures.append(repr(error))
                return
            if good:
                latencies.append((time.perf_counter() - sent) * 1000)
            else:
                failures.append(f"{answer.status_code} {answer.text[:80]} to {message!r}")

        await asyncio.gather(*(caller() for _ in range(at_once)))
    took = time.perf_counter() - started
    return Measured(len(latencies), len(failures), took, tuple(latencies))


def median(values: Sequence[float]) -> float:
    return statistics.median(values) if values else 0.0
