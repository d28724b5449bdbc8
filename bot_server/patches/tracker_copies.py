"""How a conversation is copied, which Rasa does before every action and several times in every prediction.

Rasa copies each slot through the pickling protocol, and copies a tracker by playing all its events again: the longer the
call, the longer that takes. Here a slot's values are taken over as they are, and so is a tracker's state: it is what
playing the events again gives (`tests/bot/bot_server/test_trackers.py` compares).
"""

from __future__ import annotations

import copy
import dataclasses
from typing import Optional

from rasa.shared.core.events import (
    ActionExecuted,
    ActionReverted,
    Event,
    FollowupAction,
    Restarted,
    SessionStarted,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import AnySlotDict, DialogueStateTracker

_rasas_copy = DialogueStateTracker.copy
_DECIDES = (ActionExecuted, FollowupAction, UserUttered)  # the last one of these says which action is due
_GOES_BACK = (Restarted, SessionStarted, UserUtteranceReverted, ActionReverted)


def copy_slot(self: Slot) -> Slot:
    """As `copy.copy` without its `__copy__`: another slot that holds the same values."""
    other: Slot = object.__new__(type(self))
    other.__dict__.update(self.__dict__)
    return other


def copy_tracker(self: DialogueStateTracker) -> DialogueStateTracker:
    """The same conversation at the same point. Rasa's own way where the state is not all in the tracker."""
    due = _last(self)
    if due is None or self._max_event_history is not None or isinstance(self.slots, AnySlotDict):
        return _rasas_copy(self)
    other = DialogueStateTracker(self.sender_id, (), is_rule_tracker=self.is_rule_tracker)
    other.slots = {name: copy.copy(slot) for name, slot in self.slots.items()}
    other.events.extend(self.events)
    other._paused = self._paused
    other.latest_action = self.latest_action
    other.latest_message = self.latest_message
    other.latest_bot_utterance = self.latest_bot_utterance
    other.active_loop = dataclasses.replace(self.active_loop) if self.active_loop else None
    other.followup_action = due.action_name if isinstance(due, FollowupAction) else None
    return other


def _last(tracker: DialogueStateTracker) -> Optional[Event]:
    """The event that decides what is due, or None: then somebody went back, or nothing has happened yet."""
    for event in reversed(tracker.events):
        if isinstance(event, _DECIDES):
            return event
        if isinstance(event, _GOES_BACK):
            return None
    return None


def install() -> None:
    """From now on Rasa's slots and trackers are copied as above."""
    Slot.__copy__ = copy_slot
    DialogueStateTracker.copy = copy_tracker
