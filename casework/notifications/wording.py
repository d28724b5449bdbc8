"""Turns an event into the words of a message: values of the agency and the case, the template, the frame around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from agencies import Agency
from agencies.messages.files import Frame, Messages
from agencies.messages.sms_length import parts, plain
from agencies.messages.template import BadWording, fill
from agencies.messages.values import EVENTS, OPTIONAL

__all__ = ["BadWording", "NoTemplate", "Written", "write"]
_SECRETS = frozenset({"code", "once", "link"})


class NoTemplate(BadWording):
    """The agency has no template for the event in any language."""


@dataclass(frozen=True)
class Written:
    """A message as it will be sent. `secret`: it holds a code, and is forgotten once it was sent."""

    language: str
    body: str
    subject: str | None = None
    secret: bool = False

    @property
    def sms_parts(self) -> int:
        return parts(self.body)


def write(
    messages: Messages,
    agency: Agency,
    event: str,
    channel: str,
    language: str,
    given: Mapping[str, str],
    need: str | None = None,
    unsubscribe: str = "",
) -> Written:
    """Raises NoTemplate, or BadWording when a value is missing that the event should give."""
    found = messages.find(language, event)
    if found is None:
        raise NoTemplate(f"no template for {event}")
    language, template = found
    frame, spoken = messages.frames[language], channel == "voice"
    values = _values(messages, frame, agency, event, given, need, spoken) | {"unsubscribe": unsubscribe}
    secret = bool(_SECRETS & set(given) & EVENTS.get(event, frozenset()))
    if channel == "email":
        text = fill(template.body, values)
        return Written(
            language, fill(frame.email, {**values, "text": text}), fill(template.subject, values)[:200], secret
        )
    text = fill(template.spoken if spoken else template.sms, values)
    around = frame.voice if spoken else frame.sms
    words = " ".join(fill(around, {**values, "text": text}).split())
    return Written(language, words if spoken else plain(words), None, secret)


def subject_of(messages: Messages, agency: Agency, event: str, language: str, given: Mapping[str, str]) -> str:
    """One line that stands for the event in a digest."""
    found = messages.find(language, event)
    if found is None:
        raise NoTemplate(f"no template for {event}")
    name, template = found
    return fill(template.subject, _values(messages, messages.frames[name], agency, event, given, None, False))


def _values(
    messages: Messages,
    frame: Frame,
    agency: Agency,
    event: str,
    given: Mapping[str, str],
    need: str | None,
    spoken: bool,
) -> dict[str, str]:
    """Only what the event may give gets in: a value too many never reaches a message."""
    zone: ZoneInfo = agency.info.zone
    line = agency.destinations[agency.info.general_line].phone
    allowed = {name: text for name, text in given.items() if name in EVENTS.get(event, frozenset())}
    common = {"agency": messages.rules.sender, "line": line, "portal": messages.rules.portal or ""}
    said = frame.sayings.values({**allowed, **common}, zone, spoken, agency.info.country)
    number = said.get("number") or _number(frame, given, zone, spoken)
    said["report"] = fill(frame.report_with_number, {"number": number}) if number else frame.report
    said["kind"] = frame.kinds.get(need or "", frame.other_kind)
    return {**dict.fromkeys(OPTIONAL, ""), **said}


def _number(frame: Frame, given: Mapping[str, str], zone: ZoneInfo, spoken: bool) -> str:
    number = given.get("number", "")
    return frame.sayings.values({"number": number}, zone, spoken)["number"] if number else ""
