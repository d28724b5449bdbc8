"""A link by text while the call goes on: for photographs, or to answer on the web. What is done there is said here, and not asked again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List

from actions.casework import plain
from actions.report.contact import CONTACT, put
from actions.report.state import Move
from actions.report.steps import next_of
from actions.report.talk import Talk
from spoken.en import report_link

WANTED, SENT = "wanted", "sent"
WEB = "web"  # the channel of answers that were given on the citizens' pages
VIDEO = "video"  # the form's question whose yes means that there is something to see


async def send_link(talk: Talk, move: Move) -> None:
    """By text or e-mail, as the person wishes to be reached; without either they are asked for it first."""
    if talk.written:
        talk.say(response="utter_report_link_written")
        talk.asks_same()
        return
    outcome = await _send(talk)
    ask = await put(talk, CONTACT) if outcome == "no_number" else None
    if ask is not None:
        talk.say(response="utter_report_link_number")
        talk.asks(ask, stage="ask", link=WANTED)
        return
    _said(talk, outcome)
    talk.asks_same()


async def after_answer(talk: Talk, ask: Dict[str, Any], value: Any) -> None:
    """A link that waited for a number goes out; who has something to show is told how, once."""
    if talk.report.link == WANTED:
        _said(talk, await _send(talk))
    elif ask.get("slot") == VIDEO and value is True and not talk.report.link and not talk.written:
        talk.say(response="utter_report_link_offer")


async def _send(talk: Talk) -> str:
    asked = {"channel": talk.channel, "turn": talk.turn.key}
    answered = await talk.client.tell_report(talk.report.id, "link", asked)
    return str(answered["outcome"])


def _said(talk: Talk, outcome: str) -> None:
    sent = outcome == "sent"
    talk.report = replace(talk.report, link=SENT if sent else None)
    talk.say(response="utter_report_link_sent" if sent else "utter_report_link_not")


async def news(talk: Talk) -> bool:
    """What came by the link since the turn before. True: the turn is done, because it was about nothing else."""
    known = plain(await talk.client.report(talk.report.id))
    files, answered = known.get("evidence") or [], _on_the_web(known)
    fresh = _tell_files(talk, files) | _tell_answers(talk, answered)
    talk.report = replace(talk.report, files=len(files), on_web=len(answered))
    step, asked = known["step"], (talk.memory.ask or {}).get("slot")
    if step["state"] == "submitted":
        talk.report = replace(talk.report, link=None)
        talk.say(response="utter_report_link_filed")
        next_of(talk, step)
        return True
    done = report_link.is_sent(talk.turn.text, asked_yes_no=(talk.memory.ask or {}).get("asked") == "yes_no")
    if done and not fresh:
        talk.say(response="utter_report_link_nothing")
        talk.asks_same()
    elif done or (fresh and asked in answered and not _is_due(step, asked)):
        next_of(talk, step)
    else:
        return False
    return True


def _on_the_web(known: Dict[str, Any]) -> List[str]:
    return [str(one["question"]) for one in known.get("answers") or [] if one.get("channel") == WEB]


def _tell_files(talk: Talk, files: List[Dict[str, Any]]) -> bool:
    fresh = files[talk.report.files :]
    if fresh:
        picture = len(fresh) == 1 and str(fresh[0].get("media_type")).startswith("image/")
        talk.say(response="utter_report_link_photo" if picture else "utter_report_link_files")
    return bool(fresh)


def _tell_answers(talk: Talk, answered: List[str]) -> bool:
    if len(answered) > talk.report.on_web:
        talk.say(response="utter_report_link_answers")
        return True
    return False


def _is_due(step: Dict[str, Any], asked: Any) -> bool:
    return (step.get("question") or {}).get("id") == asked
