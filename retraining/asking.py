"""What retraining asks of casework: turns for reviewers, and how the calls of each model went. Each question opens and closes a wire."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from typing import Any, Awaitable, Callable, Dict, List, Mapping, Optional, Tuple, TypeVar

from casework_client.client import CaseworkClient
from casework_client.wire_aiohttp import AiohttpWire
from retraining import reviewed
from retraining.models import Refused

WITHIN_S = 30.0
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Casework:
    """`by`: who asks, which the trail of the agency keeps; `keeper`: of which machine and folder, where it tells of models."""

    agency: str
    by: str
    keeper: Optional[str] = None

    @property
    def _who(self) -> Dict[str, str]:
        return {"id": self.by, "role": "reviewer"}

    def turns(self, **asked: Any) -> List[Dict[str, Any]]:
        """Every turn that fits (`state`, `reason`, `since` ...)."""
        return _asked(lambda client: reviewed.lines(client, self.agency, self._who, **asked))

    def label(self, call_id: str, n: int, label: Optional[Mapping[str, Any]]) -> str:
        """Keeps what this person says that the turn was; None takes it back. The turn's state."""
        kept = None if label is None else dict(label)
        return _asked(lambda client: client.label_turn(self.agency, self._who, (call_id, n), kept))

    def unexplained(self) -> Dict[str, Any]:
        """{"turns": [{call_id, n, text}], "settled": whether some settled turn does not say what it becomes}"""
        return dict(_asked(lambda client: client.unexplained_turns(self.agency)))

    def explain(self, turns: List[Dict[str, Any]]) -> None:
        """[{call_id, n, nearest?, becomes?}]"""
        _asked(lambda client: client.explain_turns(self.agency, turns))

    def group(self, turns: List[Dict[str, Any]]) -> None:
        """[{call_id, n, group}], 0: like no other."""
        _asked(lambda client: client.group_turns(self.agency, turns))

    def outcomes(self, since: str) -> Mapping[str, Mapping[str, Any]]:
        """By model id: how calls that began since then went."""
        found = _asked(lambda client: client.outcomes(self.agency, self._who, since))
        return {str(one["model"]): dict(one) for one in found["models"]}

    def tell_models(self, registry: Dict[str, Any], over: bool = False) -> None:
        """The registry, whole, as the console shows it; `over`: for the last time. Raises CaseworkRefused (409) where another keeper
        tells of other models.
        """
        _asked(lambda client: client.keep_models(self.agency, {**registry, "keeper": self.keeper, "over": over}))

    def wishes(self) -> Tuple[float, List[Dict[str, Any]]]:
        """The share of the calls that a model answers first, and what the console asked for and is not done, the oldest first."""
        found = _asked(lambda client: client.model_wishes(self.agency))
        return found["canary_share"], [dict(one) for one in found["wishes"]]

    def tell_wish(self, wish: int, state: str, said: str) -> None:
        """doing, goes_on, done or refused. Raises CaseworkRefused where it was taken back meanwhile, or is another keeper's."""
        told = {"state": state, "said": said, "keeper": self.keeper}
        _asked(lambda client: client.tell_wish(self.agency, wish, told))


def _asked(question: Callable[[CaseworkClient], Awaitable[Answer]]) -> Answer:
    return asyncio.run(_over_a_wire(question))


async def _over_a_wire(question: Callable[[CaseworkClient], Awaitable[Answer]]) -> Answer:
    token = os.environ.get("CIVICLINE_CASEWORK_TOKEN") or os.environ.get("CIVICLINE_SERVICE_TOKEN")
    if not token or "CIVICLINE_CASEWORK_URL" not in os.environ:
        raise Refused(
            "Where casework is, `make learn` knows: make learn DO=inbox. A file of exported turns needs none (--turns)."
        )
    wire = AiohttpWire(os.environ["CIVICLINE_CASEWORK_URL"], token, WITHIN_S)
    try:
        return await question(CaseworkClient(wire))
    finally:
        await wire.close()
