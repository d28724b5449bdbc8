"""Whatever is sent, the answer is one clear sentence with a fitting status, and the service goes on."""

from __future__ import annotations

import asyncio
import json
import logging

import pytest

from tests.casework.calls.test_calls import record

PLACES = ["/v1/route", "/v1/case-status", "/v1/handovers"]
BODIES = {
    "nothing": (b"", 400),
    "not json": (b"{'agency': denver}", 400),
    "cut off": (b'{"agency": "denv', 400),
    "a list": (b"[1, 2]", 400),
    "a number": (b"17", 400),
    "null": (b"null", 400),
    "not utf-8": (b'{"agency": "\xff\xfe"}', 400),
    "a lone surrogate": (b'{"agency": "denver", "need": "\\ud800"}', 400),
    "an escaped NUL": (b'{"agency": "denver", "call_id": "a\\u0000b", "pin": "1", "case_number": "1"}', 400),
    "a NUL in a key": (b'{"agency\\u0000": "denver"}', 400),
    "NaN": (b'{"agency": NaN}', 400),
    "a huge number": (b'{"agency": ' + b"9" * 6000 + b"}", 400),
    "deep nesting": (b'{"a":' * 30_000 + b"1" + b"}" * 30_000, 400),
    "wide nesting": (b"[" * 120_000, 400),
    "one megabyte": (b'{"agency": "' + b"x" * 1_000_000 + b'"}', 413),
    "wrong types": (b'{"agency": 7, "need": true, "call_id": [], "pin": {}, "channel": null}', 400),
}


@pytest.mark.parametrize("name", BODIES)
async def test_a_hostile_body_gets_one_sentence(casework, name: str) -> None:
    body, status = BODIES[name]
    for place in PLACES:
        answer = await casework.client.post(place, content=body, headers={"Idempotency-Key": "k"})
        assert answer.status_code == status, answer.text
        error = answer.json()["error"]
        assert error["message"].endswith(".")
        assert len(error["message"]) < 300
        assert "xxxx" not in answer.text
    assert (await casework.client.get("/readyz")).status_code == 200


async def test_a_record_of_one_megabyte_is_too_large(casework) -> None:
    answer = await casework.client.put("/v1/calls/call-0001", content=b"x" * 1_000_000)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Bearer"},
        {"Authorization": "Basic a-service-token-for-tests"},
        {"Authorization": "Bearer é".encode("latin-1")},
    ],
)
async def test_without_the_token_nothing_is_told(casework, header: dict) -> None:
    del casework.client.headers["Authorization"]
    for path in ("/v1/agencies/denver", "/v1/openapi.json", "/v1/agencies/denver/calls/call-1", "/v1/nothing", "/v1"):
        answer = await casework.client.get(path, headers=header)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.json()["error"]["code"] == "unauthorized"


@pytest.mark.parametrize(
    "path", ["/healthz", "/v1/agencies/denver", "/v1/openapi.json", "/v1/nothing", "/", "/metrics"]
)
async def test_no_browser_guesses_frames_runs_or_keeps_an_answer(casework, path: str) -> None:
    for token in (True, False):
        if not token:
            del casework.client.headers["Authorization"]
        headers = (await casework.client.get(path)).headers
        assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["cache-control"] == "no-store"


async def test_health_needs_no_token(casework) -> None:
    del casework.client.headers["Authorization"]
    assert (await casework.client.get("/healthz")).json() == {"status": "alive"}
    assert (await casework.client.get("/readyz")).json() == {"status": "ready", "agencies": ["denver"]}


async def test_it_is_ready_when_nobody_would_wait_for_what_is_still_loaded(casework, monkeypatch) -> None:
    loaded, seen = casework.services._redactor, []
    casework.services._redactor = casework.services._redactors = None

    def load() -> object:
        seen.append(casework.services.warm)
        return loaded

    monkeypatch.setattr("casework.app.load_redactor", load)
    before = await casework.client.get("/readyz")
    assert (before.status_code, before.json()["reason"]) == (503, "redactor")
    await casework.services.redactors()
    assert (seen, (await casework.client.get("/readyz")).status_code) == ([False], 200)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/v1/nothing", 404),
        ("DELETE", "/v1/route", 405),
        ("GET", "/v1/case-status", 405),
        ("GET", "/v1/agencies/" + "x" * 4000, 404),
        ("GET", "/v1/agencies/..%2f..%2fetc", 404),
        ("GET", "/v1/calls/call-0001", 405),
        ("GET", "/v1/agencies/denver/calls/%00", 404),
        ("GET", "/v1/agencies/denver/handovers/%00", 404),
    ],
)
async def test_a_wrong_address_is_told_so_in_json(casework, method: str, path: str, status: int) -> None:
    who = {"Civicline-Actor": "officer-7", "Civicline-Role": "officer"}
    answer = await casework.client.request(method, path, headers=who)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


