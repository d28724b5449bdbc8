"""A turn is understood beside the loop: others get on meanwhile, one turn at a time, and what goes wrong is raised as ever."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from types import SimpleNamespace
from typing import Any, Callable, Dict, List

import pytest
from rasa.core.channels.channel import UserMessage

from bot_server.patches.understanding_aside import parse_message

CALL: contextvars.ContextVar[str] = contextvars.ContextVar("call")


def processor(understand: Callable[[UserMessage], Dict[str, Any]]) -> Any:
    return SimpleNamespace(
        http_interpreter=None,
        _parse_message_with_graph=lambda message, tracker, only_output_properties: understand(message),
        _update_full_retrieval_intent=lambda parsed: parsed.update(looked_at=True),
        _check_for_unseen_features=lambda parsed: None,
    )


async def test_the_loop_goes_on_while_a_turn_is_understood() -> None:
    goes_on = threading.Event()

    def understand(_: UserMessage) -> Dict[str, Any]:
        assert goes_on.wait(10), "the loop stood still"
        return {"text": "hello"}

    turn = asyncio.ensure_future(parse_message(processor(understand), UserMessage("hello", sender_id="1")))
    await asyncio.sleep(0)
    goes_on.set()
    assert await turn == {"text": "hello", "looked_at": True}


async def test_two_turns_are_understood_one_after_the_other() -> None:
    """The parts of the pipeline remember things of the turn before, and were not made for two at once."""
    now: List[str] = []

    def understand(message: UserMessage) -> Dict[str, Any]:
        assert not now
        now.append(str(message.text))
        threading.Event().wait(0.02)
        now.clear()
        return {"text": message.text}

    bot = processor(understand)
    found = await asyncio.gather(*(parse_message(bot, UserMessage(str(n), sender_id=str(n))) for n in range(5)))
    assert [one["text"] for one in found] == ["0", "1", "2", "3", "4"]


async def test_the_trace_of_the_turn_is_known_there() -> None:
    CALL.set("call-7")
    found = await parse_message(processor(lambda _: {"call": CALL.get()}), UserMessage("hello", sender_id="1"))
    assert found["call"] == "call-7"


async def test_what_goes_wrong_is_raised_to_whoever_asked() -> None:
    def understand(_: UserMessage) -> Dict[str, Any]:
        raise ValueError("a list is broken")

    with pytest.raises(ValueError, match="a list is broken"):
        await parse_message(processor(understand), UserMessage("hello", sender_id="1"))
