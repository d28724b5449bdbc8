"""Towed vehicles by plate: asked once, told what may be told, and to a person whenever it does not work; other look-ups are data."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from agencies import BrokenAgencyFile
from agencies.lookups.files import load_lookups
from casework.public_lookups.keys import key_of
from casework.public_lookups.sources.base import SourceDown
from casework.public_lookups.sources.file import FileSource
from casework.public_lookups.sources.http import HttpSource

TOWED: dict[str, Any] = {
    "needs": ["towed_impound"],
    "ask": {
        "slot": "plate",
        "kind": "text",
        "prompt": "What's the license plate?",
        "reprompt": "Please spell the plate.",
    },
    "key": "plate",
    "source": {"kind": "file", "file": "towed.csv"},
    "tell": ["lot", "since", "fee", "hours", "bring"],
    "hold_field": "police_hold",
    "hold_say": "I found that vehicle, and a person has to tell you about it.",
    "found_say": "A vehicle with that plate is at {lot}. It was towed on {since}.",
    "also_say": {
        "fee": "The fee so far is {fee}.",
        "hours": "The lot is open {hours}.",
        "bring": "Please bring {bring}.",
    },
    "not_found_say": "I don't find that plate among the towed vehicles.",
}
ROWS = """plate,lot,since,fee,hours,bring,owner,police_hold
CXR419,the north lot,2026-11-27T22:10,$185.00,seven to five,your license and the registration,Ada Lovelace,
ABC123,the south lot,2026-11-26,$300.00,,,Grace Hopper,homicide evidence
"""


@pytest.fixture
def set_up(casework: Any) -> Path:
    (casework.root / "denver" / "lookups.yml").write_text(
        yaml.safe_dump({"towed_vehicle": TOWED}, sort_keys=False), encoding="utf-8"
    )
    table: Path = casework.services.var / "lookups" / "denver" / "towed.csv"
    table.parent.mkdir(parents=True)
    table.write_text(ROWS, encoding="utf-8")
    return table


async def route(casework: Any, **facts: Any) -> dict[str, Any]:
    asked = facts.pop("asked", [])
    body = {
        "agency": "denver",
        "need": facts.pop("need", "towed_impound"),
        "facts": {"city": "Denver"} | facts,
        "asked": asked,
    }
    answer = await casework.client.post("/v1/route", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_the_plate_is_asked_once_and_what_may_be_told_is_told(casework: Any, set_up: Path) -> None:
    asked = await route(casework)
    assert (asked["status"], asked["ask"]["slot"]) == ("ask", "plate")
    told = await route(casework, plate="c x r four one nine", asked=["plate"])
    assert (told["act"], told["disposition"]) == ("inform", "info")
    assert told["say"].startswith("A vehicle with that plate is at the north lot. It was towed on ")
    assert "one hundred" in told["say"]
    assert told["say"].endswith("Please bring your license and the registration.")
    assert "Lovelace" not in told["say"]


async def test_a_plate_that_was_said_already_is_not_asked_for(casework: Any, set_up: Path) -> None:
    assert (await route(casework, plate="CXR 419"))["act"] == "inform"


async def test_a_hold_is_a_persons_to_talk_about(casework: Any, set_up: Path) -> None:
    told = await route(casework, plate="ABC123", asked=["plate"])
    assert told["act"] == "transfer"
    assert told["say"].startswith("I found that vehicle, and a person has to tell you about it.")
    assert not {"homicide", "Hopper", "south"} & set(told["say"].split())


@pytest.mark.parametrize("plate", ["unknown", "I don't have a plate", None])
async def test_whoever_has_no_plate_goes_where_they_would_have_gone(
    casework: Any, set_up: Path, plate: str | None
) -> None:
    told = await route(casework, asked=["plate"], **({"plate": plate} if plate else {}))
    assert (told["act"], told["destination"]["id"]) == ("transfer", "sheriff_impound")


async def test_a_plate_that_is_not_there_is_said_and_the_caller_goes_on(casework: Any, set_up: Path) -> None:
    told = await route(casework, plate="ZZZ999", asked=["plate"])
    assert told["act"] == "transfer"
    assert told["say"].startswith("I don't find that plate among the towed vehicles.")


async def test_a_source_that_is_away_or_old_changes_nothing(casework: Any, set_up: Path) -> None:
    yesterday = time.time() - 2 * 24 * 3600
    os.utime(set_up, (yesterday, yesterday))
    assert (await route(casework, plate="CXR419", asked=["plate"]))["act"] == "transfer"
    set_up.unlink()
    assert (await route(casework, plate="CXR419", asked=["plate"]))["act"] == "transfer"


async def test_without_the_file_nothing_is_asked(casework: Any) -> None:
    assert (await route(casework))["act"] == "transfer"


async def test_a_broken_edit_leaves_the_last_good_look_up(casework: Any, set_up: Path) -> None:
    await route(casework)
    path = casework.root / "denver" / "lookups.yml"
    path.write_text(yaml.safe_dump({"towed_vehicle": TOWED | {"found_say": "It is {owner}'s."}}), encoding="utf-8")
    assert (await route(casework))["status"] == "ask"


async def test_another_look_up_is_data_alone(casework: Any, set_up: Path) -> None:
    court = {
        "needs": ["court_date"]
        if "court_date" in casework.services.directory.get("denver").needs
        else ["parking_ticket"],
        "ask": {"slot": "where", "kind": "text", "prompt": "Which docket?", "reprompt": "Which docket, please?"},
        "source": {"kind": "file", "file": "court.csv"},
        "tell": ["room"],
        "found_say": "It is in room {room}.",
        "not_found_say": "I don't find it.",
    }
    (casework.root / "denver" / "lookups.yml").write_text(yaml.safe_dump({"court": court}), encoding="utf-8")
    set_up.with_name("court.csv").write_text("docket,room\nGV 26-114,four A\n", encoding="utf-8")
    told = await route(casework, need=court["needs"][0], where="gv 26 114", asked=["where"])
    assert told["say"] == "It is in room four A."


@pytest.mark.parametrize(
    "wrong", [{"found_say": "It belongs to {owner}."}, {"source": {"kind": "file"}}, {"hold_say": None}, {"tell": []}]
)
def test_what_may_not_be_told_cannot_be_written(tmp_path: Path, wrong: dict[str, Any]) -> None:
    (tmp_path / "lookups.yml").write_text(yaml.safe_dump({"towed_vehicle": TOWED | wrong}), encoding="utf-8")
    with pytest.raises(BrokenAgencyFile, match=r"lookups\.yml"):
        load_lookups(tmp_path)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("charlie xray romeo four one nine", "CXR419"),
        ("CXR-419", "CXR419"),
        ("cxr 419", "CXR419"),
        ("no plate", None),
        ("temp tag", None),
    ],
)
def test_a_plate_as_it_is_said_or_written(said: str, key: str | None) -> None:
    assert key_of(said, "plate", "US") == key


def test_the_citys_own_service_is_asked_as_the_table_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CIVICLINE_IMPOUND_SECRET", "secret-of-the-impound")

    def impound(request: httpx.Request) -> httpx.Response:
        assert request.headers["authorization"] == "Bearer secret-of-the-impound"
        known = {"CXR419": httpx.Response(200, json={"lot": "the north lot", "fee": 185}), "BAD": httpx.Response(500)}
        return known.get(request.url.params["key"], httpx.Response(404))

    source = HttpSource("https://impound.example.gov/rows", "CIVICLINE_IMPOUND_SECRET", httpx.MockTransport(impound))
    table = tmp_path / "towed.csv"
    table.write_text("plate,lot,fee\ncxr-419,the north lot,185\n", encoding="utf-8")
    for one in (source, FileSource(table)):
        row = one.row("CXR419")
        assert row is not None
        assert (row["lot"], row["fee"]) == ("the north lot", "185")
        assert one.row("NONE99") is None
    with pytest.raises(SourceDown):
        source.row("BAD")
    with pytest.raises(SourceDown):
        FileSource(tmp_path / "none.csv").row("CXR419")
