"""What a call needs to know of the agency it answers for: its lines, languages, emergency action and people."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel

from agencies.danger.files import FILE as DANGER_FILE
from agencies.danger.live import DANGERS, AgencyDanger, Dangers, dangers_in, load_danger
from agencies.directory.street_names import street_names
from agencies.line import in_writing
from agencies.line.announced import announcer
from agencies.line.recordings import placeholders
from agencies.line.turn_taking import TurnTaking
from agencies.live_files import agencies_root
from voice_connector.errors import SettingsWrong
from voice_connector.log import logger
from voice_connector.speech.tts.sentences import split_sentences
from voice_connector.transfer.listed import switchboard_of
from voice_connector.transfer.person import Person
from voice_connector.transfer.queues import Switchboard

if TYPE_CHECKING:
    from agencies.directory.shape import AgencyInfo
    from agencies.loader import Agency

__all__ = ["AgencyLine", "Lines", "Person", "agency_line_of", "load_agency_line", "load_other_agency_lines"]

_SPOKEN_KEYS = frozenset({"say", "prompt", "reprompt", "online_say", "person_say", "unsure_say"})


@dataclass(frozen=True, slots=True)
class Lines:
    """What the channel itself says (agencies/<city>/prompts.yml)."""

    greeting: str
    greeting_web: str
    please_wait: str
    handing_over: dict[str, str]
    callback_hint: str
    technical_failure: str
    trying_next: str = ""  # nobody answered in one place, and the next one is rung
    still_there: str = ""  # to a caller who asked us to hold on
    returned: str = ""  # first words to a caller who comes back because nobody took the transfer
    language_offer: str = (
        ""  # keys that lead to other languages, each in its own: for callers whose language is in doubt
    )
    other_languages: dict[str, str] = field(default_factory=dict)  # hand-over lines by ISO 639-1 code, for a chat
    spoken_languages: dict[str, str] = field(default_factory=dict)  # the same for a call: those that are recorded
    other_emergencies: dict[str, str] = field(default_factory=dict)  # what an emergency says, for a chat
    spoken_emergencies: dict[str, str] = field(default_factory=dict)  # the same for a call
    person_joined: str = ""  # in a chat: a person of the agency writes from here on ({name})
    person_left: str = ""  # the same person has ended it
    in_writing: dict[str, str] = field(default_factory=dict)  # spoken words -> what a chat writes instead

    def handing_over_for(self, reason: str) -> str:
        return self.handing_over.get(reason) or self.handing_over["default"]

    def written(self, text: str) -> str:
        """The same for somebody who reads."""
        return in_writing.written(text, self.in_writing)

    @property
    def fixed(self) -> tuple[str, ...]:
        """Every line that can be spoken ahead of the first call."""
        fixed = (
            self.greeting,
            self.please_wait,
            self.callback_hint,
            self.technical_failure,
            self.returned,
            self.trying_next,
            self.still_there,
            self.language_offer,
        )
        return tuple(line for line in (*fixed, *self.handing_over.values()) if line)


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """One agency, as the telephone sees it."""

    agency: str
    name: str
    languages: tuple[str, ...]  # that the assistant itself speaks; the agency has interpreters for more
    emergency_action: Literal["hang_up_and_dial", "transfer"]
    emergency_say: str
    emergency: Person
    call_taker: Person
    general_line: Person
    lines: Lines
    switchboard: Switchboard = field(default_factory=Switchboard)
    voice: TurnTaking = field(default_factory=TurnTaking)  # how patient the agency wants the line to be
    language_keys: dict[str, str] = field(default_factory=dict)  # key -> ISO 639-1 code, as the greeting announces them
    recordings: dict[str, Path] = field(default_factory=dict)  # sentence -> sound
    streets: tuple[str, ...] = ()
    pronunciations: dict[str, str] = field(default_factory=dict)  # name -> spelling for the voice
    country: str = ""  # two letters (ISO 3166): how its numbers are dialled
    numbers: tuple[str, ...] = ()  # that are dialled to reach this agency
    hosts: tuple[str, ...] = ()  # addresses of its page
    leave_to: str = "about:blank"  # where its page's quick way out leads
    announced: Callable[[datetime], str] = lambda _at: ""  # words of storm mode, as the files stand now
    dangers: Dangers | None = None  # what is danger, heard by ourselves only while the bot cannot be asked
    wording: tuple[str, ...] = ()  # what the bot may say of this agency, word for word

    @property
    def language(self) -> str:
        return self.languages[0]

    @property
    def danger(self) -> AgencyDanger | None:
        """As the agency's files stand now: a new phrase is heard in the call that is going on."""
        return self.dangers.of(self.agency) if self.dangers is not None else None


def load_agency_line(agency_id: str, languages: tuple[str, ...] = ("en",), root: Path | None = None) -> AgencyLine:
    """The agency_line of agencies/<agency_id>, for an assistant that speaks `languages`. Raises SettingsWrong with what was found."""
    from agencies.errors import AgencyError
    from agencies.loader import load_agency

    try:
        agency_line = agency_line_of(load_agency(agency_id, root or agencies_root()), languages)
    except AgencyError as error:
        raise SettingsWrong(str(error)) from None
    folder = (root or agencies_root()) / agency_id
    tell = announcer(root or agencies_root())
    agency_line = replace(agency_line, dangers=_dangers(agency_id, root), announced=lambda at: tell(agency_id, at))
    if unrecorded := placeholders(folder):
        logger.warning("recordings are placeholders until a native speaker has made them", files=sorted(unrecorded))
    return replace(agency_line, streets=street_names(folder), leave_to=_leave_to(folder))


