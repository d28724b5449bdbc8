"""Another model beside the running one, in the same process and on the same conversations; and the end of one that is not used."""

from __future__ import annotations

import asyncio
import functools
import gc
from pathlib import Path

from rasa.core.agent import Agent
from rasa.core.processor import MessageProcessor

from bot_server import without_tensorflow


async def loaded(agent: Agent, model: Path) -> MessageProcessor:
    """The model beside the running one, with its stores and its actions; nobody is answered by it yet."""
    if not model.is_file():
        raise FileNotFoundError(f"{model}: there is no such model.")
    loop = asyncio.get_running_loop()
    if without_tensorflow.left_out() and await loop.run_in_executor(None, without_tensorflow.needs_it, model):
        raise ValueError(f"{model}: it needs TensorFlow, which this process started without; start Rasa with it.")
    load = functools.partial(
        MessageProcessor,
        model_path=str(model),
        tracker_store=agent.tracker_store,
        lock_store=agent.lock_store,
        action_endpoint=agent.action_endpoint,
        generator=agent.nlg,
        http_interpreter=agent.http_interpreter,
    )
    return await loop.run_in_executor(None, load)


def forget() -> None:
    """What was in use before goes out of memory: the collector is told to look at everything once."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
