"""The far end's protocol, a pure codec: JSON objects in, events out; steps in, activities out.

After the AudioCodes Bot API (techdocs.audiocodes.com, VoiceAI Connect): a conversation is created, activities are posted to
it (message with confidence, events start, DTMF, noUserInput, transferStatus, ...), and activities come back (message, transfer,
hangup, config). The caller's number is in `start`; it is read to be hashed only.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from voice_connector.bot.messages import LONGEST_TEXT
from voice_connector.call.line import TransferOrder
from voice_connector.errors import WireError
from voice_connector.events import DtmfPressed, Listening, NoInput, SpeechText, TransferResult
from voice_connector.gateways.shared import targets
from voice_connector.gateways.shared.turns import Over, Saying, Stay, Step

MOST_ACTIVITIES = 20
_LONGEST_NAME = 200
_KEYS = re.compile(r"[0-9*#]{1,32}")
_DIALLED = re.compile(
    r"(?:(?:sips?|tel):)?(\+?[0-9*#][0-9*#.()-]{0,24})(?:[;@][^\s]{0,200})?", re.I
)  # a number, or a URI of one
_LANGUAGE = re.compile(r"([a-z]{2,3})(-[A-Za-z0-9-]{1,20})?")


@dataclass(frozen=True, slots=True)
class Started:
    """The caller is there."""

    dialled: str | None
    caller: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class TransferTold:
    result: TransferResult


Heard = Started | TransferTold | SpeechText | DtmfPressed | NoInput


@dataclass(frozen=True, slots=True)
class Activities:
    """`ids` of the activities, and what they come to; kinds that a later far end adds come to nothing."""

    ids: tuple[str, ...]
    heard: tuple[Heard, ...]


def read_conversation(body: Any) -> str:
    """The far end's own name of a new conversation. Raises WireError."""
    name = _object(body, "the request").get("conversation")
    if not isinstance(name, str) or not 0 < len(name) <= _LONGEST_NAME:
        raise WireError("no_conversation", "The request names no conversation.")
    return name


def read_activities(body: Any) -> Activities:
    """Raises WireError for what the protocol does not have."""
    found = _object(body, "the request").get("activities")
    if not isinstance(found, list) or len(found) > MOST_ACTIVITIES:
        raise WireError("no_activities", f"The request has no list of at most {MOST_ACTIVITIES} activities.")
    objects = [_object(one, "an activity") for one in found]
    ids = tuple(one["id"][:_LONGEST_NAME] for one in objects if isinstance(one.get("id"), str))
    return Activities(ids, tuple(event for one in objects for event in _heard(one)))


def write(step: Step, silence_ms: int, sip: Mapping[str, str]) -> list[dict[str, Any]]:
    """The activities of one step."""
    activities = [_message(saying) for saying in step.say]
    then = step.then
    if isinstance(then, TransferOrder):
        return [*activities, transfer(then, sip)]
    if isinstance(then, Over):
        return [*activities, _event("hangup", activityParams={"hangupReason": "conversation completed"})]
    if isinstance(then, Stay):
        return activities
    parameters = _listening(then, silence_ms)
    if not activities:
        return [_event("config", sessionParams=parameters)]
    activities[-1]["sessionParams"] = parameters
    return activities


def transfer(order: TransferOrder, sip: Mapping[str, str]) -> dict[str, Any]:
    target = targets.sip_address(order.to, sip) or f"tel:{targets.number(order.to)}"
    headers = [{"name": name, "value": value} for name, value in targets.headers(order).items()]
    parameters = {"transferTarget": target, "handoverReason": order.reason, "transferSipHeaders": headers}
    return _event("transfer", activityParams=parameters)


def _object(body: Any, what: str) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise WireError("not_an_object", f"It is not a JSON object: {what}.")
    return body


def _heard(activity: dict[str, Any]) -> list[Heard]:
    kind, name = activity.get("type"), activity.get("name")
    if kind == "message":
        return [_speech(activity)]
    if kind != "event" or not isinstance(name, str):
        return []
    given = activity.get("parameters")
    parameters = given if isinstance(given, dict) else {}
    if name == "start":
        callee, caller = parameters.get("callee"), parameters.get("caller")
        number = _DIALLED.fullmatch(callee) if isinstance(callee, str) else None
        dialled = number and re.sub(r"[.()-]", "", number.group(1))
        return [Started(dialled, caller[:_LONGEST_NAME] if isinstance(caller, str) else None)]
    if name == "DTMF":
        return _keys(activity.get("value"))
    if name == "noUserInput":
        return [NoInput()]
    return [_transfer_told(activity.get("value"))] if name == "transferStatus" else []


def _speech(activity: dict[str, Any]) -> SpeechText:
    text, parameters = activity.get("text"), activity.get("parameters")
    if not isinstance(text, str):
        raise WireError("bad_text", "A message has no text.")
    if len(text) > LONGEST_TEXT:
        raise WireError("too_long", f"A message has at most {LONGEST_TEXT} characters; send it in parts.")
    known = parameters if isinstance(parameters, dict) else {}
    sure = known.get("confidence")
    confidence = (
        float(sure) if isinstance(sure, int | float) and not isinstance(sure, bool) and 0 <= sure <= 1 else None
    )
    language = _LANGUAGE.fullmatch(known["language"]) if isinstance(known.get("language"), str) else None
    return SpeechText(text, confidence, language.group(1) if language else None)


def _keys(value: Any) -> list[Heard]:
    """Keys that the far end has collected; '#' says that no more come."""
    keys = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not _KEYS.fullmatch(keys):
        raise WireError("bad_key", "Keys are 1 to 32 of 0-9, * and #.")
    return [DtmfPressed(key) for key in (*keys, "#")]


def _transfer_told(value: Any) -> TransferTold:
    told = value if isinstance(value, dict) else {}
    if told.get("status") == "answered":
        return TransferTold("connected")
    return TransferTold("not_answered" if told.get("reasonCode") in ("no-answer", "busy", "declined") else "failed")


def _message(saying: Saying) -> dict[str, Any]:
    text = saying.text
    if saying.rate < 1:
        text = f'<speak><prosody rate="{round(saying.rate * 100)}%">{escape(text)}</prosody></speak>'
    return {"type": "message", "text": text, **({"activityParams": {"bargeIn": False}} if saying.safety else {})}


def _event(name: str, **parameters: dict[str, Any]) -> dict[str, Any]:
    return {"type": "event", "name": name, **parameters}


def _listening(listening: Listening, silence_ms: int) -> dict[str, Any]:
    """Settings of the next turn: how long to wait, and how many keys are one answer."""
    return {
        "bargeIn": True,
        "bargeInOnDTMF": True,
        "userNoInputTimeoutMS": silence_ms,
        "userNoInputSendEvent": True,
        "sendDTMF": True,
        "dtmfCollect": True,
        "dtmfCollectMaxDigits": listening.digits or 1,
        "dtmfCollectSubmitDigit": "#",
    }
