"""Whom a call rings, and in which order: by destination, hour and language."""

from datetime import UTC, datetime

import pytest

from voice_connector.agency_line import load_agency_line
from voice_connector.transfer.person import Person
from voice_connector.transfer.queues import Queue, Switchboard

NOON = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)  # Monday, 12:00 in Denver
NIGHT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # Monday, 2:00 in Denver
TAKER, CITY, SPANISH = (
    Person("call_taker", "a call-taker"),
    Person("city", "the city"),
    Person("spanish", "Spanish agency_line"),
)
PARKS = Person("parks", "Parks", "+15550123")
BOARD = Switchboard(
    orders={"city": (Queue(CITY, 30, is_open=lambda at: at == NOON),)},
    otherwise=(Queue(SPANISH, 40, frozenset({"es"})), Queue(TAKER, 90), Queue(CITY, is_open=lambda at: at == NOON)),
)


@pytest.mark.parametrize(
    ("to", "language", "at", "rung"),
    [
        (TAKER, "en", NOON, ["call_taker", "city"]),
        (TAKER, "en", NIGHT, ["call_taker"]),
        (TAKER, "es", NOON, ["spanish", "call_taker", "city"]),
        (TAKER, "vi", NOON, ["call_taker", "city"]),
        (TAKER, None, NOON, ["call_taker", "city"]),
        (CITY, "en", NOON, ["city", "call_taker"]),
        (CITY, "en", NIGHT, ["call_taker"]),
        (PARKS, "en", NIGHT, ["parks", "call_taker"]),
        (PARKS, "es", NOON, ["spanish", "parks", "call_taker", "city"]),
    ],
)
def test_queues_are_rung_in_order(to: Person, language: str | None, at: datetime, rung: list[str]) -> None:
    assert [queue.to.id for queue in BOARD.legs(to, language, at)] == rung


def test_nobody_is_rung_twice() -> None:
    legs = BOARD.legs(CITY, "en", NOON)
    assert [queue.max_wait_s for queue in legs if queue.to == CITY] == [30]


def test_denver_rings_a_call_taker_at_any_hour() -> None:
    agency_line = load_agency_line("denver")
    by_day, by_night = (agency_line.switchboard.legs(agency_line.general_line, "en", at) for at in (NOON, NIGHT))
    assert [queue.to.id for queue in by_day] == ["general_line", "call_taker"]
    assert [queue.to.id for queue in by_night] == ["call_taker"]
    emergency = agency_line.switchboard.legs(agency_line.emergency, "en", NIGHT)
    assert (emergency[0].to.id, emergency[0].to.phone) == ("emergency", "911")
    assert "call_taker" in [queue.to.id for queue in emergency]
