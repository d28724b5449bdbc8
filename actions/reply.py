"""Speaks, and attaches the one `civicline` object that every reply carries (contracts/bot_reply.schema.json)."""

from __future__ import annotations

from typing import Any, Dict, Optional

from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Memory


def civicline(memory: Memory, act: str, **parts: Any) -> Dict[str, Any]:
    """The reply object with what is known so far; parts that are None stay out."""
    known = {"need": memory.need, "facts": dict(memory.facts) or None, **parts}
    body = {"act": act, **{name: value for name, value in known.items() if value is not None}}
    if memory.slow:
        body.setdefault("voice", {})["rate"] = "slow"
    return {"civicline": body}


def say(
    dispatcher: CollectingDispatcher,
    body: Dict[str, Any],
    text: Optional[str] = None,
    response: Optional[str] = None,
    **values: Any,
) -> None:
    """One message: `text` as it is, or the `response` of domain.yml filled with `values`."""
    dispatcher.utter_message(text=text, response=response, json_message=body, **values)


def say_only(
    dispatcher: CollectingDispatcher, text: Optional[str] = None, response: Optional[str] = None, **values: Any
) -> None:
    """A sentence before the one that carries the object."""
    dispatcher.utter_message(text=text, response=response, **values)


def question(memory: Memory) -> Optional[Dict[str, Any]]:
    """The public part of the open question: {slot, kind, choices?, digits?}."""
    if not memory.ask:
        return None
    return {key: memory.ask[key] for key in ("slot", "kind", "choices", "digits") if memory.ask.get(key) is not None}
