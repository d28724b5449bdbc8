"""Servers on this machine that take messages: a mailbox that speaks SMTP, and an agency's own gateway behind a webhook."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.fakes import twilio_api

# what a mail server says to RCPT when it is us whom it does not want, by the address that a test writes to
OUR_FAULT = {
    "listed@example.org": "550 5.7.1 Service unavailable; client host blocked using a block list",
    "bare@example.org": "550 Your IP is on our blacklist",
    "starttls@example.org": "530 5.7.0 Must issue a STARTTLS command first",
    "signin@example.org": "503 5.5.1 Error: authentication required",
    "policy@example.org": "554 5.7.1 Relay access denied",
}


@dataclass
class Mailbox:
    """A real SMTP server; some recipients are refused as a mail system refuses them."""

    mails: list[EmailMessage] = field(default_factory=list)
    breaks_off: bool = False

    async def handle_RCPT(self, server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address.startswith("nobody@"):
            return "550 5.1.1 no such user"
        if address in OUR_FAULT:
            return OUR_FAULT[address]
        if address.startswith("full@"):
            return "452 4.2.2 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        if self.breaks_off:
            server.transport.abort()
        return "250 taken"


@dataclass
class Receiver:
    """The agency's own gateway behind a webhook."""

    secret: str = "a-webhook-secret"
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    unsigned: int = 0

    def take(self, key: str, signature: str, body: bytes) -> int:
        at, digest = (part.partition("=")[2] for part in signature.split(","))
        if not hmac.compare_digest(
            digest, hmac.new(self.secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        ):
            self.unsigned += 1
            return 401
        message = json.loads(body)
        special = {twilio_api.STOPPED: 410, twilio_api.INVALID: 422, twilio_api.BUSY: 429, twilio_api.BROKEN: 503}
        if message["to"] in special:
            return special[message["to"]]
        self.taken.setdefault(key, message)
        return 202


@contextmanager
def webhook_server(receiver: Receiver) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = receiver.take(self.headers["Idempotency-Key"], self.headers.get("X-Civicline-Signature", ""), body)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/messages"
    server.shutdown()
    server.server_close()
