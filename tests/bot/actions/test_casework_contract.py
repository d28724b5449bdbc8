"""The bot's side of contracts/casework.openapi.json: what the actions send, and the answers their tests stand on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, List

import httpx
import jsonschema
import pytest

from actions.case_status import ActionCaseStatus, ValidateCaseStatusForm
from actions.emergency import ActionEmergency
from actions.handover import ActionHandOver
from actions.misses import ActionNoInput
from actions.routing import ActionRoute, ValidateNeedForm
from actions.sealing import seal
from actions.settings import Settings
from casework_client.client import CaseworkClient
from tests.bot.actions import test_case_status, test_conversation, test_routing
from tests.bot.actions.desk import Casework, Conversation
from tests.fakes.wire import Handled

ROOT = Path(__file__).resolve().parents[3]
OPENAPI: Dict[str, Any] = json.loads((ROOT / "contracts" / "casework.openapi.json").read_text(encoding="utf-8"))
PATHS = {"route": "/v1/route", "case-status": "/v1/case-status", "handovers": "/v1/handovers"}
LONG = "and then he said that " * 200
AGENCY = {"emergency": {"number": "911", "action": "hang_up_and_dial", "say": "Hang up and dial nine one one."}}


def schema_of(path: str, part: str) -> Dict[str, Any]:
    """The schema of a POST's `request`, or of its answer with the status `part`."""
    operation = OPENAPI["paths"][path]["post"]
    body = operation["requestBody"] if part == "request" else operation["responses"][part]
    return {**body["content"]["application/json"]["schema"], "components": OPENAPI["components"]}


def faults(body: Any, path: str, part: str) -> List[str]:
    validator = jsonschema.Draft202012Validator(schema_of(path, part))
    return [f"{fault.json_path}: {fault.message[:200]}" for fault in validator.iter_errors(body)]


def assert_kept(casework: Casework) -> None:
    """Everything that was asked of casework is as the contract wants it."""
    assert casework.asked
    for name, body in casework.asked:
        if name in PATHS:
            assert faults(body, PATHS[name], "request") == [], name


@pytest.fixture
def casework(monkeypatch: pytest.MonkeyPatch) -> Casework:
    stand_in = Casework(route=(200, test_routing.ASK), agencies=(200, AGENCY))
    client = stand_in.client()
    monkeypatch.setattr("actions.handover.shared_client", lambda: client)
    monkeypatch.setattr("actions.routing.shared_client", lambda: client)
    monkeypatch.setattr("actions.case_status.shared_client", lambda: client)
    return stand_in


FACTS = {
    "where": "14th Ave & Pearl St",
    "when": "last night",
    "when_iso": "2026-11-20",
    "plate": "BQT4417",
    "vehicle": "blue Honda",
    "phone": "7205550100",
    "injured": False,
    "suspect_present": True,
}


async def test_a_need_with_everything_that_was_heard(casework: Casework) -> None:
    talk = await Conversation().turn(ValidateNeedForm(), "my bike is gone", "theft_cold", facts=FACTS)
    await talk.turn(ValidateNeedForm(), "i don't know", "dont_know")
    assert len(casework.requests("route")) == 2
    assert_kept(casework)


@pytest.mark.parametrize("kind", ["open", "text", "place", "number"])
async def test_an_answer_in_free_words_however_long(casework: Casework, kind: str) -> None:
    casework.answers["route"] = (200, {**test_routing.ASK, "ask": {**test_routing.ASK["ask"], "kind": kind}})
    talk = await Conversation().turn(ValidateNeedForm(), "my bike is gone", "theft_cold")
    await talk.turn(ValidateNeedForm(), "x" * 1000, "inform")
    assert_kept(casework)


@pytest.mark.parametrize(
    "heard", [{"case_number": "2026417702", "pin": "0317"}, {"access_code": "44192", "pin": "0317"}]
)
async def test_a_case_with_its_number_or_its_code(casework: Casework, heard: Dict[str, str]) -> None:
    casework.answers["case-status"] = (200, test_case_status.FOUND)
    await Conversation().turn(ValidateCaseStatusForm(), "my case", "case_status", facts=heard)
    assert casework.requests("case-status")
    assert_kept(casework)


