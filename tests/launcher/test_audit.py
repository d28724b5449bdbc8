"""What `make check` says of known weaknesses and of credentials in the repository; the sources and the tools are stand-ins here."""

from __future__ import annotations

import json
import subprocess
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Iterator

import pytest

from launcher import audit

WEAK = {"dependencies": [{"name": "sanic", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.0"]}]}]}
SOUND = {"dependencies": [{"name": "sanic", "version": "2.0", "vulns": []}]}


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    lines: list[str] = []
    monkeypatch.setattr(audit, "say", lines.append)
    return lines


@pytest.fixture
def source() -> Iterator[Any]:
    """A server whose body a test chooses; gives its address."""
    body = {"is": b"{}"}

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body["is"])

        def log_message(self, *_: Any) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    yield body, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def tool(monkeypatch: pytest.MonkeyPatch, told: dict[str, Any], code: int = 0) -> list[list[str]]:
    asked: list[list[str]] = []

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        return subprocess.CompletedProcess(command, code, json.dumps(told), "broken")

    monkeypatch.setattr(audit.subprocess, "run", run)
    return asked


def test_a_weakness_of_what_faces_a_network_fails_and_names_the_release_that_mends_it(
    monkeypatch: pytest.MonkeyPatch, said: list[str]
) -> None:
    monkeypatch.setattr(audit, "answers", lambda _: True)
    tool(monkeypatch, WEAK)
    assert audit.advisories() is False
    assert any("services.txt: sanic 1.0: PYSEC-1, mended in 2.0" in line for line in said)
    tool(monkeypatch, SOUND)
    assert audit.advisories() is True


def test_what_rasa_pins_is_told_and_fails_nothing(monkeypatch: pytest.MonkeyPatch, said: list[str]) -> None:
    monkeypatch.setattr(audit, "answers", lambda _: True)
    monkeypatch.setattr(audit, "audited", lambda name, _: ["weak"] if name == "rasa.txt" else [])
    assert audit.advisories() is True
    assert said == ["  rasa.txt: weak"]


@pytest.mark.parametrize(("wanted", "well"), [("", True), ("required", False)])
def test_without_a_source_it_is_said_that_nothing_was_audited(
    monkeypatch: pytest.MonkeyPatch, said: list[str], wanted: str, well: bool
) -> None:
    monkeypatch.setenv("CIVICLINE_AUDIT", wanted)
    monkeypatch.setattr(audit, "answers", lambda _: False)
    assert audit.advisories() is well
    assert "NOTHING WAS AUDITED" in said[0]


def test_a_mirror_that_says_yes_to_everything_is_no_source(source: Any) -> None:
    body, address = source
    for advisory in (b'{"affected": [{}]}', b'{"vulnerabilities": [{}]}'):
        body["is"] = advisory
        assert audit.answers(address)
    for nothing in (b"<html>welcome</html>", b'{"info": {}, "vulnerabilities": []}', b"[]"):
        body["is"] = nothing
        assert not audit.answers(address)
    assert not audit.answers("http://127.0.0.1:9/")


def test_what_is_borne_has_an_id_and_a_reason() -> None:
    assert audit.borne("# a comment\n\nPYSEC-2024-1  # client only\n") == {"PYSEC-2024-1": "client only"}
    with pytest.raises(ValueError, match="no id with its reason"):
        audit.borne("PYSEC-2024-1")
    audit.borne(audit.BORNE.read_text(encoding="utf-8"))


def test_a_credential_is_named_by_file_and_line(
    monkeypatch: pytest.MonkeyPatch, said: list[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(audit, "ROOT", tmp_path)
    (tmp_path / "notes.md").write_text("x")
    hit = {"results": {"notes.md": [{"type": "Private Key", "line_number": 3}]}}
    tool(monkeypatch, hit)
    assert audit.secrets() is False
    assert said == ["  notes.md:3: Private Key"]
    tool(monkeypatch, {"results": {}})
    assert audit.secrets() is True
    tool(monkeypatch, {}, code=1)
    assert audit.secrets() is False
