"""A label from the command line is what casework's contract asks for; taking it back too."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar, Iterator, List, Tuple

import pytest

from retraining.__main__ import main


class Casework(BaseHTTPRequestHandler):
    asked: ClassVar[List[Tuple[str, str, Any, str]]] = []

    def do_PUT(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        self.asked.append((self.command, self.path, body, self.headers["Civicline-Actor"]))
        answer = json.dumps({"state": "second" if body and body["danger"] else "open" if body is None else "settled"})
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer.encode())

    do_DELETE = do_PUT

    def do_GET(self) -> None:
        """Two pages."""
        self.asked.append((self.command, self.path, None, self.headers["Civicline-Actor"]))
        more = "cursor" not in self.path
        page = json.dumps(
            {"turns": [{"call_id": "call-1" if more else "call-2", "text": "ruído"}], "next": "x" if more else None}
        )
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(page.encode())))
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[List[Tuple[str, str, Any, str]]]:
    server = HTTPServer(("127.0.0.1", 0), Casework)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("CIVICLINE_CASEWORK_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("CIVICLINE_CASEWORK_TOKEN", "t" * 32)
    Casework.asked = []
    yield Casework.asked
    server.shutdown()
    server.server_close()


def test_a_need_is_kept_for_whoever_says_it(
    asked: List[Tuple[str, str, Any, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["label", "call-1", "3", "need", "reckless_driver", "--by", "ann", "--agency", "denver"]) == 0
    said = {"verdict": "need", "needs": ["reckless_driver"], "danger": False}
    assert asked == [("PUT", "/v1/agencies/denver/turns/call-1/3/label", said, "ann")]
    assert "settled" in capsys.readouterr().out


def test_danger_is_told_to_take_a_second_person(
    asked: List[Tuple[str, str, Any, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["label", "call-1", "3", "need", "emg_fire", "--danger", "yes", "--by", "ann"]) == 0
    assert asked[0][2]["danger"] is True
    assert "another --by" in capsys.readouterr().out


def test_two_needs_are_told_with_the_words_of_each(asked: List[Tuple[str, str, Any, str]]) -> None:
    main(["label", "call-1", "0", "two_needs", "animal", "noise_ongoing", "--parts", "a dog", "loud music"])
    assert asked[0][2]["parts"] == ["a dog", "loud music"]


def test_a_label_is_taken_back(asked: List[Tuple[str, str, Any, str]]) -> None:
    assert main(["label", "call-1", "3", "undo", "--by", "ann", "--agency", "denver"]) == 0
    assert asked == [("DELETE", "/v1/agencies/denver/turns/call-1/3/label", None, "ann")]


def test_an_export_asks_for_what_is_wanted_and_gives_every_page_one_a_line(
    asked: List[Tuple[str, str, Any, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "--state", "settled", "--model-id", "m1", "--by", "ann"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["call_id"], one["text"]) for one in lines] == [("call-1", "ruído"), ("call-2", "ruído")]
    assert all("state=settled" in path and "model=m1" in path for _, path, _, _ in asked)
