"""The shape of an agency's directory: agency, destinations, needs, questions and notices (prompts.py has the spoken lines)."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

import phonenumbers
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from agencies.directory.calendar import KNOWN, AgencyCalendar
from agencies.directory.vocabulary import AREAS, FACTS, UNKNOWN, AskKind, Disposition, PhoneStatus, Weekday
from agencies.line.turn_taking import TurnTaking
from agencies.properties import Properties, properties
from spoken.number_forms import NumberForms, forms_of
from spoken.usage import Usage, usage_of

_PHONE = re.compile(r"\+[1-9]\d{6,14}|\d{2,6}")
_HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)")


_HOUR_TOLD = re.compile(
    r"\b(?:open(?:s|ed|ing)?|clos(?:e|es|ed|ing))\b[^.?!{]{0,40}\b(?:at|from|until|till|on) "
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|midnight|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun|week)days?|weekends?)\b",
    re.IGNORECASE,
)


class Part(BaseModel):
    """A piece of an agency's files: unknown keys are refused, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, strict=True)


def _spoken(text: str) -> str:
    if re.search(r"\d", text):
        raise ValueError("digits are not spoken well|write numbers as people say them, such as three one one")
    if not text:
        raise ValueError("the text is empty|write what is to be said")
    return text


def _phone(number: str) -> str:
    if not _PHONE.fullmatch(number):
        raise ValueError(
            "this is not a telephone number"
            "|write + and the country's code, as in '+17209131311' or '+441414960123',"
            " or a short number of your country such as '311', in quotes"
        )
    return number


def _country(code: str) -> str:
    if code not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError("there is no such country|write its two letters (ISO 3166), such as US or GB")
    return code


def _timezone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("there is no such time zone|write a name such as America/Denver")
    return name


def _span(span: str) -> str:
    if not _HOURS.fullmatch(span) or span[:5] == span[6:]:
        raise ValueError(
            "these are not opening hours|write opening-closing as '07:00-20:00', in quotes; '20:00-07:00' ends next morning"
        )
    return span


