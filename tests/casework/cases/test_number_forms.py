"""An agency whose records system writes GO-2026-12345, and took over a town that writes 2026-1234567: every door of casework reads both."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from agencies.errors import BrokenAgencyFile
from agencies.loader import load_agency
from casework.cases.tables import Case
from tests.casework.console import Console

GO, SEVEN = "GO-YYYY-#####", "YYYY-#######"


def write_forms(root: Path, forms: list[str]) -> None:
    info = root / "denver" / "agency.yml"
    info.write_text(info.read_text(encoding="utf-8") + f"case_numbers: {json.dumps(forms)}\n", encoding="utf-8")


@pytest.fixture
def agencies_root(agencies_root: Path) -> Path:
    write_forms(agencies_root, [GO, SEVEN])
    return agencies_root


async def accepted(console: Console, number: str | None = None, **filed: object) -> int:
    case = console.file(**filed)
    assert (await console.move(case, "review")).status_code == 200
    answer = await console.move(case, "accept", **({"number": number} if number else {}))
    assert answer.status_code == 200, answer.text
    return case


@pytest.mark.parametrize(
    ("typed", "number"), [("go2026 12345", "GO-2026-12345"), ("2026-1234567", "2026-1234567"), (None, None)]
)
async def test_an_officer_names_it_or_has_it_drawn_in_the_first_form(
    console: Console, typed: str | None, number: str | None
) -> None:
    given = console.case(await accepted(console, typed)).number
    assert given == number if number else re.fullmatch(r"GO-20\d\d-\d{5}", given or "")


async def test_another_agencys_form_is_refused_with_this_ones(console: Console) -> None:
    case = console.file()
    await console.move(case, "review")
    answer = await console.move(case, "accept", number="2026-417702")
    assert answer.status_code == 400
    assert f"{GO} or {SEVEN}" in answer.json()["error"]["message"]


async def test_the_records_system_sends_and_names_it(console: Console) -> None:
    case = console.file()
    at = {"at": "2026-11-20T18:00:00Z"}
    lines = [
        {"update": "1", "case": case, "set_number": "GO-2026-12345", "stage": "recorded", **at},
        {"update": "2", "number": "go202612345", "officer": "badge-7", **at},
    ]
    answer = await console.casework.client.post(
        "/v1/agencies/denver/imports?source=rms",
        content="\n".join(map(json.dumps, lines)),
        headers=console.who("records_system", "rms"),
    )
    assert (answer.json()["applied"], answer.json()["problems"]) == (2, [])
    assert (console.case(case).number, console.case(case).assigned_to) == ("GO-2026-12345", "badge-7")


@pytest.mark.parametrize("typed", ["GO-2026-12345", "go 2026 12345", "202612345"])
async def test_it_is_found_as_it_is_typed_by_staff_and_by_its_person(console: Console, typed: str) -> None:
    case = await accepted(console, "GO-2026-12345")
    found = await console.get("/cases", q=typed)
    assert [one["case"] for one in found.json()["cases"]] == [case]
    asked = {"agency": "denver", "call_id": "call-1", "pin": "2468", "case_number": typed}
    status = (await console.casework.client.post("/v1/case-status", json=asked)).json()
    assert status["case"]["number_spoken"] == "G O, two zero two six, one two three, four five"
    session = await console.casework.client.post("/v1/person-sessions", json={**asked, "source": "page-1"})
    assert session.json().get("session"), session.text


async def test_a_number_from_before_the_forms_changed_is_still_found(console: Console) -> None:
    case = await accepted(console, "GO-2026-12345")
    with console.casework.services.database.writing() as session:
        session.get_one(Case, case).number = "2026-417702"
    asked = {"agency": "denver", "call_id": "call-1", "pin": "2468", "case_number": "2026-417702"}
    assert (await console.casework.client.post("/v1/case-status", json=asked)).json()["outcome"] == "found"


def test_forms_that_cannot_be_told_apart_are_named_with_file_and_line(agencies_root: Path) -> None:
    info = agencies_root / "denver" / "agency.yml"
    info.write_text(info.read_text(encoding="utf-8").replace(GO, "YY-#########"), encoding="utf-8")
    with pytest.raises(BrokenAgencyFile, match=r"agency\.yml, line \d+: .*cannot be told apart"):
        load_agency("denver", agencies_root)
