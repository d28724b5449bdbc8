"""A place that was shown on a map stays with its answer, comes to the case and its file, and goes when other words replace it."""

from __future__ import annotations

import csv
import io

import pytest

from casework.cases.tables import Case

PIN = {"lat": 39.73372, "lon": -104.98351, "by": "pin"}
CORNER = "11th Ave & Grant St"


async def _where(ada):
    return next(one for one in (await ada.whole())["answers"] if one["question"] == "where")


async def test_a_pin_of_the_beginning_comes_to_the_case_and_to_its_file(casework, person) -> None:
    ada = person()
    await ada.begin(known={"where": CORNER}, point=PIN)
    assert (await _where(ada))["point"] == PIN
    await ada.answer_all()
    filed = await ada.post("submit", turn="file")
    with casework.services.database.reading() as session:
        case = session.get(Case, filed["case"])
        assert (case.lat, case.lon, case.located_by, case.place) == (39.73372, -104.98351, "pin", CORNER)
        from agencies import load_agency
        from casework.records_system.export import pages

        zone = load_agency("denver").info.zone
    written = "".join(pages(casework.services.database, "denver", zone, None, "csv"))
    [row] = csv.DictReader(io.StringIO(written))
    assert (row["latitude"], row["longitude"], row["located_by"]) == ("39.73372", "-104.98351", "pin")


async def test_the_same_words_keep_the_pin_and_other_words_take_it_away(person) -> None:
    ada = person()
    await ada.begin(known={"where": CORNER}, point=PIN)
    await ada.post("corrections", question="where", text=CORNER)
    assert (await _where(ada))["point"] == PIN
    await ada.post("corrections", question="where", text="14th Ave & Pearl St")
    assert "point" not in await _where(ada)


async def test_the_pin_alone_may_be_moved(person) -> None:
    ada = person()
    await ada.begin(known={"where": CORNER}, point=PIN)
    moved = PIN | {"lat": 39.7345, "by": "words"}
    await ada.answer("where", CORNER, point=moved)
    assert (await _where(ada))["point"] == moved


async def test_a_pin_without_a_place_belongs_to_nothing(person) -> None:
    ada = person()
    await ada.begin(point=PIN)
    assert all("point" not in one for one in (await ada.whole())["answers"])


@pytest.mark.parametrize(
    "point", [{"lat": 91, "lon": 0, "by": "pin"}, {"lat": 1, "lon": 2, "by": "me"}, {"lat": 1}, "here"]
)
async def test_what_is_no_place_on_earth_is_refused(casework, point) -> None:
    body = {"agency": "denver", "kind": "theft", "channel": "web", "call_id": "call-1", "point": point}
    sent = await casework.client.post("/v1/reports", json=body, headers={"Idempotency-Key": "k"})
    assert sent.status_code == 400, sent.text
