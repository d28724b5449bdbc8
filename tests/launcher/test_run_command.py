"""`make run` as a person meets it: a real launcher process with small services, ended by signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from launcher import health
from launcher.temporary import free_port
from tests.launcher.test_stack import LITTLE

ROOT = Path(__file__).resolve().parents[2]
LITTLE_RUN = f"""
import sys
from launcher import cli, run
from launcher.services import Service

def little(name, port, *options):
    return Service(name, name, (sys.executable, {LITTLE!r}, "--port", str(port), *options), ("/readyz",), 10.0)

def prepare(chosen):
    return [little("casework", chosen.ports["casework"]), little("rasa", chosen.ports["rasa"], *sys.argv[1:])]

run.prepare = prepare
sys.exit(cli.main(["run"]))
"""


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    names = ("CASEWORK", "ACTIONS", "RASA", "CONNECTOR")
    ports = {f"CIVICLINE_{name}_PORT": str(free_port()) for name in names}
    return {**os.environ, **ports, "CIVICLINE_VAR": str(tmp_path / "var")}


def begin(variables: dict[str, str], *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", LITTLE_RUN, *options],
        env=variables, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip


def read_until(process: subprocess.Popen[str], words: str) -> str:
    seen = ""
    assert process.stdout is not None
    for line in process.stdout:
        seen += line
        if words in line:
            return seen
    raise AssertionError(f"'{words}' never came; this did:\n{seen}")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_run_ends_cleanly_with_exit_code_zero_on(how: signal.Signals, variables: dict[str, str]) -> None:
    process = begin(variables)
    try:
        welcome = read_until(process, "Ctrl-C stops everything")
        process.send_signal(how)
        rest, _ = process.communicate(timeout=40)
    finally:
        process.kill()
    assert f"http://127.0.0.1:{variables['CIVICLINE_CONNECTOR_PORT']}/" in welcome
    assert "every service has ended" in rest
    assert "Traceback" not in rest
    assert process.returncode == 0


def test_a_run_whose_service_dies_says_which_and_fails(variables: dict[str, str]) -> None:
    process = begin(variables, "--die-after-s", "1")
    try:
        output, _ = process.communicate(timeout=60)
    finally:
        process.kill()
    assert "The service 'rasa' ended by itself with exit code 3" in output
    assert "Traceback" not in output
    assert process.returncode == 1


def test_a_second_ctrl_c_does_not_wait_for_a_stubborn_service(
    variables: dict[str, str],
) -> None:
    process = begin(variables, "--stubborn")
    try:
        read_until(process, "Ctrl-C stops everything")
        process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=30)
    finally:
        process.kill()
    assert "Traceback" not in rest
    assert process.returncode == 0
    assert health.is_free(int(variables["CIVICLINE_RASA_PORT"]))
