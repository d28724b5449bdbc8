"""What happens beside the report's own questions: a question in the middle, why and how long, stopping, a person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Awaitable, Callable, Dict

from actions.casework import plain
from actions.needs import spoken_name
from actions.report.questions import ask_of
from actions.report.state import Move
from actions.report.talk import Talk
from spoken.en.report_moves import GIVEN_UP

ALMOST_DONE = 3  # questions


async def _stop(talk: Talk, move: Move) -> None:
    """`target`: the need that the caller would rather go on with."""
    talk.report = replace(talk.report, later=move.target or talk.report.later)
    given_up = move.target or GIVEN_UP.match(move.text)
    if given_up or not await _asks_to_keep(talk, "stop"):
        talk.ends("stop")


async def _bye(talk: Talk, move: Move) -> None:
    if not await _asks_to_keep(talk, "bye"):
        talk.ends("bye")


async def _asks_to_keep(talk: Talk, leaving: str) -> bool:
    """Whoever leaves before there is a PIN is asked for one, once, where something was told that is worth coming back to."""
    known = plain(await talk.client.report(talk.report.id)) if talk.report.id else {}
    told = any(
        one.get("how") == "given" and not isinstance(one.get("value"), bool) for one in known.get("answers") or []
    )
    if not told or not known.get("pin") or talk.report.stage == "keep":
        return False
    talk.asks(ask_of(known["pin"]), stage="keep", leaving=leaving)
    return True


async def _person(talk: Talk, move: Move) -> None:
    """A need that only a person may hear; it is what the ticket says."""
    talk.memory = replace(
        talk.memory, need=move.target, facts={**talk.memory.facts, "earlier_need": talk.memory.need or ""}
    )
    talk.to_person("routed")


async def _why(talk: Talk, move: Move) -> None:
    talk.say((talk.memory.ask or {}).get("help"), None if (talk.memory.ask or {}).get("help") else "utter_report_why")
    talk.asks_same()


async def _how_long(talk: Talk, move: Move) -> None:
    left = talk.report.left
    talk.say(response="utter_report_how_long" if left > ALMOST_DONE else "utter_report_almost_done", left=left)
    talk.asks_same()


async def _rude(talk: Talk, move: Move) -> None:
    talk.say(response="utter_abuse")
    talk.asks_same()


async def _digress(talk: Talk, move: Move) -> None:
    """A question in the middle: answered when an answer is all it takes, else kept for later; a danger is one."""
    request: Dict[str, Any] = {
        "agency": talk.agency,
        "need": move.target,
        "facts": talk.turn.facts,
        "asked": [],
        "channel": talk.channel,
    }
    decided = plain(await talk.client.route(request))
    if decided.get("disposition") == "911":
        talk.ends("ended", ended={"disposition": "911", "reason": "emergency", "say": decided.get("say")})
        return
    if decided.get("act") == "inform":
        talk.say(decided.get("say"))
    else:
        talk.report = replace(talk.report, later=move.target)
        talk.say(response="utter_report_later", candidate=spoken_name(str(move.target)))
    talk.asks_same()


SIDE_MOVES: Dict[str, Callable[[Talk, Any], Awaitable[None]]] = {
    "stop": _stop,
    "bye": _bye,
    "person": _person,
    "why": _why,
    "how_long": _how_long,
    "rude": _rude,
    "digress": _digress,
}
