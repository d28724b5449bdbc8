"""An agency's messages: agencies/<city>/messages/rules.yml and <language>/*.yml, validated with file, line and mend."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from agencies.directory.shape import Part
from agencies.errors import BrokenAgencyFile, Fault
from agencies.faults import shape_faults
from agencies.messages.rules import MessageRules
from agencies.messages.sms_length import parts, plain
from agencies.messages.template import BadWording, Sayings, fill, variables_of
from agencies.messages.values import COMMON, EVENTS, OPTIONAL, VARIABLES
from agencies.yaml_lines import Document, read

FRAME, RULES = "frame.yml", "rules.yml"
_UTC = ZoneInfo("UTC")


def _template(text: str) -> str:
    try:
        variables_of(text)
    except BadWording as bad:
        raise ValueError(f"this template cannot be read ({bad})|close every {{{{ }}}} and {{% %}}") from None
    return text


Line = Annotated[str, Field(min_length=1, max_length=200)]
Words = Annotated[str, Field(min_length=1, max_length=3000), AfterValidator(_template)]


class StopPage(Part):
    """The page on which somebody ends e-mails: what it asks, and what it says afterwards. Nothing is filled in."""

    asks: Line
    goes_on: Line
    button: Line
    done: Line
    again: Line


class Frame(Part):
    """frame.yml: what stands around every message of a language, and how that language says numbers and times."""

    language: str
    reviewed_by_native_speaker: bool
    report: str
    report_with_number: Words
    sms: Words
    email: Words
    voice: Words
    # said in calls of a vendor that hears keys, and after the nine was pressed
    voice_stop: Words | None = None
    voice_stopped: Words | None = None
    stop_page: StopPage
    digits: Annotated[list[str], Field(min_length=10, max_length=10)]
    weekdays: Annotated[list[str], Field(min_length=7, max_length=7)]
    months: Annotated[list[str], Field(min_length=12, max_length=12)]
    half_days: Annotated[list[str], Field(min_length=2, max_length=2)]
    moment: str
    kinds: dict[str, str]
    other_kind: str

    @property
    def sayings(self) -> Sayings:
        return Sayings(self.digits, self.weekdays, self.months, self.moment, self.half_days)


class Template(Part):
    """The words of one event. `voice` is said where it is given, else `sms` with spoken values."""

    sms: Words
    subject: Annotated[Words, Field(max_length=120)]
    body: Words
    voice: Words | None = None

    @property
    def spoken(self) -> str:
        return self.voice or self.sms


@dataclass(frozen=True)
class Messages:
    """What an agency says in writing and by calling. `templates`: by language and name."""

    rules: MessageRules
    frames: dict[str, Frame]
    templates: dict[str, dict[str, Template]]

    def frame(self, language: str) -> tuple[str, Frame]:
        """In the person's language where there is one, else in the first; and which language that is."""
        for candidate in (language, language.split("-")[0]):
            if candidate in self.frames:
                return candidate, self.frames[candidate]
        return next(iter(self.frames.items()))

    def find(self, language: str, event: str) -> tuple[str, Template] | None:
        """The template, and the language it is in: the person's where there is one, else the first."""
        for candidate in (language, language.split("-")[0], next(iter(self.frames))):
            found = self.templates.get(candidate, {}).get(event)
            if found:
                return candidate, found
        return None


def has_messages(folder: Path) -> bool:
    return (folder / "messages" / RULES).is_file()


def load_messages(agency_id: str, root: Path) -> Messages:
    """Reads and checks the folder; raises BrokenAgencyFile with every fault that one pass finds."""
    return _Loading(agency_id, root / agency_id / "messages").messages()


