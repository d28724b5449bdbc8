"""Times: the phrase, and the date or hour where it is clear. Said on Saturday, 21 November 2026, at 14:30."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

import pytest

from nlu_components.facts.times import clock_of, when_in
from spoken.utterance import heard
from tests.bot.nlu.golden import NOW

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
    when = when_in(heard(f"it happened {said}"), NOW)
    assert when is not None
    assert when.iso == iso


@pytest.mark.parametrize("said", UNCLEAR)
def test_an_unclear_time_is_kept_in_the_callers_words_only(said: str) -> None:
    when = when_in(heard(f"it happened {said}"), NOW)
    assert when is not None
    assert when.iso is None
    assert when.phrase in said


@pytest.mark.parametrize("said", NO_TIME)
def test_words_that_only_look_like_a_time_are_none(said: str) -> None:
    when = when_in(heard(said), NOW)
    assert when is None or when.iso is None


def test_an_appointment_on_a_weekday_has_no_past_date() -> None:
    when = when_in(heard("my court date is tuesday"), NOW)
    assert when is not None
    assert when.iso is None


def test_february_29_of_a_common_year_is_no_date() -> None:
    when = when_in(heard("on february 29th"), NOW)
    assert when is not None
    assert when.iso is None


@pytest.mark.parametrize(
    ("said", "clock"),
    [
        ("3 p m", (15, 0)),
        ("3 p.m.", (15, 0)),
        ("three thirty in the morning", (3, 30)),
        ("half past ten at night", (22, 30)),
        ("quarter to 8 am", (7, 45)),
        ("twelve am", (0, 0)),
        ("12 pm", (12, 0)),
        ("noon", (12, 0)),
        ("midnight", (0, 0)),
        ("3", None),
        ("at 3", None),
    ],
)
def test_an_hour_needs_its_half_of_the_day(said: str, clock: Optional[tuple]) -> None:
    assert clock_of(said) == clock


def test_the_phrase_stands_in_the_callers_text() -> None:
    text = "so   it was LAST  NIGHT, i think"
    when = when_in(heard(text), datetime(2026, 1, 1, 9))
    assert when is not None
    assert text[when.start : when.end] == "LAST  NIGHT"
    assert when.iso == "2025-12-31"
