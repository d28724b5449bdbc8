"""Which report is taken in a chat: for that chat's page, and for nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.casework.intake.conftest import Person
from tests.casework.staff import credential


async def asked(casework: Any, agency: str | None = None) -> Any:
    bearer = {"Authorization": f"Bearer {credential(casework, 'portal', agency=agency)}"}
    body = {"agency": "denver", "call_id": "call-1"}
    return await casework.client.post("/v1/reports/of-conversation", json=body, headers=bearer)


@pytest.mark.parametrize(("channel", "found"), [("web", True), ("chat", True), ("voice", False)])
async def test_only_what_is_written_in_a_chat_is_found_by_its_id(casework: Any, channel: str, found: bool) -> None:
    person = Person(casework.client)
    await person.begin(channel=channel)
    told = (await asked(casework)).json()
    assert told.get("report") == (person.report if found else None)


async def test_a_program_of_another_agency_learns_nothing(casework: Any) -> None:
    await Person(casework.client).begin(channel="web")
    assert (await asked(casework, "denver")).status_code == 200
    assert (await asked(casework, "aurora")).status_code == 403
