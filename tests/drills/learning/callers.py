"""Callers in words, through the connector's text gateway: a real call to the line, without a voice; its record is filed as any."""

from __future__ import annotations

import asyncio
import itertools
import random
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

TOKEN = "a-far-end-of-the-drill"
_WITHIN_S = 60.0
_NUMBERS = itertools.count()
_VARIES = re.compile(r"\d+|\b[A-Z]\b")  # codes that are another's in every call


@dataclass
class Call:
    """What was said, and answered; `lost`: why a turn had no answer, else empty."""

    script: Sequence[str]
    answers: list[str] = field(default_factory=list)
    waited_s: list[float] = field(default_factory=list)
    lost: str = ""

    @property
    def shape(self) -> tuple[str, ...]:
        """What two calls with the same words must share."""
        return tuple(_VARIES.sub("", answer) for answer in self.answers)


class Line:
    """`address`: the connector's; `pause_s`: how long a caller thinks before each turn."""

    def __init__(self, address: str, at_once: int, pause_s: float = 0.0) -> None:
        self._pause_s = pause_s
        limits = httpx.Limits(max_connections=at_once + 4)
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        self._client = httpx.AsyncClient(
            base_url=address, timeout=_WITHIN_S, trust_env=False, headers=bearer, limits=limits
        )

    async def close(self) -> None:
        await self._client.aclose()

    async def call(self, script: Sequence[str], again: str = "") -> Call:
        """One call from the greeting to the end of its script; whoever is transferred before says no more.

        Where an answer holds `again`, the caller says the last words once more, as people do.
        """
        call = Call(script)
        try:
            urls = await self._rung()
            _, _ = await self._said(urls, {"type": "event", "name": "start", "parameters": {}})
            left = list(script)
            words = ""
            while left:
                repeats = bool(again) and bool(call.answers) and again in call.answers[-1]
                words = words if repeats else left.pop(0)
                await asyncio.sleep(self._pause_s * random.uniform(0.5, 1.5))
                activities, took = await self._said(urls, {"type": "message", "text": words})
                call.waited_s.append(took)
                call.answers.append(" ".join(_texts(activities)))
                if not activities:
                    call.lost = f"no answer to {words!r}"
                if any(one.get("name") in ("transfer", "hangup") for one in activities):
                    break
            await self._post(urls["disconnectURL"], {"reason": "done"})
        except (httpx.HTTPError, KeyError, ValueError) as error:
            call.lost = f"{type(error).__name__}: {error}"
        return call

    async def _rung(self) -> dict[str, Any]:
        """Whoever finds no room rings again a little later, as people do."""
        end = time.monotonic() + _WITHIN_S
        while True:
            try:
                return (await self._post("/text/bot", {"conversation": f"drill-{next(_NUMBERS)}"}))[0]
            except httpx.HTTPStatusError as error:
                if error.response.status_code != httpx.codes.SERVICE_UNAVAILABLE or time.monotonic() > end:
                    raise
            await asyncio.sleep(1)

    async def _said(self, urls: dict[str, Any], activity: dict[str, Any]) -> tuple[list[dict[str, Any]], float]:
        body = {"activities": [{"id": f"d-{next(_NUMBERS)}", **activity}]}
        answer, took = await self._post(urls["activitiesURL"], body)
        return list(answer.get("activities", [])), took

    async def _post(self, path: str, body: dict[str, Any]) -> tuple[dict[str, Any], float]:
        answer = await self._client.post(path, json=body)
        answer.raise_for_status()
        return dict(answer.json()), answer.elapsed.total_seconds()


def _texts(activities: list[dict[str, Any]]) -> list[str]:
    return [str(one["text"]) for one in activities if one.get("text")]
