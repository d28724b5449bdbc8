"""Every address of casework takes whatever its contract allows, from every kind of client, and never breaks: no 5xx, and
what each credential does not open stays closed. Longer: make fuzz (EXAMPLES=50)."""

from __future__ import annotations

import asyncio
import json
import os
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings

from casework.contract import as_json
from casework.http.rights import rights
from tests.casework.console import Console
from tests.casework.staff import credential

EXAMPLES = int(os.environ.get("CIVICLINE_FUZZ_EXAMPLES", "1"))
WITHIN_S = 900 + 60 * EXAMPLES  # an example of every address takes some seconds, a minute where others work too
MEANT = {507, 503}  # a full disk, no code left: told as such
schemathesis.serializer("application/x-ndjson")(lambda _context, value: json.dumps(value).encode())
SCHEMA = schemathesis.openapi.from_dict(json.loads(as_json()))


def tried(address: str, headers: dict[str, str]) -> list[str]:
    """What broke, as sentences."""
    broken: list[str] = []
    with httpx.Client(base_url=address, headers=headers, trust_env=False, timeout=60) as client:
        for result in SCHEMA.get_all_operations():
            operation = result.ok()

            @seed(1)
            @settings(
                max_examples=EXAMPLES, database=None, deadline=None, phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            @given(case=operation.as_strategy())
            def ask(case: Any) -> None:
                sent = case.as_transport_kwargs(base_url=address)
                given_headers = {
                    name: value.encode("latin-1", "replace")
                    for name, value in (sent.pop("headers", None) or {}).items()
                    if name.lower() not in ("authorization", "content-length", "host", "transfer-encoding")
                }
                try:
                    made = client.build_request(
                        sent["method"], sent["url"], params=sent.get("params"), json=sent.get("json"),
                        content=sent.get("data") if isinstance(sent.get("data"), (str, bytes)) else None,
                        headers=given_headers,
                    )  # fmt: skip
                    answer = client.send(made)
                except (httpx.InvalidURL, httpx.LocalProtocolError, UnicodeError, ValueError):
                    return  # what no client can send
                if answer.status_code >= 500 and answer.status_code not in MEANT:
                    broken.append(f"{case.method} {case.path}: {answer.status_code}")  # called at once

            ask()
    return broken


@pytest.mark.timeout(WITHIN_S)
@pytest.mark.parametrize("kind", [*sorted(rights().clients), "nobody"])
async def test_nothing_breaks_whoever_asks(console: Console, kind: str) -> None:
    console.file(access_code="40417")
    casework = console.casework
    token = credential(casework, kind) if kind != "nobody" else "no-such-credential"
    address = str(casework.client.base_url)
    broken = await asyncio.to_thread(tried, address, {"Authorization": f"Bearer {token}"})
    assert broken == []


@pytest.mark.timeout(WITHIN_S)
async def test_nothing_breaks_for_whoever_may_do_everything(console: Console) -> None:
    console.file(access_code="40417")
    casework = console.casework
    headers = {
        "Authorization": casework.client.headers["authorization"], "Civicline-Actor": "chief-1", "Civicline-Role": "supervisor",
        "Idempotency-Key": "a-key",
    }  # fmt: skip
    assert await asyncio.to_thread(tried, str(casework.client.base_url), headers) == []
