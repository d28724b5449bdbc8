"""The open question is answered, left out, or missed; what is told goes to casework at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, Optional

from actions.answers import over_now
from actions.report.beside import keep_answers, was_refused
from actions.report.closing import is_closing, told_at_last
from actions.report.elsewhere import side_question
from actions.report.link import after_answer
from actions.report.questions import ANY_CONCERN, may_stay_open
from actions.report.state import Move, progress
from actions.report.steps import next_of
from actions.report.talk import Talk
from actions.report.values import body, told_along
from spoken.en import who_saw_it

WITNESS = "has_witnesses"
DESCRIBED = (
    "knows_suspect",
    WITNESS,
)  # whoever tells of them instead of a yes has said yes; casework says whether they did


async def answer(talk: Talk, move: Move) -> None:
    ask = talk.memory.ask or {}
    if ask.get("danger") and move.value is False and not talk.turn.digits:
        await keep_answers(talk)
    side = await side_question(talk, ask)
    if not talk.over:
        await told(talk, ask, body(ask, move.value, move.text, talk.channel, talk.turn.key), side)


async def left_out(talk: Talk, move: Move) -> None:
    """ "I don't know" and "skip" do for each other; casework says when a question takes neither."""
    ask, how = talk.memory.ask or {}, {"unknown": "unknown", "skip": "skipped"}[move.kind]
    if how == "skipped" and not ask.get("optional"):
        how = "unknown"
    elif how == "unknown" and not ask.get("unknown") and ask.get("optional"):
        how = "skipped"
    known = {"question": ask["slot"], "how": how, "channel": talk.channel, "turn": talk.turn.key}
    await told(talk, ask, known)


async def left_open(talk: Talk) -> None:
    """Twice asked and not answered: on without it, and what was said goes along as it was said.

    An answer that was there before is not given up for that: its change is a person's.
    """
    ask = talk.memory.ask or {}
    if talk.report.changing:
        talk.to_person("not_understood")
        return
    if not ask.get("danger") and ask["slot"] != ANY_CONCERN:  # what follows asks that anew, in other words
        talk.say(response="utter_report_left_open")
    known = {"question": ask["slot"], "how": may_stay_open(ask), "channel": talk.channel, "turn": talk.turn.key}
    words = talk.turn.text if not talk.turn.text.startswith("/") else ""
    await told(talk, ask, {**known, **({"text": words} if words else {})})


async def missed(talk: Talk, move: Move) -> None:
    ask = talk.memory.ask or {}
    if talk.report.stage == "ask" and talk.report.id and not talk.turn.digits:
        if ask.get("slot") == WITNESS and who_saw_it.only_me(talk.turn.text):
            await told(talk, ask, body(ask, False, talk.turn.text, talk.channel, talk.turn.key))
            return
        if (is_closing(ask) or ask.get("slot") in DESCRIBED) and await told_at_last(talk, ask):
            return
        beside = await keep_answers(talk)
        put_twice = max(talk.memory.misses, int(bool(ask.get("put_again"))))
        if over_now(ask, talk.turn, replace(talk.memory, misses=put_twice)):
            await told(talk, ask, body(ask, False, "", talk.channel, talk.turn.key))
            return
        if beside:
            talk.asks_in_few_words()
            return
    talk.missed()


async def told(
    talk: Talk, ask: Dict[str, Any], answered: Dict[str, Any], side: Optional[Dict[str, Any]] = None
) -> None:
    along = told_along(ask, talk.turn)
    known = {**answered, **({"told": along} if along else {})}
    step = (await talk.client.tell_report(talk.report.id, "answers", known))["step"]
    if was_refused(step):
        talk.refused(step, "routed" if "how" in answered else "not_understood")
        return
    last = {"question": ask["slot"], "kind": str(ask.get("asked"))}
    denied = _denied(talk, ask, answered.get("value"), step)
    incident = talk.turn.danger.properties.has(talk.report.need, "incident")
    settled = denied and (incident or talk.report.settled)
    talk.report = replace(talk.report, last=last, denied=denied, settled=settled)
    await after_answer(talk, ask, answered.get("value"))
    if side is not None:
        talk.asks(side, stage="side", **progress(step))
    else:
        next_of(talk, step, changed=[ask["slot"]] if talk.report.changing else None)


def _denied(talk: Talk, ask: Dict[str, Any], value: Any, step: Dict[str, Any]) -> bool:
    """Its question about danger was answered with a no after which no other follows."""
    if not (ask.get("danger") or ask.get("slot") == ANY_CONCERN):
        return talk.report.denied
    question = step.get("question") or {}
    follows = question.get("danger") or question.get("id") == ANY_CONCERN
    return value is False and not follows
