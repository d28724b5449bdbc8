"""A records system takes a whole case over by its own role: persons, things, times as sure as they are, files; and catches up."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from casework.cases.tables import Case
from casework.notifications.contacts import save_contact
from casework.records_system import nibrs
from casework.records_system.moment import moment
from tests.casework.conftest import trail
from tests.casework.console import NOW, Console
from tests.casework.intake.conftest import Person
from tests.fakes.pictures import PNG

DENVER = ZoneInfo("America/Denver")
ANSWERS: dict[str, Any] = {
    "where": "1437 Bannock Street",
    "when": "2026-11-19",
    "what_happened": "gone in the morning <&>",
    "items": [
        {"what": "a red bicycle", "value": 850, "serial": "WTU8812"},
        {"what": "a helmet", "value": "unknown", "serial": "unknown"},
    ],
    "suspect": "a man in a red coat",
    "knows_suspect": True,
    "witnesses": [{"name": "Grace Hopper", "phone": "+13035550177"}],
    "vehicle": "a blue Honda",
    "plate": "CXR419",
    "name": "Ada Lovelace",
}


def a_case(casework: Any, console: Console, **changed: Any) -> int:
    with casework.services.database.writing() as session:
        contact = save_contact(session, "denver", None, name="Ada Lovelace", phone="+13035550142", wants=["sms"])
    return console.file(**({"contact_id": contact, "answers": ANSWERS, "when": NOW} | changed))


async def test_the_records_system_gets_all_that_a_report_is_made_of(casework: Any, console: Console) -> None:
    case = a_case(casework, console)
    answer = await console.get(f"/records/cases/{case}", "records_system")
    assert answer.status_code == 200, answer.text
    whole = answer.json()
    reporting, witness = whole["persons"]
    assert (reporting["role"], reporting["name"], reporting["phone"]) == ("reporting", "Ada Lovelace", "+13035550142")
    assert (witness["role"], witness["name"], witness["phone"]) == ("witness", "Grace Hopper", "+13035550177")
    assert [(one["what"], one["value"], one["serial"], one["code"]) for one in whole["property"]] == [
        ("a red bicycle", 850, "WTU8812", "04"),
        ("a helmet", None, None, "77"),
    ]
    assert whole["suspects"] == [{"description": "a man in a red coat", "known_to_person": True}]
    assert whole["vehicles"] == [{"role": "own", "vehicle": "a blue Honda", "plate": "CXR419"}]
    assert whole["when"] == {"certainty": "day", "begins": "2026-11-19", "ends": "2026-11-19", "said": None}
    assert whole["answers"] == ANSWERS


async def test_the_records_system_gets_the_place_on_the_map(casework: Any, console: Console) -> None:
    case = a_case(casework, console)
    point = {"lat": 39.7392, "lon": -104.9847, "by": "pin"}
    with casework.services.database.writing() as session:
        session.get_one(Case, case).put_on_map(point)
    assert (await console.get(f"/records/cases/{case}", "records_system")).json()["point"] == point
    assert ("take_over", "officer-7", "records_system", {}) in trail(casework)


@pytest.mark.parametrize("role", ["citizen", "call_taker", "officer", "system"])
async def test_nobody_else_takes_it_over(casework: Any, console: Console, role: str) -> None:
    case = a_case(casework, console)
    for path in (f"/records/cases/{case}", "/records/events"):
        assert (await console.get(path, role)).status_code in (403, 409)


async def test_an_anonymous_report_names_nobody(casework: Any, console: Console) -> None:
    case = a_case(casework, console, anonymous=True, contact_id=None)
    persons = (await console.get(f"/records/cases/{case}", "records_system")).json()["persons"]
    assert [one["role"] for one in persons] == ["witness"]


async def test_its_files_come_too(console: Console) -> None:
    person = Person(console.casework.client)
    await person.begin()
    await person.answer_all()
    await console.casework.client.post(f"/v1/reports/{person.report}/evidence", files={"file": ("window.png", PNG)})
    case = (await person.post("submit", turn="file it"))["case"]
    (file,) = (await console.get(f"/records/cases/{case}", "records_system")).json()["files"]
    taken = await console.get(f"/records/cases/{case}/files/{file['id']}", "records_system")
    assert taken.content == PNG
    assert (await console.get(f"/records/cases/{case}/files/none", "records_system")).status_code == 404


@pytest.mark.parametrize(
    ("told", "certainty", "begins", "ends", "hour"),
    [
        ("2026-11-19", "day", "2026-11-19", "2026-11-19", None),
        ("2026-11-19/2026-11-21", "days", "2026-11-19", "2026-11-21", None),
        ("2026-11-19T14:30", "time", "2026-11-19T14:30:00-07:00", "2026-11-19T14:30:00-07:00", "14"),
        ("2026-11-19T20:00/2026-11-19T22:00", "span", "2026-11-19T20:00:00-07:00", "2026-11-19T22:00:00-07:00", "20"),
        ("some time last week", "words", None, None, None),
        ("2026-02-30", "words", None, None, None),
        ("unknown", "unknown", None, None, None),
    ],
)
def test_a_time_is_as_sure_as_it_was_told(
    told: str, certainty: str, begins: str | None, ends: str | None, hour: str | None
) -> None:
    found = moment({"when": told}, NOW, DENVER)
    assert (found.certainty, found.begins, found.ends, found.hour) == (certainty, begins, ends, hour)


async def test_a_day_without_an_hour_is_exported_without_an_hour(casework: Any, console: Console) -> None:
    a_case(casework, console)
    (line,) = (json.loads(one) for one in (await console.get("/export", "records_system")).text.splitlines())
    assert (line["incident_date"], line["incident_hour"], line["time_certainty"]) == ("2026-11-19", None, "day")


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"entry": "not_inside", "part": "catalytic_converter"}, "23G"),
        ({"entry": "not_inside", "part": "unknown"}, "23G"),
        ({"entry": "window", "items": [{"what": "a purse"}]}, "23F"),
        ({}, "23F"),
    ],
)
def test_a_part_of_a_vehicle_is_not_what_lay_in_it(answers: dict[str, Any], code: str) -> None:
    assert nibrs.offense("theft_from_vehicle", "theft_from_vehicle", answers) == code


async def test_nibrs_segments_as_a_table_and_as_xml(casework: Any, console: Console) -> None:
    a_case(casework, console, answers=ANSWERS | {"suspect": "=cmd()"})
    console.file(need="lost_property")  # no offense
    rows = list(csv.DictReader(io.StringIO((await console.get("/export", "records_system", format="nibrs_csv")).text)))
    assert [row["Segment"] for row in rows] == [
        "administrative", "offense", "property", "property", "vehicle", "victim", "offender", "witness",
    ]  # fmt: skip
    assert (rows[0]["IncidentDate"], rows[0]["IncidentHour"]) == ("2026-11-19", "")
    assert (rows[2]["PropertyDescription"], rows[2]["ValueOfProperty"], rows[2]["SerialNumber"]) == (
        "04",
        "850",
        "WTU8812",
    )
    assert rows[6]["Description"] == "'=cmd()"
    tree = ElementTree.fromstring((await console.get("/export", "records_system", format="nibrs_xml")).text)
    (incident,) = tree
    assert incident.findtext("Offense/UCROffenseCode") == "23H"
    assert incident.find("Administrative/IncidentHour") is None
    assert [one.findtext("SerialNumber") for one in incident.findall("Property")] == ["WTU8812", None]


async def test_a_receiver_that_was_off_catches_up_by_its_cursor(
    casework: Any, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    from casework.records_system import events

    case = console.file(at=datetime.now(UTC) - timedelta(minutes=5))
    first = (await console.get("/records/events", "records_system", after=0, limit=1)).json()
    assert [(one["case"], one["event"]) for one in first["events"]] == [(case, "submit")]
    await console.move(case, "review")
    await console.get(f"/cases/{case}")
    young = (await console.get("/records/events", "records_system", after=first["next"])).json()
    assert young == {"events": [], "next": first["next"]}, "what is so young may still be overtaken"
    monkeypatch.setattr(events, "SETTLED_S", -1)
    later = (await console.get("/records/events", "records_system", after=first["next"])).json()
    assert [(one["event"], one["stage"]) for one in later["events"]] == [("review", "under_review")]
    again = (await console.get("/records/events", "records_system", after=later["next"])).json()
    assert again == {"events": [], "next": later["next"]}
