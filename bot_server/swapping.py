"""Another model while calls go on: the file that CIVICLINE_MODEL_NOTE names holds the path of the model in use.

When its content changes, the model is loaded in a thread beside the running one and put in its place between two turns; turns
that have begun end with the model that they began with, and conversations go on. Every worker of every host that sees
the file does so by itself. A model that cannot be loaded changes nothing. A start takes the model of the note as well, so that
a restart in the night does not bring back the one that the process was once started with; `canary.py` gives a share of the
calls another one.
"""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path
from typing import Any, Optional

import rasa.core.run
from rasa.core.agent import Agent

from bot_server import canary
from bot_server.loading import forget, loaded

logger = logging.getLogger(__name__)

VARIABLE = "CIVICLINE_MODEL_NOTE"
TAKEN = ".taken"  # beside the note: the model that was last put in place
EVERY_S = 1.0
_rasas_load_agent_on_start = rasa.core.run.load_agent_on_start


async def load_agent_on_start(
    model_path: str, endpoints: Any, remote_storage: Optional[str], app: Any, loop: Any
) -> None:
    """Rasa's, with the model of the note where that is there; afterwards the note is watched."""
    note = os.environ.get(VARIABLE)
    first = noted(Path(note), model_path) if note else model_path
    await _rasas_load_agent_on_start(first, endpoints, remote_storage, app, loop)
    if note:
        app.add_task(watch(app.ctx, Path(note), first))
        app.add_task(canary.watch(app.ctx, Path(note)))


def noted(note: Path, otherwise: str) -> str:
    """The model that the note names, as long as there is such a file; else what the process was started with."""
    wanted = _content(note)
    return wanted if wanted and Path(wanted).is_file() else otherwise


async def watch(context: Any, note: Path, first: str = "") -> None:
    """Never ends. `context.agent`: the agent that answers; `first`: the model that it began with, else the note's."""
    seen = first or _content(note)
    while True:
        await asyncio.sleep(EVERY_S)
        wanted = _content(note)
        if not wanted or wanted == seen:
            continue
        seen = wanted
        try:
            await swap(context.agent, Path(wanted))
        except Exception:  # whatever a broken archive raises: callers keep the model that works
            logger.exception("the new model could not be loaded; the present one goes on")
            continue
        logger.warning("another model is in use from now on")
        _tell(note, wanted)


async def swap(agent: Agent, model: Path) -> None:
    """Loads `model` off the event loop and lets the agent answer every call with it. Raises what loading raises."""
    processor = await loaded(agent, model)
    agent.processor, agent.domain = processor, processor.domain
    agent.tracker_store.domain = processor.domain
    if hasattr(agent.nlg, "responses"):
        agent.nlg.responses = processor.domain.responses
    agent._set_fingerprint(None)
    forget()


def _content(note: Path) -> str:
    try:
        return note.read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _tell(note: Path, model: str) -> None:
    try:
        note.with_name(note.name + TAKEN).write_text(model + "\n", encoding="utf-8")
    except OSError:
        logger.warning("that another model is in use could not be noted")


def install() -> None:
    """From now on a starting Rasa watches the note, where one is named."""
    rasa.core.run.load_agent_on_start = load_agent_on_start
