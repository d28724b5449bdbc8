"""Codes cannot be guessed: limits for call, code, source and everybody, an alarm, and nothing to learn from an answer."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from casework.access.access import Access, Limits
from casework.access.attempts import TryLimit
from casework.access.tables import Attempt
from casework.cases.tables import Case
from casework.errors import NoCodeLeft
from casework.intake import codes
from casework.intake.tables import Report
from tests.casework.intake.conftest import resumed

NOW = datetime.now(UTC)


async def test_the_id_of_a_report_which_opens_it_cannot_be_guessed(casework, person) -> None:
    """192 bits: no two begin alike, and all are long."""
    begun = [person() for _ in range(12)]
    for number, one in enumerate(begun):
        await one.begin(f"begin-{number}")
    assert {len(one.report) for one in begun} == {32}
    assert len({one.report[:6] for one in begun}) == len(begun)


async def test_ten_thousand_pins_at_one_code_get_three_checks(casework, person) -> None:
    """Every PIN there is, from ever new calls and sources, while the clock stands still."""
    ada = person()
    await ada.begin()
    casework.services.access = Access(
        casework.services.database, casework.services.pins, TryLimit(3, 15), Limits(overall=1_000_000)
    )
    casework.hasher.verified.clear()
    outcomes: Counter[str] = Counter()
    for start in range(0, 600, 60):
        tries = [
            resumed(casework, ada.code, f"{pin * 16:04d}", f"call-{pin}", source=f"source-{pin}")
            for pin in range(start, start + 60)
        ]
        outcomes.update(found["outcome"] for found in await asyncio.gather(*tries))
    assert len(casework.hasher.verified) == 3
    assert outcomes["found"] == 0
    assert outcomes["locked"] == 598


async def test_one_source_gets_ten_tries_whatever_code_and_call(casework) -> None:
    found = [
        (await resumed(casework, f"{number:05d}", "4826", f"call-{number}", source="one"))["outcome"]
        for number in range(12)
    ]
    assert found == ["not_found"] * 9 + ["locked"] * 3


async def test_a_spray_over_many_codes_is_alarmed_once_and_then_stopped_for_everybody(casework, person, caplog) -> None:
    ada = person()
    await ada.begin()
    casework.services.access = Access(
        casework.services.database, casework.services.pins, TryLimit(3, 15), Limits(alarm=5, overall=20)
    )
    with caplog.at_level(logging.ERROR, "casework.access.access"):
        outcomes = [
            (await resumed(casework, f"{number:05d}", "4826", f"call-{number}", source=f"s-{number}"))["outcome"]
            for number in range(25)
        ]
    assert outcomes.count("not_found") == 19
    alarms = [record.getMessage() for record in caplog.records if "guessing" in record.getMessage()]
    assert alarms == ["many wrong codes or PINs in ten minutes; somebody may be guessing"]
    assert (await resumed(casework, ada.code, call="call-new", source="s-new"))["outcome"] == "locked"
    shown = (await casework.client.get("/metrics")).text
    assert 'civicline_spray_alarms_total{agency="denver"}' in shown


async def test_people_who_succeed_do_not_use_up_the_tries_of_everybody(casework, person) -> None:
    ada = person()
    await ada.begin()
    casework.services.access = Access(
        casework.services.database, casework.services.pins, TryLimit(3, 15), Limits(alarm=3, overall=4)
    )
    for number in range(8):
        assert (await resumed(casework, ada.code, call=f"call-{number}", source="one"))["outcome"] == "found"


async def test_no_such_code_and_wrong_pin_are_the_same_to_the_byte_and_cost_the_same_work(casework, person) -> None:
    ada = person()
    await ada.begin()
    other = f"{(int(ada.code) + 1) % 100_000:05d}"
    body = {"agency": "denver", "pin": "8264", "channel": "web"}
    for tries in range(4):
        before = len(casework.hasher.verified)
        wrong = await casework.client.post("/v1/reports/resume", json=body | {"access_code": ada.code, "call_id": "a"})
        nobody = await casework.client.post("/v1/reports/resume", json=body | {"access_code": other, "call_id": "b"})
        assert wrong.content == nobody.content
        assert (wrong.status_code, dict(wrong.headers)) == (nobody.status_code, dict(nobody.headers))
        assert len(casework.hasher.verified) - before == (2 if tries < 3 else 0)


async def test_tries_at_a_code_count_together_with_those_of_the_case_status(casework, person) -> None:
    ada = person()
    await ada.begin()
    for number in range(2):
        await resumed(casework, ada.code, "8264", f"call-{number}")
    asked = {"agency": "denver", "access_code": ada.code, "pin": "8264", "call_id": "call-x"}
    assert (await casework.client.post("/v1/case-status", json=asked)).json()["outcome"] == "locked"
    assert (await resumed(casework, ada.code, call="call-y"))["outcome"] == "locked"


async def test_neither_code_nor_pin_nor_source_is_stored_as_it_was_typed(casework) -> None:
    await resumed(casework, "12345", "8264", "call-1", source="+13035550199")
    with casework.services.database.reading() as session:
        keys = " ".join(session.scalars(select(Attempt.key)))
    assert len(keys.split()) == 4
    assert not any(secret in keys for secret in ("12345", "8264", "3035550199", "call-1"))


def test_codes_are_drawn_evenly_from_those_that_nobody_has(casework) -> None:
    with casework.services.database.writing() as session:
        taken = {f"{number:05d}" for number in range(0, 100_000, 3)}
        fill(session, taken)
        drawn = [codes.draw(session, "denver") for _ in range(300)]
    assert not set(drawn) & taken
    assert len(set(drawn)) > 290
    assert {code[0] for code in drawn} == set("0123456789")


def test_more_than_half_in_use_is_said_and_none_left_is_refused(casework, caplog) -> None:
    everything = {f"{number:05d}" for number in range(100_000)}
    with casework.services.database.writing() as session:
        fill(session, everything - {"40417"})
        with caplog.at_level(logging.WARNING, "casework.intake.codes"):
            assert codes.draw(session, "denver") == "40417"
        assert "more than half of the access codes are in use" in [record.getMessage() for record in caplog.records]
        fill(session, {"40417"})
        with pytest.raises(NoCodeLeft):
            codes.draw(session, "denver")
        assert codes.draw(session, "boulder")


async def test_without_a_code_left_a_report_is_refused_so_that_a_person_takes_it(casework) -> None:
    with casework.services.database.writing() as session:
        fill(session, {f"{number:05d}" for number in range(100_000)})
    body = {"agency": "denver", "kind": "theft", "channel": "voice", "call_id": "c"}
    sent = await casework.client.post("/v1/reports", json=body, headers={"Idempotency-Key": "k"})
    assert (sent.status_code, sent.json()["error"]["code"]) == (503, "no_code_left")


async def test_a_code_that_somebody_else_drew_at_the_same_moment_is_drawn_again(casework, person, monkeypatch) -> None:
    ada, ben = person(), person()
    await ada.begin("ada")
    drawn = iter([ada.code, ada.code, "31416"])
    monkeypatch.setattr(codes, "draw", lambda _session, _agency: next(drawn))
    assert (await ben.begin("ben"))["access_code"] == "31416"


async def test_a_code_is_free_again_a_while_after_its_case_has_closed(casework) -> None:
    casework.add_case(closed_at=NOW - timedelta(days=10))
    with casework.services.database.writing() as session:
        cases = list(session.scalars(select(Case.id)))
        assert codes.free(session, cases, codes.of_closed("denver", NOW, 11)) == 0
        assert codes.free(session, cases, codes.of_closed("denver", NOW, 9)) == 1
    with casework.services.database.reading() as session:
        assert session.scalar(select(Case.access_code)) is None


def fill(session, taken: set[str]) -> None:
    rows = [
        {"id": f"r-{code}", "agency": "denver", "kind": "theft", "state": "draft", "access_code": code, "wanted": [],
         "channel": "voice", "call_id": "c", "created_at": NOW, "updated_at": NOW}
        for code in sorted(taken)
    ]  # fmt: skip
    session.execute(insert(Report), rows)


async def test_an_unfinished_report_of_the_time_before_the_key_of_pins_is_resumed_and_hashed_anew(
    casework, person
) -> None:
    ada = person()
    await ada.begin()
    with casework.services.database.writing() as session:
        session.get(Report, ada.report).pin_hash = casework.hasher.hash(ada.pin)
    for call in range(2):
        assert (await resumed(casework, ada.code, ada.pin, f"call-{call}"))["outcome"] == "found"
    with casework.services.database.reading() as session:
        assert ",keyid=" in session.get(Report, ada.report).pin_hash


async def test_three_hundred_tries_of_one_attacker_lock_the_attacker_and_nobody_else(casework, person) -> None:
    """From ever new calls and at ever new codes, as a script does; the agency goes on looking up cases."""
    ada = person()
    await ada.begin()
    tries = [
        resumed(casework, f"{number:05d}", "4826", f"call-{number}", source="tel:attacker") for number in range(300)
    ]
    outcomes = Counter([found["outcome"] for found in await asyncio.gather(*tries)])
    assert outcomes == {"not_found": 9, "locked": 291}
    assert (await resumed(casework, ada.code, ada.pin, "call-ada", source="tel:ada"))["outcome"] == "found"


async def test_three_hundred_tries_without_a_source_lock_only_those_without_one(casework, person) -> None:
    ada = person()
    await ada.begin()
    for number in range(300):
        await resumed(casework, f"{number:05d}", "4826", f"call-{number}")
    assert (await resumed(casework, ada.code, ada.pin, "call-1"))["outcome"] == "locked"
    for source in ("tel:ada", "web:ada", "0123456789abcdef"):
        assert (await resumed(casework, ada.code, ada.pin, f"call {source}", source=source))["outcome"] == "found"


async def test_many_sources_of_one_way_lock_that_way_and_no_other(casework, person) -> None:
    ada = person()
    await ada.begin()
    casework.services.access = Access(
        casework.services.database, casework.services.pins, TryLimit(3, 15), Limits(overall=20)
    )
    for number in range(25):
        await resumed(casework, f"{number:05d}", "4826", f"call-{number}", source=f"web:{number}")
    assert (await resumed(casework, ada.code, ada.pin, "call-web", source="web:ada"))["outcome"] == "locked"
    assert (await resumed(casework, ada.code, ada.pin, "call-tel", source="tel:ada"))["outcome"] == "found"
