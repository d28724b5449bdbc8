"""What ids of casework, the bot and the connector are called in the console. What is not here is its id in plain words."""

from __future__ import annotations

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
    "911": "emergency (911)",
}


def said(name: object) -> str:
    """An id as words."""
    text = str(name)
    return LABELS.get(text) or text.replace("_", " ")
