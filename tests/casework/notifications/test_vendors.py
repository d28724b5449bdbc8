"""One contract for every vendor, against servers on this machine that speak the real protocols."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from casework.errors import BadSetting
from casework.notifications.settings import NotifySettings
from casework.notifications.vendors import make_vendor
from casework.notifications.vendors.base import Accepted, AddressRefused, Doubtful, NotSent, Outgoing, Vendor
from casework.notifications.vendors.twilio_voice import twiml
from tests.fakes import twilio_api
from tests.fakes.twilio_api import TwilioApi

NOW = datetime(2026, 11, 20, 19, tzinfo=UTC)
TEXT = "Denver Police: ¿Cómo va? Your report 2026-417702 & more <b>."
MESSAGE = Outgoing(
    "m" * 32, "denver", "sms", "+13035550199", TEXT, "en", "Denver Police", attempted_at=datetime.now(UTC)
)
MAIL = replace(
    MESSAGE,
    channel="email",
    to="ada@example.org",
    subject="News – noticias",
    unsubscribe="https://calls.example.gov/u/1.x",
)


@dataclass
class Mailbox:
    """A real SMTP server; some recipients are refused as a mail system refuses them."""

    mails: list[EmailMessage] = field(default_factory=list)
    breaks_off: bool = False

    async def handle_RCPT(self, server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address.startswith("nobody@"):
            return "550 5.1.1 no such user"
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
            status = receiver.take(self.headers["Idempotency-Key"], self.headers["X-Civicline-Signature"], body)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/messages"
    server.shutdown()
    server.server_close()


@pytest.fixture
def twilio() -> Iterator[TwilioApi]:
    with TwilioApi() as running:
        yield running


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=0)
    controller.port = _free_port()
    controller.start()
    yield box, controller.port
    controller.stop()


def _free_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def receiver() -> Iterator[tuple[Receiver, str]]:
    found = Receiver()
    with webhook_server(found) as url:
        yield found, url


@pytest.fixture
def settings(
    tmp_path: Path, twilio: TwilioApi, mailbox: tuple[Mailbox, int], receiver: tuple[Receiver, str]
) -> NotifySettings:
    return NotifySettings(
        service_token="x" * 16,
        var=tmp_path,
        dev_messages=True,
        public_url="https://calls.example.gov",
        twilio_url=twilio.url,
        twilio_account_sid=twilio.sid,
        twilio_auth_token=twilio.token,
        twilio_from="+17205550100",
        smtp_host="127.0.0.1",
        smtp_port=mailbox[1],
        smtp_security="none",
        smtp_from="reports@example.gov",
        webhook_url=receiver[1],
        webhook_secret=receiver[0].secret,
    )


def message_for(vendor: Vendor, to: str = "") -> Outgoing:
    if "email" in vendor.channels and len(vendor.channels) == 1:
        return replace(MAIL, to=to or MAIL.to)
    return replace(MESSAGE, channel=sorted(vendor.channels)[-1], to=to or MESSAGE.to)


VENDORS = ("console", "twilio_sms", "twilio_voice", "smtp", "webhook")


@pytest.mark.parametrize("name", VENDORS)
async def test_a_message_is_taken_and_named(settings: NotifySettings, name: str) -> None:
    vendor = make_vendor(name, settings)
    async with vendor:
        taken = await vendor.send(message_for(vendor))
    assert isinstance(taken, Accepted)
    assert taken.ref


@pytest.mark.parametrize("name", VENDORS)
async def test_what_was_sent_is_found_or_known_not_to_be_findable(settings: NotifySettings, name: str) -> None:
    vendor = make_vendor(name, settings)
    async with vendor:
        message = message_for(vendor)
        if not vendor.searchable:
            with pytest.raises(Doubtful):
                await vendor.find(message)
            return
        assert await vendor.find(message) is None
        taken = await vendor.send(message)
        found = await vendor.find(message)
        assert found is not None
        assert found.ref == taken.ref


@pytest.mark.parametrize("name", VENDORS)
async def test_an_idempotent_vendor_takes_an_id_once(
    settings: NotifySettings, name: str, receiver: tuple[Receiver, str], tmp_path: Path
) -> None:
    vendor = make_vendor(name, settings)
    if not vendor.idempotent:
        pytest.skip("it does not claim to be: `find`, or the agency's rule, stands in for it")
    async with vendor:
        for _ in range(3):
            await vendor.send(message_for(vendor))
    assert len(vendor.kept() if name == "console" else receiver[0].taken) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", [one for one in VENDORS if one != "console"])
async def test_a_vendor_that_is_not_there_has_certainly_not_sent(settings: NotifySettings, name: str) -> None:
    nowhere = f"http://127.0.0.1:{_free_port()}"
    gone = settings.model_copy(update={"twilio_url": nowhere, "webhook_url": nowhere, "smtp_port": _free_port()})
    vendor = make_vendor(name, gone)
    async with vendor:
        with pytest.raises(NotSent):
            await vendor.send(message_for(vendor))


@pytest.mark.parametrize(
    ("name", "to", "error", "stop"),
    [
        ("twilio_sms", twilio_api.STOPPED, AddressRefused, True),
        ("twilio_sms", twilio_api.INVALID, AddressRefused, False),
        ("twilio_sms", twilio_api.BUSY, NotSent, None),
        ("twilio_sms", twilio_api.BROKEN, Doubtful, None),
        ("twilio_sms", twilio_api.BREAKS_OFF, Doubtful, None),
        ("twilio_voice", twilio_api.INVALID, AddressRefused, False),
        ("twilio_voice", twilio_api.BREAKS_OFF, Doubtful, None),
        ("smtp", "nobody@example.org", AddressRefused, False),
        ("smtp", "full@example.org", NotSent, None),
        ("webhook", twilio_api.STOPPED, AddressRefused, True),
        ("webhook", twilio_api.INVALID, AddressRefused, False),
        ("webhook", twilio_api.BUSY, NotSent, None),
        ("webhook", twilio_api.BROKEN, Doubtful, None),
    ],
)
async def test_each_failure_says_whether_it_was_sent(
    settings: NotifySettings, name: str, to: str, error: type[Exception], stop: bool | None
) -> None:
    vendor = make_vendor(name, settings)
    async with vendor:
        with pytest.raises(error) as raised:
            await vendor.send(message_for(vendor, to))
        if stop is not None:
            assert raised.value.stop is stop  # type: ignore[attr-defined]
        assert to not in str(raised.value), "errors hold no address"
        assert await vendor.send(message_for(vendor)), "the next one goes"


async def test_a_busy_vendor_says_when_to_come_again(settings: NotifySettings) -> None:
    async with make_vendor("twilio_sms", settings) as vendor:
        with pytest.raises(NotSent) as raised:
            await vendor.send(replace(MESSAGE, to=twilio_api.BUSY))
    assert raised.value.retry_after_s == 7


async def test_a_text_that_broke_off_is_found_at_twilio(settings: NotifySettings, twilio: TwilioApi) -> None:
    async with make_vendor("twilio_sms", settings) as vendor:
        message = replace(MESSAGE, to=twilio_api.BREAKS_OFF)
        with pytest.raises(Doubtful):
            await vendor.send(message)
        found = await vendor.find(message)
        assert found is not None
        assert found.ref == twilio.messages[0]["sid"]
        assert await vendor.find(replace(message, body="another text")) is None


async def test_wrong_credentials_are_not_the_persons_fault(settings: NotifySettings) -> None:
    from pydantic import SecretStr

    wrong = settings.model_copy(update={"twilio_auth_token": SecretStr("wrong")})
    async with make_vendor("twilio_sms", wrong) as vendor:
        with pytest.raises(NotSent, match="401 20003"):
            await vendor.send(MESSAGE)


async def test_twilio_gets_text_sender_and_callback(settings: NotifySettings, twilio: TwilioApi) -> None:
    async with make_vendor("twilio_sms", settings) as vendor:
        await vendor.send(MESSAGE)
    (_, path, form) = twilio.requests[-1]
    assert path == f"/2010-04-01/Accounts/{twilio.sid}/Messages.json"
    assert (form["Body"], form["From"], form["To"]) == (TEXT, "+17205550100", MESSAGE.to)
    assert form["StatusCallback"] == f"https://calls.example.gov/callbacks/twilio/status?m={MESSAGE.id}"


async def test_a_call_says_the_message_twice_in_its_language(settings: NotifySettings, twilio: TwilioApi) -> None:
    async with make_vendor("twilio_voice", settings) as vendor:
        await vendor.send(replace(MESSAGE, channel="voice", language="es"))
    said = twilio.calls[0]["twiml"]
    assert said == twiml(TEXT, "es")
    assert said.count('<Say language="es-MX">') == 2
    assert "&lt;b&gt;" in said


async def test_a_call_offers_its_own_end_where_keys_come_back(settings: NotifySettings, twilio: TwilioApi) -> None:
    offered = replace(MESSAGE, channel="voice", stop_offer="To get no more of these calls, press nine.")
    alone = settings.model_copy(update={"public_url": None})
    async with make_vendor("twilio_voice", settings) as heard, make_vendor("twilio_voice", alone) as deaf:
        await heard.send(offered)
        await deaf.send(offered)
    first, second = (call["twiml"] for call in twilio.calls)
    assert f'action="https://calls.example.gov/callbacks/twilio/key?m={MESSAGE.id}"' in first
    assert first.count("press nine") == 2
    assert "press nine" not in second
    assert "Gather" not in second


async def test_an_e_mail_is_what_mail_systems_want(settings: NotifySettings, mailbox: tuple[Mailbox, int]) -> None:
    async with make_vendor("smtp", settings) as vendor:
        await vendor.send(MAIL)
        await vendor.send(MAIL)
    first, second = mailbox[0].mails
    assert first["Message-ID"] == second["Message-ID"] == f"<{MAIL.id}@example.gov>"
    assert first["List-Unsubscribe"] == "<https://calls.example.gov/u/1.x>"
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["Content-Language"] == "en"
    assert (first["Subject"], first["To"]) == (MAIL.subject, MAIL.to)
    assert first.get_content().strip() == TEXT


async def test_a_mail_server_that_breaks_off_after_the_text_leaves_doubt(
    settings: NotifySettings, mailbox: tuple[Mailbox, int]
) -> None:
    mailbox[0].breaks_off = True
    async with make_vendor("smtp", settings) as vendor:
        with pytest.raises(Doubtful):
            await vendor.send(MAIL)
        mailbox[0].breaks_off = False
        assert await vendor.send(MAIL)


async def test_a_webhook_is_signed(settings: NotifySettings, receiver: tuple[Receiver, str]) -> None:
    from pydantic import SecretStr

    async with make_vendor("webhook", settings.model_copy(update={"webhook_secret": SecretStr("other")})) as vendor:
        with pytest.raises(NotSent, match="401"):
            await vendor.send(MESSAGE)
    assert receiver[0].unsigned == 1


async def test_the_console_keeps_texts_only_in_development(settings: NotifySettings, tmp_path: Path) -> None:
    async with make_vendor("console", settings.model_copy(update={"dev_messages": False})) as vendor:
        await vendor.send(MESSAGE)
    assert TEXT.encode() not in b"".join(path.read_bytes() for path in tmp_path.glob("console_messages.db*"))


@pytest.mark.parametrize("name", ["twilio_sms", "twilio_voice", "smtp", "webhook"])
def test_a_vendor_that_is_named_but_not_set_up_stops_the_start(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=f"{name}, which is not set up: set CIVICLINE_"):
        make_vendor(name, NotifySettings(service_token="x" * 16, var=tmp_path))
