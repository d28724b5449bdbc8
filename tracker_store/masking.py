"""Takes PINs, access codes and case numbers out of a conversation's events before anybody keeps or passes them on. Pure.

A caller's turn is masked when one of them was asked for or heard in it. A sentence of the assistant that says a code
carries it as `secret` beside the text.
"""

from __future__ import annotations

import re
from typing import Any, Dict, List, Tuple

from privacy.numbers import find_numbers
from privacy.words import split_words
from spoken.en.numbers import digits_only

SECRETS = ("pin", "access_code", "case_number")  # facts and entities that are never kept
ASKING_SECRETS = frozenset((*SECRETS, "case_reference"))
MASK = "[number]"
CUE_REACH = 40  # characters before a number in which a word says what it is
_CALLED_SECRET = re.compile(
    r"\b(?:pin|code|passcode|password|case|report|reference|social|security|ssn|card|account|routing|license|licence|passport)\b",
    re.IGNORECASE,
)
LEAST_DIGITS = 3  # "one moment" is no answer to the question for a PIN


def masked(event: Dict[str, Any]) -> Dict[str, Any]:
    """The event as Rasa writes it (`as_dict`), without secrets; the same object when there are none."""
    if event.get("event") == "user":
        return _masked_turn(_without_foreign_secret(event))
    secret = (event.get("metadata") or {}).get("secret")
    return _without(event, str(secret)) if event.get("event") == "bot" and secret else event


def _without_foreign_secret(event: Dict[str, Any]) -> Dict[str, Any]:
    """Numbers in another language cannot be told from other words: what was heard while a secret was asked for is not kept."""
    told = event.get("metadata") or {}
    if "heard" not in told or told.get("asking") not in ASKING_SECRETS:
        return event
    return {**event, "metadata": {name: value for name, value in told.items() if name != "heard"}}


def _masked_turn(event: Dict[str, Any]) -> Dict[str, Any]:
    parsed: Dict[str, Any] = event.get("parse_data") or {}
    text, masked_text = event.get("text") or "", _masked_text(event, parsed)
    if masked_text == text:
        return event
    facts = {name: value for name, value in (parsed.get("facts") or {}).items() if name not in SECRETS}
    entities = [one for one in parsed.get("entities") or [] if one.get("entity") not in (*SECRETS, "digits")]
    heard = {**parsed, "text": masked_text, "entities": entities, "facts": facts}
    return {**event, "text": masked_text, "parse_data": heard}


def _masked_text(event: Dict[str, Any], parsed: Dict[str, Any]) -> str:
    text: str = event.get("text") or ""
    asking = (event.get("metadata") or parsed.get("metadata") or {}).get("asking")
    if asking in ASKING_SECRETS and (text.startswith("/dtmf") or len(digits_only(text)) >= LEAST_DIGITS):
        return MASK
    heard = {name for name in SECRETS if (parsed.get("facts") or {}).get(name)}
    if not heard:
        return _cut(text, _told_codes(text))
    spans = [(one.get("start"), one.get("end")) for one in parsed.get("entities") or [] if one.get("entity") in heard]
    whole = [(start, end) for start, end in spans if isinstance(start, int) and isinstance(end, int)]
    return _cut(text, sorted(whole)) if len(whole) >= len(heard) else MASK


def _told_codes(text: str) -> List[Tuple[int, int]]:
    """Numbers that the words before call a code, a PIN, a card, a social security number: as call records mask them."""
    found = [one for one in find_numbers(text, split_words(text)) if one.kind == "number"]
    return [
        (one.start, one.end) for one in found if _CALLED_SECRET.search(text[max(0, one.start - CUE_REACH) : one.start])
    ]


def _cut(text: str, spans: List[Tuple[int, int]]) -> str:
    """The text with MASK in place of each span; spans that touch become one."""
    pieces, at = [], 0
    for start, end in spans:
        if start >= at:
            pieces += [text[at:start], MASK]
        at = max(at, end)
    return "".join([*pieces, text[at:]])


def _without(event: Dict[str, Any], secret: str) -> Dict[str, Any]:
    """The assistant's sentence with the mask, and none of the values that it was filled with."""
    known = {name: value for name, value in (event.get("metadata") or {}).items() if name == "utter_action"}
    return {**event, "text": (event.get("text") or "").replace(secret, MASK), "metadata": {**known, "masked": True}}
