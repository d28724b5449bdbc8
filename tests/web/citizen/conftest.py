"""The citizens' pages before a casework and a connector that are no more than what a test makes them say."""

from __future__ import annotations

import contextlib
import json
import secrets
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from agencies.loader import AGENCIES
from tests.web.serving import served, token_in


@dataclass
class Desk:
    """Casework: knows one decided case. `private`: only a person speaks of it. `sent`: (path, body, key) of what was written.
    `slow_s`: how long it takes to answer a chat."""

    refuses: bool = False
    slow_s: float = 0.0
    report: str | None = None
    asks_how: bool = False
    helped: bool | None = None
    private: bool = False
    sent: list[tuple[str, dict[str, str], str]] = field(default_factory=list)

    def answers(self, path: str, body: dict[str, Any], key: str) -> tuple[int, dict[str, Any]]:
        if path == "/v1/person-sessions":
            return 200, {"outcome": "signed_in", "session": "s" * 43}
        if path == "/v1/reports/of-conversation":
            time.sleep(self.slow_s)
            return 200, {"report": self.report}
        if path.endswith("/evidence"):
            return 201, {}
        self.sent.append((path, body, key))
        if self.refuses:
            return 409, {"error": "conflict", "message": "Nothing was decided yet."}
        return 201, {"message": 1, "outcome": "asked"}

    def shows(self, path: str) -> tuple[int, dict[str, Any]]:
        if path.endswith("/waits"):
            time.sleep(self.slow_s)
            return 503, {}
        how: dict[str, Any] = {"asks_how": self.asks_how, "in_person_only": self.private}
        how |= {} if self.helped is None else {"helped": self.helped}
        lists: dict[str, Any] = {"told": [], "seen": []}
        return 200, {
            **lists,
            **how,
            "filed": True,
            "decided": True,
            "status": {"stage": "closed_no_leads", "spoken": "It is closed.", "updated_on": "2026-11-20"},
        }


@dataclass
class Line:
    """The connector: chats, which answer with `then`. `got`: what pages sent. `refuses`: what it says to questions for codes.
    `idle_s`: a chat ends after so long a quiet."""

    then: list[dict[str, Any]] = field(default_factory=list)
    got: list[dict[str, Any]] = field(default_factory=list)
    refuses: str = ""
    idle_s: float = 900.0

    def gets(self, frame: dict[str, Any], within_s: float = 5.0) -> bool:
        ends_at = time.monotonic() + within_s
        while frame not in self.got and time.monotonic() < ends_at:
            time.sleep(0.02)
        return frame in self.got

    def talk(self, socket: ServerConnection) -> None:
        start = json.loads(socket.recv())
        self.got.append(start)
        if "leave" in start:
            return socket.send(json.dumps({"type": "left"}))
        if "lend" in start or "code" in start:
            told = {"code": "12345678"} if "lend" in start else {"call_id": "abcdefgh12345678"}
            refused = {"type": "error", "code": self.refuses, "message": "-"}
            return socket.send(json.dumps(refused if self.refuses else {"type": "code", **told}))
        hello = {"type": "said", "who": "assistant", "text": "Hello.", "n": 1}
        name = start.get("resume") or secrets.token_hex(8)
        for frame in (
            {"type": "ready", "call_id": name, "upto": 0, "idle_s": self.idle_s},
            hello,
            {"type": "listening", "n": 2},
        ):
            socket.send(json.dumps(frame))
        number = 2
        with contextlib.suppress(ConnectionClosed):
            for message in socket:
                self.got.append(json.loads(message))
                for frame in self.then if self.got[-1]["type"] == "text" else ():
                    number += 1
                    socket.send(json.dumps({**frame, "n": number}))


@pytest.fixture(scope="session")
def a_desk() -> Desk:
    return Desk()


@pytest.fixture(scope="session")
def a_line() -> Line:
    return Line()


@pytest.fixture
def desk(a_desk: Desk) -> Desk:
    """As on the first day."""
    a_desk.__init__()  # type: ignore[misc]
    return a_desk


@pytest.fixture
def line(a_line: Line) -> Line:
    """As on the first day."""
    a_line.__init__()  # type: ignore[misc]
    return a_line


@pytest.fixture(scope="session")
def pages(a_desk: Desk, a_line: Line, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Their address."""

    class Casework(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(*a_desk.shows(self.path))

        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = json.loads(data) if self.headers.get("Content-Type") == "application/json" and data else {}
            self._say(*a_desk.answers(self.path, body, self.headers.get("Idempotency-Key") or ""))

        do_PUT = do_POST

        def _say(self, status: int, body: dict[str, Any]) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            with contextlib.suppress(BrokenPipeError):  # the pages went away meanwhile
                self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    casework = ThreadingHTTPServer(("127.0.0.1", 0), Casework)
    threading.Thread(target=casework.serve_forever, daemon=True).start()
    connector = serve(a_line.talk, "127.0.0.1", 0)
    threading.Thread(target=connector.serve_forever, daemon=True).start()
    agencies = tmp_path_factory.mktemp("agencies")
    shutil.copytree(AGENCIES / "denver", agencies / "denver")
    settings = agencies / "denver" / "agency.yml"
    settings.write_text(
        settings.read_text("utf-8").replace("asks_how_it_went: false", "asks_how_it_went: true"), "utf-8"
    )
    with served(
        "web.citizen",
        "CIVICLINE_CITIZEN_PORT",
        tmp_path_factory.mktemp("citizen"),
        CIVICLINE_AGENCIES_ROOT=str(agencies),
        CIVICLINE_CASEWORK_URL=f"http://127.0.0.1:{casework.server_port}",
        CIVICLINE_CONNECTOR_URL=f"http://127.0.0.1:{connector.socket.getsockname()[1]}",
    ) as address:
        yield address
    casework.shutdown()
    connector.shutdown()


@pytest.fixture
def person(pages: str, desk: Desk, line: Line) -> Iterator[httpx.Client]:
    """A browser without script."""
    with httpx.Client(base_url=pages, timeout=30) as client:
        yield client


def sends(person: httpx.Client, at: str, to: str = "", **fields: Any) -> httpx.Response:
    """The form of the page at `at`, sent to `to`; with `files` if there are some."""
    files = fields.pop("files", None)
    token = token_in(person.get(at, follow_redirects=True).text)
    return person.post(to or at, data={"csrf": token, **fields}, files=files)
