"""TwiML, the XML that tells Twilio what to do with a call. Pure: steps in, documents out.

Source: twilio.com/docs/voice/twiml. Texts are escaped by the XML writer; numbers and SIP values pass a filter of their own, so
that nothing that a caller said can become an address or a header.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, tostring

from voice_connector.call.line import TransferOrder
from voice_connector.events import Listening
from voice_connector.gateways.shared import targets
from voice_connector.gateways.shared.turns import Saying

_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd]")
_LONGEST_SAY = 4_000
_LONGEST_RING_S = 600
_SSML_VOICES = ("Polly.", "Google.")


@dataclass(frozen=True, slots=True)
class Voice:
    """How Twilio speaks and recognises."""

    language: str
    name: str = ""
    speech_model: str = ""
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dialling:
    """What every <Dial> of ours has in common."""

    action: str
    answered: str
    caller_id: str = ""
    sip: Mapping[str, str] | None = None


def connect(url: str, action: str, parameters: Mapping[str, str]) -> str:
    """A media stream in both directions; `action` is asked for the next document when it is over."""
    response = Element("Response")
    stream = SubElement(SubElement(response, "Connect", {"action": action, "method": "POST"}), "Stream", {"url": url})
    for name, value in parameters.items():
        SubElement(stream, "Parameter", {"name": name, "value": value})
    return _document(response)


def gather(say: tuple[Saying, ...], listening: Listening, action: str, nothing: str, wait_s: int, voice: Voice) -> str:
    """Speak, then listen for words or keys. Sentences that must be heard stand before what a caller can interrupt."""
    response = Element("Response")
    last_safety = max((at for at, saying in enumerate(say) if saying.safety), default=-1)
    _say(response, say[: last_safety + 1], voice)
    attributes = {
        "input": "dtmf speech",
        "action": action,
        "method": "POST",
        "language": voice.language,
        "timeout": str(wait_s),
        "speechTimeout": "auto",
        "numDigits": str(listening.digits or 1),
        "finishOnKey": "#",
        "profanityFilter": "false",
    }
    if voice.speech_model:
        attributes["speechModel"] = voice.speech_model
    if hints := ", ".join((*listening.choices, *voice.hints)):
        attributes["hints"] = _NOT_IN_XML.sub(" ", hints)
    _say(SubElement(response, "Gather", attributes), say[last_safety + 1 :], voice)
    SubElement(response, "Redirect", {"method": "POST"}).text = nothing
    return _document(response)


def dial(say: tuple[Saying, ...], order: TransferOrder, pause_s: int, dialling: Dialling, voice: Voice) -> str:
    """Connects the caller; the ticket rides in SIP headers where the destination has a SIP address."""
    response = Element("Response")
    _say(response, say, voice)
    if pause_s:
        SubElement(response, "Pause", {"length": str(pause_s)})
    attributes = {
        "action": dialling.action,
        "method": "POST",
        "timeout": str(max(5, min(order.max_wait_s, _LONGEST_RING_S))),
        "answerOnBridge": "true",
    }
    if dialling.caller_id:
        attributes["callerId"] = dialling.caller_id
    kind, target = _target(order, dialling.sip or {})
    callback = {"statusCallback": dialling.answered, "statusCallbackEvent": "answered", "statusCallbackMethod": "POST"}
    SubElement(SubElement(response, "Dial", attributes), kind, callback).text = target
    return _document(response)


def stay(say: tuple[Saying, ...], again: str, voice: Voice) -> str:
    """Speak, and ask again: nothing is decided yet."""
    response = Element("Response")
    _say(response, say, voice)
    SubElement(response, "Redirect", {"method": "POST"}).text = again
    return _document(response)


def hang_up(say: tuple[Saying, ...], voice: Voice) -> str:
    response = Element("Response")
    _say(response, say, voice)
    SubElement(response, "Hangup")
    return _document(response)


def nothing() -> str:
    """For notices that ask for no document."""
    return _document(Element("Response"))


def _target(order: TransferOrder, sip: Mapping[str, str]) -> tuple[str, str]:
    address = targets.sip_address(order.to, sip)
    if address is None:
        return "Number", targets.number(order.to) or ""
    pairs = "&".join(f"{name}={quote(value, safe='')}" for name, value in targets.headers(order).items())
    return "Sip", f"{address}?{pairs}" if pairs else address


def _say(parent: Element, say: tuple[Saying, ...], voice: Voice) -> None:
    for saying in say:
        attributes = {"language": voice.language, **({"voice": voice.name} if voice.name else {})}
        element = SubElement(parent, "Say", attributes)
        if saying.rate < 1 and voice.name.startswith(_SSML_VOICES):
            element = SubElement(element, "prosody", {"rate": f"{round(saying.rate * 100)}%"})
        element.text = _NOT_IN_XML.sub(" ", saying.text)[:_LONGEST_SAY]


def _document(response: Element) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>' + tostring(response, encoding="unicode")
