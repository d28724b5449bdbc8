"""Whatever is sent to the intake API, the answer is as the contract says; and the same on PostgreSQL, at the same moment."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from jsonschema import Draft202012Validator

from casework.contract import document
from casework.database import Database
from casework.directory.directory import Directory
from casework.intake import answering
from casework.intake.answer_meaning import Given
from casework.intake.answering import Begin
from casework.intake.open_report import open_report
from casework.intake.store import answers_of
from casework.intake.submit import submit
from tests.casework.intake.conftest import SAID
from tests.casework.test_contract import json_value

DOCUMENT = document()
NOW = datetime.now(UTC)
PATHS = [
    "reports",
    "reports/resume",
    *(f"reports/{{report}}/{what}" for what in ("pin", "answers", "corrections", "back", "submit", "leave")),
]
questions = some.sampled_from(
    ["where", "items", "items.1.value", "items.2.more", "phone", "when", "contact_by", "officer_asks"]
)
bodies = some.fixed_dictionaries(
    {},
    optional={
        "agency": some.sampled_from(["denver", "boulder"]) | json_value,
        "kind": some.sampled_from(["theft", "murder"]) | json_value,
        "question": questions | json_value,
        "value": json_value,
        "text": some.text(max_size=60) | json_value,
        "how": some.sampled_from(["given", "unknown", "skipped"]) | json_value,
        "channel": some.sampled_from(["voice", "web"]) | json_value,
        "turn": some.sampled_from(["t1", "t2"]) | json_value,
        "pin": some.sampled_from(["7391", "1234"]) | json_value,
        "access_code": some.sampled_from(["40417", "x"]) | json_value,
        "call_id": some.sampled_from(["a", "b"]) | json_value,
        "reason": some.sampled_from(["stopped", "emergency"]) | json_value,
        "known": some.dictionaries(some.sampled_from(["where", "injured", "phone"]), json_value, max_size=3)
        | json_value,
    },
)
often = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@often
@given(path=some.sampled_from(PATHS), body=bodies)
async def test_any_body_is_answered_as_the_contract_says(casework, person, path: str, body: dict[str, Any]) -> None:
    ada = person()
    await ada.begin("one report for all examples")
    address = f"/v1/{path.replace('{report}', ada.report)}"
    sent = json.dumps(body).encode()
    answer = await casework.client.post(address, content=sent, headers={"Idempotency-Key": str(hash(sent))})
    assert answer.status_code in {200, 201, 400, 404, 409}, answer.text
    fits("post", f"/v1/{path}", answer.status_code, answer.json())


async def test_every_answer_of_a_whole_report_fits_the_contract(casework, person) -> None:
    ada = person()
    fits("post", "/v1/reports", 201, await ada.begin())
    fits("get", "/v1/agencies/{agency}/reports", 200, (await casework.client.get("/v1/agencies/denver/reports")).json())
    form = (await casework.client.get("/v1/agencies/denver/reports/crash_no_injury")).json()
    fits("get", "/v1/agencies/{agency}/reports/{kind}", 200, form)
    await ada.answer_all(but="what_happened")
    fits("post", "/v1/reports/{report}/answers", 200, {"step": ada.step})
    fits("post", "/v1/reports/{report}/leave", 200, await ada.post("leave", reason="stopped", channel="web"))
    asked = {"agency": "denver", "access_code": ada.code, "pin": "7391", "call_id": "c", "channel": "web"}
    found = (await casework.client.post("/v1/reports/resume", json=asked)).json()
    fits("post", "/v1/reports/resume", 200, found)
    asked.pop("channel")
    fits("post", "/v1/case-status", 200, (await casework.client.post("/v1/case-status", json=asked)).json())
    await ada.answer_all()
    fits("get", "/v1/reports/{report}", 200, await ada.whole())
    fits("post", "/v1/reports/{report}/submit", 200, await ada.post("submit", turn="s"))


@pytest.fixture
def database(migrated_database: Database) -> Database:
    return migrated_database


async def test_people_who_begin_at_the_same_moment_get_codes_of_their_own(database: Database) -> None:
    directory = Directory()
    directory.load_all()

    def begin(number: int) -> str:
        with database.writing() as session:
            return str(answering.begin(session, directory, _begin(number), NOW).report.access_code)

    drawn = await asyncio.gather(*(database.run(begin, number) for number in range(24)))
    assert len(set(drawn)) == 24


async def test_one_turn_sent_eight_times_at_the_same_moment_is_one_answer_and_one_case(database: Database) -> None:
    directory = Directory()
    directory.load_all()
    with database.writing() as session:
        report = answering.begin(session, directory, _begin(1), NOW).report.id

    def answer(question: str, given: Given) -> str:
        with database.writing() as session:
            return answering.answer(
                session, directory, report, question, given, channel="web", turn=f"t-{question}", now=NOW
            ).step.state

    def file(_: int) -> tuple[int, str | None]:
        with database.writing() as session:
            filed = submit(session, directory, report, NOW)
            return filed.case_id, filed.access_code

    for _ in range(40):
        with database.reading() as session:
            step = open_report(session, directory, answering.finding.found(session, report)).step
        if step.state == "summary":
            break
        slot = step.slot
        value = next(iter(slot.asked.choices)) if slot.asked.choices else SAID[slot.kind]
        value = True if slot.id == "anonymous" else value
        await asyncio.gather(*(database.run(answer, slot.id, Given(value)) for _ in range(8)))
    assert len({await one for one in [database.run(file, number) for number in range(4)]}) == 1
    with database.reading() as session:
        answers = answers_of(session, report)
        assert len(answers) == len({answer.order for answer in answers.values()}) == 7


def _begin(number: int) -> Begin:
    return Begin("denver", "graffiti", "voice", f"call-{number}", None, "$argon2id$", {})


def fits(method: str, path: str, status: int, body: Any) -> None:
    described = next(
        operations[method]
        for known, operations in DOCUMENT["paths"].items()
        if _bare(known) == _bare(path) and method in operations
    )
    response = described["responses"].get(str(status), described["responses"]["default"])
    schema = response["content"]["application/json"]["schema"]
    Draft202012Validator({**schema, "components": DOCUMENT["components"]}).validate(body)


def _bare(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)
