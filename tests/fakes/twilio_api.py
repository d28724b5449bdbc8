"""A small local server that behaves as Twilio's documented REST API: messages and calls, their lists, and its errors.

It has no idempotency keys, as Twilio has none: what is posted twice is there twice.
"""

from __future__ import annotations

import base64
import json
import threading
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

STOPPED, INVALID, BUSY, BROKEN, BREAKS_OFF = (
    "+15005550004",
    "+15005550001",
    "+15005550429",
    "+15005550500",
    "+15005550900",
)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Clients of ours are killed in the middle on purpose."""


class TwilioApi:
    """Numbers that begin with +1500555 fail in the way of their name above; BREAKS_OFF takes the message and hangs up."""

    sid, token = "AC" + "0" * 32, "a-token-of-the-fake"

    def __init__(self, takes_s: float = 0.0) -> None:
        self.messages: list[dict[str, Any]] = []
        self.calls: list[dict[str, Any]] = []
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.takes_s = takes_s
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> TwilioApi:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def post(self, what: str, form: dict[str, str]) -> tuple[int, dict[str, Any], dict[str, str]]:
        """Status, body and headers; status 0 hangs up without an answer."""
        to = form.get("To", "")
        if to == STOPPED:
            return 400, {"code": 21610, "message": "Attempt to send to unsubscribed recipient", "status": 400}, {}
        if to == INVALID:
            return 400, {"code": 21211, "message": "The 'To' number is not a valid phone number.", "status": 400}, {}
        if to == BUSY:
            return 429, {"code": 20429, "message": "Too Many Requests", "status": 429}, {"Retry-After": "7"}
        if to == BROKEN:
            return 503, {"code": 20503, "message": "Service unavailable", "status": 503}, {}
        if not to or not (form.get("From") or form.get("MessagingServiceSid")):
            return 400, {"code": 21604, "message": "A 'To' and a sender are required.", "status": 400}, {}
        made = self._made(what, form)
        return (0, {}, {}) if to == BREAKS_OFF else (201, made, {})

    def _made(self, what: str, form: dict[str, str]) -> dict[str, Any]:
        kept = self.messages if what == "Messages" else self.calls
        made = {
            "sid": ("SM" if what == "Messages" else "CA") + f"{len(kept):032x}",
            "to": form["To"],
            "from": form.get("From"),
            "body": form.get("Body"),
            "twiml": form.get("Twiml"),
            "status": "queued",
            "date_created": format_datetime(datetime.now(UTC)),
            "status_callback": form.get("StatusCallback"),
        }
        kept.append(made)
        return made

    def _handler(api) -> type[BaseHTTPRequestHandler]:  # the handler's own self is another
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                form = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
                what = self._what()
                api.requests.append(("POST", self.path, form))
                if what is None:
                    return
                status, body, headers = api.post(what, form)
                time.sleep(api.takes_s)
                if status == 0:
                    self.close_connection = True
                    return
                self._answer(status, body, headers)

            def do_GET(self) -> None:
                what = self._what()
                query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
                api.requests.append(("GET", self.path, query))
                if what is None:
                    return
                kept = api.messages if what == "Messages" else api.calls
                found = [one for one in reversed(kept) if one["to"] == query.get("To", one["to"])]
                size = int(query.get("PageSize", 50))
                self._answer(200, {what.lower(): found[:size]}, {})

            def _what(self) -> str | None:
                given = self.headers.get("Authorization", "")
                if given != "Basic " + base64.b64encode(f"{api.sid}:{api.token}".encode()).decode():
                    self._answer(401, {"code": 20003, "message": "Authenticate", "status": 401}, {})
                    return None
                name = urlsplit(self.path).path.removeprefix(f"/2010-04-01/Accounts/{api.sid}/").removesuffix(".json")
                if name not in ("Messages", "Calls"):
                    self._answer(404, {"code": 20404, "message": "Not found", "status": 404}, {})
                    return None
                return name

            def _answer(self, status: int, body: dict[str, Any], headers: dict[str, str]) -> None:
                sent = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(sent)))
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(sent)

            def log_message(self, *_: Any) -> None:
                return None

        return Handler
