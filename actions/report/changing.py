"""An answer is changed: the latest one, the one that is named, or the kind of report."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Collection, Dict

from actions.casework import plain
from actions.report.answering import answer, missed
from actions.report.beside import BESIDE, keep_answers, was_refused
from actions.report.corrections import place_renumbered, question_named
from actions.report.questions import ask_of
from actions.report.state import Move, progress
from actions.report.steps import next_of
from actions.report.talk import Talk
from actions.report.values import value_of

READ_BACK = ("summary", "change")  # stages in which the report has been read back, and is changed by name


async def back(talk: Talk, move: Move) -> None:
    step = (await talk.client.tell_report(talk.report.id, "back", {"turn": talk.turn.key}))["step"]
    talk.say(response="utter_report_back")
    next_of(talk, step)


async def correct_last(talk: Talk, move: Move) -> None:
    last = talk.report.last or {}
    ask = {"slot": last["question"], "asked": last["kind"]}
    value = value_of(ask, replace(talk.turn, text=move.text, intent="inform"))
    await correct_to(talk, last["question"], None if last["kind"] == "choice" else value, move.text)


async def correct(talk: Talk, move: Move) -> None:
    """A question that is named: with its new answer, or asked once more."""
    answers = plain(await talk.client.report(talk.report.id)).get("answers") or []
    was_read = talk.report.stage in READ_BACK
    question = question_named(str(move.target), answers, talk.turn.text if was_read else str(move.target))
    if move.target == "anonymous" and question != move.target:  # this kind of report needs a name, and casework says so
        await answer(talk, Move("answer", text=talk.turn.text))
    elif question is None and _may_be_told_beside(talk, move):
        await keep_answers(talk)  # "it wasn't tuesday, it was wednesday", before the day was asked for
        talk.asks_same()
    elif question is None and not was_read:  # "oh, the purse was from Penney's, thirty dollars"
        await _as_an_answer(talk)
    elif question is None:
        talk.asks_own("change")
    else:
        await correct_to(
            talk, question, None, place_renumbered(question, answers, move.text, talk.turn.text) or move.text
        )


async def _as_an_answer(talk: Talk) -> None:
    ask = talk.memory.ask or {}
    value = value_of(ask, talk.turn)
    if ask.get("asked") == "yes_no" and value is None:
        await missed(talk, Move("missed"))
    else:
        await answer(talk, Move("answer", value, talk.turn.text))


def _may_be_told_beside(talk: Talk, move: Move) -> bool:
    told = move.target in BESIDE and talk.turn.facts.get(move.target) and not talk.memory.facts.get(move.target)
    return bool(told) and talk.report.stage == "ask"


async def correct_to(talk: Talk, question: str, value: Any, text: str) -> None:
    known = {"question": question, "channel": talk.channel, "turn": talk.turn.key}
    known.update({} if value is None else {"value": value}, **({"text": text} if text else {}))
    step = (await talk.client.tell_report(talk.report.id, "corrections", known))["step"]
    if not was_refused(step) and not text and value is None:
        talk.asks_own("change")  # this report does not ask for it
    elif not was_refused(step):
        _remember(talk, question, text or str(value or ""))
        talk.say(response="utter_report_corrected")
        next_of(talk, step, changed=[question])
    elif text:
        talk.refused(step)
    else:  # nothing was said yet: the question is simply put again
        talk.say(response="utter_report_change_this")
        talk.asks(ask_of(step["question"]), stage="ask", changing=True, **progress(step))


def remember(talk: Talk, changed: Collection[str]) -> None:
    """What the call knows by itself of these questions, as far as the turn tells it."""
    for question in changed:
        _remember(talk, question, str(talk.turn.facts.get(question) or ""))


def _remember(talk: Talk, question: str, text: str) -> None:
    """What the call knows by itself, for a person who takes over, is corrected along with the report."""
    name = question.rpartition(".")[2]
    if name not in BESIDE or not text:
        return
    stale = ("when_iso",) if name == "when" else ("street", "cross_street")
    facts = {known: value for known, value in talk.memory.facts.items() if known not in stale}
    talk.memory = replace(talk.memory, facts={**facts, name: text})


async def other_kind(talk: Talk, move: Move) -> None:
    """Another report after all: the questions that both ask keep their answers."""
    answers = plain(await talk.client.report(talk.report.id)).get("answers") or []
    given = {str(one["question"]).rpartition(".")[2]: one for one in answers if one.get("how") == "given"}
    facts = dict(talk.memory.facts)
    for name in BESIDE:
        if name in given:
            facts[name] = str(given[name].get("value_written") or given[name].get("value"))
    if "when" in given:
        facts["when_iso"] = str(given["when"].get("value"))
    talk.memory = replace(talk.memory, facts={**facts, **_strings(talk.turn.facts)})
    talk.ends("other_need", need=move.target)


def _strings(facts: Dict[str, Any]) -> Dict[str, Any]:
    return {name: value for name, value in facts.items() if isinstance(value, str)}
