"""What a turn answers, by the kind of its question: the value that the bot understood, beside the caller's words. Pure.

Casework reads words as well; a value is given where the bot knows more (its gazetteer, the keys, a spoken yes).
"""

from __future__ import annotations

import re
from typing import Any, Dict, Optional, Tuple

from actions.answers import UNKNOWN, answer
from actions.report.questions import ANY_CONCERN, MORE_TO_TELL
from actions.turn import Turn
from spoken.en import choices, phones, whose_vehicle
from spoken.en.place_details import detail_in, with_detail
from spoken.en.what_is_there import what_is_there

# the fact that the extractor finds for a kind of answer; for times the day or hour is the value
FACT_OF = {"place": "where", "phone": "phone", "plate": "plate", "when": "when", "email": "email", "name": "name"}
VALUE_OF = {**FACT_OF, "when": "when_iso"}
LONGEST_TEXT = 4000  # characters of an answer that casework keeps
STORIES = ("what_happened", "items.1.what")  # answers in which people tell more than was asked
FOR_A_PERSON = ("firearm_stolen",)  # remembered in the middle of any question
_EXACT = re.compile(r"\d|&")  # an address or a crossing


def fact_of(turn: Turn, kind: str) -> Optional[str]:
    """The caller's words for this kind of answer, as far as the extractor found them."""
    found = turn.facts.get(FACT_OF.get(kind, ""))
    return str(found) if found else None


def value_of(ask: Dict[str, Any], turn: Turn) -> Any:
    """The value to send along; None leaves the reading to casework; UNKNOWN for "I don't know"."""
    kind = ask.get("asked")
    if kind == "yes_no":
        return answer({**ask, "kind": "yes_no"}, turn)
    if kind == "choice":
        return _choice(ask, turn)
    if kind in ("phone", "contact") and phones.means_this_line(turn.text):
        return turn.metadata.get("this_line")  # the number that the channel sees, where it tells it
    if turn.digits:
        return turn.digits if kind in ("phone", "contact", "number", "money", "serial", "plate") else None
    if kind == "plate" and whose_vehicle.speaks_of_two(turn.text):
        return None  # which of two it is, casework reads in the words
    found = turn.facts.get(VALUE_OF.get(str(kind), ""))
    if kind == "place" and isinstance(found, str):
        # "behind the supermarket on the hill" says more than the supermarket
        return _with_what_is_there(found, turn) if _EXACT.search(found) else None
    return found if isinstance(found, str) else None


def yes_or_no(turn: Turn) -> Optional[bool]:
    """To a question of ours that is no question of the form."""
    said = answer({"kind": "yes_no", "slot": ""}, turn)
    return said if isinstance(said, bool) else None


def _with_what_is_there(place: str, turn: Turn) -> str:
    """ "9th Ave & Corona St, behind the king soopers", "..., in the lot out back"; the place alone where nothing more was said."""
    start, end = next(((start, end) for name, start, end in turn.spans if name == "where"), (0, len(turn.text)))
    named, detail = what_is_there(turn.text[:start]), detail_in(turn.text[end:])
    return (
        with_detail(f"{place}, {named}" if named else place, detail)
        if detail
        else f"{place}, {named}"
        if named
        else place
    )


def _choice(ask: Dict[str, Any], turn: Turn) -> Optional[str]:
    values = [str(one) for one in ask.get("values") or ()]
    if turn.digits:
        return choices.at_key(turn.digits, values)
    words = [str(one) for one in ask.get("choices") or ()]
    return choices.named(turn.text, dict(zip(values, words)), ask.get("words"))


def body(ask: Dict[str, Any], value: Any, text: str, channel: str, turn: str) -> Dict[str, Any]:
    """What POST /v1/reports/{report}/answers wants."""
    known: Dict[str, Any] = {"question": ask["slot"], "channel": channel, "turn": turn}
    if value == UNKNOWN:
        return {**known, "how": "unknown", **_text(text)}
    return {**known, **({} if value is None else {"value": value}), **_text(text)}


def told_along(ask: Dict[str, Any], turn: Turn) -> Dict[str, Any]:
    """What a story tells beside what it answers: where, when, the thing, a danger. Of the answer to the one question about danger what it
    affirms or denies by name. Of other answers only what a person must hear."""
    if ask.get("slot") == ANY_CONCERN:
        return {name: value for name, value in turn.facts.items() if isinstance(value, bool)}
    if ask.get("slot") == MORE_TO_TELL and isinstance(turn.facts.get("where"), str):
        return {"where": turn.facts["where"]}
    if ask.get("slot") not in STORIES:
        return {name: True for name in FOR_A_PERSON if turn.facts.get(name) is True and ask.get("fact") != name}
    return {name: value for name, value in turn.facts.items() if isinstance(value, (str, bool))}


def bounded(text: str) -> str:
    """One character more than is kept, so that casework refuses what is longer and says so: cut, its end would be lost in silence."""
    return text[: LONGEST_TEXT + 1]


def _text(text: str) -> Dict[str, str]:
    return {"text": bounded(text)} if text and not text.startswith("/") else {}


def covers(turn: Turn, kind: str, rest: str) -> Tuple[bool, str]:
    """Whether the words are nothing but one answer of this kind, and that answer."""
    found = fact_of(turn, kind) or ""
    span = next((end - start for name, start, end in turn.spans if name == FACT_OF.get(kind)), 0)
    return bool(found) and span >= 0.6 * len(rest.strip(" .,!?")), found
