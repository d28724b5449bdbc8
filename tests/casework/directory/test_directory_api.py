"""The directory over HTTP: agencies, routes, and edits while it runs."""

from __future__ import annotations

import logging

import pytest


async def route(casework, **body: object):
    return await casework.client.post("/v1/route", json={"agency": "denver"} | body)


async def test_an_agency_tells_what_the_channels_need(casework) -> None:
    agency = (await casework.client.get("/v1/agencies/denver")).json()
    assert agency["emergency"]["number"] == "911"
    assert agency["timezone"] == "America/Denver"
    assert (agency["notices"], agency["storm_mode"]) == ([], False)
    assert agency["general_line"] == "+17209131311"


async def test_a_question_is_asked_then_decides(casework) -> None:
    first = (await route(casework, need="crash_no_injury")).json()
    assert first["status"] == "ask"
    assert first["ask"]["slot"] == "injured"
    assert first["ask"]["prompt"] == "Is anyone hurt?"
    decided = (await route(casework, need="crash_no_injury", facts={"injured": True}, asked=["injured"])).json()
    assert (decided["status"], decided["disposition"], decided["act"]) == ("decided", "911", "transfer")
    assert decided["destination"] == {"id": "emergency", "name": "Denver 911", "phone": "911"}


async def test_self_service_comes_with_one_offer_and_a_person(casework) -> None:
    decided = (await route(casework, need="lost_property")).json()
    assert decided["act"] == "report"
    assert decided["offer"]["choices"] == ["online", "person"]
    assert decided["person"]["destination"]["id"] == "call_taker"


async def test_the_time_can_be_tried_out(casework) -> None:
    night = (await route(casework, need="noise_ongoing", at="2026-11-21T02:00:00-07:00")).json()
    assert (night["rule"], night["act"]) == ("outside_hours", "inform")


async def test_facts_that_no_condition_knows_are_left_aside(casework) -> None:
    facts = {"colour": "blue", "injured": False, "items": 3, "where": None, "city": "Denver"}
    decided = (await route(casework, need="crash_no_injury", facts=facts)).json()
    assert decided["rule"] == "default"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"need": "crash_no_injury", "agency": "boulder"}, 404),
        ({"need": "crash_no_injury", "agency": "../x"}, 400),
        ({"need": "crash_no_injury", "facts": {"injured": ["yes"]}}, 400),
        ({"need": "crash_no_injury", "facts": []}, 400),
        ({}, 400),
        ({"need": "crash_no_injury", "asked": "injured"}, 400),
        ({"need": "crash_no_injury", "at": "2026-11-21T02:00:00"}, 400),
        ({"need": "noise_ongoing", "at": "0001-01-01T00:00:00+14:00"}, 400),
        ({"need": "noise_ongoing", "at": "9999-12-31T23:59:59-12:00"}, 400),
        ({"need": "crash_no_injury", "facts": {f"f{n}": True for n in range(61)}}, 400),
    ],
)
async def test_what_does_not_fit_is_answered_with_a_sentence(casework, body: dict[str, object], status: int) -> None:
    answer = await route(casework, **body)
    assert answer.status_code == status
    assert answer.json()["error"]["message"].endswith(".")


async def test_an_edit_counts_without_a_restart(casework, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casework.rereading.LOOK_AGAIN_S", 0)
    path = casework.root / "denver" / "agency.yml"
    path.write_text(path.read_text().replace("storm_mode: false", "storm_mode: true"))
    agency = (await casework.client.get("/v1/agencies/denver")).json()
    assert agency["storm_mode"]
    assert agency["notices"] == ["Because of the storm, the lines are very busy."]


async def test_a_broken_edit_is_logged_and_the_last_good_directory_stays(
    casework, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("casework.rereading.LOOK_AGAIN_S", 0)
    path = casework.root / "denver" / "needs.yml"
    path.write_text(path.read_text().replace("destination: records_unit", "destination: archive"))
    with caplog.at_level(logging.ERROR):
        decided = (await route(casework, need="records_copy")).json()
    assert decided["destination"]["id"] == "records_unit"
    assert "archive" in caplog.records[-1].faults  # type: ignore[attr-defined]
