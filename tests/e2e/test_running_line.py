"""The line as it runs: real casework, action server, Rasa and connector, asked over the wire."""

from __future__ import annotations

import json
import os
import re
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from launcher import health
from launcher.paths import ROOT, SERVICES_ENV, env_python
from launcher.stack import Stack
from tests.e2e.conftest import Conversation, SampleCase


def get(stack: Stack, service: str, path: str, token: str = "") -> tuple[int, Any]:
    request = urllib.request.Request(stack.settings.url(service) + path)
    if token:
        request.add_header("Authorization", f"Bearer {token}")
        request.add_header("Civicline-Actor", "e2e")
        request.add_header("Civicline-Role", "call_taker")
    try:
        with health.DIRECT.open(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_somebody_whose_car_was_towed_reaches_those_who_know_where_it_is(caller: Conversation) -> None:
    decision = caller.says("my car was towed last night and i don't know where they took it")
    assert decision["need"] == "towed_impound"
    assert decision["text"]


def test_a_wish_for_a_person_is_granted_at_once_with_a_ticket_that_casework_knows(
    caller: Conversation, stack: Stack
) -> None:
    caller.says("there's a pothole on my street")
    decision = caller.says("just let me talk to somebody")
    assert decision["act"] == "transfer"
    assert decision["reason"] == "asked_for_person"
    status, ticket = get(stack, "casework", f"/v1/agencies/denver/handovers/{decision['ticket']}", stack.settings.token)
    assert status == 200
    assert ticket["call_id"] == caller.call_id


def test_an_emergency_in_the_middle_of_a_routine_matter_stops_it(caller: Conversation) -> None:
    caller.says("i want to report some graffiti")
    decision = caller.says("oh god my husband just collapsed he is not breathing")
    assert decision["disposition"] == "911"
    assert decision["act"] == "transfer"
    assert "nine one one" in decision["text"].lower()


def test_a_case_is_found_by_its_number_and_pin(caller: Conversation, sample_case: SampleCase) -> None:
    decision = caller.says("what is happening with the report i made")
    assert decision["ask"]["slot"] == "case_reference"
    decision = caller.says(sample_case.number)
    assert decision["ask"]["slot"] == "pin"
    decision = caller.says(sample_case.pin)
    assert decision["act"] == "case_status"
    assert sample_case.expect.split(".")[0] in decision["text"]


def test_silence_twice_in_a_row_reaches_a_call_taker(caller: Conversation) -> None:
    assert caller.says("/no_input")["act"] == "ask"
    decision = caller.says("/no_input")
    assert decision["act"] == "transfer"
    assert decision["reason"] == "no_input"


def test_casework_tells_nothing_to_those_without_the_token(stack: Stack) -> None:
    status, answer = get(stack, "casework", "/v1/agencies/denver")
    assert status == 401
    assert answer["error"]["message"]
    assert get(stack, "casework", "/v1/agencies/denver", stack.settings.token)[0] == 200


def test_the_bots_own_http_api_is_closed(stack: Stack) -> None:
    assert health.status_of(stack.settings.url("rasa") + "/conversations/x/tracker") == 404
    assert health.status_of(stack.settings.url("rasa") + "/domain") == 404


@pytest.mark.parametrize("service", ["casework", "actions", "rasa", "connector"])
def test_a_service_listens_on_this_machine_only(stack: Stack, service: str) -> None:
    listening = {
        line.split()[1]
        for name in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]
        if line.split()[3] == "0A" and line.split()[1].endswith(f":{stack.settings.ports[service]:04X}")
    }
    assert listening == {f"0100007F:{stack.settings.ports[service]:04X}"}


def test_the_call_page_is_served(stack: Stack) -> None:
    with health.DIRECT.open(stack.settings.url("connector") + "/", timeout=30) as answer:
        page = answer.read().decode()
    assert answer.status == 200
    assert "<title>" in page


def test_a_spoken_call_is_understood_answered_and_recorded(stack: Stack) -> None:
    command = [
        str(env_python(SERVICES_ENV)),
        "-m",
        "voice_connector",
        "call",
        "--say",
        "My car was towed, where can I get it back?",
    ]
    call = subprocess.run(
        command, cwd=ROOT, env=stack.settings.environment(), capture_output=True, text=True, timeout=120
    )
    assert call.returncode == 0, call.stderr
    assert "towed_impound" in call.stdout
    recording = re.search(r"What the caller heard: (.+\.wav)", call.stdout)
    assert recording is not None
    assert os.path.getsize(recording.group(1)) > 50_000
    status, record = get(
        stack, "casework", f"/v1/agencies/denver/calls/{call_id_of(recording.group(1))}", stack.settings.token
    )
    assert status == 200
    assert record["need"] == "towed_impound"


def call_id_of(recording: str) -> str:
    return os.path.basename(recording)[: -len(".wav")]


def test_a_bot_that_was_restarted_goes_on_with_the_call(stack: Stack, caller: Conversation) -> None:
    asked = caller.says("my house was broken into while we were away")
    assert asked["act"] == "ask"
    stack.stop_one("rasa")
    stack.start_one("rasa")
    decision = caller.says("no")
    assert decision["need"] == asked["need"]


def test_with_casework_away_the_caller_reaches_a_person(stack: Stack, caller: Conversation) -> None:
    stack.stop_one("casework")
    try:
        decision = caller.says("my car was towed last night")
    finally:
        stack.start_one("casework")
    assert decision["act"] == "transfer"
    assert decision["reason"] == "system_failure"
