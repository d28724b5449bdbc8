"""Files of a report, taken by the agency's people: who took one stands in the trail, and no browser runs it."""

from __future__ import annotations

import pytest

from tests.casework.intake.conftest import Person
from tests.fakes.pictures import PNG


@pytest.fixture
async def filed(console):
    person = Person(console.casework.client, channel="web")
    await person.begin()
    await person.answer_all()
    await put(console, person, PNG, 'my "photo".png')
    return person, (await person.post("submit", turn="file it"))["case"]


async def put(console, person, body: bytes, name: str = "a.png"):
    return await console.casework.client.post(f"/v1/reports/{person.report}/evidence", files={"file": (name, body)})


async def test_an_officer_takes_a_file_as_an_attachment_and_that_is_written_down(console, filed) -> None:
    _, case = filed
    (file,) = (await console.get(f"/cases/{case}/evidence")).json()["files"]
    taken = await console.get(f"/cases/{case}/evidence/{file['id']}")
    assert taken.content == PNG
    assert taken.headers["content-disposition"].startswith('attachment; filename="')
    assert taken.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in taken.headers["content-security-policy"]
    assert taken.headers["cache-control"] == "no-store"
    entries = (await console.get(f"/cases/{case}/audit")).json()["entries"]
    assert (entries[-1]["actor"], entries[-1]["action"]) == ("officer-7", "take_evidence")
    assert entries[-1]["details"] == {"evidence": file["id"]}


@pytest.mark.parametrize("role", ["citizen", "system", "records_system"])
async def test_who_may_not_see_a_case_takes_no_file(console, filed, role: str) -> None:
    _, case = filed
    assert (await console.get(f"/cases/{case}/evidence", role=role)).status_code == 403
    assert (await console.get(f"/cases/{case}/evidence/any", role=role)).status_code == 403


async def test_a_file_is_only_there_with_its_own_case_and_agency(console, filed) -> None:
    _, case = filed
    (file,) = (await console.get(f"/cases/{case}/evidence")).json()["files"]
    other, far = console.file(), console.file(agency="boulder", report_id=None)
    for path in (f"/cases/{other}/evidence/{file['id']}", f"/cases/{far}/evidence/{file['id']}"):
        assert (await console.get(path)).status_code == 404
    for odd in ("..%2f..%2fetc%2fpasswd", "%00", "x" * 90):
        assert (await console.get(f"/cases/{case}/evidence/{odd}")).status_code == 404


async def test_a_file_that_was_changed_on_the_disk_is_not_given_out(console, filed) -> None:
    _, case = filed
    (file,) = (await console.get(f"/cases/{case}/evidence")).json()["files"]
    stored = next(path for path in (console.casework.services.var / "evidence").rglob("*.shown"))
    stored.write_bytes(b"something else")
    assert (await console.get(f"/cases/{case}/evidence/{file['id']}")).status_code == 404


async def test_a_file_that_comes_after_filing_stands_in_the_trail(console, filed) -> None:
    person, case = filed
    assert (await put(console, person, PNG + b"more")).status_code == 201
    actions = [one["action"] for one in (await console.get(f"/cases/{case}/audit")).json()["entries"]]
    assert actions[-1] == "add_evidence"
