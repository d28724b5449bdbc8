"""What ids of casework, the bot and the connector are called in the console. What is not here is its id in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LABELS: dict[str, str] = {
    "asked_for_person": "asked for a person",
    "not_understood": "was not understood",
    "other_language": "speaks another language",
    "low_confidence": "the assistant was not sure",
    "no_input": "said nothing",
    "out_of_scope": "something that we do not do",
    "system_failure": "our side failed",
    "routed": "belongs to you",
    "emergency": "EMERGENCY",
    "voice": "call",
    "web": "chat",
    "more_wanted": "waiting for answers",
    "call_taker": "call-taker",
    "happened_at": "when",
    "no_leads": "nothing more to follow up",
    "civil_matter": "a civil matter",
    "unfounded": "did not happen as reported",
    "helped": "helped",
    "passed_on": "passed on",
    "gone": "was gone",
}


EMERGENCY = "911"  # the disposition's id, whatever number the agency's people dial


_ISO = "_iso"
_NOT_SHOWN = (None, "")


def known(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(what, its value) of what the assistant has understood; a day that was reckoned stands beside the words that it comes from."""
    shown = {name: _value(value) for name, value in facts.items() if value not in _NOT_SHOWN}
    for name in [one for one in shown if one.endswith(_ISO)]:
        words, day = name.removesuffix(_ISO), shown.pop(name)
        shown[words] = f"{shown[words]} ({day})" if shown.get(words, day) != day else day
    return [(said(name), value) for name, value in shown.items()]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def said(name: object, emergency: str = "") -> str:
    """An id as words; `emergency`: the agency's number."""
    text = str(name)
    if text == EMERGENCY:
        return f"emergency ({emergency})" if emergency else "emergency"
    return LABELS.get(text) or text.replace("_", " ")
