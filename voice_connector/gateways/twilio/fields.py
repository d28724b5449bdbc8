"""What a webhook's form says. Pure; the caller's own number is read to be hashed only."""

import re
from collections.abc import Mapping

from voice_connector.errors import WireError
from voice_connector.events import DtmfPressed, NoInput, SpeechText, TransferResult

Fields = Mapping[str, str]

_SID = re.compile(r"CA[0-9a-f]{32}")
_DIALLED = re.compile(r"\+?[0-9*#]{1,20}")
_KEYS = re.compile(r"[0-9*#]{1,32}")
_OVER = frozenset({"completed", "canceled", "busy", "failed", "no-answer"})
_OUTCOMES: dict[str, TransferResult] = {
    "completed": "connected", "answered": "connected", "busy": "not_answered", "no-answer": "not_answered",
}  # fmt: skip
_RETURNED = {"busy": "busy", "no-answer": "no_answer"}
_MOST_TEXT = 16_000  # more than anybody says in one turn


def call_sid(fields: Fields) -> str:
    """Raises WireError when the form names no call."""
    sid = fields.get("CallSid", "")
    if not _SID.fullmatch(sid):
        raise WireError("bad_call", "The request names no call.")
    return sid


def dialled(fields: Fields) -> str | None:
    found = fields.get("To", "")
    return found if _DIALLED.fullmatch(found) else None


def caller(fields: Fields) -> str | None:
    """For sources.py alone."""
    return fields.get("From", "")[:80] or None


def caller_is_gone(fields: Fields) -> bool:
    return fields.get("CallStatus") in _OVER


def outcome(fields: Fields) -> TransferResult:
    """How a <Dial> ended."""
    return _OUTCOMES.get(fields.get("DialCallStatus", ""), "failed")


def returned(fields: Fields) -> str:
    """The same, as a call says that comes back."""
    return _RETURNED.get(fields.get("DialCallStatus", ""), "failed")


def has_answered(fields: Fields) -> bool:
    return fields.get("CallStatus") in ("in-progress", "answered")


def caller_input(fields: Fields, *, nothing: bool) -> list[DtmfPressed | SpeechText | NoInput]:
    """What a <Gather> brought. Keys end with '#', because Twilio has waited for more already. Raises WireError."""
    keys, words = fields.get("Digits", ""), fields.get("SpeechResult", "")
    if keys:
        if not _KEYS.fullmatch(keys):
            raise WireError("bad_key", "Keys are 1 to 32 of 0-9, * and #.")
        return [DtmfPressed(key) for key in (*keys, "#")]
    if words:
        return [SpeechText(words[:_MOST_TEXT], _confidence(fields.get("Confidence", "")))]
    return [NoInput()] if nothing else []


def _confidence(given: str) -> float | None:
    """Some recognisers that Twilio rents say 0.0 for "not known"."""
    try:
        value = float(given)
    except ValueError:
        return None
    return value if 0 < value <= 1 else None
