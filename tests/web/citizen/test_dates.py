"""Dates that the agency told: the one that counts now, the file for calendars, and what a calendar must not say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from web.citizen.case.calendar_file import LONGEST_LINE, calendar
from web.citizen.case.dates import ahead, news

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def line(event: str, hours: float | None = None, **more: str) -> dict[str, str]:
    when = {"when": (NOW + timedelta(hours=hours)).isoformat()} if hours is not None else {}
    return {"event": event, "at": NOW.isoformat(), **when, **more}


def test_a_date_that_was_changed_counts_as_it_is_now_and_keeps_its_place() -> None:
    lines = [line("appointment_made", 24, place="Room 2"), line("appointment_changed", 48)]
    (one,) = ahead(lines, NOW)
    assert (one.when, one.place, one.told) == (NOW + timedelta(hours=48), "Room 2", 1)


@pytest.mark.parametrize(
    ("sets", "ends"),
    [("appointment_made", "appointment_cancelled"), ("court_date", "court_result"), ("court_date", "charges_dropped")],
)
def test_a_date_that_was_taken_away_is_not_shown_and_one_after_it_is(sets: str, ends: str) -> None:
    assert ahead([line(sets, 24), line(ends)], NOW) == []
    assert len(ahead([line(sets, 24), line(ends), line(sets, 72)], NOW)) == 1


def test_what_is_over_is_not_ahead_and_the_next_comes_first() -> None:
    lines = [line("court_date", 48), line("appointment_made", 24)]
    assert [one.what for one in ahead(lines, NOW)] == ["appointment", "court"]
    assert [one.what for one in ahead(lines, NOW + timedelta(hours=30))] == ["court"]


def test_news_is_what_is_no_date_ahead_and_the_newest_comes_first() -> None:
    lines = [line("property_ready", days="30"), line("court_date", 48), line("court_result")]
    assert [one.event for one in news(lines)] == ["court_result", "property_ready"]


@pytest.mark.parametrize("event", ["court_date", "appointment_made"])
def test_the_calendar_says_neither_what_a_date_is_about_nor_where_it_is(event: str) -> None:
    data = calendar(
        ahead([line(event, 48, place="Lindsey-Flanigan Courthouse")], NOW), lambda _: "City: cita", "u", NOW
    )
    whole = data.decode().replace("\r\n ", "")
    assert "DTSTART:20261122T120000Z" in whole
    assert "SUMMARY:City: cita" in whole
    assert "LOCATION" not in whole
    assert "ourt" not in whole


def test_a_hostile_title_begins_no_line_of_its_own_and_no_line_is_too_long() -> None:
    title = "1, Main; St\r\nEND:VEVENT\r\nX-BAD:1 " + "ä" * 80
    data = calendar(ahead([line("court_date", 48)], NOW), lambda _: title, "u", NOW)
    rows = data.decode().split("\r\n")
    assert rows[0] == "BEGIN:VCALENDAR"
    assert rows.count("END:VEVENT") == 1
    assert not any(row.startswith("X-BAD") for row in rows)
    assert all(len(row.encode()) <= LONGEST_LINE for row in rows)
    assert "SUMMARY:1\\, Main\\; St\\nEND:VEVENT" in data.decode().replace("\r\n ", "")