@dataclass
class _Loading:
    agency_id: str
    folder: Path
    faults: list[Fault] = field(default_factory=list)

    def messages(self) -> Messages:
        rules = self._shaped(TypeAdapter(MessageRules), RULES)
        languages = sorted(
            (path.parent.name for path in self.folder.glob(f"*/{FRAME}")), key=lambda name: (name != "en", name)
        )
        frames = {name: self._shaped(TypeAdapter(Frame), f"{name}/{FRAME}") for name in languages}
        self._stop_if_faulty()
        templates = {name: dict(self._templates(name, frame, rules)) for name, frame in frames.items()}
        if not frames:
            self.faults.append(
                Fault(f"agencies/{self.agency_id}/messages", 1, "there is no language", f"add en/{FRAME}")
            )
        for name, found in templates.items():
            self._nothing_missing(name, found, templates[languages[0]])
        self._stop_if_faulty()
        return Messages(rules, frames, templates)

    def _templates(self, language: str, frame: Frame, rules: MessageRules) -> Iterator[tuple[str, Template]]:
        seen: set[str] = set()
        for path in sorted((self.folder / language).glob("*.yml")):
            if path.name == FRAME:
                continue
            name = f"{language}/{path.name}"
            found = self._shaped(TypeAdapter(dict[str, Template]), name) or {}
            told = {event: list(_wrong(event, one, frame, rules, event in seen)) for event, one in found.items()}
            if any(told.values()):
                document = self._document(name)
                for event, faults in told.items():
                    where = document.line_of((event,))
                    self.faults.extend(Fault(document.file, where, wrong, right) for wrong, right in faults)
            seen.update(found)
            yield from found.items()

    def _nothing_missing(self, language: str, found: dict[str, Template], first: dict[str, Template]) -> None:
        wanted = set(EVENTS) if found is first else set(first)
        for event in sorted(wanted - set(found)):
            file = f"agencies/{self.agency_id}/messages/{language}"
            self.faults.append(Fault(file, 1, f"'{event}' has no template", "add it to one of the files"))

    def _document(self, name: str) -> Document:
        return read(self.folder / name, f"agencies/{self.agency_id}/messages/{name}")

    def _shaped(self, shape: TypeAdapter[Any], name: str) -> Any:
        try:
            document = self._document(name)
            return shape.validate_python(document.data)
        except BrokenAgencyFile as broken:
            self.faults.extend(broken.faults)
        except ValidationError as error:
            self.faults.extend(shape_faults(document, error))
        return None

    def _stop_if_faulty(self) -> None:
        if self.faults:
            raise BrokenAgencyFile(self.faults)


def _wrong(event: str, template: Template, frame: Frame, rules: MessageRules, twice: bool) -> Iterator[tuple[str, str]]:
    """What is wrong with a template, and what would be right."""
    if twice:
        yield f"'{event}' has a template in another file too", "keep one of them"
    if event not in EVENTS:
        yield f"there is no event '{event}'", "agencies/messages/values.py lists them"
        return
    known = COMMON | EVENTS[event]
    for part, source in (
        ("sms", template.sms),
        ("subject", template.subject),
        ("body", template.body),
        ("voice", template.spoken),
    ):
        yield from _wrong_words(event, part, source, known)
    if re.search(r"\d", re.sub(r"{[{%].*?[}%]}", "", template.spoken)):
        yield f"'{event}' says digits in a call", "write numbers as people say them, such as three one one"
    if not any(True for _ in _unfilled(event, template, frame)):
        yield from _too_long(event, template, frame, rules)
    yield from _unfilled(event, template, frame)


def _wrong_words(event: str, part: str, source: str, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    for name in sorted(variables_of(source)):
        if name not in known:
            yield (
                f"{part} of '{event}' uses '{name}', which this event does not give",
                f"use {', '.join(sorted(known))}",
            )
        elif VARIABLES[name].private and part != "body":
            yield (
                f"{part} of '{event}' says '{name}', which strangers may see or hear",
                "only the body of an e-mail may",
            )
        elif VARIABLES[name].written_only and part == "voice":
            yield f"'{event}' says '{name}' in a call", f"give it a voice text without '{name}'"


def _unfilled(event: str, template: Template, frame: Frame) -> Iterator[tuple[str, str]]:
    """Tries the template with everything given, and with only what is certain."""
    for values in (examples(event, longest=True), {k: v for k, v in examples(event).items() if k not in OPTIONAL}):
        said = {**dict.fromkeys(OPTIONAL, ""), **values}
        for source in (template.sms, template.subject, template.body, template.spoken):
            try:
                fill(source, said)
            except BadWording as bad:
                yield f"'{event}' cannot be filled in ({bad})", "only words, values and {% if %} are possible"
                return


def _too_long(event: str, template: Template, frame: Frame, rules: MessageRules) -> Iterator[tuple[str, str]]:
    values = {**dict.fromkeys(OPTIONAL, ""), **examples(event, longest=True), "agency": rules.sender}
    values |= {name: frame.sayings.moment(values[name], _UTC) for name in ("when",) if name in values}
    text = plain(fill(frame.sms, {**values, "text": fill(template.sms, values)}))
    if parts(text) > rules.sms_most_parts:
        yield (
            f"the text of '{event}' may need {parts(text)} parts ({len(text)} characters)",
            f"shorten it to {rules.sms_most_parts} parts, or raise sms_most_parts in {RULES}",
        )


def examples(event: str, longest: bool = False) -> dict[str, str]:
    """Values to try a template with."""
    names = sorted(COMMON | EVENTS.get(event, frozenset()))
    return {name: VARIABLES[name].longest if longest else VARIABLES[name].example for name in names}
