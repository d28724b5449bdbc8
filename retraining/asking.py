"""What retraining asks of casework: turns for reviewers, and how the calls of each model went. Each question opens and closes a wire."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from typing import Any, Awaitable, Callable, Dict, List, Mapping, TypeVar

from casework_client.client import CaseworkClient
from casework_client.wire_aiohttp import AiohttpWire
from retraining import reviewed

WITHIN_S = 30.0
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Casework:
    """`by`: who asks, which the trail of the agency keeps."""

    agency: str
    by: str

    @property
    def _who(self) -> Dict[str, str]:
        return {"id": self.by, "role": "reviewer"}

    def turns(self, **asked: Any) -> List[Dict[str, Any]]:
        """Every turn that fits (`state`, `reason`, `since` ...)."""
        return _asked(lambda client: reviewed.lines(client, self.agency, self._who, **asked))

    def outcomes(self, since: str) -> Mapping[str, Mapping[str, Any]]:
        """By model id: how calls that began since then went."""
        found = _asked(lambda client: client.outcomes(self.agency, self._who, since))
        return {str(one["model"]): dict(one) for one in found["models"]}


def _asked(question: Callable[[CaseworkClient], Awaitable[Answer]]) -> Answer:
    return asyncio.run(_over_a_wire(question))


async def _over_a_wire(question: Callable[[CaseworkClient], Awaitable[Answer]]) -> Answer:
    token = os.environ.get("CIVICLINE_CASEWORK_TOKEN") or os.environ["CIVICLINE_SERVICE_TOKEN"]
    wire = AiohttpWire(os.environ["CIVICLINE_CASEWORK_URL"], token, WITHIN_S)
    try:
        return await question(CaseworkClient(wire))
    finally:
        await wire.close()
