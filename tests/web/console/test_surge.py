"""Many people about one thing at one place: who counts, once, and what is one place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from casework_client.staff import Answer
from web.console.live.surge import LEAST, Told, place_key, surges, told_by

NOW = datetime(2026, 11, 28, 20, 0, tzinfo=UTC)


def told(who: str, place: str = "14th Ave & Pearl St", need: str = "power_outage", ago: int = 5) -> Told:
    return Told(who, need, place, NOW - timedelta(minutes=ago))


def test_people_about_one_thing_at_one_place_are_a_surge_and_its_place_is_said_as_most_said_it() -> None:
    said = [told("a"), told("b"), told("c", "Pearl St and 14th Ave"), told("d", ago=40)]
    [one] = surges(said, NOW)
    assert (one.need, one.place, one.people) == ("power_outage", "14th Ave & Pearl St", 4)
    assert one.since == NOW - timedelta(minutes=40)


@pytest.mark.parametrize(
    "said",
    [
        [told("a"), told("b"), told("c")],
        [told("a")] * 6,
        [told("a"), told("b"), told("c"), told("d", need="noise_ongoing")],
        [told("a"), told("b"), told("c"), told("d", "Colfax Ave & Broadway")],
        [told("a"), told("b"), told("c"), told("d", ago=61)],
        [told(str(n), "") for n in range(9)],
    ],
    ids=["three", "one person", "another thing", "another place", "too long ago", "nowhere"],
)
def test_fewer_people_another_thing_or_another_place_are_none(said: list[Told]) -> None:
    assert LEAST == 4
    assert surges(said, NOW) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1437 Bannock St", "1412 bannock st", True),
        ("1437 Bannock St", "1537 Bannock St", False),
        ("14th Ave & Pearl St", "Pearl St / 14th Ave", True),
        ("14th Avenue & Pearl Street", "Pearl and Fourteenth", True),
        ("1437 Bannock Street, Denver", "1412 Bannock St.", True),
        ("14 Main St", "88 Main St", True),
        ("14th Ave", "15th Ave", False),
        ("Union Station", "union station", True),
        ("Union Station", "City Park", False),
    ],
)
def test_a_place_is_a_crossing_or_a_block(one: str, other: str, same: bool) -> None:
    assert (place_key(one) == place_key(other)) is same


def test_a_call_its_hand_over_and_its_report_are_one_person() -> None:
    at, where = NOW.isoformat(), Answer(where="14th Ave & Pearl St")
    call = Answer(call_id="c1", need="power_outage", facts=where, started_at=at)
    handover = Answer(call_id="c1", need="power_outage", facts=where, created_at=at)
    report = Answer(case=7, need="power_outage", place="14th Ave & Pearl St", opened_at=at)
    nothing = Answer(call_id="c2", facts=Answer(), started_at=at)
    of_it = Answer(case=8, call_id="c1", need="power_outage", place="14th Ave & Pearl St", opened_at=at)
    found = told_by([call, nothing], [handover], [report, of_it])
    assert [one.who for one in found] == ["c1", "c1", "case 7", "c1"]
