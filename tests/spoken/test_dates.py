"""Times: the phrase, and the date or hour where it is clear. Said on Saturday, 21 November 2026, at 14:30."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from spoken.en import saying
from spoken.en.dates import meaning, when_in
from spoken.word_sets import word_list

NOW = datetime(2026, 11, 21, 14, 30)  # a Saturday
CLEAR = [
    ("last night", "2026-11-20"),
    ("yesterday", "2026-11-20"),
    ("the day before yesterday", "2026-11-19"),
    ("right now", "2026-11-21T14:30"),
    ("twenty minutes ago", "2026-11-21T14:10"),
    ("20 minutes ago", "2026-11-21T14:10"),
    ("an hour ago", "2026-11-21T13:30"),
    ("a couple of hours ago", "2026-11-21T12:30"),
    ("two and a half hours ago", "2026-11-21T12:00"),
    ("half an hour ago", "2026-11-21T14:00"),
    ("two days ago", "2026-11-19"),
    ("a week ago", "2026-11-14"),
    ("on tuesday", "2026-11-17"),
    ("tuesday at 3 p m", "2026-11-17T15:00"),
    ("last saturday", "2026-11-14"),
    ("next tuesday", "2026-11-24"),
    ("tomorrow", "2026-11-22"),
    ("this morning", "2026-11-21"),
    ("yesterday around noon", "2026-11-20T12:00"),
    ("9:30 pm last night", "2026-11-20T21:30"),
    ("yesterday at quarter past six in the evening", "2026-11-20T18:15"),
    ("november 5th", "2026-11-05"),
    ("the third of march", "2026-03-03"),
    ("december 24th", "2025-12-24"),  # a report is about the past
    ("october twenty second", "2026-10-22"),
    ("11/5", "2026-11-05"),
    ("11/5/25", "2025-11-05"),
]
UNCLEAR = [
    "last week",
    "a few weeks ago",
    "three years ago",
    "over the weekend",
    "on saturday",
    "at midnight",
    "3 pm",
    "last summer",
]
NO_TIME = [
    "may i ask",
    "we march on",
    "every saturday",
    "good morning",
    "i have a second question",
    "two friends",
    "13/45",
    "",
]


@pytest.mark.parametrize(("said", "iso"), CLEAR)
def test_a_clear_time_has_its_date(said: str, iso: str) -> None:
    when = when_in((f"it happened {said}"), NOW)
    assert when is not None
    assert when.iso == iso


@pytest.mark.parametrize("said", UNCLEAR)
def test_an_unclear_time_is_kept_in_the_callers_words_only(said: str) -> None:
    when = when_in((f"it happened {said}"), NOW)
    assert when is not None
    assert when.iso is None
    assert when.phrase in said


@pytest.mark.parametrize("said", NO_TIME)
def test_words_that_only_look_like_a_time_are_none(said: str) -> None:
    when = when_in((said), NOW)
    assert when is None or when.iso is None


def test_an_appointment_on_a_weekday_has_no_past_date() -> None:
    when = when_in(("my court date is tuesday"), NOW)
    assert when is not None
    assert when.iso is None


def test_february_29_without_a_year_is_the_latest_one_and_of_a_common_year_no_date() -> None:
    when = when_in("on february 29th", NOW)
    assert when is not None
    assert when.iso == "2024-02-29"
    when = when_in("on february 29th 2026", NOW)
    assert when is not None
    assert when.problem == "no such day"


@pytest.mark.parametrize(
    ("said", "clock"),
    [
        ("3 p m", "15:00"),
        ("3 p.m.", "15:00"),
        ("three thirty in the morning", "03:30"),
        ("half past ten at night", "22:30"),
        ("quarter to 8 am", "07:45"),
        ("twelve am", "00:00"),
        ("12 pm", "12:00"),
        ("noon", "12:00"),
        ("midnight", "00:00"),
        ("3", None),
        ("at 3", None),
    ],
)
def test_an_hour_needs_its_half_of_the_day(said: str, clock: Optional[str]) -> None:
    when = when_in(said, NOW, only=True)
    assert (when.clock if when else None) == clock


def test_the_phrase_stands_in_the_callers_text() -> None:
    text = "so   it was LAST  NIGHT, i think"
    when = when_in((text), datetime(2026, 1, 1, 9))
    assert when is not None
    assert text[when.start : when.end] == "LAST  NIGHT"
    assert when.iso == "2025-12-31"


@pytest.mark.parametrize(
    "said",
    [
        "fourteen twenty pearl street",
        "the fourteen hundred block of pearl",
        "four four one nine two oh three one seven",
        "one night he rang the bell",
        "are you open 24/7",
        "the 5th and pearl",
        "my christmas lights",
    ],
)
def test_numbers_and_names_of_other_things_are_no_time_in_a_story(said: str) -> None:
    assert when_in(said, NOW) is None


@pytest.mark.parametrize("said", ["what do you mean by when", "wait a minute", "two guys in a car"])
def test_words_that_tell_no_time_do_not_answer_the_question(said: str) -> None:
    assert when_in(said, NOW, only=True) is None


def test_a_correction_in_a_story_counts_only_where_both_are_times() -> None:
    when = when_in("it was tuesday, no wait, wednesday", NOW)
    assert when is not None
    assert when.iso == "2026-11-18"
    when = when_in("it was on tuesday, sorry, I'm nervous", NOW)
    assert when is not None
    assert when.iso == "2026-11-17"


def test_the_agency_says_which_comes_first_day_or_month() -> None:
    assert meaning(when_in("03/11/2026", NOW)) == "2026-03-11"
    assert meaning(when_in("03/11/2026", NOW, day_first=True)) == "2026-11-03"


@given(day=some.dates(date(2000, 1, 1), date(2026, 11, 21)), day_first=some.booleans())
def test_a_day_in_figures_is_itself(day: date, day_first: bool) -> None:
    written = day.strftime("%d/%m/%Y" if day_first else "%m/%d/%Y")
    assert meaning(when_in(f"on {written}", NOW, day_first=day_first)) == day.isoformat()


@given(day=some.dates(date(1990, 1, 1), date(2026, 11, 21)))
def test_a_day_that_is_read_out_with_its_year_is_heard_as_itself(day: date) -> None:
    assert meaning(when_in(f"{saying.day(day)}, {saying.year(day.year)}", NOW, only=True)) == day.isoformat()


@given(moment=some.datetimes(datetime(2026, 1, 1), datetime(2026, 11, 21, 14)))
def test_an_hour_that_is_read_out_is_heard_as_itself(moment: datetime) -> None:
    iso = moment.strftime("%Y-%m-%dT%H:%M")
    midnight = (moment.hour, moment.minute) == (0, 0)  # of a named day it could be either of two
    said = saying.moment(iso)
    assert said is not None
    assert midnight or meaning(when_in(said, NOW, only=True)) == iso


@settings(deadline=None)  # the first holiday that is named loads its library
@given(some.text(max_size=300), some.booleans())
def test_no_text_breaks_the_reading(text: str, only: bool) -> None:
    found = when_in(text, NOW, only=only, keep_words=only)
    assert found is None or 0 <= found.start <= found.end <= len(text)


WORDS = word_list(
    "last next this the a two twenty monday night day week ago in on at between and from to half past pm am noon march "
    "third yesterday no wait sorry 11/31 2026 hours hundred oh clock of every o'clock christmas eve years couple"
)


@settings(deadline=None)
@given(some.lists(some.sampled_from(WORDS), max_size=9))
def test_no_order_of_the_words_of_time_breaks_the_reading(words: list[str]) -> None:
    found = when_in(" ".join(words), NOW, only=True)
    assert found is None or meaning(found)


@pytest.mark.parametrize(
    "said", ["friday november 6", "Friday, Nov 6", "it was friday november sixth", "on friday nov 6th around noon"]
)
def test_a_date_says_which_weekday_is_meant(said: str) -> None:
    found = when_in(said, NOW, past=True)
    assert found is not None
    assert str(found.first).startswith("2026-11-06")


def test_what_denies_the_moment_tells_no_time() -> None:
    assert when_in("no not right now i'm at home, she's upstairs", NOW, past=True) is None
