"""A turn is understood in a thread of its own, while the loop goes on with the others: `MessageProcessor.parse_message`.

Rasa understands on its event loop, and for these milliseconds no other call, no health check and no action's answer gets on. The encoder
and the products of large tables need no interpreter, so with two conversations at once a second processor is of use.
One thread: the parts of the pipeline are asked for one turn after the other, as they are on the loop.
"""

from __future__ import annotations

import asyncio
import contextvars
import functools
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Dict, Optional

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.trackers import DialogueStateTracker

SWITCH_S = 0.001  # how long loop and thread hold the interpreter at most while the other waits; Python's own is 5 ms
_rasas_parse_message = MessageProcessor.parse_message
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="understanding")


async def parse_message(
    self: MessageProcessor,
    message: UserMessage,
    tracker: Optional[DialogueStateTracker] = None,
    only_output_properties: bool = True,
) -> Dict[str, Any]:
    """What Rasa's gives, and what it raises."""
    if self.http_interpreter:
        return dict(await _rasas_parse_message(self, message, tracker, only_output_properties))
    told = DialogueStateTracker.from_events(message.sender_id, []) if tracker is None else tracker
    understand = functools.partial(self._parse_message_with_graph, message, told, only_output_properties)
    context = contextvars.copy_context()  # the trace of the turn
    parsed: Dict[str, Any] = await asyncio.get_running_loop().run_in_executor(_thread, context.run, understand)
    self._update_full_retrieval_intent(parsed)
    self._check_for_unseen_features(parsed)
    return parsed


def install() -> None:
    """From now on turns are understood aside."""
    sys.setswitchinterval(SWITCH_S)
    MessageProcessor.parse_message = parse_message