Spoken = Annotated[str, Field(max_length=400), AfterValidator(_spoken)]
Phone = Annotated[str, AfterValidator(_phone)]
Span = Annotated[str, AfterValidator(_span)]
PlaceWord = Annotated[str, Field(pattern=r"^\S+$")]
Host = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]*(:\d+)?$")]
Day = Annotated[date, Field(strict=False)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Emergency(Part):
    """What is done with an emergency: `hang_up_and_dial` tells the caller to, and a person stays behind it; `transfer` connects.

    `also`: other numbers that reach the same people, as 112 does beside 999.
    """

    number: Phone
    also: list[Phone] = []
    action: Literal["hang_up_and_dial", "transfer"]
    say: Spoken


class Area(Part):
    """Names by which callers speak of a place of its own (an airport), and the need that stands for it."""

    names: list[str] = Field(min_length=1)
    need: Id


class Limits(Part):
    """City limits: names that mean this city, its neighbours, and places with an authority of their own."""

    own: list[str] = Field(min_length=1)
    neighbours: list[str] = []
    neighbour_need: Id
    border_question: Id | None = None  # asked about a place on a border street; its slot is this_side
    airport: Area | None = None
    transit: Area | None = None


class Holidays(Part):
    """Public holidays of the agency's country (or of `subdivision`, as CO or ENG), with days of its own and without others."""

    subdivision: str | None = None
    also: list[Day] = []
    without: list[Day] = []


class ReportSettings(Part):
    """How long unfinished reports wait for the person (told `warn_days` before the end), and codes after their case closed."""

    draft_days: int = Field(default=30, ge=1, le=365)
    warn_days: int = Field(default=5, ge=1, le=60)
    code_days_after_closing: int = Field(default=90, ge=1, le=365)


class AgencyInfo(Part):
    """agency.yml. `place_words`: words that are places here and never people, so that stored transcripts keep them.

    `trail_days`: how long who did what is kept, also when its case is gone. `numbers`, `hosts`: telephone numbers and web addresses
    that reach this agency. `currency` (ISO 4217), `date_order` (month_first, day_first): where they are not the country's usual ones.
    `storm_until`: storm mode ends by itself then. `case_numbers`: how official numbers are written (spoken/number_forms.py), the one
    in which new ones are drawn first. `show_officer`: a person's own case names who works on it, as the account is called.
    `overheard`: calls that people answer may be heard to try the assistant on them (a shadow). `canary_share`: of the calls, that a
    model answers first when the console asks for its promotion; 0: it answers all of them at once. `asks_how_it_went`: whoever ends a
    chat, or looks at their report, is asked whether they got what they needed. `learns_from_sensitive`: redacted turns of calls about
    what is sensitive are shown to reviewers and become training data as others do.
    """

    id: Id
    name: str
    country: Annotated[str, AfterValidator(_country)]
    currency: str | None = None
    date_order: str | None = None
    timezone: Annotated[str, AfterValidator(_timezone)]
    place_words: list[PlaceWord] = []
    numbers: list[Phone] = []
    hosts: list[Host] = []
    emergency: Emergency
    emergency_destination: Id = "emergency"
    call_taker: Id = "call_taker"
    general_line: Id = "general_line"
    unsure_say: Spoken
    languages: list[str] = Field(min_length=1)
    retention_days: int = Field(ge=1, le=3650)
    trail_days: int = Field(default=400, ge=1, le=36_500)
    case_days: dict[Id, Annotated[int, Field(ge=1, le=36_500)]] = {}
    conversation_hours: int = Field(default=12, ge=1, le=24 * 90)
    case_numbers: list[str] = ["YYYY-######"]
    overheard: bool = False
    canary_share: Annotated[float, Field(ge=0, le=0.5)] = 0.0
    asks_how_it_went: bool = False
    learns_from_sensitive: bool = False
    storm_mode: bool = False
    storm_until: datetime | None = Field(None, strict=False)
    show_officer: bool = False
    reports: ReportSettings = ReportSettings()
    holidays: Holidays | None = None
    limits: Limits
    voice: TurnTaking = TurnTaking()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def is_stormy(self, at: datetime) -> bool:
        """Whether storm mode is on at `at` (aware)."""
        return self.storm_mode and (self.storm_until is None or at < self.storm_until)

    @field_validator("storm_until")
    @classmethod
    def _end_has_a_zone(cls, end: datetime | None) -> datetime | None:
        if end is not None and end.tzinfo is None:
            raise ValueError("the time has no zone|write it as '2026-12-01T18:00:00-07:00'")
        return end

    @property
    def usage(self) -> Usage:
        """How its people write numbers, money and dates."""
        return usage_of(self.country, self.currency, self.date_order)

    @property
    def calendar(self) -> AgencyCalendar:
        """Its clock and its holidays; without `holidays` every day is like any other of its weekday."""
        if self.holidays is None:
            return AgencyCalendar(self.zone)
        own = self.holidays
        return AgencyCalendar(self.zone, self.country, own.subdivision, frozenset(own.also), frozenset(own.without))

    @model_validator(mode="after")
    def _holidays_are_known(self) -> AgencyInfo:
        if self.holidays is not None and self.country not in KNOWN:
            raise ValueError(
                f"no holidays of {self.country} are known|leave holidays out, and list closed days as notices"
            )
        parts = KNOWN.get(self.country, [])
        if self.holidays and self.holidays.subdivision and self.holidays.subdivision not in parts:
            raise ValueError(f"{self.country} has no part '{self.holidays.subdivision}'|use one of {', '.join(parts)}")
        return self

    @cached_property
    def number_forms(self) -> NumberForms:
        """How the official numbers of its cases are written."""
        return forms_of(self.case_numbers)

    @field_validator("case_numbers")
    @classmethod
    def _numbers_can_be_read(cls, patterns: list[str]) -> list[str]:
        forms_of(patterns)
        return patterns

    @model_validator(mode="after")
    def _usage_is_known(self) -> AgencyInfo:
        usage_of(self.country, self.currency, self.date_order)
        return self


class OutsideHours(Part):
    """What is said when a destination is closed: `say` is the whole answer, `person_say` goes with a call-taker instead.

    `{opens}` says when it opens next; it is made from the hours, so nothing else may name a day or an hour.
    """

    say: Spoken
    person_say: Spoken


class Destination(Part):
    """Who takes the call. A number needs its source and how good that source is.

    `holidays`: the hours on public holidays, [] for closed; without it, holidays are like any other day.

    `agency`: the id of their folder in agencies/, when they are served here too: a case passed on to them opens there.

    `called`: how callers name them ("what's the number of the jail"); the line says the first one.
    """

    name: str
    called: list[str] = []
    agency: Id | None = None
    phone: Phone
    phone_source: Annotated[str, Field(pattern=r"^https?://\S+$")]
    phone_status: PhoneStatus
    hours: dict[Weekday, list[Span]] | None = None
    holidays: list[Span] | None = None
    hours_source: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = None
    outside_hours: OutsideHours | None = None

    @model_validator(mode="after")
    def _hours_have_a_source_and_an_alternative(self) -> Destination:
        if self.hours is not None and (self.outside_hours is None or self.hours_source is None):
            raise ValueError("opening hours stand alone|add hours_source, and outside_hours with what is said then")
        if self.hours is None and self.holidays is not None:
            raise ValueError("holidays have hours and other days have none|add hours")
        told = f"{self.outside_hours.say} {self.outside_hours.person_say}" if self.outside_hours else ""
        if told_twice := _HOUR_TOLD.search(told):
            raise ValueError(
                f"'{told_twice[0]}' tells hours a second time|write {{opens}}, which is made from the hours"
            )
        return self


class Question(Part):
    """A deciding question; the fact it fills is `slot`."""

    slot: str
    kind: AskKind
    prompt: Spoken
    reprompt: Spoken
    choices: list[str] | None = None

    @model_validator(mode="after")
    def _is_answerable(self) -> Question:
        if self.slot not in FACTS:
            raise ValueError(f"'{self.slot}' is not a fact|use one of {', '.join(sorted(FACTS))}")
        if (self.kind == "choice") != (self.choices is not None):
            raise ValueError("choices and kind do not fit|give choices for kind choice, and for no other kind")
        return self


class Condition(Part):
    """Facts that change the answer. All facts of `when` must hold; `need` sends the caller on to another need."""

    id: Id
    when: dict[str, bool | str] = Field(min_length=1)
    need: Id | None = None
    disposition: Disposition | None = None
    destination: Id | None = None
    say: Spoken | None = None

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Condition:
        for fact, wanted in self.when.items():
            if fact not in FACTS:
                raise ValueError(f"'{fact}' is not a fact|use one of {', '.join(sorted(FACTS))}")
            if fact == "city" and wanted not in AREAS:
                raise ValueError("a condition on city names an area|write own, neighbour or airport")
            if fact != "city" and not isinstance(wanted, bool) and wanted != UNKNOWN:
                raise ValueError(f"'{wanted}' cannot be asked of {fact}|write true, false or unknown")
        if (self.need is None) == (self.disposition is None):
            raise ValueError("the condition leads nowhere or to two places|give either need or disposition")
        return self


class Offer(Part):
    """The one offer of self-service: online, or a person."""

    prompt: Spoken
    online_say: Spoken
    person_say: Spoken
    person: Id = "call_taker"


class Need(Part):
    """What callers want: who handles it, what is said, the one question, and what changes the answer.

    `danger_say` is said instead of the agency's emergency line when a condition leads to 911. `properties` changes for this
    agency what properties.yml says of the need. `question_when`: facts of which one must be true for the question to be asked.
    """

    what: str
    disposition: Disposition
    destination: Id
    say: Spoken
    danger_say: Spoken | None = None
    within_city: bool = False
    question: Id | None = None
    question_when: list[Id] = []
    conditions: list[Condition] = []
    offer: Id | None = None
    when_closed: Literal["inform", "call_taker"] = "inform"
    properties: dict[str, bool] = {}


class Needs(Part):
    """needs.yml; `common` conditions are tried before those of every need that is not an emergency anyway."""

    common: list[Condition] = []
    offers: dict[Id, Offer] = {}
    needs: dict[Id, Need] = Field(min_length=1)

    @cached_property
    def properties(self) -> Properties:
        """What everybody must know of this agency's needs. Raises ValueError for what no agency can change."""
        return properties().with_changes({name: need.properties for name, need in self.needs.items()})


class Notice(Part):
    """Something said first: always, only in storm mode, between two times, only for some needs."""

    id: Id
    say: Spoken
    storm_only: bool = False
    needs: list[Id] = []
    starts: datetime | None = Field(None, strict=False)
    ends: datetime | None = Field(None, strict=False)

    @model_validator(mode="after")
    def _times_have_a_zone(self) -> Notice:
        for time in (self.starts, self.ends):
            if time is not None and time.tzinfo is None:
                raise ValueError("the time has no zone|write it as '2026-12-01T18:00:00-07:00'")
        return self

    def is_on(self, at: datetime, storm_mode: bool, need: str | None = None) -> bool:
        """Whether this is said at `at` (aware) to a caller with this need; without a need, notices for all callers."""
        if self.storm_only and not storm_mode:
            return False
        if (self.starts and at < self.starts) or (self.ends and at >= self.ends):
            return False
        return not self.needs or need in self.needs
