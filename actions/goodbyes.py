"""How a call ends: thanks, a goodbye, or the caller is gone. What is no goodbye is asked once more, and ends nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import go_on
from actions.handover import closed, hand_over
from actions.ladder import counted, exhausted, missed
from actions.messages import receipt
from actions.questions import ask_again
from actions.reply import civicline, say, say_only
from actions.turn import Memory, Turn
from spoken.en import goodbye

SURE_OF_GOODBYE = 0.9


class ActionThanks(Action):
    """Thanks after an answer closes the call; thanks in the middle leads back to the question."""

    def name(self) -> str:
        return "action_thanks"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        memory = Memory.of(tracker)
        await receipt(tracker)
        if memory.open_question == "anything_else":
            return say_goodbye(dispatcher, memory)
        say_only(dispatcher, response="utter_thanks")
        go_on(dispatcher, tracker, memory)
        return []


class ActionGoodbye(Action):
    def name(self) -> str:
        return "action_goodbye"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        """Words that are a goodbye end the call; a single word that only a classifier takes for one does not."""
        turn, memory = Turn.latest(tracker), Memory.of(tracker)
        await receipt(tracker)
        if memory.open_question == "also" or goodbye.wants_none_of_it(turn.text):
            return say_goodbye(dispatcher, replace(memory, also=()))  # who was asked about it already, or says no
        if goodbye.leaves(turn.text):
            return say_goodbye(dispatcher, memory)
        meant = turn.confidence >= SURE_OF_GOODBYE and len(turn.text.split()) > 1
        if meant or goodbye.says_goodbye(turn.text):
            return say_goodbye(dispatcher, memory)
        if memory.open_question == "anything_else" and goodbye.wants_nothing_else(turn.text):
            return say_goodbye(dispatcher, memory)
        return await once_more(dispatcher, tracker, memory)


class ActionHangUp(Action):
    """The caller is gone: nothing is said, the conversation is closed."""

    def name(self) -> str:
        return "action_hang_up"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        memory = Memory.of(tracker)
        dispatcher.utter_message(json_message=civicline(memory, "end", disposition="abandoned"))
        return closed()


async def once_more(dispatcher: CollectingDispatcher, tracker: Tracker, memory: Memory) -> List[EventType]:
    """The open question again; whoever is not understood twice gets a person, never a dial tone."""
    if exhausted(memory):
        return await hand_over(dispatcher, tracker, memory, "not_understood")
    say_only(dispatcher, response="utter_misheard")
    ask_again(dispatcher, memory)
    return counted(missed(memory))


def say_goodbye(dispatcher: CollectingDispatcher, memory: Memory) -> List[EventType]:
    """The end, unless another need was named that nobody has spoken of since."""
    waiting = [one for one in memory.also if one != memory.need]
    if waiting:
        asking = replace(memory, open_question="also", candidate=waiting[0], ask=None)
        ask_again(dispatcher, asking)
        kept = {"open_question": "also", "candidate": waiting[0], "also": waiting}
        return [*closed(), *(SlotSet(name, value) for name, value in kept.items())]
    disposition: Optional[str] = (memory.decision or {}).get("disposition")
    say(dispatcher, civicline(memory, "end", disposition=disposition or "abandoned"), response="utter_goodbye")
    return closed()
