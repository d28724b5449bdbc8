"""Before a report is filed: it was read back, and the caller says yes, changes it, or says what is wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Optional

from actions.casework import plain
from actions.report.answering import missed
from actions.report.asides import asked_beside
from actions.report.asking import MOVES
from actions.report.beside import hear_needs, other_needs
from actions.report.changing import correct_to, remember
from actions.report.moves import move_of
from actions.report.sides import SIDE_MOVES
from actions.report.state import Move
from actions.report.steps import next_of
from actions.report.talk import Talk
from actions.report.values import bounded
from spoken.en import bare_values, taking_out
from spoken.en.asides import topic_in
from spoken.en.clauses import clauses, said_before
from spoken.en.field_names import named_in
from spoken.en.report_filed import LETS_IT_BE, leaves_as_it_is
from spoken.en.report_moves import EXCEPT, OF_A_CODE, OTHERWISE, READ_AGAIN, WRONG, command

OWN_WORDS = "in_own_words"  # the question that holds what fits no other
# moves of somebody who says that the report is not right, whatever of it
CHANGES = ("answer", "correct", "correct_last", "back", "skip", "missed", "unknown")


async def summary(talk: Talk) -> None:
    """Stage summary: yes files it, a change is taken, no asks what to change."""
    move = move_of(talk.turn, talk.memory.ask or {}, talk.report)
    await _answered(talk, move)
    if move.kind == "answer" and move.value is True:  # what else a change names is of this report
        hear_needs(talk, other_needs(talk.turn, free=False))


async def _answered(talk: Talk, move: Move) -> None:
    if not READ_AGAIN.search(talk.turn.text) and await asked_beside(talk, move):
        return
    if move.kind == "answer" and move.value is True and topic_in(talk.turn.text):
        talk.ends("submit")  # "yes dear, should I call the bank": answered, and filed
    elif leaves_as_it_is(talk.turn.text):
        talk.ends("submit")
    elif move.kind in ("code", "lost_code") and not OF_A_CODE.search(talk.turn.text):
        await _changed_or_missed(talk, replace(move, kind="answer"))  # "his number, you left some of it out"
    elif READ_AGAIN.search(talk.turn.text):
        next_of(talk, plain(await talk.client.report(talk.report.id))["step"])
    elif move.kind == "answer" and move.value is True:
        if not OTHERWISE.search(talk.turn.text) or talk.turn.digits:
            talk.ends("submit")
        elif _told_in(talk) is None or EXCEPT.search(talk.turn.text) or await _says_otherwise(talk):
            await _changed(talk, talk.turn.text)  # "yes, all but the date"
        else:
            talk.ends("submit")
    elif taking_out.wished_unsaid(talk.turn.text) and command(talk.turn.text) is None:
        await _changed_or_missed(talk, replace(move, kind="answer"))  # "scrap that": a part of it, and not the report
    elif command(talk.turn.text) == "unknown":
        await missed(talk, move)
    elif move.kind in CHANGES and command(talk.turn.text) != "back":
        await _changed_or_missed(talk, move)
    else:
        await MOVES.get(move.kind, missed)(talk, move)


async def _says_otherwise(talk: Talk) -> bool:
    """ "Yes, if it says 1440 Clayton", "yep, with Tuesday": a yes to something else than what was read back."""
    told = _told_in(talk)
    answers = plain(await talk.client.report(talk.report.id)).get("answers") or []
    kept = " ".join(str(one.get(name) or "") for one in answers for name in ("value", "value_written", "text")).lower()
    said = re.findall(r"[a-z]{3,}|\d+", str(talk.turn.facts[told]).lower()) if told else []
    return any(word not in kept for word in said)


def _told_in(talk: Talk) -> Optional[str]:
    """The first of what is read back that the turn tells."""
    return next((name for name in ("where", "when", "phone", "plate", "value") if talk.turn.facts.get(name)), None)


async def _changed_or_missed(talk: Talk, move: Move) -> None:
    """A no, or words that are none: what they change is taken; words that say nothing of the report are asked for once more."""
    refuses = move.kind != "missed" or bool(WRONG.search(talk.turn.text)) or talk.turn.intent in ("deny", "correct")
    if _may_change(talk) and await _took(talk, talk.turn.text):
        return
    if refuses or said_before(talk.turn.text):
        talk.asks_own("change")
    else:
        await missed(talk, move)


def _may_change(talk: Talk) -> bool:
    """Words that were understood, or a bare value: "twelve hundred" says nothing but here."""
    text = talk.turn.text
    value = not text.startswith("/") and not talk.turn.digits and bare_values.is_one(text, talk.turn.usage.country)
    return talk.says_anything or value


async def _changed(talk: Talk, text: str) -> None:
    if not await _took(talk, text):
        talk.asks_own("change")


async def _took(talk: Talk, text: str) -> bool:
    """Whether the words changed something, or named what is to be asked for anew."""
    if not clauses(text):
        return False
    facts = {name: talk.turn.facts[name] for name in ("where",) if isinstance(talk.turn.facts.get(name), str)}
    known = {"text": bounded(text), "told": facts, "channel": talk.channel, "turn": talk.turn.key}
    found = plain(await talk.client.tell_report(talk.report.id, "changes", known))
    changed, named = found.get("changed") or [], found.get("named")
    if changed:
        remember(talk, changed)
        noted = all(question == OWN_WORDS for question in changed)
        if found["step"]["state"] == "summary":  # else a question follows, and nothing has been read otherwise yet
            talk.say(response="utter_report_noted" if noted else "utter_report_corrected")
        next_of(talk, found["step"], changed=changed)
    elif named:
        await correct_to(talk, str(named), None, "")
    return bool(changed or named)


async def change(talk: Talk) -> None:
    """Stage change: what is wrong? Whoever finds nothing wrong has the report filed, or goes on where it is not finished."""
    if leaves_as_it_is(talk.turn.text):
        step = plain(await talk.client.report(talk.report.id))["step"]
        talk.ends("submit") if step["state"] == "summary" else next_of(talk, step)
        return
    move = move_of(talk.turn, {"slot": "report_change", "asked": "open", "kind": "open"}, talk.report)
    # "the date" is what is wrong, not the question before
    names_it = move.kind == "back" and (named_in(talk.turn.text) is not None or command(talk.turn.text) is None)
    if LETS_IT_BE.match(talk.turn.text):  # the change, and not the report
        next_of(talk, plain(await talk.client.report(talk.report.id))["step"])
        return
    if move.kind in SIDE_MOVES or (move.kind in ("back", "stop", "bye", "person", "code") and not names_it):
        await MOVES[move.kind](talk, move)
    elif _may_change(talk) and await _took(talk, talk.turn.text):
        return
    elif move.kind in ("unknown", "skip") or talk.turn.intent == "deny":
        next_of(talk, plain(await talk.client.report(talk.report.id))["step"])
    else:
        talk.missed()
