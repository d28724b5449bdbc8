"""What a turn is while a report's question is open: an answer, or a move such as skip, back, stop, a correction. Pure.

The golden table tests/bot/actions/report_moves.tsv is the specification. What must never wait (an emergency, a person,
silence, "say that again") has been taken out before: dialogue_policies/interrupt_policy.py.
"""

from __future__ import annotations

from typing import Any, Dict, Optional

from actions.answers import UNKNOWN
from actions.needs import CHAT, is_need, names_a_need
from actions.report.corrections import corrected
from actions.report.state import Move, Report
from actions.report.values import fact_of, value_of
from actions.turn import Turn
from spoken.en import phones, report_link, yes_no
from spoken.en.report_moves import (
    ABOUT_A_PLATE,
    ABOUT_CODE,
    GIVEN_UP,
    HOW_LONG,
    LATER,
    LOST_CODE,
    QUESTION,
    SEND_CODE,
    WHY,
    WISH,
    command,
)

REACHED = ("contact", "phone")  # kinds of answers that a telephone number or an address of e-mail is one of
SURE, SURE_IN_FREE_TEXT, SURE_OF_NEED = 0.5, 0.6, 0.8
FEW, SHORT, MOST_OF_NEED, LONGER = 6, 12, 20, 30  # words: of a move in free text, a command, a need, a reason to stop


def move_of(turn: Turn, ask: Dict[str, Any], report: Report) -> Move:
    """The first row of the table that fits."""
    found = _keys(turn, ask) or _nameless(turn, ask) or _plain(turn, ask) or _said(turn, ask) or _meant(turn, ask)
    found = found or corrected(turn, ask, report) or _need(turn, ask, report)
    return found or _answer(turn, ask)


def _keys(turn: Turn, ask: Dict[str, Any]) -> Optional[Move]:
    if not turn.digits:
        return None
    value = value_of(ask, turn)
    return Move("missed") if value is None or value == UNKNOWN else Move("answer", value)


def _nameless(turn: Turn, ask: Dict[str, Any]) -> Optional[Move]:
    """Whoever gives no name where it was asked for wants to stay anonymous."""
    if ask.get("slot") != "name" or yes_no.read(turn.text, "anonymous") != yes_no.Answer(yes_no.YES, told=True):
        return None
    return Move("correct", text="yes", target="anonymous")


def _plain(turn: Turn, ask: Dict[str, Any]) -> Optional[Move]:
    """A yes or no to a yes/no question that says no more than that is never anything else."""
    value = value_of(ask, turn) if ask.get("asked") == "yes_no" else None
    if not isinstance(value, bool) or turn.intent == "correct":
        return None
    # "I'd rather not give my name"; "he ran off toward Pearl an hour ago" is no missing person
    told = yes_no.read(turn.text, str(ask.get("fact") or ask.get("slot") or "")).told
    more = any(isinstance(fact, str) for fact in turn.facts.values()) or len(turn.text.split()) > 3
    plain = (told and not turn.emergency) or (not more and not _sensitive(turn))
    return Move("answer", value, turn.text) if plain else None


def _said(turn: Turn, ask: Dict[str, Any]) -> Optional[Move]:
    """Commands in so many words."""
    text = turn.text.strip()
    if kind := command(text):
        return Move(kind, text=text)
    if len(text.split()) <= SHORT:
        if LOST_CODE.search(text) and ask.get("asked") != "pin":
            return Move("lost_code")
        if SEND_CODE.search(text):
            return Move("send_code")
        if report_link.is_wished(text):
            return Move("send_link")
        if ABOUT_CODE.search(text):
            return Move("code")
        if HOW_LONG.search(text) and not ask.get("free"):
            return Move("how_long")
        if WHY.search(text):
            return Move("why")
    if LATER.search(text) and len(text.split()) <= LONGER:
        return Move("stop", text=text)
    if GIVEN_UP.match(text) and len(text.split()) <= SHORT and not is_need(turn.intent):
        return Move("stop", text=text)
    return None


def _meant(turn: Turn, ask: Dict[str, Any]) -> Optional[Move]:
    """Moves that the classifier names; in free text only when it is sure and the words are few."""
    kind = {
        "stop_for_now": "stop",
        "skip_question": "skip",
        "goodbye": "bye",
        "change_mind": "stop",
        "dont_know": "unknown",
    }
    move = kind.get(turn.intent)
    words = len(turn.text.split())
    if move is None or (turn.facts and move in ("skip", "unknown", "bye") and _has_value(turn, ask)):
        return None
    if not ask.get("free"):
        return Move(move, text=turn.text) if turn.confidence >= SURE or move == "unknown" else None
    most = LONGER if turn.intent == "stop_for_now" else FEW
    return Move(move, text=turn.text) if turn.confidence >= SURE_IN_FREE_TEXT and words <= most else None


def _has_value(turn: Turn, ask: Dict[str, Any]) -> bool:
    value, kind = value_of(ask, turn), str(ask.get("asked"))
    if kind in REACHED and (turn.facts.get("email") or phones.phone_in(turn.text, turn.usage.country)):
        return True
    return (value is not None and value != UNKNOWN) or fact_of(turn, kind) is not None


def _sensitive(turn: Turn) -> bool:
    """A person takes these, whatever was being reported."""
    return turn.danger.properties.has(turn.intent, "sensitive")


def _an_incident(turn: Turn) -> bool:
    """Something that happened; what is told of it while another is reported is the same one."""
    return turn.danger.properties.has(turn.intent, "incident")


def _need(turn: Turn, ask: Dict[str, Any], report: Report) -> Optional[Move]:
    """Another need: one that only a person may hear, or a question in the middle."""
    if not is_need(turn.intent) or turn.intent == CHAT:
        return None
    if _sensitive(turn) and turn.confidence >= SURE:
        return Move("person", target=turn.intent)
    if turn.intent == "case_number_request":
        return Move("code") if len(turn.text.split()) <= SHORT and turn.confidence >= SURE else None
    if ask.get("asked") == "plate" and ABOUT_A_PLATE.search(turn.text):
        return None  # "the plates are gone"
    asks, words = bool(QUESTION.search(turn.text.strip())), len(turn.text.split())
    if ask.get("danger") and not asks and not GIVEN_UP.match(turn.text.strip()) and _an_incident(turn):
        return None  # more of the same story: what it says about danger is asked for in other words
    if GIVEN_UP.match(turn.text.strip()) and turn.confidence >= SURE and words <= MOST_OF_NEED:
        return Move("stop", target=turn.intent) if turn.intent != report.need else None
    if ask.get("free"):
        other = asks and turn.confidence >= SURE_OF_NEED and words <= MOST_OF_NEED
    else:
        yes_no_open = ask.get("asked") == "yes_no"  # "it's got leaves all over it" tells on, and is no other matter
        plain = asks or (WISH.search(turn.text) if yes_no_open else names_a_need(turn.text))
        other = bool(plain) and not _has_value(turn, ask) and turn.confidence >= (SURE if asks else SURE_OF_NEED)
    return Move("digress", target=turn.intent) if other and turn.intent != report.need else None


def _answer(turn: Turn, ask: Dict[str, Any]) -> Move:
    if turn.scope_reason == "low_confidence" or not turn.text.strip() or turn.text.startswith("/"):
        return Move("missed")
    value = value_of(ask, turn)
    if turn.intent == "abuse" and not ask.get("free") and value is None:
        return Move("rude")
    if value == UNKNOWN:
        return Move("unknown", text=turn.text)
    if ask.get("asked") == "yes_no" and value is None:
        return Move("missed")
    return Move("answer", value, turn.text)
