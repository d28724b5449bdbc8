"""The report form and its stand-in casework keep contracts/casework.openapi.json, in what is sent and in what is answered."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Dict, List

import jsonschema

from tests.bot.actions.report_desk import Caller, Intake, started

ROOT = Path(__file__).resolve().parents[3]
OPENAPI: Dict[str, Any] = json.loads((ROOT / "contracts" / "casework.openapi.json").read_text(encoding="utf-8"))
PATHS = {re.compile("^" + re.sub(r"\{[^}]+\}", "[^/]+", path) + "$"): path for path in OPENAPI["paths"]}
STAND_INS = (
    "/v1/route",
    "/v1/case-status",
)  # answered in short by the stand-in; their own contract tests are elsewhere


def faults(intake: Intake) -> List[str]:
    found: List[str] = []
    for method, path, body, status, answer in intake.exchanges:
        fitting = [template for pattern, template in PATHS.items() if pattern.match(path)]
        assert fitting, f"{method} {path} is not in the contract"
        operation = OPENAPI["paths"][path if path in OPENAPI["paths"] else fitting[0]][method.lower()]
        if body:
            found += _faults(body, operation["requestBody"], f"{method} {path} sends")
        if answer and not path.startswith(STAND_INS):
            found += _faults(answer, operation["responses"][str(status)], f"{method} {path} answers")
    return found


def _faults(body: Dict[str, Any], part: Dict[str, Any], what: str) -> List[str]:
    schema = {**part["content"]["application/json"]["schema"], "components": OPENAPI["components"]}
    return [
        f"{what} {one.json_path}: {one.message[:200]}"
        for one in jsonschema.Draft202012Validator(schema).iter_errors(body)
    ]


async def test_a_whole_report_with_every_move() -> None:
    intake = Intake()
    caller = await started(intake, facts={"suspect_present": False, "when_iso": "2026-11-20", "when": "last night"})
    talk = [
        ("skip", "skip_question"),
        ("no", "deny"),
        ("x" * 1000, "inform"),
        ("go back", "inform"),
        ("fourteenth and pearl", "inform"),
        ("the place was wrong", "correct"),
        ("thirteenth and pearl", "inform"),
        ("i don't know", "dont_know"),
        ("what was my code", "inform"),
        ("what are the hours of the city offices", "city_hours_info"),
        ("someone stole my bike", "theft_cold"),
        ("can you text me the code", "inform"),
        ("can you text me a link", "inform"),
        ("skip", "skip_question"),
        ("yes", "affirm"),
    ]
    for text, intent in talk:
        await caller.says(text, intent)
    assert intake.state == "submitted"
    assert faults(intake) == []


async def test_stopping_and_resuming() -> None:
    intake = Intake()
    await (await started(intake)).says("stop for now", "stop_for_now")
    caller = await Caller(intake).says("go on with my report", "resume_report")
    await caller.says("42719 1111")
    await caller.says("42719 8364")
    await caller.says("purple", "nlu_fallback")
    await caller.says("purple", "nlu_fallback")
    assert intake.tickets
    assert faults(intake) == []


async def test_adding_to_a_filed_report_and_hearing_its_messages() -> None:
    intake = Intake()
    intake.state = "submitted"
    caller = await Caller(intake).says("add to my report", "add_to_report")
    await caller.says("42719 8364")
    await caller.says("the serial number is on the frame")
    await caller.talk.turn(caller.status, "how is my report going", "case_status")
    await caller.talk.turn(caller.status, "11111 8364", "inform")
    assert {path for _, path, *_ in intake.exchanges[-2:]} == {"/v1/case-messages/unread", "/v1/person-sessions"}
    assert faults(intake) == []
