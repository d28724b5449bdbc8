"""What another model would have made of turns that were answered already, beside what was made of them. It answers nobody.

Turns come from the log as they are kept (redacted, so a name or place may be missing from what it reads), from running calls, or from
recordings of calls that people answered; of those it is known at most what the person found.
"""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, Iterable, List

from retraining.new_examples import spoken
from retraining.shadow_calls import Call

UNSURE = "nlu_fallback"


@dataclass
class Beside:
    """`missed`: danger that was acted upon or asked about and would be passed over; `alarms`: the other way round."""

    turns: int = 0
    agreed: int = 0
    by_need: Dict[str, List[int]] = field(default_factory=dict)  # need -> [turns, agreed]
    differ: Counter[tuple[str, str]] = field(default_factory=Counter)
    missed: List[str] = field(default_factory=list)
    alarms: List[str] = field(default_factory=list)
    surer: int = 0
    unsurer: int = 0
    calls: Dict[str, Call] = field(default_factory=dict)


class Candidate:
    """A trained model, asked as the bot asks it."""

    def __init__(self, model: Path) -> None:
        import structlog
        from rasa.core.agent import Agent

        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
        self._agent = Agent.load(str(model))

    async def parsed(self, text: str, agency: str) -> Dict[str, Any]:
        """Everything that its pipeline says of the words."""
        from rasa.core.channels.channel import UserMessage

        assert self._agent.processor is not None
        found = await self._agent.processor.parse_message(UserMessage(text, metadata={"agency": agency}))
        return dict(found)

    async def understand(self, text: str, agency: str) -> Dict[str, Any]:
        """{intent, danger: {at_once, ask}}, as a turn has it."""
        parsed = await self.parsed(text, agency)
        verdict = parsed.get("emergency") or {}
        danger = {"at_once": bool(verdict.get("is")), "ask": bool(verdict.get("maybe"))}
        return {"intent": parsed["intent"]["name"], "danger": danger}


async def beside(candidate: Candidate, agency: str, turns: Iterable[Dict[str, Any]]) -> Beside:
    """Ctrl-C while turns are waited for ends it with what was heard until then."""
    found = Beside()
    try:
        for turn in turns:
            now = await candidate.understand(spoken(turn["text"]), turn.get("agency") or agency)
            _count(found, turn, now)
    except KeyboardInterrupt:
        pass
    return found


def _count(found: Beside, turn: Dict[str, Any], now: Dict[str, Any]) -> None:
    """`understood` is absent where no model heard the turn before."""
    was: Dict[str, Any] = turn.get("understood") or {}
    heard, hears = _alarmed(was.get("danger") or {}), _alarmed(now["danger"])
    if turn.get("call_id"):
        found.calls.setdefault(turn["call_id"], Call()).add(turn, now["intent"], heard, hears, bool(was.get("asked")))
    found.turns += 1
    if was and heard and not hears:
        found.missed.append(turn["text"])
    if was and hears and not heard:
        found.alarms.append(turn["text"])
    if was and not was.get("asked"):  # an answer to a question: its need is not what the turn is about
        _compare(found, was["intent"], now["intent"])


def _compare(found: Beside, was: str, now: str) -> None:
    counts = found.by_need.setdefault(was, [0, 0])
    counts[0], counts[1] = counts[0] + 1, counts[1] + (was == now)
    found.agreed += was == now
    found.surer += was == UNSURE != now
    found.unsurer += now == UNSURE != was
    if was != now:
        found.differ[was, now] += 1


def _alarmed(danger: Dict[str, Any]) -> bool:
    return bool(danger.get("at_once") or danger.get("ask"))
