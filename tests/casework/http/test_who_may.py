"""Every address of the contract: the agency's people say who they are, at an address of their agency; the few that are for
programs are listed here with the reason."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from casework.contract import document

DOCUMENT = document()

# method and address -> why no person of the agency acts there
FOR_PROGRAMS = {
    ("get", "/v1/agencies/{id}"): "public: name, numbers and notices of the agency, read by the channels",
    ("post", "/v1/route"): "the bot asks who handles a need; nothing of a person is kept or told",
    ("post", "/v1/case-status"): "the person themselves, by number or code, and PIN",
    ("post", "/v1/case-withdrawals"): "the person themselves, by number or code, and PIN",
    ("post", "/v1/case-messages/unread"): "the person themselves, by number or code, and PIN",
    ("post", "/v1/handovers"): "the bot or the connector tells a story; only the ticket comes back",
    ("put", "/v1/calls/{call_id}"): "the connector keeps the record of a call; nothing comes back",
    ("post", "/v1/call-backs"): "the bot promises a call-back; only its id comes back",
    ("get", "/v1/agencies/{agency}/reports"): "public: which reports there are",
    ("get", "/v1/agencies/{agency}/reports/{kind}"): "public: the questions of a form",
    ("post", "/v1/reports"): "the person themselves begins a report, through the bot or the web form",
    ("post", "/v1/reports/resume"): "the person themselves, by code and PIN",
    ("get", "/v1/reports/{report}"): "the person themselves: the id is known to who began or resumed the report only",
    ("post", "/v1/reports/{report}/pin"): "the same",
    ("post", "/v1/reports/{report}/answers"): "the same",
    ("post", "/v1/reports/{report}/corrections"): "the same",
    ("post", "/v1/reports/{report}/back"): "the same",
    ("post", "/v1/reports/{report}/submit"): "the same",
    ("post", "/v1/reports/{report}/leave"): "the same",
    ("post", "/v1/reports/{report}/evidence"): "the same",
    ("get", "/v1/agencies/{agency_id}/messages"): "templates: words of the agency, nothing of a person",
    ("post", "/v1/agencies/{agency_id}/messages/preview"): "templates with made-up examples",
    ("post", "/v1/notifications/bounces"): "the agency's mail system says that an e-mail came back",
    ("get", "/v1/dev/messages"): "in development only; elsewhere it is not there",
}
EVERY = sorted((method, path) for path, methods in DOCUMENT["paths"].items() for method in methods)
OF_STAFF = [one for one in EVERY if one not in FOR_PROGRAMS]
WHO = {"Civicline-Actor": "officer-7", "Civicline-Role": "officer"}


def described(method: str, path: str) -> dict[str, Any]:
    found: dict[str, Any] = DOCUMENT["paths"][path][method]
    return found


def model(schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rsplit("/", 1)[-1]
    return DOCUMENT["components"]["schemas"][name] if name else schema  # type: ignore[no-any-return]


def demands_an_actor(method: str, path: str) -> bool:
    one = described(method, path)
    headers = {each["name"] for each in one.get("parameters", []) if each["in"] == "header" and each["required"]}
    content = one.get("requestBody", {}).get("content", {})
    body = model(content.get("application/json", {}).get("schema", {}))
    return headers >= {"Civicline-Actor", "Civicline-Role"} or "actor" in body.get("required", [])


def test_the_list_of_programs_names_addresses_that_there_are() -> None:
    assert set(FOR_PROGRAMS) <= set(EVERY)
    assert not [one for one in FOR_PROGRAMS if demands_an_actor(*one)], "these demand an actor: take them off the list"


@pytest.mark.parametrize(("method", "path"), OF_STAFF)
def test_an_address_of_the_agencys_people_demands_an_actor_and_names_the_agency(method: str, path: str) -> None:
    assert demands_an_actor(method, path), "demand one (casework/http/acting.py), or say in FOR_PROGRAMS why not"
    assert re.match(r"/v1/agencies/\{agency(_id)?\}/", path)


@pytest.mark.parametrize(
    "named",
    [{}, WHO | {"Civicline-Actor": "Ada Lovelace"}, WHO | {"Civicline-Role": "janitor"}],
    ids=["nobody", "a name", "a role that there is not"],
)
async def test_the_service_keeps_to_it(casework, named: dict[str, str]) -> None:
    answers = {one: await asked(casework, *one, "denver", named) for one in OF_STAFF}
    assert {one: answer.text for one, answer in answers.items() if answer.status_code != 400} == {}
    headers = {one: answer for one, answer in answers.items() if "requestBody" not in described(*one)}
    assert all("say who acts" in answer.json()["error"]["message"] for answer in headers.values())


async def test_at_an_agency_that_there_is_not_nobody_finds_anything(casework) -> None:
    without_body = [one for one in OF_STAFF if "requestBody" not in described(*one)]
    for role in ("supervisor", "officer", "citizen", "records_system"):
        answers = {one: await asked(casework, *one, "atlantis", WHO | {"Civicline-Role": role}) for one in without_body}
        wrong = {one: answer.text for one, answer in answers.items() if answer.status_code not in (404, 409)}
        assert wrong == {}


async def asked(casework, method: str, path: str, agency: str, who: dict[str, str]) -> httpx.Response:
    """The request with everything else in order, as far as that can be told from the contract."""
    one = described(method, path)
    address = re.sub(r"\{[^}]*\}", "1", re.sub(r"\{agency(_id)?\}", agency, path))
    needed = {each["name"]: "rms" for each in one.get("parameters", []) if each["in"] == "query" and each["required"]}
    content = one.get("requestBody", {}).get("content", {})
    body = {"json": {}} if "application/json" in content else {"content": b"x"} if content else {}
    headers = {"Idempotency-Key": "k", **who}
    answer: httpx.Response = await casework.client.request(method, address, params=needed, headers=headers, **body)
    return answer
