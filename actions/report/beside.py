"""What is told beside the answer to a report's question: answers to later questions, and other needs, which wait for their turn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List

from actions.needs import is_need, spoken_name
from actions.report.talk import Talk
from actions.turn import Turn
from casework_client.errors import CaseworkRefused
from spoken.en import dates, mentions, who_did_it, whose_vehicle
from spoken.en.joints import JOINT, says_another

DENIED = (
    "happening_now",
    "suspect_present",
    "injured",
    "weapon",
)  # questions about danger that a fact may answer with no
BESIDE = ("where", "when")  # questions of most forms, and facts of the same names
TOLD_BESIDE = (*BESIDE, "vehicle", "plate")  # ... of which a caller may tell before they are asked
OF_A_VEHICLE = ("vehicle", "plate")
TWO_VEHICLES = ("hit_run_parked",)  # reports that ask for the caller's, and for the one that hit it
OF_REPORTS = (
    "case_status",
    "case_number_request",
    "resume_report",
    "add_to_report",
    "where_is_officer",
    "found_property",
    "officer_message",
)  # what is told of this one reads so
SURE_OF_OTHER = 0.55
PLAIN = ("affirm", "deny")


async def keep_answers(talk: Talk) -> bool:
    """ "Third and Cherokee", to a question about something else: kept where the form asks for it later. Whether anything was."""
    asked, facts, kept = (talk.memory.ask or {}).get("slot"), talk.turn.facts, False
    for question in DENIED:
        if question != asked and facts.get(question) is False:
            denied = {
                "question": question,
                "value": False,
                "channel": talk.channel,
                "turn": f"{talk.turn.key}-{question}",
            }
            kept = await _told(talk, denied) or kept
    for question in TOLD_BESIDE:
        if question == asked or not facts.get(question) or talk.memory.facts.get(question):
            continue  # what was told before is not changed by the way: "still fine today"
        if question in OF_A_VEHICLE and not _is_mine(talk):
            continue  # the car of whoever did it, or that hit theirs: casework hears it in the words
        if question == "when" and (not facts.get("when_iso") or dates.only_now(str(facts["when"]))):
            continue  # "the camera's been broke since january" says of no day when it happened
        value = facts.get("when_iso") if question == "when" else facts[question]
        known: Dict[str, Any] = {"question": question, "channel": talk.channel, "turn": f"{talk.turn.key}-{question}"}
        known.update({"value": value} if value else {}, text=str(facts[question]))
        if await _told(talk, known):
            talk.memory = replace(talk.memory, facts={**talk.memory.facts, question: str(facts[question])})
            kept = True
    return kept


def _is_mine(talk: Talk) -> bool:
    text = talk.turn.text
    after_them = talk.report.kind in TWO_VEHICLES and (talk.memory.ask or {}).get("slot") not in OF_A_VEHICLE
    otherwise = whose_vehicle.OTHER if after_them else whose_vehicle.MINE
    mine = whose_vehicle.of(text, whose_vehicle.MINE, otherwise)
    return bool(mine) and not whose_vehicle.of(text, whose_vehicle.OTHER, otherwise) and not who_did_it.described(text)


async def _told(talk: Talk, known: Dict[str, Any]) -> bool:
    """Whether casework kept it: not what this form does not ask for."""
    try:
        step = (await talk.client.tell_report(talk.report.id, "answers", known))["step"]
    except CaseworkRefused:
        return False
    return not was_refused(step)


def was_refused(step: Dict[str, Any]) -> bool:
    return bool((step.get("question") or {}).get("problem"))


def other_needs(turn: Turn, free: bool) -> List[str]:
    """Of "no, and I also have a pothole in front of my house": the needs that stand apart from what is being reported.

    The classifier names them where it could read both halves. Where it could not, the words must say that it is another matter,
    and it must be one that is no part of any story. `free`: the question takes a story, in which a yes begins nothing.
    """
    if turn.emergency or turn.digits:
        return []
    has = turn.danger.properties.has
    told = [need for need in turn.also if not (has(need, "dangerous") or has(need, "sensitive"))]
    told = [need for need in told if mentions.speaks_of(turn.text, need)]
    if told or not _says_another(turn.text):
        return told
    behind = not free and turn.candidates[:1] and turn.candidates[0] in PLAIN
    named = turn.candidates[1:2] if behind else turn.candidates[:1] if turn.sure >= SURE_OF_OTHER else ()
    return [need for need in named if is_need(need) and need not in OF_REPORTS and has(need, "apart")]


def _says_another(text: str) -> bool:
    return any(
        joint["separate"] or joint["also"] or says_another(text[joint.end() :]) for joint in JOINT.finditer(text)
    )


def hear_needs(talk: Talk, needs: List[str]) -> None:
    """They wait for the report's end; the caller hears at once that another was heard, and that once."""
    known = {talk.report.need, talk.report.later, talk.memory.need, *talk.memory.also}
    fresh = [need for need in needs if need not in known]
    if not fresh:
        return
    first, rest = (None, fresh) if talk.report.later else (fresh[0], fresh[1:])
    talk.report = replace(talk.report, later=first or talk.report.later)
    talk.memory = replace(talk.memory, also=(*talk.memory.also, *rest))
    if not talk.over:  # at the end it is asked about at once
        talk.said.insert(0, {"text": None, "response": "utter_report_later", "candidate": spoken_name(fresh[0])})
