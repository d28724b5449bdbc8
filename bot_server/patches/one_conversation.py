"""A conversation is in the database, and a turn is taken once.

- Rasa goes on in memory when its tracker store fails: a caller whose conversation cannot be read begins anew without a word, and
  what they say until the database is back is lost. Here the turn fails, is asked again by the connector (`rest`), or
  the caller goes to a person.
- A turn that is sent again (`again` in its metadata: the connection broke, nobody knows whether it was done) and was done
  already is not done twice: its answer is given again. `turn` in the metadata says which one it is.
"""

from __future__ import annotations

import itertools
from typing import Any, Dict, List, Optional

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

REPEAT = "/ask_repeat"  # the actions know how to say a masked code again


def tracker_store_of(store: Optional[TrackerStore], domain: Domain) -> TrackerStore:
    """The store itself; in memory only where none is named (tests)."""
    if store is None:
        return InMemoryTrackerStore(domain)
    store.domain = domain
    return store


async def handle_message(self: Agent, message: UserMessage) -> Optional[List[Dict[str, Any]]]:
    """As Rasa's, but for a turn that was done already."""
    if not self.is_ready():
        return None
    async with self.lock_store.lock(message.sender_id):
        if (message.metadata or {}).get("again"):
            said = answered(await self.tracker_store.retrieve(message.sender_id), message.metadata["turn"])
            if said and not any((one.metadata or {}).get("masked") for one in said):
                for one in said:
                    await message.output_channel.send_response(message.sender_id, one.message())
                return list(message.output_channel.messages)
            if said:
                message.text = REPEAT
        return list(await self.processor.handle_message(message) or [])


def answered(tracker: Optional[DialogueStateTracker], turn: Any) -> List[BotUttered]:
    """What the bot said to the latest turn, if it was this one; empty: the turn was never done, or another came since."""
    events: List[Event] = list(tracker.events) if tracker else []
    since = list(itertools.takewhile(lambda event: not isinstance(event, UserUttered), reversed(events)))
    asked = events[-len(since) - 1] if len(since) < len(events) else None
    if asked is None or (asked.metadata or {}).get("turn") != turn:
        return []
    return [event for event in reversed(since) if isinstance(event, BotUttered)]


def install() -> None:
    """From now on an agent keeps its conversations in the store that it was given, and takes a turn once."""
    Agent._create_tracker_store = staticmethod(tracker_store_of)
    Agent.handle_message = handle_message
