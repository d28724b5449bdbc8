"""Case status: the right PIN, three wrong ones, and nothing to learn for who guesses."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from agencies.properties import properties
from agencies.status.files import everywhere
from casework.access.access import WINDOW_S, attempts
from casework.access.tables import Attempt
from tests.casework.conftest import trail

PATH = "/v1/case-status"


def asked(call_id: str = "call-1", pin: str = "2468", **reference: str) -> dict[str, Any]:
    return {"agency": "denver", "call_id": call_id, "pin": pin, **(reference or {"case_number": "2026-417702"})}


async def test_the_right_pin_tells_how_the_case_is_going(casework) -> None:
    casework.add_case(updated_at=datetime(2026, 11, 3, 18, tzinfo=UTC))
    answer = (await casework.client.post(PATH, json=asked())).json()
    assert answer["outcome"] == "found"
    assert answer["case"] == {
        "number_spoken": "two zero two six, four one seven, seven zero two",
        "kind": "a theft",
        "stage": "under_investigation",
        "spoken": "An officer is working on your report of a theft. The last change was on November third. "
        "If you remember anything more, you can add it to the report.",
        "updated_on": "2026-11-03",
        "next": "If you remember anything more, you can add it to the report.",
    }


async def test_every_look_at_a_case_by_its_pin_stands_in_its_trail_with_the_way_and_nothing_that_was_typed(
    casework,
) -> None:
    casework.add_case()
    for source in ("tel:0123", "web:4567", None):
        told = await casework.client.post(
            PATH, json=asked(call_id=f"call {source}") | ({"source": source} if source else {})
        )
        assert told.json()["outcome"] == "found"
    looks = [one for one in trail(casework) if one[0] == "right_pin"]
    assert looks == [("right_pin", "somebody", "citizen", {"way": way}) for way in ("tel", "web", "unknown")]


@pytest.mark.parametrize(
    "reference",
    [
        {"case_number": "2026417702"},
        {"case_number": " 2026 417 702 "},
        {"access_code": "40417"},
        {"access_code": "4 0 4 1 7"},
    ],
)
async def test_a_reference_is_found_however_it_is_written(casework, reference: dict[str, str]) -> None:
    casework.add_case()
    answer = await casework.client.post(PATH, json=asked(**reference))
    assert answer.json()["outcome"] == "found"


async def test_the_day_is_that_of_the_agency_not_of_utc(casework) -> None:
    casework.add_case(updated_at=datetime(2026, 11, 4, 3, tzinfo=UTC))
    answer = (await casework.client.post(PATH, json=asked())).json()
    assert answer["case"]["updated_on"] == "2026-11-03"


async def test_the_agency_s_own_words_are_said_within_seconds_in_the_language_that_is_asked_for(
    casework, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casework.rereading.LOOK_AGAIN_S", 0)
    casework.add_case(updated_at=datetime(2026, 11, 3, 18, tzinfo=UTC))

    async def told(**more: str) -> str:
        answer = await casework.client.post(PATH, json=asked() | more)
        return answer.json()["case"]["spoken"].partition(".")[0]

    assert await told() == await told(language="es") == "An officer is working on your report of a theft"
    folder = casework.root / "denver"
    (folder / "status.yml").write_text("kinds: {theft_cold: a stealing}\n", encoding="utf-8")
    assert await told() == await told(language="es") == "An officer is working on your report of a stealing"
    (folder / "status").mkdir()
    ours = "stages: {under_investigation: {spoken: 'Un agente trabaja en su denuncia.'}}\n"
    (folder / "status" / "es.yml").write_text(ours, encoding="utf-8")
    assert await told() == "An officer is working on your report of a stealing"
    assert await told(language="es") == "Un agente trabaja en su denuncia"
    (folder / "status.yml").write_text("kinds: {thft_cold: a stealing}\n", encoding="utf-8")
    assert await told() == "An officer is working on your report of a stealing", "the last good words stay"


async def test_withdrawals_and_messages_are_said_in_the_agency_s_words(casework) -> None:
    own = "messages: {none: Nothing has come for you.}\nwithdrawal: {not_possible: It is too late for that.}\n"
    (casework.root / "denver" / "status.yml").write_text(own, encoding="utf-8")
    casework.services.directory.load_all()
    casework.add_case()
    unread = (await casework.client.post("/v1/case-messages/unread", json=asked())).json()
    assert unread["spoken"] == "Nothing has come for you."
    headers = {"Idempotency-Key": "take-it-back"}
    taken = (await casework.client.post("/v1/case-withdrawals", json=asked(), headers=headers)).json()
    assert taken == {"outcome": "not_possible", "say": "It is too late for that."}


@pytest.mark.parametrize("stage", sorted(everywhere().said().stages))
async def test_every_stage_has_words(casework, stage: str) -> None:
    casework.add_case(stage=stage)
    spoken = (await casework.client.post(PATH, json=asked())).json()["case"]["spoken"]
    assert "{" not in spoken
    assert not any(character.isdigit() for character in spoken)


@pytest.mark.parametrize("need", sorted(properties().having("in_person")))
async def test_what_only_a_person_should_talk_about_is_not_told(casework, need: str) -> None:
    casework.add_case(need=need, stage="suspect_identified")
    case = (await casework.client.post(PATH, json=asked())).json()["case"]
    assert (case["kind"], case["stage"]) == ("a report", "in_person")
    assert "person" in case["spoken"]
    assert "progress" not in case["spoken"]


async def test_no_such_case_and_wrong_pin_answer_the_same_to_the_byte_and_cost_the_same_work(casework) -> None:
    casework.add_case()
    for tries in range(4):
        before = len(casework.hasher.verified)
        wrong = await casework.client.post(PATH, json=asked("call-a", pin="0000"))
        nobody = await casework.client.post(PATH, json=asked("call-b", pin="0000", case_number="2026-999999"))
        assert wrong.content == nobody.content
        assert (wrong.status_code, dict(wrong.headers)) == (nobody.status_code, dict(nobody.headers))
        verified = casework.hasher.verified[before:]
        assert len(verified) == (2 if tries < 3 else 0)
        assert len(set(verified)) == len(verified), (
            "the case that is not there must be checked against a hash of its own"
        )


async def test_three_wrong_tries_lock_the_call_whatever_the_reference(casework) -> None:
    casework.add_case()
    outcomes = []
    for number in ("2026-000001", "2026-000002", "2026-000003"):
        outcomes.append((await casework.client.post(PATH, json=asked(case_number=number))).json())
    outcomes.append((await casework.client.post(PATH, json=asked())).json())
    assert outcomes == [
        {"outcome": "not_found", "tries_left": 2},
        {"outcome": "not_found", "tries_left": 1},
        {"outcome": "locked", "minutes": 15},
        {"outcome": "locked", "minutes": 15},
    ]


async def test_three_wrong_tries_lock_the_reference_whatever_the_call(casework) -> None:
    casework.add_case()
    for number in range(3):
        await casework.client.post(PATH, json=asked(f"call-{number}", pin="0000"))
    right = (await casework.client.post(PATH, json=asked("call-new"))).json()
    assert right == {"outcome": "locked", "minutes": 15}


async def test_a_lock_ends_after_a_while(casework) -> None:
    casework.add_case()
    for number in range(3):
        await casework.client.post(PATH, json=asked(f"call-{number}", pin="0000"))
    with casework.services.database.writing() as session:
        for row in session.scalars(select(Attempt)):
            row.locked_until = row.locked_until and datetime.now(UTC) - timedelta(seconds=1)
    assert (await casework.client.post(PATH, json=asked("call-new"))).json()["outcome"] == "found"


async def test_the_right_pin_forgives_the_reference_but_not_the_call(casework) -> None:
    casework.add_case()
    casework.add_case("2026-500000", "50000", "1357")
    await casework.client.post(PATH, json=asked(pin="0000"))
    await casework.client.post(PATH, json=asked(pin="0000"))
    assert (await casework.client.post(PATH, json=asked())).json()["outcome"] == "found"
    own = await casework.client.post(PATH, json=asked(pin="0000", case_number="2026-500000"))
    assert own.json() == {"outcome": "locked", "minutes": 15}
    other = await casework.client.post(PATH, json=asked("call-2", pin="0000"))
    assert other.json() == {"outcome": "not_found", "tries_left": 2}


async def test_a_code_guessed_thirty_times_at_once_gets_three_checks(casework) -> None:
    casework.add_case()
    guesses = [casework.client.post(PATH, json=asked(f"call-{n}", pin=f"{n:04d}")) for n in range(30)]
    outcomes = [answer.json()["outcome"] for answer in await asyncio.gather(*guesses)]
    assert len(casework.hasher.verified) == 3
    assert outcomes.count("not_found") == 2
    assert outcomes.count("locked") == 28


async def test_neither_hashing_nor_the_database_holds_up_the_event_loop(
    casework, monkeypatch: pytest.MonkeyPatch
) -> None:
    casework.add_case()
    took: set[str] = set()
    take = attempts.TryLimit.take

    def watched(*arguments: Any) -> Any:
        took.add(threading.current_thread().name)
        return take(*arguments)

    monkeypatch.setattr(attempts.TryLimit, "take", watched)
    await casework.client.post(PATH, json=asked())
    assert {name.split("_")[0] for name in took} == {"database"}
    assert {name.split("_")[0] for name in casework.hasher.threads} == {"pins"}


def _of_everybody() -> set[str]:
    """The key that all tries of these ten minutes, or of the ten before, count on."""
    window = int(datetime.now(UTC).timestamp()) // WINDOW_S
    return {attempts.key("everybody", "denver", f"unknown {number}") for number in (window, window - 1)}


async def test_what_was_typed_is_not_stored(casework) -> None:
    await casework.client.post(PATH, json=asked(case_number="2026-123456", pin="9876"))
    with casework.services.database.reading() as session:
        keys = [row.key for row in session.scalars(select(Attempt))]
    assert sorted(keys) == sorted(
        [
            attempts.key("call", "denver", "call-1"),
            attempts.key("reference", "denver", "2026-123456"),
            *(key for key in keys if key in _of_everybody()),
        ]
    )
    assert len(keys) == 3
    assert not any("123456" in key for key in keys)


@pytest.mark.parametrize(
    "body",
    [
        asked(case_number="2026-417702", access_code="40417"),
        {"agency": "denver", "call_id": "c", "pin": "1234"},
        asked() | {"pin": ""},
        asked() | {"pin": "1" * 21},
        asked() | {"pin": 2468},
        asked() | {"call_id": ""},
    ],
)
async def test_a_request_that_does_not_fit_is_refused_and_costs_no_check(casework, body: dict[str, Any]) -> None:
    answer = await casework.client.post(PATH, json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "bad_request"
    assert casework.hasher.verified == []


async def test_a_pin_is_not_repeated_in_an_error(casework) -> None:
    answer = await casework.client.post(PATH, json=asked() | {"pin": "secret-" * 5})
    assert "secret" not in answer.text
