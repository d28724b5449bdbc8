"""What a turn is while a report's question is open: an answer, or a move such as skip, back, stop, a correction. Pure.

The golden table tests/bot/actions/report_moves.tsv is the specification. What must never wait (an emergency, a person,
silence, "say that again") has been taken out before: dialogue_policies/interrupt_policy.py.
"""

from __future__ import annotations

from typing import Any, Dict, Optional

from actions.answers import UNKNOWN
from actions.needs import CHAT, is_need, names_a_need
from actions.report.corrections import corrected
from actions.report.questions import ANY_CONCERN
from actions.report.state import Move, Report
from actions.report.values import fact_of, value_of
from actions.turn import Turn
from spoken.en import (
    amounts,
    concerns,
    hit_by_a_vehicle,
    mentions,
    phones,
    place_and_question,
    report_link,
    report_offer,
    yes_no,
)
from spoken.en.report_moves import (
    ABOUT_A_PLATE,
    ABOUT_CODE,
    GIVEN_UP,
    GIVES_UP,
    HOW_LONG,
    LATER,
    LOST_CODE,
    QUESTION,
    QUOTES,
    SEND_CODE,
    WHY,
    WISH,
    command,
)

LEAVES = ("stop_for_now", "goodbye", "change_mind")  # intents
REACHED = ("contact", "phone")  # kinds of answers that a telephone number or an address of e-mail is one of
SURE, SURE_IN_FREE_TEXT, SURE_OF_NEED = 0.5, 0.6, 0.8
FEW, SHORT, MOST_OF_NEED, LONGER = 6, 12, 20, 30  # words: of a move in free text, a command, a need, a reason to stop


def move_of(turn: Turn, ask: Dict[str, Any], report: Report) -> Move:
    """The first row of the table that fits."""
    found = _keys(turn, ask) or _nameless(turn, ask) or _other_kind(turn, report)
    found = found or _plain(turn, ask) or _place_first(turn, ask) or _said(turn, ask)
    found = found or _no_concern(turn, ask) or _meant(turn, ask)
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


def _other_kind(turn: Turn, report: Report) -> Optional[Move]:
    """ "The bartender has it on video, so it's stolen, not lost": another report, with what is known already."""
    open_ = report.stage in ("ask", "summary")
    if open_ and report.kind == "lost_property" and report_offer.stolen_after_all(turn.text):
        return Move("other_kind", target="theft_cold")
    if open_ and report.kind == "hit_run_parked" and hit_by_a_vehicle.says_no_vehicle(turn.text):
        return Move("other_kind", target="vandalism")
    if open_ and report.need == "vandalism" and report_offer.theft_not_damage(turn.text):
        return Move("other_kind", target="theft_cold")
    stolen = open_ and report.need == "theft_cold" and report_offer.lost_after_all(turn.text)
    return Move("other_kind", target="lost_property") if stolen else None


def _plain(turn: Turn, ask: Dict[str, Any]) -> Optional[Move]:
    """A yes or no to a yes/no question that says no more than that is never anything else."""
    value = value_of(ask, turn) if ask.get("asked") == "yes_no" else None
    if not isinstance(value, bool) or turn.intent == "correct":
        return None
    # "I'd rather not give my name"; "he ran off toward Pearl an hour ago" is no missing person
    told = yes_no.read(turn.text, str(ask.get("fact") or ask.get("slot") or "")).told
    more = any(isinstance(fact, str) for fact in turn.facts.values()) or len(turn.text.split()) > 3
    plain = (told and (not turn.emergency or yes_no.nobody_there(turn.text))) or (not more and not _sensitive(turn))
    return Move("answer", value, turn.text) if plain and not GIVES_UP.search(turn.text) else None


def _place_first(turn: Turn, ask: Dict[str, Any]) -> Optional[Move]:
    """ "Red Rocks, Top Circle Lot. Is that Denver also?": the place that was asked for, and then a question about it."""
    if ask.get("asked") != "place":
        return None
    place = place_and_question.place_before(turn.text)
    return Move("answer", value_of(ask, turn), place) if place else None


def _said(turn: Turn, ask: Dict[str, Any]) -> Optional[Move]:
    """Commands in so many words."""
    text = turn.text.strip()
    if kind := command(text):
        return Move(kind, text=text)
    if _answers_first(turn, ask):
        return None
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
    if _gives_up(turn, ask):
        return Move("stop", text=text)
    return None


def _answers_first(turn: Turn, ask: Dict[str, Any]) -> bool:
    """ "Yes, insurance asks for the number from police": the word that was asked for, and then why."""
    yes_no_open = ask.get("asked") == "yes_no" and yes_no.begins_with_it(turn.text)
    value = value_of(ask, turn) if yes_no_open else None
    beside = QUESTION.search(yes_no.read(turn.text).rest) or WISH.search(turn.text) or _sensitive(turn)
    leaves = LATER.search(turn.text) or GIVES_UP.search(turn.text)
    return isinstance(value, bool) and not beside and not leaves and turn.intent != "correct"


def _gives_up(turn: Turn, ask: Dict[str, Any]) -> bool:
    """At the end of few words, where it can be nothing else: not to a question about danger, nor behind an answer or a yes."""
    if not GIVES_UP.search(turn.text) or len(turn.text.split()) > MOST_OF_NEED or ask.get("free"):
        return False
    asks_of_danger = ask.get("danger") or ask.get("slot") == ANY_CONCERN
    answers = ask.get("slot") == "report_summary" or (ask.get("asked") != "yes_no" and _has_value(turn, ask))
    return not asks_of_danger and not answers and not QUOTES.search(turn.text)


def _no_concern(turn: Turn, ask: Dict[str, Any]) -> Optional[Move]:
    """To the one question about danger, a no or a story that is one, whatever it tells beside: casework hears it of each part."""
    leaves = turn.intent in LEAVES and turn.confidence >= SURE
    other = leaves or _sensitive(turn) or turn.intent == "correct" or QUESTION.search(turn.text.strip())
    if ask.get("slot") != ANY_CONCERN or turn.digits or other or not concerns.is_an_answer(turn.text):
        return None
    return Move("answer", False, turn.text) if value_of(ask, turn) is not True else None


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
    if kind == "money" and amounts.amount_in(turn.text, turn.usage.currency) is not None:
        return True  # "i pay one thousand one hundred"
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
    if _answers_first(turn, ask) or not mentions.speaks_of(turn.text, turn.intent):
        return None
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
