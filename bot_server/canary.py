"""A share of the calls is answered by another model: the file beside the note of the model in use says by which, and how many.

`<note>.canary` holds {"model": path, "share": 0.1, "until": epoch seconds}. Which model a call gets is decided by its id alone,
so that a call keeps its model, on every worker and after a restart. Both models work in this process on the same conversations:
a return is one assignment, and no turn is lost. When the file goes, or nobody renews `until`, everybody has the model in use
again. A candidate that raises is returned at once, and its turn is answered by the model in use.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Optional

from rasa.core.channels.channel import UserMessage

from bot_server.loading import forget, loaded

logger = logging.getLogger(__name__)

BESIDE = ".canary"
STATE = ".canary.state"  # by the bot: {"model", "state": "answers" | "returned" | "refused", "why"}
EVERY_S = 0.5
_STEPS = 10_000


@dataclass(frozen=True)
class Wanted:
    """`share` of the calls, from 0 to 1; `until`: epoch seconds, renewed by whoever watches the calls."""

    model: str
    share: float
    until: float

    @classmethod
    def read(cls, path: Path) -> Optional[Wanted]:
        """None for a file that is not there, over, or not to be understood: then nobody gets the candidate."""
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            found = cls(str(told["model"]), float(told["share"]), float(told["until"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found if 0 < found.share <= 1 and time.time() < found.until else None


def chosen(call_id: str, model: str, share: float) -> bool:
    """Whether this call belongs to the candidate's share: by its id and the model, so that another candidate meets other calls."""
    digest = hashlib.sha256(f"{model} {call_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % _STEPS < share * _STEPS


class Choosing:
    """Stands where the agent has its processor. Whatever is no turn of a call is the model in use's."""

    def __init__(self, agent: Any, present: Any, candidate: Any, wanted: Wanted, state: Path) -> None:
        self._agent, self.present, self._candidate = agent, present, candidate
        self.wanted, self._state = wanted, state

    def __getattr__(self, name: str) -> Any:
        return getattr(self.present, name)

    async def handle_message(self, message: UserMessage) -> Optional[List[Dict[str, Any]]]:
        """The candidate's answer for its share of the calls. A turn that it raises in was kept by nobody: it is answered anew."""
        name = Path(self.wanted.model).name
        if not chosen(message.sender_id or "", name, self.wanted.share):
            return await self.present.handle_message(message)
        try:
            return await self._candidate.handle_message(message)
        except Exception as error:  # whatever it is, the caller is answered
            logger.exception("the candidate failed in a turn and is returned; the model in use answers it")
            self.end(f"it failed in a turn ({type(error).__name__})")
            return await self.present.handle_message(message)

    def end(self, why: str) -> None:
        """Every call has the model in use from now on."""
        if self._agent.processor is self:
            self._agent.processor = self.present
        _tell(self._state, self.wanted.model, "returned", why)


async def watch(context: Any, note: Path) -> None:
    """Never ends. `context.agent`: the agent that answers."""
    beside, state = note.with_name(note.name + BESIDE), note.with_name(note.name + STATE)
    refused = ""  # the content of a file that was tried; it is tried again when it changes
    while True:
        await asyncio.sleep(EVERY_S)
        wanted, running = Wanted.read(beside), _running(context.agent)
        if running and (wanted is None or wanted.model != running.wanted.model):
            running.end("it is over" if wanted is None else "another candidate came")
            forget()
        elif running and wanted:
            running.wanted = wanted
        elif wanted and wanted.model != refused:
            refused = wanted.model  # until it changes: one that raised or did not fit does not come back by itself
            await _begin(context.agent, wanted, state)
        refused = refused if wanted else ""


async def _begin(agent: Any, wanted: Wanted, state: Path) -> None:
    try:
        candidate = await loaded(agent, Path(wanted.model))
        differs = _differs(agent.domain, candidate.domain)
    except Exception as error:  # a broken archive raises anything: callers keep the model in use
        logger.exception("the candidate could not be loaded; the model in use answers everybody")
        _tell(state, wanted.model, "refused", f"it could not be loaded ({type(error).__name__})")
        return
    if differs:
        _tell(state, wanted.model, "refused", f"its {differs} are not those of the model in use: promote it outright")
        return
    agent.processor = Choosing(agent, agent.processor, candidate, wanted, state)
    _tell(state, wanted.model, "answers", f"{wanted.share:.0%} of the calls")


def _differs(present: Any, candidate: Any) -> str:
    """Conversations are kept with the slots and actions of the model in use: a candidate must have the same."""
    if {slot.name: slot.type_name for slot in present.slots} != {slot.name: slot.type_name for slot in candidate.slots}:
        return "slots"
    return "" if set(present.action_names_or_texts) == set(candidate.action_names_or_texts) else "actions"


def _running(agent: Any) -> Optional[Choosing]:
    processor = agent.processor
    return processor if isinstance(processor, Choosing) else None


def _tell(state: Path, model: str, what: str, why: str) -> None:
    part = state.with_name(f"{state.name}.{os.getpid()}.part")
    try:
        part.write_text(json.dumps({"model": model, "state": what, "why": why}), encoding="utf-8")
        part.replace(state)
    except OSError:
        logger.warning("what became of the candidate could not be noted")
