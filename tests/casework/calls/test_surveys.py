"""What callers say of their call afterwards: kept where the agency asks, with the call, and gone with it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from casework.calls.forgetting import forget
from casework.calls.tables import CallSurvey
from tests.casework.reviews.records import record, said
from tests.casework.reviews.test_reviews import file, inbox
from tests.casework.staff import credential

NOW = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)


@pytest.fixture
def asks(casework, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An agency that asks its callers."""
    monkeypatch.setitem(casework.services.directory.get("denver").info.__dict__, "asks_how_it_went", True)
    return casework


async def says(casework, helped: Any, call: str = "call-0001", agency: str = "denver", kind: str = "portal") -> int:
    bearer = {"Authorization": f"Bearer {credential(casework, kind)}"}
    body = {"agency": agency, "helped": helped}
    return int((await casework.client.put(f"/v1/calls/{call}/survey", json=body, headers=bearer)).status_code)


def kept(casework) -> dict[str, bool]:
    with casework.services.database.reading() as session:
        return {row.call_id: row.helped for row in session.scalars(select(CallSurvey))}


async def test_whoever_was_not_helped_is_a_reason_to_look_at_the_call(asks) -> None:
    await file(asks, said("my car is gone"), said("yes", asked="towed"))
    assert await says(asks, False) == 204
    first, second = sorted((await inbox(asks))["turns"], key=lambda turn: turn["n"])
    assert first["reasons"] == ["not_helped"]
    assert second["reasons"] == [], "the turn that told the need"
    assert await says(asks, True) == 204
    assert [turn["reasons"] for turn in (await inbox(asks))["turns"]] == [[], []], "said again it is what is said last"


async def test_an_answer_that_comes_before_the_record_is_found_by_it(asks) -> None:
    assert await says(asks, False) == 204
    await file(asks, said("my car is gone"))
    assert (await inbox(asks))["turns"][0]["reasons"] == ["not_helped"]


async def test_where_the_agency_asks_nobody_nothing_is_kept(casework) -> None:
    assert await says(casework, True) == 409
    assert kept(casework) == {}


async def test_nothing_is_kept_of_a_call_that_was_erased(asks) -> None:
    await file(asks, said("my car is gone"))
    assert await says(asks, False) == 204
    with asks.services.database.writing() as session:
        forget(session, "denver", ["call-0001"], NOW)
    assert kept(asks) == {}
    assert await says(asks, False) == 204
    assert kept(asks) == {}


async def test_a_call_of_another_agency_is_nobodys_to_judge(asks) -> None:
    await file(asks, said("my car is gone"))
    with asks.services.database.writing() as session:
        session.add(CallSurvey(call_id="call-else", agency="elsewhere", at=NOW, helped=True))
    assert await says(asks, False, call="call-else") == 404
    assert kept(asks) == {"call-else": True}


@pytest.mark.parametrize(
    ("helped", "kind", "status"), [("perhaps", "portal", 400), (True, "bot", 403), (True, "console", 403)]
)
async def test_only_the_pages_say_it_and_only_yes_or_no(asks, helped: Any, kind: str, status: int) -> None:
    assert await says(asks, helped, kind=kind) == status
    assert record()["call_id"] not in kept(asks)
