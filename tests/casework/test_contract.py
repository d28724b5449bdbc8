"""What the service does is what its contract says, also for requests that nobody thought of."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from jsonschema import Draft202012Validator

from casework.contract import OPERATIONS, document

DOCUMENT = document()
json_value = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats(allow_nan=False, allow_infinity=False)
    | some.text(max_size=30),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)
bodies = some.fixed_dictionaries(
    {},
    optional={
        "agency": some.sampled_from(["denver", "boulder"]) | json_value,
        "need": some.sampled_from(["theft_cold", "crash_no_injury", "noise_ongoing", "pizza"]) | json_value,
        "facts": some.dictionaries(some.sampled_from(["injured", "city", "where"]), json_value, max_size=3)
        | json_value,
        "asked": some.lists(some.sampled_from(["injured", "where"])) | json_value,
        "channel": json_value,
        "call_id": some.sampled_from(["a", "b"]) | json_value,
        "pin": some.sampled_from(["1234"]) | json_value,
        "case_number": some.sampled_from(["2026-417702"]) | json_value,
        "reason": some.sampled_from(["emergency"]) | json_value,
        "transcript": json_value,
        "at": some.sampled_from(["2026-11-21T02:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
        | json_value,
    },
)


def check(method: str, path: str, status: int, body: Any) -> None:
    """The body fits the schema that the contract gives for this status, or for errors."""
    responses = DOCUMENT["paths"][path][method]["responses"]
    described = responses.get(str(status), responses["default"])
    schema = described["content"]["application/json"]["schema"]
    Draft202012Validator({**schema, "components": DOCUMENT["components"]}).validate(body)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=some.sampled_from(["/v1/route", "/v1/case-status", "/v1/handovers"]), body=bodies)
async def test_any_body_is_answered_as_the_contract_says(casework, path: str, body: dict[str, Any]) -> None:
    sent = json.dumps(body).encode()
    answer = await casework.client.post(path, content=sent, headers={"Idempotency-Key": str(hash(sent))})
    assert answer.status_code in {200, 201, 400, 404, 409}, answer.text
    check("post", path, answer.status_code, answer.json())


@pytest.mark.parametrize(
    "body",
    [
        {"agency": "denver", "need": "crash_no_injury"},
        {"agency": "denver", "need": "lost_property"},
        {"agency": "denver", "need": "emg_fire"},
        {"agency": "denver", "need": "pizza"},
    ],
)
async def test_routes_fit_the_contract(casework, body: dict[str, Any]) -> None:
    answer = await casework.client.post("/v1/route", json=body)
    check("post", "/v1/route", answer.status_code, answer.json())


async def test_a_case_found_fits_the_contract(casework) -> None:
    casework.add_case()
    body = {"agency": "denver", "access_code": "40417", "pin": "2468", "call_id": "c"}
    answer = await casework.client.post("/v1/case-status", json=body)
    assert answer.json()["outcome"] == "found"
    check("post", "/v1/case-status", 200, answer.json())


def test_every_operation_of_the_contract_is_served(casework) -> None:
    served = {(method.lower(), _place(route.path)) for route in casework.app.router.routes for method in route.methods}
    contract = {(one.method, _place(one.path)) for one in OPERATIONS}
    assert contract <= served
    undocumented = {path for _, path in served} - {path for _, path in contract}
    assert undocumented == OPEN_TO_OTHERS


# for operators and for vendors, not for our own programs
OPEN_TO_OTHERS = {
    "/healthz", "/readyz", "/v1/openapi.json", "/metrics", "/u/{}", "/callbacks/twilio/status", "/callbacks/twilio/incoming",
    "/callbacks/twilio/key",
}  # fmt: skip


def _place(path: str) -> str:
    """The address with every parameter as {}, whatever its name and pattern."""
    return re.sub(r"<[^>]*>|\{[^}]*\}", "{}", "/" + path.strip("/"))
