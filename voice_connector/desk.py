"""What a call needs to know of the agency it answers for: its lines, languages, emergency action and people."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from voice_connector.errors import SettingsWrong

if TYPE_CHECKING:
    from agencies.loader import Agency


@dataclass(frozen=True, slots=True)
class Person:
    """Somewhere that a call can go."""

    id: str
    name: str
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """What the channel itself says (agencies/<city>/prompts.yml)."""

    greeting: str
    greeting_web: str
    no_match: str
    please_wait: str
    handing_over: dict[str, str]
    callback_hint: str
    technical_failure: str
    goodbye: str
    other_languages: dict[str, str] = field(default_factory=dict)  # hand-over lines by ISO 639-1 code

    def handing_over_for(self, reason: str) -> str:
        return self.handing_over.get(reason) or self.handing_over["default"]

    @property
    def fixed(self) -> tuple[str, ...]:
        """Every line that can be spoken ahead of the first call."""
        fixed = (
            self.greeting,
            self.no_match,
            self.please_wait,
            self.callback_hint,
            self.technical_failure,
            self.goodbye,
        )
        return fixed + tuple(self.handing_over.values())


@dataclass(frozen=True, slots=True)
class Desk:
    """One agency, as the telephone sees it."""

    agency: str
    name: str
    languages: tuple[str, ...]
    emergency_action: Literal["hang_up_and_dial", "transfer"]
    emergency_say: str
    emergency: Person
    call_taker: Person
    general_line: Person
    lines: Lines

    @property
    def language(self) -> str:
        return self.languages[0]


def load_desk(agency_id: str, root: Path | None = None) -> Desk:
    """The desk of agencies/<agency_id>. Raises SettingsWrong with what the loader found."""
    from agencies.errors import AgencyError
    from agencies.loader import AGENCIES, load_agency

    try:
        return desk_of(load_agency(agency_id, root or AGENCIES))
    except AgencyError as error:
        raise SettingsWrong(str(error)) from None


def desk_of(agency: "Agency") -> Desk:
    info = agency.info
    return Desk(
        agency=info.id,
        name=info.name,
        languages=tuple(info.languages),
        emergency_action=info.emergency.action,
        emergency_say=info.emergency.say,
        emergency=_person(agency, info.emergency_destination, info.emergency.number),
        call_taker=_person(agency, info.call_taker),
        general_line=_person(agency, info.general_line),
        lines=_lines(agency),
    )


def _person(agency: "Agency", destination: str, phone: str | None = None) -> Person:
    known = agency.destinations.get(destination)
    if known is None:
        return Person(destination, destination.replace("_", " "), phone)
    return Person(destination, known.name, known.phone or phone)


def _lines(agency: "Agency") -> Lines:
    prompts = agency.prompts
    return Lines(
        greeting=prompts.greeting,
        greeting_web=prompts.greeting_web,
        no_match=prompts.no_match_1,
        please_wait=prompts.please_wait,
        handing_over=prompts.handing_over.model_dump(),
        callback_hint=prompts.callback_hint,
        technical_failure=prompts.technical_failure,
        goodbye=prompts.goodbye,
        other_languages={code: other.handing_over for code, other in prompts.other_languages.items()},
    )
