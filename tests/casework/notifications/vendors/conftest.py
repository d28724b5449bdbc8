"""Vendors that are set up to reach servers on this machine, which speak the real protocols."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from casework.notifications.settings import NotifySettings
from launcher.temporary import free_port
from tests.fakes.message_takers import Mailbox, Receiver, webhook_server
from tests.fakes.twilio_api import TwilioApi


@pytest.fixture
def twilio() -> Iterator[TwilioApi]:
    with TwilioApi() as running:
        yield running


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=0)
    controller.port = free_port()
    controller.start()
    yield box, controller.port
    controller.stop()


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
