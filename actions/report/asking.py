"""While a report's questions are open: every move of the caller, and what casework's next step makes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Awaitable, Callable, Dict, Optional

from actions.answers import over_now
from actions.casework import plain
from actions.report.contact import contact_question
from actions.report.corrections import named_in, new_value, place_renumbered, question_named
from actions.report.elsewhere import other_side, side_question
from actions.report.link import after_answer, send_link
from actions.report.moves import move_of
from actions.report.pin import a_pin, chosen_for_them
from actions.report.questions import ANY_CONCERN, ask_of, may_stay_open, read_back
from actions.report.sides import SIDE_MOVES
from actions.report.state import Move, progress
from actions.report.talk import Talk
from actions.report.values import body, told_along, value_of
from casework_client.errors import CaseworkRefused
from spoken.en.numbers import digits_only
from spoken.en.report_moves import YOU_CHOOSE


def next_of(talk: Talk, step: Dict[str, Any], changed: Optional[str] = None) -> None:
    """Puts the next question, reads the report back (of one that was `changed` just that), or ends the form."""
    state = step["state"]
    if state == "ended":
        talk.ends("ended", ended=step["ended"])
    elif state == "submitted":
        talk.say(step.get("say"))  # the case ended while its questions were open
        talk.asks_own("add_more")
    elif state == "summary":
        if summary := read_back(step.get("read_back") or [], talk.written, changed):
            talk.say(response="utter_report_summary", summary=summary)
        talk.asks_own("summary", changing=False, **progress(step))
    else:
        talk.asks(ask_of(step["question"]), stage="ask", **progress(step))


async def asking(talk: Talk) -> None:
    """Stage ask."""
    ask = talk.memory.ask or {}
    if ask.get("asked") == "pin":
        await _pin(talk, ask)
        return
    move = move_of(talk.turn, ask, talk.report)
    await MOVES.get(move.kind, _answer)(talk, move)
    if talk.in_vain:
        await _left_open(talk)


async def _left_open(talk: Talk) -> None:
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
    await _told(talk, ask, {**known, **({"text": words} if words else {})})


async def _pin(talk: Talk, ask: Dict[str, Any]) -> None:
    """The PIN goes to casework and nowhere else. Who wants to choose none, or twice none that will do, is given one."""
    turn = talk.turn
    digits = turn.digits or turn.secrets.get("pin") or digits_only(turn.text)
    move = move_of(talk.turn, ask, talk.report)
    step = None
    if YOU_CHOOSE.match(turn.text.strip()):
        talk.in_vain = True
    elif digits:
        step = await a_pin(talk, digits[:40])
        if _was_refused(step):
            talk.refused(step)
    elif move.kind in PIN_MOVES:
        await MOVES[move.kind](talk, move)
    elif move.kind in ("skip", "unknown"):
        talk.in_vain = True
    else:
        talk.missed()
    if talk.in_vain:
        step = await chosen_for_them(talk)
    if step is None or _was_refused(step):
        return
    if talk.report.leaving:
        talk.ends(talk.report.leaving)
    else:
        next_of(talk, step)


async def keep(talk: Talk) -> None:
    """Stage keep: somebody leaves and was asked for a PIN. Without one nothing is kept."""
    digits = talk.turn.digits or talk.turn.secrets.get("pin") or digits_only(talk.turn.text)
    if digits:
        await _pin(talk, talk.memory.ask or {})
    else:
        talk.ends(talk.report.leaving or "stop")


async def say_code(talk: Talk, response: str) -> None:
    """The access code, in groups for the ear; kept out of what is stored of this sentence. There is none before its PIN."""
    known = plain(await talk.client.report(talk.report.id))
    code = known.get("access_code_spoken")
    if not code or known.get("pin"):
        talk.say(response="utter_report_no_code")
        return
    said = digits_only(code) if talk.written else code
    talk.say(response=response, code=said, secret=said)


async def _answer(talk: Talk, move: Move) -> None:
    ask = talk.memory.ask or {}
    if ask.get("danger") and move.value is False and not talk.turn.digits:
        await _told_beside(talk)
    side = await side_question(talk, ask)
    if not talk.over:
        await _told(talk, ask, body(ask, move.value, move.text, talk.channel, talk.turn.key), side)


async def _left_out(talk: Talk, move: Move) -> None:
    """ "I don't know" and "skip" do for each other; casework says when a question takes neither."""
    ask, how = talk.memory.ask or {}, {"unknown": "unknown", "skip": "skipped"}[move.kind]
    if how == "skipped" and not ask.get("optional"):
        how = "unknown"
    elif how == "unknown" and not ask.get("unknown") and ask.get("optional"):
        how = "skipped"
    known = {"question": ask["slot"], "how": how, "channel": talk.channel, "turn": talk.turn.key}
    await _told(talk, ask, known)


async def _told(talk: Talk, ask: Dict[str, Any], answer: Dict[str, Any], side: Optional[Dict[str, Any]] = None) -> None:
    told = told_along(ask, talk.turn)
    known = {**answer, **({"told": told} if told else {})}
    step = (await talk.client.tell_report(talk.report.id, "answers", known))["step"]
    if _was_refused(step):
        talk.refused(step, "routed" if "how" in answer else "not_understood")
        return
    talk.report = replace(talk.report, last={"question": ask["slot"], "kind": str(ask.get("asked"))})
    await after_answer(talk, ask, answer.get("value"))
    if side is not None:
        talk.asks(side, stage="side", **progress(step))
    else:
        next_of(talk, step, changed=ask["slot"] if talk.report.changing else None)


def _was_refused(step: Dict[str, Any]) -> bool:
    return bool((step.get("question") or {}).get("problem"))


async def _back(talk: Talk, move: Move) -> None:
    step = (await talk.client.tell_report(talk.report.id, "back", {"turn": talk.turn.key}))["step"]
    talk.say(response="utter_report_back")
    next_of(talk, step)


async def _correct_last(talk: Talk, move: Move) -> None:
    last = talk.report.last or {}
    ask = {"slot": last["question"], "asked": last["kind"]}
    value = value_of(ask, replace(talk.turn, text=move.text, intent="inform"))
    await _corrected(talk, last["question"], None if last["kind"] == "choice" else value, move.text)


async def _correct(talk: Talk, move: Move) -> None:
    """A question that is named: with its new answer, or asked once more."""
    answers = plain(await talk.client.report(talk.report.id)).get("answers") or []
    question = question_named(str(move.target), answers, talk.turn.text)
    if move.target == "anonymous" and question != move.target:  # this kind of report needs a name, and casework says so
        await _answer(talk, Move("answer", text=talk.turn.text))
    elif question is None:
        talk.asks_own("change")
    else:
        await _corrected(
            talk, question, None, place_renumbered(question, answers, move.text, talk.turn.text) or move.text
        )


async def _corrected(talk: Talk, question: str, value: Any, text: str) -> None:
    known = {"question": question, "channel": talk.channel, "turn": talk.turn.key}
    known.update({} if value is None else {"value": value}, **({"text": text} if text else {}))
    step = (await talk.client.tell_report(talk.report.id, "corrections", known))["step"]
    if not _was_refused(step):
        talk.say(response="utter_report_corrected")
        next_of(talk, step, changed=question)
    elif text:
        talk.refused(step)
    else:  # nothing was said yet: the question is simply put again
        talk.say(response="utter_report_change_this")
        talk.asks(ask_of(step["question"]), stage="ask", changing=True, **progress(step))


async def side(talk: Talk) -> None:
    """Stage side: was it our side of a border street? Whoever does not know goes on."""
    move = move_of(talk.turn, talk.memory.ask or {}, talk.report)
    if move.kind not in ("answer", "unknown", "skip"):
        await MOVES.get(move.kind, _missed)(talk, move)
        if not talk.in_vain:
            return
    elif move.value is False:
        await other_side(talk)
    if not talk.over:
        next_of(talk, plain(await talk.client.report(talk.report.id))["step"])


async def summary(talk: Talk) -> None:
    """Stage summary: yes files it, a correction changes it, no asks what to change."""
    ask = talk.memory.ask or {}
    move = move_of(talk.turn, ask, talk.report)
    if move.kind == "answer" and move.value is True:
        talk.ends("submit")
    elif move.kind in ("answer", "skip"):
        await _change_or_ask(talk)
    elif move.kind == "unknown":
        await _missed(talk, move)
    else:
        await MOVES.get(move.kind, _missed)(talk, move)


async def _change_or_ask(talk: Talk) -> None:
    """ "No, it was on Friday": what was said along tells which answer is meant."""
    named = next((name for name in ("where", "when", "phone", "plate", "value") if talk.turn.facts.get(name)), None)
    if named is None:
        talk.asks_own("change")
        return
    await _correct(talk, Move("correct", text=str(talk.turn.facts[named]), target=named))


async def change(talk: Talk) -> None:
    """Stage change: what is wrong?"""
    move = move_of(talk.turn, {"slot": "report_change", "asked": "open", "kind": "open"}, talk.report)
    # "the date" is what is wrong, not the question before
    names_it = move.kind == "back" and named_in(talk.turn.text) is not None
    if move.kind in SIDE_MOVES or (move.kind in ("back", "stop", "bye", "person", "code") and not names_it):
        await MOVES[move.kind](talk, move)
        return
    if move.kind in ("unknown", "skip") or talk.turn.intent == "deny":
        next_of(talk, plain(await talk.client.report(talk.report.id))["step"])
        return
    target = move.target if move.kind == "correct" else named_in(talk.turn.text)
    answers = plain(await talk.client.report(talk.report.id)).get("answers") or []
    question = question_named(target or "", answers, talk.turn.text)
    if question is None:
        await _change_or_ask(talk) if not talk.memory.misses and talk.turn.facts else talk.missed()
        return
    await _corrected(talk, question, None, new_value(talk.turn, target) if target else "")


async def _missed(talk: Talk, move: Move) -> None:
    ask = talk.memory.ask or {}
    if talk.report.stage == "ask" and talk.report.id and not talk.turn.digits:
        await _told_beside(talk)
        if over_now(ask, talk.turn, talk.memory):
            await _told(talk, ask, body(ask, False, "", talk.channel, talk.turn.key))
            return
    talk.missed()


async def _told_beside(talk: Talk) -> None:
    """ "Third and Cherokee", to a question about something else: kept where the form asks for it later."""
    asked, facts = (talk.memory.ask or {}).get("slot"), talk.turn.facts
    for question in DENIED:
        if question != asked and facts.get(question) is False:
            denied = {
                "question": question,
                "value": False,
                "channel": talk.channel,
                "turn": f"{talk.turn.key}-{question}",
            }
            await _told_to(talk, denied)
    for question in BESIDE:
        if question == asked or not facts.get(question):
            continue
        value = facts.get("when_iso") if question == "when" else facts[question]
        known: Dict[str, Any] = {"question": question, "channel": talk.channel, "turn": f"{talk.turn.key}-{question}"}
        known.update({"value": value} if value else {}, text=str(facts[question]))
        await _told_to(talk, known)


async def _told_to(talk: Talk, known: Dict[str, Any]) -> None:
    try:
        await talk.client.tell_report(talk.report.id, "answers", known)
    except CaseworkRefused:
        return  # this form does not ask for it


async def _code(talk: Talk, move: Move) -> None:
    await say_code(talk, "utter_report_code_again")
    talk.asks_same()


async def _lost_code(talk: Talk, move: Move) -> None:
    """The code of this report is told where there is one yet; those of others are not to be had here."""
    known = plain(await talk.client.report(talk.report.id))
    if known.get("access_code_spoken") and not known.get("pin") and "pin" not in talk.turn.text.lower():
        await _code(talk, move)
        return
    talk.say(response="utter_report_lost_code")
    talk.asks_same()


async def _send_code(talk: Talk, move: Move) -> None:
    """The form's own question about contact comes first now; casework sends the code as soon as it knows how."""
    ask = await contact_question(talk)
    if ask is None:
        await _code(talk, move)
        return
    talk.say(response="utter_report_code_sent")
    talk.asks(ask, stage="ask")


DENIED = (
    "happening_now",
    "suspect_present",
    "injured",
    "weapon",
)  # questions about danger that a fact may answer with no
BESIDE = ("where", "when")  # questions of most forms, and facts of the same names
PIN_MOVES = ("stop", "bye", "person", "why", "how_long", "rude")
MOVES: Dict[str, Callable[[Talk, Move], Awaitable[None]]] = {
    "answer": _answer,
    "unknown": _left_out,
    "skip": _left_out,
    "back": _back,
    "correct": _correct,
    "correct_last": _correct_last,
    "missed": _missed,
    "code": _code,
    "send_code": _send_code,
    "send_link": send_link,
    "lost_code": _lost_code,
    **SIDE_MOVES,
}
