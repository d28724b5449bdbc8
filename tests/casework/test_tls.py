"""Casework with a certificate: whoever trusts our authority reaches it, nobody in the clear, and with mutual TLS only our parts."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from signatures import tls
from tests.casework.conftest import PIN_KEY, TOKEN
from tests.fakes.certificates import Pair, authority, certificate

ROOT = Path(__file__).parents[2]


@pytest.fixture
def served(tmp_path: Path, migrated_casework: Path) -> Iterator[Callable[..., tuple[int, Pair, Pair]]]:
    """Starts `python -m casework serve`: (port, the authority, its own certificate)."""
    running: list[subprocess.Popen[bytes]] = []
    own = authority(tmp_path)
    part = certificate(tmp_path, "casework", own)
    shutil.copy(migrated_casework, tmp_path / "casework.db")

    def start(**more: str) -> tuple[int, Pair, Pair]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        names = {tls.CERT: str(part.cert), tls.KEY: str(part.key), tls.CA: str(own.cert)}
        names |= {"CIVICLINE_VAR": str(tmp_path), "CIVICLINE_CASEWORK_PORT": str(port)}
        names |= {"CIVICLINE_SERVICE_TOKEN": TOKEN, "CIVICLINE_PIN_KEYS": PIN_KEY}
        command = [sys.executable, "-m", "casework", "serve"]
        with (tmp_path / "log").open("wb") as log:
            running.append(subprocess.Popen(command, cwd=ROOT, env=os.environ | names | more, stdout=log, stderr=log))
        _wait(port, running[-1], tmp_path / "log")
        return port, own, part

    yield start
    for one in running:
        one.terminate()
        one.wait(20)


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(log.read_text(errors="replace"))


def asked(port: int, scheme: str = "https", **environment: str) -> int:
    with httpx.Client(verify=tls.asking(environment) or True, trust_env=False, timeout=60) as client:
        return client.get(f"{scheme}://127.0.0.1:{port}/healthz").status_code


def test_casework_is_reached_by_who_trusts_its_authority_and_not_in_the_clear(
    served: Callable[..., tuple[int, Pair, Pair]],
) -> None:
    port, own, _ = served()
    assert asked(port, **{tls.CA: str(own.cert)}) == 200
    with pytest.raises(httpx.ConnectError):
        asked(port)
    with pytest.raises(httpx.TransportError):
        asked(port, "http")


def test_with_mutual_tls_a_part_shows_its_own_certificate(served: Callable[..., tuple[int, Pair, Pair]]) -> None:
    port, own, part = served(**{tls.CLIENTS: "required"})
    shown = {tls.CA: str(own.cert), tls.CERT: str(part.cert), tls.KEY: str(part.key)}
    assert asked(port, **shown) == 200
    with pytest.raises(httpx.TransportError):
        asked(port, **{tls.CA: str(own.cert)})
