"""The command line: it starts only when all is well, and says in one sentence when it is not."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from casework.__main__ import main
from casework.contract import as_json
from casework.settings import load_settings
from launcher.temporary import free_port
from tests.casework.conftest import PIN_KEY

ROOT = Path(__file__).parent.parent.parent
TOKEN = "a-service-token-for-tests"


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, agencies_root: Path) -> pytest.MonkeyPatch:
    monkeypatch.setenv("CIVICLINE_SERVICE_TOKEN", TOKEN)
    monkeypatch.setenv("CIVICLINE_CLIENT_TOKENS", "bot:" + "b" * 40)
    monkeypatch.setenv("CIVICLINE_PIN_KEYS", PIN_KEY)
    monkeypatch.setenv("CIVICLINE_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("CIVICLINE_AGENCIES_ROOT", str(agencies_root))
    monkeypatch.setenv("CIVICLINE_CASEWORK_PORT", str(free_port()))  # a Civicline that runs here has the usual one
    return monkeypatch


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 1
    return capsys.readouterr().err.strip()


def test_it_refuses_to_start_without_a_token(environment, capsys) -> None:
    environment.delenv("CIVICLINE_SERVICE_TOKEN")
    sentence = said(capsys, "serve")
    assert sentence.startswith("casework: CIVICLINE_SERVICE_TOKEN is missing: set it to a secret")
    assert "\n" not in sentence


def test_it_refuses_a_short_token_without_printing_it(environment, capsys) -> None:
    environment.setenv("CIVICLINE_SERVICE_TOKEN", "hunter2")
    sentence = said(capsys, "serve")
    assert "at least 16 characters" in sentence
    assert "hunter2" not in sentence


@pytest.mark.parametrize(
    ("keys", "said_of_it"), [(None, "is missing: set it to a secret"), ("short", "set it to a secret"), (" ", "set it")]
)
def test_it_refuses_to_start_without_a_key_for_pins(environment, capsys, keys: str | None, said_of_it: str) -> None:
    environment.setenv("CIVICLINE_PIN_KEYS", keys) if keys else environment.delenv("CIVICLINE_PIN_KEYS")
    sentence = said(capsys, "serve")
    assert sentence.startswith("casework: CIVICLINE_PIN_KEYS is")
    assert said_of_it in sentence
    assert "\n" not in sentence
    assert "short" not in sentence


def test_one_key_of_several_that_is_too_short_is_refused(environment, capsys) -> None:
    environment.setenv("CIVICLINE_PIN_KEYS", f"{PIN_KEY} hunter2")
    assert "at least 32 characters" in (sentence := said(capsys, "serve"))
    assert "hunter2" not in sentence


@pytest.mark.parametrize("setting", [("HASH_ITERATIONS", "1"), ("HASH_MEMORY_KIB", "12288"), ("HASH_MEMORY_KIB", "64")])
def test_without_a_key_pins_are_never_hashed_below_the_minimum_of_owasp(environment, capsys, setting) -> None:
    environment.setenv("CIVICLINE_PIN_KEYS", "none")
    environment.setenv(f"CIVICLINE_{setting[0]}", setting[1])
    assert "CIVICLINE_HASH_MEMORY_KIB is not usable: give at least" in said(capsys, "serve")


def test_with_a_key_there_is_a_minimum_too(environment, capsys) -> None:
    environment.setenv("CIVICLINE_HASH_MEMORY_KIB", "1024")
    assert "give at least 4096, the least with CIVICLINE_PIN_KEYS" in said(capsys, "serve")


@pytest.mark.parametrize(("keys", "cost"), [("none", (2, 19_456)), (PIN_KEY, (1, 8_192))])
def test_what_a_hash_costs_follows_from_whether_there_is_a_key(environment, keys: str, cost: tuple[int, int]) -> None:
    environment.setenv("CIVICLINE_PIN_KEYS", keys)
    settings = load_settings()
    assert (settings.hash_iterations, settings.hash_memory_kib) == cost


@pytest.mark.parametrize(("iterations", "memory_kib"), [(2, 19_456), (3, 12_288), (5, 7_168), (9, 7_168), (1, 47_104)])
def test_what_owasp_holds_to_be_as_strong_is_allowed(environment, iterations: int, memory_kib: int) -> None:
    environment.setenv("CIVICLINE_PIN_KEYS", "none")
    environment.setenv("CIVICLINE_HASH_ITERATIONS", str(iterations))
    environment.setenv("CIVICLINE_HASH_MEMORY_KIB", str(memory_kib))
    assert load_settings().hash_memory_kib == memory_kib


def test_a_taken_port_is_named(environment, capsys) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        environment.setenv("CIVICLINE_CASEWORK_PORT", str(port))
        assert f"port {port} cannot be used" in said(capsys, "serve")


def test_a_broken_agency_stops_the_start_with_file_and_line(environment, capsys, agencies_root: Path) -> None:
    path = agencies_root / "denver" / "agency.yml"
    path.write_text(path.read_text().replace("timezone: America/Denver", "timezone: Mars"))
    assert "agencies/denver/agency.yml, line 5" in said(capsys, "serve")


def test_a_folder_that_cannot_be_written_is_named(environment, capsys, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    environment.setenv("CIVICLINE_VAR", str(tmp_path / "file" / "var"))
    assert "CIVICLINE_VAR cannot be written to" in said(capsys, "retention")


def test_it_does_not_start_on_a_plain_disk_where_an_encrypted_one_is_wanted(
    environment, capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment.setenv("CIVICLINE_AT_REST", "require")
    monkeypatch.setattr("casework.at_rest.is_encrypted", lambda *_: False)
    assert "is not on an encrypted disk" in said(capsys, "serve")


def test_sample_data_prints_five_examples_that_work(environment, capsys) -> None:
    assert main(["sample-data", "--cases", "40"]) == 0
    printed = capsys.readouterr().out
    assert printed.count("access code") == 5
    assert printed.count("expect:") == 5
    assert said(capsys, "sample-data", "--cases", "2").startswith("casework: --cases is 2: give a number")
    assert "no such agency" in said(capsys, "sample-data", "--agency", "atlantis")


def test_retention_tells_what_it_deleted(environment, capsys) -> None:
    assert main(["retention"]) == 0
    assert "cases: 0 expired" in capsys.readouterr().out


def test_the_contract_on_disk_is_the_one_of_the_code() -> None:
    on_disk = (ROOT / "contracts" / "casework.openapi.json").read_text(encoding="utf-8")
    assert on_disk == as_json(), "run python -m casework openapi"


def test_the_real_process_serves_a_sample_case_and_stops_cleanly(environment, tmp_path: Path, capsys) -> None:
    main(["sample-data", "--cases", "40"])
    example = next(line.split() for line in capsys.readouterr().out.splitlines() if "access code" in line)
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "casework", "serve"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "CIVICLINE_CASEWORK_PORT": str(port)},
    )
    try:
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", headers={"Authorization": f"Bearer {'b' * 40}"}, trust_env=False
        ) as client:
            _wait(client)
            body = {"agency": "denver", "case_number": example[2], "pin": example[-1], "call_id": "c"}
            assert client.post("/v1/case-status", json=body).json()["outcome"] == "found"
            assert client.get("/v1/openapi.json").json()["openapi"] == "3.1.0"
    finally:
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=180)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors


def _wait(client: httpx.Client) -> None:
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        try:
            if client.get("/readyz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("casework did not get ready within a minute")
