"""Opening hours: over midnight, on public holidays, and what is said of them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from agencies.directory.calendar import AgencyCalendar
from agencies.directory.hours import is_open, opens_spoken
from agencies.directory.shape import AgencyInfo, Destination
from agencies.loader import load_agency

ZONE = ZoneInfo("Europe/London")
ENGLAND = AgencyCalendar(ZONE, "GB", "ENG", also=frozenset({date(2026, 6, 12)}))
WORKDAYS = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
NIGHTS = {"fri": ["20:00-07:00"], "sat": ["20:00-24:00"]}
SAY = {"say": "That office opens {opens}.", "person_say": "I'm connecting you."}

WORDS = load_agency("denver").prompts.opens


def office(hours: dict[str, list[str]] | None, **more: Any) -> Destination:
    source = {"phone_source": "https://example.org", "phone_status": "official", "hours_source": "https://example.org"}
    known = {"name": "Office", "phone": "101", **source, "hours": hours, "outside_hours": SAY, **more}
    return Destination.model_validate(known)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        ("2026-06-05T19:59", False),  # a Friday
        ("2026-06-05T20:00", True),
        ("2026-06-05T23:59", True),
        ("2026-06-06T00:00", True),  # goes over midnight
        ("2026-06-06T06:59", True),
        ("2026-06-06T07:00", False),
        ("2026-06-06T20:00", True),
        ("2026-06-07T00:00", False),  # ends at midnight
        ("2026-06-05T06:00", False),  # Thursday has no night
    ],
)
def test_hours_may_go_over_midnight(moment: str, opened: bool) -> None:
    assert is_open(office(NIGHTS), at(moment), ENGLAND) is opened


@pytest.mark.parametrize(
    ("moment", "holidays", "opened"),
    [
        ("2026-12-25T10:00", [], False),  # Christmas, a Friday
        ("2026-12-28T10:00", [], False),  # Boxing Day is a Saturday; its holiday is the Monday
        ("2026-08-03T10:00", [], True),  # a holiday of Scotland alone
        ("2026-06-12T10:00", [], False),  # the town's own day
        ("2026-12-25T10:00", ["10:00-12:00"], True),
        ("2026-12-25T13:00", ["10:00-12:00"], False),
        ("2026-12-25T10:00", None, True),  # nothing is said about holidays: like any Friday
    ],
)
def test_public_holidays_have_their_own_hours(moment: str, holidays: list[str] | None, opened: bool) -> None:
    assert is_open(office(WORKDAYS, holidays=holidays), at(moment), ENGLAND) is opened


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-06-01T08:00", "at nine a m"),
        ("2026-06-01T18:00", "tomorrow at nine a m"),
        ("2026-06-05T18:00", "on Monday at nine a m"),
        ("2026-06-11T18:00", "on Monday at nine a m"),  # Friday is the town's own holiday
        ("2026-12-24T18:00", "on Tuesday at nine a m"),
    ],
)
def test_what_is_said_of_hours_is_made_from_them(moment: str, said: str) -> None:
    assert opens_spoken(office(WORKDAYS, holidays=[]), at(moment), ENGLAND, WORDS) == said


def test_a_place_that_is_closed_for_weeks_opens_at_another_time() -> None:
    assert opens_spoken(office({}), at("2026-06-01T08:00"), ENGLAND, WORDS) == "at another time"


@pytest.mark.parametrize(
    "told",
    [
        "It opens at seven on weekdays.",
        "We are open until five.",
        "They are closed on Sundays.",
        "Opening on weekdays.",
    ],
)
def test_words_that_tell_hours_a_second_time_are_refused(told: str) -> None:
    with pytest.raises(ValidationError, match=r"write \{opens\}"):
        office(WORKDAYS, outside_hours=SAY | {"say": told})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"holidays": {"subdivision": "XX"}}, "US has no part 'XX'"),
        ({"country": "ZW", "holidays": {"subdivision": "Q"}}, "ZW has no part"),
        ({"country": "XK", "holidays": {}}, "no holidays of XK are known"),
    ],
)
def test_a_part_of_a_country_that_does_not_exist_is_told(change: dict[str, Any], words: str) -> None:
    known = load_agency("denver").info.model_dump()
    with pytest.raises(ValidationError, match=words):
        AgencyInfo.model_validate(known | change)


def test_denvers_city_line_says_when_it_opens_by_its_hours(denver: Any) -> None:
    words = Path("agencies/denver/destinations.yml").read_text("utf-8")
    assert "{opens}" in words
    line, calendar = denver.destinations["general_line"], denver.info.calendar
    saturday = datetime(2026, 11, 28, 3, 0, tzinfo=ZoneInfo("America/Denver"))
    assert opens_spoken(line, saturday, calendar, WORDS) == "at eight a m"