async def test_bytes_that_are_no_http_do_not_stop_the_service(casework) -> None:
    port = casework.client.base_url.port
    for noise in (
        b"\x16\x03\x01\x02\x00",
        b"GET " + b"/" * 70_000,
        b"POST /v1/route HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        b"\0" * 1000,
    ):
        _reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(noise)
        await writer.drain()
        writer.close()
    assert (await casework.client.get("/healthz")).status_code == 200


async def test_a_database_that_fails_is_told_as_unavailable_not_as_our_trace(
    casework, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError
    from sqlalchemy.orm import Session

    def fail(*_: object, **__: object) -> None:
        raise OperationalError("SELECT secret", {}, Exception("disk on fire"))

    monkeypatch.setattr(Session, "execute", fail)
    monkeypatch.setattr(Session, "get", fail)
    monkeypatch.setattr(Session, "merge", fail)
    ready, call = await casework.client.get("/readyz"), await casework.client.put("/v1/calls/call-0001", json=record())
    assert ready.status_code == 503
    assert (call.status_code, call.json()["error"]["code"]) == (503, "database_down")
    assert "secret" not in call.text


async def test_a_bug_of_ours_tells_nothing_and_logs_no_content(
    casework, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from casework.logs import JsonLines

    def bug(*_: object) -> None:
        raise RuntimeError("Ada Lovelace called")

    monkeypatch.setattr("casework.directory.api.decide", bug)
    with caplog.at_level(logging.INFO):
        answer = await casework.client.post("/v1/route", json={"agency": "denver", "need": "theft_cold"})
    assert answer.status_code == 500
    assert "Lovelace" not in answer.text
    lines = [JsonLines().format(record) for record in caplog.records if record.name.startswith("casework")]
    assert lines
    assert not any("Lovelace" in line for line in lines)
    assert any("RuntimeError at" in json.loads(line).get("trace", "") for line in lines)


async def test_no_log_line_holds_what_a_caller_said(casework, caplog: pytest.LogCaptureFixture) -> None:
    from casework.logs import JsonLines

    with caplog.at_level(logging.DEBUG, logger="casework"):
        body = {
            "agency": "denver",
            "call_id": "c",
            "channel": "voice",
            "reason": "emergency",
            "wish": "tell Zebulon",
            "facts": {"where": "Zebulon Street"},
            "transcript": [{"who": "caller", "text": "I am Zebulon"}],
        }
        await casework.client.post("/v1/handovers", json=body, headers={"Idempotency-Key": "k"})
        await casework.client.post("/v1/handovers", json=body | {"wish": ["Zebulon"]}, headers={"Idempotency-Key": "k"})
    lines = [JsonLines().format(record) for record in caplog.records if record.name.startswith("casework")]
    assert len(lines) >= 2
    assert not any("Zebulon" in line for line in lines)


@pytest.mark.parametrize("asked", ["queue=fraud&queue=reports", "limit=5&limit=5", "q=a&q=", "nothing=1"])
async def test_a_parameter_that_comes_twice_or_is_none_is_told_so(casework, asked: str) -> None:
    who = {"Civicline-Actor": "officer-7", "Civicline-Role": "supervisor"}
    answer = await casework.client.get(f"/v1/agencies/denver/cases?{asked}", headers=who)
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["code"] == "bad_request"


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_page_of_a_foreign_site_is_refused_even_with_a_credential(casework, method: str) -> None:
    for origin in ("https://evil.example", "null", "http://127.0.0.1:8100"):
        answer = await casework.client.request(
            method, "/v1/agencies/denver" if method == "GET" else "/v1/route", headers={"Origin": origin}
        )
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")


@pytest.mark.parametrize("kind", ["text/plain", "text/plain;charset=UTF-8", "application/x-www-form-urlencoded"])
async def test_json_that_comes_as_the_body_of_a_form_is_refused(casework, kind: str) -> None:
    body = json.dumps({"agency": "denver", "need": "theft_cold", "facts": {}, "channel": "voice"})
    as_form = await casework.client.post("/v1/route", content=body, headers={"Content-Type": kind})
    assert as_form.status_code == 400
    as_json = {"Content-Type": "application/json; charset=utf-8"}
    assert (await casework.client.post("/v1/route", content=body, headers=as_json)).status_code == 200
