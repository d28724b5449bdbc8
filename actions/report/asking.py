"""While a report's questions are open: every move of the caller. Which move does what is the table MOVES."""

from __future__ import annotations

from dataclasses import replace
from typing import Awaitable, Callable, Dict

from actions.casework import plain
from actions.report.answering import answer, left_open, left_out, missed
from actions.report.asides import asked_beside
from actions.report.beside import hear_needs, other_needs
from actions.report.changing import back, correct, correct_last, other_kind
from actions.report.closing import is_closing
from actions.report.code import CODE_MOVES
from actions.report.elsewhere import other_side
from actions.report.link import send_link
from actions.report.moves import move_of
from actions.report.pin import pin
from actions.report.sides import SIDE_MOVES
from actions.report.state import Move
from actions.report.steps import next_of
from actions.report.talk import Talk


async def asking(talk: Talk) -> None:
    """Stage ask."""
    ask = talk.memory.ask or {}
    if ask.get("asked") == "pin":
        await pin(talk)
        return
    move = move_of(talk.turn, ask, talk.report)
    if await asked_beside(talk, move):
        return
    beside = other_needs(talk.turn, bool(ask.get("free"))) if move.kind == "answer" else []
    if beside and is_closing(ask) and move.value is False:
        move = replace(move, text="no")  # "no, and I also have a pothole": nothing more of this report
    await MOVES.get(move.kind, answer)(talk, move)
    if talk.in_vain:
        await left_open(talk)
    hear_needs(talk, beside)


async def side(talk: Talk) -> None:
    """Stage side: was it our side of a border street? Whoever does not know goes on."""
    move = move_of(talk.turn, talk.memory.ask or {}, talk.report)
    if move.kind not in ("answer", "unknown", "skip"):
        await MOVES.get(move.kind, missed)(talk, move)
        if not talk.in_vain:
            return
    elif move.value is False:
        await other_side(talk)
    if not talk.over:
        next_of(talk, plain(await talk.client.report(talk.report.id))["step"])


MOVES: Dict[str, Callable[[Talk, Move], Awaitable[None]]] = {
    "answer": answer,
    "unknown": left_out,
    "skip": left_out,
    "back": back,
    "correct": correct,
    "correct_last": correct_last,
    "other_kind": other_kind,
    "missed": missed,
    "send_link": send_link,
    **CODE_MOVES,
    **SIDE_MOVES,
}