def load_other_agency_lines(
    agency_id: str, languages: tuple[str, ...] = ("en",), root: Path | None = None
) -> tuple[AgencyLine, ...]:
    """The other agencies that this process can be reached for: those with a number or a page of their own."""
    from agencies.errors import AgencyError
    from agencies.loader import agency_ids, load_agency

    folder = root or agencies_root()
    others = [other for other in agency_ids(folder) if other != agency_id]
    try:
        reached = [other for other in others if (info := load_agency(other, folder).info).numbers or info.hosts]
    except AgencyError as error:
        raise SettingsWrong(str(error)) from None
    return tuple(load_agency_line(other, languages, root) for other in reached)


def _leave_to(folder: Path) -> str:
    """As the agency's pages have it; calls go on where those cannot be read."""
    from agencies.errors import AgencyError
    from agencies.pages.files import FILE, load_pages

    try:
        return load_pages(folder).leave_to if (folder / FILE).is_file() else "about:blank"
    except AgencyError:
        logger.warning(
            "pages.yml of this agency cannot be read, so the call page's quick way out leads to an empty page"
        )
        return "about:blank"


def _dangers(agency_id: str, root: Path | None) -> Dangers | None:
    """The agency's own list of danger; without one a bot that is down hears none."""
    from agencies.errors import AgencyError

    folder = (root or agencies_root()) / agency_id
    if not (folder / DANGER_FILE).is_file():
        logger.warning("this agency has no emergency.yml, so nobody hears danger while the bot is away")
        return None
    try:
        load_danger(folder)
    except AgencyError as error:
        raise SettingsWrong(str(error)) from None
    return dangers_in(lambda: root) if root else DANGERS


def agency_line_of(agency: "Agency", languages: tuple[str, ...]) -> AgencyLine:
    info = agency.info
    return AgencyLine(
        agency=info.id,
        name=info.name,
        languages=languages,
        country=info.country,
        numbers=tuple(info.numbers),
        hosts=tuple(info.hosts),
        emergency_action=info.emergency.action,
        emergency_say=info.emergency.say,
        emergency=_person(agency, info.emergency_destination, info.emergency.number),
        call_taker=_person(agency, info.call_taker),
        general_line=_person(agency, info.general_line),
        lines=_lines(agency),
        switchboard=switchboard_of(agency, lambda name: _person(agency, name, _number(info, name))),
        voice=info.voice,
        language_keys={other.key: code for code, other in agency.prompts.other_languages.items() if other.key},
        recordings=agency.recordings,
        pronunciations=agency.pronunciations,
        wording=tuple(_spoken_texts([agency.needs, agency.questions, agency.destinations, agency.notices])),
    )


def _spoken_texts(part: Any) -> Iterator[str]:
    """Every fixed sentence of an agency's files, in their order."""
    if isinstance(part, BaseModel):
        for name, value in part:
            if name in _SPOKEN_KEYS and isinstance(value, str):
                yield from () if "{" in value else (value,)  # an hour is filled in when it is said
            else:
                yield from _spoken_texts(value)
    elif isinstance(part, dict | list | tuple):
        for value in part.values() if isinstance(part, dict) else part:
            yield from _spoken_texts(value)


def _number(info: "AgencyInfo", destination: str) -> str | None:
    return info.emergency.number if destination == info.emergency_destination else None


def _person(agency: "Agency", destination: str, phone: str | None = None) -> Person:
    known = agency.destinations.get(destination)
    if known is None:
        return Person(destination, destination.replace("_", " "), phone)
    return Person(destination, known.name, known.phone or phone)


def _lines(agency: "Agency") -> Lines:
    prompts, others = agency.prompts, agency.prompts.other_languages
    handing_over = {code: f"{one.handing_over} {one.emergency}" for code, one in others.items()}
    emergencies = _emergencies(agency)
    return Lines(
        greeting=_with_offers(agency),
        greeting_web=prompts.greeting_web,
        please_wait=prompts.please_wait,
        handing_over=prompts.handing_over.model_dump(),
        callback_hint=prompts.callback_hint,
        technical_failure=prompts.technical_failure,
        trying_next=prompts.trying_next,
        still_there=prompts.still_there,
        returned=prompts.returned,
        language_offer=" ".join(_offers(agency)),
        other_languages={code: other.handing_over for code, other in others.items()},
        spoken_languages=_recorded(agency, handing_over),
        other_emergencies=emergencies,
        spoken_emergencies=_recorded(agency, emergencies),
        person_joined=prompts.person_joined,
        person_left=prompts.person_left,
        in_writing=prompts.in_writing,
    )


def _with_offers(agency: "Agency") -> str:
    """The greeting, with each language's offer before its last sentence: the question comes last."""
    *sentences, question = split_sentences(agency.prompts.greeting)
    return " ".join([*sentences, *_offers(agency), question])


def _offers(agency: "Agency") -> list[str]:
    """An offer that nobody has recorded is made in our own words: our voice would read a foreign sentence in English."""
    return [
        other.offer if other.offer in agency.recordings else f"For {other.name}, press {other.key}."
        for other in agency.prompts.other_languages.values()
        if other.offer and other.key
    ]


def _emergencies(agency: "Agency") -> dict[str, str]:
    """Who is put through to the emergency position is not told to hang up and dial."""
    transferred = agency.info.emergency.action == "transfer"
    others = agency.prompts.other_languages.items()
    return {code: one.handing_over if transferred else f"{one.emergency} {one.handing_over}" for code, one in others}


def _recorded(agency: "Agency", lines: dict[str, str]) -> dict[str, str]:
    """Those of the lines of which every sentence is recorded."""
    return {
        code: line for code, line in lines.items() if all(part in agency.recordings for part in split_sentences(line))
    }
