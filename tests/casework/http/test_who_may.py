"""Every address of the contract: which client and which signed-in person may ask it. What was agreed on stands in the golden
table tests/golden/who_may.tsv; a failing run writes the new one beside it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from casework.contract import ROUTES, document
from casework.http.rights import rights
from casework.trail.actors import STAFF_ROLES, roles
from tests.casework.console import Console
from tests.casework.staff import colleague, credential

DOCUMENT = document()
GOLDEN = Path(__file__).parents[2] / "golden" / "who_may.tsv"
EVERY = sorted((method, path) for path, methods in DOCUMENT["paths"].items() for method in methods)
KINDS = tuple(rights().clients)
WHO = {"Civicline-Actor": "officer-7", "Civicline-Role": "officer"}
_OF_AN_AGENCY = re.compile(r"/v1/agencies/\{agency(_id)?\}/")


def described(method: str, path: str) -> dict[str, Any]:
    found: dict[str, Any] = DOCUMENT["paths"][path][method]
    return found


async def asked(
    casework: Any, method: str, path: str, agency: str, who: dict[str, str], case: str = "1", *,
    described_as: str = "", body: dict[str, Any] | None = None, query: dict[str, str] | None = None,
) -> httpx.Response:  # fmt: skip
    """The request with everything else in order, as far as that can be told from the contract; its body has no field but `body`.

    `described_as`: the address in the contract, where `path` has some of what stands in its braces already.
    """
    one = described(method, described_as or path)
    address = re.sub(r"\{case_id\}", case, re.sub(r"\{(agency|agency_id|id)\}", agency, path))
    address = re.sub(r"\{[^}]*\}", "1", address)
    needed = {each["name"]: "rms" for each in one.get("parameters", []) if each["in"] == "query" and each["required"]}
    content = one.get("requestBody", {}).get("content", {})
    sent: dict[str, Any] = (
        {"json": body or {}} if "application/json" in content else {"content": b"x"} if content else {}
    )
    headers = {"Idempotency-Key": "k", **who}
    answer: httpx.Response = await casework.client.request(
        method, address, params=needed | (query or {}), headers=headers, **sent
    )
    return answer


def judged(answer: httpx.Response) -> str:
    """yes: it was let in, whatever became of it then."""
    return {401: "sign in", 403: "no"}.get(answer.status_code, "yes")


async def test_what_each_client_and_each_role_may_is_as_agreed(console: Console) -> None:
    table = ["\t".join(("address", *KINDS, "citizen", *STAFF_ROLES))]
    casework = console.casework
    bearers = {kind: {"Authorization": f"Bearer {credential(casework, kind)}"} for kind in KINDS}
    console.file(access_code="90417")
    people = {}
    for role in STAFF_ROLES:
        people[role] = colleague(casework, role, login=f"a.{role.replace('_', '-')}")
        await people[role].sign_in()
    citizen = await signed_in_citizen(casework, bearers["portal"])
    for method, path in EVERY:
        if (path == "/v1/person-session" and method == "delete") or (
            path == "/v1/staff/session" and method == "delete"
        ):
            continue  # ends the session that the next line needs
        line = [judged(await asked(casework, method, path, "denver", bearers[kind])) for kind in KINDS]
        line.append(judged(await asked(casework, method, path, "denver", citizen, "mine")))
        for role in STAFF_ROLES:
            session = bearers["console"] | {"Civicline-Staff-Session": people[role].session}
            line.append(judged(await asked(casework, method, path, "denver", session)))
        table.append("\t".join((f"{method.upper()} {path}", *line)))
    now = "\n".join(table) + "\n"
    if not GOLDEN.exists() or now != GOLDEN.read_text(encoding="utf-8"):
        GOLDEN.with_suffix(".new.tsv").write_text(now, encoding="utf-8")
        pytest.fail(f"who may do what has changed: compare {GOLDEN.name} with {GOLDEN.with_suffix('.new.tsv').name}")


async def signed_in_citizen(casework: Any, bearer: dict[str, str]) -> dict[str, str]:
    body = {"agency": "denver", "access_code": "90417", "pin": "2468", "call_id": "page", "source": "a page"}
    answer = await casework.client.post("/v1/person-sessions", json=body, headers=bearer)
    return bearer | {"Civicline-Person-Session": answer.json()["session"]}


def test_every_address_stands_under_a_right_and_every_right_names_addresses_that_there_are() -> None:
    nobodys = [one for one in EVERY if not rights().open(*one)]
    assert nobodys == [], "name them in casework/http/rights.yml"
    served = {f"{method.upper()} {path}" for method, path in EVERY}
    beside = {f"{one.method.upper()} {one.path}" for room in ROUTES for one in room._served}
    named = {address for addresses in rights().rights.values() for address in addresses}
    assert named <= served | beside | {"GET /v1/openapi.json"}


@pytest.mark.parametrize("kind", KINDS)
def test_no_client_has_a_right_that_lets_it_act_for_staff_without_a_session(kind: str) -> None:
    found = rights().clients[kind]
    assert found.acts in (None, "records_system", "reviewer")


def test_a_role_that_is_no_account_s_is_given_to_nobody_who_signs_in() -> None:
    assert set(roles().roles) - set(STAFF_ROLES) == {"citizen", "system", "records_system"}


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer x", "Basic dXNlcjpwYXNz", "bearer"])
async def test_without_a_credential_nothing_answers(casework: Any, sent: str) -> None:
    for method, path in EVERY:
        answer = await asked(casework, method, path, "denver", {"Authorization": sent} | WHO)
        assert answer.status_code == 401, (method, path)
        assert answer.headers["www-authenticate"] == "Bearer"


async def test_who_acts_is_not_for_the_client_to_say(casework: Any) -> None:
    """A console that has nobody signed in, and a bot that calls itself a supervisor."""
    casework.add_case()
    for kind, expected in (("console", 401), ("bot", 403), ("portal", 403), ("connector", 403)):
        bearer = {"Authorization": f"Bearer {credential(casework, kind)}"}
        for role in ("supervisor", "citizen", "records_system"):
            claims = bearer | {"Civicline-Actor": "chief", "Civicline-Role": role}
            answer = await casework.client.get("/v1/agencies/denver/cases/1", headers=claims)
            assert answer.status_code == expected, (kind, role)


async def test_a_records_system_acts_in_its_own_role_only(casework: Any) -> None:
    bearer = {"Authorization": f"Bearer {credential(casework, 'records_system', agency='denver')}"}
    assert (await casework.client.get("/v1/agencies/denver/export", headers=bearer)).status_code == 200
    as_chief = bearer | {"Civicline-Role": "supervisor"}
    assert (await casework.client.get("/v1/agencies/denver/export", headers=as_chief)).status_code == 403
    assert (await casework.client.get("/v1/agencies/denver/webhooks", headers=bearer)).status_code == 403


async def test_a_credential_of_one_agency_is_for_that_agency(casework: Any, second_agency: str) -> None:
    bearer = {"Authorization": f"Bearer {credential(casework, 'records_system', agency='denver')}"}
    assert (await casework.client.get(f"/v1/agencies/{second_agency}/export", headers=bearer)).status_code == 403


@pytest.mark.parametrize(
    "named",
    [{}, WHO | {"Civicline-Actor": "Ada Lovelace"}, WHO | {"Civicline-Role": "janitor"}],
    ids=["nobody", "a name", "a role that there is not"],
)
async def test_in_development_the_one_token_still_has_to_say_who_acts(casework: Any, named: dict[str, str]) -> None:
    answer = await asked(casework, "get", "/v1/agencies/{agency}/cases", "denver", named)
    assert answer.status_code == 400
    assert "say who acts" in answer.json()["error"]["message"]


async def test_at_an_agency_that_there_is_not_nobody_finds_anything(casework: Any) -> None:
    without_body = [one for one in EVERY if "requestBody" not in described(*one) and _OF_AN_AGENCY.match(one[1])]
    for role in ("supervisor", "officer", "citizen", "records_system"):
        answers = {one: await asked(casework, *one, "atlantis", WHO | {"Civicline-Role": role}) for one in without_body}
        wrong = {one: answer.text for one, answer in answers.items() if answer.status_code not in (403, 404, 409)}
        assert wrong == {}
