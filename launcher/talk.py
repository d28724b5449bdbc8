"""`make talk`: a typed conversation with the bot, its decisions shown beside its words."""

from __future__ import annotations

import json
import uuid
from typing import Any, Callable

from launcher import rest, settings
from launcher.progress import say
from launcher.run import a_bot, stop_on_signals
from launcher.settings import Settings

HINT = "Type what a caller would say. :silence  :keys 1234  :person  :quit"
ENDING_ACTS = ("end", "transfer")


def talk(port_offset: int = 0, ask: Callable[[str], str] = input) -> int:
    """Uses a running bot, or starts one for the length of the conversation."""
    stop_on_signals()
    chosen = settings.of_running(port_offset)
    with a_bot(chosen):
        converse(chosen, ask)
    return 0


def converse(chosen: Settings, ask: Callable[[str], str]) -> None:
    call_id = f"talk-{uuid.uuid4().hex[:12]}"
    metadata: dict[str, Any] = {"agency": chosen.agency, "channel": "web", "language": "en", "call_id": call_id}
    say(f"\n  {HINT}\n")
    turn = rest.send(chosen.url("rasa"), chosen.bot_token, call_id, "/call_started", metadata)
    while True:
        say(shown(turn))
        if turn.decision.get("act") in ENDING_ACTS:
            say("  (the call would end or be transferred here)")
            return
        message = next_message(ask)
        if message is None:
            return
        asking = turn.decision.get("ask", {}).get("slot")
        extra = {"asking": asking} if asking else {}
        turn = rest.send(chosen.url("rasa"), chosen.bot_token, call_id, message, {**metadata, **extra})


def next_message(ask: Callable[[str], str]) -> str | None:
    """The next message for Rasa; None when the person wants to leave."""
    while True:
        try:
            line = ask("  you  > ").strip()
        except EOFError:
            return None
        if line == ":quit":
            return None
        message = channel_event(line) if line.startswith(":") else rest.typed(line)
        if message:
            return message
        say(f"  {HINT}")


def channel_event(line: str) -> str | None:
    """What a telephone would report besides words: silence, keys, the wish for a person by key 0."""
    word, _, rest_of_line = line.partition(" ")
    if word == ":silence":
        return "/no_input"
    if word == ":person":
        return "/speak_to_person"
    if word == ":keys" and rest_of_line.strip().isdigit():
        return "/dtmf" + json.dumps({"digits": rest_of_line.strip()})
    return None


def shown(turn: rest.BotTurn) -> str:
    lines = [f"  bot  > {text}" for text in turn.texts]
    if turn.decision:
        lines.append(f"         {json.dumps(turn.decision, ensure_ascii=False)}")
    return "\n".join(lines or ["  bot  > (no answer)"])