@pytest.mark.parametrize("said", ["a person", LONG[:1000], "\u202e😡" * 200, ""])
async def test_a_ticket_whatever_was_said(casework: Casework, said: str) -> None:
    talk = Conversation(need="theft_cold", facts=FACTS)
    talk.events = [{"event": "user" if n % 2 else "bot", "text": LONG} for n in range(120)]
    await talk.turn(ActionHandOver(), said, "speak_to_person")
    assert len(casework.requests("handovers")) == 1
    assert_kept(casework)


async def test_a_ticket_without_need_words_or_channel(casework: Casework) -> None:
    talk = await Conversation(silences=1).turn(ActionNoInput(), "/no_input", "no_input", metadata={"channel": None})
    assert talk.reply["ticket"] == "T1"
    assert_kept(casework)


async def test_a_ticket_for_another_language(casework: Casework) -> None:
    await Conversation().turn(
        ActionHandOver(), "/other_language", "other_language", metadata={"language": "zh-Hant-TW"}
    )
    assert_kept(casework)


async def test_a_ticket_for_an_emergency(casework: Casework) -> None:
    client = casework.client()
    action = ActionEmergency(client)
    await Conversation(need="theft_cold", facts=FACTS).turn(action, "he has a gun", "emg_in_progress")
    assert_kept(casework)


async def test_a_ticket_for_a_destination(casework: Casework) -> None:
    casework.answers["route"] = (200, test_routing.DECIDED)
    talk = await Conversation().turn(ValidateNeedForm(), "where is my car", "towed_impound")
    await talk.turn(ActionRoute(), "where is my car", "towed_impound")
    assert casework.requests("handovers")[0]["destination_id"] == "impound"
    assert_kept(casework)


async def test_a_ticket_after_a_look_up_that_failed(casework: Casework) -> None:
    casework.answers["case-status"] = (200, {"outcome": "locked", "minutes": 15})
    asked = {"slot": "pin", "kind": "number", "digits": 4}
    talk = Conversation(ask=asked, case_reference=seal("44192"), need="case_status")
    await talk.turn(ValidateCaseStatusForm(), "9999", "inform")
    await talk.turn(ActionCaseStatus(), "9999", "inform")
    assert_kept(casework)


async def test_a_ticket_carries_its_key() -> None:
    seen: List[httpx.Request] = []
    casework = Casework(route=(200, test_routing.DECIDED))

    def remember(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return casework(request)

    settings = Settings("http://casework", "the-token", 0.5)
    client = CaseworkClient(Handled(settings, remember))
    talk = await Conversation().turn(ValidateNeedForm(client), "where is my car", "towed_impound")
    await talk.turn(ActionRoute(client), "where is my car", "towed_impound")
    (ticket,) = (request for request in seen if request.url.path == "/v1/handovers")
    assert 1 <= len(ticket.headers["idempotency-key"]) <= 200


STAND_IN_ANSWERS = [
    ("/v1/route", test_routing.ASK),
    ("/v1/route", test_routing.DECIDED),
    ("/v1/case-status", {"outcome": "not_found", "tries_left": 2}),
    ("/v1/case-status", {"outcome": "locked", "minutes": 15}),
]


@pytest.mark.parametrize(("path", "answer"), STAND_IN_ANSWERS)
def test_the_stand_in_answers_as_casework_does(path: str, answer: Dict[str, Any]) -> None:
    assert faults(answer, path, "200") == []


def test_the_stand_in_ticket_is_casework_s() -> None:
    assert faults(Casework().answers["handovers"][1], "/v1/handovers", "201") == []


def test_the_offer_of_the_tests_has_what_an_offer_has() -> None:
    offer = schema_of("/v1/route", "200")["components"]["schemas"]["OfferAnswer"]
    assert set(test_conversation.OFFER["offer"]) <= set(offer["properties"])
