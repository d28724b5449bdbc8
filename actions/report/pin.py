"""The four digits of a report: chosen by the person, or for a person who chooses none that will do. Casework alone keeps them."""

from __future__ import annotations

import secrets
from typing import Any, Dict

from actions.report.beside import was_refused
from actions.report.moves import move_of
from actions.report.sides import SIDE_MOVES
from actions.report.state import Move
from actions.report.steps import next_of
from actions.report.talk import Talk
from casework_client.errors import CaseworkRefused
from spoken.en import saying
from spoken.en.corrections import corrected
from spoken.en.numbers import digits_only
from spoken.en.report_moves import ASKS_OF_DIGITS, SIGHS, YOU_CHOOSE

CONFLICT = 409
STILL = ("stop", "bye", "person", "why", "how_long", "rude")  # moves that mean here what they mean everywhere
TRIES = 20  # of those that are easy to guess one in a hundred is drawn


def _meant(text: str, digits: str, ask: Dict[str, Any]) -> str:
    """ "1965, no, 7718" is 7718: what was taken back is none of them."""
    last = digits_only(corrected(text))
    return last if len(last) == int(ask.get("digits") or 0) else digits


async def pin(talk: Talk) -> None:
    """Its question is open: the PIN goes to casework and nowhere else. Who chooses none, or twice none that will do, is given one."""
    turn, ask = talk.turn, talk.memory.ask or {}
    digits = turn.digits or _meant(turn.text, turn.secrets.get("pin") or digits_only(turn.text), ask)
    if len(digits) == int(ask.get("digits") or 0) + 1 and SIGHS.match(turn.text):
        digits = digits[1:]  # "oh, one nine four two" has no zero before it
    move = move_of(talk.turn, ask, talk.report)
    step = None
    if len(digits) < int(ask.get("digits") or 0) and ASKS_OF_DIGITS.search(turn.text):
        digits, move = "", Move("why")  # "four digits, what for": its figure is none of them
    if YOU_CHOOSE.match(turn.text.strip()):
        talk.in_vain = True
    elif digits:
        step = await a_pin(talk, digits[:40])
        if was_refused(step):
            talk.refused(step)
    elif move.kind in STILL:
        await SIDE_MOVES[move.kind](talk, move)
    elif move.kind in ("skip", "unknown"):
        talk.in_vain = True
    else:
        talk.missed()
    if talk.in_vain:
        step = await chosen_for_them(talk)
    if step is None or was_refused(step):
        return
    if talk.report.leaving:
        talk.ends(talk.report.leaving)
    else:
        next_of(talk, step)


async def keep(talk: Talk) -> None:
    """Stage keep: somebody leaves and was asked for a PIN. Without one nothing is kept."""
    digits = talk.turn.digits or talk.turn.secrets.get("pin") or digits_only(talk.turn.text)
    if digits:
        await pin(talk)
    else:
        talk.ends(talk.report.leaving or "stop")


async def a_pin(talk: Talk, digits: str) -> Dict[str, Any]:
    """The step after these digits; with a problem in its question when casework does not take them."""
    try:
        return dict((await talk.client.tell_report(talk.report.id, "pin", {"pin": digits}))["step"])
    except CaseworkRefused as refused:
        if refused.status != CONFLICT:
            raise
        return dict(
            (await talk.client.report(talk.report.id))["step"]
        )  # it was set, and the answer was lost on the way


async def chosen_for_them(talk: Talk) -> Dict[str, Any]:
    """Digits drawn and told, so that nobody loses a whole report over its last question."""
    step: Dict[str, Any] = {}
    for _ in range(TRIES):
        digits = f"{secrets.randbelow(10_000):04d}"
        step = await a_pin(talk, digits)
        if not (step.get("question") or {}).get("problem"):
            said = digits if talk.written else saying.digits(digits)
            talk.say(response="utter_report_pin_chosen", pin=said, secret=said)
            return step
    return step
