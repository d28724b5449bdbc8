"""make test-telephony says loudly when it could not run, and never passes for a run."""

from pathlib import Path

import pytest

from launcher import environments, telephony


@pytest.fixture
def peer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(environments, "set_up", lambda: None)
    monkeypatch.setenv("CIVICLINE_CACHE", str(tmp_path))
    return tmp_path / "asterisk-peer"


def test_machine_that_cannot_install_the_peer_is_told_so_loudly(
    peer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "install.sh"
    script.write_text("echo 'needs root' >&2\nexit 2\n")
    monkeypatch.setattr(telephony, "INSTALL", script)
    assert telephony.test_telephony() == telephony.COULD_NOT_RUN
    assert "THE TELEPHONY TESTS DID NOT RUN: needs root" in capsys.readouterr().out


def test_installed_peer_is_left_alone_and_the_calls_are_asked_for(
    peer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    peer.mkdir()
    (peer / "complete").write_text("Asterisk 22.10.1")
    stub = tmp_path / "python"
    stub.write_text(f'#!/bin/sh\necho "$CIVICLINE_TEST_TELEPHONY $*" > {tmp_path}/asked\n')
    stub.chmod(0o755)
    monkeypatch.setattr(telephony, "env_python", lambda _env: stub)
    monkeypatch.setenv("ARGS", "-k drains")
    assert telephony.test_telephony() == 0
    assert (tmp_path / "asked").read_text().strip() == "1 -m pytest tests/telephony -k drains"
